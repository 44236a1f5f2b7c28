// Numbers, lengths of time and ranges as authors write them: "38.0 °C", "2 hours", "over 12 hours and up to 72 hours".
// Only the words are read here; what they mean for a question is the compiler's.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace signpost {

// Digits with at most one point and an optional minus; no leading nought ("010" is eight to some programs), no
// exponent.
bool is_number(std::string_view text);
// The same without a point, of at most nine digits.
std::optional<int> parse_integer(std::string_view text);

// Views into the text that was parsed.
struct Quantity {
  std::string_view number;  // "38.0"
  std::string_view unit;    // "°C", "hours", or empty
};
std::optional<Quantity> parse_quantity(std::string_view text);

// Minutes of "90 minutes", "2 hours", "3 days", "6 weeks", "2 months", "1 year" (a month 30 days, a year 365); whole
// numbers only. Nothing when it is no length of time or longer than kMaxAmount.
std::optional<std::int64_t> duration_minutes(const Quantity& quantity);

// `below X`, `under X`, `up to X`, `over X`, `X and over`, `X to Y`, `over X and up to Y`, `from X and under Y`,
// `from X and up to Y`, `over X and under Y`.
struct Bound {
  Quantity at;
  bool included = false;
};
struct RangeWords {
  std::optional<Bound> low, high;
};
std::optional<RangeWords> parse_range(std::string_view text);

}  // namespace signpost

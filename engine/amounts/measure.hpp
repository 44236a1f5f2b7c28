// Quantities as authors write them, turned into whole numbers: thousandths for numbers, minutes for time. No floating
// point.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signpost {

inline constexpr std::int32_t kMinutesOfDay = 24 * 60;
inline constexpr std::int32_t kThousand = 1000;
inline constexpr std::int32_t kMaxAmount = 2'000'000'000;  // fits 32 bits: two million units, or 3,800 years of minutes

// "38.0" -> 38000; at most three decimals; nothing when it is no such number.
std::optional<std::int32_t> parse_thousandths(std::string_view text);
// "38", "38.5", "-2": no needless zeros; `decimals` fixes how many are shown when not negative.
std::string thousandths_text(std::int32_t value, int decimals = -1);

// Minutes in one "minute", "hour", "day", "week", "month" (30 days) or "year" (365 days), singular or plural; nothing
// for other words.
std::optional<std::int32_t> minutes_in(std::string_view unit);
// "72 hours" -> 4320
std::optional<std::int32_t> parse_minutes(std::string_view text);
// In the largest unit that divides it: "3 days"
std::string minutes_text(std::int32_t minutes);
// "hours" for "hour" and "hours"; nothing for other words.
std::optional<std::string_view> plural_unit(std::string_view unit);

// A band's range, such as "38.0 to 38.9" or "over 12 hours and up to 72 hours", as whole numbers [from, to] on a grid.
struct Interval {
  std::int32_t from = 0, to = 0;  // both ends in
};

enum class AmountKind { number, duration };

// `low` and `high` are the ends of the question's own range, `grid` the distance between two possible values.
// Nothing when the text cannot be read; an end that is not on the grid sets `off_grid` to that end's text.
std::optional<Interval> parse_interval(std::string_view text, AmountKind kind, std::int32_t low, std::int32_t high,
                                       std::int32_t grid, std::string* off_grid);

}  // namespace signpost

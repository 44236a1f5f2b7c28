// A question about a number, a length of time or a date, with its bands, in whole numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/amounts/measure.hpp"
#include "engine/findings/diagnostic.hpp"
#include "engine/pathway/pathway.hpp"

namespace signpost {

struct Amount {
  AskKind kind = AskKind::number;
  std::int32_t low = 0, high = 0;  // thousandths; minutes; date: minutes gone by
  std::int32_t grid = 1;           // distance between two possible values
  bool has_usual = false;
  std::int32_t usual_low = 0, usual_high = 0;
  std::string_view unit;        // number: as written; duration: "hours", the unit that people are asked in
  std::vector<Interval> bands;  // as step.answers
};

constexpr bool is_amount(AskKind kind) {
  return kind == AskKind::number || kind == AskKind::duration || kind == AskKind::date;
}

// What a number, duration or date step says. On a mistake adds findings (when `diagnostics` is given) and returns
// nothing.
std::optional<Amount> read_amount(const AuthoredStep& step, Diagnostics* diagnostics);

// A value of such a question in words: "38.2", "3 days".
std::string amount_text(AskKind kind, std::int32_t value);

}  // namespace signpost

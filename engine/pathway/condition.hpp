// The tests that authors write: "age >= 5 years and (now is yes or last-pain is within-12h)". This is the authored
// form: words with their places. Names are resolved by the compiler, which alone knows what they stand for.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/findings/diagnostic.hpp"
#include "engine/text/location.hpp"

namespace signpost {

struct Name {
  std::string text;
  Location at;
  bool empty() const { return text.empty(); }
};

enum class Comparison { less, at_most, at_least, more };  // <  <=  >=  >

// "value < threshold", and so on.
constexpr bool compares(std::int64_t value, Comparison comparison, std::int64_t threshold) {
  switch (comparison) {
    case Comparison::less:
      return value < threshold;
    case Comparison::at_most:
      return value <= threshold;
    case Comparison::at_least:
      return value >= threshold;
    case Comparison::more:
      return value > threshold;
  }
  return false;
}

struct Condition {
  enum class Kind {
    everyone,     // always true: an absent `when`, or `for: everyone`
    all,          // parts joined by `and`
    any,          // parts joined by `or`
    negation,     // `not` parts[0]
    truth,        // bare name: a yes/no fact or question is yes, a switch is on
    is,           // `subject is v`, `subject is one of (a b c)`: any of `values`
    includes,     // `list includes item`: values[0]
    is_none,      // `list is none`
    is_unsure,    // `subject is unsure`
    known,        // `known subject`
    compare,      // `subject < quantity unit`; also age
    ago,          // `subject ago > quantity unit`
    score,        // `score subject >= quantity`
    outcome_is,   // claims only: `outcome is x`
    level_is,     // claims only: `level is emergency`
    disposition,  // claims only: `disposition is x`, `disposition is less urgent than x` (comparison more), `more
                  // urgent than` (less)
  };
  Kind kind = Kind::everyone;
  Location at;
  Name subject;
  std::vector<Name> values;
  Comparison comparison = Comparison::less;
  bool compared = false;  // disposition: "less/more urgent than" rather than "is"
  std::string quantity;   // decimal digits as written, such as "38.0"
  std::string unit;       // as written: "years", "°C", "hours", or empty
  std::vector<Condition> parts;
};

inline constexpr std::size_t kMaxConditionDepth = 24;   // brackets within brackets; more is unreadable
inline constexpr std::size_t kMaxConditionTerms = 200;  // words of one test; more belongs into a `means:` fact

// Parses the text of one test that stands at `at`. On a mistake adds findings with exact columns and returns
// `everyone`. `claim`: also accept outcome, level and disposition terms.
Condition parse_condition(std::string_view text, Location at, Diagnostics& diagnostics, bool claim = false);

// The same for a text that does not stand letter by letter in the file: `places` say where its pieces stand, the first
// with offset 0, in ascending order.
Condition parse_condition(std::string_view text, std::span<const TextPlace> places, Diagnostics& diagnostics,
                          bool claim = false);

// The canonical spelling, for outlines, rule labels and messages.
std::string condition_text(const Condition&);

}  // namespace signpost

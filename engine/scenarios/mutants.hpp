// Small faults that an author could have written: each is the library with one clinically meaningful thing changed.
// Scenarios and claims that are worth their keep notice them; see engine/scenarios/mutation_run.hpp.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/pathway/pathway.hpp"

namespace signpost {

struct Mutant {
  enum class Kind : std::uint8_t {
    swap_targets,     // two neighbouring answers or rules lead where the other one led
    shift_threshold,  // an age, an amount, points or the edge of a band, by one step
    drop_rule,        // a rule with a test
    drop_floor,
    drop_points,        // an addition to a score
    drop_red_flag,      // an answer with a red flag, or all of a list, leads where the harmless answer leads
    lower_disposition,  // an outcome becomes the next less urgent one
    negate_test,
  };
  Kind kind = Kind::swap_targets;
  Location at;
  std::string words;      // what was changed: "`age < 5 years` becomes `age < 59 months`"
  std::string caught_by;  // what would notice it: "a scenario of somebody of 59 months who meets this test"
  // Makes the change in a copy of the library that the mutant was made of, also in one that lacks other files.
  std::function<void(Library&)> apply;
};

// "swap-targets"
std::string_view mutant_kind_name(Mutant::Kind kind);

// All mutants of the library's pathways, modules, advice and facts, in the order of files and lines. Retired pathways
// have none. `for:` is not touched: explore() finds whoever meets no pathway or two.
std::vector<Mutant> mutants_of(const Library& library);

}  // namespace signpost

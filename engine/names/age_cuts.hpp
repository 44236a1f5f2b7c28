// Where tests tell ages apart: the unit that a test names, the cell at which it begins or ceases to hold, and the
// classes into which such cells cut all ages.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string_view>

#include "engine/amounts/age.hpp"
#include "engine/graph/decision_graph.hpp"
#include "engine/pathway/condition.hpp"

namespace signpost {

// "year" or "years", and so on; nothing for other words.
std::optional<AgeUnit> age_unit(std::string_view word);

// The cell at which a comparison of an age begins or ceases to hold. The comparison has passed its check.
AgeCell age_bound(const Condition& condition);

// Cell -> 1 + how many of the cuts lie at or below it.
std::array<Symbol, kAgeCells> age_classes(const std::set<AgeCell>& cuts);

}  // namespace signpost

// Thresholds moved by one step: of the age, of what a question can be answered with, of the unit in which a length of
// time is written, or of one point.
#pragma once

#include <string>
#include <vector>

#include "engine/pathway/pathway.hpp"

namespace signpost {

struct ShiftedTerm {
  Condition term;
  std::string telling;  // who meets the difference: "somebody of 59 months"
};

// The term one step lower and one step higher; nothing for terms without a threshold. `file`: whose steps it may name;
// null: none.
std::vector<ShiftedTerm> shifted_terms(const Library& library, const Pathway* file, const Condition& term);

struct ShiftedEdge {
  std::size_t below = 0, above = 0;  // the two bands, as step.answers
  std::string below_range, above_range;
  std::string was, now;  // the edge as people write it: "5 days", "4 days"
  std::string telling;   // an answer that changes its band
};

// Each edge between two bands of a number, a length of time or a date, one step lower and one step higher, as far as
// both bands keep a value. Nothing for other steps.
std::vector<ShiftedEdge> shifted_edges(const AuthoredStep& step);

}  // namespace signpost

// Two versions of a library, over all patients: does anybody end otherwise?
#pragma once

#include <optional>
#include <set>
#include <string>

#include "engine/explore/witness.hpp"
#include "engine/graph/decision_graph.hpp"

namespace signpost {

// A patient who can tell the two versions apart. The engine has walked both journeys to their ends.
struct VersionDifference {
  std::string topic;
  Witness was, now;  // the journey in each
  OutcomeIndex was_end{}, now_end{};
  std::string was_outcome, now_outcome;          // "home", "life-threat/stroke-999"
  std::string was_disposition, now_disposition;  // equal ones: another outcome or other advice
};

struct VersionComparison {
  bool complete = true;  // no limit was passed
  std::optional<VersionDifference> difference;
};

// Follows every patient of these topics in both at once, each answering alike where both versions ask. They end alike
// if they come to the same outcome, with the same disposition, and are told the same advice. Which questions are asked
// on the way, and notes, are not compared. Both libraries must have the same advice and dispositions in the same order,
// and both graphs must be free of errors.
VersionComparison compare_versions(const Library& library, const DecisionGraph& was, const DecisionGraph& now,
                                   const std::set<std::string>& topics);

}  // namespace signpost

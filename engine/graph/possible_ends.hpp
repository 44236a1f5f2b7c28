// Where journeys can still end from each node of a program, whoever walks it.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/graph/decision_graph.hpp"

namespace signpost {

struct PossibleEnds {
  PossibleEnds(const DecisionGraph& graph, const Program& program);

  // By node, counted from the program's first: positions of the most and the least urgent disposition.
  std::vector<std::uint8_t> most_urgent, least_urgent;
  std::vector<OutcomeIndex> only;  // the one outcome; kNone where there are several
};

}  // namespace signpost

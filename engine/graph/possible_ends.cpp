#include "engine/graph/possible_ends.hpp"

#include <algorithm>

#include "engine/graph/graph_shape.hpp"

namespace signpost {

PossibleEnds::PossibleEnds(const DecisionGraph& g, const Program& program)
    : most_urgent(program.nodes, 255), least_urgent(program.nodes, 0), only(program.nodes, kNone<OutcomeIndex>) {
  for (std::size_t i = program.nodes; i-- > 0;) {
    const Node& n = g.nodes[at(program.first_node) + i];
    if (n.kind == Node::Kind::outcome) {
      most_urgent[i] = least_urgent[i] = at(g.outcomes[at(n.outcome)].disposition);
      only[i] = n.outcome;
    }
    bool first = true;
    each_edge(g, n, [&](NodeIndex to, EdgeLabel) {
      const std::size_t there = at(to) - at(program.first_node);
      most_urgent[i] = std::min(most_urgent[i], most_urgent[there]);
      least_urgent[i] = std::max(least_urgent[i], least_urgent[there]);
      if (first)
        only[i] = only[there];
      else if (only[i] != only[there])
        only[i] = kNone<OutcomeIndex>;
      first = false;
    });
  }
}

}  // namespace signpost

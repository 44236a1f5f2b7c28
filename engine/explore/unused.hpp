// What of a library nobody comes by, in all topics together: rules that never fire, steps and outcomes that nobody
// reaches, answers offered to nobody, advice and modules that nothing gives or uses.
#pragma once

#include <cstddef>
#include <set>
#include <utility>

#include "engine/findings/diagnostic.hpp"
#include "engine/graph/decision_graph.hpp"
#include "engine/pathway/pathway.hpp"

namespace signpost {

// What somebody came by.
struct CameBy {
  std::set<Location> reached, fired;                   // steps and outcomes; rules
  std::set<std::pair<Location, std::size_t>> offered;  // answers, by their question's place and their number
};

void find_unused(const Library& library, const DecisionGraph& graph, const CameBy& came_by, Diagnostics& out);

}  // namespace signpost

// The library that is shipped, compiled once.
#pragma once

#include "engine/graph/decision_graph.hpp"

namespace signpost {

const DecisionGraph& shipped_library();

}  // namespace signpost

// A small library in memory, with a question of each kind, for tests of the server. Compiled once.
#pragma once

#include "engine/graph/decision_graph.hpp"

namespace signpost {

const DecisionGraph& small_library();

}  // namespace signpost

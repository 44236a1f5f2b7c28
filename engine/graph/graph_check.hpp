// Whether every number of a graph that was not compiled here leads to something: a walk looks nothing up twice.
#pragma once

#include "engine/graph/decision_graph.hpp"

namespace signpost {

// True where a walk of the graph stays within it and comes to an end, whoever walks and whatever they answer: every
// index is in range, every edge leads forward within its program, tests are made of earlier tests. It says nothing of
// what the graph means: that is proven before a release is made, and signed.
bool can_be_walked(const DecisionGraph& graph);

}  // namespace signpost

// Journeys through a graph by fuzzed choices.
#pragma once

#include "engine/graph/decision_graph.hpp"
#include "tests/fuzz/choices.hpp"

namespace signpost::fuzz {

enum class Graph {
  proven,  // compiled without an error: every answer that is offered leads on, and every journey ends
  sound,   // read from bytes: an answer may be refused, but nothing outside the graph is touched
};

/// Walks through every topic once or until no choice is left, each time as another patient, looks at all that a journey
/// shows, goes back, changes an answer, and takes the journey through a token and into another release. A broken
/// promise ends the process.
void wander(const DecisionGraph& graph, Graph kind, Choices& choices);

}  // namespace signpost::fuzz

// Follows every possible patient through the graph at once, as sets kept in decision diagrams, and reports whoever
// could get lost: undecided tests, rules that leave somebody out or never fire, steps nobody reaches, red flags not
// kept, outcomes that tell nothing.
#pragma once

#include <set>

#include "engine/findings/diagnostic.hpp"
#include "engine/graph/decision_graph.hpp"
#include "engine/pathway/pathway.hpp"

namespace signpost {

struct TopicNumbers {
  TopicIndex topic{};
  std::size_t steps = 0, questions = 0, outcomes = 0;
  int shortest = 0, longest = 0;  // questions in a journey, demographics not counted
  std::string journeys;           // exact number as decimal digits; empty when not counted
};

struct Exploration {
  std::vector<TopicNumbers> topics;
  std::set<OutcomeIndex> reached;  // by somebody
  std::set<OutcomeIndex> flagged;  // emergencies that somebody reaches whose red flag promises one
  std::size_t widest = 0;          // most diagram nodes of one set, over all steps
};

// Works on `threads` threads, the calling one among them; 0: one for each processor.
Exploration explore(const Library& library, const DecisionGraph& graph, Diagnostics& diagnostics, unsigned threads = 0);

}  // namespace signpost

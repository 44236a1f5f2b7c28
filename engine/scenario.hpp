// Runs the authors' scenarios against the compiled graph.
#pragma once

#include <string>
#include <vector>

#include "engine/decision_graph.hpp"
#include "engine/pathway.hpp"

namespace signpost {

struct ScenarioResult {
  const Scenario* scenario = nullptr;
  bool passed = false;
  std::vector<std::string> failures;   // one sentence each: expected and got
  std::vector<std::string> answers;    // the journey as "question=value", replayable by `signpost run --answers`
  std::string disposition, outcome;    // where it ended
};

// `others: none`: whatever else is asked gets its less serious answer: no, none of these, the least serious band, or for the rest the first.
// Scenarios without a day run on 2026-01-01, so that results never depend on the calendar.
ScenarioResult run_scenario(const DecisionGraph& graph, const Scenario& scenario);

}  // namespace signpost

// Runs the authors' scenarios against the compiled graph.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/decision_graph.hpp"
#include "engine/graph/journey.hpp"
#include "engine/pathway/pathway.hpp"

namespace signpost {

inline constexpr std::string_view kScenarioDay =
    "2026-01-01";  // of scenarios that name none, so that results never depend on the calendar

// Who is not stated speaks for themselves from 16 years, and is spoken for before: this changes words and which answers
// are offered, but no outcome.
Party party_by_age(const std::optional<Age>& age);

struct ScenarioResult {
  const Scenario* scenario = nullptr;
  bool passed = false;
  std::vector<std::string> failures;  // one sentence each: expected and got
  std::vector<std::string> answers;   // the journey as "question=value", replayable by `signpost run --answers`
  std::string disposition, outcome;   // where it ended
  Journey journey;                    // with all its answers; without a topic when it came to no outcome
};

// `others: none`: whatever else is asked gets its less serious answer: no, none of these, the least serious band, or
// for the rest the first.
ScenarioResult run_scenario(const DecisionGraph& graph, const Scenario& scenario);

}  // namespace signpost

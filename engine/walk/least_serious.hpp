// What a scenario's `others: none` answers.
#pragma once

#include "engine/graph/decision_graph.hpp"
#include "engine/graph/journey.hpp"

namespace signpost {

// The less serious answer: no, none of these, the least serious band, or for the rest the first. `shown`: bit i, answer
// i is offered.
AnswerValue least_serious(const Question& question, std::uint32_t shown, Day on);

}  // namespace signpost

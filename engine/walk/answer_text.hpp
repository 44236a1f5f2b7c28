// Answers as people write them in scenarios and on the command line: "yes", "38.2", "2 hours", "2026-11-01",
// "fit+speech".
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/graph/decision_graph.hpp"
#include "engine/graph/journey.hpp"

namespace signpost {

// The value that `words` mean as an answer to a question of `kind`: several words for a list, one for all else.
// "unsure" is "not sure", "none" for a list is "none of these". Nothing, with `wrong` set to one sentence, when they
// mean no answer of that kind; whether it is offered and in range is for the engine to say.
std::optional<AnswerValue> answer_of_words(QuestionKind kind, std::span<const std::string> words, std::string* wrong);

// The other way, on one line that answer_of_words reads again once it is cut at "+".
std::string answer_text(const AnswerValue& value);

// What an outcome is called in scenarios and by the command line: its id in the pathway that was begun in, "file/id"
// elsewhere.
std::string outcome_name(const DecisionGraph& graph, ProgramIndex program, OutcomeIndex outcome);

}  // namespace signpost

// A question, a note and an outcome as the terminal shows them.
#pragma once

#include <string>
#include <vector>

#include "cli/choices.hpp"
#include "cli/terminal.hpp"
#include "engine/walk/engine.hpp"

namespace signpost {

Paint paint_of(Level level);

// The question's text, how to answer it, and its numbered answers.
std::string question_text(const DecisionGraph& graph, const Journey& journey, const Step& step,
                          const std::vector<Choice>& choices, const Terminal& terminal);
// Why it is asked, what helps to answer it, and what else may be typed.
std::string help_text(const DecisionGraph& graph, const Journey& journey, const Step& step,
                      const std::vector<Choice>& choices, const Terminal& terminal);
std::string note_text(const DecisionGraph& graph, const Journey& journey, const Step& step, const Terminal& terminal);
// Where the journey ended: heading, how soon, what to do, when to worry, why.
std::string outcome_text(const DecisionGraph& graph, const Journey& journey, const Step& step,
                         const Terminal& terminal);

// "onset=yes", in the order of asking; what was not put is left out, and what a person was asked about themselves too.
std::vector<std::string> given_answers(const DecisionGraph& graph, const Journey& journey);

}  // namespace signpost

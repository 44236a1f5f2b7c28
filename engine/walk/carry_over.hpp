// A journey that began on one version of a library, taken into another: for when the version that it began on is
// withdrawn. What the person has answered is kept where the other version asks the very same thing.
#pragma once

#include <variant>

#include "engine/walk/engine.hpp"

namespace signpost {

// Do both ask the same: of the same step, in the same words for everybody, with the same answers in the same order (or
// the same range of amounts)? Then an answer to one is an answer to the other. A note is the same with the same words
// and the same advice.
bool same_question(const DecisionGraph& one, QuestionIndex in_one, const DecisionGraph& other, QuestionIndex in_other);

// The journey in `to`: who the patient is, the day and the switches stay (a switch that only `to` has stands at its
// default); an answer is kept if its question is reached, is the same question, and nothing is offered now that was not
// offered then. `dropped`: ids (of `from`) of the answers that are not used; those whose question may still be reached
// are not among them. Rejected where `to` has no such topic, or has nothing for the patient.
std::variant<Answered, Rejected> carry_over(const DecisionGraph& from, const Journey& journey, const DecisionGraph& to);

}  // namespace signpost

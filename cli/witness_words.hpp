// A witness's journey in the words that a person reads, beside the ids that files and commands use.
#pragma once

#include <string>
#include <string_view>

#include "engine/explore/witness.hpp"
#include "engine/graph/decision_graph.hpp"

namespace signpost {

// Who it is: "a 12-month-old girl, for whom somebody else answers; switches: night=on".
std::string person_words(const Witness& witness);

// A question of any of the topic's pathways by its id; null when there is none.
const Question* question_of(const DecisionGraph& graph, TopicIndex topic, std::string_view id);

// What it asks, as whoever is ill reads it; empty when it has no text.
std::string_view asked_words(const DecisionGraph& graph, const Question& question);

// An answer as a Witness holds it ("yes", "fit+speech", "38.2", "unsure"), in words: "Yes", "A fit; Trouble speaking",
// "38.2 °C", "Not sure", "short (up to 7 days)".
std::string witness_answer_words(const DecisionGraph& graph, const Question& question, std::string_view value);

}  // namespace signpost

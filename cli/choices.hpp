// What a question offers at the terminal, and what a typed line means.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/decision_graph.hpp"
#include "engine/graph/journey.hpp"

namespace signpost {

struct Choice {
  std::string id;  // "yes", "arm"; "none" and "unsure" for what the program adds
  std::string text;
  std::string help;
};

// The numbered answers of a question, from 1. `shown`: bit i, answer i is offered. Empty for numbers, lengths of time,
// dates and ages, unless "not sure" is offered: then that is the one choice.
std::vector<Choice> choices_of(const DecisionGraph& graph, const Question& question, std::uint32_t shown,
                               VariantIndex variant);

// What a person typed.
struct Typed {
  enum class Kind { answer, back, help, quit, wrong };
  Kind kind = Kind::wrong;
  AnswerValue value;
  std::string wrong;  // one sentence that says what would be understood
};

// Numbers of the list ("1", for a list "1 3 4"), ids, their beginnings, and the beginnings of the words; "38.2" or
// "38.2 °C"; "3 days"; "2026-11-01", "1/11/2026" (day first), "today", "yesterday", "3 days ago"; "34 years", "34" or a
// date of birth. An id of an answer comes before b, ? and q in full words.
Typed understand(const Question& question, const std::vector<Choice>& choices, Day on, std::string_view line);

}  // namespace signpost

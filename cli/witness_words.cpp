#include "cli/witness_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/graph/graph_branches.hpp"

namespace signpost {

std::string person_words(const Witness& witness) {
  std::string text = witness.person();
  if (witness.party == symbol::someone_else) text += ", for whom somebody else answers";
  if (!witness.switched.empty()) text += fmt::format("; switches: {}", fmt::join(witness.switched, ", "));
  return text;
}

const Question* question_of(const DecisionGraph& graph, TopicIndex topic, std::string_view id) {
  for (const ProgramIndex program : graph.topics[at(topic)].programs)
    if (const auto found = graph.question_named(program, id)) return &graph.questions[at(*found)];
  return nullptr;
}

std::string_view asked_words(const DecisionGraph& graph, const Question& question) {
  return own_words(graph, question.text);
}

std::string witness_answer_words(const DecisionGraph& graph, const Question& question, std::string_view value) {
  if (question.kind == QuestionKind::note) return "Seen";
  if (value == "unsure") return "Not sure";
  if (question.kind == QuestionKind::tick && value == "none") return "None of these";
  std::string text;
  for (std::size_t from = 0; from <= value.size();) {
    const std::size_t plus = std::min(value.find('+', from), value.size());
    const std::string_view id = value.substr(from, plus - from);
    std::string words(id);
    if (question.kind == QuestionKind::number && !question.unit.empty()) words += " " + question.unit;
    for (std::size_t i = 0; i < question.answers.size(); ++i)
      if (question.answers[i].id == id) words = answer_label(graph, question, i);
    text += (text.empty() ? "" : "; ") + words;
    from = plus + 1;
  }
  return text;
}

}  // namespace signpost

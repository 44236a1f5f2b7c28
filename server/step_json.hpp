// The steps of a graph as JSON, in pieces that are written once when the library is loaded and only put together for
// each answer: the words of a question do not change between two patients who are spoken to in the same way.
//
// Immutable after construction; safe to share between threads.
#pragma once

#include <string>
#include <vector>

#include "engine/walk/engine.hpp"

namespace signpost {

class StepJson {
 public:
  // Keeps a reference to `graph`.
  explicit StepJson(const DecisionGraph& graph);

  // Appends the step as an object: {"kind":"question",...}, a note or an outcome.
  void append(std::string& out, const Journey& journey, const Step& step) const;
  // Appends the questions asked so far, as the review lists them.
  void append_review(std::string& out, const Journey& journey) const;
  // One topic as an object, for lists.
  const std::string& topic(TopicIndex index) const { return topics_[at(index)]; }

 private:
  struct QuestionPieces {
    std::string head;                  // up to the answers, or up to what depends on the journey's day
    std::vector<std::string> answers;  // each an object
    std::string tail;
  };
  QuestionPieces question_pieces(const Question& question, VariantIndex variant) const;
  void append_question(std::string& out, const Journey& journey, const Step& step, VariantIndex variant) const;
  void append_note(std::string& out, const Journey& journey, const Step& step, VariantIndex variant) const;
  void append_outcome(std::string& out, const Journey& journey, const Step& step, VariantIndex variant) const;
  void append_advice(std::string& out, const std::vector<AdviceIndex>& advice, VariantIndex variant) const;

  const DecisionGraph& graph_;
  std::size_t variants_;
  std::vector<QuestionPieces> questions_;       // questions_[question * variants_ + variant]
  std::vector<std::string> advice_, outcomes_;  // likewise
  std::vector<std::string> topics_, programs_;
};

// The words of a question for one manner of speaking. Questions about the patient have words of their own, so that no
// library needs to write them.
std::string_view question_words(const DecisionGraph& graph, QuestionIndex question, VariantIndex variant);
// The words of an answer; "Yes" and "No" where the author wrote none.
std::string_view choice_words(const DecisionGraph& graph, const AnswerChoice& answer, VariantIndex variant);
std::string_view level_name(Level level);

}  // namespace signpost

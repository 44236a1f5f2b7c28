// The questions and notes of one program, as the decision graph keeps them.
#pragma once

#include <unordered_map>

#include "engine/compile/test_builder.hpp"

namespace signpost {

class ProgramQuestions {
 public:
  // `begin`: the pathway whose program it is. All must outlive this.
  ProgramQuestions(GraphBuilder& graph, const FileNames& begin, const ProgramVariables& variables, TestBuilder& tests)
      : graph_(graph), begin_(begin), variables_(variables), tests_(tests) {}

  // The question of an ask or note node; added to the graph when it is first asked for, however many nodes ask it.
  QuestionIndex of(const DraftNode& node);

 private:
  void note(Question& question, const AuthoredStep& step);
  void question(Question& question, const DraftNode& node);
  AnswerChoice answer(const Answer& answer, const DraftNode& node, std::size_t place);
  void amount(Question& question, const AuthoredStep& step) const;

  const Fact& fact(const Name& name) const { return graph_.names.library().facts[graph_.names.fact(name.text)]; }

  GraphBuilder& graph_;
  const FileNames& begin_;
  const ProgramVariables& variables_;
  TestBuilder& tests_;
  std::unordered_map<const AuthoredStep*, QuestionIndex> made_;
};

}  // namespace signpost

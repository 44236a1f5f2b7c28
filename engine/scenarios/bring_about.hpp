// Changes an imagined patient so that something is likelier to come about: a test, a way out of a step, a value. It
// guesses, one way of several each time; whether it came about is seen by walking.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/scenarios/coverage_map.hpp"
#include "engine/scenarios/imagined.hpp"

namespace signpost {

// The same numbers in every run and on every machine.
class Dice {
 public:
  std::size_t below(std::size_t count);  // count > 0
  bool one_in(std::size_t count) { return below(count) == 0; }

 private:
  std::uint64_t state_ = 0x9e3779b97f4a7c15ULL;
};

class BringAbout {
 public:
  // `from`: the way of the patient before any change.
  BringAbout(const DecisionGraph& graph, const Imaginable& from, ProgramIndex program, Dice& dice);

  const Imagined& patient() const { return patient_; }

  void test(TestIndex test, bool yes);
  // The rules before `rule` of a node are not true; with `fires`, it is.
  void come_to_rule(const Node& node, std::size_t rule);
  void leave(NodeIndex node, EdgeLabel how);
  // Comes to a node that the patient does not pass: some chain of ways that lead there.
  void reach(NodeIndex node, const std::vector<std::vector<std::pair<NodeIndex, EdgeLabel>>>& before);
  void answer(const Question& question, std::size_t answer);
  void none(const Question& question);
  void unsure(const Question& question);
  // Whoever asks gets this very value.
  void age(AgeCell cell) { patient_.age = cell; }
  void amount(VariableIndex variable, std::int64_t value);
  void amount(const Question& question, std::int64_t value);
  void score(VariableIndex score, std::int64_t points);
  // Some question that the patient was asked gets another answer.
  void anything();

 private:
  bool passed(NodeIndex node) const;
  void variable(VariableIndex v, Symbol symbol);
  void item(const Question& question, std::size_t answer, bool ticked);
  void to_the_rules(const Node& node);
  void any_answer(const Question& question);
  template <class F>
  void each_question(F f) const;

  const DecisionGraph& graph_;
  const Imaginable& from_;
  const Program& program_;
  Dice& dice_;
  Imagined patient_;
};

}  // namespace signpost

// How whole sets of patients move through one node: the set form of walk.cpp, and its mirror. What walk() does for one
// patient, expand() does for all of them at once; the property tests hold the two together.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "engine/explore/patient_view.hpp"
#include "engine/explore/shared_answers.hpp"
#include "engine/graph/decision_graph.hpp"
#include "engine/graph/edge_label.hpp"

namespace signpost {

// Two things are remembered beside the program's variables, as variables of their own after them.
struct RedFlagMemory {
  VariableIndex worst;  // 1 + the most urgent disposition that a red flag given so far promises
  VariableIndex since;  // 1 + questions put since the first red flag, at most kMaxSince
};

// What a claim needs to remember of a journey, beside what the walk itself does; each is a variable of its own after
// those of the red flags, where Expansion says.
struct Watch {
  bool red_flags = true;               // whether red flags are remembered at all
  bool advice_of_ends = true;          // whether what the advice of outcomes reads is remembered until the end
  std::vector<char> inside;            // by node of the program: has the journey been at one of these? empty: not asked
  TestIndex since = kNone<TestIndex>;  // questions put since this was yes
  Symbol at_most = 0;                  // counted so far and no further
  Symbol longest = 0;                  // questions put in all, counted so far and no further; 0: not remembered
  std::vector<AdviceIndex> advice;     // whether answers have added each, and whether they have taken it away
};

// How a patient answered, for witnesses. `put` is false where another question had told it.
struct AnswerLabel {
  bool put = false;
  bool unsure = false;
  int answer = -1;          // yes/no, choose, band
  Symbol symbol = 0;        // amounts: the cell
  bool any_tick = false;    // lists: anything is ticked, or known to be
  std::uint32_t ticks = 0;  // filled for single patients only
};

// Restricts an expansion to one way of ticking a list, to find a single patient's answer.
struct OneWay {
  std::uint32_t must_tick = 0;
  std::uint32_t may_tick = 0xffffffff;
};

class Expansion {
 public:
  using Set = PatientSets::Set;

  // `shared`: what another patient in the same sets has answered alike; null: each patient is alone.
  Expansion(const DecisionGraph& graph, const Program& program, PatientView sets, Watch watch = {},
            SharedAnswers* shared = nullptr);

  const RedFlagMemory& red_flags() const { return memory_; }
  // The variables of a Watch, in this order; what is not remembered stays unknown and costs nothing.
  VariableIndex entered() const { return first_watched_; }                                  // inside
  VariableIndex counted() const { return static_cast<VariableIndex>(first_watched_ + 1); }  // since
  VariableIndex length() const { return static_cast<VariableIndex>(first_watched_ + 2); }   // longest
  VariableIndex added(std::size_t advice) const { return static_cast<VariableIndex>(first_watched_ + 3 + 2 * advice); }
  VariableIndex taken(std::size_t advice) const { return static_cast<VariableIndex>(added(advice) + 1); }
  std::size_t variable_count() const { return first_watched_ + 3 + 2 * watch_.advice.size(); }

  // The patients as they are once they have come to a node; expand() sees to it itself, but for the first node.
  Set come_to(NodeIndex node, Set set);

  // Patients of the set for whom the test has that truth.
  Set where(TestIndex test, Set set, Truth truth);

  // What is reported while a set moves through a node.
  struct Listener {
    // A set arrives at a target. `rule` is the fired rule's index in the graph, or -1.
    std::function<void(NodeIndex to, Set set, const AnswerLabel& label)> arrive;
    std::function<void(std::uint32_t rule, Set set)> fired;
    std::function<void(std::uint32_t rule, Set set, const AnswerLabel& label)> undecided;  // a rule's test
    std::function<void(std::uint32_t rule, std::uint32_t later, Set set, const AnswerLabel& label)>
        also_true;  // `later` also holds where `rule` fired
    std::function<void(Set set, const AnswerLabel& label)> left_out;
    std::function<void(std::size_t answer, Set set)> answer_undecided;  // an answer's only-if
    std::function<void(std::size_t answer, Set set)> offered;
    std::function<void(Set set)> outside;   // a known amount that no band holds
    std::function<void(Set set)> too_late;  // a question too many after a red flag
  };

  void expand(NodeIndex node, Set set, const Listener& listener, const OneWay& only = {});

  // Adds the variables that a node reads.
  void reads(NodeIndex node, std::vector<std::uint64_t>& bits) const;
  void test_reads(TestIndex test, std::vector<std::uint64_t>& bits) const;
  // Adds the variables that answering at a node may change.
  void writes(NodeIndex node, std::vector<std::uint64_t>& bits) const;

 private:
  Set leaf(const TestNode& node, Set set, Truth truth);
  Set settled(const TestNode& node, Set set, Truth truth);
  Set score(const TestNode& node, Set set, Truth truth);
  void ask_one(NodeIndex node, Set set, const Listener& listener);
  Set unable_to_say_alike(const Question& question, const SharedQuestion& alike, Set set,
                          const std::vector<Set>& shown);
  void ask_list(NodeIndex node, Set set, const Listener& listener, const OneWay& only);
  void list_again(NodeIndex node, Set set, const Listener& listener);
  void list_unsure(NodeIndex node, Set put, const Listener& listener);
  Set visible(const AnswerChoice& answer, std::size_t index, Set set, const Listener& listener);
  // Those for whom an answer's fact is known: yes and no.
  std::pair<Set, Set> known(VariableIndex fact, TestIndex told_no, Set set);
  Set chosen(const Question& question, const AnswerChoice& answer, Set set);
  Set flagged(Set set, DispositionIndex disposition);
  Set counted_one_more(Set set, const Listener& listener);
  Set one_more(VariableIndex counter, Symbol at_most, Set set);
  Set noted(const AnswerChoice& answer, Set set);
  void arrive(NodeIndex to, Set set, const Listener& listener, const AnswerLabel& label);
  Set add_points(const Question& question, const AnswerChoice& answer, Set set);
  Set mark_counted(const Question& question, Set set);
  void follow(NodeIndex node, NodeIndex direct, Set set, const Listener& listener, const AnswerLabel& label);

  const DecisionGraph& g_;
  const Program& program_;
  PatientView s_;
  SharedAnswers* shared_;
  Watch watch_;
  RedFlagMemory memory_;
  VariableIndex first_watched_;
  Symbol max_since_;
};

}  // namespace signpost

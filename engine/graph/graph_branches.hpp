// The ways out of each node of a program, as a person would name them: what every drawing needs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/decision_graph.hpp"

namespace signpost {

// One way out of a step. Answers that lead to the same place share one.
struct Branch {
  enum class Kind {
    answer,  // an answer was given
    rule,    // a test is true, or `otherwise`
    rules,   // answers without a place of their own: on to this node's rules
  };
  Kind kind = Kind::answer;
  std::vector<std::string> labels;  // "Yes", "None of these"; rules: the test; empty: the only way
  NodeIndex to = kNone<NodeIndex>;  // past steps that decide nothing; a floors or outcome node ends the journey. rules:
                                    // the node itself
  DispositionIndex red_flag = kNone<DispositionIndex>;  // the most urgent one of its answers
};

// In the author's order: answers first, then rules.
std::vector<Branch> branches(const DecisionGraph& graph, NodeIndex node);

// True for what is drawn as a step: neither an end nor a decision without rules.
bool is_step(const Node& node);
// The step or end that `node` comes to: decisions that decide nothing are passed.
NodeIndex landing(const DecisionGraph& graph, NodeIndex node);
// Where the journey ends when it comes to a floors or outcome node; kNone for others.
OutcomeIndex end_of(const Node& node);
// Some floor may lift whoever comes here.
bool may_be_lifted(const Node& node);

// The nodes of a program that can be come to and are drawn, in the order in which they are met.
std::vector<NodeIndex> drawn_steps(const DecisionGraph& graph, const Program& program);

// Steps of one file that hang together: a module where it is used, a pathway that is jumped to, or the pathway's own
// steps.
struct DrawingFrame {
  std::string_view file;
  std::vector<NodeIndex> steps;  // in the order in which they are met
};
std::vector<DrawingFrame> frames(const DecisionGraph& graph, const std::vector<NodeIndex>& steps);

// The floors of a program, each once.
struct FloorLine {
  std::string when;
  OutcomeIndex outcome = kNone<OutcomeIndex>;
};
std::vector<FloorLine> floor_lines(const DecisionGraph& graph, const Program& program);

// A text in the wording for people who speak for themselves; empty when there is none.
std::string_view own_words(const DecisionGraph& graph, TextIndex text);
// "Yes", "A fit (seizure)", "raised (38 to 38.9 °C)", "old (over 2 weeks)": what an answer is called.
std::string answer_label(const DecisionGraph& graph, const Question& question, std::size_t answer);
// " ⚑ ambulance-now" after an answer with a red flag; empty for others.
std::string flag_label(const DecisionGraph& graph, DispositionIndex red_flag);

}  // namespace signpost

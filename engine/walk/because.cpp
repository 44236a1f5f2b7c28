// Why an outcome: back along the way to the last choice that could have ended otherwise, and what it read.
#include <algorithm>
#include <functional>

#include "engine/graph/graph_shape.hpp"
#include "engine/walk/engine.hpp"
#include "engine/walk/walk.hpp"

namespace signpost {
namespace {

class Why {
 public:
  Why(const DecisionGraph& g, const Journey& j, ProgramIndex program) : g_(g), j_(j), p_(g.programs[at(program)]) {
    PatientState state;
    walk(g, program, j, state, &trail_);
    // Which answers told each variable: replay, and see what each answer changed.
    told_by_.resize(p_.variables.size());
    PatientState now;
    start_state(g, p_, j, now);
    for (std::size_t i = 0; i < trail_.size(); ++i) {
      const Node& n = g_.nodes[at(trail_[i].node)];
      if (n.question == kNone<QuestionIndex>) continue;
      PatientState before = now;
      const Given* given = trail_[i].put ? &j_.answers[trail_[i].given] : nullptr;
      take(g_, p_, now, n.question, trail_[i].offered, given, j_.on);
      for (VariableIndex v = 0; v < p_.variables.size(); ++v)
        if (now[v] != before[v] && given) told_by_[v].push_back(i);
    }
  }

  std::vector<Reason> run() {
    for (std::size_t i = trail_.size(); i-- > 0;) {
      const Passed& passed = trail_[i];
      const Node& n = g_.nodes[at(passed.node)];
      if (n.kind == Node::Kind::floors) {
        if (passed.how.kind == EdgeLabel::Kind::rule) read(g_.rules[n.first_rule + passed.how.index].when);
        continue;
      }
      if (!a_choice(n)) continue;
      using Kind = EdgeLabel::Kind;
      if (passed.how.kind == Kind::rule || passed.how.kind == Kind::otherwise) {
        const TestIndex chosen =
            passed.how.kind == Kind::rule ? g_.rules[n.first_rule + passed.how.index].when : kNone<TestIndex>;
        if (chosen != kNone<TestIndex>)
          read(chosen);
        else
          for (std::uint32_t r = 0; r < n.rules; ++r) {
            TestIndex when = g_.rules[n.first_rule + r].when;
            if (when == kNone<TestIndex>) break;
            read(when);
          }
        if (n.rules == 0) answered(i);
      } else
        answered(i);
      break;
    }
    std::sort(found_.begin(), found_.end());
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    std::vector<Reason> reasons;
    auto patient = [&](bool read, QuestionIndex q, Given::Kind kind, int value) {
      if (!read) return;
      Given given;
      given.question = q;
      given.kind = kind;
      given.value = value;
      reasons.push_back({q, given});
    };
    patient(age_ && j_.patient.age, kAgeQuestion, Given::Kind::amount, j_.patient.age ? j_.patient.age->first : 0);
    patient(sex_ && j_.patient.sex, kSexQuestion, Given::Kind::answer,
            j_.patient.sex ? static_cast<int>(*j_.patient.sex) - 1 : 0);
    for (std::size_t i : found_) {
      const Given& given = j_.answers[trail_[i].given];
      reasons.push_back({given.question, given});
    }
    return reasons;
  }

 private:
  // Could this node have led elsewhere?
  bool a_choice(const Node& n) const {
    NodeIndex first = kNone<NodeIndex>;
    bool differs = false;
    each_edge(g_, n, [&](NodeIndex to, EdgeLabel) {
      if (first == kNone<NodeIndex>) first = to;
      differs = differs || to != first;
    });
    return differs;
  }

  // The answer of trail_[i]; if it was not put, those that told it.
  void answered(std::size_t i) {
    if (trail_[i].put) {
      found_.push_back(i);
      return;
    }
    const Question& q = g_.questions[at(g_.nodes[at(trail_[i].node)].question)];
    if (q.variable) told(q.variable);
    for (const AnswerChoice& a : q.answers) {
      if (a.fact) told(a.fact);
      if (a.item) told(a.item);
      if (a.told_no != kNone<TestIndex>) read(a.told_no);
    }
    if (q.told_no != kNone<TestIndex>) read(q.told_no);
  }

  void told(VariableIndex v) {
    if (v == kAgeVariable)
      age_ = true;
    else if (v == kSexVariable)
      sex_ = true;
    else
      found_.insert(found_.end(), told_by_[v].begin(), told_by_[v].end());
  }

  void read(TestIndex test) {
    if (test == kNone<TestIndex>) return;
    const TestNode& n = g_.tests[at(test)];
    if (n.op == TestNode::Op::leaf || n.op == TestNode::Op::unless_known || n.op == TestNode::Op::score)
      told(n.variable);
    if (n.op == TestNode::Op::score)
      for (const auto& plus : g_.score_tests[n.table].plus) read(plus.when);
    bool told_only = n.op == TestNode::Op::settled || n.op == TestNode::Op::asked;
    for (std::uint32_t i = 0; i < (told_only ? 1 : n.parts); ++i) read(g_.test_parts[n.first_part + i]);
  }

  const DecisionGraph& g_;
  const Journey& j_;
  const Program& p_;
  std::vector<Passed> trail_;
  std::vector<std::vector<std::size_t>> told_by_;
  std::vector<std::size_t> found_;
  bool age_ = false, sex_ = false;
};

}  // namespace

std::vector<Reason> because(const DecisionGraph& g, const Journey& j) {
  auto now = step(g, j);
  const Step* here = std::get_if<Step>(&now);
  if (!here || here->kind != Step::Kind::outcome) return {};
  return Why(g, j, here->program).run();
}

}  // namespace signpost

#include "engine/graph/graph_check.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>

namespace signpost {
namespace {

// Parts within parts. An authored test has at most 200 words, and facts of at most 500.
constexpr std::size_t kMaxTestDepth = 1200;
// Points of an answer, of a rule, of all the rules of a score and of all that can still come: any four of these can be
// added in 32 bits. Authors' come to a tenth of it.
constexpr std::int64_t kMostPoints = 500'000'000;
// Parts looked at to answer one test, shared ones each time: 200 words, of facts that come to 31,500 with what was
// told.
constexpr std::size_t kMaxTestWork = 10'000'000;

template <class Enum>
bool up_to(Enum value, Enum last) {
  return static_cast<std::int64_t>(value) >= 0 && value <= last;
}

class Check {
 public:
  explicit Check(const DecisionGraph& graph) : g_(graph) {}

  bool run() {
    return library() && tests() && patient_questions() && topics() && side_by_side() &&
           std::all_of(g_.programs.begin(), g_.programs.end(), [this](const Program& p) { return program(p); });
  }

 private:
  bool library() const {
    const auto& variants = g_.variants;
    if (variants.empty() || variants.size() > 255 || g_.variant_rules.size() != variants.size()) return false;
    if (!g_.texts.holds_together() || g_.texts.size() % variants.size() != 0) return false;
    for (const auto& rules : g_.variant_rules)
      for (const auto& rule : rules)
        if (rule.first >= kAgeCells || rule.last >= kAgeCells) return false;
    if (g_.dispositions.size() > 255 || g_.switches.size() > 32 || g_.rule_labels.size() != g_.rules.size())
      return false;
    for (const DispositionInfo& d : g_.dispositions)
      if (!up_to(d.level, Level::self_care)) return false;
    for (const AdviceInfo& a : g_.advice)
      if (!text(a.text)) return false;
    for (const Outcome& o : g_.outcomes)
      if (at(o.disposition) >= g_.dispositions.size() || !text(o.reason) || !advice(o.advice) || !advice(o.worsening))
        return false;
    return true;
  }

  // Parts stand before what is made of them, so that no test is a part of itself.
  bool tests() {
    if (std::any_of(g_.truth_tables.begin(), g_.truth_tables.end(), [](std::uint8_t t) { return t > 2; })) return false;
    std::vector<std::size_t> depth(g_.tests.size(), 0), work(g_.tests.size(), 1);
    variables_of_.assign(g_.tests.size(), 0);
    const auto part_of = [&](std::size_t test, TestIndex part) {
      if (at(part) >= test) return false;
      depth[test] = std::max(depth[test], depth[at(part)] + 1);
      variables_of_[test] = std::max(variables_of_[test], variables_of_[at(part)]);
      work[test] += work[at(part)];
      return depth[test] <= kMaxTestDepth && work[test] <= kMaxTestWork;
    };
    for (std::size_t i = 0; i < g_.tests.size(); ++i) {
      const TestNode& n = g_.tests[i];
      using Op = TestNode::Op;
      if (!up_to(n.op, Op::score) || !up_to(n.fallback, Truth::undecided)) return false;
      if (!within(n.first_part, n.parts, g_.test_parts.size())) return false;
      for (std::uint32_t part = 0; part < n.parts; ++part)
        if (!part_of(i, g_.test_parts[n.first_part + part])) return false;
      const std::uint32_t least = n.op == Op::unless_known                                           ? 2
                                  : n.op == Op::negation || n.op == Op::settled || n.op == Op::asked ? 1
                                                                                                     : 0;
      if (n.parts < least) return false;
      // A symbol is a byte, so a table has 256 places; the bytes after the last are there for its sake.
      if (n.op == Op::leaf && !within(n.table, 256, g_.truth_tables.size())) return false;
      if (n.op == Op::leaf || n.op == Op::unless_known) reads(i, n.variable);
      if (n.op != Op::score) continue;
      if (n.table >= g_.score_tests.size()) return false;
      const ScoreTest& s = g_.score_tests[n.table];
      if (!up_to(s.comparison, Comparison::more) || !points(s.later_min) || !points(s.later_max)) return false;
      reads(i, s.variable);
      std::int64_t most = 0;
      for (const ScoreTest::Plus& plus : s.plus) {
        if (!part_of(i, plus.when)) return false;
        most += std::abs(std::int64_t{plus.points});
      }
      if (!points(most)) return false;
    }
    return true;
  }

  static bool points(std::int64_t p) { return p >= -kMostPoints && p <= kMostPoints; }

  void reads(std::size_t test, VariableIndex variable) {
    variables_of_[test] = std::max(variables_of_[test], std::size_t{variable} + 1);
  }

  // Three questions about the patient come first, and belong to no program.
  bool patient_questions() const {
    if (g_.questions.size() < 3) return false;
    for (std::size_t i = 0; i < 3; ++i) {
      const Question& q = g_.questions[i];
      if (!up_to(q.kind, QuestionKind::sex) || !texts(q)) return false;
      if (q.answers.size() > kMaxAnswers) return false;
      for (const AnswerChoice& a : q.answers)
        if (!text(a.text) || !text(a.help)) return false;
    }
    return g_.questions[0].kind == QuestionKind::party && g_.questions[1].kind == QuestionKind::age &&
           g_.questions[2].kind == QuestionKind::sex;
  }

  bool topics() const {
    return std::all_of(g_.topics.begin(), g_.topics.end(), [&](const Topic& t) {
      return std::all_of(t.programs.begin(), t.programs.end(),
                         [&](ProgramIndex p) { return at(p) < g_.programs.size(); });
    });
  }

  // Each node and each question belongs to one program, in the programs' order.
  bool side_by_side() const {
    std::size_t nodes = 0, questions = 3;
    for (const Program& p : g_.programs) {
      if (at(p.first_node) != nodes || at(p.first_question) != questions) return false;
      nodes += p.nodes;
      questions += p.questions;
    }
    return nodes == g_.nodes.size() && questions == g_.questions.size();
  }

  bool program(const Program& p) {
    const std::size_t variables = p.variables.size();
    if (variables < kFirstSwitch + g_.switches.size() || variables > kMaxVariables) return false;
    for (const Variable& v : p.variables) {
      if (!up_to(v.kind, Variable::Kind::counted) || !points(v.score_base)) return false;
      // Each cell ends below where the next begins.
      if (std::adjacent_find(v.cells.begin(), v.cells.end(), std::greater_equal<>()) != v.cells.end()) return false;
    }
    if (p.nodes > kMaxProgramNodes || !in(p, p.start) || !text(p.title) || p.admits == kNone<TestIndex> ||
        !test(p, p.admits))
      return false;
    for (const auto* conditions : {&p.advice_only_if, &p.advice_unless}) {
      if (conditions->size() != g_.advice.size()) return false;
      for (TestIndex t : *conditions)
        if (!test(p, t)) return false;
    }
    for (std::uint32_t i = 0; i < p.questions; ++i)
      if (!question(p, g_.questions[at(p.first_question) + i])) return false;
    for (std::uint32_t i = 0; i < p.nodes; ++i)
      if (!node(p, NodeIndex{at(p.first_node) + i})) return false;
    return true;
  }

  bool question(const Program& p, const Question& q) {
    if (!up_to(q.kind, QuestionKind::note) || !up_to(q.worse, Worse::lower) || !texts(q)) return false;
    if (q.answers.size() > kMaxAnswers || !advice(q.note_advice) || !test(p, q.told_no)) return false;
    for (VariableIndex v : {q.variable, q.counted, q.unsure_before})
      if (!variable(p, v)) return false;
    if (q.unsure_as < -1 || q.unsure_as >= static_cast<int>(q.answers.size())) return false;
    if (is_amount(q.kind) && (q.bands.size() != q.answers.size() || q.step_size < 1 || q.from > q.to)) return false;
    for (const std::uint8_t band : q.band_of_symbol)
      if (band != 255 && band >= q.answers.size()) return false;
    return std::all_of(q.answers.begin(), q.answers.end(), [&](const AnswerChoice& a) {
      return text(a.text) && text(a.help) && advice(a.advice) && advice(a.without_advice) && test(p, a.only_if) &&
             test(p, a.told_no) && variable(p, a.fact) && variable(p, a.item) &&
             (a.red_flag == kNone<DispositionIndex> || at(a.red_flag) < g_.dispositions.size()) &&
             std::all_of(a.points.begin(), a.points.end(),
                         [&](const auto& its) { return variable(p, its.score) && points(its.points); });
    });
  }

  bool node(const Program& p, NodeIndex here) {
    const Node& n = g_.nodes[at(here)];
    const auto on = [&](NodeIndex to) { return to == kNone<NodeIndex> || (in(p, to) && at(to) > at(here)); };
    if (!up_to(n.kind, Node::Kind::outcome)) return false;
    if (n.kind == Node::Kind::outcome && n.outcome == kNone<OutcomeIndex>) return false;
    if (n.outcome != kNone<OutcomeIndex> && at(n.outcome) >= g_.outcomes.size()) return false;
    if (!on(n.any) || !on(n.none) || !on(n.unsure) || !on(n.to)) return false;
    if (!within(n.first_rule, n.rules, g_.rules.size())) return false;
    for (std::uint32_t r = 0; r < n.rules; ++r)
      if (const NodeRule& rule = g_.rules[n.first_rule + r]; !test(p, rule.when) || !on(rule.to)) return false;
    const bool puts = n.kind == Node::Kind::ask || n.kind == Node::Kind::note;
    if (puts != (n.question != kNone<QuestionIndex>)) return false;
    if (!puts) return true;
    if (at(n.question) < at(p.first_question) || at(n.question) - at(p.first_question) >= p.questions) return false;
    const Question& q = g_.questions[at(n.question)];
    if ((n.kind == Node::Kind::note) != (q.kind == QuestionKind::note)) return false;
    if (n.kind == Node::Kind::note) return true;
    if (!within(n.first_target, static_cast<std::uint32_t>(q.answers.size()), g_.answer_targets.size())) return false;
    for (std::size_t i = 0; i < q.answers.size(); ++i)
      if (!on(g_.answer_targets[n.first_target + i])) return false;
    return true;
  }

  static bool within(std::size_t first, std::size_t count, std::size_t all) {
    return first <= all && count <= all - first;
  }
  static bool in(const Program& p, NodeIndex n) {
    return at(n) >= at(p.first_node) && at(n) - at(p.first_node) < p.nodes;
  }
  static bool variable(const Program& p, VariableIndex v) { return v < p.variables.size(); }
  bool text(TextIndex t) const { return t == kNone<TextIndex> || at(t) < g_.texts.size() / g_.variants.size(); }
  bool texts(const Question& q) const { return text(q.text) && text(q.why) && text(q.help); }
  bool advice(const std::vector<AdviceIndex>& items) const {
    return std::all_of(items.begin(), items.end(), [&](AdviceIndex a) { return at(a) < g_.advice.size(); });
  }
  bool test(const Program& p, TestIndex t) const {
    return t == kNone<TestIndex> || (at(t) < g_.tests.size() && variables_of_[at(t)] <= p.variables.size());
  }

  const DecisionGraph& g_;
  std::vector<std::size_t> variables_of_;  // of each test: one more than the last that it reads
};

}  // namespace

bool can_be_walked(const DecisionGraph& graph) { return Check(graph).run(); }

}  // namespace signpost

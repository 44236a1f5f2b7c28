#include "engine/graph/walk_tables.hpp"

#include <algorithm>

namespace signpost {
namespace {

using Way = WalkTables::Way;

Way way_of(QuestionKind kind) {
  switch (kind) {
    case QuestionKind::note:
      return Way::note;
    case QuestionKind::tick:
      return Way::list;
    case QuestionKind::number:
    case QuestionKind::duration:
    case QuestionKind::date:
      return Way::amount;
    default:
      return Way::one;
  }
}

// In the graph 0, the age, stands for no variable.
VariableIndex or_nowhere(VariableIndex variable) { return variable == 0 ? kNowhere : variable; }

// Flattens tests.
class Guards {
 public:
  Guards(const DecisionGraph& graph, std::vector<WalkTables::Literal>& literals) : graph_(graph), literals_(literals) {}

  WalkTables::Guard of(TestIndex test) {
    WalkTables::Guard guard;
    if (test == kNone<TestIndex>) return guard;
    guard.first = static_cast<std::uint32_t>(literals_.size());
    looks_left_ = kMostLooks;
    add_clauses(test, Truth::yes);
    if (looks_left_ < 0 || literals_.size() == guard.first) {
      literals_.resize(guard.first);
      add_hard(test, Truth::yes);
      end_clause();
    }
    guard.literals = static_cast<std::uint16_t>(literals_.size() - guard.first);
    for (std::size_t i = guard.first; i < literals_.size(); ++i) guard.hard |= literals_[i].variable == kNowhere;
    return guard;
  }

 private:
  using Op = TestNode::Op;
  static constexpr int kMostLooks = 64;  // beyond it a test stays one hard literal: parts may share parts without end

  static Truth opposite(Truth wanted) { return wanted == Truth::yes ? Truth::no : Truth::yes; }

  // `test` is `wanted`, as clauses.
  void add_clauses(TestIndex test, Truth wanted) {
    const TestNode& n = graph_.tests[at(test)];
    if (--looks_left_ < 0) return;
    if (n.op == Op::negation) return add_clauses(part(n, 0), opposite(wanted));
    if (n.op == (wanted == Truth::yes ? Op::all : Op::any)) {
      for (std::uint32_t i = 0; i < n.parts; ++i) add_clauses(part(n, i), wanted);
      return;
    }
    const std::size_t first = literals_.size();
    add_literals(test, wanted);
    if (literals_.size() == first) add_hard(test, wanted);
    end_clause();
  }

  // The same as literals of one clause.
  void add_literals(TestIndex test, Truth wanted) {
    const TestNode& n = graph_.tests[at(test)];
    if (--looks_left_ < 0) return;
    if (n.op == Op::leaf) {
      literals_.push_back({n.table, n.variable, wanted, 1});
    } else if (n.op == Op::negation) {
      add_literals(part(n, 0), opposite(wanted));
    } else if (n.op == (wanted == Truth::yes ? Op::any : Op::all) && n.parts > 0) {
      for (std::uint32_t i = 0; i < n.parts; ++i) add_literals(part(n, i), wanted);
    } else {
      add_hard(test, wanted);
    }
  }

  void add_hard(TestIndex test, Truth wanted) { literals_.push_back({at(test), kNowhere, wanted, 1}); }
  void end_clause() { literals_.back().more = 0; }
  TestIndex part(const TestNode& n, std::uint32_t i) const { return graph_.test_parts[n.first_part + i]; }

  const DecisionGraph& graph_;
  std::vector<WalkTables::Literal>& literals_;
  int looks_left_ = 0;
};

class Maker {
 public:
  explicit Maker(const DecisionGraph& graph)
      : graph_(graph), tables_(std::make_unique<WalkTables>()), guards_(graph, tables_->literals) {
    // The patient's own questions belong to no program, and no walk comes to them.
    tables_->asked.resize(graph.questions.size());
    for (const Program& program : graph.programs)
      for (std::uint32_t i = 0; i < program.questions; ++i) {
        const std::size_t index = at(program.first_question) + i;
        tables_->asked[index] = asked_of(program, graph.questions[index]);
      }
    tables_->stops.reserve(graph.nodes.size());
    for (const Node& node : graph.nodes) tables_->stops.push_back(stop_of(node));
    tables_->rules.reserve(graph.rules.size());
    for (const NodeRule& rule : graph.rules) tables_->rules.push_back({guards_.of(rule.when), rule.to});
    if (tables_->stops.size() * sizeof(WalkTables::Stop) + tables_->edges.size() * sizeof(WalkTables::Edge) +
            tables_->asked.size() * sizeof(WalkTables::Asked) >
        WalkTables::kAtHand)
      note_places();
  }

  std::unique_ptr<WalkTables> made() { return std::move(tables_); }

 private:
  void note_places() {
    tables_->places.resize(graph_.questions.size());
    for (std::size_t i = graph_.nodes.size(); i-- > 0;)
      if (const QuestionIndex question = graph_.nodes[i].question; question != kNone<QuestionIndex>)
        tables_->places[at(question)] = {static_cast<std::uint32_t>(i), tables_->stops[i].first_edge};
  }

  WalkTables::Stop stop_of(const Node& node) {
    WalkTables::Stop stop{};
    stop.subject = node.kind == Node::Kind::outcome ? at(node.outcome) : at(node.question);
    stop.first_rule = node.first_rule;
    stop.rules = node.rules;
    stop.to = node.to;
    stop.way = node.kind == Node::Kind::outcome        ? Way::end
               : node.question == kNone<QuestionIndex> ? Way::decide
                                                       : tables_->asked[at(node.question)].way;
    stop.first_edge = static_cast<std::uint32_t>(tables_->edges.size());
    if (node.kind == Node::Kind::ask) {
      for (const NodeIndex to : {node.unsure, node.any, node.none}) tables_->edges.push_back({to, symbol::unknown});
      const auto& answers = graph_.questions[at(node.question)].answers;
      for (std::size_t i = 0; i < answers.size(); ++i) {
        const NodeIndex to = graph_.answer_targets[node.first_target + i];
        tables_->edges.push_back({to, answers[i].value});
        if (to != kNone<NodeIndex>) stop.leading |= 1u << i;
      }
    }
    return stop;
  }

  WalkTables::Asked asked_of(const Program& program, const Question& question) {
    WalkTables::Asked asked{};
    asked.first_choice = static_cast<std::uint32_t>(tables_->choices.size());
    asked.told_no = guards_.of(question.told_no);
    asked.variable = or_nowhere(question.variable);
    asked.counted = or_nowhere(question.counted);
    asked.unsure_before = or_nowhere(question.unsure_before);
    asked.way = way_of(question.kind);
    asked.unsure_as = static_cast<std::int8_t>(question.unsure_as);
    asked.unsure_cell = question.unsure_symbol;
    asked.date = question.kind == QuestionKind::date;
    asked.records = question.records;
    asked.unsure = question.unsure;
    asked.from = question.from;
    asked.to = question.to;
    asked.step_size = question.step_size;
    asked.first_part =
        static_cast<std::uint32_t>(asked.way == Way::list ? tables_->items.size() : tables_->cells.size());
    if (question.variable != 0) {
      const Variable& variable = program.variables[question.variable];
      asked.not_sure = variable.symbols;
      asked.no_value = variable.has_unsure ? variable.symbols : symbol::unknown;
      if (asked.way == Way::amount) {
        asked.parts = static_cast<std::uint16_t>(variable.cells.size());
        tables_->cells.insert(tables_->cells.end(), variable.cells.begin(), variable.cells.end());
        for (std::size_t i = 0; i < variable.cells.size(); ++i)
          tables_->cell_bands.push_back(band_of_cell(question, variable.cells, i));
      }
    }
    for (std::size_t i = 0; i < question.answers.size(); ++i) {
      const AnswerChoice& answer = question.answers[i];
      WalkTables::Choice& choice = tables_->choices.emplace_back();
      choice.only_if = guards_.of(answer.only_if);
      choice.told_no = guards_.of(answer.told_no);
      if (i < question.bands.size()) {
        choice.band_from = question.bands[i].from;
        choice.band_to = question.bands[i].to;
      }
      choice.fact = or_nowhere(answer.fact);
      choice.item = or_nowhere(answer.item);
      choice.value = answer.value;
      choice.first_points = static_cast<std::uint32_t>(tables_->points.size());
      choice.points = static_cast<std::uint32_t>(answer.points.size());
      for (const auto& points : answer.points)
        tables_->points.push_back({points.score, program.variables[points.score].score_base, points.points});
      const std::uint32_t bit = 1u << i;
      const bool told = answer.fact != 0 || answer.told_no != kNone<TestIndex>;
      asked.all |= bit;
      if (told || answer.only_if != kNone<TestIndex>) asked.conditional |= bit;
      if (answer.fact != 0 || answer.item != 0) asked.recording |= bit;
      if (!answer.points.empty()) asked.scoring |= bit;
      if (asked.way == Way::list && ((asked.conditional | asked.recording) & bit) != 0) {
        const bool guarded = answer.only_if != kNone<TestIndex> || answer.told_no != kNone<TestIndex>;
        tables_->items.push_back({choice.fact, choice.item, static_cast<std::uint8_t>(i), guarded, bit});
        ++asked.parts;
      }
    }
    if (question.kind == QuestionKind::tick || question.kind == QuestionKind::choose) asked.seen = asked.all;
    if (asked.way == Way::one && asked.told_no.literals == 0 && (asked.conditional | asked.recording) == 0)
      asked.way = Way::plain;
    return asked;
  }

  // The band of every value of a cell, or kLookCloser.
  static std::uint8_t band_of_cell(const Question& question, const std::vector<std::int32_t>& cells, std::size_t cell) {
    const bool last = cell + 1 == cells.size();
    const std::int32_t lowest = std::max(cells[cell], question.from);
    const std::int32_t highest = last ? question.to : std::min(cells[cell + 1] - 1, question.to);
    for (std::size_t i = 0; i < question.bands.size(); ++i)
      if (lowest >= question.bands[i].from && highest <= question.bands[i].to && lowest <= highest)
        return static_cast<std::uint8_t>(i);
    return WalkTables::kLookCloser;
  }

  const DecisionGraph& graph_;
  std::unique_ptr<WalkTables> tables_;
  Guards guards_;
};

}  // namespace

std::unique_ptr<WalkTables> make_walk_tables(const DecisionGraph& graph) { return Maker(graph).made(); }

}  // namespace signpost

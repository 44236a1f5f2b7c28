#include "engine/graph/walk_tables.hpp"

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

class Maker {
 public:
  explicit Maker(const DecisionGraph& graph) : graph_(graph), tables_(std::make_unique<WalkTables>()) {
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
    for (const NodeRule& rule : graph.rules) tables_->rules.push_back({rule.when, rule.to});
  }

  std::unique_ptr<WalkTables> made() { return std::move(tables_); }

 private:
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
      for (std::size_t i = 0; i < answers.size(); ++i)
        tables_->edges.push_back({graph_.answer_targets[node.first_target + i], answers[i].value});
    }
    return stop;
  }

  WalkTables::Asked asked_of(const Program& program, const Question& question) {
    WalkTables::Asked asked{};
    asked.first_choice = static_cast<std::uint32_t>(tables_->choices.size());
    asked.told_no = question.told_no;
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
      if (asked.way != Way::list) asked.parts = static_cast<std::uint32_t>(variable.cells.size());
      tables_->cells.insert(tables_->cells.end(), variable.cells.begin(), variable.cells.end());
    }
    for (std::size_t i = 0; i < question.answers.size(); ++i) {
      const AnswerChoice& answer = question.answers[i];
      WalkTables::Choice& choice = tables_->choices.emplace_back();
      choice.only_if = answer.only_if;
      choice.told_no = answer.told_no;
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
        tables_->items.push_back({choice.fact, choice.item, static_cast<std::uint8_t>(i), guarded});
        ++asked.parts;
      }
    }
    if (question.kind == QuestionKind::tick || question.kind == QuestionKind::choose) asked.seen = asked.all;
    if (asked.way == Way::one && asked.told_no == kNone<TestIndex> && (asked.conditional | asked.recording) == 0)
      asked.way = Way::plain;
    return asked;
  }

  const DecisionGraph& graph_;
  std::unique_ptr<WalkTables> tables_;
};

}  // namespace

std::unique_ptr<WalkTables> make_walk_tables(const DecisionGraph& graph) { return Maker(graph).made(); }

}  // namespace signpost

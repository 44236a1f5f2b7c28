#include "engine/compile/program_questions.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/pathway/amount.hpp"

namespace signpost {

QuestionIndex ProgramQuestions::of(const DraftNode& node) {
  auto [it, fresh] = made_.try_emplace(node.step, QuestionIndex(graph_.graph.questions.size()));
  if (!fresh) return it->second;
  const AuthoredStep& step = *node.step;
  Question q;
  q.file = node.file->pathway->id.text;
  q.step = step.id.text;
  q.id = node.file == &begin_ ? step.id.text : q.file + "/" + q.step;
  q.location = step.id.at;
  for (const Name& e : step.evidence) q.evidence.push_back(e.text);
  if (step.kind == AuthoredStep::Kind::note)
    note(q, step);
  else
    question(q, node);
  graph_.graph.questions.push_back(std::move(q));
  return it->second;
}

void ProgramQuestions::note(Question& q, const AuthoredStep& step) {
  q.kind = QuestionKind::note;
  q.text = graph_.text(step.note);
  q.variable = variables_.of(&step);
  for (const Name& a : step.advice) q.note_advice.push_back(AdviceIndex(graph_.names.advice(a.text)));
}

void ProgramQuestions::question(Question& q, const DraftNode& node) {
  const AuthoredStep& step = *node.step;
  auto once = [&](const auto& happened) {
    auto it = happened.find(&step);
    return it == happened.end() ? VariableIndex{0} : it->second;
  };
  q.kind = static_cast<QuestionKind>(step.ask);
  q.text = graph_.text(step.question);
  q.why = graph_.text(step.why);
  q.help = graph_.text(step.help);
  q.records = !step.records.empty();
  q.variable = variables_.of(variable_key(graph_.names, step));
  q.counted = once(variables_.counted);
  q.unsure_before = once(variables_.unsure_before);
  if (q.records)
    if (const Fact& recorded = fact(step.records); recorded.never && recorded.type == FactType::yes_no)
      q.told_no = tests_.never(recorded);
  q.unsure = !step.unsure.empty();
  q.unsure_as = q.unsure ? answer_index(step, step.unsure.text) : -1;
  q.worse = step.worse;
  for (const Answer& a : step.answers) q.answers.push_back(answer(a, node, q.answers.size()));
  if (is_amount(step.ask)) amount(q, step);
}

AnswerChoice ProgramQuestions::answer(const Answer& a, const DraftNode& node, std::size_t place) {
  const AuthoredStep& step = *node.step;
  AnswerChoice c;
  c.id = a.id.text;
  c.text = graph_.text(a.text);
  c.help = graph_.text(a.help);
  c.confirm = a.confirm;
  if (!a.red_flag.empty())
    c.red_flag = DispositionIndex(graph_.names.disposition(a.red_flag.text));
  else if (!step.red_flag.empty()) {
    bool yes_is_worse = step.worse != Worse::no;
    bool whole = step.ask == AskKind::tick || (step.ask == AskKind::yes_no && (c.id == "yes") == yes_is_worse);
    if (whole) c.red_flag = DispositionIndex(graph_.names.disposition(step.red_flag.text));
  }
  for (const Name& x : a.advice) c.advice.push_back(AdviceIndex(graph_.names.advice(x.text)));
  for (const Name& x : a.without_advice) c.without_advice.push_back(AdviceIndex(graph_.names.advice(x.text)));
  for (const Points& p : a.score)
    c.points.push_back({variables_.of(graph_.names.score(p.score.text, *node.file).score), p.points});
  if (!a.records.empty()) {
    const Fact& recorded = fact(a.records);
    c.fact = variables_.of(&recorded);
    if (recorded.never) c.told_no = tests_.never(recorded);
  }
  if (step.ask == AskKind::tick) c.item = variables_.of(&a);
  if (a.only_if) c.only_if = tests_.build(*a.only_if, node.file);
  if (step.ask == AskKind::yes_no)
    c.value = c.id == "yes" ? symbol::yes : symbol::no;
  else if (step.ask == AskKind::choose) {
    c.value = static_cast<Symbol>(place + 1);
    if (!step.records.empty()) {
      const std::vector<Name>& values = fact(step.records).values;
      for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i].text == c.id) c.value = static_cast<Symbol>(i + 1);
    }
  }
  return c;
}

void ProgramQuestions::amount(Question& q, const AuthoredStep& step) const {
  auto a = *read_amount(step, nullptr);
  q.unit = std::string(a.unit);
  q.from = a.low;
  q.to = a.high;
  q.step_size = a.grid;
  q.has_usual = a.has_usual;
  q.usual_from = a.usual_low;
  q.usual_to = a.usual_high;
  if (a.bands.empty()) {  // a question without bands has one answer: that a value was given
    a.bands.push_back({a.low, a.high});
    AnswerChoice given;
    given.id = "given";
    q.answers.push_back(std::move(given));
  }
  for (const Interval& band : a.bands) q.bands.push_back({band.from, band.to});
  if (!q.variable) return;
  const Variable& v = variables_[q.variable];
  q.band_of_symbol.assign(std::size_t(v.symbols) + 1, 255);
  for (std::size_t cell = 0; cell < v.cells.size() && cell + 1 < q.band_of_symbol.size(); ++cell)
    for (std::size_t band = 0; band < a.bands.size(); ++band)
      if (v.cells[cell] >= a.bands[band].from && v.cells[cell] <= a.bands[band].to)
        q.band_of_symbol[cell + 1] = static_cast<std::uint8_t>(band);
  if (q.unsure_as < 0) return;
  const std::int32_t value = a.bands[static_cast<std::size_t>(q.unsure_as)].from;
  q.unsure_symbol = static_cast<Symbol>(std::upper_bound(v.cells.begin(), v.cells.end(), value) - v.cells.begin());
}

}  // namespace signpost

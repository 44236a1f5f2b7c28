#include "tests/fuzz/wander.hpp"

#include <algorithm>
#include <bit>

#include "engine/amounts/measure.hpp"
#include "engine/walk/answer_text.hpp"
#include "engine/walk/carry_over.hpp"
#include "engine/walk/engine.hpp"
#include "engine/walk/token.hpp"
#include "tests/fuzz/must.hpp"
#include "tests/fuzz/token_key.hpp"

namespace signpost::fuzz {
namespace {

constexpr Day kToday = 20'779;  // 2026-11-22
constexpr std::size_t kMostTopics = 4;
constexpr int kMostSteps = 200;  // more than the longest way through a library that fits an input

AnswerValue some_amount(const Question& q, Choices& choices) {
  const std::int64_t step = std::max(q.step_size, 1);
  const auto steps =
      static_cast<std::uint32_t>(std::clamp<std::int64_t>((std::int64_t{q.to} - q.from) / step, 0, 100'000));
  const std::int64_t amount = q.from + step * choices.below(steps + 1);
  if (q.kind == QuestionKind::number) return static_cast<double>(amount) / 1000.0;
  if (q.kind == QuestionKind::duration) return Duration{amount, "minutes"};
  return day_text(static_cast<Day>(kToday - amount / minutes_in("day").value_or(1)));
}

AnswerValue some_answer(const Question& q, std::uint32_t shown, Choices& choices) {
  if (q.kind == QuestionKind::note) return Seen{};
  if (q.unsure && choices.below(4) == 3) return Unsure{};
  if (is_amount(q.kind)) return some_amount(q, choices);
  if (q.kind == QuestionKind::age) return Duration{choices.below(121), "years"};
  const std::uint32_t ticks = q.kind == QuestionKind::tick ? choices.any32() & shown : 0;
  std::uint32_t skip = choices.below(static_cast<std::uint32_t>(std::popcount(shown)));
  std::vector<std::string> ticked;
  for (std::size_t i = 0; i < q.answers.size() && i < 32; ++i) {
    if (ticks >> i & 1U) ticked.push_back(q.answers[i].id);
    if (q.kind == QuestionKind::tick || (shown >> i & 1U) == 0) continue;
    if (skip-- == 0) return q.answers[i].id;
  }
  return ticked;
}

Patient some_patient(Choices& choices) {
  const auto cell = static_cast<AgeCell>(choices.below(kAgeCells));
  Patient patient{Age{cell, cell}, {}, {}};  // exact, so that no threshold falls inside it
  if (choices.below(4) != 3) patient.sex = static_cast<Sex>(1 + choices.below(3));
  if (choices.below(4) != 3) patient.party = static_cast<Party>(1 + choices.below(2));
  return patient;
}

// Everything that pages and API show of where a journey stands.
void look_around(const DecisionGraph& graph, const Journey& journey, const Step& here) {
  const VariantIndex variant = variant_of(graph, journey);
  progress(graph, journey, here);
  for (const Reviewed& seen : review(graph, journey)) {
    answer_words(graph, seen.question, seen.given, variant);
    answer_value(graph, seen.question, seen.given, journey.on);
  }
  const Told said = told(graph, journey);
  for (const auto* list : {&said.advice, &said.worsening})
    for (AdviceIndex item : *list) graph.text(graph.advice[at(item)].text, variant);
  because(graph, journey);
  if (here.kind == Step::Kind::outcome) {
    const Outcome& outcome = graph.outcomes[at(here.outcome)];
    graph.text(outcome.reason, variant);
    must(at(outcome.disposition) < graph.dispositions.size(), "an outcome has a disposition");
    return;
  }
  const Question& question = graph.questions[at(here.question)];
  for (TextIndex text : {question.text, question.why, question.help}) graph.text(text, variant);
  for (const AnswerChoice& answer : question.answers) graph.text(answer.text, variant);
}

// Between two requests a journey is a token, and after a release it may go on in another graph: here in the same, where
// it must lose nothing.
void take_along(const DecisionGraph& graph, Graph kind, const Journey& journey) {
  static const TokenSealer sealer({kKey});
  const auto opened = sealer.open(graph, sealer.seal(graph, journey, kNow), kNow);
  const auto* const same = std::get_if<TokenSealer::Opened>(&opened);
  must(same != nullptr && same->journey == journey, "a journey comes out of its token as it went in");
  const auto carried = carry_over(graph, journey, graph);
  if (kind == Graph::sound) return;
  must(std::holds_alternative<Answered>(carried) && std::get<Answered>(carried).dropped.empty() &&
           std::get<Answered>(carried).journey.answers == journey.answers,
       "a journey that is carried over into its own graph keeps every answer");
}

void walk(const DecisionGraph& graph, Graph kind, TopicIndex topic, Choices& choices) {
  const auto begun = begin(graph, {graph.topics[at(topic)].id}, some_patient(choices), kToday);
  if (!std::holds_alternative<Journey>(begun)) return;  // the topic has nothing for this patient
  Journey journey = std::get<Journey>(begun);
  auto next = step(graph, journey);
  for (int steps = 0;; ++steps) {
    const Step* const here = std::get_if<Step>(&next);
    if (here == nullptr) {
      const auto why = std::get<Rejected>(next).code;
      must(kind == Graph::sound || why == Rejected::Code::topic_not_for_patient, "a journey can be replayed");
      return;
    }
    look_around(graph, journey, *here);
    if (here->kind == Step::Kind::outcome) break;
    must(steps < kMostSteps || kind == Graph::sound, "a journey ends");
    if (steps == kMostSteps) return;

    const Question& question = graph.questions[at(here->question)];
    const auto given = answer(graph, journey, question.id, some_answer(question, here->shown, choices), true);
    if (const auto* const refused = std::get_if<Rejected>(&given)) {
      must(kind == Graph::sound || refused->code == Rejected::Code::topic_not_for_patient ||
               refused->code == Rejected::Code::age_too_coarse,
           "an answer that is offered is taken");
      return;
    }
    journey = std::get<Answered>(given).journey;
    next = step(graph, journey);
    must(kind == Graph::sound || std::holds_alternative<Step>(next), "an answer that was taken can be replayed");
  }
  if (journey.answers.empty()) return;
  take_along(graph, kind, journey);
  const Journey before = back(graph, journey);
  must(kind == Graph::sound || std::holds_alternative<Step>(step(graph, before)), "a journey can go back");
  const Given& first = journey.answers.front();
  const Question& question = graph.questions[at(first.question)];
  const auto changed = change(graph, journey, question.id, some_answer(question, first.shown, choices), true);
  if (const auto* const other = std::get_if<Answered>(&changed)) take_along(graph, kind, other->journey);
}

}  // namespace

void wander(const DecisionGraph& graph, Graph kind, Choices& choices) {
  const std::size_t topics = std::min(graph.topics.size(), kMostTopics);
  for (std::size_t i = 0; i < topics; ++i) {
    walk(graph, kind, static_cast<TopicIndex>(i), choices);
    if (choices.any_left()) walk(graph, kind, static_cast<TopicIndex>(i), choices);
  }
}

}  // namespace signpost::fuzz

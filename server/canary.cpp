#include "server/canary.hpp"

#include "engine/amounts/measure.hpp"

namespace signpost {
namespace {

// Patients of many ages, so that each topic has one whom it admits and treats.
struct Somebody {
  int years;
  Sex sex;
};
constexpr Somebody kSomebodies[] = {{30, Sex::female}, {30, Sex::male}, {3, Sex::female},
                                    {10, Sex::male},   {70, Sex::male}, {70, Sex::female}};

std::optional<Canaries::Walked> walk(const DecisionGraph& graph, TopicIndex topic, const Somebody& somebody, Day on) {
  Patient patient;
  patient.age = age_of(somebody.years * 12, AgeUnit::months);  // to the month, so that no topic finds it too coarse
  if (!patient.age) patient.age = age_of(somebody.years, AgeUnit::years);
  patient.sex = somebody.sex;
  patient.party = somebody.years < 16 ? Party::someone_else : Party::self;
  const auto begun = begin(graph, {graph.topics[at(topic)].id}, patient, on);
  if (!std::holds_alternative<Journey>(begun)) return std::nullopt;
  Journey journey = std::get<Journey>(begun);
  for (std::size_t i = 0; i < kMaxJourneyAnswers; ++i) {
    const auto next = step(graph, journey);
    if (!std::holds_alternative<Step>(next)) return std::nullopt;
    const Step& here = std::get<Step>(next);
    if (here.kind == Step::Kind::outcome) return Canaries::Walked{topic, std::move(journey), here.outcome};
    auto answered =
        answer(graph, journey, graph.questions[at(here.question)].id, least_serious_answer(graph, journey, here), true);
    if (!std::holds_alternative<Answered>(answered)) return std::nullopt;
    journey = std::move(std::get<Answered>(answered).journey);
  }
  return std::nullopt;
}

}  // namespace

AnswerValue least_serious_answer(const DecisionGraph& graph, const Journey& journey, const Step& step) {
  const Question& question = graph.questions[at(step.question)];
  switch (question.kind) {
    case QuestionKind::note:
      return Seen{};
    case QuestionKind::tick:
      return std::vector<std::string>{};
    case QuestionKind::age:
      return Duration{30, "years"};
    case QuestionKind::party:
      return std::string("self");
    case QuestionKind::sex:
      return std::string("not-said");
    case QuestionKind::number:
      return (question.has_usual ? question.usual_from : question.from) / 1000.0;
    case QuestionKind::duration:
      return Duration{question.has_usual ? question.usual_from : question.from, "minutes"};
    case QuestionKind::date:
      return day_text(journey.on - (question.has_usual ? question.usual_from : question.from) / kMinutesOfDay);
    case QuestionKind::yes_no:
    case QuestionKind::choose:
      break;
  }
  // "No", unless that is the more serious one; of several answers the last offered, for lists begin with the worst.
  const bool no_is_serious = question.worse == Worse::no;
  std::string chosen;
  for (std::size_t i = 0; i < question.answers.size(); ++i) {
    if ((step.shown >> i & 1u) == 0) continue;
    const std::string& id = question.answers[i].id;
    if (question.kind != QuestionKind::yes_no || chosen.empty() || (id == "no") != no_is_serious) chosen = id;
  }
  return chosen;
}

Canaries::Canaries(const DecisionGraph& graph, Day on) : graph_(graph) {
  for (std::size_t i = 0; i < graph.topics.size(); ++i) {
    std::optional<Walked> walked;
    for (const Somebody& somebody : kSomebodies)
      if (!walked) walked = walk(graph, static_cast<TopicIndex>(i), somebody, on);
    if (walked)
      walked_.push_back(*std::move(walked));
    else
      silent_.push_back(graph.topics[i].id);
  }
}

bool Canaries::sing() const {
  for (const Walked& walked : walked_) {
    const auto now = step(graph_, walked.journey);
    if (!std::holds_alternative<Step>(now) || std::get<Step>(now).outcome != walked.outcome) return false;
  }
  return silent_.empty();
}

}  // namespace signpost

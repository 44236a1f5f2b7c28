#include "engine/scenarios/imagined.hpp"

#include "engine/walk/least_serious.hpp"
#include "engine/walk/scenario.hpp"

namespace signpost {

namespace {

// The thought-up answer as far as it can be given to what is offered.
std::optional<Given> fitting(const Question& q, const Given& wanted, QuestionIndex index, std::uint32_t shown, Day on) {
  Given given = wanted;
  given.question = index;
  given.shown = shown;
  switch (given.kind) {
    case Given::Kind::unsure:
      return q.unsure ? std::optional(given) : std::nullopt;
    case Given::Kind::seen:
      return q.kind == QuestionKind::note ? std::optional(given) : std::nullopt;
    case Given::Kind::answer:
      if (given.value < 0 || (shown >> given.value & 1U) == 0) return {};
      return given;
    case Given::Kind::ticks:
      given.ticks &= shown;
      return given;
    case Given::Kind::amount:
      break;
  }
  const std::int64_t minutes_of_day = 24 * 60;
  const std::int64_t value = q.kind == QuestionKind::date ? (on - given.value) * minutes_of_day : given.value;
  if (value < q.from || value > q.to || (value - q.from) % q.step_size != 0) return {};
  return given;
}

}  // namespace

std::string question_key(const Question& question) { return question.file + "/" + question.step; }

std::optional<Imaginable> imagine(const DecisionGraph& graph, const Imagined& patient) {
  Imaginable made;
  made.patient = patient;
  Journey& journey = made.journey;
  journey.topics = {patient.topic};
  journey.patient = {Age{patient.age, patient.age}, patient.sex, patient.party};
  journey.on = parse_day(kScenarioDay).value_or(0);
  journey.switches = patient.switches;
  made.program = program_for(graph, journey);
  if (made.program == kNone<ProgramIndex>) return {};
  for (std::size_t i = 0; i <= kMaxJourneyAnswers; ++i) {
    const Walked walked = walk(graph, made.program, journey, made.end);
    if (walked.rejected) return {};
    if (walked.step.kind == Step::Kind::outcome) {
      made.outcome = walked.step.outcome;
      walk(graph, made.program, journey, made.end, &made.trail);
      return made;
    }
    const QuestionIndex index = walked.step.question;
    const Question& question = graph.questions[at(index)];
    const std::variant<Given, Rejected> usual = to_given(
        graph, index, least_serious(question, walked.step.shown, journey.on), walked.step.shown, journey.on, true);
    const Given* less_serious = std::get_if<Given>(&usual);
    std::optional<Given> given;
    if (const auto wanted = patient.answers.find(question_key(question)); wanted != patient.answers.end())
      given = fitting(question, wanted->second, index, walked.step.shown, journey.on);
    if (!given && less_serious == nullptr) return {};
    made.less_serious.push_back(!given || (less_serious != nullptr && *given == *less_serious));
    journey.answers.push_back(given ? *given : *less_serious);
  }
  return {};
}

Imagined patient_of(const DecisionGraph& graph, const Journey& journey) {
  Imagined patient;
  patient.topic = journey.topics.front();
  // Whoever was not asked for an age or a sex may have any.
  constexpr int kGrownUp = 30;
  const Age grown_up = age_of(kGrownUp, AgeUnit::years).value_or(Age{});
  patient.age = journey.patient.age.value_or(grown_up).first;
  patient.sex = journey.patient.sex.value_or(Sex::female);
  patient.party = journey.patient.party.value_or(party_by_age(journey.patient.age));
  patient.switches = journey.switches;
  for (const Given& given : journey.answers) patient.answers[question_key(graph.questions[at(given.question)])] = given;
  return patient;
}

}  // namespace signpost

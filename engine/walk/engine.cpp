#include "engine/walk/engine.hpp"

#include <algorithm>

#include "engine/walk/walk.hpp"

namespace signpost {
namespace {

Rejected reject(Rejected::Code code, std::string question = {}, std::string detail = {}) {
  return Rejected{code, std::move(question), std::move(detail)};
}

std::optional<Rejected> check_journey(const DecisionGraph& g, const Journey& j) {
  if (j.topics.empty() || at(j.topics.front()) >= g.topics.size()) return reject(Rejected::Code::unknown_topic);
  if (j.topics.size() > 1) return reject(Rejected::Code::too_many_topics, {}, "one topic can be walked at a time");
  if (j.answers.size() + j.held.size() > kMaxJourneyAnswers) return reject(Rejected::Code::too_many_answers);
  return {};
}

// Where a journey stands.
struct Here {
  PatientState state;
  Walked walked;
};

// Replays the journey; what is wrong with it, if anything is.
std::optional<Rejected> reach(const DecisionGraph& g, const Journey& j, Here& here) {
  if (auto bad = check_journey(g, j)) return bad;
  if (auto q = demographic_needed(g, j)) {
    if (!j.answers.empty())
      return reject(Rejected::Code::answer_does_not_fit, g.questions[at(*q)].id,
                    "answers were given before it was known who the patient is");
    here.walked = {};
    here.walked.step.question = *q;
    here.walked.step.shown = (1u << g.questions[at(*q)].answers.size()) - 1;
    return {};
  }
  const ProgramIndex program = program_for(g, j);
  if (program == kNone<ProgramIndex>) return reject(Rejected::Code::topic_not_for_patient);
  here.walked = start(g, program, j, here.state);
  go_on(g, j, here.state, here.walked);
  if (here.walked.rejected) return here.walked.rejected;
  if (here.walked.used != j.answers.size())
    return reject(Rejected::Code::answer_does_not_fit, g.questions[at(j.answers[here.walked.used].question)].id,
                  "answers follow the end of the journey");
  return {};
}

// Goes on from where `journey` stands by held answers as far as they fit, and names those that no longer do.
std::variant<Answered, Rejected> settle(const DecisionGraph& g, Here& here, Journey journey,
                                        std::vector<std::string> dropped = {}) {
  Answered a{std::move(journey), {}, std::move(dropped)};
  auto& held = a.journey.held;
  for (;;) {
    if (here.walked.rejected) return *std::move(here.walked.rejected);
    a.step = here.walked.step;
    if (a.step.kind == Step::Kind::outcome) {
      for (const Given& h : held) a.dropped.push_back(g.questions[at(h.question)].id);
      held.clear();
      return a;
    }
    auto it = std::find_if(held.begin(), held.end(), [&](const Given& h) { return h.question == a.step.question; });
    if (it == held.end()) return a;
    Offer offered;
    offered.shown = a.step.shown;
    if (fits(g, a.step.question, offered, *it, a.journey.on)) {
      it->shown = shown_kept(g.questions[at(a.step.question)], offered.shown);
      a.journey.answers.push_back(*it);
      go_on(g, a.journey, here.state, here.walked);
    } else {
      a.dropped.push_back(g.questions[at(a.step.question)].id);
    }
    held.erase(it);
  }
}

// patient/party, patient/age, patient/sex.
std::optional<Rejected> set_patient(const DecisionGraph& g, Journey& j, QuestionIndex q, const AnswerValue& value) {
  const std::string& id = g.questions[at(q)].id;
  auto bad = [&](Rejected::Code code = Rejected::Code::answer_does_not_fit) { return reject(code, id); };
  if (q == kAgeQuestion) {
    std::optional<Age> age;
    if (auto* d = std::get_if<Duration>(&value)) {
      if (d->value < 0 || d->value > 50000) return bad(Rejected::Code::value_out_of_range);
      age = parse_age(std::to_string(d->value) + " " + d->unit);
      if (!age) return bad(Rejected::Code::value_out_of_range);
    } else if (auto* text = std::get_if<std::string>(&value)) {
      if (auto born = parse_day(*text)) {
        auto cell = age_on(*born, j.on);
        if (!cell) return bad(Rejected::Code::value_out_of_range);
        age = Age{*cell, *cell};
      } else
        age = parse_age(*text);
    }
    if (!age) return bad();
    const Topic& topic = g.topics[at(j.topics.front())];
    if (topic.needs_age && topic.age_class[age->first] != topic.age_class[age->last])
      return reject(Rejected::Code::age_too_coarse, id,
                    "give the age in months (under 5 years), weeks (under 13 weeks) or days (under 4 weeks)");
    j.patient.age = age;
    return {};
  }
  auto* word = std::get_if<std::string>(&value);
  if (!word) return bad();
  const Question& question = g.questions[at(q)];
  for (std::size_t i = 0; i < question.answers.size(); ++i)
    if (question.answers[i].id == *word) {
      if (q == kPartyQuestion)
        j.patient.party = static_cast<Party>(i + 1);
      else
        j.patient.sex = static_cast<Sex>(i + 1);
      return {};
    }
  return bad();
}

bool demographic(QuestionIndex q) { return at(q) < 3; }

}  // namespace

std::string_view rejected_name(Rejected::Code code) {
  using C = Rejected::Code;
  switch (code) {
    case C::unknown_topic:
      return "unknown-topic";
    case C::topic_not_for_patient:
      return "topic-not-for-patient";
    case C::too_many_topics:
      return "too-many-topics";
    case C::unknown_question:
      return "unknown-question";
    case C::question_not_asked:
      return "question-not-asked";
    case C::answer_does_not_fit:
      return "answer-does-not-fit";
    case C::value_out_of_range:
      return "value-out-of-range";
    case C::value_unusual:
      return "value-unusual";
    case C::age_too_coarse:
      return "age-too-coarse";
    case C::journey_over:
      return "journey-over";
    case C::too_many_answers:
      return "too-many-answers";
  }
  return "rejected";
}

std::variant<Step, Rejected> step(const DecisionGraph& g, const Journey& j) {
  Here here;
  if (auto bad = reach(g, j, here)) return *std::move(bad);
  return here.walked.step;
}

std::variant<Journey, Rejected> begin(const DecisionGraph& g, const std::vector<std::string>& topics, Patient patient,
                                      Day on, std::optional<std::uint32_t> switches) {
  Journey j;
  j.patient = patient;
  j.on = on;
  if (topics.empty()) return reject(Rejected::Code::unknown_topic);
  if (topics.size() > 1) return reject(Rejected::Code::too_many_topics, {}, "one topic can be walked at a time");
  for (const std::string& id : topics) {
    auto t = g.topic_named(id);
    if (!t) return reject(Rejected::Code::unknown_topic);
    j.topics.push_back(*t);
  }
  if (switches)
    j.switches = *switches;
  else
    for (std::size_t i = 0; i < g.switches.size(); ++i) j.switches |= static_cast<std::uint32_t>(g.switches[i].on) << i;
  auto first = step(g, j);
  if (auto* r = std::get_if<Rejected>(&first)) return *r;
  return j;
}

std::variant<Answered, Rejected> go_on_by_held(const DecisionGraph& g, Journey journey,
                                               std::vector<std::string> dropped) {
  Here here;
  if (auto bad = reach(g, journey, here)) return *std::move(bad);
  return settle(g, here, std::move(journey), std::move(dropped));
}

std::variant<Answered, Rejected> answer(const DecisionGraph& g, Journey journey, std::string_view question,
                                        const AnswerValue& value, bool confirmed) {
  Here here;
  if (auto bad = reach(g, journey, here)) return *std::move(bad);
  const Step now = here.walked.step;
  if (now.kind == Step::Kind::outcome) return reject(Rejected::Code::journey_over);
  if (g.questions[at(now.question)].id != question) {
    bool known = g.question_named(now.program, question).has_value();
    return reject(known ? Rejected::Code::question_not_asked : Rejected::Code::unknown_question,
                  g.questions[at(now.question)].id);
  }
  if (journey.answers.size() + journey.held.size() >= kMaxJourneyAnswers)
    return reject(Rejected::Code::too_many_answers);
  if (demographic(now.question)) {
    if (auto bad = set_patient(g, journey, now.question, value)) return *std::move(bad);
    return go_on_by_held(g, std::move(journey));
  }
  auto given = to_given(g, now.question, value, now.shown, journey.on, confirmed);
  if (auto* r = std::get_if<Rejected>(&given)) return *r;
  std::erase_if(journey.held, [&](const Given& h) { return h.question == now.question; });
  journey.answers.push_back(std::get<Given>(given));
  go_on(g, journey, here.state, here.walked);
  return settle(g, here, std::move(journey));
}

std::variant<Answered, Rejected> change(const DecisionGraph& g, const Journey& journey, std::string_view question,
                                        const AnswerValue& value, bool confirmed) {
  auto now = step(g, journey);
  if (auto* r = std::get_if<Rejected>(&now)) return *r;
  ProgramIndex program = std::get<Step>(now).program;
  auto q = g.question_named(program, question);
  if (!q) return reject(Rejected::Code::unknown_question);
  if (demographic(*q)) {
    Journey j = journey;
    j.held.insert(j.held.begin(), j.answers.begin(), j.answers.end());
    j.answers.clear();
    if (auto bad = set_patient(g, j, *q, value)) return *bad;
    // Another pathway may admit the patient now: the same authored question has another number there.
    std::vector<std::string> dropped;
    if (!demographic_needed(g, j)) {
      ProgramIndex then = program_for(g, j);
      if (then != program && then != kNone<ProgramIndex>) {
        std::vector<Given> moved;
        const Program& p = g.programs[at(then)];
        for (Given h : j.held) {
          const Question& old = g.questions[at(h.question)];
          bool found = false;
          for (std::uint32_t i = 0; i < p.questions && !found; ++i) {
            const Question& candidate = g.questions[at(p.first_question) + i];
            found = candidate.file == old.file && candidate.step == old.step;
            if (found) h.question = QuestionIndex(at(p.first_question) + i);
          }
          if (found)
            moved.push_back(h);
          else
            dropped.push_back(old.id);
        }
        j.held = std::move(moved);
      }
    }
    return go_on_by_held(g, std::move(j), std::move(dropped));
  }
  auto place =
      std::find_if(journey.answers.begin(), journey.answers.end(), [&](const Given& a) { return a.question == *q; });
  if (place == journey.answers.end()) return reject(Rejected::Code::question_not_asked, std::string(question));
  Journey j = journey;
  auto n = place - journey.answers.begin();
  j.held.insert(j.held.begin(), j.answers.begin() + n + 1, j.answers.end());
  j.answers.erase(j.answers.begin() + n, j.answers.end());
  auto before = step(g, j);
  auto given = to_given(g, *q, value, std::get<Step>(before).shown, j.on, confirmed);
  if (auto* r = std::get_if<Rejected>(&given)) return *r;
  j.answers.push_back(std::get<Given>(given));
  return go_on_by_held(g, std::move(j));
}

Journey back(const DecisionGraph&, const Journey& journey) {
  Journey j = journey;
  if (j.answers.empty()) return j;
  j.held.insert(j.held.begin(), j.answers.back());
  j.answers.pop_back();
  return j;
}

std::variant<Answered, Rejected> evaluate(const DecisionGraph& g, const std::vector<std::string>& topics,
                                          Patient patient, Day on, std::optional<std::uint32_t> switches,
                                          const std::vector<NamedAnswer>& answers) {
  if (answers.size() > kMaxJourneyAnswers) return reject(Rejected::Code::too_many_answers);
  auto begun = begin(g, topics, patient, on, switches);
  if (auto* r = std::get_if<Rejected>(&begun)) return *r;
  Journey j = std::get<Journey>(std::move(begun));
  std::vector<char> used(answers.size(), 0);
  for (;;) {
    auto now = step(g, j);
    if (auto* r = std::get_if<Rejected>(&now)) return *r;
    Step here = std::get<Step>(now);
    std::size_t found = answers.size();
    if (here.kind != Step::Kind::outcome)
      for (std::size_t i = 0; i < answers.size() && found == answers.size(); ++i)
        if (!used[i] && answers[i].first == g.questions[at(here.question)].id) found = i;
    if (found == answers.size()) {
      for (std::size_t i = 0; i < answers.size(); ++i)
        if (!used[i]) {
          bool known = g.question_named(here.program, answers[i].first).has_value();
          return reject(known ? Rejected::Code::question_not_asked : Rejected::Code::unknown_question,
                        known ? answers[i].first : std::string(),
                        "an answer was given to a question that this journey does not ask");
        }
      return Answered{std::move(j), here, {}};
    }
    used[found] = 1;
    if (demographic(here.question)) {
      if (auto bad = set_patient(g, j, here.question, answers[found].second)) return *bad;
      continue;
    }
    auto given = to_given(g, here.question, answers[found].second, here.shown, on, true);
    if (auto* r = std::get_if<Rejected>(&given)) return *r;
    j.answers.push_back(std::get<Given>(given));
  }
}

std::vector<Reviewed> review(const DecisionGraph& g, const Journey& j) {
  std::vector<Reviewed> out;
  if (check_journey(g, j)) return out;
  out.reserve(3 + j.answers.size());
  const Topic& topic = g.topics[at(j.topics.front())];
  auto patient = [&](QuestionIndex q, Given::Kind kind, std::int32_t value) {
    Given given;
    given.question = q;
    given.kind = kind;
    given.value = value;
    out.push_back({q, given, false});
  };
  if (topic.needs_party && j.patient.party)
    patient(kPartyQuestion, Given::Kind::answer, static_cast<int>(*j.patient.party) - 1);
  if (topic.needs_age && j.patient.age) patient(kAgeQuestion, Given::Kind::amount, j.patient.age->first);
  if (topic.needs_sex && j.patient.sex)
    patient(kSexQuestion, Given::Kind::answer, static_cast<int>(*j.patient.sex) - 1);
  for (const Given& given : j.answers) out.push_back({given.question, given, false});
  return out;
}

Told told(const DecisionGraph& g, const Journey& j) {
  Told out;
  auto now = step(g, j);
  if (std::holds_alternative<Rejected>(now)) return out;
  const Step& here = std::get<Step>(now);
  if (here.kind == Step::Kind::question || here.program == kNone<ProgramIndex>) return out;
  PatientState state;
  std::vector<Passed> trail;
  walk(g, here.program, j, state, &trail);
  const Program& p = g.programs[at(here.program)];
  std::vector<AdviceIndex> added, taken;
  for (const Passed& passed : trail) {
    QuestionIndex q = g.nodes[at(passed.node)].question;
    if (q == kNone<QuestionIndex>) continue;
    for (std::uint32_t bits = passed.taken.answers; bits; bits &= bits - 1) {
      const AnswerChoice& a = g.questions[at(q)].answers[static_cast<std::size_t>(__builtin_ctz(bits))];
      added.insert(added.end(), a.advice.begin(), a.advice.end());
      taken.insert(taken.end(), a.without_advice.begin(), a.without_advice.end());
    }
  }
  auto give = [&](std::vector<AdviceIndex>& to, const std::vector<AdviceIndex>& items) {
    for (AdviceIndex a : items) {
      if (std::find(taken.begin(), taken.end(), a) != taken.end() || std::find(to.begin(), to.end(), a) != to.end())
        continue;
      TestIndex only_if = p.advice_only_if[at(a)], unless = p.advice_unless[at(a)];
      if (only_if != kNone<TestIndex> && truth(g, p, state, only_if) != Truth::yes) continue;
      if (unless != kNone<TestIndex> && truth(g, p, state, unless) == Truth::yes) continue;
      to.push_back(a);
    }
  };
  if (here.kind == Step::Kind::note) {
    give(out.advice, g.questions[at(here.question)].note_advice);
  } else {
    const Outcome& o = g.outcomes[at(here.outcome)];
    give(out.advice, o.advice);
    give(out.advice, added);
    give(out.worsening, o.worsening);
  }
  return out;
}

Progress progress(const DecisionGraph& g, const Journey& j, const Step& step) {
  Progress p;
  p.asked = static_cast<int>(j.answers.size());
  if (step.node != kNone<NodeIndex>) {
    p.at_least = g.nodes[at(step.node)].fewest;
    p.at_most = g.nodes[at(step.node)].most;
    return p;
  }
  const Topic& topic = g.topics[at(j.topics.front())];
  bool first = true;
  for (ProgramIndex i : topic.programs) {
    const Node& start = g.nodes[at(g.programs[at(i)].start)];
    p.at_least = first ? start.fewest : std::min<int>(p.at_least, start.fewest);
    p.at_most = std::max<int>(p.at_most, start.most);
    first = false;
  }
  int more = (topic.needs_party && !j.patient.party) + (topic.needs_sex && !j.patient.sex);
  if (topic.needs_age &&
      (!j.patient.age || topic.age_class[j.patient.age->first] != topic.age_class[j.patient.age->last]))
    ++more;
  p.at_least += more;
  p.at_most += more;
  return p;
}

VariantIndex variant_of(const DecisionGraph& g, const Journey& j) {
  return g.variant(j.patient.age, j.patient.party == Party::someone_else);
}

}  // namespace signpost

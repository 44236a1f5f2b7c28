#include "engine/walk/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <variant>

#include "engine/walk/answer_text.hpp"
#include "engine/walk/engine.hpp"
#include "engine/walk/least_serious.hpp"

namespace signpost {

namespace {

constexpr int kSpeaksForThemselves = 16;  // years: who is younger and not stated otherwise has somebody else answer

std::string listed(const std::vector<std::string>& words) {
  return words.empty() ? "nothing" : fmt::format("{}", fmt::join(words, ", "));
}

std::optional<Sex> sex_of(std::string_view text) {
  if (text == "female") return Sex::female;
  if (text == "male") return Sex::male;
  if (text == "not-said") return Sex::not_said;
  return {};
}

std::optional<Party> party_of(std::string_view text) {
  if (text == "self") return Party::self;
  if (text == "someone-else") return Party::someone_else;
  return {};
}

std::uint32_t switches_of(const DecisionGraph& graph, const Scenario& scenario) {
  const auto named = [](const std::vector<Name>& names, const std::string& id) {
    return std::any_of(names.begin(), names.end(), [&](const Name& name) { return name.text == id; });
  };
  std::uint32_t switches = 0;
  for (std::size_t i = 0; i < graph.switches.size(); ++i) {
    const SwitchInfo& info = graph.switches[i];
    const bool on = named(scenario.switches_on, info.id) || (info.on && !named(scenario.switches_off, info.id));
    if (on) switches |= std::uint32_t{1} << i;
  }
  return switches;
}

class Run {
 public:
  Run(const DecisionGraph& graph, const Scenario& scenario)
      : graph_(graph), scenario_(scenario), used_(scenario.answers.size()) {
    result_.scenario = &scenario;
  }

  ScenarioResult result() {
    if (walk()) {
      judge();
      result_.journey = journey_;
    }
    result_.passed = result_.failures.empty();
    return std::move(result_);
  }

 private:
  void fail(std::string sentence) { result_.failures.push_back(std::move(sentence)); }

  // Follows the journey to its outcome. False when it got nowhere.
  bool walk() {
    if (!start()) return false;
    while (true) {
      const std::variant<Step, Rejected> next = step(graph_, journey_);
      if (const Rejected* rejected = std::get_if<Rejected>(&next)) return refused(*rejected);
      step_ = std::get<Step>(next);
      if (step_.kind == Step::Kind::outcome) return true;
      if (!give()) return false;
    }
  }

  bool start() {
    const std::optional<TopicIndex> topic = topic_of_pathway();
    if (!topic) {
      fail(fmt::format("there is no pathway '{}'", scenario_.pathway.text));
      return false;
    }
    if (!scenario_.age.empty()) {
      patient_.age = parse_age(scenario_.age.text);
      if (!patient_.age) return unreadable("age", scenario_.age.text);
    }
    if (!scenario_.sex.empty()) {
      patient_.sex = sex_of(scenario_.sex.text);
      if (!patient_.sex) return unreadable("sex", scenario_.sex.text);
    }
    if (!scenario_.party.empty()) {
      patient_.party = party_of(scenario_.party.text);
      if (!patient_.party) return unreadable("party", scenario_.party.text);
    }
    const std::optional<Day> on = parse_day(scenario_.on.empty() ? kScenarioDay : std::string_view(scenario_.on.text));
    if (!on) return unreadable("day", scenario_.on.text);
    topic_ = *topic;
    return begin_journey(*on);
  }

  bool begin_journey(Day on) {
    const std::variant<Journey, Rejected> begun =
        begin(graph_, {graph_.topics[at(topic_)].id}, patient_, on, switches_of(graph_, scenario_));
    if (const Rejected* rejected = std::get_if<Rejected>(&begun)) return refused(*rejected);
    journey_ = std::get<Journey>(begun);
    return true;
  }

  std::optional<TopicIndex> topic_of_pathway() const {
    for (std::size_t i = 0; i < graph_.topics.size(); ++i) {
      for (const ProgramIndex program : graph_.topics[i].programs) {
        if (graph_.programs[at(program)].pathway == scenario_.pathway.text) return static_cast<TopicIndex>(i);
      }
    }
    return {};
  }

  // Answers the question that is asked now.
  bool give() {
    const Question& question = graph_.questions[at(step_.question)];
    std::optional<AnswerValue> value;
    if (const ScenarioAnswer* stated = given_in_scenario(question.id)) {
      std::vector<std::string> words;
      for (const Name& name : stated->values) words.push_back(name.text);
      std::string wrong;
      value = answer_of_words(question.kind, words, &wrong);
      if (!value) {
        fail(fmt::format("the answer to {} cannot be read: {}", question.id, wrong));
        return false;
      }
    } else if (step_.question == kPartyQuestion) {
      value = std::string(party_by_age(journey_.patient.age) == Party::self ? "self" : "someone-else");
    } else if (step_.question == kAgeQuestion || step_.question == kSexQuestion) {
      fail(fmt::format("the patient's {} is asked for, and the scenario does not say it",
                       step_.question == kAgeQuestion ? "age" : "sex"));
      return false;
    } else if (question.kind == QuestionKind::note || scenario_.others_none) {
      value = least_serious(question, step_.shown, journey_.on);
    } else {
      fail(fmt::format("{} is asked, and the scenario gives no answer (`others: none` would answer no)", question.id));
      return false;
    }
    result_.answers.push_back(question.id + "=" + answer_text(*value));
    if (step_.question > kSexQuestion) asked_.push_back(question.id);
    if (step_.kind == Step::Kind::question && step_.question > kSexQuestion) ++questions_;
    std::variant<Answered, Rejected> answered = answer(graph_, journey_, question.id, *value, true);
    if (const Rejected* rejected = std::get_if<Rejected>(&answered)) return refused(*rejected);
    journey_ = std::move(std::get<Answered>(answered).journey);
    return true;
  }

  const ScenarioAnswer* given_in_scenario(const std::string& question) {
    for (std::size_t i = 0; i < scenario_.answers.size(); ++i) {
      if (scenario_.answers[i].question.text != question) continue;
      used_[i] = true;
      return &scenario_.answers[i];
    }
    return nullptr;
  }

  void judge() {
    const Program& program = graph_.programs[at(step_.program)];
    if (program.pathway != scenario_.pathway.text) {
      fail(fmt::format("expected to walk the pathway {}, but this patient is {}'s", scenario_.pathway.text,
                       program.pathway));
    }
    const Outcome& outcome = graph_.outcomes[at(step_.outcome)];
    result_.outcome = outcome_name(graph_, step_.program, step_.outcome);
    result_.disposition = graph_.dispositions[at(outcome.disposition)].id;
    if (!scenario_.disposition.empty() && scenario_.disposition.text != result_.disposition) {
      fail(fmt::format("expected disposition {}, got {} (outcome {})", scenario_.disposition.text, result_.disposition,
                       result_.outcome));
    }
    if (!scenario_.outcome.empty() && scenario_.outcome.text != result_.outcome) {
      fail(fmt::format("expected outcome {}, got {} ({})", scenario_.outcome.text, result_.outcome,
                       result_.disposition));
    }
    judge_advice();
    judge_questions();
    for (std::size_t i = 0; i < used_.size(); ++i) {
      if (!used_[i])
        fail(fmt::format("{} was to be answered, but it is not asked; asked: {}", scenario_.answers[i].question.text,
                         listed(asked_)));
    }
  }

  void judge_advice() {
    if (scenario_.advice_includes.empty() && scenario_.advice_excludes.empty()) return;
    const Told said = told(graph_, journey_);
    std::vector<std::string> ids;
    for (const std::vector<AdviceIndex>* list : {&said.advice, &said.worsening}) {
      for (const AdviceIndex item : *list) ids.push_back(graph_.advice[at(item)].id);
    }
    const auto has = [&](const Name& name) { return std::find(ids.begin(), ids.end(), name.text) != ids.end(); };
    for (const Name& wanted : scenario_.advice_includes) {
      if (!has(wanted)) fail(fmt::format("expected the advice {}, got {}", wanted.text, listed(ids)));
    }
    for (const Name& unwanted : scenario_.advice_excludes) {
      if (has(unwanted)) fail(fmt::format("expected no advice {}, got {}", unwanted.text, listed(ids)));
    }
  }

  void judge_questions() {
    const auto was_asked = [&](const Name& name) {
      return std::find(asked_.begin(), asked_.end(), name.text) != asked_.end();
    };
    for (const Name& wanted : scenario_.asked) {
      if (!was_asked(wanted)) fail(fmt::format("expected {} to be asked; asked: {}", wanted.text, listed(asked_)));
    }
    for (const Name& unwanted : scenario_.not_asked) {
      if (was_asked(unwanted))
        fail(fmt::format("expected {} not to be asked; asked: {}", unwanted.text, listed(asked_)));
    }
    const std::size_t limit = static_cast<std::size_t>(std::max(scenario_.questions_at_most, 0));
    if (limit > 0 && questions_ > limit) {
      fail(fmt::format("expected at most {} questions, got {}: {}", limit, questions_, listed(asked_)));
    }
  }

  bool unreadable(std::string_view what, const std::string& text) {
    fail(fmt::format("the {} '{}' cannot be read", what, text));
    return false;
  }

  bool refused(const Rejected& rejected) {
    std::string sentence = fmt::format("refused: {}", rejected_name(rejected.code));
    if (!rejected.question.empty()) sentence += fmt::format(", at {}", rejected.question);
    if (!rejected.detail.empty()) sentence += fmt::format(" ({})", rejected.detail);
    fail(std::move(sentence));
    return false;
  }

  const DecisionGraph& graph_;
  const Scenario& scenario_;
  ScenarioResult result_;
  Patient patient_;
  TopicIndex topic_{};
  Journey journey_;
  Step step_;
  std::vector<bool> used_;          // by scenario_.answers
  std::vector<std::string> asked_;  // ids, notes too, demographics not
  std::size_t questions_ = 0;       // the same without the notes
};

}  // namespace

Party party_by_age(const std::optional<Age>& age) {
  const std::optional<AgeCell> adult = age_threshold(kSpeaksForThemselves, AgeUnit::years, nullptr);
  return age && adult && age->first < *adult ? Party::someone_else : Party::self;
}

ScenarioResult run_scenario(const DecisionGraph& graph, const Scenario& scenario) {
  return Run(graph, scenario).result();
}

}  // namespace signpost

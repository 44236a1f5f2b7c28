// A topic is five blocks of ten questions of all kinds. Ways through it part and meet again within a block, and all
// twelve facts stay of interest until the end: what the exploration has to remember is as much as an author would ever
// ask of it.
#include "tests/bench/generated_library.hpp"

#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <utility>

#include "engine/walk/engine.hpp"

namespace signpost::bench {
namespace {

// The standard's engines give the same numbers everywhere; its distributions do not.
class Chance {
 public:
  explicit Chance(std::uint32_t seed) : engine_(seed) {}
  std::size_t below(std::size_t bound) { return engine_() % bound; }
  template <class T>
  const T& of(const std::vector<T>& items) {
    return items[below(items.size())];
  }

 private:
  std::mt19937 engine_;
};

const std::vector<std::string> kSigns{
    "a sharp pain in the side",      "a burning feeling",    "swelling around the ankle", "a new rash on the arms",
    "trouble swallowing food",       "a cough at night",     "numb or tingling fingers",  "a stiff lower back",
    "shivering that comes and goes", "blurred eyesight",     "a racing heart at rest",    "a very dry mouth",
    "dizziness on standing up",      "ringing in one ear",   "a sore and red throat",     "cramps in the tummy",
    "a lump under the skin",         "weakness in one hand", "trouble sleeping at night", "a loss of appetite"};
const std::vector<std::string> kTimes{"since this morning",   "in the last few days", "in the last 24 hours",
                                      "for more than a week", "after a meal",         "when lying down"};
const std::vector<std::string> kAges{
    "8 weeks",  "3 months", "6 months", "1 year",   "18 months", "2 years",  "3 years",  "4 years",  "5 years",
    "6 years",  "7 years",  "8 years",  "9 years",  "10 years",  "11 years", "12 years", "13 years", "14 years",
    "15 years", "16 years", "17 years", "18 years", "20 years",  "25 years", "30 years", "35 years", "38 years",
    "40 years", "42 years", "45 years", "48 years", "50 years",  "55 years", "60 years", "65 years", "70 years",
    "72 years", "75 years", "78 years", "80 years", "85 years",  "90 years"};

std::string padded(std::size_t number, int digits) {
  char text[16];
  std::snprintf(text, sizeof text, "%0*zu", digits, number);
  return text;
}

// What is answered is weighed by chance, so that no answer is the more serious.
constexpr const char* kNeither = "    worse: neither\n";

class TopicWriter {
 public:
  TopicWriter(std::size_t number, std::uint32_t seed)
      : number_(number),
        id_("topic-" + padded(number, 4)),
        chance_(seed * 7919u + static_cast<std::uint32_t>(number)),
        ages_(kAges) {
    for (std::size_t i = ages_.size(); i > 1; --i) std::swap(ages_[i - 1], ages_[chance_.below(i)]);
  }

  const std::string& id() const { return id_; }
  std::string fact(std::size_t i) const { return id_ + "-fact-" + padded(i, 2); }

  std::string facts() {
    std::string text;
    for (std::size_t i = 0; i < kFactsOfATopic; ++i) {
      text += "  " + fact(i) + ":\n    meaning: Has " + sign() + "\n    type: yes or no\n    if-unsure: yes\n";
      if (i % 6 == 5) text += "    never: sex is male or age < 12 years\n";
    }
    return text;
  }

  std::string pathway() {
    text_ = "pathway: " + id_ + "\ntopic: " + id_ + "\ntitle: Generated topic " + id_.substr(6) +
            "\nversion: 1.0.0\nstatus: draft\nfor: everyone\narea: Whole body\nsearch: [" + chance_.of(kSigns) + ", " +
            chance_.of(kSigns) + " " + id_.substr(6) + "]\nevidence: [source]\nstart: risks\n\n";
    text_ +=
        "scores:\n  early:\n    evidence: [source]\n    plus:\n      - when: age >= 65 years\n        points: 1\n"
        "  late:\n    evidence: [source]\n\n";
    text_ += "steps:\n  risks:\n    use: clot-risk\n    to: s-00\n\n";
    for (std::size_t block = 0; block < kQuestionsOfATopic / 10; ++block) write_block(block);
    write_end();
    return std::move(text_);
  }

 private:
  std::string sign() { return chance_.of(kSigns) + " " + chance_.of(kTimes); }
  const std::string& age() { return ages_[next_age_++]; }
  static std::string step(std::size_t block, std::size_t i) { return "s-" + padded(block * 10 + i, 2); }

  void ask(const std::string& id, const std::string& question) {
    text_ += "  " + id + ":\n    question: " + question + "\n    why: It may be a sign of " + chance_.of(kSigns) +
             ".\n    evidence: [source]\n";
  }

  void write_block(std::size_t b) {
    const auto s = [&](std::size_t i) { return step(b, i); };
    const bool facts = b < kFactsOfATopic / 3;
    const bool scored = b < 4;
    const std::string score = b < 2 ? "early" : "late";
    const auto points = [&](int n) {
      return scored ? "        score: { " + score + ": " + std::to_string(n) + " }\n" : std::string();
    };

    ask(s(0), "<Do you> have " + sign() + "?");
    text_ += "    red-flag: ambulance-now\n    yes: call-999\n    no: " + s(1) + "\n    unsure: go-now\n\n";

    ask(s(1), "Do any of these apply <to you>?");
    text_ += std::string(kNeither) + "    tick:\n";
    for (std::size_t i = 0; i < 5; ++i) {
      text_ += "      item-" + std::to_string(i) + ":\n        text: Has " + sign() + "\n";
      if (facts && i < 2) text_ += "        records: " + fact(b * 3 + i) + "\n";
      if (i == 3) text_ += "        advice: [rest]\n";
    }
    text_ += "    to: " + s(2) + "\n    unsure: seen-2h\n\n";

    ask(s(2), "<Have you> had " + sign() + "?");
    if (facts) text_ += "    records: " + fact(b * 3 + 2) + "\n";
    text_ += kNeither;
    text_ += "    yes: " + s(3) + "\n    no: " + s(3) + "\n    unsure: yes\n\n";

    ask(s(3), "Which of these is most like what <you have>?");
    text_ += "    choose:\n      worst:\n        text: It is " + sign() + "\n" + points(2);
    text_ += "      worse:\n        text: It is " + sign() + "\n" + points(1);
    text_ += "      same: It is much the same\n      better: It is getting better\n    unsure: worst\n    then:\n";
    text_ += "      - when: age < " + age() + "\n        evidence: [source]\n        to: " + s(4) +
             "\n      - otherwise: " + s(5) + "\n\n";

    ask(s(4), "Does it come with " + sign() + "?");
    text_ += kNeither;
    text_ += "    yes: " + s(5) + "\n    no: " + s(5) + "\n    unsure: yes\n\n";

    write_amount(b, s(5), s(6), points);

    ask(s(6), "Where is it?");
    text_ +=
        "    choose:\n      above: Above the waist\n      below: Below the waist\n      joint:\n        text: In a "
        "joint, with " +
        chance_.of(kSigns) + "\n        only-if: age >= " + age() +
        "\n      everywhere: Everywhere\n    unsure: everywhere\n    then:\n      - when: " + s(6) +
        " is one of (above everywhere)\n        to: " + s(7) + "\n      - otherwise: " + s(8) + "\n\n";

    ask(s(7), "Which of these do <you have>?");
    text_ += kNeither;
    text_ += "    tick:\n      first: Has " + sign() + "\n      second: Has " + sign() +
             "\n      third:\n        text: Has " + sign() + "\n        only-if: age >= " + age() +
             "\n      fourth: Has " + sign() + "\n    any: " + s(8) + "\n    none: " + s(8) +
             "\n    unsure: seen-6h\n\n";

    ask(s(8), "Is it " + sign() + "?");
    text_ += kNeither;
    text_ += "    yes: decide-" + std::to_string(b) + "\n    no: " + s(9) + "\n    unsure: yes\n\n";

    ask(s(9), "Did it start with " + sign() + "?");
    text_ += kNeither;
    text_ += "    yes: decide-" + std::to_string(b) + "\n    no: weigh-" + std::to_string(b) + "\n    unsure: yes\n\n";

    const std::string next = b == 4 ? "end" : b == 1 ? "between" : step(b + 1, 0);
    const std::string first = facts ? fact(b * 3) + " and " + fact(b * 3 + 1) : "long-still and hormones";
    const std::string second = facts ? fact(b * 3 + 1) + " or " + fact(b * 3 + 2) : "one-leg or hormones";
    text_ += "  decide-" + std::to_string(b) + ":\n    then:\n      - when: " + first + " and age < " + age() +
             "\n        evidence: [source]\n        to: seen-2h\n";
    if (b == 1 || b == 3)
      text_ += "      - when: score " + score + " >= 4 and age >= " + age() + "\n        to: seen-6h\n";
    text_ += "      - otherwise: weigh-" + std::to_string(b) + "\n\n";
    text_ += "  weigh-" + std::to_string(b) + ":\n    then:\n      - when: (" + second + ") and (age < " + age() +
             " or " + (b % 2 ? "" : "not ") + (b < 2 ? "clot-risk" : "fever") +
             ") and sex is female\n        to: seen-24h\n      - otherwise: " + next + "\n\n";
    if (b == 1)
      text_ +=
          "  between:\n    note: <You are> half way. Sit down and rest for a moment.\n    advice: [rest]\n"
          "    to: heat\n\n  heat:\n    use: temperature\n    to: s-20\n\n";
  }

  template <class Points>
  void write_amount(std::size_t b, const std::string& id, const std::string& next, const Points& points) {
    const auto band = [&](const std::string& name, const std::string& range, int n) {
      text_ += "      " + name + ":\n        range: " + range + "\n" + (n ? points(n) : std::string());
    };
    if (b % 3 == 0) {
      ask(id, "How bad is it, from 0 to 10?");
      text_ += "    number: { unit: points, from: 0, to: 10, step: 1, usual: 0 to 9 }\n    bands:\n";
      band("mild", "below 4", 0);
      band("bad", "4 to 7", 1);
      band("very-bad", "8 and over", 2);
      text_ += "    unsure: bad\n";
    } else if (b % 3 == 1) {
      ask(id, "How long ago did it start?");
      text_ += "    duration: { from: 0 hours, to: 1 year }\n    bands:\n";
      band("today", "up to 24 hours", 2);
      band("week", "over 24 hours and up to 7 days", 1);
      band("older", "over 7 days", 0);
      text_ += "    unsure: week\n";
    } else {
      ask(id, "When did it first happen?");
      text_ += "    date: { from: 1 year ago, to: today }\n    bands:\n";
      band("recent", "up to 6 weeks", 1);
      band("older", "over 6 weeks", 0);
      text_ += "    unsure: recent\n";
    }
    text_ += "    to: " + next + "\n\n";
  }

  void write_end() {
    text_ += "  end:\n    then:\n      - when: score late >= 3 or (" + fact(0) + " and " + fact(3) +
             ")\n        to: " + "seen-24h\n";
    for (std::size_t i = 1; i + 6 < kFactsOfATopic; i += 2) {
      text_ += "      - when: (" + fact(i) + " and " + fact(i + 6) + ") or (" + fact(i + 1) + " and not " +
               fact(i + 5) + " and age >= " + age() + ")\n        evidence: [source]\n        to: see-gp\n";
    }
    text_ += "      - when: fever and age < 5 years\n        to: see-gp\n      - otherwise: at-home\n\n";
    assert(next_age_ == kAgesOfATopic);
    text_ += "floors:\n  - when: long-still and hormones and sex is female\n    outcome: seen-24h\n\noutcomes:\n";
    const auto outcome = [&](const std::string& id, const std::string& disposition, const std::string& advice) {
      text_ += "  " + id + ":\n    disposition: " + disposition + "\n    reason: It may be " + sign() +
               ".\n    advice: [" + advice + "]\n    worsening: [worse-999, worse-child]\n";
    };
    outcome("call-999", "ambulance-now", "stay-with-me, tell-999");
    outcome("go-now", "ed-1h", "do-not-drive, take-medicines");
    outcome("seen-2h", "primary-care-2h", "take-medicines, sip-drinks");
    outcome("seen-6h", "primary-care-6h", "take-medicines, sip-drinks");
    outcome("seen-24h", "primary-care-24h", "sip-drinks, painkiller");
    outcome("see-gp", "gp-3-days", "sip-drinks, painkiller, painkiller-child");
    outcome("at-home", "self-care", "rest, sip-drinks, painkiller, painkiller-child");
    if (number_ % 2 != 0) return;
    text_ += "\nsafety:\n";
    if (number_ % 20 == 0)
      text_ +=
          "  - claim: The first sign of all is never less urgent\n    compare: { from: s-00 is no, to: s-00 }\n"
          "    disposition: never less urgent\n    evidence: [source]\n";
    else if (number_ % 4 == 0)
      text_ +=
          "  - claim: The first sign of all is an ambulance\n    when answered: s-00\n    disposition: at least "
          "ambulance-now\n    evidence: [source]\n";
    else
      text_ += "  - claim: Two signs together are seen within a day\n    when: " + fact(0) + " and " + fact(3) +
               "\n    disposition: at least primary-care-24h\n    evidence: [source]\n";
  }

  std::size_t number_;
  std::string id_;
  Chance chance_;
  std::vector<std::string> ages_;  // shuffled
  std::size_t next_age_ = 0;
  std::string text_;
};

constexpr const char* kFacts = R"(  one-leg:
    meaning: One leg is newly swollen or painful
    type: yes or no
    if-unsure: yes
  long-still:
    meaning: Was still for a long time
    type: yes or no
    if-unsure: yes
  hormones:
    meaning: Takes the combined pill or HRT
    type: yes or no
    if-unsure: yes
  clot-risk:
    meaning: Any reason to get a blood clot more easily
    means: one-leg or long-still or hormones
    if-unsure: yes
  temperature:
    meaning: Highest measured in the last 24 hours
    type: number
    unit: °C
  feels-hot:
    meaning: Feels hot where nobody could measure
    type: yes or no
    if-unsure: yes
  fever:
    meaning: 38 degrees or more, or feels hot where nobody could measure
    means: (known temperature and temperature >= 38.0 °C) or (not known temperature and feels-hot)
)";

constexpr const char* kLifeThreat = R"(module: life-threat
title: Danger to life
start: now
steps:
  now:
    question: <Do you> have any of these now?
    why: They need an ambulance at once.
    evidence: [source]
    tick:
      breath: Cannot get any air in
      blood: Blood that does not stop
      awake: Cannot be woken
    red-flag: ambulance-now
    any: danger
    none: done
    unsure: danger
outcomes:
  danger:
    disposition: ambulance-now
    reason: There may be a danger to life.
    advice: [stay-with-me, tell-999]
)";

constexpr const char* kClotRisk = R"(module: clot-risk
title: Risk of a blood clot
start: leg
steps:
  leg:
    question: Is one of <your> legs newly swollen or painful?
    evidence: [source]
    worse: neither
    records: one-leg
    yes: others
    no: others
    unsure: yes
  others:
    question: Do any of these apply <to you>?
    evidence: [source]
    worse: neither
    tick:
      still:
        text: Bed rest or a journey of over 4 hours in the last 4 weeks
        records: long-still
      hormones:
        text: Takes the combined pill or HRT
        records: hormones
    any: done
    none: done
    unsure: ask-a-nurse
outcomes:
  ask-a-nurse:
    disposition: primary-care-24h
    reason: A nurse can tell what the risk is.
    advice: [sip-drinks]
    worsening: [worse-999]
)";

constexpr const char* kTemperature = R"(module: temperature
title: Temperature
start: reading
steps:
  reading:
    question: What is <your> highest temperature in the last 24 hours?
    evidence: [source]
    number: { unit: °C, from: 33.0, to: 43.0, step: 0.1, usual: 35.0 to 42.0 }
    bands:
      normal: below 38.0
      raised: 38.0 and over
    records: temperature
    unsure: touch
    to: done
  touch:
    question: <Do you> feel hot to touch?
    evidence: [source]
    worse: neither
    records: feels-hot
    yes: done
    no: done
    unsure: yes
)";

constexpr const char* kAdvice = R"(advice:
  stay-with-me:
    text: Stay <with you> until help comes.
    only-if: party is someone-else or age < 16 years
  tell-999:
    text: Tell the person on the phone what you told us.
  do-not-drive:
    text: Do not drive there.
  take-medicines:
    text: Take a list of all medicines along.
  rest:
    text: Rest as much as <you need>.
  sip-drinks:
    text: Drink often, a little at a time.
  painkiller:
    text: Take paracetamol if <you have> pain.
    only-if: age >= 16 years
  painkiller-child:
    text: Give paracetamol for children if there is pain.
    only-if: age < 16 years
    unless: age < 3 months
  worse-999:
    text: Call 999 if <you become> very ill.
    calls: 999
  worse-child:
    text: Call 111 if <your> breathing is faster.
    only-if: age < 16 years
)";

constexpr const char* kDispositions = R"(dispositions:
  ambulance-now:    { service: ambulance, within: now, contact: call 999, level: emergency, heading: "Call 999 now" }
  ed-1h:            { service: emergency department, within: 1 hour, contact: go in person, level: emergency, heading: "Go to A&E now" }
  primary-care-2h:  { service: primary care, within: 2 hours, contact: phone, level: urgent, heading: "See a doctor or nurse within 2 hours" }
  primary-care-6h:  { service: primary care, within: 6 hours, contact: phone, level: urgent, heading: "See a doctor or nurse within 6 hours" }
  primary-care-24h: { service: primary care, within: 24 hours, contact: phone, level: urgent, heading: "See a doctor or nurse within 24 hours" }
  gp-3-days:        { service: primary care, within: 3 days, contact: phone, level: routine, heading: "See a GP within 3 days" }
  self-care:        { service: self-care, within: none, contact: none, level: self-care, heading: "Look after yourself at home" }
)";

constexpr const char* kWording = R"(variants:
  self:  party is self and age >= 5 years
  child: age < 5 years or (party is someone-else and age < 16 years)
  other: otherwise
phrases:
  you are:    [your child is, they are]
  you have:   [your child has, they have]
  you become: [your child becomes, they become]
  you need:   [your child needs, they need]
  do you:     [does your child, do they]
  have you:   [has your child, have they]
  your:       ["your child's", their]
  to you:     [to your child, to them]
  with you:   [with your child, with them]
)";

constexpr const char* kEvidence = R"(evidence:
  source: { title: "A guideline", year: 2024, url: "https://example.org/guideline" }
)";

// An answer to `step` taken by chance among those that fit.
Given some_answer(const DecisionGraph& graph, const Step& step, Day on, Chance& chance) {
  const Question& question = graph.questions[at(step.question)];
  Given given;
  given.question = step.question;
  switch (question.kind) {
    case QuestionKind::note:
      given.kind = Given::Kind::seen;
      break;
    case QuestionKind::tick:
      given.kind = Given::Kind::ticks;
      given.shown = step.shown;
      if (chance.below(2) == 0) given.ticks = static_cast<std::uint32_t>(chance.below(256)) & step.shown;
      break;
    case QuestionKind::number:
    case QuestionKind::duration:
    case QuestionKind::date: {
      given.kind = Given::Kind::amount;
      const auto steps = static_cast<std::size_t>((question.to - question.from) / question.step_size);
      given.value = question.from + static_cast<std::int32_t>(chance.below(steps + 1)) * question.step_size;
      if (question.kind == QuestionKind::date) given.value = on - given.value / (24 * 60);
      break;
    }
    default:
      given.kind = Given::Kind::answer;
      if (question.kind == QuestionKind::choose) given.shown = step.shown;
      do given.value = static_cast<std::int32_t>(chance.below(question.answers.size()));
      while (!(step.shown >> given.value & 1u));
  }
  return given;
}

[[noreturn]] void give_up(const std::string& why) {
  std::cerr << "the generated library cannot be measured: " << why << "\n";
  std::abort();
}

}  // namespace

std::vector<NamedText> generated_library(std::size_t topics, std::uint32_t seed) {
  std::vector<NamedText> files{
      {"library.yaml", "library: generated\nfirst: [life-threat]\nred-flag-within: 3 questions\n"},
      {"dispositions.yaml", kDispositions},
      {"advice.yaml", kAdvice},
      {"wording.yaml", kWording},
      {"evidence.yaml", kEvidence},
      {"modules/life-threat.yaml", kLifeThreat},
      {"modules/clot-risk.yaml", kClotRisk},
      {"modules/temperature.yaml", kTemperature}};
  std::string facts = "facts:\n" + std::string(kFacts);
  for (std::size_t i = 0; i < topics; ++i) {
    TopicWriter topic(i, seed);
    facts += topic.facts();
    files.push_back({"topics/" + topic.id() + ".yaml", topic.pathway()});
  }
  files.push_back({"facts.yaml", facts});
  return files;
}

std::vector<NamedText> worst_library(std::size_t pairs) {
  std::vector<NamedText> files = generated_library(0);
  std::string& facts = files.back().text;
  std::string steps, end;
  for (std::size_t i = 0; i < 2 * pairs; ++i) {
    const std::string number = padded(i, 2);
    facts += "  sign-" + number + ":\n    meaning: Has this sign\n    type: yes or no\n    if-unsure: yes\n";
    steps +=
        "  s-" + number + ":\n    question: <Do you> have this sign?\n    records: sign-" + number +
        "\n    worse: neither\n    unsure: yes\n    yes: " + (i + 1 < 2 * pairs ? "s-" + padded(i + 1, 2) : "end") +
        "\n    no: " + (i + 1 < 2 * pairs ? "s-" + padded(i + 1, 2) : "end") + "\n";
  }
  // Far apart, so that no order of the signs is a good one.
  for (const std::size_t step : {1, 5, 7, 11}) {
    std::string any;
    for (std::size_t i = 0; i < pairs; ++i)
      any += (any.empty() ? "(sign-" : " or (sign-") + padded(i, 2) + " and sign-" +
             padded((i + 1) * step % pairs + pairs, 2) + ")";
    end += "      - when: " + any + "\n        to: ill\n";
  }
  files.push_back(
      {"topics/worst.yaml",
       "pathway: worst\ntitle: The worst\nversion: 1.0.0\nstatus: draft\nfor: everyone\nstart: s-00\nsteps:\n" + steps +
           "  end:\n    then:\n" + end +
           "      - otherwise: well\noutcomes:\n  ill:\n    disposition: ed-1h\n    reason: It may "
           "be "
           "serious.\n    advice: [rest]\n    worsening: [worse-999]\n  well:\n    disposition: self-care\n    reason: "
           "It is "
           "not serious.\n    advice: [rest]\n    worsening: [worse-999]\n"});
  return files;
}

std::size_t bytes_of(const std::vector<NamedText>& files) {
  std::size_t bytes = 0;
  for (const NamedText& file : files) bytes += file.text.size();
  return bytes;
}

std::vector<Journey> generated_journeys(const DecisionGraph& graph, std::size_t topics, std::size_t count,
                                        std::size_t answers, std::uint32_t seed) {
  Chance chance(seed);
  std::vector<Journey> journeys;
  while (journeys.size() < count) {
    Journey journey;
    journey.topics = {TopicIndex(chance.below(topics))};
    journey.on = 20'000;
    const auto age = static_cast<AgeCell>(chance.below(kAgeCells));
    journey.patient = {Age{age, age}, Sex(1 + chance.below(3)), Party(1 + chance.below(2))};
    // Whoever ends too early takes the last answer back and gives another.
    for (std::size_t tries = 0;; ++tries) {
      const auto next = step(graph, journey);
      if (const auto* rejected = std::get_if<Rejected>(&next))
        give_up(std::string(rejected_name(rejected->code)) + " " + rejected->question);
      const Step& here = std::get<Step>(next);
      if (here.kind == Step::Kind::outcome) {
        if (tries > 100 * answers) break;  // nobody like this gets so far
        journey.answers.pop_back();
        continue;
      }
      if (journey.answers.size() == answers) {
        journeys.push_back(std::move(journey));
        break;
      }
      journey.answers.push_back(some_answer(graph, here, journey.on, chance));
    }
  }
  return journeys;
}

}  // namespace signpost::bench

// Walking: begin, answer, change, back, review, because and what is told, on a library small enough to follow by eye.
#include "engine/walk/engine.hpp"

#include <catch2/catch.hpp>
#include <memory>

#include "engine/compile/compile.hpp"
#include "engine/explore/explore.hpp"
#include "engine/read/library.hpp"

using namespace signpost;

namespace {

const std::vector<NamedText> kLibrary{
    {"library.yaml", "library: test\nfirst: [screen]\n"},
    {"dispositions.yaml", R"(dispositions:
  ambulance-now: { service: ambulance, within: now, level: emergency, contact: call 999, heading: Call 999 now }
  ed-1h: { service: emergency department, within: 1 hour, level: emergency, contact: go in person, heading: Go to A&E }
  gp-3-days: { service: own GP, within: 3 working days, level: routine, contact: phone, heading: See a GP }
  self-care: { service: home, within: no limit, level: self-care, contact: none, heading: Look after yourself }
)"},
    {"facts.yaml", R"(facts:
  pregnant:
    meaning: Is or could be pregnant
    type: yes or no
    if-unsure: yes
    never: sex is male or age < 12 years
  temperature:
    meaning: Highest measured today
    type: number
    unit: °C
)"},
    {"advice.yaml", R"(advice:
  stay: { text: "Stay with them." }
  rest: { text: "Rest." }
  drink: { text: "Drink plenty." }
  no-ibuprofen: { text: "Do not take ibuprofen.", only-if: pregnant }
  worse: { text: "Call 999 if you cannot breathe.", calls: 999 }
)"},
    {"wording.yaml", R"(variants:
  self: party is self
  child: party is someone-else and age < 16 years
  other: otherwise
phrases:
  are you: [is your child, are they]
)"},
    {"modules/screen.yaml", R"(module: screen
title: Screen
start: choking
steps:
  choking:
    question: <Are you> choking?
    red-flag: ambulance-now
    yes: at-once
    no: done
outcomes:
  at-once:
    disposition: ambulance-now
    reason: This may be life-threatening.
    advice: [stay]
)"},
    {"topics/cold.yaml", R"(pathway: cold
title: Cold
status: draft
for: everyone
start: signs
steps:
  signs:
    question: Any of these?
    tick:
      stiff: { text: "A stiff neck", to: hospital, red-flag: ed-1h }
      blocked: { text: "A blocked nose", advice: [drink] }
      baby: { text: "Not feeding", only-if: age < 1 year }
    any: hot
    none: expecting
    unsure: hospital
  hot:
    question: How hot?
    number: { unit: °C, from: 34.0, to: 43.0, step: 0.1, usual: 35.0 to 41.0 }
    bands:
      normal: below 38.0
      high: 38.0 and over
    records: temperature
    unsure: expecting
    to: expecting
  expecting:
    question: Could <are you> be pregnant?
    records: pregnant
    yes: decide
    no: decide
    unsure: yes
  decide:
    then:
      - when: signs is none
        to: at-home
      - when: known temperature and temperature >= 38.0 °C
        to: see-gp
      - otherwise: at-home
floors:
  - when: age < 3 months
    outcome: hospital
outcomes:
  hospital:
    disposition: ed-1h
    reason: This needs to be seen now.
    worsening: [worse]
  see-gp:
    disposition: gp-3-days
    reason: This should be looked at.
    advice: [rest, no-ibuprofen]
    worsening: [worse]
  at-home:
    disposition: self-care
    reason: No sign of anything serious.
    advice: [rest]
    worsening: [worse]
)"},
};

const DecisionGraph& graph() {
  static const std::unique_ptr<const DecisionGraph> made = [] {
    Diagnostics findings;
    static Library library = read_library(kLibrary, "pathways", findings);
    auto g = compile(library, findings);
    if (g) explore(library, *g, findings);
    INFO(render_text(findings, library.sources));
    REQUIRE(g);
    REQUIRE_FALSE(findings.has_errors());
    return g;
  }();
  return *made;
}

Patient patient(const char* age, Sex sex = Sex::female, Party party = Party::self) {
  return {parse_age(age), sex, party};
}
const Day kToday = *parse_day("2026-11-22");

Answered walked(const Patient& who, const std::vector<NamedAnswer>& answers) {
  auto result = evaluate(graph(), {"cold"}, who, kToday, {}, answers);
  if (auto* r = std::get_if<Rejected>(&result)) FAIL(rejected_name(r->code) << " " << r->question << " " << r->detail);
  return std::get<Answered>(result);
}

std::string where(const Answered& a) {
  if (a.step.kind == Step::Kind::outcome) return graph().outcomes[at(a.step.outcome)].id;
  return "?" + graph().questions[at(a.step.question)].id;
}

std::vector<std::string> reasons(const Journey& j) {
  std::vector<std::string> out;
  for (const Reason& r : because(graph(), j))
    out.push_back(graph().questions[at(r.question)].id + "=" + answer_words(graph(), r.question, r.given, 0));
  return out;
}

std::vector<std::string> advice(const Journey& j) {
  std::vector<std::string> out;
  for (AdviceIndex a : told(graph(), j).advice) out.push_back(graph().advice[at(a)].id);
  return out;
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("demographics are asked first and only as far as the topic reads them") {
  auto begun = begin(graph(), {"cold"}, {}, kToday);
  REQUIRE(std::holds_alternative<Journey>(begun));
  Journey j = std::get<Journey>(begun);
  auto expect_question = [&](const char* id) {
    auto now = step(graph(), j);
    REQUIRE(std::holds_alternative<Step>(now));
    CHECK(graph().questions[at(std::get<Step>(now).question)].id == id);
  };
  expect_question("patient/party");
  j = std::get<Answered>(answer(graph(), j, "patient/party", std::string("self"))).journey;
  expect_question("patient/age");
  j = std::get<Answered>(answer(graph(), j, "patient/age", Duration{34, "years"})).journey;
  expect_question("patient/sex");
  j = std::get<Answered>(answer(graph(), j, "patient/sex", std::string("not-said"))).journey;
  expect_question("screen/choking");
}

TEST_CASE("an age is asked again when a threshold falls inside it") {
  auto begun = begin(graph(), {"cold"}, {age_of(0, AgeUnit::years), Sex::male, Party::self}, kToday);
  auto now = step(graph(), std::get<Journey>(begun));
  CHECK(std::get<Step>(now).question == kAgeQuestion);  // under 1 year: the floor at 3 months tells babies apart
  auto refused = answer(graph(), std::get<Journey>(begun), "patient/age", Duration{0, "years"});
  REQUIRE(std::holds_alternative<Rejected>(refused));
  CHECK(std::get<Rejected>(refused).code == Rejected::Code::age_too_coarse);
  CHECK(std::holds_alternative<Journey>(
      begin(graph(), {"cold"}, {age_of(3, AgeUnit::years), Sex::male, Party::self}, kToday)));
  auto three = std::get<Journey>(begin(graph(), {"cold"}, {age_of(3, AgeUnit::years), Sex::male, Party::self}, kToday));
  CHECK(std::get<Step>(step(graph(), three)).question != kAgeQuestion);
}

TEST_CASE("a fact that is known to be no is not asked") {
  CHECK(where(walked(patient("34 years"), {{"screen/choking", std::string("no")}, {"signs", Ids{}}})) == "?expecting");
  CHECK(where(walked(patient("34 years", Sex::male), {{"screen/choking", std::string("no")}, {"signs", Ids{}}})) ==
        "at-home");
  CHECK(where(walked(patient("8 years"), {{"screen/choking", std::string("no")}, {"signs", Ids{}}})) == "at-home");
}

TEST_CASE("answers that do not fit are values and never exceptions") {
  auto at_signs = walked(patient("34 years"), {{"screen/choking", std::string("no")}}).journey;
  auto code = [&](const char* question, AnswerValue value, bool confirmed = false) {
    auto result = answer(graph(), at_signs, question, value, confirmed);
    return std::holds_alternative<Rejected>(result) ? std::string(rejected_name(std::get<Rejected>(result).code))
                                                    : "accepted";
  };
  CHECK(code("signs", Ids{"stiff"}) == "accepted");
  CHECK(code("signs", Ids{"baby"}) == "answer-does-not-fit");  // not offered at 34
  CHECK(code("signs", Ids{"stiff", "stiff"}) == "answer-does-not-fit");
  CHECK(code("signs", Ids{"none", "stiff"}) == "answer-does-not-fit");
  CHECK(code("signs", Ids{"STIFF"}) == "answer-does-not-fit");
  CHECK(code("signs", 3.0) == "answer-does-not-fit");
  CHECK(code("hot", 38.0) == "question-not-asked");
  CHECK(code("nothing", 38.0) == "unknown-question");
  at_signs = std::get<Answered>(answer(graph(), at_signs, "signs", Ids{"blocked"})).journey;
  CHECK(code("hot", 43.1) == "value-out-of-range");
  CHECK(code("hot", 1e300) == "value-out-of-range");
  CHECK(code("hot", 42.0) == "value-unusual");
  CHECK(code("hot", 42.0, true) == "accepted");
  CHECK(code("hot", 38.04) == "accepted");
  CHECK(code("hot", std::string("warm")) == "answer-does-not-fit");
  CHECK(code("signs", Ids{}) == "question-not-asked");  // the same page posted twice
  auto over = walked(patient("34 years"), {{"screen/choking", std::string("yes")}}).journey;
  auto more = answer(graph(), over, "screen/choking", std::string("yes"));
  CHECK(std::get<Rejected>(more).code == Rejected::Code::journey_over);
}

TEST_CASE("because names the answers that chose the outcome") {
  auto high = walked(patient("34 years"), {{"screen/choking", std::string("no")},
                                           {"signs", Ids{"blocked"}},
                                           {"hot", 38.5},
                                           {"expecting", std::string("no")}});
  CHECK(where(high) == "see-gp");
  CHECK(reasons(high.journey) == Ids{"hot=38.5 °C"});
  auto low = walked(patient("34 years"), {{"screen/choking", std::string("no")},
                                          {"signs", Ids{"blocked"}},
                                          {"hot", 36.5},
                                          {"expecting", std::string("no")}});
  CHECK(where(low) == "at-home");  // by otherwise: the rules above it failed on these
  CHECK(reasons(low.journey) == Ids{"signs=A blocked nose", "hot=36.5 °C"});
  auto flag = walked(patient("34 years"), {{"screen/choking", std::string("no")}, {"signs", Ids{"stiff"}}});
  CHECK(reasons(flag.journey) == Ids{"signs=A stiff neck"});
  auto lifted = walked(patient("8 weeks"), {{"screen/choking", std::string("no")}, {"signs", Ids{}}});
  CHECK(where(lifted) == "hospital");  // the floor
  CHECK(reasons(lifted.journey) == Ids{"patient/age=8 weeks", "signs=None of these"});
}

TEST_CASE("advice is added by answers and given only to whom it is for") {
  std::vector<NamedAnswer> way{{"screen/choking", std::string("no")}, {"signs", Ids{"blocked"}}, {"hot", 38.5}};
  auto with = [&](const char* pregnant) {
    auto all = way;
    all.emplace_back("expecting", std::string(pregnant));
    return advice(walked(patient("34 years"), all).journey);
  };
  CHECK(with("no") == Ids{"rest", "drink"});
  CHECK(with("yes") == Ids{"rest", "no-ibuprofen", "drink"});
  CHECK(with("unsure") == Ids{"rest", "no-ibuprofen", "drink"});  // not sure counts as yes
  CHECK(advice(walked(patient("34 years", Sex::male), way).journey) == Ids{"rest", "drink"});
}

TEST_CASE("a change keeps the later answers that still hold and names the others") {
  auto done = walked(patient("34 years"), {{"screen/choking", std::string("no")},
                                           {"signs", Ids{"blocked"}},
                                           {"hot", 38.5},
                                           {"expecting", std::string("no")}});
  auto same_end = std::get<Answered>(change(graph(), done.journey, "hot", 39.0));
  CHECK(where(same_end) == "see-gp");
  CHECK(same_end.dropped.empty());
  auto shorter = std::get<Answered>(change(graph(), done.journey, "signs", Ids{}));
  CHECK(where(shorter) == "at-home");
  CHECK(shorter.dropped == Ids{"hot"});
  auto emergency = std::get<Answered>(change(graph(), done.journey, "screen/choking", std::string("yes")));
  CHECK(where(emergency) == "at-once");
  CHECK(emergency.dropped == Ids{"signs", "hot", "expecting"});
  // Younger: the list shows an item that was not shown then, so its answer is asked again and those after it wait.
  auto younger = std::get<Answered>(change(graph(), done.journey, "patient/age", Duration{8, "months"}));
  CHECK(where(younger) == "?signs");
  CHECK(younger.dropped == Ids{"signs"});
  auto again = std::get<Answered>(answer(graph(), younger.journey, "signs", Ids{"blocked"}));
  CHECK(where(again) == "see-gp");  // hot was held; a girl of 8 months is not asked about pregnancy
  CHECK(again.dropped == Ids{"expecting"});
  auto unknown = change(graph(), done.journey, "nothing", 1.0);
  CHECK(std::get<Rejected>(unknown).code == Rejected::Code::unknown_question);
}

TEST_CASE("going back keeps the answer for going on") {
  auto done = walked(patient("34 years"), {{"screen/choking", std::string("no")},
                                           {"signs", Ids{"blocked"}},
                                           {"hot", 38.5},
                                           {"expecting", std::string("no")}});
  Journey j = back(graph(), back(graph(), done.journey));
  CHECK(graph().questions[at(std::get<Step>(step(graph(), j)).question)].id == "hot");
  auto on = std::get<Answered>(answer(graph(), j, "hot", 36.0));
  CHECK(where(on) == "at-home");  // the answer about pregnancy was held
  for (int i = 0; i < 10; ++i) j = back(graph(), j);
  CHECK(j.answers.empty());
}

TEST_CASE("review lists every question in order with its answer") {
  auto done =
      walked(patient("34 years"), {{"screen/choking", std::string("no")}, {"signs", Ids{}}, {"expecting", Unsure{}}});
  Ids lines;
  for (const Reviewed& r : review(graph(), done.journey))
    lines.push_back(graph().questions[at(r.question)].id + "=" + answer_words(graph(), r.question, r.given, 0));
  CHECK(lines == Ids{"patient/party=Me", "patient/age=34 years", "patient/sex=Female", "screen/choking=No",
                     "signs=None of these", "expecting=Not sure"});
}

TEST_CASE("words speak to the person who reads them") {
  auto text = [&](const char* age, Party party) {
    Journey j = std::get<Journey>(begin(graph(), {"cold"}, patient(age, Sex::male, party), kToday));
    auto q = std::get<Step>(step(graph(), j)).question;
    return std::string(graph().text(graph().questions[at(q)].text, variant_of(graph(), j)));
  };
  CHECK(text("34 years", Party::self) == "Are you choking?");
  CHECK(text("34 years", Party::someone_else) == "Are they choking?");
  CHECK(text("15 years", Party::someone_else) == "Is your child choking?");
  CHECK(text("16 years", Party::someone_else) == "Are they choking?");
  CHECK(text("15 years", Party::self) == "Are you choking?");
}

TEST_CASE("progress never promises fewer questions than the shortest way or more than the longest") {
  Journey j = std::get<Journey>(begin(graph(), {"cold"}, patient("34 years"), kToday));
  auto p = progress(graph(), j, std::get<Step>(step(graph(), j)));
  CHECK(p.asked == 0);
  CHECK(p.at_least == 1);
  CHECK(p.at_most == 4);
}

TEST_CASE("evaluate takes answers in any order and refuses those that nobody asked for") {
  std::vector<NamedAnswer> answers{{"expecting", std::string("no")},
                                   {"hot", 38.5},
                                   {"signs", Ids{"blocked"}},
                                   {"screen/choking", std::string("no")}};
  CHECK(where(walked(patient("34 years"), answers)) == "see-gp");
  answers.emplace_back("cold/signs", Ids{});
  auto refused = evaluate(graph(), {"cold"}, patient("34 years"), kToday, {}, answers);
  CHECK(std::get<Rejected>(refused).code == Rejected::Code::unknown_question);
  auto two = evaluate(graph(), {"cold", "cold"}, patient("34 years"), kToday, {}, {});
  CHECK(std::get<Rejected>(two).code == Rejected::Code::too_many_topics);
}

TEST_CASE("a journey whose answers do not fit its patient is refused") {
  auto done =
      walked(patient("8 months"), {{"screen/choking", std::string("no")}, {"signs", Ids{"baby"}}, {"hot", 36.0}});
  Journey forged = done.journey;
  forged.patient.age = parse_age("34 years");  // nobody of 34 was offered that answer
  auto result = step(graph(), forged);
  REQUIRE(std::holds_alternative<Rejected>(result));
  CHECK(std::get<Rejected>(result).code == Rejected::Code::answer_does_not_fit);
  forged = done.journey;
  forged.topics = {TopicIndex{7}};
  CHECK(std::get<Rejected>(step(graph(), forged)).code == Rejected::Code::unknown_topic);
}

// Faults that were really found in a service of this kind, each as a test that it cannot happen here. The comment above
// each test says what went wrong there.
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <string>

#include "engine/compile/compile.hpp"
#include "engine/explore/explore.hpp"
#include "engine/read/library.hpp"
#include "engine/walk/engine.hpp"
#include "engine/walk/token.hpp"
#include "tests/support/library_around.hpp"

namespace signpost {
namespace {

using namespace signpost::tests;

struct Built {
  Library library;
  Diagnostics findings;
  std::unique_ptr<const DecisionGraph> graph;
  bool found(Code code) const {
    return std::any_of(findings.all().begin(), findings.all().end(),
                       [&](const Diagnostic& d) { return d.code == code; });
  }
};

Built build(const std::vector<NamedText>& files) {
  Built b;
  b.library = read_library(files, "", b.findings);
  if (!b.findings.has_errors()) b.graph = compile(b.library, b.findings);
  if (b.graph) explore(b.library, *b.graph, b.findings);
  return b;
}

Built build_well(const std::vector<NamedText>& files) {
  Built b = build(files);
  INFO(render_text(b.findings, b.library.sources));
  REQUIRE(b.graph);
  REQUIRE_FALSE(b.findings.has_errors());
  return b;
}

Patient person(const std::string& age, Party party = Party::self) {
  Patient patient;
  patient.age = parse_age(age);
  patient.sex = Sex::female;
  patient.party = party;
  return patient;
}

Journey started(const Built& b, const Patient& patient = person("40 years"), const std::string& topic = "p") {
  return std::get<Journey>(begin(*b.graph, {topic}, patient, 20'000));
}

Journey given(const Built& b, const Journey& journey, const std::string& question, const AnswerValue& value) {
  const auto next = answer(*b.graph, journey, question, value);
  const auto* rejected = std::get_if<Rejected>(&next);
  INFO((rejected ? std::string(rejected_name(rejected->code)) : std::string()) << " at " << question);
  REQUIRE_FALSE(rejected);
  return std::get<Answered>(next).journey;
}

// "question:q" or "outcome:o"
std::string where(const Built& b, const Journey& journey) {
  const Step now = std::get<Step>(step(*b.graph, journey));
  return now.kind == Step::Kind::outcome ? "outcome:" + b.graph->outcomes[at(now.outcome)].id
                                         : "question:" + b.graph->questions[at(now.question)].id;
}

std::vector<std::string> advice_of(const Built& b, const Journey& journey) {
  std::vector<std::string> ids;
  for (AdviceIndex i : told(*b.graph, journey).advice) ids.push_back(b.graph->advice[at(i)].id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

using Ids = std::vector<std::string>;

// Answers were told apart by their text without regard to case, so one of two could never be given.
TEST_CASE("trap 1 - two answers with the same text in other case are two answers") {
  const Built b = build_well(library_around(
      yes_no_fact("x"), {pathway_file("p",
                                      "start: q\nsteps:\n  q:\n    question: Which?\n    choose:\n      "
                                      "one:\n        text: A cut\n        to: now\n"
                                      "      two:\n        text: a cut\n        to: soon\n      three:\n "
                                      "       text: A CUT\n        to: home\n")}));
  CHECK(where(b, given(b, started(b), "q", std::string("one"))) == "outcome:now");
  CHECK(where(b, given(b, started(b), "q", std::string("two"))) == "outcome:soon");
  CHECK(where(b, given(b, started(b), "q", std::string("three"))) == "outcome:home");
}

// A second "set" of the same keyword overwrote the first one silently.
TEST_CASE("trap 2 - a fact that two questions record is told once and stays") {
  const Built b = build_well(library_around(
      yes_no_fact("ill"),
      {pathway_file("p",
                    "start: a\nsteps:\n  a:\n    question: Ill?\n    records: ill\n    yes: b\n    no: b\n"
                    "  b:\n    question: Are you ill?\n    records: ill\n    yes: c\n    no: d\n"
                    "  c:\n    question: Bad?\n    yes: now\n    no: soon\n  d:\n    question: Well?\n    yes: home\n  "
                    "  no: soon\n")}));
  const Journey yes = given(b, started(b), "a", std::string("yes"));
  CHECK(where(b, yes) == "question:c");
  CHECK(where(b, given(b, started(b), "a", std::string("no"))) == "question:d");
  // Nothing can write it a second time.
  const auto second = answer(*b.graph, yes, "b", std::string("no"));
  CHECK(std::holds_alternative<Rejected>(second));
}

// Care advice that was passed on two ways was listed twice.
TEST_CASE("trap 3 - advice that comes from two places is told once") {
  const Built b = build_well(library_around(
      yes_no_fact("x"),
      {pathway_file(
          "p",
          "start: a\nsteps:\n  a:\n    question: A?\n    yes:\n      to: b\n      advice: [rest, drink]\n    no: home\n"
          "  b:\n    question: B?\n    yes:\n      to: soon\n      advice: [drink]\n    no: now\n")}));
  const Journey end = given(b, given(b, started(b), "a", std::string("yes")), "b", std::string("yes"));
  CHECK(advice_of(b, end) == Ids{"drink", "rest"});
}

// A read of a keyword that was never set took the default branch.
TEST_CASE("trap 4 - a rule that reads what was never asked is refused") {
  const Built b = build(library_around(
      yes_no_fact("ill"),
      {pathway_file("p",
                    "start: a\nsteps:\n  a:\n    question: A?\n    yes: b\n    no: now\n"
                    "  b:\n    then:\n      - when: ill\n        to: soon\n      - otherwise: home\n")}));
  CHECK(b.found(Code::undecided));
}

// A value that no range held fell through to the last one.
TEST_CASE("trap 5 - a value outside all ranges is refused when written and when given") {
  const std::string before =
      "start: t\nsteps:\n  t:\n    question: How hot?\n    number: { unit: °C, from: 34.0, to: 43.0, step: 0.1 }\n    "
      "bands:\n";
  const std::string after = "    then:\n      - when: t is high\n        to: soon\n      - otherwise: home\n";
  const Built gap = build(library_around(
      yes_no_fact("x"), {pathway_file("p", before + "      low: below 38.0\n      high: over 38.0\n" + after)}));
  CHECK(gap.found(Code::bands_gap));
  const Built overlap = build(library_around(
      yes_no_fact("x"), {pathway_file("p", before + "      low: up to 38.0\n      high: 38.0 and over\n" + after)}));
  CHECK(overlap.found(Code::bands_overlap));
  Built b = build(library_around(
      yes_no_fact("x"), {pathway_file("p", before + "      low: below 38.0\n      high: 38.0 and over\n" + after)}));
  REQUIRE(b.graph);
  for (double outside : {33.9, 43.1, -1.0, 1e300}) {
    const auto next = answer(*b.graph, started(b), "t", outside, true);
    REQUIRE(std::holds_alternative<Rejected>(next));
    CHECK(std::get<Rejected>(next).code == Rejected::Code::value_out_of_range);
  }
  CHECK(where(b, given(b, started(b), "t", 34.0)) == "outcome:home");
  CHECK(where(b, given(b, started(b), "t", 37.9)) == "outcome:home");
  CHECK(where(b, given(b, started(b), "t", 38.0)) == "outcome:soon");
  CHECK(where(b, given(b, started(b), "t", 43.0)) == "outcome:soon");
}

// A default written above the other branches swallowed them.
TEST_CASE("trap 6 - otherwise above another rule is refused") {
  const Built b = build(
      library_around(yes_no_fact("x"), {pathway_file("p",
                                                     "start: a\nsteps:\n  a:\n    then:\n      - otherwise: "
                                                     "home\n      - when: age >= 65 years\n        to: soon\n")}));
  CHECK(b.findings.has_errors());
}

// What was collected on the way got lost when two invisible steps stood before the outcome.
TEST_CASE("trap 7 - two deciding steps before an outcome lose no advice") {
  const Built b = build_well(library_around(
      yes_no_fact("ill"),
      {pathway_file("p",
                    "start: a\nsteps:\n  a:\n    question: Ill?\n    records: ill\n    yes:\n      to: b\n      "
                    "advice: [drink]\n    no: home\n"
                    "  b:\n    then:\n      - when: age >= 65 years\n        to: now\n      - otherwise: c\n"
                    "  c:\n    then:\n      - when: age >= 16 years\n        to: soon\n      - otherwise: home\n")}));
  CHECK(advice_of(b, given(b, started(b), "a", std::string("yes"))) == Ids{"drink", "rest"});
  CHECK(advice_of(b, given(b, started(b, person("70 years")), "a", std::string("yes"))) == Ids{"drink", "stay"});
}

// Going back over a jump kept what the other pathway had collected.
TEST_CASE("trap 8 - going back over a jump leaves nothing of the other pathway") {
  const Built b = build_well(library_around(
      yes_no_fact("x"),
      {pathway_file("p",
                    "start: a\nsteps:\n  a:\n    question: A?\n    yes: pathway/other\n    no: b\n  b:\n    question: "
                    "B?\n    yes: now\n    no: home\n"),
       pathway_file(
           "other",
           "start: c\nsteps:\n  c:\n    question: C?\n    yes:\n      to: d\n      advice: [drink]\n    no: soon\n"
           "  d:\n    question: D?\n    yes: now\n    no: home\nfloors:\n  - when: age >= 16 years\n    outcome: "
           "soon\n")}));
  Journey far = given(b, given(b, started(b), "a", std::string("yes")), "other/c", std::string("yes"));
  CHECK(where(b, given(b, far, "other/d", std::string("no"))) == "outcome:soon");
  const Journey start = back(*b.graph, back(*b.graph, far));
  CHECK(where(b, start) == "question:a");
  const Journey end = given(b, given(b, start, "a", std::string("no")), "b", std::string("no"));
  CHECK(where(b, end) == "outcome:home");
  CHECK(advice_of(b, end) == Ids{"rest"});
}

// Undoing an answer that had set a disposition left it standing.
TEST_CASE("trap 9 - going back over an answer that told a fact leaves nothing stale") {
  const Built b = build_well(library_around(
      yes_no_fact("ill"),
      {pathway_file(
          "p",
          "start: a\nsteps:\n  a:\n    question: Ill?\n    records: ill\n    yes:\n      to: b\n      advice: "
          "[drink]\n    no: b\n"
          "  b:\n    question: B?\n    yes: now\n    no: home\nfloors:\n  - when: ill\n    outcome: soon\n")}));
  const Journey ill = given(b, given(b, started(b), "a", std::string("yes")), "b", std::string("no"));
  CHECK(where(b, ill) == "outcome:soon");
  const Journey again = back(*b.graph, back(*b.graph, ill));
  CHECK(where(b, again) == "question:a");
  const Journey well = given(b, again, "a", std::string("no"));
  // The answer to b still holds, and is used again.
  CHECK(where(b, well) == "outcome:home");
  CHECK(advice_of(b, well) == Ids{"rest"});
}

// An exclusion that came before the inclusion had no effect.
TEST_CASE("trap 10 - advice taken away before it is added stays away") {
  const Built b = build_well(library_around(
      yes_no_fact("x"),
      {pathway_file(
          "p",
          "start: a\nsteps:\n  a:\n    question: A?\n    yes:\n      to: b\n      without-advice: [drink]\n    no: b\n"
          "  b:\n    question: B?\n    yes:\n      to: soon\n      advice: [drink]\n    no: home\n")}));
  CHECK(advice_of(b, given(b, given(b, started(b), "a", std::string("yes")), "b", std::string("yes"))) == Ids{"rest"});
  CHECK(advice_of(b, given(b, given(b, started(b), "a", std::string("no")), "b", std::string("yes"))) ==
        Ids{"drink", "rest"});
}

// An outcome without care advice showed an empty page.
TEST_CASE("trap 11 - an outcome that tells somebody nothing is refused") {
  const auto with = [](const std::string& outcome) {
    return build(library_around(
        yes_no_fact("x"),
        {{"topics/p.yaml",
          "pathway: p\ntitle: A small one\nversion: 1.0.0\nstatus: draft\nfor: everyone\nstart: a\nsteps:\n"
          "  a:\n    question: A?\n    yes: this\n    no: this\noutcomes:\n  this:\n    disposition: ambulance-now\n   "
          " reason: It is serious.\n" +
              outcome}},
        "", "  adults: { text: \"Do not drive.\", only-if: age >= 16 years }\n"));
  };
  CHECK(with("").found(Code::outcome_without_advice));
  CHECK(with("    advice: [adults]\n").found(Code::outcome_without_advice));
  CHECK_FALSE(with("    advice: [stay]\n").found(Code::outcome_without_advice));
}

// A jump to a pathway that does not exist for that age or sex was an error page in mid-journey.
TEST_CASE("trap 12 - a jump to a pathway that does not admit the patient is refused") {
  const auto jump = [](const std::string& when) {
    return build(
        library_around(yes_no_fact("x"),
                       {pathway_file("p", "start: a\nsteps:\n  a:\n    then:\n      - when: " + when +
                                              "\n        to: pathway/grown\n      - otherwise: b\n"
                                              "  b:\n    question: B?\n    yes: now\n    no: home\n"),
                        pathway_file("grown", "start: c\nsteps:\n  c:\n    question: C?\n    yes: soon\n    no: home\n",
                                     "age >= 16 years")}));
  };
  CHECK(jump("age >= 12 years").found(Code::jump_not_admitted));
  CHECK_FALSE(jump("age >= 16 years").found(Code::jump_not_admitted));
}

// Children on the day of a birthday that is a cut-off met the wrong pathway.
TEST_CASE("trap 13 - ages at the edges of bands meet exactly one pathway and the right rule") {
  const std::string body =
      "start: a\nsteps:\n  a:\n    then:\n      - when: age < 18 months\n        to: now\n      - when: age < 10 "
      "years\n        to: soon\n      - otherwise: home\n";
  const std::string grown =
      "start: g\nsteps:\n  g:\n    then:\n      - when: age >= 65 years\n        to: now\n      - otherwise: home\n";
  const std::string middle = "start: m\nsteps:\n  m:\n    question: M?\n    yes: soon\n    no: home\n";
  const Built b = build_well(library_around(
      yes_no_fact("x"),
      {pathway_file("small", body.substr(0, body.find("      - when: age < 10")) + "      - otherwise: home\n",
                    "age < 5 years", "t"),
       pathway_file("middle", middle, "age >= 5 years and age < 16 years", "t"),
       pathway_file("grown", grown, "age >= 16 years", "t")}));
  const auto end = [&](const std::string& age) { return where(b, started(b, person(age), "t")); };
  CHECK(end("0 days") == "outcome:now");
  CHECK(end("27 days") == "outcome:now");
  CHECK(end("4 weeks") == "outcome:now");
  CHECK(end("17 months") == "outcome:now");
  CHECK(end("18 months") == "outcome:home");
  CHECK(end("59 months") == "outcome:home");
  CHECK(end("5 years") == "question:m");
  CHECK(end("15 years") == "question:m");
  CHECK(end("16 years") == "outcome:home");
  CHECK(end("64 years") == "outcome:home");
  CHECK(end("65 years") == "outcome:now");
  CHECK(end("120 years") == "outcome:now");
  // One year of age in which a cut-off falls is not exact enough: it is asked again rather than guessed.
  CHECK(end("1 year").rfind("question:patient/age", 0) == 0);
  // A gap and an overlap of one step are both found.
  CHECK(build(library_around(yes_no_fact("x"), {pathway_file("one", middle, "age < 5 years", "t"),
                                                pathway_file("two", middle, "age >= 6 years", "t")}))
            .found(Code::not_exactly_one_pathway));
  CHECK(build(library_around(yes_no_fact("x"), {pathway_file("one", middle, "age < 16 years", "t"),
                                                pathway_file("two", middle, "age >= 15 years", "t")}))
            .found(Code::not_exactly_one_pathway));
}

// The browser's Back after the outcome, and then another answer, gave the old outcome.
TEST_CASE("trap 18 - after the outcome one may go back and answer otherwise but not answer on") {
  const Built b = build_well(
      library_around(yes_no_fact("x"), {pathway_file("p",
                                                     "start: a\nsteps:\n  a:\n    question: A?\n    yes: now\n    no: "
                                                     "b\n  b:\n    question: B?\n    yes: soon\n    no: home\n")}));
  const Journey end = given(b, given(b, started(b), "a", std::string("no")), "b", std::string("no"));
  CHECK(where(b, end) == "outcome:home");
  const auto on = answer(*b.graph, end, "b", std::string("yes"));
  CHECK(std::holds_alternative<Rejected>(on));
  const Journey back_once = back(*b.graph, end);
  CHECK(where(b, back_once) == "question:b");
  CHECK(where(b, given(b, back_once, "b", std::string("yes"))) == "outcome:soon");
  const auto changed = change(*b.graph, end, "a", std::string("yes"));
  REQUIRE(std::holds_alternative<Answered>(changed));
  CHECK(where(b, std::get<Answered>(changed).journey) == "outcome:now");
  CHECK(std::get<Answered>(changed).dropped == Ids{"b"});
}

// A very long journey did not fit into the address of the page.
TEST_CASE("trap 19 - a journey of a hundred answers fits into a cookie") {
  std::string body = "start: q-0\nsteps:\n";
  for (int i = 0; i < 100; ++i) {
    const std::string next = i == 99 ? "home" : "q-" + std::to_string(i + 1);
    body += "  q-" + std::to_string(i) + ":\n    question: Which?\n    tick:\n";
    for (const char* item : {"a", "b", "c", "d", "e", "f", "g", "h"})
      body += "      item-" + std::string(item) + ": This one\n";
    body += "    any: " + next + "\n    none: " + next + "\n";
  }
  const Built b = build(library_around(yes_no_fact("x"), {pathway_file("p", body)}));
  REQUIRE(b.graph);
  Journey journey = started(b);
  for (int i = 0; i < 100; ++i) {
    journey = given(b, journey, "q-" + std::to_string(i), std::vector<std::string>{"item-a", "item-c", "item-h"});
  }
  const TokenSealer sealer({random_token_key(1)});
  const std::string token = sealer.seal(*b.graph, journey, 1'000'000);
  CHECK(token.size() <= kMaxTokenChars);
  const auto opened = sealer.open(*b.graph, token, 1'000'000);
  REQUIRE(std::holds_alternative<TokenSealer::Opened>(opened));
  CHECK(std::get<TokenSealer::Opened>(opened).journey == journey);
  CHECK(where(b, std::get<TokenSealer::Opened>(opened).journey) == "outcome:home");
}

// Two tables gave one disposition two time frames.
TEST_CASE("trap 23 - one disposition has one time frame everywhere") {
  // An outcome cannot state a time frame of its own, and a disposition stands in the list once.
  std::vector<NamedText> files = library_around(
      yes_no_fact("x"), {pathway_file("p", "start: a\nsteps:\n  a:\n    question: A?\n    yes: soon\n    no: home\n")});
  REQUIRE(build(files).graph);
  std::vector<NamedText> own = files, twice = files;
  own.front().text +=
      "  late: { disposition: ed-1h, within: 4 hours, reason: \"So.\", advice: [rest], worsening: [worse] }\n";
  CHECK(build(own).found(Code::unknown_key));
  for (NamedText& file : twice) {
    if (file.path == "dispositions.yaml")
      file.text +=
          "  ed-1h: { service: emergency department, within: 4 hours, level: emergency, contact: go in person }\n";
  }
  CHECK(build(twice).found(Code::duplicate_key));
  const Built b = build(files);
  std::set<std::string> ids;
  for (const DispositionInfo& d : b.graph->dispositions) CHECK(ids.insert(d.id).second);
}

// A page about a child spoke to an adult.
TEST_CASE("trap 25 - adult words never stand on a page about a child") {
  const Built b =
      build_well(library_around(yes_no_fact("x"),
                                {pathway_file("p",
                                              "start: a\nsteps:\n  a:\n    question: Can <you> walk?\n    tick:\n      "
                                              "one:\n        text: <You> drive\n        only-if: age >= 16 years\n"
                                              "      two: <You> run\n    any: home\n    none: soon\n")},
                                "", "  grown: { text: \"Do not drive.\", only-if: age >= 16 years }\n"));
  const DecisionGraph& g = *b.graph;
  for (int cell = 0; cell < kAgeCells; ++cell) {
    Patient patient;
    patient.age = Age{static_cast<AgeCell>(cell), static_cast<AgeCell>(cell)};
    patient.sex = Sex::male;
    patient.party = Party::someone_else;
    const Journey journey = started(b, patient);
    const Step now = std::get<Step>(step(g, journey));
    const Question& q = g.questions[at(now.question)];
    const bool child = cell < parse_age("16 years")->first;
    const VariantIndex variant = variant_of(g, journey);
    INFO(age_text(static_cast<AgeCell>(cell)));
    CHECK(g.text(q.text, variant) == (child ? "Can your child walk?" : "Can they walk?"));
    CHECK(g.text(q.answers[1].text, variant) == (child ? "Your child run" : "They run"));
    CHECK(((now.shown & 1u) == 0) == child);
  }
}

}  // namespace
}  // namespace signpost

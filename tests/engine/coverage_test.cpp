#include "engine/scenarios/coverage.hpp"

#include <catch2/catch.hpp>

#include "engine/scenarios/aims.hpp"

#include "tests/support/covered.hpp"
#include "tests/support/library_around.hpp"

using namespace signpost;
using namespace signpost::tests;

namespace {

// A scenario in one line; `rest` holds its answers and what it expects.
std::string scenario(const std::string& age, const std::string& answers,
                     const std::string& expect = "disposition: self-care") {
  return "  - name: One\n    patient: { age: " + age + ", sex: female }\n    answers: { " + answers +
         " }\n    others: none\n    expect: { " + expect + " }\n";
}
NamedText scenarios_of(const std::string& id, const std::string& scenarios) {
  return {"topics/" + id + ".test.yaml", "pathway: " + id + "\nscenarios:\n" + scenarios};
}

Covered one_pathway(const std::string& body, const std::string& scenarios, const std::string& facts = "",
                    const std::string& admits = "everyone", const std::string& advice = "") {
  return Covered(library_around(facts, {pathway_file("a", body, admits), scenarios_of("a", scenarios)}, "", advice));
}

const char* const kList = R"(start: signs
steps:
  signs:
    question: Any of these?
    tick:
      bad: { text: "A bad one", to: soon }
      mild: { text: "A mild one" }
    any: sure
    none: home
    unsure: soon
  sure:
    question: Is it so?
    yes: soon
    no: home
)";

}  // namespace

TEST_CASE("steps and answers are shown by whoever comes to them") {
  const Covered covered = one_pathway(kList, scenario("30 years", "signs: [bad]", "disposition: ed-1h"));
  CHECK(covered.shows("`signs` is reached"));
  CHECK(covered.shows("`signs` is answered `bad`"));
  CHECK(covered.shows("`soon` is the outcome"));
  CHECK_FALSE(covered.shows("`signs` is answered `mild`"));
  CHECK_FALSE(covered.shows("`signs` is answered none of these"));
  CHECK_FALSE(covered.shows("`signs` is answered not sure"));
  CHECK_FALSE(covered.shows("`sure` is reached"));
  CHECK_FALSE(covered.shows("`sure` is answered `yes`"));
  CHECK_FALSE(covered.shows("`home` is the outcome"));
}

TEST_CASE("none of these and not sure are answers of their own") {
  const Covered covered =
      one_pathway(kList, scenario("30 years", "") + scenario("30 years", "signs: unsure", "disposition: ed-1h") +
                             scenario("30 years", "signs: [mild], sure: yes", "outcome: soon"));
  CHECK(covered.shows("`signs` is answered none of these"));
  CHECK(covered.shows("`signs` is answered not sure"));
  CHECK(covered.shows("`sure` is answered `yes`"));
  CHECK_FALSE(covered.shows("`sure` is answered `no`"));
}

TEST_CASE("what a scenario that fails shows counts for nothing") {
  const Covered covered = one_pathway(kList, scenario("30 years", "", "disposition: ambulance-now"));
  CHECK(covered.coverage.failed == 1);
  CHECK(covered.coverage.scenarios == 0);
  CHECK(covered.count() == 0);
}

TEST_CASE("each side of a rule is a part of its own, and a rule behind one that fires is not come to") {
  const char* const body = R"(start: q
steps:
  q:
    question: Is it so?
    yes: sort
    no: sort
  sort:
    then:
      - when: q
        to: soon
      - when: age >= 65 years
        to: soon
      - otherwise: home
)";
  const Covered first = one_pathway(body, scenario("64 years", "q: yes", "outcome: soon"));
  CHECK(first.shows("the rule `q` of `sort` is true"));
  CHECK_FALSE(first.shows("the rule `q` of `sort` is come to and not true"));
  CHECK_FALSE(first.shows("the rule `age >= 65 years` of `sort` is true"));
  CHECK_FALSE(first.shows("the rule `age >= 65 years` of `sort` is come to and not true"));
  CHECK_FALSE(first.shows("`age >= 65 years` is tried at 64 years"));
  const Covered second = one_pathway(body, scenario("64 years", "") + scenario("66 years", "", "outcome: soon"));
  CHECK(second.shows("the rule `q` of `sort` is come to and not true"));
  CHECK(second.shows("the rule `age >= 65 years` of `sort` is come to and not true"));
  CHECK(second.shows("the rule `age >= 65 years` of `sort` is true"));
  CHECK(second.shows("`otherwise` of `sort` is taken"));
  // 64 is the last on its side; 66 is not the first on the other.
  CHECK(second.shows("`age >= 65 years` is tried at 64 years"));
  CHECK_FALSE(second.shows("`age >= 65 years` is tried at 65 years"));
  CHECK(one_pathway(body, scenario("65 years", "", "outcome: soon")).shows("`age >= 65 years` is tried at 65 years"));
}

TEST_CASE("a threshold beyond which a comparison holds is tried on both sides of the bound, not of the number") {
  const char* const body = R"(start: sort
steps:
  sort:
    then:
      - when: age > 5 years
        to: soon
      - otherwise: home
)";
  const Covered covered = one_pathway(body, scenario("5 years", ""));
  CHECK(covered.shows("`age > 5 years` is tried at 5 years"));
  CHECK_FALSE(covered.shows("`age > 5 years` is tried at 6 years"));
}

TEST_CASE("bands and the values at their edges") {
  const char* const body = R"(start: hot
steps:
  hot:
    question: Temperature?
    number: { unit: °C, from: 34.0, to: 43.0, step: 0.1 }
    worse: higher
    bands:
      normal: up to 37.9
      raised: { range: 38.0 and over, to: soon }
    to: long
  long:
    question: Since when?
    duration: { from: 0 hours, to: 1 year }
    worse: higher
    bands:
      short: up to 14 days
      old: over 14 days
    then:
      - when: hot >= 36.5 °C
        to: home
      - otherwise: home
)";
  const Covered covered = one_pathway(body, scenario("30 years", "hot: 37.9, long: 13 days"));
  CHECK(covered.shows("`hot` is answered `normal`"));
  CHECK_FALSE(covered.shows("`hot` is answered `raised`"));
  CHECK(covered.shows("`hot` is 37.9 °C, which ends `normal`"));
  CHECK_FALSE(covered.shows("`hot` is 38 °C, which begins `raised`"));
  CHECK_FALSE(covered.shows("in `hot >= 36.5 °C`, `hot` is 36.4 °C, which is the last on its side"));
  // A fortnight is the last that is short; the next whole day begins the other band.
  CHECK_FALSE(covered.shows("`long` is 14 days, which ends `short`"));
  CHECK_FALSE(covered.shows("`long` is 15 days, which begins `old`"));
  const Covered edges = one_pathway(body, scenario("30 years", "hot: 36.4, long: 14 days") +
                                              scenario("30 years", "hot: 36.5, long: 15 days") +
                                              scenario("30 years", "hot: 38.0", "outcome: soon"));
  CHECK(edges.missing() ==
        "`hot` is 37.9 °C, which ends `normal`\n"
        "`stay` is given\n`drink` is given\n");
}

TEST_CASE("floors, only-if and the pathway's own test have two sides each") {
  const char* const body = R"(start: q
steps:
  q:
    question: Which?
    tick:
      child: { text: "Of children", only-if: "age < 16 years", to: soon }
      other: { text: "Of all", to: home }
    none: home
floors:
  - when: age >= 65 years
    outcome: soon
)";
  const auto library = [&](const std::string& scenarios) {
    return Covered(
        library_around("", {pathway_file("a", body, "age >= 1 year", "both"),
                            pathway_file("b", "start: home\n", "age < 1 year", "both"), scenarios_of("a", scenarios)}));
  };
  const Covered grown_up = library(scenario("64 years", ""));
  CHECK(grown_up.shows("`for: age >= 1 year` lets somebody in"));
  CHECK_FALSE(grown_up.shows("`for: age < 1 year` lets somebody in"));
  CHECK(grown_up.shows("`for: age < 1 year` leads somebody to another pathway"));
  CHECK_FALSE(grown_up.shows("`for: age >= 1 year` leads somebody to another pathway"));
  CHECK(grown_up.shows("`child` of `q` is not offered, by its only-if `age < 16 years`"));
  CHECK_FALSE(grown_up.shows("`child` of `q` is offered, by its only-if `age < 16 years`"));
  CHECK(grown_up.shows("the floor `age >= 65 years` is come to and not true"));
  CHECK_FALSE(grown_up.shows("the floor `age >= 65 years` lifts somebody"));
  const Covered others = library(scenario("15 years", "") + scenario("65 years", "", "outcome: soon"));
  CHECK(others.shows("`child` of `q` is offered, by its only-if `age < 16 years`"));
  CHECK(others.shows("`age < 16 years` is tried at 15 years"));
  CHECK(others.shows("the floor `age >= 65 years` lifts somebody"));
  CHECK(others.shows("`age >= 65 years` is tried at 65 years"));
}

TEST_CASE("advice is given, and where it has a condition, withheld") {
  const char* const body = R"(start: q
steps:
  q:
    question: Is it so?
    yes: { advice: [drink], without-advice: [rest], to: home }
    no: { advice: [child], to: home }
)";
  const std::string advice = "  child: { text: \"Hold them.\", only-if: \"age < 5 years\" }\n";
  const Covered grown_up = one_pathway(body, scenario("30 years", ""), "", "everyone", advice);
  CHECK(grown_up.shows("`rest` is given"));
  CHECK_FALSE(grown_up.shows("`drink` is given"));
  CHECK_FALSE(grown_up.shows("`child` is given"));
  CHECK(grown_up.shows("`child` is withheld by its only-if `age < 5 years`"));
  const Covered yes = one_pathway(body, scenario("30 years", "q: yes"), "", "everyone", advice);
  CHECK(yes.shows("`drink` is given"));
  CHECK_FALSE(yes.shows("`rest` is given"));
  CHECK_FALSE(yes.shows("`child` is withheld by its only-if `age < 5 years`"));
  const Covered child = one_pathway(body, scenario("59 months", ""), "", "everyone", advice);
  CHECK(child.shows("`child` is given"));
  CHECK(child.shows("`age < 5 years` is tried at 59 months"));
}

TEST_CASE("scores are tried at their threshold, and what adds to them has two sides") {
  const char* const body = R"(scores:
  risk:
    meaning: How likely it is
    evidence: [source]
    plus:
      - { when: age >= 65 years, points: 1 }
start: signs
steps:
  signs:
    question: Any of these?
    tick:
      one: { text: "One", score: { risk: 1 } }
      two: { text: "Two", score: { risk: 1 } }
    then:
      - when: score risk >= 2
        to: soon
      - otherwise: home
)";
  const Covered young = one_pathway(body, scenario("30 years", "signs: [one]"));
  CHECK(young.shows("`score risk >= 2` is tried with 1 points"));
  CHECK_FALSE(young.shows("`score risk >= 2` is tried with 2 points"));
  CHECK(young.shows("`age >= 65 years` is not true where the score `risk` is read"));
  CHECK_FALSE(young.shows("`age >= 65 years` adds to the score `risk`"));
  const Covered old = one_pathway(body, scenario("65 years", "signs: [one]", "outcome: soon"));
  CHECK(old.shows("`score risk >= 2` is tried with 2 points"));
  CHECK(old.shows("`age >= 65 years` adds to the score `risk`"));
  CHECK(old.shows("`age >= 65 years` is tried at 65 years"));
}

TEST_CASE("what a module's step shows counts for the module, whichever pathway was walked") {
  const NamedText module =
      module_file("m", "start: asked\nsteps:\n  asked:\n    question: Is it?\n    yes: done\n    no: done\n");
  const std::string body = "start: ask\nsteps:\n  ask:\n    use: m\n    to: home\n";
  const Covered covered(library_around(
      "", {module, pathway_file("a", body), pathway_file("b", body),
           scenarios_of("a", scenario("30 years", "m/asked: yes")), scenarios_of("b", scenario("30 years", ""))}));
  CHECK(covered.shows("`asked` is answered `yes`"));
  CHECK(covered.shows("`asked` is answered `no`"));
  CHECK(covered.shows("`ask` is reached"));
  std::size_t modules = 0;
  for (const Coverage::File& file : covered.coverage.files) {
    if (!file.module) continue;
    ++modules;
    CHECK(file.id == "m");
    CHECK(file.whole.all == 3);
    CHECK(file.whole.shown == 3);
    CHECK(percent(file.whole) == 100);
  }
  CHECK(modules == 1);
}

TEST_CASE("a step that uses a module is reached though the module ends the journey") {
  const NamedText module = module_file("m",
                                       "start: asked\nsteps:\n  asked:\n    question: Is it?\n    yes: now\n    no: "
                                       "done\noutcomes:\n  now: { disposition: ambulance-now, "
                                       "reason: \"So.\", advice: [stay] }\n");
  const Covered covered(
      library_around("", {module, pathway_file("a", "start: ask\nsteps:\n  ask:\n    use: m\n    to: home\n"),
                          scenarios_of("a", scenario("30 years", "m/asked: yes", "disposition: ambulance-now"))}));
  CHECK(covered.shows("`ask` is reached"));
  CHECK(covered.shows("`now` is the outcome"));
  CHECK_FALSE(covered.shows("`home` is the outcome"));
}

TEST_CASE("per cent are whole, and a hundred only where everything is shown") {
  CHECK(percent({0, 0}) == 100);
  CHECK(percent({0, 3}) == 0);
  CHECK(percent({2, 3}) == 66);
  CHECK(percent({999, 1000}) == 99);
  CHECK(percent({3, 3}) == 100);
}

TEST_CASE("what nobody whom the pathway admits can show is neither counted nor missed") {
  const std::string advice =
      "  child: { text: \"Hold them.\", only-if: \"age < 5 years\" }\n"
      "  grown: { text: \"Hold on.\", only-if: \"age < 16 years\" }\n";
  const char* const body = R"(start: q
steps:
  q:
    question: Is it so?
    yes: { advice: [child], to: home }
    no: { advice: [grown], to: home }
)";
  const Covered covered = one_pathway(body, scenario("8 years", ""), "", "age >= 5 years", advice);
  CHECK_FALSE(covered.possible("`child` is given"));
  CHECK(covered.possible("`child` is withheld by its only-if `age < 5 years`"));
  CHECK_FALSE(covered.possible("`age < 5 years` is tried at 59 months"));
  CHECK(covered.possible("`age < 5 years` is tried at 5 years"));
  CHECK(covered.possible("`grown` is given"));
  CHECK(covered.possible("`grown` is withheld by its only-if `age < 16 years`"));
  CHECK(covered.missing().find("`child` is given") == std::string::npos);
  // Advice that nothing gives could be given, were there a place for it: it is missed.
  CHECK(covered.possible("`stay` is given"));
  for (const Coverage::File& file : covered.coverage.files)
    if (file.id.empty()) {
      std::size_t counted = 0;
      for (const PartIndex part : file.parts) counted += covered.coverage.possible[part] ? 1 : 0;
      CHECK(file.whole.all == counted);
      CHECK(file.parts.size() == counted + 2);
    }
}

TEST_CASE("with more switches than can be gone through nothing is called impossible") {
  const auto possible = [](std::size_t switches) {
    std::string library = "switches:\n";
    for (std::size_t i = 0; i < switches; ++i)
      library += "  s" + std::to_string(i) + ": { meaning: \"Something is so\", default: off }\n";
    const Covered covered(
        library_around("",
                       {pathway_file("a", "start: q\nsteps:\n  q:\n    note: So.\n    advice: [child]\n    to: home\n",
                                     "age >= 5 years")},
                       library, "  child: { text: \"Hold them.\", only-if: \"age < 5 years\" }\n"));
    return covered.possible("`child` is given");
  };
  CHECK_FALSE(possible(kMostSwitchesGoneThrough));
  CHECK(possible(kMostSwitchesGoneThrough + 1));
}

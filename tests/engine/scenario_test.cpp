#include "engine/walk/scenario.hpp"

#include <catch2/catch.hpp>

#include "engine/compile/compile.hpp"
#include "engine/read/library.hpp"

using namespace signpost;

namespace {

const char* const kPathway = R"(pathway: knee
title: Knee
version: 1.0.0
status: draft
for: everyone
start: signs
steps:
  signs:
    question: Any of these?
    tick:
      bone:
        text: A bone stands out
        red-flag: ed-1h
        to: hospital
      party-only:
        text: Only told by somebody else
        only-if: party is someone-else
      hot: It is hot
    any: reading
    none: well
    unsure: reading
  reading:
    question: Temperature?
    number: { unit: °C, from: 33.0, to: 43.0, step: 0.1, usual: 35.0 to 42.0 }
    bands:
      normal: up to 37.9
      raised: 38.0 and over
    worse: higher
    unsure: raised
    then:
      - when: reading is raised
        to: hospital
      - otherwise: well
  well:
    question: Can you walk?
    worse: no
    yes: side
    no: clinic
    unsure: clinic
  side:
    question: Which side?
    choose:
      left: Left
      right: Right
    worse: first
    to: look
  look:
    note: Look at it now.
    to: since
  since:
    question: Since when?
    duration: { from: 0 hours, to: 1 year }
    bands:
      short: up to 2 days
      long: over 2 days
    unsure: long
    to: fell
  fell:
    question: When did it begin?
    date: { from: 1 year ago, to: today }
    bands:
      recent: up to 6 weeks
      past: over 6 weeks
    unsure: past
    then:
      - when: since is long or night
        to: clinic
      - otherwise: home
outcomes:
  hospital:
    disposition: ed-1h
    reason: It needs tests.
    worsening: [worse]
  clinic:
    disposition: clinic-24h
    reason: It should be looked at.
    advice: [rest]
    worsening: [worse]
  home:
    disposition: self-care
    reason: It is well.
    advice: [rest]
    worsening: [worse]
)";

const char* const kLibraryFile = R"(library: tests
switches:
  night:
    meaning: It is closed
    default: off
)";

const char* const kDispositions = R"(dispositions:
  ed-1h: { service: hospital, within: 1 hour, contact: go, level: emergency }
  clinic-24h: { service: clinic, within: 24 hours, contact: be seen, level: urgent }
  self-care: { service: home, within: no limit, contact: none, level: self-care }
)";

const char* const kAdvice = R"(advice:
  rest:
    text: Rest.
  worse:
    text: Call 999 if it gets worse.
    calls: 999
)";

// The results of scenarios, given as the body of a `scenarios:` list.
std::vector<ScenarioResult> results(const std::string& scenarios) {
  Diagnostics diagnostics;
  static Library library;  // results point into it
  library = read_library({{"library.yaml", kLibraryFile},
                          {"dispositions.yaml", kDispositions},
                          {"advice.yaml", kAdvice},
                          {"topics/knee.yaml", kPathway},
                          {"topics/knee.test.yaml", "pathway: knee\nscenarios:\n" + scenarios}},
                         "", diagnostics);
  const auto graph = compile(library, diagnostics);
  INFO(render_text(diagnostics, library.sources));
  REQUIRE(graph != nullptr);
  std::vector<ScenarioResult> all;
  for (const Scenario& scenario : library.scenarios) all.push_back(run_scenario(*graph, scenario));
  return all;
}

ScenarioResult result(const std::string& scenario) {
  std::vector<ScenarioResult> all = results(scenario);
  REQUIRE(all.size() == 1);
  return all.front();
}

std::string failures(const ScenarioResult& result) {
  std::string text;
  for (const std::string& failure : result.failures) text += failure + "\n";
  return text;
}

}  // namespace

TEST_CASE("a scenario that ends as it expects passes and tells its journey") {
  const ScenarioResult passed = result(R"(  - name: Out of place
    patient: { age: 30 years, sex: male, party: self }
    answers: { signs: [bone] }
    expect: { disposition: ed-1h, outcome: hospital, advice-includes: [worse], advice-excludes: [rest], asked: [signs], not-asked: [well], questions-at-most: 1 }
)");
  CHECK(failures(passed).empty());
  CHECK(passed.passed);
  CHECK(passed.outcome == "hospital");
  CHECK(passed.disposition == "ed-1h");
  CHECK(passed.answers == std::vector<std::string>{"signs=bone"});
}

TEST_CASE("what else is asked gets its less serious answer") {
  // A list: none. A number whose higher values are worse: the lowest usual one. Yes or no where no is worse: yes. One
  // of several where the first is the worst: the last. A note: seen. A length of time and a date: the first band.
  const ScenarioResult well = result(R"(  - name: Well
    patient: { age: 30 years, sex: male, party: self }
    on: 2026-11-22
    others: none
    expect: { outcome: home }
)");
  CHECK(failures(well).empty());
  CHECK(well.answers == std::vector<std::string>{"signs=none", "well=yes", "side=right", "look=seen", "since=0 minutes",
                                                 "fell=2026-11-22"});
  const ScenarioResult hot = result(R"(  - name: Hot
    patient: { age: 30 years, sex: male, party: self }
    answers: { signs: [hot] }
    others: none
    expect: { outcome: home }
)");
  CHECK(failures(hot).empty());
  CHECK(hot.answers[1] == "reading=35");
}

TEST_CASE("each thing that differs from what is expected is told") {
  const ScenarioResult failed = result(R"(  - name: All wrong
    patient: { age: 30 years, sex: male, party: self }
    answers: { signs: [bone] }
    expect: { disposition: self-care, outcome: home, advice-includes: [rest], advice-excludes: [worse], asked: [well], not-asked: [signs] }
)");
  CHECK_FALSE(failed.passed);
  CHECK(failures(failed) ==
        "expected disposition self-care, got ed-1h (outcome hospital)\n"
        "expected outcome home, got hospital (ed-1h)\n"
        "expected the advice rest, got worse\n"
        "expected no advice worse, got worse\n"
        "expected well to be asked; asked: signs\n"
        "expected signs not to be asked; asked: signs\n");
}

TEST_CASE("too many questions are a failure and notes are not questions") {
  const std::string scenario = R"(  - name: Well
    patient: { age: 30 years, sex: male, party: self }
    others: none
    expect: { outcome: home, questions-at-most: )";
  CHECK(result(scenario + "5 }\n").passed);
  CHECK(failures(result(scenario + "4 }\n")) ==
        "expected at most 4 questions, got 5: signs, well, side, look, since, fell\n");
}

TEST_CASE("an answer that nobody asks for is a failure") {
  CHECK(failures(result(R"(  - name: Never asked
    patient: { age: 30 years, sex: male, party: self }
    answers: { signs: [bone], well: yes }
    expect: { outcome: hospital }
)")) == "well was to be answered, but it is not asked; asked: signs\n");
}

TEST_CASE("a question without an answer is a failure unless others are none") {
  CHECK(failures(result(R"(  - name: Silent
    patient: { age: 30 years, sex: male, party: self }
    answers: { signs: none }
    expect: { outcome: home }
)")) == "well is asked, and the scenario gives no answer (`others: none` would answer no)\n");
}

TEST_CASE("an answer that does not fit is a failure that names the question") {
  CHECK(failures(result(R"(  - name: Not a number
    patient: { age: 30 years, sex: male, party: self }
    answers: { signs: [hot], reading: warm }
    expect: { outcome: home }
)"))
            .starts_with("the answer to reading cannot be read: 'warm' is not a number"));
  CHECK(failures(result(R"(  - name: Out of range
    patient: { age: 30 years, sex: male, party: self }
    answers: { signs: [hot], reading: 50 }
    expect: { outcome: home }
)")) == "refused: value-out-of-range, at reading\n");
}

TEST_CASE("an unusual value in a scenario is meant") {
  CHECK(result(R"(  - name: Very hot
    patient: { age: 30 years, sex: male, party: self }
    answers: { signs: [hot], reading: 42.5 }
    expect: { outcome: hospital }
)")
            .passed);
}

TEST_CASE("who is not stated speaks for themselves from 16 and is spoken for before") {
  const std::string before = "  - name: Told\n    patient: { age: ";
  const std::string after =
      ", sex: male }\n    answers: { signs: [party-only], reading: 40 }\n    expect: { outcome: hospital }\n";
  CHECK(result(before + "15 years" + after).passed);
  CHECK(failures(result(before + "16 years" + after)) == "refused: answer-does-not-fit, at signs\n");
}

TEST_CASE("switches of a scenario hold for its journey") {
  const std::string scenario =
      "  - name: At night\n    patient: { age: 30 years, sex: male, party: self }\n    others: none\n";
  CHECK(result(scenario + "    expect: { outcome: home }\n").passed);
  CHECK(result(scenario + "    switches: { night: on }\n    expect: { outcome: clinic }\n").passed);
}

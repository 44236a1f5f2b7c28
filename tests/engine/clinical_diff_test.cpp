#include <catch2/catch.hpp>

#include "engine/compile/compile.hpp"
#include "engine/diff/accepted_changes.hpp"
#include "engine/diff/clinical_diff.hpp"
#include "tests/support/library_around.hpp"

using namespace signpost;
using namespace signpost::tests;

namespace {

struct Compiled {
  Library library;
  std::unique_ptr<const DecisionGraph> graph;
};

std::unique_ptr<Compiled> compiled(std::vector<NamedText> files) {
  auto made = std::make_unique<Compiled>();
  Diagnostics findings;
  made->library = read_library(library_around(yes_no_fact("hot"), std::move(files)), "small", findings);
  made->graph = compile(made->library, findings);
  INFO(render_text(findings, made->library.sources));
  REQUIRE(made->graph);
  return made;
}

const std::string kTwoSteps = R"(start: a
steps:
  a:
    question: Is a so?
    yes: b
    no: home
  b:
    question: Is b so?
    yes: now
    no: soon
)";

std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

ClinicalDiff between(const std::string& before, const std::string& after) {
  const auto old_version = compiled({pathway_file("cough", before)});
  const auto new_version = compiled({pathway_file("cough", after)});
  return clinical_diff({old_version->library, *old_version->graph}, {new_version->library, *new_version->graph});
}

}  // namespace

TEST_CASE("the same library twice is no change") { CHECK_FALSE(between(kTwoSteps, kTwoSteps).changed()); }

TEST_CASE("whoever ends less urgently stands first with a journey in each version") {
  // Whoever says yes to b goes from an ambulance to home, whoever says no from soon to an ambulance.
  const ClinicalDiff diff = between(kTwoSteps, with(with(kTwoSteps, "yes: now", "yes: home"), "no: soon", "no: now"));
  REQUIRE(diff.ends.size() == 2);
  CHECK(diff.ends[0].kind == EndChange::Kind::less_urgent);
  CHECK(diff.ends[0].old_end == "cough/now");
  CHECK(diff.ends[0].new_end == "cough/home");
  CHECK(diff.ends[0].before.journey() == "a: yes, b: yes");
  CHECK(diff.ends[0].after.journey() == "a: yes, b: yes");
  CHECK(diff.ends[1].kind == EndChange::Kind::more_urgent);
  CHECK(diff.ends[1].after.journey() == "a: yes, b: no");
}

TEST_CASE("joint journeys are counted exactly") {
  // One way of answering, by each of the kinds of patient: 2 askers, 3 sexes, 2 ages.
  const ClinicalDiff diff = between(kTwoSteps, with(kTwoSteps, "yes: now", "yes: home"));
  REQUIRE(diff.ends.size() == 1);
  CHECK(diff.ends[0].journeys == "12");
}

TEST_CASE("a question that only one version asks may be answered anyhow") {
  const std::string more = with(kTwoSteps, "no: home", "no: c") + R"(  c:
    question: Is c so?
    yes: soon
    no: home
)";
  const ClinicalDiff diff = between(kTwoSteps, more);
  REQUIRE(diff.ends.size() == 1);
  CHECK(diff.ends[0].kind == EndChange::Kind::more_urgent);
  CHECK(diff.ends[0].before.journey() == "a: no");
  CHECK(diff.ends[0].after.journey() == "a: no, c: yes");
  REQUIRE(diff.names.size() == 1);
  CHECK(diff.names[0].kind == NameChange::Kind::added);
  CHECK(diff.names[0].id == "cough/c");
}

TEST_CASE("the order of questions makes no difference where their answers lead alike") {
  const std::string turned = R"(start: b
steps:
  b:
    question: Is b so?
    yes: a-now
    no: a-soon
  a-now:
    question: Is a so?
    yes: now
    no: home
  a-soon:
    question: Is a so?
    yes: soon
    no: home
)";
  // The ids of a differ, so what is said to it is not shared: it may be answered anyhow.
  CHECK_FALSE(between(kTwoSteps, turned).ends.empty());
  const std::string once = R"(start: b
steps:
  b:
    question: Is b so?
    yes: a
    no: a
  a:
    question: Is a so?
    yes: end
    no: home
  end:
    then:
      - when: b
        to: now
      - otherwise: soon
)";
  const ClinicalDiff diff = between(kTwoSteps, once);
  CHECK(diff.ends.empty());
}

TEST_CASE("other advice at the same urgency is a change of its own") {
  const std::string advised = with(kTwoSteps, "    yes: now\n", "    yes:\n      to: now\n      advice: [drink]\n");
  const ClinicalDiff diff = between(with(kTwoSteps, "    yes: now\n", "    yes:\n      to: now\n"), advised);
  REQUIRE(diff.ends.size() == 1);
  CHECK(diff.ends[0].kind == EndChange::Kind::same_urgency);
  CHECK(diff.ends[0].newly_told == std::vector<std::string>{"drink"});
  CHECK(diff.ends[0].no_longer_told.empty());
}

TEST_CASE("all advice that is told otherwise is named") {
  const ClinicalDiff diff = between(kTwoSteps, with(kTwoSteps, "yes: now", "yes: home"));
  REQUIRE(diff.ends.size() == 1);
  CHECK(diff.ends[0].newly_told == std::vector<std::string>{"rest"});
  CHECK(diff.ends[0].no_longer_told == std::vector<std::string>{"stay"});
}

TEST_CASE("a threshold that moves concerns those in between") {
  const auto steps = [](const std::string& age) {
    return "start: a\nsteps:\n  a:\n    then:\n      - when: age < " + age +
           "\n        to: soon\n      - otherwise: home\n";
  };
  const ClinicalDiff diff = between(steps("5 years"), steps("3 years"));
  REQUIRE(diff.ends.size() == 1);
  CHECK(diff.ends[0].kind == EndChange::Kind::less_urgent);
  CHECK(age_text(diff.ends[0].after.age).substr(0, 9) == "36 months");
  CHECK(diff.ends[0].before.age == diff.ends[0].after.age);
}

TEST_CASE("whoever is no longer shown an answer of a list ends as if it were not there") {
  const auto steps = [](const std::string& age) {
    return R"(start: a
steps:
  a:
    question: Which of these?
    tick:
      bad:
        text: Bad
        only-if: age >= )" +
           age + R"(
        to: soon
      other: Other
    to: home
)";
  };
  const ClinicalDiff fewer = between(steps("5 years"), steps("8 years"));
  REQUIRE(fewer.ends.size() == 1);
  CHECK(fewer.ends[0].kind == EndChange::Kind::less_urgent);
  CHECK(fewer.ends[0].before.journey() == "a: bad");
  CHECK(fewer.ends[0].after.journey() == "a: none");
  // From 5 to 8 years, of 3 sexes, spoken for or not; the other answer ticked or not.
  CHECK(fewer.ends[0].journeys == "12");
  const ClinicalDiff more = between(steps("8 years"), steps("5 years"));
  REQUIRE(more.ends.size() == 1);
  CHECK(more.ends[0].kind == EndChange::Kind::more_urgent);
  CHECK(more.ends[0].journeys == "12");
}

TEST_CASE("not sure that only one version offers of a list binds nobody") {
  const std::string sure = R"(start: a
steps:
  a:
    question: Which of these?
    tick:
      bad: Bad
      other: Other
    any: soon
    none: home
)";
  const std::string unsure = with(sure, "    none: home\n", "    none: home\n    unsure: soon\n");
  // Whoever ticks nothing in the one may not be sure in the other.
  const ClinicalDiff offered = between(sure, unsure);
  REQUIRE(offered.ends.size() == 1);
  CHECK(offered.ends[0].kind == EndChange::Kind::more_urgent);
  CHECK(offered.ends[0].before.journey() == "a: none");
  CHECK(offered.ends[0].after.journey() == "a: unsure");
  CHECK(offered.ends[0].journeys == "6");  // 2 askers, 3 sexes
  const ClinicalDiff gone = between(unsure, sure);
  REQUIRE(gone.ends.size() == 1);
  CHECK(gone.ends[0].kind == EndChange::Kind::less_urgent);
  CHECK(gone.ends[0].before.journey() == "a: unsure");
  CHECK(gone.ends[0].after.journey() == "a: none");
  CHECK(gone.ends[0].journeys == "6");
}

TEST_CASE("an amount that only one version takes is compared with every amount of the other") {
  const auto steps = [](const std::string& from, const std::string& low) {
    return "start: a\nsteps:\n  a:\n    question: How hot is it?\n"
           "    number: { unit: °C, from: " +
           from + ", to: 42.0, step: 0.1 }\n    bands:\n      low:\n        range: below 38.0\n        to: " + low +
           "\n      high: 38.0 and over\n    to: soon\n";
  };
  // Of 2 askers and 3 sexes: 35 to 38 in the old version, and in the new one the same, or below 35.
  const ClinicalDiff more = between(steps("35.0", "home"), steps("34.0", "soon"));
  REQUIRE(more.ends.size() == 1);
  CHECK(more.ends[0].journeys == "12");
  // 35 to 38 in both; or below 35 in the old version, and in the new one 35 to 38, or more.
  const ClinicalDiff fewer = between(steps("34.0", "home"), steps("35.0", "soon"));
  REQUIRE(fewer.ends.size() == 1);
  CHECK(fewer.ends[0].journeys == "18");
}

TEST_CASE("a length of time is the same question in whatever unit its range is written") {
  const auto steps = [](const std::string& range) {
    return "start: a\nsteps:\n  a:\n    question: How long is it so?\n    duration: " + range +
           "\n    bands:\n      short:\n        range: up to 12 hours\n        to: home\n"
           "      long: over 12 hours\n    to: soon\n";
  };
  CHECK(between(steps("{ from: 0 hours, to: 48 hours }"), steps("{ from: 0 days, to: 2 days }")).ends.empty());
}

TEST_CASE("texts that changed under the same id are listed with both wordings") {
  const ClinicalDiff diff = between(kTwoSteps, with(kTwoSteps, "Is b so?", "Is b really so?"));
  CHECK(diff.ends.empty());
  REQUIRE(diff.texts.size() == 1);
  CHECK(diff.texts[0].place == "cough/b");
  CHECK(diff.texts[0].part == "question");
  CHECK(diff.texts[0].before == "Is b so?");
  CHECK(diff.texts[0].after == "Is b really so?");
}

TEST_CASE("an accepted change names who signed and how many journeys") {
  EndChange change;
  change.topic = "cough";
  change.old_end = "cough/now";
  change.new_end = "cough/home";
  change.journeys = "12";
  const auto accepted = [&](const std::string& journeys) {
    Sources sources;
    Diagnostics findings;
    auto all = read_accepted(
        "accepted.yaml",
        "accepted:\n  - topic: cough\n    from: cough/now\n    to: cough/home\n    journeys: " + journeys +
            "\n    by: A. Clinician\n    role: Clinical safety officer\n    date: 2026-11-22\n"
            "    reason: The guideline has changed.\n",
        sources, findings);
    REQUIRE_FALSE(findings.has_errors());
    return accepting(all, change) != nullptr;
  };
  CHECK(accepted("12"));
  CHECK_FALSE(accepted("13"));
  Sources sources;
  Diagnostics findings;
  read_accepted("accepted.yaml", "accepted:\n  - topic: cough\n    from: cough/now\n    to: cough/home\n", sources,
                findings);
  CHECK(findings.has_errors());  // nobody has signed
}

TEST_CASE("an amount that both versions ask is the same in both journeys") {
  const auto steps = [](const std::string& cut) {
    return "start: a\nsteps:\n  a:\n    question: How hot is it?\n"
           "    number: { unit: °C, from: 35.0, to: 42.0, step: 0.1 }\n    bands:\n"
           "      low:\n        range: below " +
           cut + "\n        to: home\n      high: " + cut + " and over\n    to: soon\n";
  };
  const ClinicalDiff diff = between(steps("38.0"), steps("39.0"));
  REQUIRE(diff.ends.size() == 1);
  CHECK(diff.ends[0].kind == EndChange::Kind::less_urgent);
  CHECK(diff.ends[0].before.journey() == "a: 38");
  CHECK(diff.ends[0].after.journey() == "a: 38");
}

TEST_CASE("nothing is said of a topic in which too many pairs must be told apart and somebody must sign for that") {
  const auto old_version = compiled({pathway_file("cough", kTwoSteps), pathway_file("cold", kTwoSteps)});
  const auto new_version =
      compiled({pathway_file("cough", with(kTwoSteps, "yes: now", "yes: home")), pathway_file("cold", kTwoSteps)});
  const Version before{old_version->library, *old_version->graph}, after{new_version->library, *new_version->graph};
  const ClinicalDiff diff = clinical_diff(before, after, {}, 0);
  CHECK(diff.ends.empty());
  CHECK(diff.unfinished == std::vector<std::string>{"cough"});  // the other has not changed, and is not followed
  CHECK(diff.changed());
  CHECK(unsigned_changes(diff, {}) == 1);
  CHECK(clinical_diff(before, after).unfinished.empty());
}

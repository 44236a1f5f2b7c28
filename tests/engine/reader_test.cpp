// What authors write, as the compiler gets it.
#include <unistd.h>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "engine/read/keys.hpp"
#include "engine/read/library.hpp"
#include "tests/support/findings.hpp"

using namespace signpost;

namespace {

struct Read {
  Diagnostics diagnostics;
  Library library;
  const Pathway& pathway(std::string_view id) const {
    for (const Pathway& found : library.pathways) {
      if (found.id.text == id) return found;
    }
    FAIL("no pathway " << id);
    throw std::logic_error("unreachable");
  }
};

// The small library with these files over it, which must read without findings.
Read reading(const std::vector<NamedText>& over) {
  Read read;
  read.library = read_library(test::small_library(over), "pathways", read.diagnostics);
  read.diagnostics.sort();
  INFO(render_text(read.diagnostics, read.library.sources));
  CHECK(read.diagnostics.all().empty());
  return read;
}

std::string words(const std::vector<Name>& names) {
  std::string text;
  for (const Name& name : names) text.append(text.empty() ? "" : " ").append(name.text);
  return text;
}

constexpr std::string_view kWhole = R"(pathway: cough
topic: lungs
title: Cough
version: 1.0
status: approved
approval: { by: A. Clinician, role: Safety officer, date: 2026-11-22, digest: abc }
for: age >= 5 years
search: [cough, chesty cough]
area: chest
codes: { snomed: "0123", sg: SG1 }
evidence: [guideline]
owner: { author: A. Author, approver: none, review-by: 2027-05-01 }
start: breathless
steps:
  breathless:
    question: <Are you> short of breath?
    why: It matters.
    help: Sit down.
    evidence: [guideline]
    red-flag: ambulance-now
    worse: no
    records: fever
    yes: { to: signs, score: { points: -2 }, advice: [rest], without-advice: [stay-calm], confirm: true }
    no: signs
    unsure: yes
  signs:
    question: Which?
    tick:
      blue: Blue lips
      hot:
        text: Hot
        to: kind
        records: fever
        only-if: age < 18 months
        red-flag: ed-1h
        help: Feel.
    any: kind
    none: kind
  kind:
    question: What kind?
    choose: { dry: Dry, wet: Wet }
    to: heat
  heat:
    question: How hot?
    number: { unit: °C, from: 33.0, to: 43.0, step: 0.1, usual: 35.0 to 42.0 }
    bands:
      low: below 38.0
      high:
        range: 38.0 and over
        to: told
        red-flag: ed-1h
    then:
      - when: heat is low
        evidence: [guideline]
        to: since
      - otherwise: told
  since:
    question: Since when?
    date: { from: 1 year ago, to: today }
    to: lasts
  lasts:
    question: How long?
    duration: { from: 0 minutes, to: 1 year }
    to: screened
  screened:
    use: screen
    to: told
  told:
    note: Read this.
    advice: [rest]
    to: at-home
floors:
  - when: age >= 80 years
    outcome: at-home
    evidence: [guideline]
outcomes:
  at-home:
    disposition: self-care
    reason: >
      There is no sign
      of anything serious.
    advice: [rest]
    worsening: [when-to-call]
    evidence: [guideline]
safety:
  - claim: One
    when: outcome is at-home
    known: [fever]
    asked: [screen/now]
    within: 3 questions
    evidence: [guideline]
  - claim: Two
    compare: { from: not fever, to: fever }
    disposition: never less urgent
    waived: { by: Somebody, reason: "Because", until: 2027-01-01 }
  - claim: Three
    when answered: breathless is yes
    advice: [rest]
scores:
  points:
    meaning: How bad it is
    evidence: [guideline]
    plus:
      - when: age >= 65 years
        points: 1
was: [coughing]
)";

}  // namespace

TEST_CASE("a pathway is read whole") {
  const Read read = reading({{"topics/cough.yaml", std::string(kWhole)}});
  const Pathway& p = read.pathway("cough");
  CHECK_FALSE(p.module);
  CHECK(read.library.sources.file(p.file).path == "pathways/topics/cough.yaml");
  CHECK(p.topic.text == "lungs");
  CHECK(p.version.text == "1.0");
  CHECK(p.status == Status::approved);
  REQUIRE(p.approval);
  CHECK(p.approval->by == "A. Clinician");
  CHECK(p.approval->date == "2026-11-22");
  CHECK(condition_text(p.admits) == "age >= 5 years");
  REQUIRE(p.search.size() == 2);
  CHECK(p.search[1].text == "chesty cough");
  CHECK(p.area.text == "chest");
  CHECK(p.codes == std::vector<std::pair<std::string, std::string>>{{"snomed", "0123"}, {"sg", "SG1"}});
  CHECK(words(p.evidence) == "guideline");
  CHECK(p.author == "A. Author");
  CHECK(p.approver == "none");
  CHECK(p.review_by == "2027-05-01");
  CHECK(p.start.text == "breathless");
  CHECK(words(p.was) == "coughing");
  REQUIRE(p.steps.size() == 8);
}

TEST_CASE("a yes-or-no question is read with both its answers") {
  const Read read = reading({{"topics/cough.yaml", std::string(kWhole)}});
  const AuthoredStep& step = read.pathway("cough").steps[0];
  CHECK(step.kind == AuthoredStep::Kind::ask);
  CHECK(step.ask == AskKind::yes_no);
  CHECK(step.question.text == "<Are you> short of breath?");
  CHECK(step.question.at.line == 16);
  CHECK(step.why.text == "It matters.");
  CHECK(step.help.text == "Sit down.");
  CHECK(step.red_flag.text == "ambulance-now");
  CHECK(step.worse == Worse::no);
  CHECK(step.records.text == "fever");
  CHECK(step.unsure.text == "yes");
  REQUIRE(step.answers.size() == 2);
  const Answer& yes = step.answers[0];
  CHECK(yes.id.text == "yes");
  CHECK(yes.to.text == "signs");
  REQUIRE(yes.score.size() == 1);
  CHECK(yes.score[0].score.text == "points");
  CHECK(yes.score[0].points == -2);
  CHECK(words(yes.advice) == "rest");
  CHECK(words(yes.without_advice) == "stay-calm");
  CHECK(yes.confirm);
  CHECK(step.answers[1].id.text == "no");
  CHECK(step.answers[1].to.text == "signs");
  CHECK_FALSE(step.answers[1].confirm);
}

TEST_CASE("yes comes before no whatever the author wrote first") {
  const Read read =
      reading({{"topics/cough.yaml",
                "pathway: cough\ntitle: Cough\nstatus: draft\nfor: everyone\nstart: a\nsteps:\n  a:\n    question: "
                "Well?\n    no: b\n    yes: b\noutcomes:\n  b:\n    disposition: self-care\n    reason: Well.\n"}});
  CHECK(read.pathway("cough").steps[0].answers[0].id.text == "yes");
  CHECK(read.pathway("cough").topic.text == "cough");
}

TEST_CASE("lists, choices, bands, dates, durations, modules and notes are read") {
  const Read read = reading({{"topics/cough.yaml", std::string(kWhole)}});
  const std::vector<AuthoredStep>& steps = read.pathway("cough").steps;
  const AuthoredStep& tick = steps[1];
  CHECK(tick.ask == AskKind::tick);
  CHECK(tick.any.text == "kind");
  CHECK(tick.none.text == "kind");
  REQUIRE(tick.answers.size() == 2);
  CHECK(tick.answers[0].text.text == "Blue lips");
  CHECK(tick.answers[1].text.text == "Hot");
  CHECK(tick.answers[1].records.text == "fever");
  CHECK(tick.answers[1].red_flag.text == "ed-1h");
  CHECK(tick.answers[1].help.text == "Feel.");
  REQUIRE(tick.answers[1].only_if);
  CHECK(condition_text(*tick.answers[1].only_if) == "age < 18 months");

  CHECK(steps[2].ask == AskKind::choose);
  CHECK(steps[2].answers[1].text.text == "Wet");
  CHECK(steps[2].to.text == "heat");

  const AuthoredStep& number = steps[3];
  CHECK(number.ask == AskKind::number);
  REQUIRE(number.range);
  CHECK(number.range->unit.text == "°C");
  CHECK(number.range->from.text == "33.0");
  CHECK(number.range->usual.text == "35.0 to 42.0");
  REQUIRE(number.answers.size() == 2);
  CHECK(number.answers[0].range.text == "below 38.0");
  CHECK(number.answers[1].range.text == "38.0 and over");
  CHECK(number.answers[1].to.text == "told");
  REQUIRE(number.then.size() == 2);
  CHECK(condition_text(*number.then[0].when) == "heat is low");
  CHECK(words(number.then[0].evidence) == "guideline");
  CHECK_FALSE(number.then[1].when);
  CHECK(number.then[1].to.text == "told");

  CHECK(steps[4].ask == AskKind::date);
  CHECK(steps[4].range->from.text == "1 year ago");
  CHECK(steps[5].ask == AskKind::duration);
  CHECK(steps[6].kind == AuthoredStep::Kind::use);
  CHECK(steps[6].use.text == "screen");
  CHECK(steps[7].kind == AuthoredStep::Kind::note);
  CHECK(steps[7].note.text == "Read this.");
  CHECK(words(steps[7].advice) == "rest");
}

TEST_CASE("floors, outcomes, claims and scores are read") {
  const Read read = reading({{"topics/cough.yaml", std::string(kWhole)}});
  const Pathway& p = read.pathway("cough");
  REQUIRE(p.floors.size() == 1);
  CHECK(condition_text(p.floors[0].when) == "age >= 80 years");
  CHECK(p.floors[0].outcome.text == "at-home");
  REQUIRE(p.outcomes.size() == 1);
  CHECK(p.outcomes[0].reason.text == "There is no sign of anything serious.");
  CHECK(words(p.outcomes[0].worsening) == "when-to-call");
  REQUIRE(p.claims.size() == 3);
  CHECK(condition_text(*p.claims[0].when) == "outcome is at-home");
  CHECK(words(p.claims[0].asked) == "screen/now");
  CHECK(p.claims[0].within.text == "3 questions");
  CHECK(condition_text(*p.claims[1].from) == "not fever");
  CHECK(p.claims[1].disposition.text == "never less urgent");
  REQUIRE(p.claims[1].waived);
  CHECK(p.claims[1].waived->until == "2027-01-01");
  CHECK(condition_text(*p.claims[2].answered) == "breathless is yes");
  REQUIRE(p.scores.size() == 1);
  CHECK(p.scores[0].meaning.text == "How bad it is");
  REQUIRE(p.scores[0].plus.size() == 1);
  CHECK(p.scores[0].plus[0].points == 1);
}

TEST_CASE("the shared files are read") {
  const Read read =
      reading({{"library.yaml",
                "library: example\nfirst: [screen]\nred-flag-within: 5 questions\nlimits: { ways-in-one-place: 99 "
                "}\nswitches:\n  winter: { meaning: \"It is winter\", default: on }\n  flood: { meaning: \"Floods\", "
                "default: off }\n"},
               {"facts.yaml",
                "facts:\n  fever:\n    meaning: Hot\n    type: yes or no\n    if-unsure: yes\n    reason: Likely\n    "
                "never: age < 1 day\n  hot:\n    meaning: Hot\n    means: fever\n  colour:\n    meaning: Colour\n    "
                "type: one of\n    values: [red, blue]\n  heat:\n    meaning: Heat\n    type: number\n    unit: °C\n"},
               {"glossary.yaml", "glossary:\n  A&E: Accident and emergency\n  stroke: \"A sudden loss: of blood\"\n"},
               {"safety.yaml", "safety:\n  - claim: All\n    disposition: at most self-care\n"}});
  const Library& library = read.library;
  CHECK(library.name.text == "example");
  CHECK(words(library.first) == "screen");
  CHECK(library.red_flag_within == 5);
  CHECK(library.ways_in_one_place == 99);
  REQUIRE(library.switches.size() == 2);
  CHECK(library.switches[0].on);
  CHECK_FALSE(library.switches[1].on);
  REQUIRE(library.facts.size() == 4);
  CHECK(library.facts[0].if_unsure.text == "yes");
  CHECK(condition_text(*library.facts[0].never) == "age < 1 day");
  CHECK(library.facts[1].type == FactType::means);
  CHECK(condition_text(*library.facts[1].means) == "fever");
  CHECK(library.facts[2].type == FactType::one_of);
  CHECK(words(library.facts[2].values) == "red blue");
  CHECK(library.facts[3].unit.text == "°C");
  REQUIRE(library.dispositions.size() == 4);
  CHECK(library.dispositions[0].id.text == "ambulance-now");
  CHECK(library.dispositions[0].level == Level::emergency);
  CHECK(library.dispositions[2].level == Level::routine);
  CHECK(library.dispositions[0].heading.text == "Call 999 now");
  REQUIRE(library.advice.size() == 3);
  CHECK(library.advice[2].calls_999);
  CHECK_FALSE(library.advice[0].calls_999);
  REQUIRE(library.variants.size() == 3);
  CHECK(library.variants[2].when.kind == Condition::Kind::everyone);
  REQUIRE(library.phrases.size() == 2);
  CHECK(library.phrases[0].self.text == "are you");
  CHECK(library.phrases[0].others[0].text == "is your child");
  REQUIRE(library.evidence.size() == 1);
  CHECK(library.evidence[0].year.text == "2026");
  REQUIRE(library.glossary.size() == 2);
  CHECK(library.glossary[1].meaning.text == "A sudden loss: of blood");
  REQUIRE(library.claims.size() == 1);
}

TEST_CASE("scenarios are read with every form of answer") {
  const Read read =
      reading({{"topics/cough.test.yaml",
                "pathway: cough\nscenarios:\n  - name: One\n    patient: { age: 40 years, sex: not-said, party: "
                "someone-else }\n    on: 2026-11-22\n    switches: { winter: on, flood: off }\n"
                "    answers: { breathless: yes, screen/now: [a, b], heat: 38.2, lasts: 2 hours, since: 2026-11-01, "
                "patient/age: 40 years }\n    others: none\n"
                "    expect: { disposition: self-care, outcome: at-home, advice-includes: [rest], advice-excludes: "
                "[stay-calm], asked: [breathless], not-asked: [screen/now], questions-at-most: 12 }\n"}});
  REQUIRE(read.library.scenarios.size() == 1);
  const Scenario& s = read.library.scenarios[0];
  CHECK(s.name.text == "One");
  CHECK(s.pathway.text == "cough");
  CHECK(s.age.text == "40 years");
  CHECK(s.sex.text == "not-said");
  CHECK(s.party.text == "someone-else");
  CHECK(s.on.text == "2026-11-22");
  CHECK(words(s.switches_on) == "winter");
  CHECK(words(s.switches_off) == "flood");
  REQUIRE(s.answers.size() == 6);
  CHECK_FALSE(s.answers[0].list);
  CHECK(s.answers[1].list);
  CHECK(s.answers[1].question.text == "screen/now");
  CHECK(words(s.answers[1].values) == "a b");
  CHECK(words(s.answers[2].values) == "38.2");
  CHECK(words(s.answers[3].values) == "2 hours");
  CHECK(words(s.answers[4].values) == "2026-11-01");
  CHECK(s.others_none);
  CHECK(s.disposition.text == "self-care");
  CHECK(s.outcome.text == "at-home");
  CHECK(words(s.advice_includes) == "rest");
  CHECK(words(s.advice_excludes) == "stay-calm");
  CHECK(words(s.asked) == "breathless");
  CHECK(words(s.not_asked) == "screen/now");
  CHECK(s.questions_at_most == 12);
}

TEST_CASE("a set of answers is put in where a question names it") {
  const Read read = reading(
      {{"answer-sets.yaml",
        "answer-sets:\n  how-often:\n    never: Never\n    often:\n      text: Often\n      help: Every day\n      "
        "score: { points: 2 }\n"},
       {"topics/cough.yaml",
        "pathway: cough\ntitle: Cough\nstatus: draft\nfor: everyone\nstart: a\nsteps:\n  a:\n    question: How "
        "often?\n    choose: how-often\n    to: b\noutcomes:\n  b:\n    disposition: self-care\n    reason: Well.\n"}});
  const AuthoredStep& step = read.pathway("cough").steps[0];
  CHECK(step.ask == AskKind::choose);
  REQUIRE(step.answers.size() == 2);
  CHECK(step.answers[1].text.text == "Often");
  CHECK(step.answers[1].score[0].points == 2);
}

TEST_CASE("files are read in a fixed order") {
  const Read read = reading({});
  std::vector<std::string> paths;
  for (std::uint32_t i = 0; i < read.library.sources.size(); ++i)
    paths.push_back(read.library.sources.file(i).path.substr(9));
  CHECK(paths == std::vector<std::string>{"library.yaml", "facts.yaml", "dispositions.yaml", "advice.yaml",
                                          "wording.yaml", "evidence.yaml", "modules/screen.yaml",
                                          "topics/cough.test.yaml", "topics/cough.yaml",
                                          "topics/high-temperature-child.yaml", "topics/high-temperature.yaml"});
  REQUIRE(read.library.pathways.size() == 4);
  CHECK(read.library.pathways[0].id.text == "screen");
  CHECK(read.library.pathways[0].module);
}

TEST_CASE("a folder is read like the same files in memory") {
  const std::string folder = SIGNPOST_SOURCE_DIR "/tests/fixtures/small-library";
  Diagnostics diagnostics;
  const Library library = read_library(folder, diagnostics);
  CHECK(diagnostics.all().empty());
  CHECK(library.pathways.size() == 4);
  CHECK(library.sources.file(0).path == folder + "/library.yaml");
}

TEST_CASE("a folder that is not there is the machine's failure and not a finding") {
  Diagnostics diagnostics;
  CHECK_THROWS_AS(read_library("/no/such/folder", diagnostics), std::system_error);
  CHECK_THROWS_AS(read_library(SIGNPOST_SOURCE_DIR "/CMakeLists.txt", diagnostics), std::system_error);
}

TEST_CASE("what stands in a file's place and is no ordinary file is a finding") {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / ("signpost-reader-" + std::to_string(getpid()));
  fs::create_directories(folder / "facts.yaml");
  fs::create_directories(folder / "topics" / "locales");
  std::ofstream(folder / "library.yaml") << "library: example\n";
  std::ofstream(folder / "dispositions.yaml") << std::string(5 * 1024 * 1024, '#');
  std::ofstream(folder / "topics" / "notes.txt") << "notes";
  Diagnostics diagnostics;
  const Library library = read_library(folder.string() + "/", diagnostics);
  fs::remove_all(folder);
  REQUIRE(diagnostics.all().size() == 2);
  CHECK(diagnostics.all()[0].code == Code::file_unreadable);
  CHECK(diagnostics.all()[1].code == Code::file_too_large);
  CHECK(library.sources.file(0).path == folder.string() + "/library.yaml");
}

TEST_CASE("a list or map may have entries up to the limit and no more") {
  const auto facts = [](std::size_t count) {
    std::string text = "facts:\n  fever: { meaning: \"Hot\", type: yes or no, if-unsure: yes }\n";
    for (std::size_t i = 1; i < count; ++i)
      text += "  f" + std::to_string(i) + ": { meaning: \"F\", type: yes or no }\n";
    return text;
  };
  const auto codes = [&](std::size_t count) {
    Diagnostics diagnostics;
    read_library(test::small_library({{"facts.yaml", facts(count)}}), "pathways", diagnostics);
    return diagnostics.all().empty() ? std::string() : std::string(info(diagnostics.all()[0].code).text);
  };
  CHECK(codes(kMaxEntries).empty());
  CHECK(codes(kMaxEntries + 1) == "too-many");
}

TEST_CASE("texts and ids may be as long as their limit and no longer") {
  const auto finds = [](const std::string& id, std::size_t title, std::size_t prose) {
    Diagnostics diagnostics;
    const std::string text =
        "pathway: cough\ntitle: " + std::string(title, 'T') + "\nstatus: draft\nfor: everyone\nstart: " + id +
        "\nsteps:\n  " + id + ":\n    question: " + std::string(prose, 'Q') +
        "\n    yes: b\n    no: b\noutcomes:\n  b:\n    disposition: self-care\n    reason: Well.\n";
    read_library(test::small_library({{"topics/cough.yaml", text}}), "pathways", diagnostics);
    return diagnostics.errors();
  };
  const std::string id(kMaxIdCharacters, 'a');
  CHECK(finds(id, kMaxTitleCharacters, kMaxProseCharacters) == 0);
  CHECK(finds(id + "a", 1, 1) == 2);  // where it is made and where it is named
  CHECK(finds(id, kMaxTitleCharacters + 1, 1) == 1);
  CHECK(finds(id, 1, kMaxProseCharacters + 1) == 1);
}

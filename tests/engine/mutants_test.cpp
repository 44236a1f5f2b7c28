// What is changed in a library, and what notices it.
#include <catch2/catch.hpp>

#include <algorithm>

#include "engine/compile/compile.hpp"
#include "engine/names/library_part.hpp"
#include "engine/read/library.hpp"
#include "engine/scenarios/mutation_run.hpp"
#include "tests/support/library_around.hpp"

using namespace signpost;
using namespace signpost::tests;

namespace {

using K = Mutant::Kind;
using V = MutantResult::Verdict;

Library read(std::vector<NamedText> files, const std::string& facts = "", const std::string& advice = "") {
  Diagnostics findings;
  Library library = read_library(library_around(facts, std::move(files), "", advice), "small", findings);
  INFO(render_text(findings, library.sources));
  REQUIRE(!findings.has_errors());
  return library;
}

// A pathway whose body has already what the base library lacks, beside its scenarios.
Library cough(const std::string& body, const std::string& scenarios = "", const std::string& facts = "",
              const std::string& advice = "") {
  std::vector<NamedText> files{pathway_file("cough", body)};
  if (!scenarios.empty()) files.push_back({"topics/cough.test.yaml", "pathway: cough\nscenarios:\n" + scenarios});
  return read(std::move(files), facts, advice);
}

std::vector<std::string> words_of(const Library& library, K kind) {
  std::vector<std::string> words;
  for (const Mutant& m : mutants_of(library))
    if (m.kind == kind) words.push_back(m.words);
  return words;
}

// What became of the one mutant with these words.
MutantResult judged(const Library& library, const std::string& words) {
  std::vector<Mutant> all = mutants_of(library);
  std::erase_if(all, [&](const Mutant& m) { return m.words != words; });
  INFO(words);
  REQUIRE(all.size() == 1);
  return run_mutants(library, all, *parse_day("2026-11-22")).front();
}

using Words = std::vector<std::string>;

// Breathless people are seen, others stay at home.
const std::string kBreathless = "start: a\nsteps:\n  a:\n    question: Breathless?\n    yes: soon\n    no: home\n";
const std::string kSwapped = "`yes` and `no` of `a` change places: they lead to `home` and `soon`";

}  // namespace

TEST_CASE("mutants change targets, and lower outcomes") {
  const Library library = cough(kBreathless);
  CHECK(words_of(library, K::swap_targets) == Words{kSwapped});
  CHECK(words_of(library, K::lower_disposition) ==
        Words{"the outcome `soon` becomes gp-3-days, no longer ed-1h"});  // nothing is below self-care
  const std::vector<Mutant> all = mutants_of(library);
  REQUIRE(all.size() == 2);
  CHECK(all.front().at.line == 10);
  CHECK(library.sources.file(all.front().at.file).path == "small/topics/cough.yaml");
  Library copy = library;
  all.front().apply(copy);
  CHECK(copy.pathways.front().steps.front().answers.front().to.text == "home");
  CHECK(library.pathways.front().steps.front().answers.front().to.text == "soon");
}

TEST_CASE("mutants of rules drop them, swap what follows them, negate them and shift their thresholds") {
  const Library library = cough(
      "start: a\nsteps:\n  a:\n    then:\n      - when: age < 5 years or age >= 3 months\n        to: soon\n"
      "      - otherwise: home\n");
  CHECK(words_of(library, K::drop_rule) == Words{"the rule `age < 5 years or age >= 3 months` of `a` is dropped"});
  CHECK(words_of(library, K::swap_targets) ==
        Words{"two rules of `a` change places: the earlier leads to `home`, the later to `soon`"});
  CHECK(words_of(library, K::negate_test) ==
        Words{"the rule of `a` is negated: `not (age < 5 years or age >= 3 months)`"});
  // The steps of ages are days, weeks, months and years.
  CHECK(words_of(library, K::shift_threshold) ==
        Words{"in the rule of `a`, `age < 5 years` becomes `age < 59 months`",
              "in the rule of `a`, `age < 5 years` becomes `age < 6 years`",
              "in the rule of `a`, `age >= 3 months` becomes `age >= 12 weeks`",
              "in the rule of `a`, `age >= 3 months` becomes `age >= 4 months`"});
}

TEST_CASE("a negation is taken away") {
  const Library library = cough(
      "start: a\nsteps:\n  a:\n    then:\n      - when: not (sex is male)\n        to: soon\n      - otherwise: "
      "home\n");
  CHECK(words_of(library, K::negate_test) == Words{"the rule of `a` is negated: `sex is male`"});
}

TEST_CASE("mutants shift amounts by the step of their question, times by their unit and scores by a point") {
  const Library library = cough(R"(start: heat
scores: { points: { evidence: [source], plus: [ { when: age >= 65 years, points: 1 } ] } }
steps:
  heat:
    question: How hot?
    number: { unit: °C, from: 33.0, to: 43.0, step: 0.5 }
    records: temperature
    to: since
  since:
    question: Since when?
    duration: { from: 0 hours, to: 8 weeks }
    bands: { short: under 5 days, long: 5 days and over }
    to: sure
  sure: { question: "Sure?", yes: { to: end, score: { points: 3 } }, no: end }
  end:
    then:
      - { when: "temperature >= 38.0 °C", to: soon }
      - { when: score points >= 3, to: soon }
      - otherwise: home
)",
                                "", "  temperature: { meaning: \"Measured\", type: number, unit: °C }\n");
  const Words words = words_of(library, K::shift_threshold);
  const auto has = [&](const std::string& text) { return std::find(words.begin(), words.end(), text) != words.end(); };
  CHECK(has("in the rule of `end`, `temperature >= 38.0 °C` becomes `temperature >= 37.5 °C`"));
  CHECK(has("in the rule of `end`, `temperature >= 38.0 °C` becomes `temperature >= 38.5 °C`"));
  CHECK(has("in the rule of `end`, `score points >= 3` becomes `score points >= 2`"));
  CHECK(has("in the rule of `end`, `score points >= 3` becomes `score points >= 4`"));
  CHECK(has("the edge between `short` and `long` of `since` moves from 5 days to 4 days"));
  CHECK(has("the edge between `short` and `long` of `since` moves from 5 days to 6 days"));
  CHECK(has("in the score `points`, `age >= 65 years` becomes `age >= 64 years`"));
  CHECK(words_of(library, K::drop_points) == Words{"the score `points` gets no points for `age >= 65 years`"});
  // Each of them is still a library that can be read: bands neither overlap nor leave a gap.
  for (const Mutant& m : mutants_of(library)) {
    if (m.kind != K::shift_threshold) continue;
    Library changed = library;
    m.apply(changed);
    Diagnostics findings;
    INFO(m.words);
    CHECK(compile(changed, findings) != nullptr);
  }
}

TEST_CASE("an edge is not moved where a band would lose its last value") {
  const Library library = cough(R"(start: pulse
steps:
  pulse:
    question: How many?
    number: { unit: beats, from: 0, to: 10, step: 1 }
    bands: { nothing: up to 0, some: over 0 }
    then:
      - { when: pulse is nothing, to: soon }
      - otherwise: home
)");
  CHECK(words_of(library, K::shift_threshold) ==
        Words{"the edge between `nothing` and `some` of `pulse` moves from 1 to 2"});
}

TEST_CASE("mutants drop floors and red flags, and negate what advice and facts say") {
  const Library library = cough(R"(start: signs
steps:
  signs:
    question: Any of these?
    tick: { blue: { text: "Blue", to: now }, cold: "Cold", ill: { text: "Ill", red-flag: ed-1h, to: soon } }
    any: soon
    none: ill
    unsure: soon
    red-flag: ed-1h
  ill: { question: "Ill?", records: ill, red-flag: ed-1h, yes: soon, no: home }
floors:
  - { when: age < 3 months, outcome: soon }
)",
                                "", yes_no_fact("ill", "    never: age < 1 year\n"),
                                "  sleep: { text: \"Sleep.\", only-if: age >= 1 year, unless: sex is male }\n");
  CHECK(words_of(library, K::drop_floor) == Words{"the floor `age < 3 months` is dropped"});
  CHECK(words_of(library, K::drop_red_flag) ==
        Words{"`blue` of `signs` has no red flag: it leads to `ill`, as none of these does",
              "`ill` of `signs` has no red flag: it leads to `ill`, as none of these does",
              "`signs` has no red flag: any of these leads to `ill`, as none of these does",
              "`yes` of `ill` has no red flag: it leads where `no` leads"});
  const Words negated = words_of(library, K::negate_test);
  for (const char* words : {"the floor is negated: `not age < 3 months`",
                            "the `only-if` of the advice `sleep` is negated: `not age >= 1 year`",
                            "the `unless` of the advice `sleep` is negated: `not sex is male`",
                            "the `never` of the fact `ill` is negated: `not age < 1 year`"}) {
    INFO(words);
    CHECK(std::count(negated.begin(), negated.end(), words) == 1);
  }
}

TEST_CASE("retired pathways have no mutants") {
  Library library = cough(kBreathless);
  library.pathways.front().status = Status::retired;
  CHECK(mutants_of(library).empty());
}

TEST_CASE("a mutant that cannot be compiled is killed by the compiler") {
  const Library library =
      cough("start: a\nsteps:\n  a:\n    question: Breathless?\n    red-flag: ed-1h\n    yes: soon\n    no: home\n");
  const MutantResult swapped = judged(library, kSwapped);
  CHECK(swapped.verdict == V::by_compiler);
  CHECK(swapped.by == "red-flag-not-kept");
  CHECK(swapped.killed());
}

TEST_CASE("a mutant is killed by a scenario that fails") {
  const Library library = cough(kBreathless,
                                "  - name: Well\n    patient: { age: 30 years, sex: male }\n    answers: { a: no }\n"
                                "    expect: { outcome: home }\n");
  const MutantResult swapped = judged(library, kSwapped);
  CHECK(swapped.verdict == V::by_scenario);
  CHECK(swapped.by == "Well");
}

TEST_CASE("a scenario that fails already kills nothing") {
  const Library library = cough(kBreathless,
                                "  - name: Wrong\n    patient: { age: 30 years, sex: male }\n    answers: { a: no }\n"
                                "    expect: { outcome: soon }\n");
  CHECK(judged(library, kSwapped).verdict == V::by_claim);
}

TEST_CASE("a mutant is killed by a claim that no longer holds") {
  const Library library = cough(kBreathless +
                                "safety:\n  - claim: Breathless people are seen\n    when answered: a\n"
                                "    disposition: at least ed-1h\n");
  const MutantResult lowered = judged(library, "the outcome `soon` becomes gp-3-days, no longer ed-1h");
  CHECK(lowered.verdict == V::by_claim);
  CHECK(lowered.by == "Breathless people are seen");
}

TEST_CASE("a mutant is killed by a claim that need not be written") {
  const MutantResult swapped = judged(cough(kBreathless), kSwapped);
  CHECK(swapped.verdict == V::by_claim);
  CHECK(swapped.by == "what is claimed of every library without being written");
}

TEST_CASE("a mutant that nothing notices survives, with a patient who shows it") {
  const MutantResult swapped = judged(
      cough("start: a\nsteps:\n  a:\n    question: Breathless?\n    worse: neither\n    yes: soon\n    no: home\n"),
      kSwapped);
  CHECK(swapped.verdict == V::survived);
  CHECK_FALSE(swapped.killed());
  REQUIRE(swapped.seen);
  CHECK(swapped.seen->topic == "cough");
  REQUIRE(swapped.seen->was.answers == swapped.seen->now.answers);
  const bool yes = swapped.seen->was.answers.front().second == "yes";
  CHECK(swapped.seen->was_outcome == (yes ? "soon" : "home"));
  CHECK(swapped.seen->now_outcome == (yes ? "home" : "soon"));
  CHECK(swapped.seen->now_disposition == (yes ? "self-care" : "ed-1h"));
}

TEST_CASE("a mutant that no patient can tell apart is none") {
  // Whoever is neither under 5 nor over is nobody: the second rule takes all whom the first leaves.
  const Library library = cough(R"(start: a
steps:
  a: { question: "Hot?", yes: b, no: home }
  b:
    then:
      - { when: a, to: soon }
      - otherwise: soon
)");
  Diagnostics findings;
  const MutantResult dropped = judged(library, "the rule `a` of `b` is dropped");
  CHECK(dropped.verdict == V::equivalent);
  CHECK_FALSE(dropped.killed());
}

TEST_CASE("other advice is a difference, and so is an item that only one version offers") {
  const Library advised = cough(kBreathless, "", "", "  sleep: { text: \"Sleep.\", only-if: age >= 1 year }\n");
  Library told = advised;
  told.pathways.front().outcomes.front().advice.push_back({"sleep", {}});
  const std::string negated = "the `only-if` of the advice `sleep` is negated: `not age >= 1 year`";
  CHECK(judged(advised, negated).verdict == V::equivalent);  // nobody is told it
  const MutantResult changed = judged(told, negated);
  CHECK(changed.verdict == V::survived);
  REQUIRE(changed.seen);
  CHECK(changed.seen->was_outcome == changed.seen->now_outcome);

  const Library offered = cough(R"(start: signs
steps:
  signs:
    question: Any of these?
    tick: { cold: "Cold", limp: { text: "Limp", only-if: age < 5 years } }
    any: soon
    none: home
    unsure: soon
)");
  const MutantResult shifted =
      judged(offered, "in the `only-if` of `limp` in `signs`, `age < 5 years` becomes `age < 6 years`");
  CHECK(shifted.verdict == V::survived);
  REQUIRE(shifted.seen);
  CHECK(age_text(shifted.seen->was.age) == "5 years");
  CHECK(shifted.seen->was_outcome == "home");
  // Not sure leads to the same place, but a tick is shown as a tick.
  CHECK(shifted.seen->now.answers == std::vector<std::pair<std::string, std::string>>{{"signs", "limp"}});
}

TEST_CASE("an amount that shows a moved edge is the same in both versions") {
  const Library library = cough(R"(start: heat
steps:
  heat:
    question: How hot?
    number: { unit: °C, from: 33.0, to: 43.0, step: 0.1 }
    bands: { cool: below 38.0, hot: 38.0 and over }
    then:
      - { when: heat is hot, to: soon }
      - otherwise: home
)");
  const MutantResult shifted = judged(library, "the edge between `cool` and `hot` of `heat` moves from 38 to 37.9");
  REQUIRE(shifted.seen);
  const std::vector<std::pair<std::string, std::string>> told{{"heat", "37.9"}};
  CHECK(shifted.seen->was.answers == told);
  CHECK(shifted.seen->now.answers == told);
}

TEST_CASE("what lies between two steps of a question is no answer that tells versions apart") {
  const Library library = cough(R"(start: breaths
steps:
  breaths:
    question: How many breaths?
    number: { unit: breaths, from: 5, to: 150, step: 1 }
    bands: { few: up to 39, many: 40 to 49, more: 50 and over }
    then:
      - { when: breaths is many or breaths is more, to: soon }
      - otherwise: home
)");
  CHECK(judged(library, "the edge between `many` and `more` of `breaths` moves from 50 to 49").verdict ==
        V::equivalent);
  CHECK(judged(library, "the edge between `many` and `more` of `breaths` moves from 50 to 51").verdict ==
        V::equivalent);
  const MutantResult shifted = judged(library, "the edge between `few` and `many` of `breaths` moves from 40 to 41");
  REQUIRE(shifted.seen);
  CHECK(shifted.seen->was.answers == std::vector<std::pair<std::string, std::string>>{{"breaths", "40"}});
  CHECK(shifted.seen->now.answers == shifted.seen->was.answers);
}

TEST_CASE("the edge of a length of time moves by the unit in which it is written") {
  const Library library = cough(R"(start: since
steps:
  since:
    question: Since when?
    duration: { from: 0 hours, to: 1 year }
    bands: { short: up to 14 days, middle: over 14 days and under 6 weeks, long: 6 weeks and over }
    then:
      - { when: since is long, to: soon }
      - otherwise: home
)");
  CHECK(words_of(library, K::shift_threshold) ==
        Words{"the edge between `short` and `middle` of `since` moves from 2 weeks to 13 days",
              "the edge between `short` and `middle` of `since` moves from 2 weeks to 15 days",
              "the edge between `middle` and `long` of `since` moves from 6 weeks to 5 weeks",
              "the edge between `middle` and `long` of `since` moves from 6 weeks to 7 weeks"});
}

TEST_CASE("a topic stands for itself, with what it jumps to and the modules") {
  const Library library = read({
      pathway_file("cough", "start: a\nsteps:\n  a: { question: \"Hot?\", yes: pathway/fever, no: home }\n"),
      pathway_file("fever", "start: warm\nsteps:\n  warm: { use: heat, to: home }\n"),
      pathway_file("knee", "start: a\nsteps:\n  a: { question: \"Sore?\", yes: home, no: home }\n"),
      module_file("heat", "start: m\nsteps:\n  m: { question: \"Very?\", yes: done, no: done }\n"),
      {"topics/cough.test.yaml",
       "pathway: cough\nscenarios: [ { name: \"One\", patient: { age: 9 years }, others: none, expect: { outcome: home "
       "} } ]\n"},
      {"topics/knee.test.yaml",
       "pathway: knee\nscenarios: [ { name: \"Two\", patient: { age: 9 years }, others: none, expect: { outcome: home "
       "} } ]\n"},
  });
  const LibraryParts parts(library);
  const auto through = [&](const std::string& id) {
    const auto same = [&](const Pathway& p) { return p.id.text == id; };
    return parts.topics_through(std::find_if(library.pathways.begin(), library.pathways.end(), same)->file);
  };
  using Topics = std::set<std::string>;
  CHECK(through("cough") == Topics{"cough"});
  CHECK(through("fever") == Topics{"cough", "fever"});
  CHECK(through("heat") == Topics{"cough", "fever"});
  CHECK(parts.topics_through(library.advice.front().id.at.file) == Topics{"cough", "fever", "knee"});
  const Library part = parts.only({"cough"});
  REQUIRE(part.pathways.size() == 3);
  REQUIRE(part.scenarios.size() == 1);
  CHECK(part.scenarios.front().name.text == "One");
  Diagnostics findings;
  CHECK(compile(part, findings) != nullptr);
}

TEST_CASE("judging in many threads gives the same results as judging one by one") {
  const Library library = cough(kBreathless +
                                "safety:\n  - claim: Breathless people are seen\n    when answered: a\n"
                                "    disposition: at least ed-1h\n");
  const std::vector<Mutant> all = mutants_of(library);
  std::vector<Mutant> many;
  for (int i = 0; i < 20; ++i) many.insert(many.end(), all.begin(), all.end());
  std::size_t last = 0;
  const auto results = run_mutants(library, many, *parse_day("2026-11-22"), [&](std::size_t done, std::size_t of) {
    CHECK(done >= last);
    CHECK(of == many.size());
    last = done;
  });
  REQUIRE(results.size() == many.size());
  for (std::size_t i = 0; i < results.size(); ++i) {
    const MutantResult alone = run_mutants(library, std::span(&many[i], 1), *parse_day("2026-11-22")).front();
    CHECK(results[i].verdict == alone.verdict);
    CHECK(results[i].by == alone.by);
  }
}

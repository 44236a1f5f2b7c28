#include <catch2/catch.hpp>

#include "engine/compile/compile.hpp"
#include "engine/explore/count_journeys.hpp"
#include "engine/prove/prove.hpp"
#include "engine/walk/scenario.hpp"
#include "tests/support/library_around.hpp"

using namespace signpost;
using namespace signpost::tests;

namespace {

struct Proven {
  Library library;
  Diagnostics findings;
  std::unique_ptr<const DecisionGraph> graph;
  Proof proof;

  std::string text() const {
    RenderOptions plain;
    return render_text(findings, library.sources, plain);
  }
  const ClaimResult& claim(std::size_t i = 0) const { return proof.claims.at(i); }
  // "age 3, breathless: yes, so: no"
  std::string journey(std::size_t i = 0) const { return claim(i).counterexample.value().witness.journey(); }
  std::string end(std::size_t i = 0) const { return graph->outcomes[at(claim(i).counterexample.value().end)].id; }
};

std::unique_ptr<Proven> proven(std::vector<NamedText> files, const std::string& facts = "",
                               const std::string& today = "2026-11-22", const std::string& library = "") {
  auto p = std::make_unique<Proven>();
  p->library = read_library(library_around(facts, std::move(files), library), "small", p->findings);
  REQUIRE(!p->findings.has_errors());
  p->graph = compile(p->library, p->findings);
  INFO(p->text());
  REQUIRE(p->graph);
  const Exploration exploration = explore(p->library, *p->graph, p->findings);
  REQUIRE(!p->findings.has_errors());
  p->proof = prove(p->library, *p->graph, exploration, *parse_day(today), p->findings);
  return p;
}

using ClaimVerdict = ClaimResult::Verdict;

// Breathless people are asked whether it is bad, others whether they are hot.
const std::string kSteps = R"(start: breathless
steps:
  breathless:
    question: Are you breathless?
    yes: bad
    no: hot
  bad:
    question: Is it bad?
    yes: now
    no: soon
    unsure: now
  hot:
    question: Are you hot?
    records: hot
    yes: soon
    no: home
    unsure: home
)";

std::unique_ptr<Proven> claimed(const std::string& claims) {
  return proven({pathway_file("cough", kSteps + "safety:\n" + claims)}, yes_no_fact("hot") + yes_no_fact("rash"));
}

std::string claim(const std::string& rest) { return "  - claim: Something\n" + rest; }

}  // namespace

TEST_CASE("a claim that holds for everybody is proven") {
  auto p = claimed(claim("    when: breathless\n    disposition: at least ed-1h\n"));
  INFO(p->text());
  CHECK(p->claim().verdict == ClaimVerdict::proven);
  CHECK(summary(p->proof) == "1 of 1 claims proven");
  CHECK_FALSE(p->findings.has_errors());
}

TEST_CASE("a claim that does not hold is refuted with the journey that shows it") {
  auto p = claimed(claim("    when: breathless\n    disposition: at least ambulance-now\n"));
  REQUIRE(p->claim().verdict == ClaimVerdict::refuted);
  CHECK(p->journey() == "breathless: yes, bad: no");
  CHECK(p->end() == "soon");
  CHECK(p->text().find("[claim-refuted]") != std::string::npos);
  CHECK(p->text().find("signpost run cough") != std::string::npos);
}

TEST_CASE("a counterexample is the shortest there is") {
  auto p = proven({pathway_file("cough", R"(start: a
steps:
  a: { question: "Is a so?", yes: b, no: d }
  b: { question: "Is b so?", yes: c, no: c }
  c: { question: "Is c so?", yes: now, no: home }
  d: { question: "Is d so?", yes: home, no: now }
safety:
  - claim: Nobody stays at home
    disposition: at least ed-1h
)")});
  REQUIRE(p->claim().verdict == ClaimVerdict::refuted);
  CHECK(p->journey() == "a: no, d: yes");
}

TEST_CASE("what nobody asked may be anything unless the claim speaks of given answers") {
  auto open = claimed(claim("    when: rash\n    disposition: at least ed-1h\n"));
  REQUIRE(open->claim().verdict == ClaimVerdict::refuted);
  const auto& example = *open->claim().counterexample;
  REQUIRE(example.unasked.size() == 1);
  CHECK(example.unasked.front().name == "rash");
  CHECK(example.unasked.front().value == "yes");
  CHECK(open->text().find("nobody asked: `rash` might be yes") != std::string::npos);
  auto answered = claimed(claim("    when answered: hot\n    disposition: at least ed-1h\n"));
  CHECK(answered->claim().verdict == ClaimVerdict::proven);
  auto never_answered = claimed(claim("    when answered: rash\n    disposition: at least ed-1h\n"));
  CHECK(never_answered->claim().verdict == ClaimVerdict::about_nobody);
}

TEST_CASE("not sure counts as no where it does not count as anything else") {
  CHECK(claimed(claim("    when: hot\n    disposition: at least ed-1h\n"))->claim().verdict == ClaimVerdict::proven);
  auto p = claimed(claim("    when: not hot and breathless is no\n    disposition: never self-care\n"));
  REQUIRE(p->claim().verdict == ClaimVerdict::refuted);
  CHECK(p->end() == "home");
  CHECK(claimed(claim("    when: hot is unsure\n    disposition: exactly self-care\n"))->claim().verdict ==
        ClaimVerdict::proven);
}

TEST_CASE("a claim may speak of the end") {
  CHECK(claimed(claim("    when: outcome is home\n    known: [hot]\n"))->claim().verdict ==
        ClaimVerdict::refuted);  // not sure
  CHECK(claimed(claim("    when: outcome is home\n    asked: [hot]\n"))->claim().verdict == ClaimVerdict::proven);
  CHECK(
      claimed(claim("    when: disposition is less urgent than ambulance-now\n    asked: [bad]\n"))->claim().verdict ==
      ClaimVerdict::refuted);
  CHECK(claimed(claim("    when: level is emergency and hot\n    disposition: exactly ed-1h\n"))->claim().verdict ==
        ClaimVerdict::refuted);  // who was not asked might be hot and end in an ambulance
  CHECK(claimed(claim("    when: level is self-care\n    advice: [rest]\n"))->claim().verdict == ClaimVerdict::proven);
  CHECK(claimed(claim("    when: level is self-care\n    advice: [drink]\n"))->claim().verdict ==
        ClaimVerdict::refuted);
}

TEST_CASE("dispositions are promised by order, by name, by time, by place and by level") {
  auto verdict = [](const std::string& promise) {
    return claimed(claim("    when: breathless\n    disposition: " + promise + "\n"))->claim().verdict;
  };
  CHECK(verdict("at least ed-1h") == ClaimVerdict::proven);
  CHECK(verdict("at most ambulance-now") == ClaimVerdict::proven);
  CHECK(verdict("at most ed-1h") == ClaimVerdict::refuted);
  CHECK(verdict("exactly ambulance-now") == ClaimVerdict::refuted);
  CHECK(verdict("never self-care") == ClaimVerdict::proven);
  CHECK(verdict("within 1 hour") == ClaimVerdict::proven);
  CHECK(verdict("within 30 minutes") == ClaimVerdict::refuted);
  CHECK(verdict("face to face") == ClaimVerdict::proven);
  CHECK(verdict("level is emergency") == ClaimVerdict::proven);
  CHECK(verdict("level is urgent") == ClaimVerdict::refuted);
}

TEST_CASE("questions after the answer are counted") {
  CHECK(claimed(claim("    when: breathless\n    within: 1 question\n"))->claim().verdict == ClaimVerdict::proven);
  auto p = claimed(claim("    when: breathless\n    within: 0 questions\n"));
  CHECK(p->claim().verdict == ClaimVerdict::refuted);
  CHECK(claimed(claim("    when: hot\n    within: 0 questions\n"))->claim().verdict == ClaimVerdict::proven);
}

TEST_CASE("a counterexample to a promise of further questions is the shortest there is") {
  // Both ways put two further questions to whoever is hot, who has been asked two before on the one and three on the
  // other.
  auto p = proven({pathway_file("cough", R"(start: a
steps:
  a: { question: "Is a so?", yes: e, no: b }
  b: { question: "Is b so?", yes: c, no: c }
  c: { question: "Is it hot?", records: hot, yes: d, no: home }
  d: { question: "Is d so?", yes: f, no: f }
  f: { question: "Is f so?", yes: home, no: home }
  e: { question: "Is it hot?", records: hot, yes: g, no: soon }
  g: { question: "Is g so?", yes: h, no: h }
  h: { question: "Is h so?", yes: soon, no: soon }
safety:
  - claim: Whoever is hot is soon told
    when: hot
    within: 1 question
)")},
                  yes_no_fact("hot"));
  REQUIRE(p->claim().verdict == ClaimVerdict::refuted);
  CHECK(p->journey() == "a: yes, e: yes, g: yes, h: yes");
}

TEST_CASE("a claim that speaks of nobody is a finding") {
  auto p = claimed(claim("    when: breathless and breathless is no\n    disposition: at least ed-1h\n"));
  CHECK(p->claim().verdict == ClaimVerdict::about_nobody);
  CHECK(p->text().find("[claim-about-nobody]") != std::string::npos);
}

TEST_CASE("a waiver holds until its day has passed") {
  const std::string waived = claim(
      "    when: breathless\n    disposition: at least ambulance-now\n"
      "    waived:\n      by: A. Clinician\n      reason: It is under review.\n      until: 2026-12-31\n");
  auto p = claimed(waived);
  CHECK(p->claim().verdict == ClaimVerdict::waived);
  CHECK_FALSE(p->findings.has_errors());
  auto late = proven({pathway_file("cough", kSteps + "safety:\n" + waived)}, yes_no_fact("hot") + yes_no_fact("rash"),
                     "2027-01-01");
  CHECK(late->claim().verdict == ClaimVerdict::refuted);
}

TEST_CASE("a claim about age cuts ages without anybody being asked more") {
  auto p = claimed(claim("    when: age < 2 years and breathless\n    disposition: at least ambulance-now\n"));
  REQUIRE(p->claim().verdict == ClaimVerdict::refuted);
  CHECK(p->claim().counterexample->witness.age < age_of(2, AgeUnit::years)->first);
  // The words alone tell children from others, at 16.
  const auto& classes = p->graph->topics.front().age_class;
  CHECK(classes[age_of(1, AgeUnit::years)->first] == classes[age_of(15, AgeUnit::years)->first]);
}

TEST_CASE("advice that an answer adds or takes away is remembered") {
  const std::string steps = R"(start: a
steps:
  a:
    question: Is it so?
    yes: { to: b, advice: [drink] }
    no: b
  b:
    question: Is that so?
    yes: { to: soon, without-advice: [drink] }
    no: soon
safety:
  - claim: Whoever says a is told to drink
    when: a
    advice: [drink]
  - claim: Whoever says a and not b is told to drink
    when: a and b is no
    advice: [drink]
)";
  auto p = proven({pathway_file("cough", steps)});
  CHECK(p->claim(0).verdict == ClaimVerdict::refuted);
  CHECK(p->journey(0) == "a: yes, b: yes");
  CHECK(p->claim(1).verdict == ClaimVerdict::proven);
}

TEST_CASE("a claim of a module speaks of those who come to it") {
  const std::string pathway = R"(start: a
steps:
  a: { question: "Is a so?", yes: m, no: home }
  m: { use: more, to: soon }
)";
  const std::string module = R"(start: b
steps:
  b: { question: "Is b so?", yes: done, no: done }
safety:
  - claim: Whoever comes here is seen
    disposition: at least ed-1h
)";
  auto p = proven({pathway_file("cough", pathway), module_file("more", module)});
  INFO(p->text());
  CHECK(p->claim().verdict == ClaimVerdict::proven);
}

namespace {

// Module `more` begins with module `inner`, and claims that whoever comes to it is seen.
std::unique_ptr<Proven> nested(const std::string& pathway, const std::string& inner, const std::string& library = "") {
  const std::string more = R"(start: u
steps:
  u: { use: inner, to: v }
  v: { question: "Is v so?", yes: done, no: done }
safety:
  - claim: Whoever comes here is seen
    disposition: at least ed-1h
)";
  return proven({pathway_file("cough", "start: a\nsteps:\n" + pathway), module_file("more", more),
                 module_file("inner", "start: b\nsteps:\n" + inner + outcomes_for(inner))},
                "", "2026-11-22", library);
}

}  // namespace

TEST_CASE("whoever enters a module has come to it though its first question is another module's") {
  const std::string pathway = R"(  a: { question: "Is a so?", yes: m, no: n }
  m: { use: more, to: soon }
  n: { use: inner, to: home }
)";
  SECTION("and who ends in the other module is spoken of") {
    auto p = nested(pathway, "  b: { question: \"Is b so?\", yes: done, no: home }\n");
    REQUIRE(p->claim().verdict == ClaimVerdict::refuted);
    CHECK(p->journey() == "a: yes, inner/b: no");
  }
  SECTION("but who comes to the other module alone is not") {
    auto p = nested(pathway, "  b: { question: \"Is b so?\", yes: done, no: soon }\n");
    CHECK(p->claim().verdict == ClaimVerdict::proven);
  }
  SECTION("where it runs first") {
    auto p = nested("  a: { question: \"Is a so?\", yes: soon, no: soon }\n",
                    "  b: { question: \"Is b so?\", yes: done, no: home }\n", "first: [more]\n");
    REQUIRE(p->claim().verdict == ClaimVerdict::refuted);
    CHECK(p->journey() == "inner/b: no");
  }
}

TEST_CASE("a claim of a pathway that is jumped to speaks of whoever jumps though it begins with a module") {
  const std::string safety =
      "safety:\n  - claim: Whoever comes here is seen\n    when: disposition is self-care\n    disposition: at least "
      "ed-1h\n";
  auto p =
      proven({pathway_file("cough", "start: a\nsteps:\n  a: { question: \"Is a so?\", yes: pathway/cold, no: soon }\n"),
              pathway_file("cold", "start: u\nsteps:\n  u: { use: inner, to: soon }\n" + safety),
              module_file("inner", "start: b\nsteps:\n  b: { question: \"Is b so?\", yes: done, no: home }\n" +
                                       outcomes_for("no: home }"))});
  REQUIRE(p->claim().verdict == ClaimVerdict::refuted);
  CHECK(p->graph->claims->of_program.size() == 2);
  for (const auto& claims : p->graph->claims->of_program) CHECK(claims.size() == 1);
}

TEST_CASE("a claim of the whole library is made of every topic") {
  const std::string pathway = R"(start: a
steps:
  a:
    question: Is a so?
    records: hot
    yes: now
    no: home
)";
  const std::string careless = R"(start: a
steps:
  a:
    question: Is a so?
    records: hot
    yes: home
    no: now
)";
  auto p =
      proven({pathway_file("cough", pathway),
              pathway_file("cold", careless),
              {"safety.yaml", "safety:\n  - claim: Heat is serious\n    when: hot\n    disposition: at least ed-1h\n"}},
             yes_no_fact("hot"));
  REQUIRE(p->claim().verdict == ClaimVerdict::refuted);
  CHECK(p->graph->topics[at(p->claim().counterexample->topic)].id == "cold");
}

TEST_CASE("an emergency that nothing guards is a finding") {
  auto p = claimed(claim("    when: breathless\n    disposition: at least ed-1h\n"));
  const std::string text = p->text();
  CHECK(text.find("[emergency-unnoticed]") == std::string::npos);
  auto lax = claimed(claim("    when: hot is unsure\n    disposition: at least self-care\n"));
  CHECK(lax->text().find("if `now` were made less urgent") != std::string::npos);
}

TEST_CASE("whoever proves on one thread does all the work on the calling one") {
  auto p = proven({pathway_file("cough", kSteps),
                   pathway_file("cold", kSteps),
                   {"safety.yaml",
                    "safety:\n  - claim: Heat is serious\n    when: hot\n    disposition: at least "
                    "self-care\n"}},
                  yes_no_fact("hot") + yes_no_fact("rash"));
  Diagnostics findings;
  const Exploration exploration = explore(p->library, *p->graph, findings);
  std::vector<std::size_t> done;
  prove(
      p->library, *p->graph, exploration, *parse_day("2026-11-22"), findings,
      [&](std::size_t count, std::size_t all) {
        CHECK(all == 4);  // of each program its claims, and what is claimed without being written
        done.push_back(count);
      },
      1);
  CHECK(done == std::vector<std::size_t>{1, 2, 3, 4});
}

TEST_CASE("a counterexample becomes a scenario that fails until the pathway is mended") {
  auto p = claimed(claim("    when: breathless\n    disposition: at least ambulance-now\n"));
  const std::string text = "pathway: cough\nscenarios:\n" +
                           scenario_text(*p->graph, p->graph->claims->all.front(), *p->claim().counterexample);
  Diagnostics findings;
  Library with = read_library(library_around(yes_no_fact("hot") + yes_no_fact("rash"),
                                             {pathway_file("cough", kSteps), {"topics/cough.test.yaml", text}}),
                              "small", findings);
  auto graph = compile(with, findings);
  INFO(text);
  REQUIRE_FALSE(findings.has_errors());
  REQUIRE(with.scenarios.size() == 1);
  const ScenarioResult ran = run_scenario(*graph, with.scenarios.front());
  CHECK_FALSE(ran.passed);
}

TEST_CASE("journeys are counted exactly") {
  auto p = claimed(claim("    when: breathless\n    disposition: at least ed-1h\n"));
  // Four kinds of patient, who are spoken to differently: over and under 16, for themselves and for somebody else. Each
  // has three ways on from yes and three from no.
  const JourneyCount count = count_journeys(*p->graph, TopicIndex{0}, 65536);
  CHECK(count.all == "24");
  REQUIRE(count.endings.size() == 3);
  CHECK(p->graph->outcomes[at(count.endings[0].outcome)].id == "now");
  CHECK(count.endings[0].journeys == "8");
  CHECK(count.endings[1].journeys == "8");
  CHECK(count.endings[2].journeys == "8");
}

namespace {

std::unique_ptr<Proven> compared(const std::string& steps, const std::string& compare,
                                 const std::string& promise = "never less urgent") {
  return proven({pathway_file("cough", steps + "safety:\n  - claim: Something\n    compare: " + compare +
                                           "\n    disposition: " + promise + "\n")},
                yes_no_fact("hot") + yes_no_fact("rash"));
}

}  // namespace

TEST_CASE("two patients who differ in one answer are followed together") {
  const std::string kind = R"(start: a
steps:
  a:
    question: Is a so?
    records: hot
    yes: b
    no: b
  b:
    question: Is b so?
    yes: c
    no: home
  c:
    then:
      - when: hot
        to: TARGET
      - otherwise: soon
)";
  auto with = [&](const std::string& target) {
    std::string text = kind;
    text.replace(text.find("TARGET"), 6, target);
    return compared(text, "{ from: not hot, to: hot }");
  };
  CHECK(with("now")->claim().verdict == ClaimVerdict::proven);
  auto p = with("home");
  REQUIRE(p->claim().verdict == ClaimVerdict::refuted);
  const Counterexample& c = *p->claim().counterexample;
  CHECK(c.witness.journey() == "a: yes, b: yes");
  REQUIRE(c.compared);
  CHECK(c.compared->journey() == "a: no, b: yes");
  CHECK(p->text().find("who answers alike") != std::string::npos);
}

TEST_CASE("what only one of the two is asked may be answered anyhow") {
  const std::string steps = R"(start: a
steps:
  a:
    question: Is a so?
    records: hot
    yes: b
    no: soon
  b:
    question: Is b so?
    yes: soon
    no: home
)";
  auto p = compared(steps, "{ from: not hot, to: hot }");
  REQUIRE(p->claim().verdict == ClaimVerdict::refuted);
  CHECK(p->claim().counterexample->witness.journey() == "a: yes, b: no");
}

TEST_CASE("of several pairs that break a comparing claim the shortest is shown") {
  const std::string steps = R"(start: b
steps:
  b: { question: "Is b so?", yes: d, no: c }
  d: { question: "Is d so?", yes: e, no: e }
  e: { question: "Is e so?", yes: c, no: c }
  c: { question: "Is c so?", records: hot, yes: f, no: f }
  f: { question: "Is f so?", yes: g, no: h }
  g:
    then:
      - { when: hot, to: home }
      - { otherwise: soon }
  h: { question: "Is h so?", yes: g, no: g }
)";
  auto p = compared(steps, "{ from: not hot, to: hot }");
  REQUIRE(p->claim().verdict == ClaimVerdict::refuted);
  CHECK(p->claim().counterexample->witness.journey() == "b: no, c: yes, f: yes");
  CHECK(p->claim().counterexample->compared->journey() == "b: no, c: no, f: yes");
}

TEST_CASE("two ages are compared in the same answers") {
  const std::string steps = R"(start: a
steps:
  a:
    question: Is a so?
    yes: b
    no: home
  b:
    then:
      - when: age < 5 years
        to: soon
      - otherwise: home
)";
  CHECK(compared(steps, "{ from: age >= 5 years, to: age < 5 years }")->claim().verdict == ClaimVerdict::proven);
  auto p = compared(steps, "{ from: age < 5 years, to: age >= 5 years }");
  REQUIRE(p->claim().verdict == ClaimVerdict::refuted);
  CHECK(p->claim().counterexample->witness.journey() == "a: yes");
  CHECK(p->claim().counterexample->compared->journey() == "a: yes");
  CHECK(compared(steps, "{ from: age < 5 years, to: age >= 5 years }", "never more urgent")->claim().verdict ==
        ClaimVerdict::proven);
}

TEST_CASE("of a list that both are shown the same is ticked and what only one is shown is not") {
  const std::string steps = R"(start: a
steps:
  a:
    question: Is a so?
    records: hot
    yes: b
    no: b
  b:
    question: Which of these?
    tick:
      bad: { text: "Bad", to: now }
      only:
        text: Only
        only-if: not hot
        to: soon
      small: { text: "Small", to: home }
    none: home
)";
  // Ticking "only", which the hot are not shown, would end more urgently for those who are not hot.
  CHECK(compared(steps, "{ from: not hot, to: hot }")->claim().verdict == ClaimVerdict::proven);
  std::string lax = steps;
  lax.replace(lax.find("    yes: b\n"), 11, "    yes: c\n");
  lax += R"(  c:
    question: Which of those?
    tick:
      bad: { text: "Bad", to: home }
    none: home
)";
  CHECK(compared(lax, "{ from: not hot, to: hot }")->claim().verdict ==
        ClaimVerdict::refuted);  // another question altogether
}

TEST_CASE("of two who are compared, whoever is asked first has told as much as the other") {
  // One of several that records facts: both choose alike, so both are known to be hot.
  const std::string steps = R"(start: which
steps:
  which:
    question: Which is so?
    choose:
      warm:
        text: Hot
        records: hot
      other: Something else
    to: by-hot
  by-hot:
    then:
      - { when: hot, to: soon }
      - { otherwise: home }
safety:
  - claim: A rash is never less urgent
    compare: { from: not rash, to: rash }
    disposition: never less urgent
  - claim: A rash is never more urgent
    compare: { from: not rash, to: rash }
    disposition: never more urgent
)";
  auto p = proven({pathway_file("cough", steps)}, yes_no_fact("hot") + yes_no_fact("rash"));
  INFO(p->text());
  CHECK(p->claim(0).verdict == ClaimVerdict::proven);
  CHECK(p->claim(1).verdict == ClaimVerdict::proven);
}

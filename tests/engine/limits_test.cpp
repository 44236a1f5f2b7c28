// What has to tell too much apart ends in a finding, and not in all the memory that there is.
#include <catch2/catch.hpp>

#include "engine/compile/compile.hpp"
#include "engine/explore/explore.hpp"
#include "engine/prove/prove.hpp"
#include "tests/support/library_around.hpp"

using namespace signpost;
using namespace signpost::tests;

namespace {

constexpr int kPairs = 16;

std::string sign(int i) { return "sign-" + std::to_string(i); }

// Each of the first signs with two of the last, far apart, so that no order of them is a good one: whoever reads this
// needs to know many of them at once.
std::string each_with_others() {
  std::string text;
  for (int i = 0; i < kPairs; ++i)
    for (int step : {1, 5})
      text += (text.empty() ? "(" : " or (") + sign(i) + " and " + sign((i + 1) * step % kPairs + kPairs) + ")";
  return text;
}

// What is found in a library of one pathway, from its start on. `ways`: may be in one place.
std::string findings_in(const std::string& facts, const std::string& pathway, int ways) {
  Diagnostics findings;
  const Library library = read_library(library_around(facts, {pathway_file("cough", pathway)},
                                                      "limits: { ways-in-one-place: " + std::to_string(ways) + " }\n"),
                                       "small", findings);
  const auto graph = compile(library, findings);
  if (graph) {
    const Exploration exploration = explore(library, *graph, findings);
    if (!findings.has_errors()) prove(library, *graph, exploration, *parse_day("2026-11-22"), findings);
  }
  return render_text(findings, library.sources, {});
}

// Everybody is asked after every sign; `end` is the last step, and what follows the steps.
std::string findings_with(const std::string& end) {
  std::string facts, steps;
  for (int i = 0; i < 2 * kPairs; ++i) {
    facts += yes_no_fact(sign(i));
    steps += "  q-" + std::to_string(i) + ": { question: \"Is it so?\", records: " + sign(i) +
             ", worse: neither, yes: q-" + std::to_string(i + 1) + ", no: q-" + std::to_string(i + 1) + " }\n";
  }
  return findings_in(facts, "start: q-0\nsteps:\n" + steps + "  q-" + std::to_string(2 * kPairs) + end, 100);
}

// A question with as many answers to tick, `id`1 and so on; then the step `next`.
std::string list(const std::string& id, int answers, const std::string& next) {
  std::string text = "  " + id + ":\n    question: \"Is any so?\"\n    tick:\n";
  for (int i = 1; i <= answers; ++i) text += "      " + id + std::to_string(i) + ": Sign " + std::to_string(i) + "\n";
  return text + "    any: " + next + "\n    none: " + next + "\n";
}

// Two lists of 16, and a last step whose rules weigh each answer of the first against as many of the second as `shifts`
// says; then `end`, which follows the steps.
std::string two_lists(int shifts, const std::string& end) {
  constexpr int answers = 16;
  std::string text =
      "start: p\nsteps:\n" + list("p", answers, "q") + list("q", answers, "last") + "  last:\n    then:\n";
  for (int shift = 0; shift < shifts; ++shift)
    for (int i = 0; i < answers; ++i)
      text += "      - { when: p includes p" + std::to_string(i + 1) + " and q includes q" +
              std::to_string((i * (2 * shift + 1) + shift) % answers + 1) + ", to: soon }\n";
  return text + "      - { otherwise: home }\n" + end;
}

}  // namespace

TEST_CASE("lists whose answers are weighed in pairs do not multiply") {
  const std::string text = findings_in("", two_lists(1, ""), 10'000);
  INFO(text);
  CHECK(text.find("too many kinds") == std::string::npos);
  CHECK(text.find("error") == std::string::npos);
}

TEST_CASE("what takes too much work to compare is not proven and everything else is said") {
  const std::string text = findings_in("",
                                       two_lists(3,
                                                 "safety:\n  - claim: The first signs are serious\n    when: p "
                                                 "includes p1 and q includes q1\n    disposition: at least ed-1h\n"),
                                       4000);
  INFO(text);
  CHECK(text.find("`cough`: whether more serious answers never end less urgently could not be proven") !=
        std::string::npos);
  CHECK(text.find("\"The first signs are serious\"") == std::string::npos);
  CHECK(text.find("too-many-ways") == std::string::npos);
}

TEST_CASE("a step of very many rules ends in a finding where it stands") {
  std::string rules;
  for (int i = 0; i < 2000; ++i)
    rules += "      - { when: p includes p" + std::to_string(i % 30 + 1) + " and p includes p" +
             std::to_string(i / 30 % 30 + 1) + ", to: " + (i % 2 == 0 ? "soon" : "home") + " }\n";
  const std::string text = findings_in(
      "",
      "start: p\nsteps:\n" + list("p", 31, "last") + "  last:\n    then:\n" + rules + "      - { otherwise: home }\n",
      1000);
  INFO(text);
  CHECK(
      text.find("`cough/last` has to tell too many kinds of patient apart (following them all takes too much work)") !=
      std::string::npos);
  CHECK(text.find("Kept until here: cough/p (30 answers)") != std::string::npos);
}

TEST_CASE("a test that must tell too much apart ends in a finding where it stands") {
  const std::string text = findings_with(":\n    then:\n      - { when: " + each_with_others() +
                                         ", to: soon }\n      - { otherwise: home }\n");
  INFO(text);
  CHECK(text.find("`cough/q-32` has to tell too many kinds of patient apart (more than memory should hold)") !=
        std::string::npos);
}

TEST_CASE("a claim that must tell too much apart is not proven") {
  const std::string text = findings_with(
      ": { question: \"Is it so?\", yes: soon, no: home }\nsafety:\n  - claim: Two signs together are serious\n    "
      "when: " +
      each_with_others() + "\n    disposition: at least ed-1h\n");
  INFO(text);
  CHECK(text.find("\"Two signs together are serious\" could not be proven") != std::string::npos);
  CHECK(text.find("too-many-ways") == std::string::npos);
}

// What has to tell too much apart ends in a finding, and not in all the memory that there is.
#include <catch2/catch.hpp>

#include "engine/compile/compile.hpp"
#include "engine/explore/explore.hpp"
#include "engine/prove/prove.hpp"
#include "tests/support/library_around.hpp"

using namespace signpost;
using namespace signpost::tests;

namespace {

constexpr int kPairs = 12;

std::string sign(int i) { return "sign-" + std::to_string(i); }

// Each of the first signs with one of the last: whoever reads this needs to know all the first at once.
std::string each_with_another() {
  std::string text;
  for (int i = 0; i < kPairs; ++i) text += (i == 0 ? "(" : " or (") + sign(i) + " and " + sign(i + kPairs) + ")";
  return text;
}

// Everybody is asked after every sign; `end` is the last step, and what follows the steps.
std::string findings_with(const std::string& end) {
  std::string facts, steps;
  for (int i = 0; i < 2 * kPairs; ++i) {
    facts += yes_no_fact(sign(i));
    steps += "  q-" + std::to_string(i) + ": { question: \"Is it so?\", records: " + sign(i) +
             ", worse: neither, yes: q-" + std::to_string(i + 1) + ", no: q-" + std::to_string(i + 1) + " }\n";
  }
  Diagnostics findings;
  const Library library = read_library(
      library_around(
          facts, {pathway_file("cough", "start: q-0\nsteps:\n" + steps + "  q-" + std::to_string(2 * kPairs) + end)},
          "limits: { ways-in-one-place: 100 }\n"),
      "small", findings);
  const auto graph = compile(library, findings);
  if (graph) {
    const Exploration exploration = explore(library, *graph, findings);
    if (!findings.has_errors()) prove(library, *graph, exploration, *parse_day("2026-11-22"), findings);
  }
  return render_text(findings, library.sources, {});
}

}  // namespace

TEST_CASE("a test that must tell too much apart ends in a finding where it stands") {
  const std::string text = findings_with(":\n    then:\n      - { when: " + each_with_another() +
                                         ", to: soon }\n      - { otherwise: home }\n");
  INFO(text);
  CHECK(text.find("`cough/q-24` has to tell too many kinds of patient apart (more than memory should hold)") !=
        std::string::npos);
}

TEST_CASE("a claim that must tell too much apart is not proven") {
  const std::string text = findings_with(
      ": { question: \"Is it so?\", yes: soon, no: home }\nsafety:\n  - claim: Two signs together are serious\n    "
      "when: " +
      each_with_another() + "\n    disposition: at least ed-1h\n");
  INFO(text);
  CHECK(text.find("\"Two signs together are serious\" could not be proven") != std::string::npos);
  CHECK(text.find("too-many-ways") == std::string::npos);
}

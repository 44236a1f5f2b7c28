// The hazard log. What is said about what is wrong with one stands in tests/diagnostics/hazards-*.
#include <catch2/catch.hpp>

#include "engine/compile/compile.hpp"
#include "engine/scenarios/hazard_links.hpp"
#include "tests/support/findings.hpp"

using namespace signpost;

namespace {

HazardLog read(const std::string& text, Diagnostics& found) {
  Sources sources;
  return read_hazards("hazards.yaml", text, sources, found);
}

const std::string kOne = R"(judged-by: A. Clinician
hazards:
  not-heard:
    hazard: Somebody who is short of breath is told to stay at home.
    causes:
      - The question is misread
      - It is not asked
    effect: They are treated too late.
    note: Ask twice.
    before: { severity: catastrophic, likelihood: very high }
    controls:
      - control: Whoever says so gets an ambulance.
        shown-by:
          - scenario: Short of breath
            in: topics/cough.test.yaml
          - test: a cough is heard
            in: tests/engine/cough_test.cpp
      - control: A number to call stands beside it.
        left-to: the organisation that uses it
    after: { severity: minor, likelihood: very low }
)";

}  // namespace

TEST_CASE("a hazard log is read whole") {
  Diagnostics found;
  const HazardLog log = read(kOne, found);
  CHECK(found.all().empty());
  CHECK(log.judged_by == "A. Clinician");
  REQUIRE(log.hazards.size() == 1);
  const Hazard& hazard = log.hazards[0];
  CHECK(hazard.id.text == "not-heard");
  CHECK(hazard.hazard.text == "Somebody who is short of breath is told to stay at home.");
  REQUIRE(hazard.causes.size() == 2);
  CHECK(hazard.causes[1].text == "It is not asked");
  CHECK(hazard.effect.text == "They are treated too late.");
  CHECK(hazard.note.text == "Ask twice.");
  CHECK(hazard.before.severity == HarmSeverity::catastrophic);
  CHECK(hazard.before.likelihood == HarmLikelihood::very_high);
  CHECK(hazard.before.level() == 5);
  CHECK(hazard.after.level() == 1);
  REQUIRE(hazard.controls.size() == 2);
  REQUIRE(hazard.controls[0].shown_by.size() == 2);
  CHECK(hazard.controls[0].shown_by[0].kind == HazardLink::Kind::scenario);
  CHECK(hazard.controls[0].shown_by[1].kind == HazardLink::Kind::test);
  CHECK(hazard.controls[0].shown_by[1].what.text == "a cough is heard");
  CHECK(hazard.controls[0].shown_by[1].in.text == "tests/engine/cough_test.cpp");
  CHECK(hazard.controls[1].left_to == "the organisation that uses it");
}

TEST_CASE("a risk never falls where it is likelier or worse") {
  for (int severity = 0; severity < 5; ++severity)
    for (int likelihood = 0; likelihood < 5; ++likelihood) {
      const auto level = [](int s, int l) {
        return risk_level(static_cast<HarmSeverity>(s), static_cast<HarmLikelihood>(l));
      };
      CHECK(level(severity, likelihood) >= 1);
      CHECK(level(severity, likelihood) <= 5);
      if (severity > 0) CHECK(level(severity, likelihood) >= level(severity - 1, likelihood));
      if (likelihood > 0) CHECK(level(severity, likelihood) >= level(severity, likelihood - 1));
    }
  CHECK(risk_words(1) == "acceptable");
  CHECK(risk_words(5) == "not acceptable at all");
}

TEST_CASE("a link to a test is said to be unchecked where the tests are not there") {
  Diagnostics found;
  const Library library = read_library(test::small_library(), "pathways", found);
  const auto graph = compile(library, found);
  REQUIRE(graph);
  const Exploration exploration = explore(library, *graph, found);
  const Proof proof = prove(library, *graph, exploration, *parse_day("2026-11-22"), found);
  std::vector<ScenarioResult> scenarios;
  for (const Scenario& scenario : library.scenarios) scenarios.push_back(run_scenario(*graph, scenario));
  const HazardLog log = read(kOne, found);
  HazardEvidence evidence{library, "pathways", *graph, proof, scenarios, {}};
  LinkVerdicts verdicts = check_links(log, evidence, found);
  CHECK_FALSE(found.has_errors());
  REQUIRE(verdicts.size() == 1);
  REQUIRE(verdicts[0].size() == 2);
  REQUIRE(verdicts[0][0].size() == 2);
  CHECK(verdicts[0][1].empty());
  CHECK(verdicts[0][0][0].kind == LinkVerdict::Kind::holds);
  CHECK(verdicts[0][0][0].words == "passes");
  CHECK(verdicts[0][0][1].kind == LinkVerdict::Kind::unchecked);
  // There, it is found but not run; and where the file is gone it dangles.
  evidence.test_file = [](const std::string&) { return "TEST_CASE(\"a cough is heard\") {\n"; };
  CHECK(check_links(log, evidence, found)[0][0][1].kind == LinkVerdict::Kind::there);
  CHECK_FALSE(found.has_errors());
  evidence.test_file = [](const std::string&) { return std::nullopt; };
  CHECK(check_links(log, evidence, found)[0][0][1].kind == LinkVerdict::Kind::dangling);
  CHECK(found.errors() == 1);
}

TEST_CASE("a test is known by its exact name at the beginning of a line") {
  const std::string file =
      "#include <x>\n"
      "TEST_CASE(\"one is two\") {\n"
      "  TEST_CASE(\"it says \\\"no\\\"\") {\n"
      "// TEST_CASE(\"commented out\") {\n"
      "TEST_CASE(\"hidden\", \"[.slow]\") {\n"
      "TEST_CASE(\"tagged\", \"[fast]\") {\n"
      "test('a page', async () => {\n"
      "test(\"the browser's own\", async () => {\n"
      "test.skip('skipped', async () => {\n"
      "TEST_CASE(\"never closed";
  for (const char* name : {"one is two", "it says \"no\"", "tagged", "a page", "the browser's own"}) {
    CAPTURE(name);
    CHECK(holds_test(file, name));
  }
  for (const char* name : {"one is", "one is two ", "commented out", "hidden", "skipped", "never closed", ""}) {
    CAPTURE(name);
    CHECK_FALSE(holds_test(file, name));
  }
}

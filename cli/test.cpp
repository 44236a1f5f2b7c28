#include "cli/test.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "cli/exit_code.hpp"
#include "cli/json_text.hpp"
#include "cli/loaded.hpp"
#include "cli/place.hpp"
#include "cli/replay_line.hpp"
#include "cli/test_coverage.hpp"
#include "cli/test_mutants.hpp"
#include "engine/walk/scenario.hpp"

namespace signpost {

namespace {

// The topic that a scenario's pathway belongs to, or the pathway's own name when there is no such pathway.
std::string topic_of(const Library& library, const Scenario& scenario) {
  for (const Pathway& pathway : library.pathways) {
    if (!pathway.module && pathway.id.text == scenario.pathway.text) {
      return pathway.topic.empty() ? pathway.id.text : pathway.topic.text;
    }
  }
  return scenario.pathway.text;
}

std::string replay_of(const std::string& dir, const std::string& topic, const Scenario& scenario,
                      const ScenarioResult& result) {
  ReplayParts parts{dir, topic, scenario.age.text, scenario.sex.text, scenario.party.text, {}, {}, result.answers};
  parts.on = scenario.on.empty() ? std::string(kScenarioDay) : scenario.on.text;
  for (const Name& on : scenario.switches_on) parts.switches.push_back(on.text + "=on");
  for (const Name& off : scenario.switches_off) parts.switches.push_back(off.text + "=off");
  return replay_line(parts);
}

std::string json_of(const std::string& path, const Scenario& scenario, const ScenarioResult& result) {
  std::string failures;
  for (const std::string& failure : result.failures) failures += (failures.empty() ? "" : ",") + json_text(failure);
  std::string answers;
  for (const std::string& answer : result.answers) answers += (answers.empty() ? "" : ",") + json_text(answer);
  return fmt::format(
      R"({{"pathway":{},"name":{},"file":{},"line":{},"passed":{},"disposition":{},"outcome":{},"failures":[{}],"answers":[{}]}})",
      json_text(scenario.pathway.text), json_text(scenario.name.text), json_text(path), scenario.at.line, result.passed,
      json_text(result.disposition), json_text(result.outcome), failures, answers);
}

}  // namespace

int test(const TestOptions& options, const Terminal& terminal) {
  const Place place = place_of(options.words);
  const std::unique_ptr<Loaded> loaded = load(place.dir, Effort::explore, terminal);
  if (!loaded->sound()) {
    complain(*loaded, place.dir, terminal);
    return kFindings;
  }
  for (const std::string& topic : place.topics) {
    if (!find_topic(*loaded->graph, topic)) return kMisuse;
  }

  std::size_t passed = 0;
  std::size_t failed = 0;
  std::string json;
  // Suggestions alone are printed, so that they can be written into a file; whatever failed is told beside them.
  std::FILE* const out = options.suggest ? stderr : stdout;
  for (const Scenario& scenario : loaded->library.scenarios) {
    const std::string topic = topic_of(loaded->library, scenario);
    if (!place.topics.empty() && std::find(place.topics.begin(), place.topics.end(), topic) == place.topics.end())
      continue;
    const ScenarioResult result = run_scenario(*loaded->graph, scenario);
    ++(result.passed ? passed : failed);
    const std::string& path = loaded->library.sources.file(scenario.at.file).path;
    if (options.json) {
      json += (json.empty() ? "" : ",") + json_of(path, scenario, result);
      continue;
    }
    for (const std::string& failure : result.failures) {
      fmt::print(out, "{}:{}: {}: {}: {}\n", path, scenario.at.line, painted("failed", Paint::red, terminal.colour_out),
                 scenario.name.text, failure);
    }
    if (!result.passed) fmt::print(out, "  again: {}\n", replay_of(place.dir, topic, scenario, result));
  }

  std::optional<MeasuredCoverage> measured;
  if (options.coverage || options.suggest || !options.html.empty()) measured.emplace(*loaded, place.topics);
  if (!options.html.empty()) fmt::print(stderr, "wrote {}\n", measured->write_html(options.html));
  // A library whose scenarios fail has to be mended first.
  std::optional<JudgedMutants> judged;
  if (options.mutants && failed == 0) judged.emplace(*loaded, place.topics, options.limit, terminal);
  if (options.suggest) {
    fmt::print("{}", measured->suggested());
  } else if (options.json) {
    fmt::print("{{\"scenarios\":[{}],\"passed\":{},\"failed\":{}{}{}}}\n", json, passed, failed,
               measured ? ",\"coverage\":" + measured->json() : "", judged ? ",\"mutation\":" + judged->json() : "");
  } else {
    if (options.coverage) fmt::print("{}\n", measured->text(terminal));
    if (judged) fmt::print("{}\n", judged->text(terminal));
    fmt::print("{}\n", painted(fmt::format("{} passed, {} failed", passed, failed),
                               failed > 0 ? Paint::red : Paint::green, terminal.colour_out));
  }
  if (passed + failed == 0) {
    fmt::print(stderr, "signpost: there are no scenarios{}. They stand beside a pathway, in topics/TOPIC.test.yaml\n",
               place.topics.empty() ? "" : " for " + place.topics.front());
  }
  return failed > 0 ? kFindings : kFine;
}

}  // namespace signpost

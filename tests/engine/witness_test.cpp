// Every patient that a finding shows is a real one: their journey can be walked as far as the place that the finding is
// about.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "engine/compile/compile.hpp"
#include "engine/explore/explore.hpp"
#include "engine/walk/engine.hpp"
#include "tests/support/findings.hpp"

using namespace signpost;

namespace {

namespace fs = std::filesystem;

// What stands between `before` and `after` in a command line; empty when `before` is absent.
std::string between(const std::string& text, const std::string& before, const std::string& after) {
  auto from = text.find(before);
  if (from == std::string::npos) return {};
  from += before.size();
  return text.substr(from, text.find(after, from) - from);
}

std::vector<NamedAnswer> answers_of(const std::string& list) {
  std::vector<NamedAnswer> answers;
  std::istringstream items(list);
  for (std::string item; std::getline(items, item, ',');) {
    auto equals = item.find('=');
    std::string value = item.substr(equals + 1);
    AnswerValue given = value;
    if (value.find('+') != std::string::npos) {
      std::vector<std::string> ids;
      std::istringstream parts(value);
      for (std::string id; std::getline(parts, id, '+');) ids.push_back(id);
      given = ids;
    }
    answers.emplace_back(item.substr(0, equals), given);
  }
  return answers;
}

}  // namespace

TEST_CASE("the journey of every witness in the golden findings can be walked") {
  std::size_t walked = 0;
  for (const auto& entry : fs::directory_iterator(SIGNPOST_SOURCE_DIR "/tests/diagnostics")) {
    const std::string folder = entry.path().string();
    std::ifstream file(folder + "/expected.txt");
    std::stringstream expected;
    expected << file.rdbuf();
    if (expected.str().find("see it: ") == std::string::npos) continue;
    // The library has findings, so only its compiled form can be walked.
    std::vector<NamedText> over;
    for (NamedText& text : test::files_in(folder))
      if (text.path != "expected.txt" && text.path != "without.txt") over.push_back(std::move(text));
    Diagnostics diagnostics;
    Library library = read_library(test::small_library(over, {"topics/cough.test.yaml"}), "pathways", diagnostics);
    std::unique_ptr<const DecisionGraph> graph = compile(library, diagnostics);
    CAPTURE(folder);
    REQUIRE(graph);
    std::istringstream lines(expected.str());
    for (std::string line; std::getline(lines, line);) {
      const std::string command = between(line, "see it: signpost run ", "\n");
      if (command.empty()) continue;
      CAPTURE(command);
      Patient patient;
      patient.age = parse_age(between(command, "--age \"", "\""));
      REQUIRE(patient.age);
      const std::string sex = between(command, "--sex ", " ");
      patient.sex = sex == "female" ? Sex::female : sex == "male" ? Sex::male : Sex::not_said;
      patient.party = between(command, "--party ", " ").empty() ? Party::self : Party::someone_else;
      auto answers = answers_of(between(command, "--answers \"", "\""));
      // The last answer may be the one that nothing can follow; all before it must be asked for, in this order.
      if (!answers.empty()) answers.pop_back();
      auto result =
          evaluate(*graph, {command.substr(0, command.find(' '))}, patient, *parse_day("2026-11-22"), {}, answers);
      if (auto* rejected = std::get_if<Rejected>(&result))
        FAIL_CHECK(rejected_name(rejected->code) << " " << rejected->question);
      ++walked;
    }
  }
  CHECK(walked >= 15);
}

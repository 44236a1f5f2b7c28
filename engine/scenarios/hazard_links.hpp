// Is what a hazard log names as evidence there, and does it hold?
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/findings/diagnostic.hpp"
#include "engine/graph/decision_graph.hpp"
#include "engine/prove/prove.hpp"
#include "engine/read/hazards.hpp"
#include "engine/walk/scenario.hpp"

namespace signpost {

// What the links are held against.
struct HazardEvidence {
  const Library& library;
  std::string folder;  // the library's, as its files' paths begin; empty: they begin with nothing
  const DecisionGraph& graph;
  const Proof& proof;
  const std::vector<ScenarioResult>& scenarios;  // as the library's
  // The text of a file of the program's tests, named from the top of the project, such as "tests/server/api_test.cpp";
  // nothing where there is none. Empty: the tests are not on this machine, and links to them are not checked.
  std::function<std::optional<std::string>(const std::string& path)> test_file;
};

struct LinkVerdict {
  enum class Kind : std::uint8_t {
    holds,      // the claim is proven, the scenario passes, the code exists
    there,      // the test is written; nothing here has run it
    unchecked,  // the tests are not on this machine
    fails,      // it is there, and does not hold
    dangling,   // it is not there
  };
  Kind kind = Kind::holds;
  std::string words;  // "proven", "passes", "waived until 2027-01-01"
};

// The verdict on each link of each control of each hazard. What dangles or fails is a finding too.
using LinkVerdicts = std::vector<std::vector<std::vector<LinkVerdict>>>;
LinkVerdicts check_links(const HazardLog& log, const HazardEvidence& evidence, Diagnostics& diagnostics);

// Whether a file of tests holds a test of exactly this name: TEST_CASE("name") in C++, test('name') in JavaScript, at
// the beginning of a line.
bool holds_test(std::string_view file, std::string_view name);

}  // namespace signpost

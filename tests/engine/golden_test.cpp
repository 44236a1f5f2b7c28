// Each folder of tests/diagnostics is a library with something wrong in it, and expected.txt is what is said about it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/findings.hpp"
#include "tests/support/golden.hpp"

using namespace signpost;

namespace {

std::vector<std::string> cases() {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(SIGNPOST_SOURCE_DIR "/tests/diagnostics")) {
    if (entry.is_directory()) found.push_back(entry.path().filename().string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

TEST_CASE("every case of tests-diagnostics finds what it is expected to find") {
  const std::vector<std::string> all = cases();
  REQUIRE(all.size() >= 50);
  for (const std::string& name : all) {
    DYNAMIC_SECTION(name) {
      const std::string folder = SIGNPOST_SOURCE_DIR "/tests/diagnostics/" + name;
      const std::string found = test::findings_of(folder);
      CHECK_FALSE(found.empty());
      test::check_golden(folder + "/expected.txt", found);
    }
  }
}

TEST_CASE("the small library itself has no findings") {
  Sources sources;
  const Diagnostics found = test::findings(test::small_library(), &sources);
  INFO(render_text(found, sources));
  CHECK(found.errors() == 0);
}

TEST_CASE("the page of diagnostics is the one that the program prints") {
  test::check_golden(SIGNPOST_SOURCE_DIR "/docs/diagnostics.md", diagnostics_page());
}

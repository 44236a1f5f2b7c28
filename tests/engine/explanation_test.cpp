#include <algorithm>
#include <catch2/catch.hpp>

#include "engine/findings/code.hpp"
#include "tests/support/findings.hpp"

using namespace signpost;

namespace {

// Scenarios are run, not read or compiled.
bool found_by_checking(Code code) { return code != Code::scenario_failed; }

std::string codes_in(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& found : diagnostics.all())
    text.append(info(found.code).text).append(": ").append(found.message).append("\n");
  return text;
}

bool finds(const Diagnostics& diagnostics, Code code) {
  return std::any_of(diagnostics.all().begin(), diagnostics.all().end(),
                     [code](const Diagnostic& found) { return found.code == code; });
}

}  // namespace

TEST_CASE("every code has an explanation with two examples") {
  for (const CodeInfo& row : all_codes()) {
    CAPTURE(row.text);
    const Explanation& entry = explanation(row.code);
    CHECK(entry.code == row.code);
    CHECK(entry.why.size() > 40);
    CHECK_FALSE(entry.wrong.empty());
    CHECK_FALSE(entry.right.empty());
    CHECK(entry.wrong != entry.right);
    CHECK(code_named(row.text) == row.code);
  }
  CHECK_FALSE(code_named("no-such-code"));
}

TEST_CASE("the wrong example of each code shows it and the right one is clean") {
  std::size_t run = 0;
  for (const CodeInfo& row : all_codes()) {
    if (!found_by_checking(row.code) || explanation(row.code).file.empty()) continue;
    const Explanation& entry = explanation(row.code);
    DYNAMIC_SECTION(row.text) {
      const Diagnostics wrong = test::findings(test::library_with_example(entry.file, entry.wrong));
      INFO("wrong:\n" << codes_in(wrong));
      CHECK(finds(wrong, row.code));
      const Diagnostics right = test::findings(test::library_with_example(entry.file, entry.right));
      INFO("right:\n" << codes_in(right));
      CHECK_FALSE(finds(right, row.code));
      CHECK(right.errors() == 0);
    }
    ++run;
  }
  CHECK(run >= 45);
}

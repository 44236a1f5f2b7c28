// Libraries as they are while somebody writes them: whatever is missing or wrong is a finding, and never the end of the
// compiler.
#include <catch2/catch.hpp>

#include "engine/compile/compile.hpp"
#include "tests/support/library_around.hpp"

using namespace signpost;
using namespace signpost::tests;

namespace {

std::string found(const std::string& facts, const std::string& body) {
  Diagnostics findings;
  const Library library = read_library(library_around(facts, {pathway_file("cough", body)}), "small", findings);
  const auto graph = compile(library, findings);
  CHECK((graph == nullptr) == findings.has_errors());
  return render_text(findings, library.sources, {});
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a test may name a step that records what is no fact") {
  const std::string text = found(yes_no_fact("hot"),
                                 "start: a\nsteps:\n  a: { question: \"Is it?\", records: hott, yes: b, no: b }\n"
                                 "  b: { then: [ { when: a, to: soon }, { otherwise: home } ] }\n");
  INFO(text);
  CHECK(has(text, "there is no fact `hott`"));
}

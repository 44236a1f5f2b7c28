// From files to an outcome: a small library is read, compiled, explored, and, when nothing was wrong with it, walked.
// The input is the files that differ from tests/support/small_library.cpp, see named_texts.hpp.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "engine/compile/compile.hpp"
#include "engine/explore/explore.hpp"
#include "tests/fuzz/must.hpp"
#include "tests/fuzz/named_texts.hpp"
#include "tests/fuzz/wander.hpp"

using namespace signpost;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  Diagnostics findings;
  const Library library = read_library(fuzz::library_of(input), "fuzzed", findings);
  const auto graph = compile(library, findings);
  fuzz::must(graph != nullptr || findings.has_errors(), "what is not compiled has an error that says why");
  if (graph && !findings.has_errors()) explore(library, *graph, findings, 1);
  findings.sort();
  render_text(findings, library.sources);
  if (!graph || findings.has_errors()) return 0;

  // The input chooses the answers, too, from its end: so that a change there is another journey through the same graph.
  std::vector<std::uint8_t> reversed(data, data + size);
  std::reverse(reversed.begin(), reversed.end());
  fuzz::Choices choices(reversed.data(), reversed.size());
  fuzz::wander(*graph, fuzz::Graph::proven, choices);
  return 0;
}

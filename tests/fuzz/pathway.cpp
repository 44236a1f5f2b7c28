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
#include "tests/support/small_library.hpp"

using namespace signpost;

namespace {

bool among(const std::vector<NamedText>& files, std::string_view path) {
  return std::any_of(files.begin(), files.end(), [&](const NamedText& file) { return file.path == path; });
}

// The input's files, and of the usual ones all but the topics that it does not replace.
std::vector<NamedText> library_of(std::string_view input) {
  std::vector<NamedText> files = fuzz::split_texts(input);
  const std::size_t given = files.size();
  for (const NamedText& usual : small_library_files())
    if (!usual.path.starts_with("topics/") && !among(files, usual.path)) files.push_back(usual);
  if (given == 0) return {};
  return files;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  Diagnostics findings;
  const Library library = read_library(library_of(input), "fuzzed", findings);
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

#include "tests/support/shipped_library.hpp"

#include <memory>
#include <stdexcept>

#include "engine/compile/compile.hpp"
#include "engine/read/library.hpp"

namespace signpost {

const DecisionGraph& shipped_library() {
  static const std::unique_ptr<const DecisionGraph> graph = [] {
    Diagnostics findings;
    const Library library = read_library(SIGNPOST_SOURCE_DIR "/pathways", findings);
    auto made = findings.has_errors() ? nullptr : compile(library, findings);
    if (made == nullptr)
      throw std::logic_error("the shipped library has errors:\n" + render_text(findings, library.sources));
    return made;
  }();
  return *graph;
}

}  // namespace signpost

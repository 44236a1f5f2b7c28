#include "engine/read/library.hpp"

#include <catch2/catch.hpp>

using namespace signpost;

TEST_CASE("the shipped library reads without findings") {
  Diagnostics diagnostics;
  const Library library = read_library(SIGNPOST_SOURCE_DIR "/pathways", diagnostics);
  diagnostics.sort();
  INFO(render_text(diagnostics, library.sources));
  CHECK(diagnostics.all().empty());
  CHECK(library.dispositions.size() >= 20);
  CHECK(library.pathways.size() >= 8);
  CHECK_FALSE(library.facts.empty());
}

// A small library with its scenarios, measured.
#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "engine/compile/compile.hpp"
#include "engine/read/library.hpp"
#include "engine/scenarios/coverage.hpp"

namespace signpost::tests {

struct Covered {
  Covered(const Covered&) = delete;
  Covered& operator=(const Covered&) = delete;
  explicit Covered(const std::vector<NamedText>& files) {
    Diagnostics diagnostics;
    library = read_library(files, "", diagnostics);
    graph = compile(library, diagnostics);
    const std::string findings = render_text(diagnostics, library.sources);
    INFO(findings);
    REQUIRE(graph != nullptr);
    map = std::make_unique<CoverageMap>(library, *graph);
    coverage = measure_coverage(*map);
  }

  // Whether some part is told in these words. A word that is no part's is a mistake in the test.
  bool shows(const std::string& what) const {
    bool known = false;
    for (PartIndex i = 0; i < map->parts().size(); ++i) {
      if (map->parts()[i].what != what) continue;
      known = true;
      if (coverage.shown_by[i] != 0) return true;
    }
    std::string all;
    for (const Part& part : map->parts()) all += part.what + "\n";
    INFO(what << " is none of:\n" << all);
    REQUIRE(known);
    return false;
  }
  bool possible(const std::string& what) const {
    for (PartIndex i = 0; i < map->parts().size(); ++i)
      if (map->parts()[i].what == what && coverage.possible[i]) return true;
    return false;
  }
  // What no scenario shows, a line each.
  std::string missing() const {
    std::string text;
    for (PartIndex i = 0; i < map->parts().size(); ++i)
      if (signpost::missing(coverage, i)) text += map->parts()[i].what + "\n";
    return text;
  }
  std::size_t count() const {
    std::size_t shown = 0;
    for (const std::uint32_t by : coverage.shown_by) shown += by != 0 ? 1 : 0;
    return shown;
  }

  Library library;
  std::unique_ptr<const DecisionGraph> graph;
  std::unique_ptr<CoverageMap> map;
  Coverage coverage;
};

}  // namespace signpost::tests

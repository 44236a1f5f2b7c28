#include "engine/scenarios/coverage.hpp"

#include <algorithm>

#include "engine/scenarios/aims.hpp"
#include "engine/walk/scenario.hpp"

namespace signpost {

namespace {

void add_files(const CoverageMap& map, Coverage& coverage) {
  const Library& library = map.library();
  const auto add = [&](std::uint32_t source, std::string id, bool module) {
    Coverage::File& file = coverage.files.emplace_back();
    file.file = source;
    file.id = std::move(id);
    file.module = module;
  };
  for (const bool modules : {false, true})
    for (const Pathway& p : library.pathways)
      if (p.module == modules) add(p.file, p.id.text, modules);
  if (!library.advice.empty()) add(library.advice.front().id.at.file, {}, false);
}

void count_parts(const CoverageMap& map, Coverage& coverage) {
  const std::vector<Part>& parts = map.parts();
  for (Coverage::File& file : coverage.files) {
    for (PartIndex i = 0; i < parts.size(); ++i)
      if (parts[i].at.file == file.file) file.parts.push_back(i);
    std::stable_sort(file.parts.begin(), file.parts.end(), [&](PartIndex a, PartIndex b) {
      return std::pair(parts[a].at.line, parts[a].at.column) < std::pair(parts[b].at.line, parts[b].at.column);
    });
    for (const PartIndex i : file.parts) {
      if (!coverage.possible[i]) continue;
      for (Counted* counted : {&file.kinds[static_cast<std::size_t>(parts[i].kind)], &file.whole}) {
        ++counted->all;
        if (coverage.shown_by[i] != 0) ++counted->shown;
      }
    }
  }
}

}  // namespace

std::size_t percent(Counted counted) { return counted.all == 0 ? 100 : counted.shown * 100 / counted.all; }

bool missing(const Coverage& coverage, PartIndex part) {
  return coverage.possible[part] && coverage.shown_by[part] == 0;
}

Coverage measure_coverage(const CoverageMap& map) {
  Coverage coverage;
  coverage.shown_by.assign(map.parts().size(), 0);
  const std::vector<Scenario>& scenarios = map.library().scenarios;
  for (std::size_t s = 0; s < scenarios.size(); ++s) {
    const ScenarioResult result = run_scenario(map.graph(), scenarios[s]);
    ++(result.passed ? coverage.scenarios : coverage.failed);
    if (!result.passed) continue;
    for (const PartIndex part : map.shown(result.journey).parts)
      if (coverage.shown_by[part] == 0) coverage.shown_by[part] = static_cast<std::uint32_t>(s + 1);
  }
  const Aims aims(map);
  for (PartIndex i = 0; i < map.parts().size(); ++i)
    coverage.possible.push_back(coverage.shown_by[i] != 0 || aims.possible(i));
  add_files(map, coverage);
  count_parts(map, coverage);
  return coverage;
}

}  // namespace signpost

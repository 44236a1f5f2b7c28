// How much of a library its scenarios show.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "engine/pathway/pathway.hpp"
#include "engine/scenarios/coverage_map.hpp"

namespace signpost {

struct Counted {
  std::size_t shown = 0, all = 0;
};

// Whole per cent, downwards: 100 only where everything is shown.
std::size_t percent(Counted counted);

struct Coverage {
  // By part: 1 + the number of the first scenario of the library that shows it; 0: none does.
  std::vector<std::uint32_t> shown_by;
  // By part. Where false, nobody whom the pathways admit can show it: it is neither counted nor missed.
  std::vector<bool> possible;
  std::size_t scenarios = 0;  // that passed: they alone count
  std::size_t failed = 0;

  // The parts that stand in one file.
  struct File {
    std::uint32_t file = 0;  // index into the library's sources
    std::string id;          // of the pathway or module; empty for the advice
    bool module = false;
    std::vector<PartIndex> parts;             // in order of place
    std::array<Counted, kPartKinds> kinds{};  // by Part::Kind
    Counted whole;
  };
  std::vector<File> files;  // pathways, then modules, then advice, each in the order of the library
};

// Some scenario could show the part, and none does.
bool missing(const Coverage& coverage, PartIndex part);

// Runs every scenario of the library. What one shows counts whatever it expects, but only if it passes: nobody has
// looked at where another one ends.
Coverage measure_coverage(const CoverageMap& map);

}  // namespace signpost

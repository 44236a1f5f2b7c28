// Thinks up scenarios that show what a library's own do not. Each is walked before it is suggested, and expects what
// the engine really says: whether that is right, a clinician must check.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/pathway/pathway.hpp"
#include "engine/scenarios/coverage.hpp"
#include "engine/scenarios/coverage_map.hpp"

namespace signpost {

struct Suggestion {
  Scenario scenario;  // as an author would write it; its places are nowhere
  std::vector<PartIndex>
      parts;  // what it shows that neither the library's scenarios nor the suggestions before it show
};

struct Suggestions {
  std::vector<Suggestion> scenarios;  // by pathway, in the library's order
  std::vector<PartIndex> not_found;   // ascending: nobody was found who shows it, though somebody may
};

// How hard is looked for one part. Most are found within the first few patients; what is not found after so many is
// mostly what nobody can show.
inline constexpr std::size_t kPatientsForOnePart = 300;

// Bytes of a suggested scenario's name: a rule may be as long as a page, and a name is read at a glance.
inline constexpr std::size_t kLongestName = 200;

// `wanted`: by part; those alone are looked for. The same result for the same library, always.
Suggestions suggest(const CoverageMap& map, const Coverage& coverage, const std::vector<bool>& wanted,
                    std::size_t patients_for_one_part = kPatientsForOnePart);

}  // namespace signpost

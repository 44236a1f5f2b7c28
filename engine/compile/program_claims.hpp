// The claims that are made of one program, over its own variables.
#pragma once

#include <set>
#include <vector>

#include "engine/compile/test_builder.hpp"
#include "engine/graph/claim.hpp"

namespace signpost {

// What claims read besides what the program reads for itself, and where they tell ages apart. Nobody is asked anything
// for a claim's sake: reads.age, .sex and .party stay.
void scan_claims(const Names& names, const FileNames& begin, const ProgramLayout& layout, ProgramReads& reads,
                 std::set<AgeCell>& age_cuts);

// In the order of files; those of safety.yaml first.
std::vector<ProgramClaim> make_claims(GraphBuilder& graph, const FileNames& begin, const ProgramLayout& layout,
                                      const ProgramVariables& variables, TestBuilder& tests);

}  // namespace signpost

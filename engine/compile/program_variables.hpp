// What a program remembers of a patient: the variables, and which of them keeps which fact, question, item or score.
#pragma once

#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/compile/program_reads.hpp"

namespace signpost {

struct ProgramVariables {
  std::vector<Variable> all;
  std::vector<AgeCell> ages;  // the first cell of each value of the age variable
  // By Fact*, AuthoredStep*, Answer* (items), Score*; see ProgramReads::uses.
  std::unordered_map<const void*, VariableIndex> index;
  // Questions that may be met twice: whether they have given their points; whether they were answered *not sure*.
  std::unordered_map<const AuthoredStep*, VariableIndex> counted, unsure_before;

  VariableIndex add(Variable variable) {
    all.push_back(std::move(variable));
    return static_cast<VariableIndex>(all.size() - 1);
  }
  // 0: nothing is remembered of it.
  VariableIndex of(const void* thing) const {
    auto it = index.find(thing);
    return it == index.end() ? VariableIndex{0} : it->second;
  }
  const Variable& operator[](VariableIndex i) const { return all[i]; }
};

// All but the scores, in the order patient, switches, what is asked, what is only read. `age_cuts`: of all the topic's
// programs and their claims. Findings: too many values to tell apart.
ProgramVariables make_variables(const Names& names, const ProgramReads& reads, const std::set<AgeCell>& age_cuts,
                                Diagnostics& diagnostics);

}  // namespace signpost

// `signpost test --mutants`: would the scenarios and claims notice if the pathways were wrong?
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/loaded.hpp"
#include "cli/terminal.hpp"
#include "engine/mutation_run.hpp"

namespace signpost {

class JudgedMutants {
 public:
  // Of the files of these topics, or of all files when none is named; at most `limit`, evenly spread; 0: all.
  JudgedMutants(const Loaded& loaded, const std::vector<std::string>& topics, std::size_t limit,
                const Terminal& terminal);

  std::string text(const Terminal& terminal) const;
  std::string json() const;

 private:
  const Loaded& loaded_;
  std::vector<Mutant> mutants_;
  std::size_t made_ = 0;  // before the limit
  std::vector<MutantResult> results_;
};

}  // namespace signpost

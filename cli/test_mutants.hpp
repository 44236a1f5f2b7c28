// `signpost test --mutants`: would the scenarios and claims notice if the pathways were wrong?
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "cli/loaded.hpp"
#include "cli/terminal.hpp"
#include "engine/scenarios/mutation_run.hpp"

namespace signpost {

// How many mutants came to each verdict.
struct MutantCounts {
  static constexpr std::size_t kVerdicts = 5;
  std::array<std::size_t, kVerdicts> of{};
  void add(MutantResult::Verdict verdict) { ++of[static_cast<std::size_t>(verdict)]; }
  std::size_t operator[](MutantResult::Verdict verdict) const { return of[static_cast<std::size_t>(verdict)]; }
  std::size_t killed() const { return of[0] + of[1] + of[2]; }
  std::size_t counted() const { return killed() + (*this)[MutantResult::Verdict::survived]; }
  std::size_t all() const { return counted() + (*this)[MutantResult::Verdict::equivalent]; }
  // Rounded down: a hundred means all.
  std::size_t score() const { return counted() == 0 ? 100 : killed() * 100 / counted(); }
};

class JudgedMutants {
 public:
  // Of the files of these topics, or of all files when none is named; at most `limit`, evenly spread; 0: all. `on`: as
  // for load().
  JudgedMutants(const Loaded& loaded, const std::vector<std::string>& topics, std::size_t limit,
                const Terminal& terminal, Day on = today());

  std::string text(const Terminal& terminal) const;
  std::string json() const;

  std::size_t made() const { return made_; }  // before the limit
  MutantCounts total() const;
  // By file, under the name that people know it by: "chest-pain", "module transport", "advice".
  std::vector<std::pair<std::string, MutantCounts>> by_file() const;
  // Those that survived: "pathways/topics/x.yaml:12" and what nothing notices, with an example where there is one.
  std::vector<std::pair<std::string, std::string>> survivors() const;

 private:
  const Loaded& loaded_;
  std::vector<Mutant> mutants_;
  std::size_t made_ = 0;
  std::vector<MutantResult> results_;
};

}  // namespace signpost

// Judges mutants: what notices each of them, if anything does.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/amounts/age.hpp"
#include "engine/diff/equivalent.hpp"
#include "engine/scenarios/mutants.hpp"

namespace signpost {

struct MutantResult {
  enum class Verdict : std::uint8_t {
    by_compiler,  // compile() or explore() find an error
    by_scenario,  // a scenario that passes today fails
    by_claim,     // a claim that is kept today is refuted, speaks of nobody any more, or can no longer be proven; or
                  // one that need not be written is refuted
    equivalent,   // no patient ends otherwise or is told anything else: not a mutant at all
    survived,
  };
  Verdict verdict = Verdict::survived;
  std::string by;                         // the finding's code, the scenario's name, or the claim
  std::optional<VersionDifference> seen;  // survived: a patient who would show it, where one was found
  bool killed() const { return verdict < Verdict::equivalent; }
};

// Judges each mutant with the topics that it can matter to, in as many threads as the machine has; the results do not
// depend on how many. The library must be free of errors. `today`: as for prove(). `progress(done, all)` is called now
// and then, from the calling thread.
std::vector<MutantResult> run_mutants(const Library& library, std::span<const Mutant> mutants, Day today,
                                      const std::function<void(std::size_t done, std::size_t all)>& progress = {});

}  // namespace signpost

// Proves the claims of a library, or refutes each with a patient: every patient of every program is followed once for
// each claim, and what the claim reads is remembered until the end. Only for graphs that explore() passed.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/explore/explore.hpp"
#include "engine/explore/shared_steps.hpp"
#include "engine/explore/witness.hpp"
#include "engine/findings/diagnostic.hpp"
#include "engine/graph/claim.hpp"
#include "engine/graph/journey.hpp"

namespace signpost {

// A journey that does not keep a claim's promise. The engine has walked it to its end.
struct Counterexample {
  TopicIndex topic{};
  ProgramIndex program{};
  Witness witness;
  OutcomeIndex end{};
  // What nobody asked and would have to be so: "pregnant", "yes", and the fact's meaning in words.
  struct MightBe {
    std::string name, value, words;
  };
  std::vector<MightBe> unasked;
  // Comparing claims: the first patient's journey; `witness` is the second's.
  std::optional<Witness> compared;
  OutcomeIndex compared_end{};
  ProgramIndex compared_program{};

  std::size_t questions() const;  // that the patient was asked; notes are none
};

// What one program, or a pair of them, says of one claim.
struct ClaimFinding {
  bool speaks = false;                // of somebody
  bool complete = true;               // no limit was passed
  bool out_of_steps = false;          // the limit that was passed is that of the work
  std::vector<OutcomeIndex> guarded;  // emergencies that the claim would miss, were they less urgent
  std::optional<Counterexample> counterexample;
};

// A comparing claim: the first patient in one program of a topic, the second in the same or another. `steps` are those
// that may be taken; what their sets held is gone.
ClaimFinding compare_patients(const Library& library, const DecisionGraph& graph, TopicIndex topic,
                              ProgramIndex first_program, const ProgramClaim& first, ProgramIndex second_program,
                              const ProgramClaim& second, SharedSteps& steps);

// Throws std::logic_error unless the engine, walking the witness's answers, ends where the proof says.
void replay(const DecisionGraph& graph, TopicIndex topic, const Witness& witness, OutcomeIndex end);

// Questions of a counterexample; journeys this long are not told apart by length when the shortest is looked for.
inline constexpr Symbol kLongestCounted = 200;

struct ClaimResult {
  enum class Verdict : std::uint8_t {
    proven,
    refuted,
    waived,        // refuted, and somebody has signed for it until a day that has not passed
    about_nobody,  // no patient ever is such that the claim speaks of them
    not_proven,    // a limit was passed
  };
  Verdict verdict = Verdict::proven;
  bool out_of_steps = false;                     // not_proven: it would be too much work
  std::optional<Counterexample> counterexample;  // refuted, waived: the shortest
};

struct Proof {
  std::vector<ClaimResult> claims;  // as in the graph's claims
  std::size_t count(ClaimResult::Verdict verdict) const;
  // What is claimed without being written (see unwritten_claims.hpp): of how many questions, and of how many it does
  // not hold, or could not be proven; whatever else did not hold counts there too.
  std::size_t questions_compared = 0, unwritten_refuted = 0, unwritten_not_proven = 0;
};

// `today`: waivers until an earlier day have run out. Findings: claims that are refuted (unless waived), speak of
// nobody or could not be proven, and emergencies that nothing guards. `progress(done, all)` is called now and then,
// from the calling thread. Works on `threads` threads, the calling one among them; 0: one for each processor. Whoever
// proves several things at once says 1.
Proof prove(const Library& library, const DecisionGraph& graph, const Exploration& exploration, Day today,
            Diagnostics& diagnostics, const std::function<void(std::size_t done, std::size_t all)>& progress = {},
            unsigned threads = 0);

// The result of one claim of the library; null where it is made of no pathway.
const ClaimResult* result_of(const DecisionGraph& graph, const Proof& proof, const Claim& claim);

// "35 of 40 claims proven, 1 waived, 4 refuted"
std::string summary(const Proof& proof);
// "98 questions compared by their answers, 2 unwritten claims refuted"
std::string unwritten_summary(const Proof& proof);

// The counterexample as an item of a topic's scenarios: it fails until the pathway is mended.
std::string scenario_text(const DecisionGraph& graph, const ClaimInfo& claim, const Counterexample& example);

}  // namespace signpost

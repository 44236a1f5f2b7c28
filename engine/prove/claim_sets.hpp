// What a claim says, asked of whole sets of patients at the end of their journeys.
#pragma once

#include "engine/explore/explored.hpp"
#include "engine/graph/claim.hpp"

namespace signpost {

class ClaimSets {
 public:
  using Set = PatientSets::Set;

  // The expansion must remember what watch() of this claim asks for.
  ClaimSets(const DecisionGraph& graph, const Program& program, const ProgramClaim& claim, PatientSets& sets,
            Expansion& expansion);

  static Watch watch(const DecisionGraph& graph, const ProgramClaim& claim);

  // What must not be forgotten on the way.
  VariableBits reads() const;
  // Whether the claim might speak of anybody who ends so.
  bool may_speak_of(OutcomeIndex end) const;
  // Those of whom the claim may yet speak; what they answer later can only make them fewer.
  Set open(Set set);
  // Those who, if what nobody asked were told too, may be such that the claim speaks of them; with those things told.
  Set spoken_of(OutcomeIndex end, Set set);
  // Those whose journeys do not keep the promise, whether or not the claim speaks of them.
  Set broken(OutcomeIndex end, Set set);

  // One of the patients of `set` of whom the claim speaks, as the journey left them, and what would have to be so of
  // the things that nobody asked. `set` must have one.
  struct Example {
    Set patient = PatientSets::kEmpty;
    std::vector<std::pair<VariableIndex, Symbol>> unasked;
  };
  Example example(OutcomeIndex end, Set set);

 private:
  Set where(const ClaimTest& test, OutcomeIndex end, Set set, Truth truth);
  Truth at_most(const ClaimTest& test, OutcomeIndex end) const;
  bool ends_so(const ClaimTest& test, OutcomeIndex end) const;
  Set told(const Unasked& unasked, Set set);
  Set not_told(const Unasked& unasked, Set set);

  const DecisionGraph& g_;
  const Program& program_;
  const ProgramClaim& claim_;
  const Promise& promise_;
  PatientSets& s_;
  Expansion& e_;
};

}  // namespace signpost

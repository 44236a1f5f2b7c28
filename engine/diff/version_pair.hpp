// One patient in two versions of a program, followed together: what they are told at each end, and one of them as an
// example. What the clinical diff and the comparison of mutants have in common.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/explore/witness.hpp"
#include "engine/graph/decision_graph.hpp"
#include "engine/prove/pair_journeys.hpp"

namespace signpost {

class VersionPair {
 public:
  using Set = PatientSets::Set;
  using Place = PairJourneys::Place;

  // The graphs and programs must outlive it.
  VersionPair(const DecisionGraph& was, const Program& was_program, const DecisionGraph& now,
              const Program& now_program);

  // The same patient in both: a tick that one version alone offers binds nobody, for that it is gone is a change.
  const PairRules& rules() const { return rules_; }
  PairJourneys journeys(PatientSets& sets) const;

  // Where a side (0: was, 1: now) has ended.
  OutcomeIndex end(int side, Place place) const;
  const Outcome& outcome(int side, OutcomeIndex index) const { return g_[side]->outcomes[at(index)]; }

  // Ids of all advice that these ends may tell anybody, as the ends have it or as answers have added it: in the order
  // of the old version's advice, then what only the new one has.
  std::vector<std::string> advice(const Outcome& was, const Outcome& now) const;
  // Of the pairs, those who were told the advice and are no longer; and those who are newly.
  std::pair<Set, Set> told_otherwise(PairJourneys& pairs, PatientSets& sets, const Outcome& was, const Outcome& now,
                                     const std::string& id, Set set) const;

  // One of the pairs that end so, in each version: an amount that both answer is the same in both. The engine has
  // walked both to their ends.
  std::pair<Witness, Witness> example(PairJourneys& pairs, Place place, Set set, TopicIndex was_topic,
                                      TopicIndex now_topic) const;

 private:
  Set told(PairJourneys& pairs, PatientSets& sets, int side, const Outcome& o, const std::string& id, Set set) const;
  void same_amounts(Witness& was, Witness& now) const;

  const DecisionGraph* g_[2];
  const Program* program_[2];
  PairRules rules_;
};

}  // namespace signpost

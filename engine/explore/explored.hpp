// What an exploration found at each node of one program, and the parts of exploring that explore() and prove() share.
#pragma once

#include <functional>
#include <vector>

#include "engine/explore/expansion.hpp"
#include "engine/explore/variable_bits.hpp"

namespace signpost {

struct Explored {
  using Set = PatientSets::Set;
  Set born = PatientSets::kEmpty;  // everybody whom the pathway admits, before anything is forgotten
  NodeIndex first{};               // node index of arrived[0]
  std::vector<Set> arrived;        // by node of the program
  std::vector<VariableBits> live;  // variables that can still be read
  std::vector<std::uint32_t> live_key;
  std::vector<std::vector<NodeIndex>> from;  // nodes that lead here

  std::size_t local(NodeIndex node) const { return at(node) - at(first); }
  // What may be forgotten on arrival is.
  Set kept(PatientSets& sets, NodeIndex to, Set set) const {
    return sets.keep(set, live[local(to)], live_key[local(to)]);
  }
  // The patients arrive at `to` from `before`.
  void arrive(PatientSets& sets, NodeIndex before, NodeIndex to, Set set);
};

// Nobody has arrived but those at the start. `also`: variables that somebody reads at the end.
Explored begin_exploring(const DecisionGraph& graph, const Program& program, PatientSets& sets, Expansion& expansion,
                         const VariableBits& also);

// Everybody followed to every end.
Explored explore_everybody(const DecisionGraph& graph, const Program& program, PatientSets& sets, Expansion& expansion,
                           const VariableBits& also = {});

// Of each node of a program, what can still be read from there on; `also` at the end.
std::vector<VariableBits> live_variables(const DecisionGraph& graph, const Program& program, const Expansion& expansion,
                                         const VariableBits& also);
// What that costs, for PatientSets::spend().
std::uint64_t steps_to_find_live(const Program& program, const Expansion& expansion);

}  // namespace signpost

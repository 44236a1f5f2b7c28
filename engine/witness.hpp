// One patient out of a set that a finding is about: who they are and how they answered on the way, in clinical words.
#pragma once

#include <string>
#include <vector>

#include "engine/expansion.hpp"
#include "engine/pathway.hpp"

namespace signpost {

struct Witness {
  AgeCell age = 0;
  Symbol sex = symbol::female, party = symbol::self;
  bool age_matters = false, sex_matters = false;
  std::vector<Symbol> state;                                 // at the node, by variable
  std::vector<std::pair<std::string, std::string>> answers;  // question id, value as `signpost run --answers` takes it

  std::string person() const;                           // "a 4-month-old girl"
  std::string journey() const;                          // "breathing-now: none, now: none"
  std::string command(const std::string& topic) const;  // how to see it with `signpost run`
};

// What an exploration found at each node of one program.
struct Explored {
  using Set = PatientSets::Set;
  Set born = PatientSets::kEmpty;                // everybody whom the pathway admits, before anything is forgotten
  NodeIndex first{};                             // node index of arrived[0]
  std::vector<Set> arrived;                      // by node of the program
  std::vector<std::vector<std::uint64_t>> live;  // bits of the variables that can still be read
  std::vector<std::uint32_t> live_key;
  std::vector<std::vector<NodeIndex>> from;  // nodes that lead here
};

// A patient of `bad`, which is a part of what arrived at `node`. `bad` must not be empty.
Witness find_witness(const DecisionGraph& graph, const Program& program, PatientSets& sets, Expansion& expansion,
                     const Explored& explored, NodeIndex node, PatientSets::Set bad);

// The same for a set inside a node, told apart by how its question was answered: that answer becomes the last of the
// journey.
Witness find_witness_within(const DecisionGraph& graph, const Program& program, PatientSets& sets, Expansion& expansion,
                            const Explored& explored, NodeIndex node, PatientSets::Set bad, const AnswerLabel& label);

// Why a test is undecided for a patient's state: "`memory` was not asked" or "`temperature` was answered *not sure*".
std::string undecided_reason(const DecisionGraph& graph, const Program& program, const std::vector<Symbol>& state,
                             TestIndex test);

}  // namespace signpost

// One patient out of a set that a finding is about: who they are and how they answered on the way, in clinical words.
#pragma once

#include <string>
#include <vector>

#include "engine/explore/explored.hpp"
#include "engine/pathway/pathway.hpp"

namespace signpost {

struct Witness {
  AgeCell age = 0;
  Symbol sex = symbol::female, party = symbol::self;
  std::uint32_t switches = 0;         // bit i: the library's i-th switch is on
  std::vector<std::string> switched;  // "id=on", "id=off": those that matter
  bool age_matters = false, sex_matters = false;
  std::vector<Symbol> state;                                 // at the node, by variable
  std::vector<std::pair<std::string, std::string>> answers;  // question id, value as `signpost run --answers` takes it

  std::string person() const;                           // "a 4-month-old girl"
  std::string journey() const;                          // "breathing-now: none, now: none"
  std::string command(const std::string& topic) const;  // how to see it with `signpost run`
};

// A patient of `bad`, which is a part of what arrived at `node`. `bad` must not be empty.
Witness find_witness(const DecisionGraph& graph, const Program& program, PatientSets& sets, Expansion& expansion,
                     const Explored& explored, NodeIndex node, PatientSets::Set bad);

// The same for a set inside a node, told apart by how its question was answered: that answer becomes the last of the
// journey.
Witness find_witness_within(const DecisionGraph& graph, const Program& program, PatientSets& sets, Expansion& expansion,
                            const Explored& explored, NodeIndex node, PatientSets::Set bad, const AnswerLabel& label);

// The answer as `signpost run --answers` takes it: "yes", "fit+speech", "38.2", "2 hours", "unsure", "seen".
std::string answer_words_of(const Program& program, const Question& question, const AnswerLabel& label);

// Why a test is undecided for a patient's state: "`memory` was not asked" or "`temperature` was answered *not sure*".
std::string undecided_reason(const DecisionGraph& graph, const Program& program, const std::vector<Symbol>& state,
                             TestIndex test);

}  // namespace signpost

// Two journeys followed together: two patients who differ in one thing, or one patient in two versions of a library.
// Every pair of patients moves at once, as sets over the variables of both; a question that both are asked gets the
// same answer. Which of the two moves first makes no difference to what is found, only to how much is remembered.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/explore/explored.hpp"
#include "engine/explore/witness.hpp"

namespace signpost {

// One of the two journeys.
struct PairSide {
  const DecisionGraph* graph = nullptr;
  const Program* program = nullptr;
};

// In what the two may differ: by default they are the same patient, and differ in nothing.
struct PairRules {
  std::vector<VariableIndex> may_differ[2];  // of each side's program: of the patient, switches, facts, answers
  // Where it is no, the patient can no longer be the first, or the second; kNone: anybody can.
  TestIndex first = kNone<TestIndex>, second = kNone<TestIndex>;
  std::vector<AdviceIndex> watched_advice[2];  // whether answers have added or taken it is remembered
  // Read at the end, beside what the walk reads; of each side.
  VariableBits at_the_end[2];
  // Of a list, what only one of the two is shown counts as not ticked; else it binds nobody.
  bool unseen_is_no = true;
  // Pairs in which one gives an answer that the other is not offered are none.
  bool both_must_say_the_same = false;
  // What only the first is asked must be answered so, or the two are no pair; empty: anyhow.
  std::function<bool(const Question&, const AnswerLabel&)> alone;
  // How serious an answer is among those of its question, from 1, the least serious; nothing: they do not part by it.
  // Of *not sure* nothing; of lists 1 without a tick and 2 with any. Empty: nobody parts.
  std::function<std::optional<Symbol>(const Question&, const AnswerLabel&)> rank;
  // Whether it matters what the two are told at the end, beside where they end.
  bool advice_of_ends = true;
  // Questions that each is put, counted so far and no further, for shortest(); 0: not counted.
  Symbol longest = 0;
  // Both walk the same program, and pairs that are alike in everything are of no interest: they end alike. Only where
  // they can come to differ in no other way than by parting.
  bool alike_end_alike = false;
};

// Two who were alike until both are put a question may part there: the second answers more seriously than the first, or
// is not sure where the first gives the least serious answer.
struct Parting {
  bool more_serious = true, not_sure = true;
};

class PairJourneys {
 public:
  using Set = PatientSets::Set;
  using Place = std::pair<std::uint32_t, std::uint32_t>;  // node of each side, counted from its program's first

  PairJourneys(const PairSide& first, const PairSide& second, PairRules rules, PatientSets& sets);
  PairJourneys(const PairJourneys&) = delete;  // its parts know where it lies
  PairJourneys& operator=(const PairJourneys&) = delete;

  // Whether anything of interest can come of these two places; others are not followed.
  std::function<bool(Place)> matters = [](Place) { return true; };
  // Both have ended.
  std::function<void(Place, Set)> ended;

  // Everybody who walks the one program that both walk, in the same sets. Where this is given, pairs are followed
  // roughly: what the two have alike is forgotten at every place, and taken there as anybody who comes there has it.
  // More may come up than is so, never less: what does not come up is proven, and soon; what does has no example.
  const Explored* roughly = nullptr;

  // Follows every pair. False when a limit was passed.
  bool follow(std::size_t ways_in_one_place);
  // The same for pairs of one program that arrive at its start as one patient of `arrived` (sets as an exploration has
  // them), but already differ as `differ` makes them.
  bool follow_from_start(Set arrived, const std::function<Set(Set)>& differ, std::size_t ways_in_one_place);
  // The same for pairs of one program that part at one of these nodes, where they arrive as one patient.
  bool follow_parted(const std::vector<std::pair<NodeIndex, Set>>& arrived, Parting parting,
                     std::size_t ways_in_one_place);
  // For `ended`: nothing more needs to be followed.
  void stop() { stopped_ = true; }
  // Whether there is any pair at all.
  bool anybody() const { return born_ != PatientSets::kEmpty; }

  // The test's patients, of one side.
  Set where(int side, TestIndex test, Set set, Truth truth) { return expansion_[side]->where(test, set, truth); }
  Expansion& expansion(int side) { return *expansion_[side]; }
  const Program& program(int side) const { return *side_[side].program; }
  PatientView view(int side) const { return {sets_, kStride, static_cast<VariableIndex>(side)}; }

  // One pair that arrives at `place` in `set`: who they are and what each answered, in the order of asking.
  struct Pair {
    AgeCell age[2] = {0, 0};
    Symbol sex[2] = {0, 0}, party = symbol::self;
    std::uint32_t switches[2] = {0, 0};
    std::vector<std::pair<std::string, std::string>> answers[2];
  };
  Pair example(Place place, Set set);
  // Those of the set who have been put the fewest questions, both together, and how many; the rules must count them.
  std::pair<Set, int> shortest(Set set);
  // The same for pairs that were one patient until they came to `place`, which becomes the one where they began: only
  // what each answered from there on, and in `arrived` who came there.
  Pair example_from(Place& place, Set set, std::vector<std::pair<VariableIndex, Symbol>>& arrived);

 private:
  struct Here {
    Set arrived = PatientSets::kEmpty;
    std::vector<Place> from;
    VariableBits live;
    std::uint32_t live_key = 0;
  };

  static constexpr VariableIndex kStride = PatientSets::kStride;

  bool may_differ(int side, VariableIndex v) const;
  VariableIndex beside(VariableIndex v);
  void share_questions();
  void share(QuestionIndex first, QuestionIndex second);
  Set born();
  bool over(int side, Place place) const;
  int moves(Place place) const;
  Here& at_place(Place place);
  Set open(Set set);
  NodeIndex node(int side, std::uint32_t local) const;
  using Arrive = std::function<void(Place, Set, const AnswerLabel&)>;
  void expand(Place place, Set set, const OneWay& only, const Arrive& arrive);
  VariableBits mapped(int side, const VariableBits& bits) const;
  void move(Place place, Set set, const OneWay& only, bool owing, const Arrive& arrive);
  void part_first(Place place, Set set, const OneWay& only, const Arrive& arrive);
  void part_second(Place place, Set set, const OneWay& only, const Arrive& arrive);
  Set paid(Set arriving, const VariableBits& live);
  QuestionIndex question_at(int side, Place place) const;
  Place at_start() const;
  void begin();
  void arrive_at(Place place, Place before, Set set);
  void move_on(Place place, Set set);
  Set as_anybody(Place place, Set set);
  bool follow_places(std::size_t limit);
  bool follow_all(std::size_t limit);
  Set trace(Place& place, Set set, Pair& pair);

  PairSide side_[2];
  PairRules rules_;
  PatientSets& sets_;
  SharedAnswers shared_[2];
  std::optional<Expansion> expansion_[2];
  std::vector<VariableBits> live_[2];   // by node
  std::vector<VariableBits> asked_[2];  // by node: the shared variables of questions that may still come
  VariableBits not_forgotten_;          // of the program, even where the two have it alike
  VariableBits owed_;                   // the variables of what the second must say yet
  std::size_t words_ = 0;
  std::set<VariableIndex> beside_;  // what belongs to both
  Set born_ = PatientSets::kEmpty;
  Parting parting_;
  VariableIndex parted_ = 0;       // how serious the first's answer is, where the second has yet to part; 0: no
  std::map<Place, Set> alike_at_;  // who part there
  bool stopped_ = false;
  std::map<std::pair<std::uint32_t, Place>, Here> places_;  // in the order of following
};

// One of a pair, as findings show a patient.
Witness witness_of(const DecisionGraph& graph, const PairJourneys::Pair& pair, int side);

}  // namespace signpost

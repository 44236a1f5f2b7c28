// Sets of patients-so-far as decision diagrams. A patient-so-far gives each variable a symbol; a diagram branches only
// where somebody's symbol is other than unknown, so what nobody was asked costs nothing. Diagrams are shared and never
// change: equal sets have equal numbers.
//
// The same diagrams can count: each patient-so-far then carries in how many ways it came about. Uniting adds; whoever
// splits a set and puts it together again has as many as before. minus() and common() then only ever split: what they
// take away or keep must be a part of `a`, however often it occurs in `b`.
//
// Not thread-safe: one per exploration.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/graph/decision_graph.hpp"

namespace signpost {

// Too much has to be told apart: there are too many sets, or making them takes too much work. Any operation that makes
// one may throw it; the sets there were remain.
struct TooMuchToTellApart : std::length_error {
  TooMuchToTellApart() : std::length_error("too many kinds of patient have to be told apart") {}
};

// Does `work`, which says whether it came to its end; false also where it came to too much to tell apart.
template <class Work>
bool within_limits(Work work) {
  try {
    return work();
  } catch (const TooMuchToTellApart&) {
    return false;
  }
}

class PatientSets {
 public:
  using Set = std::uint32_t;
  static constexpr Set kEmpty = 0;
  static constexpr Set kUnknown = 1;  // the one patient of whom nothing is known

  // Beyond these, operations throw TooMuchToTellApart.
  struct Limits {
    std::size_t nodes;    // of all diagrams together: bounds memory
    std::uint64_t steps;  // bounds time
  };
  // For one thing that is to be found out about one pathway: some 5 s of an ordinary processor, and ten times what any
  // pathway takes that was written for patients.
  static constexpr std::uint64_t kMostSteps = 45'000'000;
  // By how many ways may be in one place (the library's `ways-in-one-place`). A program within that limit stays far
  // below; these bound the machine's work, not meaning: at the usual 65,536 ways it is 8 million nodes, less than half
  // a gigabyte, and kMostSteps.
  static constexpr Limits limits_for(std::size_t ways_in_one_place) {
    return {ways_in_one_place < 100 ? 12'800 : ways_in_one_place * 128,
            std::clamp<std::uint64_t>(ways_in_one_place * 1024, kFewestSteps, kMostSteps)};
  }
  // Results remembered: 64 MiB, about the largest table of which enough stays near the processor.
  static constexpr std::size_t kMostRemembered = std::size_t{1} << 22;

  enum class Mode { sets, counts };

  explicit PatientSets(Limits limits = limits_for(65'536), Mode mode = Mode::sets);
  ~PatientSets();
  // Forgets all sets. The steps that were taken stay taken.
  void clear();

  // Work is counted in steps, so that it comes to the same on every machine, however fast: a look into what is
  // remembered, or a branch that is gone through.
  std::uint64_t steps() const { return steps_; }
  // From now on so many steps may be taken, whatever was left; in the beginning as many as the limits say.
  void allow(std::uint64_t steps) { most_steps_ = steps_ + steps; }
  const Limits& limits() const { return limits_; }
  bool out_of_steps() const { return steps_ > most_steps_; }
  // For work that is done beside these sets, and because of them.
  void spend(std::uint64_t steps) {
    steps_ += steps;
    if (steps_ > most_steps_) give_up();
  }

  // In how many ways all patients of the set came about (of plain sets 1 for each patient), as decimal digits: there
  // can be more than any machine's numbers hold.
  std::string count(Set set) const;

  Set unite(Set a, Set b);
  Set common(Set a, Set b);
  Set minus(Set a, Set b);
  // All patients of the set, each with the variable set to the symbol, whatever it was.
  Set with(Set set, VariableIndex variable, Symbol symbol);
  // Those whose symbol of the variable has `truth` in the table (a table of truth_tables; its offset makes the memory's
  // key).
  Set where(Set set, VariableIndex variable, const std::uint8_t* table, std::uint32_t table_key, Truth truth);
  Set where_is(Set set, VariableIndex variable, Symbol symbol);
  // Forgets every variable that `live` (one bit each) does not hold; `live_key` is what live_key() calls it.
  Set keep(Set set, const std::vector<std::uint64_t>& live, std::uint32_t live_key);

  std::uint32_t live_key(const std::vector<std::uint64_t>& live);
  // Pairs of patients: v * kStride is the first's, v * kStride + 1 the second's, and before the next is room for what
  // belongs to both. Each patient of the set as such a pair:
  static constexpr VariableIndex kStride = 5;
  Set twice(Set set);
  // Those pairs that are alike in everything.
  Set both_alike(Set set);
  // Forgets each variable that the two have alike, but for those of `kept` (one bit for each v; live_key() calls it
  // `kept_key`). For sets, not for counting, like the next.
  Set forget_alike(Set set, const std::vector<std::uint64_t>& kept, std::uint32_t kept_key);
  // Restores what forget_alike() forgot, and perhaps more pairs than there were: where both are unknown, they become
  // as any patient of `as` is; where they differ, as those are who are like the first (`side` 0) or the second (1).
  Set restore_alike(Set set, Set as, VariableIndex side);

  // The symbols that a variable takes in the set, ascending.
  std::vector<Symbol> symbols(Set set, VariableIndex variable) const;
  // One patient of the set: (variable, symbol) where not unknown, ascending.
  std::vector<std::pair<VariableIndex, Symbol>> one(Set set) const;
  // Diagram nodes below a set: how much has to be told apart.
  std::size_t width(Set set) const;
  std::size_t size() const { return nodes_.size(); }

 private:
  struct Branch {
    Symbol symbol;
    Set to;
  };
  struct Node {
    VariableIndex variable;
    std::uint16_t count;
    std::uint32_t first;
  };
  // What was found out before, by operation and operands. A later result may take the place of an earlier one, which is
  // then worked out anew if it is wanted. Results of another round are none, so that clearing costs nothing.
  struct Found {
    std::uint32_t what = 0;  // operation and round
    std::uint32_t a = 0, b = 0;
    Set result = 0;
  };
  struct Made {
    std::uint32_t hash = 0;
    Set node = 0;  // 0: free
  };
  // The branches of a set as seen from a variable at or above its own, without a copy.
  struct Branches {
    std::uint32_t first = 0, count = 0;
    Set whole = 0;  // where count is 0: one branch, unknown, to this
  };
  enum Op : std::uint32_t {
    kUnite,
    kCommon,
    kMinus,
    kWith,
    kWhere,  // and the truth: three
    kWhereIs = kWhere + 3,
    kKeep,
    kTwice,
    kAlike,
    kForgetAlike,
    kRestoreAlike,  // and the side: two
    kOperations = kRestoreAlike + 2
  };

  VariableIndex top(Set s) const { return nodes_[s].variable; }
  bool ends(Set s) const { return nodes_[s].variable == kLast; }
  // The end of a diagram that stands for the ways of two ends together.
  Set add_ends(Set a, Set b);
  Branches branches(Set s, VariableIndex at_variable);
  std::uint32_t size_of(const Branches& b) const { return b.count == 0 ? (b.whole == kEmpty ? 0u : 1u) : b.count; }
  Branch branch(const Branches& b, std::uint32_t i) const {
    return b.count == 0 ? Branch{symbol::unknown, b.whole} : pool_[b.first + i];
  }
  // The node with the branches that stand in making_ from `from` on, which are taken off.
  Set make(VariableIndex variable, std::size_t from);
  template <class F>
  Set map_branches(Set s, F f);
  template <class F>
  Set keep_branches(Set s, VariableIndex variable, F kept);
  Set one_branch(VariableIndex variable, Symbol symbol, Set to);
  // What is remembered of an operation; null when nothing is. Only valid until the next operation.
  const Set* recall(std::uint32_t op, std::uint32_t a, std::uint32_t b);
  Set remember(std::uint32_t op, std::uint32_t a, std::uint32_t b, Set result);
  std::size_t place_of(std::uint32_t what, std::uint32_t a, std::uint32_t b) const;
  void remember_more();
  Set where_truth(Set s, VariableIndex variable, const std::uint8_t* table, std::uint32_t test, Truth truth);

  [[noreturn]] void give_up();

  // Whatever the library says: enough to begin with, for everybody who is admitted is told apart before anybody is
  // asked.
  static constexpr std::uint64_t kFewestSteps = std::uint64_t{1} << 20;
  static constexpr VariableIndex kLast = 0xffff;
  std::vector<Node> nodes_;
  std::vector<Branch> pool_;
  std::vector<Branch> making_;  // branches of nodes being made, each below those made for it
  std::vector<Made> unique_;    // nodes by hash, open addresses
  Limits limits_;
  Mode mode_;
  // Walks over a diagram count too, but only whoever makes a set gives up.
  mutable std::uint64_t steps_ = 0;
  std::uint64_t most_steps_ = limits_.steps;
  struct Ways;
  std::unique_ptr<Ways> ways_;
  // Nodes seen by a walk over a diagram, by the walk's number.
  mutable std::vector<std::uint32_t> seen_;
  mutable std::uint32_t walk_ = 0;
  mutable std::vector<Set> todo_;
  bool first_visit(Set s) const;
  void begin_walk(Set from) const;

  std::map<std::vector<std::uint64_t>, std::uint32_t> live_keys_;
  std::unordered_map<std::uint64_t, std::uint32_t> tests_;  // by table and variable
  std::vector<Found> memory_;
  std::size_t memory_used_ = 0;  // the first so many slots; a power of two
  std::uint32_t round_ = 0;
};

}  // namespace signpost

// What is said of patients who could get lost in one topic: each place is reported once, with the first patient that
// shows it. Who gets lost is found out in explore.cpp; here it is put into words.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/explore/variable_bits.hpp"
#include "engine/explore/witness.hpp"
#include "engine/findings/diagnostic.hpp"
#include "engine/graph/decision_graph.hpp"

namespace signpost {

class ExploreFindings {
 public:
  // A patient to show what is found. Finding one is work, and asked for only where the place is reported.
  using Who = std::function<Witness()>;

  ExploreFindings(const DecisionGraph& graph, const Topic& topic, Diagnostics& out)
      : g_(graph), topic_(topic), out_(out) {}

  // Tests. `who` is in the state that the test saw.
  void rule_undecided(const Program& program, NodeIndex node, std::uint32_t rule, const Who& who);
  void answer_undecided(const Program& program, NodeIndex node, std::size_t answer, const Who& who);

  // Rules and answers.
  void left_out(NodeIndex node, const Who& who);
  void outside_bands(NodeIndex node, const Who& who);
  void offered_by_same_page(NodeIndex node, std::size_t answer);
  void same_fact_twice(NodeIndex node, std::size_t first, std::size_t second);

  // Urgency: `wins` comes first and can end less urgently, in `in`, than `later`, which ends at least in `at_least`.
  bool told_overlap(std::uint32_t later) const;
  void overlap(std::uint32_t wins, std::uint32_t later, DispositionIndex in, DispositionIndex at_least, const Who& who);
  void tick_order(NodeIndex node, std::size_t wins, std::size_t later, DispositionIndex in, DispositionIndex at_least);

  // Red flags and outcomes.
  void red_flag_late(NodeIndex node, const Who& who);
  void red_flag_not_kept(const Outcome& outcome, DispositionIndex promised, const Who& who);
  void tells_nothing(const Outcome& outcome, const Who& who);
  void tells_no_999(const Outcome& outcome, const Who& who);

  // Whom the topic's pathways are for.
  void two_pathways(const Program& program, const Witness& who);
  void no_pathway(const Program& any, const Witness& who);

  // What cannot be followed. `live`: what is still read at the node or after it.
  void too_many_ways(const Program& program, NodeIndex node, const VariableBits& live, const std::string& how_many);
  void too_many_admitted(const Program& program);

 private:
  bool first_time(Code code, Location where) { return reported_.insert({static_cast<int>(code), where}).second; }
  void show(Diagnostic& finding, const Witness& who) const;
  const std::string& disposition(DispositionIndex index) const { return g_.dispositions[at(index)].id; }

  const DecisionGraph& g_;
  const Topic& topic_;
  Diagnostics& out_;
  std::set<std::pair<int, Location>> reported_;
};

}  // namespace signpost

// The nodes of one pathway's program before they have numbers: the screen, the pathway, every module in each place
// where it is used, every pathway that it jumps to, and outcomes lifted by the floors that hold where they are reached.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/graph/decision_graph.hpp"
#include "engine/names/names.hpp"

namespace signpost {

using Draft = std::uint32_t;  // a node being made: its place in ProgramLayout::nodes
inline constexpr Draft kNoDraft = 0xffffffff;

struct DraftRule {
  const Condition* when = nullptr;   // null: otherwise
  const FileNames* scope = nullptr;  // whose names `when` sees
  Draft to = kNoDraft;
  Location location;
};

struct DraftNode {
  Node::Kind kind = Node::Kind::decide;
  const FileNames* file = nullptr;
  const AuthoredStep* step = nullptr;  // null: outcomes, floors and jumps
  std::uint32_t outcome = kNoIndex;    // of `file`
  bool jump = false, after_use = false;
  std::vector<Draft> answers;  // ask: as step->answers
  Draft any = kNoDraft, none = kNoDraft, unsure = kNoDraft, to = kNoDraft;
  std::vector<DraftRule> rules;
  Draft done = kNoDraft;    // steps: where their module leads when it is done, in this use of it
  std::uint32_t frame = 0;  // in which use of its file it stands; of no meaning outside program_layout.cpp
  Location location;
};

struct ProgramLayout {
  std::vector<DraftNode> nodes;
  Draft start = kNoDraft;
  std::vector<Draft> order;             // those that the start reaches, each before those that it leads to
  std::vector<std::uint32_t> position;  // of each node in `order`; kNoDraft where it is not reached
};

// Nothing when there are more nodes than kMaxProgramNodes (a finding says so). All names have passed their check.
std::optional<ProgramLayout> lay_out_program(const Names& names, const FileNames& begin, Diagnostics& diagnostics);

// Calls f(draft) for each node that `node` leads to; more than once where it leads there in several ways.
template <class F>
void each_target(const DraftNode& node, F f) {
  auto go = [&](Draft d) {
    if (d != kNoDraft) f(d);
  };
  for (Draft d : node.answers) go(d);
  go(node.any);
  go(node.none);
  go(node.unsure);
  for (const DraftRule& r : node.rules) go(r.to);
  go(node.to);
}

}  // namespace signpost

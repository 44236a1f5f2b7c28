// Points: the variables that keep totals, and what may still be added to one on the way ahead.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "engine/compile/program_variables.hpp"

namespace signpost {

// The lowest and the highest total, both in.
struct PointsRange {
  std::int32_t low = 0, high = 0;
};

// A variable for each score that is read or given points to, and for what questions that may be met twice must remember
// so as to count once. Findings: totals too far apart.
void add_score_variables(const Names& names, const ProgramReads& reads, ProgramVariables& variables,
                         Diagnostics& diagnostics);

// What the nodes after a node can add to a score. Not thread-safe: each score is worked out once, when first asked for.
class PointsToCome {
 public:
  PointsToCome(const Names& names, const ProgramLayout& layout) : names_(names), layout_(layout) {}

  PointsRange after(const Score& score, Draft here);

 private:
  using Table = std::vector<PointsRange>;  // by draft: from there on, its own points included

  static PointsRange any_way_on(const DraftNode& node, const Table& table);
  Table table_of(const Score& score) const;

  const Names& names_;
  const ProgramLayout& layout_;
  std::unordered_map<const Score*, Table> tables_;
};

}  // namespace signpost

// Sets of a program's variables.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/graph/decision_graph.hpp"

namespace signpost {

using VariableBits = std::vector<std::uint64_t>;  // one bit for each variable; those past its end are not in it

inline void set_bit(VariableBits& bits, VariableIndex v) {
  if (bits.size() <= v / 64) bits.resize(v / 64 + 1u, 0);
  bits[v / 64] |= std::uint64_t{1} << (v % 64);
}
inline bool has_bit(const VariableBits& bits, VariableIndex v) {
  return v / 64 < bits.size() && (bits[v / 64] >> (v % 64) & 1u) != 0;
}
inline void add_bits(VariableBits& to, const VariableBits& from) {
  if (to.size() < from.size()) to.resize(from.size(), 0);
  for (std::size_t w = 0; w < from.size(); ++w) to[w] |= from[w];
}

}  // namespace signpost

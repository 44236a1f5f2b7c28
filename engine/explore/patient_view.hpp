// The variables of one patient among those of several in the same sets: of two journeys that are followed together,
// each sees its own.
#pragma once

#include "engine/explore/patient_sets.hpp"

namespace signpost {

struct PatientView {
  using Set = PatientSets::Set;
  PatientSets& sets;
  VariableIndex stride = 1, offset = 0;

  VariableIndex at(VariableIndex v) const { return static_cast<VariableIndex>(v * stride + offset); }

  Set unite(Set a, Set b) const { return sets.unite(a, b); }
  Set common(Set a, Set b) const { return sets.common(a, b); }
  Set minus(Set a, Set b) const { return sets.minus(a, b); }
  Set with(Set set, VariableIndex v, Symbol symbol) const { return sets.with(set, at(v), symbol); }
  Set where(Set set, VariableIndex v, const std::uint8_t* table, std::uint32_t table_key, Truth truth) const {
    return sets.where(set, at(v), table, table_key, truth);
  }
  Set where_is(Set set, VariableIndex v, Symbol symbol) const { return sets.where_is(set, at(v), symbol); }
  std::vector<Symbol> symbols(Set set, VariableIndex v) const { return sets.symbols(set, at(v)); }
};

}  // namespace signpost

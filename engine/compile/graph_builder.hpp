// The tables of a decision graph while it is being made: texts, tests and truth tables, each kept once. Used by
// compile.cpp and the stages of program_builder.hpp only.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "engine/compile/wording.hpp"
#include "engine/findings/diagnostic.hpp"
#include "engine/graph/claim.hpp"
#include "engine/graph/decision_graph.hpp"
#include "engine/names/names.hpp"

namespace signpost {

class GraphBuilder {
 public:
  GraphBuilder(const Names& all_names, DecisionGraph& to, Claims& promised, Diagnostics& findings)
      : names(all_names), graph(to), claims(promised), diagnostics(findings), wording(all_names.library()) {}

  const Names& names;
  DecisionGraph& graph;
  Claims& claims;
  Diagnostics& diagnostics;
  Wording wording;

  // The text in all variants; each authored text is made once, however often its module is used.
  TextIndex text(const Text& text);
  // The same for a text of the program's own.
  TextIndex text(const std::string& same_for_all);
  OutcomeIndex outcome(const Pathway& file, std::uint32_t index);
  // `file`: where the claim stands; null: in safety.yaml. Returns its place in claims.all.
  std::uint32_t claim(const Claim& claim, const Pathway* file);

  TestIndex test(const TestNode& node, const std::vector<TestIndex>& parts = {});
  TestIndex constant(Truth truth);
  TestIndex leaf(VariableIndex variable, const std::string& table);  // table[symbol] is a Truth
  TestIndex negation(TestIndex part);
  static std::string table(const Variable& variable, Truth unknown, Truth unsure, Truth other);
  std::string_view name(const std::string& text);  // interned, lives as long as the graph

 private:
  std::unordered_map<const Text*, TextIndex> texts_;
  std::unordered_map<std::string, TextIndex> own_texts_;
  std::unordered_map<std::string, std::uint32_t> tables_;
  std::unordered_map<std::string, TestIndex> tests_;
  std::unordered_map<const AuthoredOutcome*, OutcomeIndex> outcomes_;
  std::unordered_map<const Claim*, std::uint32_t> claims_;
};

}  // namespace signpost

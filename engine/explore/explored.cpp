#include "engine/explore/explored.hpp"

#include "engine/graph/graph_shape.hpp"

namespace signpost {
namespace {

Explored::Set everybody(const DecisionGraph& g, const Program& program, PatientSets& sets, Expansion& expansion) {
  Explored::Set all = PatientSets::kEmpty;
  for (int age = 1; age <= program.variables[kAgeVariable].symbols; ++age)
    for (Symbol sex : {symbol::female, symbol::male, symbol::not_said})
      for (Symbol party : {symbol::self, symbol::someone_else}) {
        Explored::Set one = sets.with(PatientSets::kUnknown, kAgeVariable, static_cast<Symbol>(age));
        one = sets.with(one, kSexVariable, sex);
        all = sets.unite(all, sets.with(one, kPartyVariable, party));
      }
  for (std::size_t i = 0; i < g.switches.size(); ++i) {
    auto v = static_cast<VariableIndex>(kFirstSwitch + i);
    all = sets.unite(sets.with(all, v, symbol::no), sets.with(all, v, symbol::yes));
  }
  return expansion.where(program.admits, all, Truth::yes);
}

}  // namespace

std::uint64_t steps_to_find_live(const Program& program, const Expansion& expansion) {
  return std::uint64_t{program.nodes} * ((expansion.variable_count() + 63) / 64);
}

std::vector<VariableBits> live_variables(const DecisionGraph& g, const Program& program, const Expansion& expansion,
                                         const VariableBits& also) {
  std::vector<VariableBits> live(program.nodes, also);
  for (std::size_t i = program.nodes; i-- > 0;) {
    const NodeIndex node{static_cast<std::uint32_t>(at(program.first_node) + i)};
    expansion.reads(node, live[i]);
    each_edge(g, g.nodes[at(node)], [&](NodeIndex to, EdgeLabel) {
      const VariableBits& later = live[at(to) - at(program.first_node)];
      for (std::size_t w = 0; w < later.size(); ++w) live[i][w] |= later[w];
    });
  }
  return live;
}

void Explored::arrive(PatientSets& sets, NodeIndex before, NodeIndex to, Set set) {
  Set& there = arrived[local(to)];
  there = sets.unite(there, kept(sets, to, set));
  if (from[local(to)].empty() || from[local(to)].back() != before) from[local(to)].push_back(before);
}

Explored begin_exploring(const DecisionGraph& g, const Program& program, PatientSets& sets, Expansion& expansion,
                         const VariableBits& also) {
  sets.spend(steps_to_find_live(program, expansion));
  Explored explored;
  explored.first = program.first_node;
  explored.arrived.assign(program.nodes, PatientSets::kEmpty);
  explored.from.assign(program.nodes, {});
  explored.live = live_variables(g, program, expansion, also);
  for (const VariableBits& bits : explored.live) explored.live_key.push_back(sets.live_key(bits));
  explored.born = everybody(g, program, sets, expansion);
  explored.arrived[explored.local(program.start)] = explored.kept(sets, program.start, explored.born);
  return explored;
}

Explored explore_everybody(const DecisionGraph& g, const Program& program, PatientSets& sets, Expansion& expansion,
                           const VariableBits& also) {
  VariableBits at_the_end((expansion.variable_count() + 63) / 64);
  add_bits(at_the_end, also);
  Explored explored = begin_exploring(g, program, sets, expansion, at_the_end);
  for (std::uint32_t i = 0; i < program.nodes; ++i) {
    const NodeIndex node{at(program.first_node) + i};
    if (!explored.arrived[i] || g.nodes[at(node)].kind == Node::Kind::outcome) continue;
    Expansion::Listener listener;
    listener.arrive = [&](NodeIndex to, PatientSets::Set set, const AnswerLabel&) {
      explored.arrive(sets, node, to, set);
    };
    expansion.expand(node, explored.arrived[i], listener);
  }
  return explored;
}

}  // namespace signpost

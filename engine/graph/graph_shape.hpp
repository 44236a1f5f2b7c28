// The decision graph as a Boost graph. Included by few files: Boost's headers are slow to compile.
#pragma once

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/graph/decision_graph.hpp"
#include "engine/graph/edge_label.hpp"

namespace signpost {

struct DecisionGraph::Shape {
  using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, EdgeLabel>;
  Graph graph;
};

// Builds the shape of a finished graph's nodes.
std::unique_ptr<DecisionGraph::Shape> make_shape(const DecisionGraph& graph);

// The places 0..count-1 ordered so that every edge leads forward. The edges must have no circle (asserted).
std::vector<std::uint32_t> topological_order(std::size_t count,
                                             const std::vector<std::pair<std::uint32_t, std::uint32_t>>& edges);

// Calls f(target, label) for each edge of a node, in the order answers, any, none, unsure, rules, to.
template <class F>
void each_edge(const DecisionGraph& g, const Node& n, F f) {
  using Kind = EdgeLabel::Kind;
  auto go = [&](NodeIndex to, Kind kind, std::size_t index) {
    if (to != kNone<NodeIndex>) f(to, EdgeLabel{kind, static_cast<std::uint16_t>(index)});
  };
  if (n.kind == Node::Kind::ask) {
    std::size_t answers = g.questions[at(n.question)].answers.size();
    for (std::size_t i = 0; i < answers; ++i) go(g.answer_targets[n.first_target + i], Kind::answer, i);
  }
  go(n.any, Kind::any, 0);
  go(n.none, Kind::none, 0);
  go(n.unsure, Kind::unsure, 0);
  for (std::uint32_t r = 0; r < n.rules; ++r) go(g.rules[n.first_rule + r].to, Kind::rule, r);
  go(n.to, Kind::otherwise, 0);
}

}  // namespace signpost

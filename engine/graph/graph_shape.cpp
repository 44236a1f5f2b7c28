#include <utility>

#include "engine/graph/graph_shape.hpp"

#include <algorithm>
#include <boost/graph/topological_sort.hpp>

namespace signpost {

std::unique_ptr<DecisionGraph::Shape> make_shape(const DecisionGraph& g) {
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  std::vector<EdgeLabel> labels;
  for (std::size_t i = 0; i < g.nodes.size(); ++i)
    each_edge(g, g.nodes[i], [&](NodeIndex to, EdgeLabel label) {
      edges.emplace_back(i, at(to));
      labels.push_back(label);
    });
  auto shape = std::make_unique<DecisionGraph::Shape>();
  shape->graph =
      DecisionGraph::Shape::Graph(boost::edges_are_sorted, edges.begin(), edges.end(), labels.begin(), g.nodes.size());
  return shape;
}

std::vector<std::uint32_t> topological_order(std::size_t count,
                                             const std::vector<std::pair<std::uint32_t, std::uint32_t>>& edges) {
  using Plain = boost::compressed_sparse_row_graph<boost::directedS>;
  Plain graph(boost::edges_are_unsorted_multi_pass, edges.begin(), edges.end(), count);
  std::vector<std::uint32_t> order;
  order.reserve(count);
  boost::topological_sort(graph, std::back_inserter(order));  // targets first
  std::reverse(order.begin(), order.end());
  return order;
}

}  // namespace signpost

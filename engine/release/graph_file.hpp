// The decision graph as bytes, and back: what a release holds of it. The same graph always gives the same bytes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/graph/decision_graph.hpp"

namespace signpost {

// Changes whenever the bytes mean something else: a graph of another form is not read.
inline constexpr std::uint32_t kGraphForm = 3;

// What a walk needs, and what it shows: all but the claims, which are proven before there are any bytes.
std::string graph_bytes(const DecisionGraph& graph);

// Null where the bytes are no graph that can be walked: cut short, too long, or with a number that leads nowhere (see
// engine/graph/graph_check.hpp). Whatever the bytes are, nothing beyond them is read.
std::unique_ptr<const DecisionGraph> graph_from_bytes(std::string_view bytes);

}  // namespace signpost

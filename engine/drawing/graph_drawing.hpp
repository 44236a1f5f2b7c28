// A topic as a picture (Graphviz's DOT, Mermaid) and as an outline to read aloud. In the wording for people who speak
// for themselves.
//
// An outcome is drawn once beside each step that leads to it, so that no line runs across the page; floors stand in one
// list of their own; the steps of each module, and of each pathway that is jumped to, stand in a frame of their own.
#pragma once

#include <string>
#include <vector>

#include "engine/graph/decision_graph.hpp"

namespace signpost {

std::string draw_dot(const DecisionGraph& graph, TopicIndex topic);
std::string draw_mermaid(const DecisionGraph& graph, TopicIndex topic);
std::string draw_outline(const DecisionGraph& graph, TopicIndex topic);

// One paragraph of an outline, not broken into lines yet. Without a text it is a gap.
struct OutlineLine {
  std::size_t indent = 0;  // 0, 4 or 8
  std::string text;
};
// The way through one program, as draw_outline() tells it: its steps and floors, without its title and its ends.
std::vector<OutlineLine> outline_of(const DecisionGraph& graph, const Program& program);

// `text` as a quoted DOT string, as Graphviz shows it: quotes, backslashes, line ends and entities are themselves.
std::string dot_string(std::string_view text);
// `text` as a quoted Mermaid label.
std::string mermaid_string(std::string_view text);

}  // namespace signpost

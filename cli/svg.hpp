// Lays out a DOT text with Graphviz's library.
#pragma once

#include <string>

namespace signpost {

// The SVG of a DOT text. Throws std::runtime_error when Graphviz cannot do it, such as where its layout plugins are not
// installed. Not thread-safe: Graphviz is not.
std::string svg_of(const std::string& dot);

}  // namespace signpost

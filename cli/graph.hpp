// `signpost graph`: the picture of a topic, or its outline.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace signpost {

struct GraphOptions {
  std::vector<std::string> words;  // [DIR] TOPIC
  std::string format;              // dot, mermaid, svg; empty: by the file's name, else dot
  bool outline = false;
  std::string file;  // empty: stdout
};

int graph(const GraphOptions& options, const Terminal& terminal);

}  // namespace signpost

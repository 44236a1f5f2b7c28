// What `signpost serve` is told to serve: a folder of pathways, or a release file.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/graph/decision_graph.hpp"

namespace signpost {

struct ContentOptions {
  std::string from;                  // a folder, or a release
  std::vector<std::string> trusted;  // files with public keys, whose signatures releases must bear
  bool live = false;                 // refuse folders, drafts, and releases that nobody signed
};

// Null, after a message on stderr, where it may not be served. A file that cannot be read throws std::system_error.
std::unique_ptr<const DecisionGraph> load_content(const ContentOptions& options);

}  // namespace signpost

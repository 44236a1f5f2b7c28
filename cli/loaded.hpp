// A library, read and compiled, as every command needs it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/terminal.hpp"
#include "cli/today.hpp"
#include "engine/compile/compile.hpp"
#include "engine/explore/explore.hpp"
#include "engine/findings/diagnostic.hpp"
#include "engine/prove/prove.hpp"
#include "engine/read/library.hpp"

namespace signpost {

struct Loaded {
  Library library;
  Diagnostics diagnostics;                     // sorted
  std::unique_ptr<const DecisionGraph> graph;  // null when reading or compiling found errors
  std::optional<Exploration> exploration;      // unless it was not asked for, or there is no graph
  std::optional<Proof> proof;                  // likewise, and only of a graph in which no patient gets lost

  // Every patient reaches an outcome: the graph may be walked.
  bool sound() const { return graph != nullptr && exploration && !diagnostics.has_errors(); }
};

enum class Effort { compile, explore, prove };

// Reads the folder `dir`. Throws std::system_error when it cannot be read. `on`: the day that waivers are judged on.
std::unique_ptr<Loaded> load(const std::string& dir, Effort effort, const Terminal& terminal, Day on = today());

// Prints the errors to stderr, and what to do about them.
void complain(const Loaded& loaded, const std::string& dir, const Terminal& terminal);

// The topic called `id`; prints to stderr, with the nearest name, when there is none.
std::optional<TopicIndex> find_topic(const DecisionGraph& graph, const std::string& id);

}  // namespace signpost

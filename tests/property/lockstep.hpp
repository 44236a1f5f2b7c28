// Walks a journey with the compiled engine and the interpreter at once and says where they part.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/compile/compile.hpp"
#include "engine/explore/explore.hpp"
#include "engine/findings/diagnostic.hpp"
#include "engine/read/library.hpp"
#include "engine/walk/engine.hpp"
#include "tests/property/interpreter.hpp"
#include "tests/property/replies.hpp"

namespace signpost::naive {

// A library with everything that was found out about it.
struct Compiled {
  Library library;
  Diagnostics findings;
  std::unique_ptr<const DecisionGraph> graph;  // null when reading or compiling found an error
  Exploration exploration;
  bool walkable = false;  // nobody can get lost in it, says exploring
  bool found(Code code) const;
  std::string text() const;  // the findings, for messages
};
Compiled compiled(const std::vector<NamedText>& files);
Compiled compiled(const std::string& folder);

struct Together {
  Trace trace;                                               // the interpreter's
  std::string disagreement;                                  // empty: they agreed all the way
  Journey journey;                                           // the engine's
  std::vector<std::pair<std::string, AnswerValue>> answers;  // in the order of asking
  std::string story() const;                                 // the journey in words
};
Together walk_together(const Compiled& compiled, const Start& start, const Chooser& chooser);

// The engine's `patient` and the switches as its bits.
Patient patient_of(const Start& start);
std::uint32_t switches_of(const DecisionGraph& graph, const Start& start);

// What the engine says at the end of a journey, in the interpreter's words; a sentence when there is no end.
std::string compare_end(const DecisionGraph& graph, const Journey& journey, const Step& step, const Ended& ended);

}  // namespace signpost::naive

// Walks a journey with the compiled engine and the interpreter at once and says where they part.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/compile.hpp"
#include "engine/diagnostic.hpp"
#include "engine/engine.hpp"
#include "engine/explore.hpp"
#include "engine/library.hpp"
#include "tests/property/interpreter.hpp"

namespace signpost::naive {

// A library with everything that was found out about it.
struct Compiled {
  Library library;
  Diagnostics findings;
  std::unique_ptr<const DecisionGraph> graph;  // null when reading or compiling found an error
  bool walkable = false;                       // nobody can get lost in it, says exploring
  bool found(Code code) const;
  std::string text() const;                    // the findings, for messages
};
Compiled compiled(const std::vector<NamedText>& files);
Compiled compiled(const std::string& folder);

// Every reply that may be given: all for small questions; of long lists none, each alone, some pairs and all; of amounts those
// around every threshold that anything compares them with.
std::vector<Reply> replies_to(const Library& library, const Put& put, Day on);
// As people and the API give it.
AnswerValue value_of(const Put& put, const Reply& reply);
std::string words_of(const Reply& reply);

// A person who chooses: one of 0 .. count-1.
using Chooser = std::function<unsigned(unsigned count)>;

struct Together {
  Trace trace;                 // the interpreter's
  std::string disagreement;    // empty: they agreed all the way
  Journey journey;             // the engine's
  std::vector<std::pair<std::string, AnswerValue>> answers;  // in the order of asking
  std::string story() const;   // the journey in words
};
Together walk_together(const Compiled& compiled, const Start& start, const Chooser& chooser);

// The engine's `patient` and the switches as its bits.
Patient patient_of(const Start& start);
std::uint32_t switches_of(const DecisionGraph& graph, const Start& start);
std::string words_of(const Start& start);

// What the engine says at the end of a journey, in the interpreter's words; a sentence when there is no end.
std::string compare_end(const DecisionGraph& graph, const Journey& journey, const Step& step, const Ended& ended);

// Patients that differ in every way that a test of the library can tell: one age of each class that any threshold cuts.
std::vector<Start> all_starts(const Library& library, const std::string& topic, Day on);

// All sequences of answers, depth first, at most `most` walks. `each` returns false to stop. True when none was left out.
bool all_walks(const std::function<std::string(const Chooser&)>& walk_once, std::size_t most, std::string& complaint);

// How much more than usual to do: 1, or 20 with SIGNPOST_SLOW=1 in the environment.
int patience();

}  // namespace signpost::naive

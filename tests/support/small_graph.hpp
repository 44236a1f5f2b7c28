// A decision graph put together by hand, so that drawings are tested without the compiler.
#pragma once

#include <memory>

#include "engine/graph/decision_graph.hpp"

namespace signpost::tests {

// Topic "small", pathway "small": a screen in a module with a red flag; a list; a number with rules of its own; a
// decision; floors.
//
//   0 screen  (module safe)  yes -> 6 ambulance; no -> 1
//   1 signs   (list)         first tick -> 6; any -> 2; none -> 3
//   2 fever   (number)       bands; rules: fever is high -> 6, otherwise -> 3
//   3 how-old (decision)     age < 1 year -> 5 floors of seen; otherwise -> 4 floors of home
//
// Some texts hold quotes, backslashes, line ends and angle brackets.
std::unique_ptr<DecisionGraph> small_graph();

}  // namespace signpost::tests

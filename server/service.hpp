// What every handler needs: the library that is served, the keys, and the clock. Built once by serve() and by tests.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "engine/graph/decision_graph.hpp"
#include "engine/walk/token.hpp"

namespace signpost {

// Now, as a moment and as a day of the place where the service runs: a patient's "today".
struct Moment {
  std::int64_t seconds = 0;  // since 1970
  Day day = 0;
};
using Clock = std::function<Moment()>;
Moment system_clock_now();

// The parts outlive all handlers and are safe to share between threads.
struct Service {
  const DecisionGraph& graph;
  const TokenSealer& sealer;
  Clock clock;
};

// Is any pathway of the library a draft? Then every page and answer says that it is not clinically approved.
bool has_drafts(const DecisionGraph& graph);

}  // namespace signpost

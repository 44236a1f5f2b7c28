// What every handler needs: the library that is served, the keys, and the clock. Built once by serve() and by tests.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/graph/decision_graph.hpp"
#include "engine/walk/token.hpp"
#include "server/journey_counts.hpp"

namespace signpost {

// Now, as a moment and as a day of the place where the service runs: a patient's "today".
struct Moment {
  std::int64_t seconds = 0;  // since 1970
  Day day = 0;
};
using Clock = std::function<Moment()>;
Moment system_clock_now();

// A journey as a request brought it.
struct Brought {
  Journey journey;
  std::int64_t sealed_at = 0;
  // It began on a release that is withdrawn, and stands here as it goes on in the one that is served.
  bool carried_over = false;
  std::vector<std::string> dropped;  // carried over: ids of questions whose answers no longer hold
  bool asks_the_same = false;        // carried over: what it was asked then is the very thing that it is asked now
};

struct NotOpened {
  TokenError error = TokenError::malformed;
  std::string release;  // other_release: the one that the token belongs to, as token_release() names it
};

// The parts outlive all handlers and are safe to share between threads.
struct Service {
  const DecisionGraph& graph;
  const TokenSealer& sealer;
  JourneyCounts& counts;
  Clock clock;
  std::vector<const DecisionGraph*> withdrawn = {};  // releases whose journeys go on in this one

  // Opens a token of this release, or of one that is withdrawn. Where the journey has no place in this release it is as
  // if the withdrawn one were unknown.
  std::variant<Brought, NotOpened> open(std::string_view token) const;
};

// Is any pathway of the library a draft? Then every page and answer says that it is not clinically approved.
bool has_drafts(const DecisionGraph& graph);

}  // namespace signpost

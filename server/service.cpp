#include "server/service.hpp"

#include <algorithm>
#include <ctime>

namespace signpost {

Moment system_clock_now() {
  Moment now;
  const std::time_t seconds = std::time(nullptr);
  std::tm local{};
  localtime_r(&seconds, &local);
  now.seconds = seconds;
  now.day = static_cast<Day>((seconds + local.tm_gmtoff) / (24 * 60 * 60));
  return now;
}

bool has_drafts(const DecisionGraph& graph) {
  return std::any_of(graph.programs.begin(), graph.programs.end(),
                     [](const Program& program) { return program.status != "approved"; });
}

}  // namespace signpost

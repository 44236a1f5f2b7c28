#include "cli/today.hpp"

#include <fmt/format.h>

#include <ctime>

namespace signpost {

// The only place where the program looks at the calendar.
Day today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return parse_day(fmt::format("{:04}-{:02}-{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday)).value_or(0);
}

}  // namespace signpost

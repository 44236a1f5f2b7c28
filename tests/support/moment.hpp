// Moments at which tests let things happen, in seconds since 1970.
#pragma once

#include <cstdint>

namespace signpost::test {

inline constexpr std::int64_t kNow = 1'795'305'600;         // 22 November 2026, 00:00 UTC
inline constexpr std::int64_t kNoon = kNow + 12 * 60 * 60;  // a whole minute, and twelve hours into a day

}  // namespace signpost::test

// The key and the moment of all fuzzers, so that an input means the same each time.
#pragma once

#include "engine/walk/token.hpp"

namespace signpost::fuzz {

inline constexpr std::int64_t kNow = 1'795'305'600;  // 22 November 2026, 00:00 UTC
inline constexpr TokenKey kKey{7, {1, 2, 3, 4, 5, 6, 7, 8}};

}  // namespace signpost::fuzz

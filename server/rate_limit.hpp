// How many requests one address may send: a bucket of tokens for each, in a table whose size never changes.
//
// A bucket is kept as the moment at which it will be full again. A full bucket tells no more than none at all, so
// forgetting the fullest first forgets nothing that matters; and to have an empty one forgotten, an attacker must make
// eight others in the same place just as empty, which costs as many requests as that one sent.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace signpost {

/// A person sends one request in some seconds, and three with a page's style and picture: 50 a second are a hundred
/// people at once behind one address of a hospital or a mobile network.
inline constexpr unsigned kRequestsASecond = 50;
/// All that a large office sends when the first pages of an alarm are opened together; ten seconds' worth.
inline constexpr unsigned kRequestBurst = 500;
/// What the options may say: a bucket then takes at most 100,000 s to fill, which the packed time can hold.
inline constexpr unsigned kMostRequestsASecond = 100'000;
inline constexpr unsigned kMostRequestBurst = 100'000;
/// Addresses remembered: 8 bytes each, half a MiB. An address that keeps to its rate is forgotten within a fraction of
/// a second, so this holds some hundred thousand of those, or 65,536 that are being held back.
inline constexpr std::size_t kRateBuckets = 64 * 1024;

struct RateSettings {
  unsigned per_second = 0;  ///< 0: no limit
  unsigned burst = kRequestBurst;
};

/// Safe to share between threads, and never waits: one look at one cache line for each request.
class RateLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Throws std::system_error when the kernel has no random bytes. `buckets` is rounded down to whole sets of eight.
  explicit RateLimit(RateSettings settings, std::size_t buckets = kRateBuckets);

  bool is_on() const noexcept { return interval_ != 0; }

  /// Takes a token of `owner`. Zero where there was one; else the time until there is, and nothing is taken. `now` may
  /// come a little out of order from several threads.
  std::chrono::microseconds take(std::uint64_t owner, Time now) noexcept;

 private:
  static constexpr std::size_t kWays = 8;  ///< buckets that share a place: a cache line of them
  /// A tag in the upper bits, the moment of being full in the lower; see rate_limit.cpp.
  struct alignas(64) Set {
    std::array<std::atomic<std::uint64_t>, kWays> buckets{};
  };

  std::uint64_t interval_;   ///< microseconds in which one token comes back; 0: off
  std::uint64_t most_owed_;  ///< microseconds in which an empty bucket fills
  std::array<std::uint64_t, 2> key_{};
  std::vector<Set> sets_;
};

}  // namespace signpost

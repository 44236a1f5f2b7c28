#include "server/rate_limit.hpp"

#include <algorithm>
#include <bit>
#include <span>

#include "engine/crypto/random_bytes.hpp"

namespace signpost {
namespace {

// A bucket: 24 bits that tell apart the owners that share a set, and 40 bits of time in microseconds, which come round
// after 12.7 days. Two owners share a bucket by chance once in two million; a bucket that nobody has touched for a
// whole round counts as it was for ten seconds. Neither harms anybody.
constexpr unsigned kTimeBits = 40;
constexpr std::uint64_t kTimeMask = (std::uint64_t{1} << kTimeBits) - 1;
// How far out of order the threads' clocks may be read. Without it an empty bucket would seem impossibly empty to the
// slower thread, and be taken for one left from the round before.
constexpr std::uint64_t kDisorder = 1'000'000;

// SipHash-2-4 (Aumasson and Bernstein) of one number: without the key nobody can find addresses that share a place.
std::uint64_t keyed_hash(const std::array<std::uint64_t, 2>& key, std::uint64_t number) noexcept {
  std::uint64_t a = key[0] ^ 0x736f6d6570736575, b = key[1] ^ 0x646f72616e646f6d;
  std::uint64_t c = key[0] ^ 0x6c7967656e657261, d = key[1] ^ 0x7465646279746573;
  const auto rounds = [&](int count) {
    for (int i = 0; i < count; ++i) {
      a += b, b = std::rotl(b, 13) ^ a, a = std::rotl(a, 32);
      c += d, d = std::rotl(d, 16) ^ c;
      a += d, d = std::rotl(d, 21) ^ a;
      c += b, b = std::rotl(b, 17) ^ c, c = std::rotl(c, 32);
    }
  };
  for (const std::uint64_t block : {number, std::uint64_t{8} << 56}) {  // the second tells the length, 8 bytes
    d ^= block;
    rounds(2);
    a ^= block;
  }
  c ^= 0xff;
  rounds(4);
  return a ^ b ^ c ^ d;
}

}  // namespace

RateLimit::RateLimit(RateSettings settings, std::size_t buckets)
    : interval_(settings.per_second == 0 ? 0 : 1'000'000 / std::min(settings.per_second, kMostRequestsASecond)),
      most_owed_(interval_ * std::clamp(settings.burst, 1U, kMostRequestBurst)) {
  if (!is_on()) return;
  fill_with_random_bytes(std::as_writable_bytes(std::span(key_)));
  sets_ = std::vector<Set>(std::max<std::size_t>(buckets / kWays, 1));
}

std::chrono::microseconds RateLimit::take(std::uint64_t owner, Time now) noexcept {
  if (!is_on()) return {};
  const std::uint64_t hash = keyed_hash(key_, owner);
  const std::uint64_t tag = hash & ~kTimeMask;
  Set& set = sets_[(hash & kTimeMask) % sets_.size()];
  const auto time =
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count());

  for (;;) {
    // The owner's bucket; else the fullest, which is forgotten.
    std::atomic<std::uint64_t>* bucket = nullptr;
    std::uint64_t seen = 0, owed = ~std::uint64_t{0};
    for (std::atomic<std::uint64_t>& one : set.buckets) {
      const std::uint64_t held = one.load(std::memory_order_relaxed);
      std::uint64_t ahead = (held - time) & kTimeMask;
      if (ahead > most_owed_ + kDisorder) ahead = 0;  // that moment is past
      const bool own = (held & ~kTimeMask) == tag;
      if (!own && ahead >= owed) continue;
      bucket = &one, seen = held, owed = ahead;
      if (own) break;
    }
    if ((seen & ~kTimeMask) != tag) owed = 0;
    if (owed + interval_ > most_owed_)
      return std::chrono::microseconds(static_cast<std::int64_t>(owed + interval_ - most_owed_));
    if (bucket->compare_exchange_weak(seen, tag | ((time + owed + interval_) & kTimeMask), std::memory_order_relaxed))
      return {};
  }
}

}  // namespace signpost

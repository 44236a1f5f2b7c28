// The clock is told, so every test says exactly what happens when.
#include "server/rate_limit.hpp"

#include <catch2/catch.hpp>

#include <thread>
#include <vector>

using namespace signpost;
using namespace std::chrono_literals;

namespace {

constexpr RateSettings kUsual{kRequestsASecond, kRequestBurst};
const RateLimit::Time kStart{123'456s};

// How many of `tries` requests pass at that moment.
unsigned passed(RateLimit& limit, std::uint64_t owner, unsigned tries, RateLimit::Time now) {
  unsigned count = 0;
  for (unsigned i = 0; i < tries; ++i) count += limit.take(owner, now) == 0us ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("a burst passes and one more request does not") {
  RateLimit limit(kUsual);
  CHECK(passed(limit, 7, kRequestBurst, kStart) == kRequestBurst);
  CHECK(limit.take(7, kStart) == 20ms);
  CHECK(limit.take(8, kStart) == 0us);
}

TEST_CASE("a token comes back each fiftieth of a second and no more than the burst are kept") {
  RateLimit limit(kUsual);
  passed(limit, 7, 2 * kRequestBurst, kStart);
  CHECK(passed(limit, 7, 10, kStart + 19'999us) == 0);
  CHECK(passed(limit, 7, 10, kStart + 20ms) == 1);
  CHECK(passed(limit, 7, 100, kStart + 1s) == kRequestsASecond - 1);
  CHECK(limit.take(7, kStart + 1s) == 20ms);
  CHECK(passed(limit, 7, 2 * kRequestBurst, kStart + 1h) == kRequestBurst);
}

TEST_CASE("being refused costs nothing more") {
  RateLimit limit(kUsual);
  passed(limit, 7, 100'000, kStart);
  CHECK(limit.take(7, kStart + 20ms) == 0us);
}

TEST_CASE("a rate of none is no limit") {
  RateLimit limit({0, 1});
  CHECK_FALSE(limit.is_on());
  CHECK(passed(limit, 7, 100'000, kStart) == 100'000);
}

TEST_CASE("the least and the most that may be set hold") {
  RateLimit least({1, 1});
  CHECK(passed(least, 7, 3, kStart) == 1);
  CHECK(least.take(7, kStart) == 1s);
  CHECK(passed(least, 7, 3, kStart + 1s) == 1);
  RateLimit most({kMostRequestsASecond, kMostRequestBurst});
  CHECK(passed(most, 7, kMostRequestBurst + 1, kStart) == kMostRequestBurst);
  RateLimit slowest({1, kMostRequestBurst});
  CHECK(passed(slowest, 7, kMostRequestBurst + 1, kStart) == kMostRequestBurst);
  CHECK(slowest.take(7, kStart) == 1s);
}

TEST_CASE("many others do not make an offender forgotten") {
  RateLimit limit(kUsual, 64);
  passed(limit, 7, kRequestBurst, kStart);
  // A hundred thousand other addresses through a table of 64, each with as much as is taken for granted.
  for (std::uint64_t other = 100; other < 100'100; ++other) CHECK(limit.take(other, kStart) == 0us);
  CHECK(limit.take(7, kStart) == 20ms);
}

TEST_CASE("the emptiest buckets of a place are kept and the fullest is forgotten") {
  RateLimit limit(kUsual, 8);  // one place, eight buckets
  for (std::uint64_t owner = 1; owner <= 8; ++owner) passed(limit, owner, static_cast<unsigned>(owner) * 50, kStart);
  CHECK(limit.take(9, kStart) == 0us);                              // in the place of the first
  CHECK(passed(limit, 8, kRequestBurst, kStart) == 100);            // still known
  CHECK(passed(limit, 1, kRequestBurst, kStart) == kRequestBurst);  // forgotten
}

TEST_CASE("what has filled again is forgotten before anything else") {
  RateLimit limit(kUsual, 8);
  for (std::uint64_t owner = 1; owner <= 8; ++owner) passed(limit, owner, kRequestBurst, kStart);
  passed(limit, 8, kRequestBurst, kStart + 5s);  // the others fill by 10 s, this one by 15 s
  for (std::uint64_t owner = 9; owner <= 15; ++owner) CHECK(limit.take(owner, kStart + 11s) == 0us);
  CHECK(passed(limit, 8, kRequestBurst, kStart + 11s) == 300);
}

TEST_CASE("a clock that another thread read a moment before fills no bucket") {
  RateLimit limit(kUsual);
  passed(limit, 7, kRequestBurst, kStart);
  CHECK(limit.take(7, kStart - 5ms) == 25ms);
  CHECK(limit.take(7, kStart - 900ms) == 920ms);
}

TEST_CASE("time that comes round harms nobody") {
  RateLimit limit(kUsual);
  const RateLimit::Time end{std::chrono::microseconds(std::int64_t{1} << 40) - 5s};
  CHECK(passed(limit, 7, kRequestBurst + 1, end) == kRequestBurst);
  CHECK(passed(limit, 7, kRequestBurst, end + 6s) == 300);
  CHECK(passed(limit, 7, kRequestBurst + 1, end + 20s) == kRequestBurst);
}

TEST_CASE("threads that share a bucket let through exactly the burst") {
  RateLimit limit(kUsual);
  std::atomic<unsigned> passed_by_all{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { passed_by_all += passed(limit, 7, kRequestBurst, kStart); });
  for (std::thread& thread : threads) thread.join();
  CHECK(passed_by_all == kRequestBurst);
}

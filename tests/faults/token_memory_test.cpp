// OpenSSL, or anybody else, finds no memory while a thread seals and opens for the first time.
#include <catch2/catch.hpp>

#include <thread>

#include "engine/walk/engine.hpp"
#include "engine/walk/token.hpp"
#include "tests/support/allocation_fault.hpp"
#include "tests/support/moment.hpp"
#include "tests/support/small_library.hpp"

using namespace signpost;
using namespace signpost::test;
using signpost::test::AllocationFault;

TEST_CASE("a thread that had no memory to seal or open says so and seals and opens the next time") {
  constexpr long kMostAllocations = 5'000;
  const TokenSealer sealer({random_token_key(1)});
  const DecisionGraph& graph = small_library();
  const auto begun = begin(graph, {"everything"}, {}, static_cast<Day>(kNow / 86400));
  const Journey& journey = std::get<Journey>(begun);
  const auto comes_back = [&] {
    const auto opened = sealer.open(graph, sealer.seal(graph, journey, kNow), kNow);
    const auto* const found = std::get_if<TokenSealer::Opened>(&opened);
    return found != nullptr && found->journey == journey;
  };
  for (long number = 1;; ++number) {
    INFO("allocation " << number);
    bool struck = false, wrong = false, next_time = false;
    {
      const AllocationFault fault(number);
      std::thread([&] {
        try {
          wrong = !comes_back();
        } catch (const std::exception&) {
        }
        struck = fault.struck() > 0;
        try {
          next_time = comes_back();
        } catch (const std::exception&) {
        }
      }).join();
    }
    if (!struck) break;
    CHECK_FALSE(wrong);
    CHECK(next_time);
    REQUIRE(number < kMostAllocations);
  }
}

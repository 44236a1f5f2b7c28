#include "engine/explore/in_parallel.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace signpost;

TEST_CASE("every part is done once, however many threads there are") {
  for (unsigned threads : {0u, 1u, 2u, 9u}) {
    std::vector<std::atomic<int>> done(7);
    in_parallel(done.size(), threads, [&](std::size_t i) { ++done[i]; });
    for (const auto& times : done) CHECK(times == 1);
  }
  in_parallel(0, 0, [](std::size_t) { FAIL("there is nothing to do"); });
}

TEST_CASE("one thread is the calling one") {
  const auto caller = std::this_thread::get_id();
  in_parallel(3, 1, [&](std::size_t) { CHECK(std::this_thread::get_id() == caller); });
}

TEST_CASE("what a part throws reaches the caller, and no more parts are begun") {
  std::atomic<int> begun = 0;
  CHECK_THROWS_AS(in_parallel(1000, 1,
                              [&](std::size_t i) {
                                ++begun;
                                if (i == 2) throw std::runtime_error("broken");
                              }),
                  std::runtime_error);
  CHECK(begun == 3);
}

// A machine that gives no more threads: what is done in parallel takes longer, and is done.
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "engine/compile/compile.hpp"
#include "engine/explore/explore.hpp"
#include "engine/explore/in_parallel.hpp"
#include "engine/prove/prove.hpp"
#include "tests/support/small_library.hpp"
#include "tests/support/thread_fault.hpp"

using namespace signpost;
using namespace signpost::test;
using namespace std::chrono_literals;

namespace {

// The first parts wait until as many threads are at work as there ought to be.
class Meeting {
 public:
  explicit Meeting(std::size_t threads) : threads_(threads) {}

  // False when the others do not come.
  bool meet() {
    std::unique_lock lock(guard_);
    here_.insert(std::this_thread::get_id());
    if (here_.size() == threads_) all_here_.notify_all();
    if (!all_here_.wait_for(lock, given_up_ ? 0s : 60s, [&] { return here_.size() >= threads_; })) given_up_ = true;
    return !given_up_;
  }
  std::size_t threads() {
    const std::lock_guard lock(guard_);
    return here_.size();
  }

 private:
  const std::size_t threads_;
  std::mutex guard_;
  std::condition_variable all_here_;
  std::set<std::thread::id> here_;
  bool given_up_ = false;
};

struct Proven {
  std::size_t topics = 0;
  std::string told;
};

Proven proven(unsigned threads) {
  Diagnostics findings;
  const Library library = read_library(small_library_files(), "", findings);
  const auto graph = compile(library, findings);
  REQUIRE(graph);
  const Exploration exploration = explore(library, *graph, findings, threads);
  const Proof proof = prove(library, *graph, exploration, *parse_day("2026-11-22"), findings, {}, threads);
  std::string told = summary(proof) + "\n" + unwritten_summary(proof) + "\n";
  for (const Diagnostic& finding : findings.all()) told += finding.message + "\n";
  return {exploration.topics.size(), told};
}

}  // namespace

TEST_CASE("work for several threads is all done by those that the system gives") {
  constexpr unsigned kAsked = 6;
  for (const int given : {0, 1, 3}) {
    CAPTURE(given);
    const auto at_work = static_cast<std::size_t>(given) + 1;
    Meeting meeting(at_work);
    std::vector<std::atomic<int>> done(100);
    std::atomic<int> alone{0};
    const ThreadFault fault(given);
    in_parallel(done.size(), kAsked, [&](std::size_t i) {
      if (!meeting.meet()) ++alone;
      ++done[i];
    });
    for (const auto& times : done) CHECK(times == 1);
    CHECK(alone == 0);
    CHECK(meeting.threads() == at_work);
    CHECK(fault.refused() == 1);
  }

  // And what a part throws reaches the caller when it works alone.
  const ThreadFault fault(0);
  std::atomic<int> begun{0};
  CHECK_THROWS_WITH(in_parallel(100, kAsked,
                                [&](std::size_t i) {
                                  ++begun;
                                  if (i == 2) throw std::runtime_error("broken");
                                }),
                    "broken");
  CHECK(begun == 3);
  CHECK(fault.refused() == 1);
}

TEST_CASE("a library is proven alike when the system gives no thread") {
  const Proven all = proven(6);
  REQUIRE(all.topics > 1);
  const ThreadFault fault(0);
  CHECK(proven(6).told == all.told);
  CHECK(fault.refused() > 0);
}

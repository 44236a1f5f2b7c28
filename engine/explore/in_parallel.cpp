#include "engine/explore/in_parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace signpost {

void in_parallel(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& part,
                 const std::function<void(std::size_t, std::size_t)>& progress) {
  std::atomic<std::size_t> next = 0, done = 0;
  std::exception_ptr broken;
  std::mutex guard;
  const auto work = [&](bool tells) {
    try {
      for (std::size_t i; (i = next++) < count;) {
        part(i);
        ++done;
        if (tells && progress) progress(done, count);
      }
    } catch (...) {
      const std::lock_guard lock(guard);
      if (!broken) broken = std::current_exception();
      next = count;
    }
  };
  {
    const std::size_t all = threads != 0 ? threads : std::max(1u, std::thread::hardware_concurrency());
    std::vector<std::jthread> helpers;
    try {
      for (std::size_t i = 1; i < std::min(all, count); ++i) helpers.emplace_back(work, false);
    } catch (const std::exception&) {
      // The system has no thread or no memory for one more: the work takes longer.
    }
    work(true);
  }
  if (broken) std::rethrow_exception(broken);
}

}  // namespace signpost

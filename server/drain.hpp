// Leaving in good order: from when it begins, /readyz says that the service is about to stop, while all else is
// answered as before, so that a balancer sends nobody here any more before the port closes.
#pragma once

#include <atomic>

#include "server/http.hpp"

namespace signpost {

// Stands before the whole service. Safe to call from any number of threads.
class Drain {
 public:
  explicit Drain(Handler service) : service_(std::move(service)) {}

  void begin() noexcept { leaving_.store(true, std::memory_order_relaxed); }
  bool begun() const noexcept { return leaving_.load(std::memory_order_relaxed); }

  void operator()(const Request& request, Response& response) const;

 private:
  const Handler service_;
  std::atomic<bool> leaving_{false};
};

}  // namespace signpost

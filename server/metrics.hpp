// Counts of requests and how long they took, for Prometheus. A request is known by its route's pattern and its status
// alone: no path, topic, question or person is ever in a metric.
//
// One for the process: serve() makes it, and every Site, one for each release that is served, counts into it.
//
// Thread-safe; counting takes a few nanoseconds and never waits.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signpost {

// Upper ends of the histogram's buckets, in seconds: a step takes tens of microseconds, and what takes 100 ms is an
// alarm.
inline constexpr std::array<double, 9> kLatencyBuckets = {0.00005, 0.0001, 0.00025, 0.0005, 0.001,
                                                          0.005,   0.025,  0.1,     1.0};

// Different patterns of routes: three times what the router has. Those beyond count as "other".
inline constexpr std::size_t kMostRoutes = 64;

class Metrics {
 public:
  Metrics();

  // The patterns that may be counted, besides those named before; anything else counts as "other". May be called while
  // others count.
  void add_routes(const std::vector<std::string>& routes);

  void count(std::string_view route, int status, std::chrono::nanoseconds took);
  // The Prometheus text format, version 0.0.4.
  std::string text() const;

 private:
  struct Row {
    std::string route;
    std::array<std::atomic<std::uint64_t>, 6> by_class{};  // [2] counts 2xx
    std::array<std::atomic<std::uint64_t>, kLatencyBuckets.size() + 1> buckets{};
    std::atomic<std::uint64_t> nanoseconds{0};
  };
  std::size_t row_of(std::string_view route) const;
  std::span<const Row> used_rows() const { return {rows_.data(), rows_used_.load(std::memory_order_acquire)}; }

  std::mutex adding_;
  std::array<Row, kMostRoutes + 1> rows_;  // the first is "other"
  std::atomic<std::size_t> rows_used_{1};  // a row's text is written before it counts as used, and never again
};

}  // namespace signpost

// Counts of requests and how long they took, for Prometheus. A request is known by its route's pattern and its status
// alone: no path, topic, question or person is ever in a metric.
//
// Thread-safe; counting takes a few nanoseconds and never waits.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace signpost {

// Upper ends of the histogram's buckets, in seconds: a step takes tens of microseconds, and what takes 100 ms is an
// alarm.
inline constexpr std::array<double, 9> kLatencyBuckets = {0.00005, 0.0001, 0.00025, 0.0005, 0.001,
                                                          0.005,   0.025,  0.1,     1.0};

class Metrics {
 public:
  // `routes` are the patterns that may be counted; anything else counts as "other".
  explicit Metrics(const std::vector<std::string>& routes);

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
  std::deque<Row> rows_;  // the last is "other"; a deque, for atomics do not move
};

}  // namespace signpost

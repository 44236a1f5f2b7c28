// What the process counts, for Prometheus: requests and how long they took, what was refused, which releases are
// served, and what happens on their journeys. A request is known by its route's pattern and its status alone: no path
// or address is ever in a metric, and nothing that points at one person; see docs/operations/watching.md.
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
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/decision_graph.hpp"
#include "server/journey_counts.hpp"

namespace signpost {

// Upper ends of the histogram's buckets, in seconds: a step takes tens of microseconds, and what takes 100 ms is an
// alarm.
inline constexpr std::array<double, 9> kLatencyBuckets = {0.00005, 0.0001, 0.00025, 0.0005, 0.001,
                                                          0.005,   0.025,  0.1,     1.0};

// Different patterns of routes, and codes of refusals: about three times what there are. Those beyond count as "other".
inline constexpr std::size_t kMostRoutes = 64;
inline constexpr std::size_t kMostRefusals = 128;

class Metrics {
 public:
  // The patterns that may be counted, besides those named before; anything else counts as "other". May be called while
  // others count.
  void add_routes(const std::vector<std::string>& routes);

  void count(std::string_view route, int status, std::chrono::nanoseconds took);
  // A request that was refused, by the code of its problem (docs/api.md). A code that was never seen waits for others
  // that are new, once.
  void count_refusal(std::string_view code);
  // A release that was to be served and is not: damaged, not trusted, not approved.
  void count_refused_release() noexcept { refused_releases_.fetch_add(1, std::memory_order_relaxed); }

  // The counts of a release, the same for all who serve it at a time. They are published as long as somebody holds
  // them.
  std::shared_ptr<JourneyCounts> journeys_of(const DecisionGraph& graph);
  // On which release journeys begin.
  void set_current_release(std::string_view digest);

  // Somebody who has figures of their own, and writes them whenever the text is asked for. Called from any thread; must
  // live as long as this is asked.
  using Source = std::function<void(std::string&)>;
  void add_source(Source source);

  // The Prometheus text format, version 0.0.4.
  std::string text();

 private:
  // Counters with names that are found out while they count. A row's name is written before the row counts as used, and
  // never again; the first is for whatever finds no row.
  template <class Row, std::size_t kMost>
  class Rows {
   public:
    Rows() { rows_[0].name = "other"; }
    void add(std::string_view name);
    Row& of(std::string_view name);
    std::span<const Row> used() const { return {rows_.data(), used_.load(std::memory_order_acquire)}; }

   private:
    std::mutex adding_;
    std::array<Row, kMost + 1> rows_;
    std::atomic<std::size_t> used_{1};
  };
  struct Route {
    std::string name;
    std::array<std::atomic<std::uint64_t>, 6> by_class{};  // [2] counts 2xx
    std::array<std::atomic<std::uint64_t>, kLatencyBuckets.size() + 1> buckets{};
    std::atomic<std::uint64_t> nanoseconds{0};
  };
  struct Refusal {
    std::string name;
    std::atomic<std::uint64_t> count{0};
  };

  void append_requests(std::string& out) const;
  void append_refusals(std::string& out) const;
  void append_releases(std::string& out);

  Rows<Route, kMostRoutes> routes_;
  Rows<Refusal, kMostRefusals> refusals_;
  std::atomic<std::uint64_t> refused_releases_{0};

  struct Release {
    std::string digest, labels;
    std::weak_ptr<JourneyCounts> counts;
  };
  std::mutex changing_;  // the rest
  std::vector<Release> releases_;
  std::string current_;
  std::vector<Source> sources_;
};

}  // namespace signpost

#include "server/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace signpost {

Metrics::Metrics() { rows_[0].route = "other"; }

void Metrics::add_routes(const std::vector<std::string>& routes) {
  const std::lock_guard lock(adding_);
  for (const std::string& route : routes) {
    const std::size_t used = rows_used_.load(std::memory_order_relaxed);
    if (used == rows_.size() || row_of(route) != 0) continue;
    rows_[used].route = route;
    rows_used_.store(used + 1, std::memory_order_release);
  }
}

std::size_t Metrics::row_of(std::string_view route) const {
  // Two dozen short texts: looking through them is quicker than hashing.
  const std::size_t used = rows_used_.load(std::memory_order_acquire);
  for (std::size_t i = 1; i < used; ++i)
    if (rows_[i].route == route) return i;
  return 0;
}

void Metrics::count(std::string_view route, int status, std::chrono::nanoseconds took) {
  Row& row = rows_[row_of(route)];
  const auto by_class = static_cast<std::size_t>(std::clamp(status / 100, 0, 5));
  row.by_class[by_class].fetch_add(1, std::memory_order_relaxed);
  const double seconds = std::chrono::duration<double>(took).count();
  const auto bucket =
      std::lower_bound(kLatencyBuckets.begin(), kLatencyBuckets.end(), seconds) - kLatencyBuckets.begin();
  row.buckets[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  row.nanoseconds.fetch_add(static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0)),
                            std::memory_order_relaxed);
}

std::string Metrics::text() const {
  std::string out = "# HELP signpost_requests_total Requests answered.\n# TYPE signpost_requests_total counter\n";
  for (const Row& row : used_rows())
    for (std::size_t i = 0; i < row.by_class.size(); ++i)
      if (const auto count = row.by_class[i].load(std::memory_order_relaxed))
        out += fmt::format("signpost_requests_total{{route=\"{}\",status=\"{}xx\"}} {}\n", row.route, i, count);
  out +=
      "# HELP signpost_request_seconds Time from a whole request to its answer.\n# TYPE signpost_request_seconds "
      "histogram\n";
  for (const Row& row : used_rows()) {
    std::uint64_t sum = 0;
    std::array<std::uint64_t, kLatencyBuckets.size() + 1> counts{};
    for (std::size_t i = 0; i < counts.size(); ++i) sum += counts[i] = row.buckets[i].load(std::memory_order_relaxed);
    if (sum == 0) continue;
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i < kLatencyBuckets.size(); ++i) {
      so_far += counts[i];
      out += fmt::format("signpost_request_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n", row.route,
                         kLatencyBuckets[i], so_far);
    }
    out += fmt::format("signpost_request_seconds_bucket{{route=\"{}\",le=\"+Inf\"}} {}\n", row.route, sum);
    out += fmt::format("signpost_request_seconds_sum{{route=\"{}\"}} {:.9f}\n", row.route,
                       static_cast<double>(row.nanoseconds.load(std::memory_order_relaxed)) / 1e9);
    out += fmt::format("signpost_request_seconds_count{{route=\"{}\"}} {}\n", row.route, sum);
  }
  return out;
}

}  // namespace signpost

#include "server/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace signpost {

Metrics::Metrics(const std::vector<std::string>& routes) {
  for (const std::string& route : routes) rows_.emplace_back().route = route;
  rows_.emplace_back().route = "other";
}

void Metrics::count(std::string_view route, int status, std::chrono::nanoseconds took) {
  // Two dozen short texts: looking through them is quicker than hashing.
  const auto found = std::find_if(rows_.begin(), rows_.end() - 1, [&](const Row& row) { return row.route == route; });
  Row& row = *found;
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
  for (const Row& row : rows_)
    for (std::size_t i = 0; i < row.by_class.size(); ++i)
      if (const auto count = row.by_class[i].load(std::memory_order_relaxed))
        out += fmt::format("signpost_requests_total{{route=\"{}\",status=\"{}xx\"}} {}\n", row.route, i, count);
  out +=
      "# HELP signpost_request_seconds Time from a whole request to its answer.\n# TYPE signpost_request_seconds "
      "histogram\n";
  for (const Row& row : rows_) {
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

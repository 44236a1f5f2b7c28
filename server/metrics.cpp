#include "server/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "server/metrics_text.hpp"

namespace signpost {

template <class Row, std::size_t kMost>
Row& Metrics::Rows<Row, kMost>::of(std::string_view name) {
  // A few dozen short texts: looking through them is quicker than hashing.
  const std::size_t used = used_.load(std::memory_order_acquire);
  const auto end = rows_.begin() + static_cast<std::ptrdiff_t>(used);
  const auto found = std::find_if(rows_.begin() + 1, end, [name](const Row& row) { return row.name == name; });
  return found == end ? rows_.front() : *found;
}

template <class Row, std::size_t kMost>
void Metrics::Rows<Row, kMost>::add(std::string_view name) {
  const std::lock_guard lock(adding_);
  const std::size_t used = used_.load(std::memory_order_relaxed);
  if (used == rows_.size() || &of(name) != rows_.data()) return;
  rows_[used].name = name;
  used_.store(used + 1, std::memory_order_release);
}

void Metrics::add_routes(const std::vector<std::string>& routes) {
  for (const std::string& route : routes) routes_.add(route);
}

void Metrics::count(std::string_view route, int status, std::chrono::nanoseconds took) {
  Route& row = routes_.of(route);
  const auto by_class = static_cast<std::size_t>(std::clamp(status / 100, 0, 5));
  row.by_class[by_class].fetch_add(1, std::memory_order_relaxed);
  const double seconds = std::chrono::duration<double>(took).count();
  const auto bucket =
      std::lower_bound(kLatencyBuckets.begin(), kLatencyBuckets.end(), seconds) - kLatencyBuckets.begin();
  row.buckets[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  row.nanoseconds.fetch_add(static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0)),
                            std::memory_order_relaxed);
}

void Metrics::count_refusal(std::string_view code) {
  Refusal* row = &refusals_.of(code);
  if (row->name != code) {
    refusals_.add(code);
    row = &refusals_.of(code);
  }
  row->count.fetch_add(1, std::memory_order_relaxed);
}

std::shared_ptr<JourneyCounts> Metrics::journeys_of(const DecisionGraph& graph) {
  const std::lock_guard lock(changing_);
  std::erase_if(releases_, [](const Release& release) { return release.counts.expired(); });
  for (const Release& release : releases_)
    if (release.digest == graph.digest)
      if (auto counts = release.counts.lock()) return counts;
  auto counts = std::make_shared<JourneyCounts>(graph);
  releases_.push_back({graph.digest, counts->release_label() + ',' + label("library", graph.library), counts});
  return counts;
}

void Metrics::set_current_release(std::string_view digest) {
  const std::lock_guard lock(changing_);
  current_ = digest;
}

void Metrics::add_source(Source source) {
  const std::lock_guard lock(changing_);
  sources_.push_back(std::move(source));
}

void Metrics::append_requests(std::string& out) const {
  append_family(out, "signpost_requests_total", "counter", "Requests answered.");
  for (const Route& row : routes_.used())
    for (std::size_t i = 0; i < row.by_class.size(); ++i)
      if (const auto count = row.by_class[i].load(std::memory_order_relaxed))
        append_sample(out, "signpost_requests_total",
                      label("route", row.name) + ',' + label("status", fmt::format("{}xx", i)), count);
  append_family(out, "signpost_request_seconds", "histogram", "Time from a whole request to its answer.");
  for (const Route& row : routes_.used()) {
    std::uint64_t sum = 0;
    std::array<std::uint64_t, kLatencyBuckets.size() + 1> counts{};
    for (std::size_t i = 0; i < counts.size(); ++i) sum += counts[i] = row.buckets[i].load(std::memory_order_relaxed);
    if (sum == 0) continue;
    const std::string route = label("route", row.name);
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i < kLatencyBuckets.size(); ++i) {
      so_far += counts[i];
      append_sample(out, "signpost_request_seconds_bucket",
                    route + ',' + label("le", fmt::format("{}", kLatencyBuckets[i])), so_far);
    }
    append_sample(out, "signpost_request_seconds_bucket", route + ",le=\"+Inf\"", sum);
    append_sample(out, "signpost_request_seconds_sum", route,
                  static_cast<double>(row.nanoseconds.load(std::memory_order_relaxed)) / 1e9);
    append_sample(out, "signpost_request_seconds_count", route, sum);
  }
}

void Metrics::append_refusals(std::string& out) const {
  append_family(out, "signpost_refused_total", "counter",
                "Requests refused, by the code of the problem. In whole tens.");
  for (const Refusal& row : refusals_.used())
    if (const auto whole = row.count.load(std::memory_order_relaxed) / kTogether * kTogether)
      append_sample(out, "signpost_refused_total", label("code", row.name), whole);
  append_single(out, "signpost_releases_refused_total", "counter", "Releases that were to be served and were refused.",
                refused_releases_.load(std::memory_order_relaxed));
}

// What every reader of a dashboard has to know of these figures.
constexpr std::string_view kHowPublished =
    " In whole tens, rounded down, and brought up to date at every tenth journey, so that no figure points at one "
    "person.";

void Metrics::append_releases(std::string& out) {
  struct Served {
    std::shared_ptr<JourneyCounts> counts;
    std::string labels;
    bool current;
  };
  std::vector<Served> served;
  {
    const std::lock_guard lock(changing_);
    for (const Release& release : releases_)
      if (auto counts = release.counts.lock())
        served.push_back({std::move(counts), release.labels, release.digest == current_});
  }
  append_family(out, "signpost_release_info", "gauge", "The releases that are served.");
  for (const Served& release : served) append_sample(out, "signpost_release_info", release.labels, std::uint64_t{1});
  append_family(out, "signpost_release_current", "gauge", "1 for the release on which journeys begin.");
  for (const Served& release : served)
    append_sample(out, "signpost_release_current", release.counts->release_label(),
                  std::uint64_t{release.current ? 1u : 0u});

  std::vector<std::shared_ptr<const JourneyCounts::Samples>> samples;
  for (const Served& release : served) samples.push_back(release.counts->published());
  const auto families = journey_families();
  for (std::size_t i = 0; i < families.size(); ++i) {
    append_family(out, families[i].name, "counter", std::string(families[i].help) + std::string(kHowPublished));
    for (const auto& of_release : samples) out += (*of_release)[i];
  }
}

std::string Metrics::text() {
  std::string out;
  append_requests(out);
  append_refusals(out);
  append_releases(out);
  std::vector<Source> sources;
  {
    const std::lock_guard lock(changing_);
    sources = sources_;
  }
  for (const Source& source : sources) source(out);
  return out;
}

}  // namespace signpost

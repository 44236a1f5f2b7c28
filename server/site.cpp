#include "server/site.hpp"

#include <charconv>

#include "server/metrics_text.hpp"

namespace signpost {
namespace {

std::uint64_t short_digest(std::string_view digest) {
  std::uint64_t number = 0;
  digest = digest.substr(0, kShortDigest);
  std::from_chars(digest.data(), digest.data() + digest.size(), number, 16);
  return number;
}

}  // namespace

Site::Site(const DecisionGraph& graph, const TokenSealer& sealer, Clock clock, PageSettings settings, Metrics& metrics,
           std::vector<const DecisionGraph*> withdrawn)
    : counts_(metrics.journeys_of(graph)),
      service_{graph, sealer, *counts_, std::move(clock), std::move(withdrawn)},
      search_(graph),
      api_(service_, search_),
      pages_(service_, search_, settings),
      readiness_(service_, pages_),
      router_([this, &metrics] {
        Router router;
        api_.add_routes(router);
        pages_.add_routes(router);
        readiness_.add_routes(router);
        router.add("GET", "/metrics", Handler([this, &metrics](const Request&, Response& response) {
                     response.content_type = "text/plain; version=0.0.4; charset=utf-8";
                     response.body = metrics.text();
                     append_single(response.body, "signpost_ready", "gauge",
                                   "1 when /readyz says that the service is ready, stopping left aside.",
                                   readiness_.trouble().empty() ? 1u : 0u);
                   }));
        router.set_refusal_handler(
            [this](const Request& request, Response& response) { pages_.refused(request, response); });
        return router;
      }()),
      release_(short_digest(graph.digest)) {
  metrics.add_routes(router_.patterns());
}

}  // namespace signpost

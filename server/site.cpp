#include "server/site.hpp"

namespace signpost {

Site::Site(const DecisionGraph& graph, const TokenSealer& sealer, Clock clock, PageSettings settings, Metrics& metrics,
           std::vector<const DecisionGraph*> withdrawn)
    : service_{graph, sealer, std::move(clock), std::move(withdrawn)},
      search_(graph),
      api_(service_, search_),
      pages_(service_, search_, settings),
      router_([this, &metrics] {
        Router router;
        api_.add_routes(router);
        pages_.add_routes(router);
        router.add("GET", "/metrics", Handler([&metrics](const Request&, Response& response) {
                     response.content_type = "text/plain; version=0.0.4; charset=utf-8";
                     response.body = metrics.text();
                   }));
        router.set_refusal_handler(
            [this](const Request& request, Response& response) { pages_.refused(request, response); });
        return router;
      }()) {
  metrics.add_routes(router_.patterns());
}

}  // namespace signpost

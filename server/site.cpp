#include "server/site.hpp"

namespace signpost {

Site::Site(const DecisionGraph& graph, std::vector<TokenKey> keys, Clock clock, PageSettings settings)
    : sealer_(std::move(keys)),
      service_{graph, sealer_, std::move(clock)},
      search_(graph),
      api_(service_, search_),
      pages_(service_, search_, settings),
      router_([this] {
        Router router;
        api_.add_routes(router);
        pages_.add_routes(router);
        router.add("GET", "/metrics", Handler([this](const Request&, Response& response) {
                     response.content_type = "text/plain; version=0.0.4; charset=utf-8";
                     response.body = metrics_.text();
                   }));
        router.set_refusal_handler(
            [this](const Request& request, Response& response) { pages_.refused(request, response); });
        return router;
      }()),
      metrics_(router_.patterns()) {}

}  // namespace signpost

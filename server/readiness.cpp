#include "server/readiness.hpp"

#include "server/json.hpp"
#include "server/pages.hpp"
#include "server/router.hpp"

namespace signpost {

Readiness::Readiness(const Service& service, const Pages& pages)
    : service_(service), pages_(pages), canaries_(service.graph, service.clock().day) {}

std::string_view Readiness::trouble() const {
  const std::int64_t now = service_.clock().seconds;
  if (now < kEarliestNow || now > kLatestNow) return "the clock is wrong";
  if (!canaries_.sing()) return "a journey does not end where it ended when the library was loaded";
  const auto& journeys = canaries_.journeys();
  if (journeys.empty()) return "the library has no topics";
  const Journey& journey = journeys[turn_.fetch_add(1, std::memory_order_relaxed) % journeys.size()].journey;
  const auto opened = service_.sealer.open(service_.graph, service_.sealer.seal(service_.graph, journey, now), now);
  const auto* const back = std::get_if<TokenSealer::Opened>(&opened);
  if (back == nullptr || !(back->journey == journey)) return "a journey that was sealed does not open again";
  if (!pages_.can_show(journey)) return "a page cannot be written";
  return {};
}

Response Readiness::answer() const {
  if (const std::string_view wrong = trouble(); !wrong.empty())
    return problem(503, "not-ready", "The service is not ready", wrong);
  Response response;
  response.content_type = "application/json";
  response.body = R"({"status":"ready","release":)";
  append_json(response.body, std::string_view(service_.graph.digest));
  response.body += ",\"canaries\":";
  append_json(response.body, static_cast<std::int64_t>(canaries_.journeys().size()));
  response.body += "}\n";
  return response;
}

void Readiness::add_routes(Router& router) const {
  router.add("GET", "/readyz", Handler([this](const Request&, Response& response) {
               const std::string_view route = response.route;
               response = answer();
               response.route = route;
             }));
}

}  // namespace signpost

#include "server/drain.hpp"

namespace signpost {

void Drain::operator()(const Request& request, Response& response) const {
  const bool asked = request.path == "/readyz" && (request.method == "GET" || request.method == "HEAD");
  if (!asked || !begun()) return service_(request, response);
  response = problem(503, "stopping", "The service is about to stop");
  response.route = "/readyz";
}

}  // namespace signpost

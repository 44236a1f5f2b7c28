// The whole service over one library: API, pages and metrics behind one router, without sockets. What serve() puts
// behind the front, and what tests and benchmarks call.
//
// Immutable after construction; safe to call from any number of threads.
#pragma once

#include <chrono>
#include <string_view>

#include "server/api.hpp"
#include "server/http.hpp"
#include "server/metrics.hpp"
#include "server/pages.hpp"
#include "server/router.hpp"
#include "server/search.hpp"
#include "server/service.hpp"

namespace signpost {

class Site {
 public:
  // Keeps a reference to `graph`, which outlives the site.
  Site(const DecisionGraph& graph, std::vector<TokenKey> keys, Clock clock, PageSettings settings);

  void operator()(const Request& request, Response& response) const { router_(request, response); }
  // To be told of each answer that was made, for the metrics.
  void count(std::string_view route, int status, std::chrono::nanoseconds took) const {
    metrics_.count(route, status, took);
  }

  const Canaries& canaries() const { return api_.canaries(); }

 private:
  TokenSealer sealer_;
  Service service_;
  TopicSearch search_;
  Api api_;
  Pages pages_;
  Router router_;
  mutable Metrics metrics_;
};

}  // namespace signpost

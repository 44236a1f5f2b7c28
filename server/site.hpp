// The whole service over one library: API and pages behind one router, without sockets. What serve() puts behind the
// front, and what tests and benchmarks call.
//
// Immutable after construction; safe to call from any number of threads.
#pragma once

#include <cstdint>
#include <memory>

#include "server/api.hpp"
#include "server/http.hpp"
#include "server/metrics.hpp"
#include "server/pages.hpp"
#include "server/readiness.hpp"
#include "server/router.hpp"
#include "server/search.hpp"
#include "server/service.hpp"

namespace signpost {

class Site {
 public:
  // Keeps references to `graph`, `sealer`, `metrics` and all of `withdrawn`, the releases whose journeys go on in this
  // one; they outlive the site. Several sites may share one Metrics.
  Site(const DecisionGraph& graph, const TokenSealer& sealer, Clock clock, PageSettings settings, Metrics& metrics,
       std::vector<const DecisionGraph*> withdrawn = {});

  void operator()(const Request& request, Response& response) const {
    router_(request, response);
    response.release = release_;
  }

  const Canaries& canaries() const { return readiness_.canaries(); }

 private:
  std::shared_ptr<JourneyCounts> counts_;
  Service service_;
  TopicSearch search_;
  Api api_;
  Pages pages_;
  Readiness readiness_;
  Router router_;
  std::uint64_t release_;
};

}  // namespace signpost

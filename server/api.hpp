// The JSON API, version 1: each call is a pure function of the request, the library, the keys and the clock. Nothing is
// kept between calls; the whole journey travels in each request.
//
// Immutable after construction; safe to call from any number of threads.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/http.hpp"
#include "server/search.hpp"
#include "server/service.hpp"
#include "server/step_json.hpp"

namespace signpost {

class Router;

class Api {
 public:
  // Keeps references to both; they outlive the Api.
  Api(const Service& service, const TopicSearch& search);

  Response topics(const Request& request) const;    // GET /api/v1/topics
  Response search(const Request& request) const;    // POST /api/v1/topics/search
  Response triage(const Request& request) const;    // POST /api/v1/triage
  Response answer(const Request& request) const;    // POST /api/v1/triage/answer
  Response review(const Request& request) const;    // POST /api/v1/triage/review
  Response change(const Request& request) const;    // POST /api/v1/triage/change
  Response evaluate(const Request& request) const;  // POST /api/v1/evaluate
  Response healthz(const Request& request) const;   // GET /healthz
  Response openapi(const Request& request) const;   // GET /openapi.json

  // Adds all of them. The Api outlives the router.
  void add_routes(Router& router) const;

 private:
  Response journey_response(const Journey& journey, const Step& step, const std::vector<std::string>* dropped,
                            bool carried_over = false) const;
  // A journey that was carried over, where what came with it cannot be taken.
  Response as_it_stands(const Brought& brought) const;

  const Service& service_;
  const TopicSearch& search_;
  StepJson steps_;
  std::string topics_body_, etag_, release_;
};

}  // namespace signpost

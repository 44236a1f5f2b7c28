// What stands before the API's handlers: who may call it. Other paths go through untouched.
#pragma once

#include <memory>

#include "server/api_keys.hpp"
#include "server/cors.hpp"
#include "server/http.hpp"
#include "server/service.hpp"

namespace signpost {

/// A handler around a handler. Safe to call from any number of threads, as the one inside must be.
class ApiDoor {
 public:
  /// `keys` null: no key is needed.
  ApiDoor(CorsOrigins origins, std::shared_ptr<ApiKeys> keys, Clock clock, Handler inside);

  void operator()(const Request& request, Response& response) const;

 private:
  bool lets_in(const Request& request, Response& response, std::vector<ApiKeys::Window>& windows) const;

  CorsOrigins origins_;
  std::shared_ptr<ApiKeys> keys_;
  Clock clock_;
  Handler inside_;
};

}  // namespace signpost

#include "server/api_door.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signpost {
namespace {

// RateLimit and RateLimit-Policy as draft-ietf-httpapi-ratelimit-headers-10 writes them.
void add_rate_headers(const std::vector<ApiKeys::Window>& windows, Response& response) {
  std::string policy, state;
  for (const ApiKeys::Window& window : windows) {
    const std::string_view comma = policy.empty() ? "" : ", ";
    policy += fmt::format("{}\"{}\";q={};w={}", comma, window.name, window.quota, window.length);
    state += fmt::format("{}\"{}\";r={};t={}", comma, window.name, window.left, window.ends_in);
  }
  response.set_header("RateLimit-Policy", policy);
  response.set_header("RateLimit", state);
}

Response unauthorized(bool with_secret) {
  Response response = with_secret ? problem(401, "unknown-api-key", "The API key is not known here")
                                  : problem(401, "api-key-missing", "The API needs a key: Authorization: Bearer");
  response.set_header("WWW-Authenticate",
                      with_secret ? "Bearer realm=\"signpost\", error=\"invalid_token\"" : "Bearer realm=\"signpost\"");
  return response;
}

Response quota_used_up(const std::vector<ApiKeys::Window>& windows) {
  Response response = problem(429, "quota-used-up", "The quota of this API key is used up");
  std::int64_t wait = 0;
  for (const ApiKeys::Window& window : windows)
    if (window.left == 0) wait = std::max(wait, window.ends_in);
  response.set_header("Retry-After", std::to_string(wait));
  return response;
}

// What a key was needed for is not for a cache that others share.
void keep_private(Response& response) {
  constexpr std::string_view kPublic = "public";
  const auto said = response.header("Cache-Control");
  if (said && said->starts_with(kPublic))
    response.set_header("Cache-Control", "private" + std::string(said->substr(kPublic.size())));
}

}  // namespace

ApiDoor::ApiDoor(CorsOrigins origins, std::shared_ptr<ApiKeys> keys, Clock clock, Handler inside)
    : origins_(std::move(origins)), keys_(std::move(keys)), clock_(std::move(clock)), inside_(std::move(inside)) {}

void ApiDoor::operator()(const Request& request, Response& response) const {
  if (!request.path.starts_with("/api/")) return inside_(request, response);
  if (!origins_.answer_preflight(request, response)) {  // it comes without a key
    std::vector<ApiKeys::Window> windows;
    if (lets_in(request, response, windows)) inside_(request, response);
    if (keys_ != nullptr) keep_private(response);
    if (!windows.empty()) add_rate_headers(windows, response);
  }
  origins_.add_headers(request, response);
}

// `windows` are the key's, where there is one.
bool ApiDoor::lets_in(const Request& request, Response& response, std::vector<ApiKeys::Window>& windows) const {
  if (keys_ == nullptr) return true;
  const std::string_view secret = bearer_secret(request.header("Authorization"));
  auto taken = keys_->take(secret, clock_().seconds);
  if (!taken) {
    response = unauthorized(!secret.empty());
    return false;
  }
  windows = std::move(taken->windows);
  if (!taken->within_quota) response = quota_used_up(windows);
  return taken->within_quota;
}

}  // namespace signpost

#include "server/cors.hpp"

#include <algorithm>

namespace signpost {
namespace {

constexpr std::string_view kAllowedMethods = "GET, POST";
constexpr std::string_view kRequestHeaders = "Authorization, Content-Type, If-None-Match";
constexpr std::string_view kAnswerHeaders = "ETag, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate";

bool is_host_text(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':' || c == '[' || c == ']';
  });
}

}  // namespace

std::string CorsOrigins::mistake_in(std::string_view origin) {
  if (origin == "*")
    return "advice about health is shown under the name of a site that answers for it: name each, not *";
  if (origin == "null") return "null is what browsers send for files and hidden frames: it names nobody";
  for (const std::string_view scheme : {"https://", "http://"})
    if (origin.starts_with(scheme) && is_host_text(origin.substr(scheme.size()))) return {};
  return "an origin is https:// and a name in small letters, with a port if it has one, and nothing after it";
}

bool CorsOrigins::names_origin_of(const Request& request) const noexcept {
  const auto origin = request.header("Origin");
  return origin && std::find(origins_.begin(), origins_.end(), *origin) != origins_.end();
}

bool CorsOrigins::answer_preflight(const Request& request, Response& response) const {
  if (request.method != "OPTIONS" || !request.header("Access-Control-Request-Method") || !names_origin_of(request))
    return false;
  response.status = 204;
  response.set_header("Access-Control-Allow-Methods", kAllowedMethods);
  response.set_header("Access-Control-Allow-Headers", kRequestHeaders);
  response.set_header("Access-Control-Max-Age", std::to_string(kPreflightSeconds));
  return true;
}

void CorsOrigins::add_headers(const Request& request, Response& response) const {
  if (!is_on()) return;
  response.add_header("Vary", "Origin");  // on every answer: a cache must not give one origin's to another
  if (!names_origin_of(request)) return;
  response.set_header("Access-Control-Allow-Origin", *request.header("Origin"));
  response.set_header("Access-Control-Expose-Headers", kAnswerHeaders);
}

}  // namespace signpost

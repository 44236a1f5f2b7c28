#include "server/cors.hpp"

#include <catch2/catch.hpp>

using namespace signpost;

namespace {

Request asked(std::string method, std::vector<HeaderLine> headers) {
  Request request;
  request.method = std::move(method);
  request.path = "/api/v1/triage";
  for (const HeaderLine& line : headers) request.headers.add(line.name, line.value);
  return request;
}

const CorsOrigins kTwoOrigins({"https://example.org", "http://localhost:3000"});

}  // namespace

TEST_CASE("origins are named one by one and exactly") {
  for (const char* good :
       {"https://example.org", "https://a-b.example.org:8443", "http://localhost:3000", "http://[::1]:80"})
    CHECK(CorsOrigins::mistake_in(good).empty());
  for (const char* wrong : {"", "example.org", "https://", "https://example.org/", "https://example.org/a",
                            "https://Example.org", "HTTPS://example.org", "https://*.example.org", "ftp://example.org",
                            "https://user@example.org", "https://a,https://b"}) {
    INFO(wrong);
    CHECK(CorsOrigins::mistake_in(wrong).starts_with("an origin is"));
  }
  CHECK(CorsOrigins::mistake_in("*").find("name each, not *") != std::string::npos);
  CHECK(CorsOrigins::mistake_in("null").find("names nobody") != std::string::npos);
}

TEST_CASE("an answer is given to a named origin and marked for caches whoever asks") {
  for (const char* origin : {"https://example.org", "http://localhost:3000"}) {
    Response response;
    kTwoOrigins.add_headers(asked("POST", {{"Origin", origin}}), response);
    CHECK(response.header("Access-Control-Allow-Origin") == origin);
    CHECK(response.header("Vary") == "Origin");
    CHECK_FALSE(response.header("Access-Control-Allow-Credentials").has_value());
  }
  for (const char* origin :
       {"https://example.com", "https://example.org.evil", "https://example.org:443", "null", "*", ""}) {
    INFO(origin);
    Response response;
    kTwoOrigins.add_headers(asked("POST", {{"Origin", origin}}), response);
    CHECK_FALSE(response.header("Access-Control-Allow-Origin").has_value());
    CHECK(response.header("Vary") == "Origin");
  }
}

TEST_CASE("without a named origin nothing is said at all") {
  Response response;
  const CorsOrigins none;
  none.add_headers(asked("POST", {{"Origin", "https://example.org"}}), response);
  CHECK_FALSE(none.answer_preflight(
      asked("OPTIONS", {{"Origin", "https://example.org"}, {"Access-Control-Request-Method", "POST"}}), response));
  CHECK(response.headers.empty());
}

TEST_CASE("a preflight is answered for a named origin only") {
  const HeaderLine wants{"Access-Control-Request-Method", "POST"};
  Response response;
  CHECK(kTwoOrigins.answer_preflight(asked("OPTIONS", {{"Origin", "https://example.org"}, wants}), response));
  CHECK(response.status == 204);
  CHECK(response.header("Access-Control-Allow-Methods") == "GET, POST");
  CHECK(response.header("Access-Control-Allow-Headers") == "Authorization, Content-Type, If-None-Match");
  CHECK(response.header("Access-Control-Max-Age") == "7200");
  Response untouched;
  CHECK_FALSE(kTwoOrigins.answer_preflight(asked("OPTIONS", {{"Origin", "https://evil.example"}, wants}), untouched));
  CHECK_FALSE(kTwoOrigins.answer_preflight(asked("OPTIONS", {wants}), untouched));
  CHECK_FALSE(kTwoOrigins.answer_preflight(asked("OPTIONS", {{"Origin", "https://example.org"}}), untouched));
  CHECK_FALSE(kTwoOrigins.answer_preflight(asked("POST", {{"Origin", "https://example.org"}, wants}), untouched));
  CHECK(untouched.headers.empty());
  CHECK(untouched.status == 200);
}

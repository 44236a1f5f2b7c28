#include "server/router.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace signpost;

namespace {

Response ask(const Router& router, std::string method, std::string path) {
  Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  Response response;
  router(request, response);
  return response;
}

RouteHandler says(std::string text) {
  return [text](const Request&, const PathValues&, Response& response) { response.body = text; };
}

}  // namespace

TEST_CASE("a route answers its method and path and names its pattern") {
  Router router;
  router.add("GET", "/api/v1/topics", says("topics"));
  router.add("POST", "/api/v1/triage", says("triage"));
  const Response response = ask(router, "POST", "/api/v1/triage");
  CHECK(response.status == 200);
  CHECK(response.body == "triage");
  CHECK(response.route == "/api/v1/triage");
}

TEST_CASE("named segments are handed over and the route stays the pattern") {
  Router router;
  router.add("GET", "/j/{journey}/{page}", [](const Request&, const PathValues& values, Response& response) {
    response.body = std::string(values["journey"]) + "+" + std::string(values["page"]) + "+" + std::string(values["x"]);
  });
  const Response response = ask(router, "GET", "/j/k3p9/12");
  CHECK(response.body == "k3p9+12+");
  CHECK(response.route == "/j/{journey}/{page}");
}

TEST_CASE("a pattern takes whole paths and whole segments only") {
  Router router;
  router.add("GET", "/", says("root"));
  router.add("GET", "/j/{journey}", says("journey"));
  router.add("GET", "/healthz", says("health"));
  CHECK(ask(router, "GET", "/").body == "root");
  for (const char* path :
       {"/j", "/j/", "/j/a/", "/j/a/b", "/j/a/b/c", "/J/a", "/healthz/", "/healthzz", "/health", "//", "/x"}) {
    INFO(path);
    const Response response = ask(router, "GET", path);
    CHECK(response.status == 404);
    CHECK(response.route.empty());
    CHECK(response.content_type == "application/problem+json");
    CHECK(response.body.find("\"code\":\"not-found\"") != std::string::npos);
  }
}

TEST_CASE("a dot in a pattern is a dot") {
  Router router;
  router.add("GET", "/openapi.json", says("spec"));
  CHECK(ask(router, "GET", "/openapi.json").status == 200);
  CHECK(ask(router, "GET", "/openapixjson").status == 404);
}

TEST_CASE("a path under another method answers 405 and says which methods it takes") {
  Router router;
  router.add("POST", "/j/{journey}", says("post"));
  router.add("GET", "/j/{journey}", says("get"));
  router.add("DELETE", "/other", says("other"));
  const Response response = ask(router, "PUT", "/j/a");
  CHECK(response.status == 405);
  CHECK(response.header("Allow") == "GET, HEAD, POST");
  CHECK(response.body.find("\"code\":\"method-not-allowed\"") != std::string::npos);
  CHECK(ask(router, "HEAD", "/other").status == 405);
  CHECK(ask(router, "HEAD", "/other").header("Allow") == "DELETE");
}

TEST_CASE("HEAD is answered by the handler of GET") {
  Router router;
  router.add("GET", "/healthz", says("fine"));
  const Response response = ask(router, "HEAD", "/healthz");
  CHECK(response.status == 200);
  CHECK(response.route == "/healthz");
}

TEST_CASE("the route added first answers where two match") {
  Router router;
  router.add("GET", "/j/new", says("literal"));
  router.add("GET", "/j/{journey}", says("named"));
  CHECK(ask(router, "GET", "/j/new").body == "literal");
  CHECK(ask(router, "GET", "/j/old").body == "named");
}

TEST_CASE("a handler without path values may be added") {
  Router router;
  router.add("GET", "/healthz", [](const Request& request, Response& response) { response.body = request.path; });
  CHECK(ask(router, "GET", "/healthz").body == "/healthz");
}

TEST_CASE("a page may take the place of the router's refusals") {
  Router router;
  router.add("GET", "/a", says("a"));
  router.set_refusal_handler([](const Request&, Response& response) {
    response.content_type = "text/html; charset=utf-8";
    response.body = "<p>" + std::to_string(response.status);
  });
  CHECK(ask(router, "GET", "/b").body == "<p>404");
  const Response response = ask(router, "POST", "/a");
  CHECK(response.body == "<p>405");
  CHECK(response.header("Allow") == "GET, HEAD");
}

TEST_CASE("malformed patterns are refused when they are added") {
  Router router;
  for (const char* pattern : {"", "x", "/a{b}", "/{}", "/{a", "/a}", "/{a}/{a}"}) {
    INFO(pattern);
    CHECK_THROWS_AS(router.add("GET", pattern, says("x")), std::logic_error);
  }
  CHECK_THROWS_AS(router.add("HEAD", "/a", says("x")), std::logic_error);
}

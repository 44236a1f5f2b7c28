#include "server/api_door.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "engine/crypto/sha256.hpp"
#include "server/embedded.hpp"
#include "tests/support/moment.hpp"

using namespace signpost;
using nlohmann::json;
using signpost::test::kNoon;

namespace {

// A door with a handler behind it that counts who came through.
struct Door {
  Moment now{kNoon, 0};
  int came_through = 0;
  std::shared_ptr<ApiKeys> keys;
  ApiDoor door;

  explicit Door(CorsOrigins origins, std::shared_ptr<ApiKeys> with_keys)
      : keys(with_keys),
        door(
            std::move(origins), with_keys, [this] { return now; },
            [this](const Request&, Response& response) {
              ++came_through;
              response.body = "inside";
              response.route = "/api/v1/topics";
              response.set_header("Cache-Control", "public, max-age=60");
            }) {}

  Response ask(std::string_view path, const std::vector<HeaderLine>& headers = {}, std::string method = "GET") {
    Request request;
    request.method = std::move(method);
    request.path = path;
    for (const HeaderLine& line : headers) request.headers.add(line.name, line.value);
    Response response;
    door(request, response);
    return response;
  }
};

std::shared_ptr<ApiKeys> one_key(std::uint32_t per_minute, std::optional<std::uint32_t> per_day = {}) {
  return std::make_shared<ApiKeys>(std::vector<ApiKey>{{"clinic", sha256_hex("secret"), per_minute, per_day}});
}

const HeaderLine kGood{"Authorization", "Bearer secret"};
const HeaderLine kOrigin{"Origin", "https://example.org"};
const CorsOrigins kNamed({"https://example.org"});

bool says(const Response& response, std::string_view code) {
  return response.body.find("\"code\":\"" + std::string(code) + "\"") != std::string::npos;
}

}  // namespace

TEST_CASE("without keys and origins the door changes nothing") {
  Door door({}, nullptr);
  const Response response = door.ask("/api/v1/topics", {kOrigin});
  CHECK(response.body == "inside");
  CHECK(response.headers.size() == 1);
  CHECK(response.header("Cache-Control") == "public, max-age=60");
}

TEST_CASE("with keys the API needs one and nothing else does") {
  Door door({}, one_key(10));
  const Response missing = door.ask("/api/v1/topics");
  CHECK(missing.status == 401);
  CHECK(says(missing, "api-key-missing"));
  CHECK(missing.header("WWW-Authenticate") == "Bearer realm=\"signpost\"");
  const Response wrong = door.ask("/api/v1/topics", {{"Authorization", "Bearer wrong"}});
  CHECK(wrong.status == 401);
  CHECK(says(wrong, "unknown-api-key"));
  CHECK(wrong.header("WWW-Authenticate") == "Bearer realm=\"signpost\", error=\"invalid_token\"");
  CHECK(wrong.body.find("wrong") == std::string::npos);
  CHECK(door.ask("/api/nothing-here").status == 401);
  CHECK(door.came_through == 0);

  for (const char* path : {"/", "/emergency", "/healthz", "/readyz", "/openapi.json", "/j/a/1", "/metrics", "/apis"})
    CHECK(door.ask(path).body == "inside");
  CHECK(door.ask("/api/v1/topics", {kGood}).body == "inside");
}

TEST_CASE("what needed a key is not for shared caches") {
  Door door({}, one_key(10));
  CHECK(door.ask("/api/v1/topics", {kGood}).header("Cache-Control") == "private, max-age=60");
  CHECK(door.ask("/topics").header("Cache-Control") == "public, max-age=60");
}

TEST_CASE("a quota is told with each answer and at its end") {
  Door door({}, one_key(2, 100));
  door.now.seconds += 20;
  const Response first = door.ask("/api/v1/topics", {kGood});
  CHECK(first.header("RateLimit-Policy") == "\"minute\";q=2;w=60, \"day\";q=100;w=86400");
  CHECK(first.header("RateLimit") == "\"minute\";r=1;t=40, \"day\";r=99;t=43180");
  door.ask("/api/v1/topics", {kGood});
  const Response beyond = door.ask("/api/v1/topics", {kGood});
  CHECK(beyond.status == 429);
  CHECK(says(beyond, "quota-used-up"));
  CHECK(beyond.header("Retry-After") == "40");
  CHECK(beyond.header("RateLimit") == "\"minute\";r=0;t=40, \"day\";r=98;t=43180");
  CHECK(door.came_through == 2);
  CHECK(door.keys->usage()[0].let_in == 2);
  CHECK(door.keys->usage()[0].refused == 1);
  door.now.seconds += 40;
  CHECK(door.ask("/api/v1/topics", {kGood}).status == 200);
}

TEST_CASE("a browser's question needs no key and every answer can be read by a named origin") {
  Door door(kNamed, one_key(1));
  const Response preflight =
      door.ask("/api/v1/triage", {kOrigin, {"Access-Control-Request-Method", "POST"}}, "OPTIONS");
  CHECK(preflight.status == 204);
  CHECK(preflight.header("Access-Control-Allow-Origin") == "https://example.org");
  CHECK(door.came_through == 0);
  for (const int status : {401, 200, 429}) {
    const Response answer =
        status == 401 ? door.ask("/api/v1/topics", {kOrigin}) : door.ask("/api/v1/topics", {kOrigin, kGood});
    CHECK(answer.status == status);
    CHECK(answer.header("Access-Control-Allow-Origin") == "https://example.org");
    CHECK(answer.header("Vary") == "Origin");
  }
}

TEST_CASE("pages are never given to other origins") {
  Door door(kNamed, nullptr);
  for (const char* path : {"/", "/j/a/1", "/openapi.json"}) {
    const Response page = door.ask(path, {kOrigin});
    CHECK_FALSE(page.header("Access-Control-Allow-Origin").has_value());
    CHECK_FALSE(page.header("Vary").has_value());
    CHECK(door.ask(path, {kOrigin, {"Access-Control-Request-Method", "POST"}}, "OPTIONS").status == 200);
  }
}

TEST_CASE("what a door says is described for every call of the API") {
  const json document = json::parse(embedded("openapi.json"));
  CHECK(document["components"]["securitySchemes"]["ApiKey"]["scheme"] == "bearer");
  for (const char* name : {"NeedsKey", "TooMany", "Overloaded"})
    CHECK(document["components"]["responses"][name]["content"].contains("application/problem+json"));
  for (const auto& [path, item] : document["paths"].items())
    for (const auto& [method, operation] : item.items()) {
      INFO(path);
      const bool api = path.starts_with("/api/");
      CHECK(operation.contains("security") == api);
      for (const auto& [status, name] : {std::pair("401", "NeedsKey"), {"429", "TooMany"}, {"503", "Overloaded"}})
        if (api) CHECK(operation["responses"][status]["$ref"] == "#/components/responses/" + std::string(name));
    }
}

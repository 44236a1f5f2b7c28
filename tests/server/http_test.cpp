#include "server/http.hpp"

#include <catch2/catch.hpp>

using namespace signpost;

TEST_CASE("header fields are found without regard to case and kept in order") {
  HeaderFields fields;
  fields.add("Cookie", "a=1");
  fields.add("Accept-Language", "pl");
  fields.add("cookie", "b=2");
  CHECK(fields.find("COOKIE") == "a=1");
  CHECK(fields.find("accept-language") == "pl");
  CHECK_FALSE(fields.find("Accept"));
  CHECK(fields.count("Cookie") == 2);
  REQUIRE(fields.size() == 3);
  CHECK(fields.name(2) == "cookie");
  CHECK(fields.value(2) == "b=2");
  fields.clear();
  CHECK(fields.size() == 0);
  CHECK_FALSE(fields.find("Cookie"));
}

TEST_CASE("only ASCII letters are folded in header names") {
  CHECK(same_name("X-Id", "x-iD"));
  CHECK_FALSE(same_name("X-Id", "X-Idd"));
  CHECK_FALSE(same_name("a[", "a{"));
  CHECK_FALSE(same_name("a@", "a`"));
}

TEST_CASE("setting a header replaces it and adding one repeats it") {
  Response response;
  response.add_header("Set-Cookie", "a=1");
  response.add_header("Set-Cookie", "b=2");
  response.set_header("Cache-Control", "no-cache");
  response.set_header("cache-control", "max-age=60");
  CHECK(response.headers.size() == 3);
  CHECK(response.header("Cache-Control") == "max-age=60");
}

TEST_CASE("a problem is a JSON document whatever its words hold") {
  const Response response = problem(422, "topic-not-for-patient", "A \"quoted\" \\ title", "line\nbreak");
  CHECK(response.status == 422);
  CHECK(response.content_type == "application/problem+json");
  CHECK(response.body ==
        "{\"type\":\"about:blank\",\"title\":\"A \\\"quoted\\\" \\\\ title\",\"status\":422,"
        "\"code\":\"topic-not-for-patient\",\"detail\":\"line\\u000abreak\"}\n");
}

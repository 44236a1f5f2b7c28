#include "server/visit.hpp"

#include <catch2/catch.hpp>

#include "engine/walk/token.hpp"

using namespace signpost;

namespace {

Request request(std::string_view cookie, std::string_view query = {}) {
  Request made;
  made.query = query;
  if (!cookie.empty()) made.headers.add("Cookie", cookie);
  return made;
}

Form form(std::string_view body) {
  Request made;
  made.headers.add("Content-Type", "application/x-www-form-urlencoded");
  made.body = body;
  return Form::read(made).value();
}

constexpr std::string_view kName = "abcdefghijklm-_9";

}  // namespace

TEST_CASE("a journey's name is sixteen letters, digits, dashes and underlines") {
  CHECK(is_journey_name(kName));
  CHECK(is_journey_name(random_journey_name()));
  CHECK(random_journey_name() != random_journey_name());
  for (const std::string_view other :
       {"", "abcdefghijklm-_", "abcdefghijklm-_99", "abcdefghijklm/_9", "abcdefghijklm._9"})
    CHECK_FALSE(is_journey_name(other));
}

TEST_CASE("a journey travels in its cookie, and in the page where a form brings it so") {
  Visit visit = Visit::by(request("other=1; signpost=sealed", "change"), kName, false);
  CHECK(visit.token == "sealed");
  CHECK(visit.by_cookie);
  CHECK(visit.returning);
  CHECK_FALSE(visit.secure);
  CHECK(visit.hidden_fields().find("journey") == std::string::npos);
  CHECK(visit.link("3", "A & B") == "<a href=\"/j/abcdefghijklm-_9/3\">A &amp; B</a>");
  CHECK(visit.change_link("3", "Change", "<it>") ==
        "<a href=\"/j/abcdefghijklm-_9/3?change\">Change<span class=\"hidden\"> &lt;it&gt;</span></a>");

  visit = Visit::by(request("signpost=sealed"), form("journey=carried&return=answers"), kName, true);
  CHECK(visit.token == "carried");
  CHECK_FALSE(visit.by_cookie);
  CHECK(visit.returning);
  CHECK(visit.secure);
  CHECK(visit.hidden_fields().find("value=\"carried\"") != std::string::npos);
  CHECK(visit.link("3", "On").starts_with("<form class=\"inline\" method=\"post\" action=\"/j/abcdefghijklm-_9/3\">"));
  CHECK(visit.with_cookie({}).headers.empty());

  CHECK(Visit::by(request("signpost=sealed"), form("answer=yes"), kName, true).by_cookie);
  CHECK_FALSE(Visit::by(request(""), form("answer=yes"), kName, true).by_cookie);
}

TEST_CASE("the link back leads to the page before, to the list, or to the topics") {
  Visit visit = Visit::by(request("signpost=sealed"), kName, true);
  CHECK(visit.back(3).find("/j/abcdefghijklm-_9/2\"") != std::string::npos);
  CHECK(visit.back(1).find("\"/topics\"") != std::string::npos);
  visit.returning = true;
  CHECK(visit.back(3).find("/j/abcdefghijklm-_9/answers\"") != std::string::npos);
}

TEST_CASE("a new token goes to the browser as long as a cookie holds it, and into the page beyond that") {
  Visit visit = Visit::begun(request(""), kName, true);
  CHECK(visit.with_cookie({}).headers.empty());
  visit.renew(std::string(kMaxTokenChars, 'x'));
  REQUIRE(visit.with_cookie({}).header("Set-Cookie"));
  CHECK(visit.with_cookie({})
            .header("Set-Cookie")
            ->ends_with("; Path=/j/abcdefghijklm-_9; HttpOnly; SameSite=Lax; Secure"));
  visit.renew(std::string(kMaxTokenChars + 1, 'x'));
  CHECK_FALSE(visit.with_cookie({}).header("Set-Cookie"));
  CHECK(visit.hidden_fields().find("name=\"journey\"") != std::string::npos);
  CHECK(visit.without_cookie({}).header("Set-Cookie")->find("Max-Age=0") != std::string::npos);
}

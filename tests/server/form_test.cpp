#include "server/form.hpp"

#include <catch2/catch.hpp>

using namespace signpost;

namespace {

std::optional<Form> read_form(std::string body, std::string_view type = "application/x-www-form-urlencoded") {
  Request request;
  request.headers.add("Content-Type", type);
  request.body = std::move(body);
  return Form::read(request);
}

}  // namespace

TEST_CASE("form fields are decoded in the order sent") {
  const auto form = read_form("a=1&b=x+y%20z&a=2&empty=&alone&%C2%B0=%c2%b0");
  REQUIRE(form.has_value());
  CHECK((*form)["a"] == "1");
  CHECK(form->all("a") == std::vector<std::string_view>{"1", "2"});
  CHECK((*form)["b"] == "x y z");
  CHECK((*form)["empty"].empty());
  CHECK((*form)["missing"].empty());
  CHECK(form->fields().size() == 6);
  CHECK((*form)["\xc2\xb0"] == "\xc2\xb0");
  CHECK(read_form("")->fields().empty());
  CHECK(read_form("a=1", "Application/X-WWW-Form-Urlencoded; charset=UTF-8").has_value());
}

TEST_CASE("what is no form is refused") {
  for (const char* body :
       {"a=%", "a=%4", "a=%zz", "a=%00", "a=%ff", "a=%c0%80", "a=%ed%a0%80", "a=%f5%80%80%80", "%=1"}) {
    CAPTURE(body);
    CHECK_FALSE(read_form(body).has_value());
  }
  CHECK_FALSE(read_form("a=1", "text/plain").has_value());
  CHECK_FALSE(Form::read(Request{}).has_value());
  std::string many;
  for (std::size_t i = 0; i < kMaxFormFields; ++i) many += "a=1&";
  CHECK(read_form(many).has_value());
  CHECK_FALSE(read_form(many + "a=1").has_value());
}

TEST_CASE("a cookie is found among others by its whole name") {
  Request request;
  request.headers.add("Cookie", "other=1; xsignpost=2; signpost=abc; signpost=def");
  CHECK(cookie(request, "signpost") == "abc");
  CHECK(cookie(request, "other") == "1");
  CHECK(cookie(request, "nothing").empty());
  CHECK(cookie(Request{}, "signpost").empty());
}

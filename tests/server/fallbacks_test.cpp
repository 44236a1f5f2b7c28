#include "server/fallbacks.hpp"

#include <catch2/catch.hpp>

#include "server/page_layout.hpp"
#include "server/site.hpp"

using namespace signpost;

namespace {

Frame frame(std::string_view target, std::vector<FrameField> fields) {
  Frame made;
  made.method = "GET";
  made.target = target;
  made.fields = std::move(fields);
  return made;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

TEST_CASE("every refusal carries the words of the emergency page") {
  const Fallbacks fallbacks = make_fallbacks(PageLayout(false));
  CHECK(fallbacks.emergency.status == 200);
  CHECK(contains(fallbacks.emergency.body, "<h1>Emergency help</h1>"));
  for (const int status : {429, 500, 503}) {
    const Response* const page = fallbacks.page(status);
    REQUIRE(page != nullptr);
    CHECK(page->status == status);
    CHECK(contains(page->body, "<title>"));
    CHECK(contains(page->body, "href=\"tel:999\""));
    CHECK_FALSE(page->header("Cache-Control").has_value());  // so the front's no-store holds
  }
  // What programs are told stands on the page, word for word.
  const std::size_t end = fallbacks.words.find(". ");
  REQUIRE(end != std::string::npos);
  CHECK(contains(fallbacks.words, "999"));
  CHECK(contains(fallbacks.emergency.body, fallbacks.words.substr(0, end)));
  CHECK(contains(fallbacks.emergency.body, fallbacks.words.substr(end + 2, fallbacks.words.size() - end - 3)));
  CHECK(fallbacks.page(404) == nullptr);
  CHECK(Fallbacks{}.page(503) == nullptr);
}

TEST_CASE("a draft is called a draft on the pages that need no library too") {
  CHECK(contains(make_fallbacks(PageLayout(true)).emergency.body, "Not clinically approved"));
  CHECK_FALSE(contains(make_fallbacks(PageLayout(false)).emergency.body, "Not clinically approved"));
}

TEST_CASE("a page is for who asks for HTML outside the API") {
  const FrameField browser{"accept", "text/html,application/xhtml+xml,*/*;q=0.8"};
  CHECK(wants_page(frame("/", {browser})));
  CHECK(wants_page(frame("/j/a/1", {{"Host", "x"}, {"Accept", "Text/HTML"}})));
  CHECK_FALSE(wants_page(frame("/api/v1/topics", {browser})));
  CHECK_FALSE(wants_page(frame("/", {})));
  CHECK_FALSE(wants_page(frame("/", {{"Accept", "*/*"}})));
  CHECK_FALSE(wants_page(frame("/", {{"Accept", "text/css"}, {"X-Accept", "text/html"}})));
  Frame unread = frame("/", {browser});
  unread.method = {};
  CHECK_FALSE(wants_page(unread));
}

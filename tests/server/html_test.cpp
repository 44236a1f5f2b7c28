#include "server/html.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace signpost;

TEST_CASE("text is written so that it stays text in a page and in an attribute") {
  CHECK(html("<b>\"it's\" & more</b>") == "&lt;b&gt;&quot;it&#39;s&quot; &amp; more&lt;/b&gt;");
  CHECK(html("38 °C") == "38 °C");
  CHECK(html("a\x01"
             "b\x02") == "ab");
}

TEST_CASE("Markdown gives emphasis lists and links and nothing that runs") {
  CHECK(markdown_html("Be *calm* and **rest**.") == "<p>Be <em>calm</em> and <strong>rest</strong>.</p>");
  CHECK(markdown_html("- a\n- b") == "<ul>\n<li>a</li>\n<li>b</li>\n</ul>");
  CHECK(markdown_inline_html("Call [999](tel:999).") == "Call <a href=\"tel:999\">999</a>.");
  CHECK(markdown_inline_html("one\n\ntwo") == "<p>one</p>\n<p>two</p>");
  for (const char* hostile : {"<script>alert(1)</script>", "[x](javascript:alert(1))", "[x](data:text/html,x)",
                              "<img src=x onerror=y>", "<a href='javascript:x'>y</a>",
                              "x\x01"
                              "v\x02"}) {
    const std::string out = markdown_html(hostile);
    CAPTURE(out);
    CHECK(out.find("<script") == std::string::npos);
    CHECK(out.find("javascript:") == std::string::npos);
    CHECK(out.find("data:") == std::string::npos);
    CHECK(out.find("onerror") == std::string::npos);
    CHECK(out.find('\x01') == std::string::npos);
  }
}

TEST_CASE("a page is its text with its holes filled") {
  const HoledPage page("a" + mark(PageValue::title) + "b" + mark_if(Flag::shown, 3) + "c" + mark(PageValue::main) +
                       mark_if(Flag::error) + "d" + mark_end() + mark_end() + "e");
  const auto written = [&](bool shown, bool error) {
    Filling filling;
    filling[PageValue::title] = "T";
    filling[PageValue::main] = "M";
    filling.set(Flag::shown, 3, shown);
    filling.set(Flag::error, 0, error);
    std::string out;
    page.write(out, filling);
    return out;
  };
  CHECK(written(false, true) == "aTbe");
  CHECK(written(true, false) == "aTbcMe");
  CHECK(written(true, true) == "aTbcMde");
  CHECK(HoledPage("").size() == 0);
}

TEST_CASE("every value and flag has a mark of its own") {
  std::string all;
  Filling filling;
  std::vector<std::string> words;
  for (int i = 0; i < static_cast<int>(PageValue::count); ++i) words.push_back("<" + std::to_string(i) + ">");
  std::string expected;
  for (int i = 0; i < static_cast<int>(PageValue::count); ++i) {
    all += mark(static_cast<PageValue>(i));
    filling.values[static_cast<std::size_t>(i)] = words[static_cast<std::size_t>(i)];
    expected += words[static_cast<std::size_t>(i)];
  }
  for (std::size_t i = 0; i < static_cast<std::size_t>(Flag::count); ++i) {
    all += mark_if(static_cast<Flag>(0), i) + "x" + mark_end();
    if (i % 2 == 0) {
      filling.flags.set(i);
      expected += 'x';
    }
  }
  std::string out;
  HoledPage(all).write(out, filling);
  CHECK(out == expected);
}

TEST_CASE("a page with half a mark or an open part is refused") {
  CHECK_THROWS_AS(HoledPage("a\x01"), std::logic_error);
  CHECK_THROWS_AS(HoledPage(mark_if(Flag::error) + "a"), std::logic_error);
  CHECK_THROWS_AS(HoledPage("a" + mark_end()), std::logic_error);
}

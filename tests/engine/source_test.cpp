#include "engine/text/source.hpp"

#include <catch2/catch.hpp>

#include "engine/text/utf8.hpp"

using namespace signpost;

TEST_CASE("lines are found with any line end and without the last one") {
  Sources sources;
  const auto file = sources.add("a.yaml", "one\ntwo\r\n\nfour");
  CHECK(sources.size() == 1);
  CHECK(sources.file(file).path == "a.yaml");
  CHECK(sources.line_count(file) == 4);
  CHECK(sources.line(file, 1) == "one");
  CHECK(sources.line(file, 2) == "two");
  CHECK(sources.line(file, 3).empty());
  CHECK(sources.line(file, 4) == "four");
  CHECK(sources.line(file, 0).empty());
  CHECK(sources.line(file, 5).empty());
  CHECK(sources.line(7, 1).empty());
  CHECK(sources.line_start(file, 4) == 10);
  CHECK(sources.line_start(file, 9) == 14);
}

TEST_CASE("a byte-order mark is taken off") {
  Sources sources;
  const auto file = sources.add("a.yaml", "\xEF\xBB\xBFname: x");
  CHECK(sources.file(file).text == "name: x");
}

TEST_CASE("an empty file has one empty line") {
  Sources sources;
  const auto file = sources.add("a.yaml", "");
  CHECK(sources.line_count(file) == 1);
  CHECK(sources.line(file, 1).empty());
}

TEST_CASE("bytes that are not UTF-8 are found") {
  CHECK_FALSE(first_bad_byte("plain"));
  CHECK_FALSE(first_bad_byte("\u00e9 \u20ac \U0001F600"));
  struct Row {
    std::string_view text;
    std::size_t at;
  };
  const auto row = GENERATE(values<Row>({{"\xFF", 0},
                                         {"a\xC3", 1},
                                         {"a\xC3(", 1},
                                         {"\xC0\x80", 0},          // overlong NUL
                                         {"\xE0\x80\xAF", 0},      // overlong slash
                                         {"\xED\xA0\x80", 0},      // surrogate
                                         {"\xF4\x90\x80\x80", 0},  // beyond Unicode
                                         {"\xF0\x82\x82\xAC", 0},  // overlong euro
                                         {"ok\x80", 2}}));
  CHECK(first_bad_byte(row.text) == row.at);
}

TEST_CASE("characters are counted, not bytes") {
  CHECK(count_characters("") == 0);
  CHECK(count_characters("38 °C") == 5);
  CHECK(count_characters("\U0001F600") == 1);
}

TEST_CASE("what is printed cannot steer a terminal") {
  CHECK(printable("a\x1b[31mb") == "a [31mb");
  CHECK(printable("a\tb\nc") == "a b c");
  CHECK(printable("a\xFFz") == "a\uFFFDz");
  CHECK(printable("a\u202Ez") == "a\uFFFDz");
  CHECK(printable("a\u2028z") == "a z");
  CHECK(printable("a\u0085z") == "a z");
  CHECK(printable("38 °C") == "38 °C");
}

// The tree itself, its places and its limits. What is said about each trap stands in tests/diagnostics.
#include "engine/yaml/yaml.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "tests/support/findings.hpp"

using namespace signpost;

namespace {

struct Parsed {
  Sources sources;
  Diagnostics diagnostics;
  Value tree;
  explicit Parsed(std::string text) {
    sources.add("x.yaml", std::move(text));
    tree = parse_yaml(sources, 0, diagnostics);
  }
  const Value& operator[](std::string_view key) const {
    const Value* found = tree.find(key);
    REQUIRE(found != nullptr);
    return *found;
  }
  std::string codes() const {
    std::string text;
    for (const Diagnostic& found : diagnostics.all())
      text.append(text.empty() ? "" : " ").append(info(found.code).text);
    return text;
  }
};

// The line and column at which each byte of a scalar's text stands, by its places.
std::string at(const Parsed& parsed, const Value& value, std::string_view part) {
  const std::vector<TextPlace> places = places_of(parsed.sources, value);
  const std::size_t offset = value.text.find(part);
  REQUIRE(offset != std::string::npos);
  std::size_t piece = 0;
  while (piece + 1 < places.size() && places[piece + 1].offset <= offset) ++piece;
  const Location& place = places[piece].at;
  return std::to_string(place.line) + ":" + std::to_string(place.column + (offset - places[piece].offset));
}

}  // namespace

TEST_CASE("a tree keeps order, kinds, quotes and places") {
  const Parsed parsed("b: one\na: \"two\"\nlist: [x, 'y']\nmap: { k: v }\nblock: |\n  line one\n  line two\n");
  CHECK(parsed.codes().empty());
  REQUIRE(parsed.tree.kind == Value::Kind::map);
  REQUIRE(parsed.tree.entries.size() == 5);
  CHECK(parsed.tree.entries[0].key.text == "b");
  CHECK(parsed.tree.entries[1].key.text == "a");
  CHECK(parsed.tree.entries[1].key.at == Location{0, 2, 1, 1});
  CHECK(parsed["b"].at == Location{0, 1, 4, 3});
  CHECK_FALSE(parsed["b"].quoted);
  CHECK(parsed["a"].quoted);
  CHECK_FALSE(parsed["a"].folded);
  CHECK(parsed["a"].at == Location{0, 2, 4, 5});
  CHECK(parsed["list"].kind == Value::Kind::list);
  CHECK(parsed["list"].flow);
  CHECK(parsed["list"].items[1].quoted);
  CHECK(parsed["list"].items[0].flow);
  CHECK(parsed["map"].find("k")->text == "v");
  CHECK(parsed["map"].find("no-such") == nullptr);
  CHECK(parsed["block"].text == "line one\nline two\n");
  CHECK(parsed["block"].quoted);
  CHECK(parsed["block"].folded);
}

TEST_CASE("yes, no, on, off and numbers are plain words") {
  const Parsed parsed("yes: no\non: off\nn: 1.0\noctal: 010\ny: Norway\n");
  CHECK(parsed.codes().empty());
  CHECK(parsed["yes"].text == "no");
  CHECK(parsed["on"].text == "off");
  CHECK(parsed["n"].text == "1.0");
  CHECK(parsed["octal"].text == "010");
}

TEST_CASE("columns are counted in characters on every line") {
  const Parsed parsed("\u00e9\u00e9: \u00fc\nmap: { \u20ac: a, b: \u00e9\u00e9, c: d }\n");
  CHECK(parsed.tree.entries[0].value.at == Location{0, 1, 5, 1});
  const Value& map = parsed["map"];
  CHECK(map.entries[0].value.at.column == 11);
  CHECK(map.entries[1].value.at == Location{0, 2, 17, 2});
  CHECK(map.entries[2].key.at.column == 21);
}

TEST_CASE("columns stay right on one very long line of accents") {
  std::string text = "[";
  for (int i = 0; i < 5000; ++i) text += "\u00e9, ";
  const Parsed parsed(text + "end]\n");
  REQUIRE(parsed.tree.items.size() == 5001);
  CHECK(parsed.tree.items[5000].at.column == 1 + 5000 * 3 + 1);
}

TEST_CASE("line ends of Windows change no place and no text") {
  const Parsed parsed("a: one\r\nb: |\r\n  x\r\n  y\r\nc: two\r\n  three\r\nd: four # five\r\n");
  CHECK(parsed.codes().empty());
  CHECK(parsed["b"].text == "x\ny\n");
  CHECK(parsed["c"].text == "two three");
  CHECK(parsed["c"].at == Location{0, 5, 4, 3});
  CHECK(parsed["d"].comment_follows);
}

TEST_CASE("a comment behind an unquoted text is noticed") {
  const Parsed parsed("a: one # two\nb: one#two\nc: \"one\" # two\nd: one\n  more # two\ne: one\n# two\nf: one   \n");
  CHECK(parsed["a"].comment_follows);
  CHECK_FALSE(parsed["b"].comment_follows);
  CHECK_FALSE(parsed["c"].comment_follows);
  CHECK(parsed["d"].comment_follows);
  CHECK_FALSE(parsed["e"].comment_follows);
  CHECK_FALSE(parsed["f"].comment_follows);
}

TEST_CASE("each piece of a text is found again in its file") {
  const Parsed parsed(
      "plain: alpha beta\nfolded: alpha\n  beta\n\n   gamma\nsingle: 'al''pha beta'\ndouble: \"al\\\"pha \u00e9 "
      "beta\"\n"
      "block: |\n  alpha\n  beta\nfold: >-\n\n  alpha\n    beta\nquoted: \"alpha\n  beta\"\nin: { k: alpha beta }\n");
  REQUIRE(parsed.codes().empty());
  CHECK(at(parsed, parsed["plain"], "beta") == "1:14");
  CHECK(at(parsed, parsed["folded"], "alpha") == "2:9");
  CHECK(at(parsed, parsed["folded"], "beta") == "3:3");
  CHECK(at(parsed, parsed["folded"], "gamma") == "5:4");
  CHECK(at(parsed, parsed["single"], "al") == "6:10");
  CHECK(at(parsed, parsed["single"], "pha") == "6:14");
  CHECK(at(parsed, parsed["double"], "pha") == "7:14");
  CHECK(at(parsed, parsed["block"], "alpha") == "9:3");
  CHECK(at(parsed, parsed["block"], "beta") == "10:3");
  CHECK(at(parsed, parsed["fold"], "alpha") == "13:3");
  CHECK(at(parsed, parsed["fold"], "beta") == "14:5");
  CHECK(at(parsed, parsed["quoted"], "alpha") == "15:10");
  CHECK(at(parsed, parsed["quoted"], "beta") == "16:3");
  CHECK(at(parsed, *parsed["in"].find("k"), "beta") == "17:16");
}

TEST_CASE("nesting is allowed up to the limit and no further") {
  const auto nested = [](std::size_t depth) {
    return "a: " + std::string(depth - 1, '[') + "x" + std::string(depth - 1, ']') + "\n";
  };
  CHECK(Parsed(nested(kMaxYamlDepth)).codes().empty());
  CHECK(Parsed(nested(kMaxYamlDepth + 1)).codes() == "nested-too-deeply");
  CHECK(Parsed(std::string(200000, '[')).codes() == "nested-too-deeply");
  CHECK(Parsed(std::string(100000, '{')).codes() == "nested-too-deeply");
}

TEST_CASE("a file may have bytes up to the limit and no more") {
  std::string text = "a: b\n#";
  text.append(kMaxFileBytes - text.size(), 'x');
  CHECK(Parsed(text).codes().empty());
  CHECK(Parsed(text + "x").codes() == "file-too-large");
}

TEST_CASE("a key may have characters up to the limit and no more") {
  CHECK(Parsed(std::string(kMaxKeyBytes, 'k') + ": v\n").codes().empty());
  CHECK(Parsed(std::string(kMaxKeyBytes + 1, 'k') + ": v\n").codes() == "yaml-syntax");
}

TEST_CASE("an alias cannot blow up") {
  std::string bomb = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 20; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " + before + "]\n";
  }
  const Parsed parsed(bomb);
  CHECK(parsed.diagnostics.errors() == 20 + 38);
}

TEST_CASE("after a mistake that leaves the file whole the rest is still there") {
  const Parsed parsed("a: 1\na: 2\nb:\nc: &x 3\nd: 4\n");
  CHECK(parsed.codes() == "duplicate-key empty-value yaml-feature");
  CHECK(parsed["a"].text == "1");
  CHECK(parsed["b"].kind == Value::Kind::missing);
  CHECK(parsed["d"].text == "4");
}

TEST_CASE("a file that breaks off has one finding and no tree") {
  const Parsed parsed("a: 1\na: 2\nb: c: d\n");
  CHECK(parsed.codes() == "needs-quotes");
  CHECK(parsed.tree.kind == Value::Kind::missing);
}

TEST_CASE("not more than twenty tabs are reported for a file") {
  std::string text = "a:\n";
  for (int i = 0; i < 50; ++i) text += "\tk" + std::to_string(i) + ": v\n";
  CHECK(Parsed(text).diagnostics.errors() == 20);
}

TEST_CASE("whatever the bytes are, reading ends with findings whose places exist") {
  std::mt19937 random(20261122);
  const std::vector<NamedText> files = test::small_library();
  const std::string_view pieces[] = {":",
                                     ": ",
                                     "- ",
                                     "\n",
                                     "\n  ",
                                     "\"",
                                     "'",
                                     "{",
                                     "}",
                                     "[",
                                     "]",
                                     "#",
                                     " #",
                                     "&a",
                                     "*a",
                                     "!",
                                     "|",
                                     ">",
                                     "%",
                                     "@",
                                     "`",
                                     "?",
                                     ",",
                                     "<<:",
                                     "---\n",
                                     "...\n",
                                     "\t",
                                     "\r",
                                     "\xFF",
                                     "\xC3\xA9",
                                     std::string_view("\0", 1),
                                     "~",
                                     "null",
                                     "\xC2\xA0",
                                     "\\",
                                     "yes",
                                     "to"};
  for (int round = 0; round < 1500; ++round) {
    std::vector<NamedText> broken = files;
    std::string& text = broken[random() % broken.size()].text;
    for (unsigned change = 0; change <= random() % 3; ++change) {
      const std::size_t place = random() % (text.size() + 1);
      if (random() % 3 == 0) {
        text.erase(place, random() % 20);
      } else {
        text.insert(place, pieces[random() % std::size(pieces)]);
      }
    }
    Diagnostics diagnostics;
    const Library library = read_library(broken, "pathways", diagnostics);
    diagnostics.sort();
    for (const Diagnostic& found : diagnostics.all()) {
      if (found.location.line == 0) continue;
      REQUIRE(found.location.file < library.sources.size());
      REQUIRE(found.location.line <= library.sources.line_count(found.location.file));
      REQUIRE_FALSE(found.message.empty());
    }
    REQUIRE_FALSE((diagnostics.all().empty() && render_text(diagnostics, library.sources).size() > 0));
  }
}

#include "engine/findings/diagnostic.hpp"

#include <catch2/catch.hpp>

using namespace signpost;
using Catch::Matchers::Contains;

namespace {

struct Shown {
  Sources sources;
  Diagnostics diagnostics;
  Shown(std::string text, Location at, std::string message = "wrong") {
    sources.add("topics/x.yaml", std::move(text));
    diagnostics.add(Code::unknown_key, at, std::move(message));
  }
  std::string text(RenderOptions options = {}) const { return render_text(diagnostics, sources, options); }
};

}  // namespace

TEST_CASE("a finding shows its line with carets under it") {
  CHECK(Shown("a: 1\nbad: 2\n", {0, 2, 1, 3}).text() ==
        "topics/x.yaml:2:1: error: wrong [unknown-key]\n"
        "   2 | bad: 2\n"
        "     | ^^^\n");
}

TEST_CASE("carets stand under characters, not bytes") {
  CHECK(Shown("é ß °C: bad", {0, 1, 9, 3}).text() ==
        "topics/x.yaml:1:9: error: wrong [unknown-key]\n"
        "   1 | é ß °C: bad\n"
        "     |         ^^^\n");
}

TEST_CASE("carets allow for wide and for combining characters") {
  CHECK(Shown("\u4e2d\u6587 e\u0301 bad", {0, 1, 7, 3}).text() ==
        "topics/x.yaml:1:7: error: wrong [unknown-key]\n"
        "   1 | \u4e2d\u6587 e\u0301 bad\n"
        "     |        ^^^\n");
}

TEST_CASE("a tab is one step wide") {
  CHECK(Shown("\ta: bad", {0, 1, 5, 3}).text() ==
        "topics/x.yaml:1:5: error: wrong [unknown-key]\n"
        "   1 |  a: bad\n"
        "     |     ^^^\n");
}

TEST_CASE("a wide line is cut so that the mark stays in view") {
  const std::string before(300, 'x'), after(300, 'y');
  const std::string text = Shown(before + "BAD" + after, {0, 1, 301, 3}).text();
  CHECK_THAT(text, Contains("…xxx"));
  CHECK_THAT(text, Contains("BADyyy"));
  CHECK_THAT(text, Contains("y…\n"));
  std::size_t start = text.find('\n') + 1;
  const std::string_view line = std::string_view(text).substr(start, text.find('\n', start) - start);
  const std::string_view carets = std::string_view(text).substr(text.rfind("     | "));
  CHECK(line.size() < 130);
  // The cut mark has three bytes and is one column wide.
  CHECK(line.find("BAD") - 2 == carets.find("^^^"));
}

TEST_CASE("a wide line is cut only where there is more") {
  const std::string text = Shown(std::string(200, 'x') + " BAD", {0, 1, 202, 3}).text();
  CHECK_THAT(text, Contains("x BAD\n"));
  CHECK_THAT(text, Contains("| …x"));
  CHECK_THAT(Shown("BAD" + std::string(200, 'x'), {0, 1, 1, 3}).text(), Contains("| BADx"));
}

TEST_CASE("a mark beyond the end of its line is one caret at the end") {
  CHECK_THAT(Shown("ab", {0, 1, 9, 4}).text(), Contains("     |   ^\n"));
}

TEST_CASE("a finding without a place shows none") {
  CHECK(Shown("a", {}).text() == "error: wrong [unknown-key]\n");
  CHECK(Shown("a", {0, 1, 0, 0}).text() == "topics/x.yaml:1: error: wrong [unknown-key]\n");
}

TEST_CASE("help of several lines and notes with places are shown under the finding") {
  Shown shown("a: 1\nb: 2\n", {0, 2, 1, 1});
  Diagnostic& added = shown.diagnostics.add(Code::duplicate_key, {0, 2, 1, 1}, "twice", "write it so:\nb: 3");
  added.notes.push_back({{0, 1, 1, 1}, "first here"});
  added.notes.push_back({{}, "a 4-month-old girl"});
  CHECK_THAT(shown.text(), Contains("  help: write it so:\n        b: 3\n"
                                    "  note: topics/x.yaml:1:1: first here\n   1 | a: 1\n     | ^\n"
                                    "  note: a 4-month-old girl\n"));
}

TEST_CASE("what a file says cannot steer the terminal") {
  const std::string text = Shown("a: \x1b[31mred", {0, 1, 1, 1}, "bad \x1b[2J").text();
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("colour is used only when asked for") {
  const Shown shown("bad: 2\n", {0, 1, 1, 3});
  CHECK(shown.text().find('\x1b') == std::string::npos);
  CHECK_THAT(shown.text({true, 100}), Contains("\x1b[1;31merror:\x1b[0m"));
}

TEST_CASE("no more findings are shown than allowed and the rest is counted") {
  Shown shown("a\n", {0, 1, 1, 1});
  for (int i = 0; i < 9; ++i) shown.diagnostics.add(Code::unknown_key, {0, 1, 1, 1}, "wrong " + std::to_string(i));
  CHECK_THAT(shown.text({false, 4}), Contains("6 more findings are not shown\n"));
  CHECK(shown.text({false, 10}).find("not shown") == std::string::npos);
}

TEST_CASE("findings are sorted by place and repetitions are dropped") {
  Diagnostics diagnostics;
  diagnostics.add(Code::unknown_key, {1, 1, 1, 1}, "c");
  diagnostics.add(Code::unknown_key, {0, 9, 1, 1}, "b");
  diagnostics.add(Code::not_approved, {0, 9, 1, 1}, "w");
  diagnostics.add(Code::unknown_key, {0, 2, 5, 1}, "a");
  diagnostics.add(Code::unknown_key, {0, 9, 1, 1}, "b");
  CHECK(diagnostics.errors() == 4);
  CHECK(diagnostics.warnings() == 1);
  diagnostics.sort();
  REQUIRE(diagnostics.all().size() == 4);
  CHECK(diagnostics.all()[0].message == "a");
  CHECK(diagnostics.all()[1].message == "b");
  CHECK(diagnostics.all()[2].message == "w");
  CHECK(diagnostics.all()[2].severity == Severity::warning);
  CHECK(diagnostics.all()[3].message == "c");
  CHECK(diagnostics.errors() == 3);
  CHECK(diagnostics.warnings() == 1);
}

TEST_CASE("collections of findings can be joined") {
  Diagnostics all, more;
  all.add(Code::unknown_key, {}, "a");
  more.add(Code::not_approved, {}, "b");
  all.append(std::move(more));
  CHECK(all.all().size() == 2);
  CHECK(all.errors() == 1);
  CHECK(all.warnings() == 1);
}

TEST_CASE("findings are printed as one JSON document") {
  Shown shown("a: 1\n", {0, 1, 1, 1}, "say \"no\"\\\n");
  shown.diagnostics.add(Code::not_approved, {}, "bad \xFF byte", "help").notes.push_back({{0, 1, 1, 1}, "here"});
  CHECK(
      render_json(shown.diagnostics, shown.sources) ==
      R"({"findings":[{"code":"unknown-key","severity":"error","file":"topics/x.yaml","line":1,"column":1,"length":1,)"
      R"("message":"say \"no\"\\\n","notes":[]},)"
      "{\"code\":\"not-approved\",\"severity\":\"warning\",\"message\":\"bad \uFFFD byte\",\"help\":\"help\","
      R"("notes":[{"text":"here","file":"topics/x.yaml","line":1,"column":1,"length":1}]}],"errors":1,"warnings":1})");
  CHECK(render_json({}, shown.sources) == R"({"findings":[],"errors":0,"warnings":0})");
}

TEST_CASE("findings are printed as SARIF with their rules and places") {
  Sources sources;
  sources.add("my pathways/\u00e9.yaml", "a: 1\nb: 2\n");
  Diagnostics diagnostics;
  diagnostics.add(Code::unknown_key, {0, 2, 1, 3}, "wrong", "mend it").notes.push_back({{0, 1, 1, 1}, "see here"});
  diagnostics.add(Code::no_screen, {}, "none").notes.push_back({{}, "nowhere"});
  const std::string sarif = render_sarif(diagnostics, sources);
  for (
      const char* piece :
      {R"("version":"2.1.0")", R"("columnKind":"unicodeCodePoints")", R"({"id":"unknown-key",)",
       R"({"id":"no-screen",)", R"("defaultConfiguration":{"level":"warning"})",
       R"("ruleId":"unknown-key","ruleIndex":0,"level":"error","message":{"text":"wrong\nmend it"})",
       R"("artifactLocation":{"uri":"my%20pathways/%C3%A9.yaml"},"region":{"startLine":2,"startColumn":1,"endColumn":4})",
       R"("relatedLocations":[{"physicalLocation")", R"("message":{"text":"see here"})",
       R"("ruleId":"no-screen","ruleIndex":1,"level":"warning","message":{"text":"none\nnowhere"}})"}) {
    CHECK_THAT(sarif, Contains(piece));
  }
}

TEST_CASE("a mistyped word is answered with the nearest known one") {
  const std::vector<std::string_view> known{"question", "why",      "help",     "yes", "no",
                                            "unsure",   "red-flag", "evidence", "to"};
  CHECK(did_you_mean("qestion", known) == "question");
  CHECK(did_you_mean("quetsion", known) == "question");
  CHECK(did_you_mean("hlep", known) == "help");
  CHECK(did_you_mean("red_flag", known) == "red-flag");
  CHECK(did_you_mean("evidense", known) == "evidence");
  CHECK(did_you_mean("priority", known).empty());
  CHECK(did_you_mean("wh", known).empty());
  CHECK(did_you_mean("", known).empty());
  CHECK(did_you_mean("question", {}).empty());
  CHECK(did_you_mean("too", known) == "to");
}

TEST_CASE("of two equally near words the first is offered") {
  CHECK(did_you_mean("abcdef", {"abcdex", "abcdey"}) == "abcdex");
  CHECK(did_you_mean("abcdef", {"abcxxx", "abcdex"}) == "abcdex");
}

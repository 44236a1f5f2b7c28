#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

#include "engine/drawing/drawing_text.hpp"
#include "engine/drawing/graph_drawing.hpp"
#include "engine/graph/graph_branches.hpp"
#include "tests/cli/called.hpp"
#include "tests/support/small_graph.hpp"

using namespace signpost;
using signpost::tests::has;

namespace {

// With SIGNPOST_UPDATE_GOLDENS=1 the file is written instead; then read what changed before committing it.
void check_golden(const std::string& name, const std::string& drawn) {
  const std::string path = std::string(SIGNPOST_SOURCE_DIR) + "/tests/engine/" + name;
  if (std::getenv("SIGNPOST_UPDATE_GOLDENS") != nullptr) std::ofstream(path, std::ios::binary) << drawn;
  CHECK(drawn == tests::file_text(path));
}

// What Graphviz makes of a DOT text when it writes it out again.
tests::Finished canonical(const std::string& dot) {
  tests::Start start;
  start.input = dot;
  return tests::run_program({"/usr/bin/dot", "-Tcanon"}, start);
}

}  // namespace

TEST_CASE("a small graph is drawn exactly so") {
  const auto graph = tests::small_graph();
  check_golden("small_graph.dot", draw_dot(*graph, TopicIndex{0}));
}

TEST_CASE("a small graph is outlined exactly so") {
  const auto graph = tests::small_graph();
  check_golden("small_graph.txt", draw_outline(*graph, TopicIndex{0}));
}

TEST_CASE("a small graph is drawn for Mermaid exactly so") {
  const auto graph = tests::small_graph();
  check_golden("small_graph.mmd", draw_mermaid(*graph, TopicIndex{0}));
}

TEST_CASE("Graphviz reads what is drawn without complaint") {
  const auto graph = tests::small_graph();
  const tests::Finished finished = canonical(draw_dot(*graph, TopicIndex{0}));
  CHECK(finished.code == 0);
  CHECK(finished.err.empty());
  CHECK(has(finished.out, R"(C:\\new)"));
}

TEST_CASE("any text survives Graphviz") {
  const std::vector<std::string> texts{"say \"yes\"", "C:\\new\\",    "a \\N node",      "ends in \\",
                                       "a < b > c",   "&amp; & &lt;", "two\nlines",      "\"",
                                       "\\\"",        "{a|b}",        "caf\u00e9 \u2691"};
  for (const std::string& text : texts) {
    INFO(text);
    // Graphviz itself resolves the label when it lays the drawing out; <title> and <text> of the SVG are the words that
    // a person reads.
    tests::Start start;
    start.input = "digraph { n [label=" + dot_string(text) + "]; }";
    const tests::Finished canon = canonical(start.input);
    CHECK(canon.code == 0);
    CHECK(canon.err.empty());
    const tests::Finished plain = tests::run_program({"/usr/bin/dot", "-Tsvg"}, start);
    REQUIRE(plain.code == 0);
    std::string shown;
    std::string_view rest = plain.out;
    while (true) {
      const std::size_t begin = rest.find("<text ");
      if (begin == std::string_view::npos) break;
      rest.remove_prefix(rest.find('>', begin) + 1);
      shown += (shown.empty() ? "" : "\n") + std::string(rest.substr(0, rest.find("</text>")));
    }
    std::string escaped;
    for (const char c : text) {
      switch (c) {
        case '<':
          escaped += "&lt;";
          break;
        case '>':
          escaped += "&gt;";
          break;
        case '&':
          escaped += "&amp;";
          break;
        case '"':
          escaped += "&quot;";
          break;
        default:
          escaped += c;
      }
    }
    CHECK(shown == escaped);
  }
}

TEST_CASE("Mermaid labels hold no character that Mermaid reads") {
  CHECK(mermaid_string("a \"b\" <c> #d & `e`\nf\\n") ==
        "\"a #quot;b#quot; #lt;c#gt; #35;d #amp; #96;e#96;<br>f#92;n\"");
}

TEST_CASE("answers that lead to one place share a branch with the gravest flag") {
  const auto graph = tests::small_graph();
  const std::vector<Branch> first = branches(*graph, NodeIndex{0});
  REQUIRE(first.size() == 2);
  CHECK(first[0].labels == std::vector<std::string>{"Yes \u2691 ambulance-now, or not sure"});
  CHECK(first[0].red_flag == DispositionIndex{0});
  const std::vector<Branch> list = branches(*graph, NodeIndex{1});
  REQUIRE(list.size() == 3);
  CHECK(list[1].labels == std::vector<std::string>{"Any of these \u2691 soon", "Not sure"});
  CHECK(list[1].red_flag == DispositionIndex{1});
  const std::vector<Branch> number = branches(*graph, NodeIndex{2});
  REQUIRE(number.size() == 3);
  CHECK(number[0].kind == Branch::Kind::rules);
  CHECK(number[0].labels == std::vector<std::string>{"low (up to 37.9 \u00b0C)", "high (38 \u00b0C and over)"});
  CHECK(number[2].labels == std::vector<std::string>{"otherwise"});
}

TEST_CASE("bands of time are told by their round ends") {
  const auto graph = tests::small_graph();
  Question question;
  question.kind = QuestionKind::duration;
  question.from = 0;
  question.to = 365 * 24 * 60;
  question.bands = {{0, 12 * 60}, {12 * 60 + 1, 72 * 60 - 1}, {72 * 60, 365 * 24 * 60}};
  question.answers.resize(3);
  for (std::size_t i = 0; i < 3; ++i) question.answers[i].id = "b" + std::to_string(i);
  CHECK(answer_label(*graph, question, 0) == "b0 (up to 12 hours)");
  CHECK(answer_label(*graph, question, 1) == "b1 (over 12 hours and under 3 days)");
  CHECK(answer_label(*graph, question, 2) == "b2 (from 3 days)");
}

TEST_CASE("marks of emphasis go and links show their address") {
  CHECK(without_marks("Call **999** now") == "Call 999 now");
  CHECK(without_marks("See [the page](https://example.org/a) first") == "See the page (https://example.org/a) first");
  CHECK(without_marks("5 \\* 3 [not a link]") == "5 * 3 [not a link]");
}

TEST_CASE("a long answer is cut at a character and not within one") {
  CHECK(shortened("\u00e9\u00e9\u00e9\u00e9", 4) == "\u00e9\u00e9\u00e9\u00e9");
  CHECK(shortened("\u00e9\u00e9\u00e9\u00e9\u00e9", 4) == "\u00e9\u00e9\u00e9\u2026");
  CHECK(shortened("one two", 5) == "one\u2026");
}

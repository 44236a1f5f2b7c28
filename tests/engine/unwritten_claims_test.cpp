// What is claimed of every library without being written: each with a library where it holds and one where it does not.
#include "engine/prove/unwritten_claims.hpp"

#include <catch2/catch.hpp>

#include "engine/compile/compile.hpp"
#include "engine/explore/explore.hpp"
#include "tests/support/library_around.hpp"

using namespace signpost;
using namespace signpost::tests;

namespace {

using Kind = UnwrittenFinding::Kind;

struct Compared {
  Library library;
  Diagnostics findings;
  std::unique_ptr<const DecisionGraph> graph;
  UnwrittenFindings unwritten;

  std::string text() const { return render_text(findings, library.sources, {}); }
  // "not_sure a: no | unsure"
  std::vector<std::string> found() const {
    static constexpr const char* kNames[] = {"more-serious", "not-sure", "someone-else", "screen"};
    std::vector<std::string> all;
    for (const UnwrittenFinding& f : unwritten.found) {
      std::string line = std::string(kNames[static_cast<int>(f.kind)]) + " " + f.name;
      if (f.counterexample)
        line += ": " + f.counterexample->compared->journey() + " | " + f.counterexample->witness.journey();
      all.push_back(line);
    }
    return all;
  }
};

std::unique_ptr<Compared> compared(std::vector<NamedText> files, const std::string& facts = "",
                                   const std::string& library = "") {
  auto c = std::make_unique<Compared>();
  c->library = read_library(library_around(facts, std::move(files), library), "small", c->findings);
  INFO(c->text());
  REQUIRE(!c->findings.has_errors());
  c->graph = compile(c->library, c->findings);
  INFO(c->text());
  REQUIRE(c->graph);
  explore(c->library, *c->graph, c->findings);
  INFO(c->text());
  REQUIRE(!c->findings.has_errors());
  c->unwritten = unwritten_claims(c->library, *c->graph, TopicIndex{0}, ProgramIndex{0});
  for (const UnwrittenFinding& f : c->unwritten.found) report(*c->graph, f, c->findings);
  return c;
}

std::vector<std::string> of(const std::string& steps, const std::string& facts = "") {
  return compared({pathway_file("cough", steps)}, facts)->found();
}
using None = std::vector<std::string>;

}  // namespace

TEST_CASE("yes is the more serious answer unless it is said otherwise") {
  const auto asked = [](const std::string& more) {
    return of("start: a\nsteps:\n  a:\n    question: Is a so?\n" + more);
  };
  CHECK(asked("    yes: soon\n    no: home\n") == None{});
  CHECK(asked("    yes: home\n    no: soon\n") == None{"more-serious a: a: no | a: yes"});
  CHECK(asked("    worse: no\n    yes: home\n    no: soon\n") == None{});
  CHECK(asked("    worse: no\n    yes: soon\n    no: home\n") == None{"more-serious a: a: yes | a: no"});
  CHECK(asked("    worse: neither\n    yes: home\n    no: soon\n") == None{});
  CHECK(asked("    yes: now\n    no: soon\n    unsure: home\n") == None{"not-sure a: a: no | a: unsure"});
  CHECK(asked("    yes: now\n    no: soon\n    unsure: soon\n") == None{});
  CHECK(asked("    yes: now\n    no: home\n    unsure: yes\n") == None{});
}

TEST_CASE("a question that one of the two alone is asked may save or condemn only the more serious one") {
  // Whoever answers yes is asked no more, so what no would have led to is not held against it ...
  CHECK(of(R"(start: a
steps:
  a: { question: "Is a so?", yes: soon, no: b }
  b: { question: "Is b so?", yes: now, no: home }
)") == None{});
  // ... but what nobody who answers no can avoid is.
  CHECK(of(R"(start: a
steps:
  a: { question: "Is a so?", yes: soon, no: b }
  b: { question: "Is b so?", yes: now, no: now }
)") == None{"more-serious a: a: no, b: no | a: yes"});
  // What the more serious one alone is asked may be answered anyhow.
  CHECK(of(R"(start: a
steps:
  a: { question: "Is a so?", yes: b, no: soon }
  b: { question: "Is b so?", yes: now, no: home }
)") == None{"more-serious a: a: no | a: yes, b: no"});
}

TEST_CASE("what both are asked afterwards they answer alike") {
  CHECK(of(R"(start: a
steps:
  a: { question: "Is a so?", yes: b, no: b }
  b:
    question: Is b so?
    yes: now
    no: by-a
  by-a:
    then:
      - { when: a, to: soon }
      - { otherwise: home }
)") == None{});
  // The first, asked later, is bound by what the second, asked sooner, has said.
  CHECK(of(R"(start: a
steps:
  a: { question: "Is a so?", yes: b-first, no: c-first }
  b-first: { question: "Is b so?", records: b, yes: c-then, no: c-then }
  c-first: { question: "Is c so?", records: c, yes: b-then, no: b-then }
  c-then: { question: "Is c so?", records: c, yes: now, no: by-b }
  b-then: { question: "Is b so?", records: b, yes: soon, no: home }
  by-b:
    then:
      - { when: b, to: soon }
      - { otherwise: home }
)",
           yes_no_fact("b") + yes_no_fact("c")) == None{});
}

TEST_CASE("on a list more ticks are more serious, and not sure is no less than none") {
  const auto list = [](const std::string& ends, const std::string& more = "") {
    return of("start: a\nsteps:\n  a:\n    question: Is one so?\n" + more +
              "    tick:\n      x: One thing\n      y: Another thing\n" + ends);
  };
  CHECK(list("    any: soon\n    none: home\n") == None{});
  CHECK(list("    any: home\n    none: soon\n") == None{"more-serious a: a: none | a: y"});
  CHECK(list("    any: home\n    none: soon\n", "    worse: neither\n") == None{});
  CHECK(list("    any: now\n    none: soon\n    unsure: home\n") == None{"not-sure a: a: none | a: unsure"});
  // Both together less urgent than one alone.
  CHECK(list(R"(    then:
      - { when: a includes x and a includes y, to: home }
      - { when: a is none, to: home }
      - { otherwise: soon }
)") == None{"more-serious a: a: y | a: x+y"});
}

TEST_CASE("of one of several the first is the most serious where it is said so") {
  const auto choice = [](const std::string& worse) {
    return of("start: a\nsteps:\n  a:\n    question: Which is so?\n" + worse +
              "    choose:\n      x: { text: \"One\", to: soon }\n      y: { text: \"Two\", to: now }\n      z: { "
              "text: \"Three\", "
              "to: home }\n");
  };
  CHECK(choice("") == None{});
  CHECK(choice("    worse: first\n") == None{"more-serious a: a: y | a: x"});
}

TEST_CASE("amounts are more serious where they are higher or lower") {
  const auto number = [](const std::string& worse) {
    return of("start: a\nsteps:\n  a:\n    question: How many?\n" + worse +
              "    number: { unit: breaths, from: 0, to: 60, step: 1 }\n    bands:\n"
              "      few: { range: up to 20, to: home }\n      many: { range: over 20, to: soon }\n");
  };
  CHECK(number("") == None{});
  CHECK(number("    worse: higher\n") == None{});
  CHECK(number("    worse: lower\n").size() == 1);
}

TEST_CASE("asking for somebody else may hide an answer but not change where the same answers end") {
  const auto asked = [](const std::string& hidden) {
    return of("start: a\nsteps:\n  a:\n    question: Is one so?\n    tick:\n      x:\n        text: One thing\n" +
                  hidden +
                  "        records: f\n      y: Another thing\n    any: b\n    none: b\n"
                  "  b: { question: \"Is f so?\", records: f, yes: soon, no: home }\n",
              yes_no_fact("f"));
  };
  CHECK(asked("") == None{});
  CHECK(asked("        only-if: party is someone-else\n").size() == 1);
  CHECK(of(R"(start: a
steps:
  a:
    question: Is one so?
    tick:
      x:
        text: One thing
        only-if: party is someone-else
        to: now
      y: Another thing
    any: soon
    none: home
)") == None{});
}

TEST_CASE("nobody ends in less than an emergency before the screen is through") {
  const std::string pathway = "start: a\nsteps:\n  a: { question: \"Is a so?\", yes: soon, no: home }\n";
  const auto screen = [&](const std::string& end) {
    return compared({pathway_file("cough", pathway),
                     module_file("screen", "start: s\nsteps:\n  s: { question: \"Is s so?\", yes: " + end +
                                               ", no: done }\n" + outcomes_for(" " + end + " }"))},
                    "", "first: [screen]\n");
  };
  CHECK(screen("now")->found() == None{});
  // A module that the pathway begins with is not of the screen.
  CHECK(compared({pathway_file("cough", "start: m\nsteps:\n  m: { use: more, to: home }\n"),
                  module_file("screen", "start: s\nsteps:\n  s: { question: \"Is s so?\", yes: now, no: done }\n" +
                                            outcomes_for(" now }")),
                  module_file("more", "start: b\nsteps:\n  b: { question: \"Is b so?\", yes: soon, no: done }\n" +
                                          outcomes_for(" soon }"))},
                 "", "first: [screen]\n")
            ->found() == None{});
  const auto left = screen("home");
  CHECK(left->found().front() == "screen home");
  CHECK(left->text().find("[screen-left]") != std::string::npos);
}

TEST_CASE("a finding shows both patients and how to see them") {
  const auto c =
      compared({pathway_file("cough", "start: a\nsteps:\n  a: { question: \"Is a so?\", yes: home, no: soon }\n")});
  const std::string text = c->text();
  INFO(text);
  CHECK(text.find("who answers `no` ends in `soon` (ed-1h), and who answers `yes` in `home` (self-care)") !=
        std::string::npos);
  CHECK(text.find("[more-serious-less-urgent]") != std::string::npos);
  CHECK(text.find("--answers \"a=no\"") != std::string::npos);
  CHECK(text.find("--answers \"a=yes\"") != std::string::npos);
}

TEST_CASE("what takes too many kinds of patient to compare is not proven, and said to be so") {
  const auto c =
      compared({pathway_file("cough",
                             "start: a\nsteps:\n  a: { question: \"Is a so?\", yes: b, no: b }\n"
                             "  b:\n    then:\n      - { when: a, to: soon }\n      - { otherwise: home }\n")});
  CHECK(c->found() == None{});
  c->library.ways_in_one_place = 0;
  const UnwrittenFindings findings = unwritten_claims(c->library, *c->graph, TopicIndex{0}, ProgramIndex{0});
  REQUIRE(!findings.found.empty());
  CHECK_FALSE(findings.found.front().complete);
  report(*c->graph, findings.found.front(), c->findings);
  CHECK(c->text().find("[claim-not-proven]") != std::string::npos);
}

TEST_CASE("of several pairs that differ the shortest is shown") {
  // Whoever is b is asked three more questions before the answer to c makes the difference; the others at once.
  const auto c =
      compared({pathway_file("cough",
                             "start: b\nsteps:\n  b: { question: \"Is b so?\", worse: neither, yes: d, no: c }\n"
                             "  d: { question: \"Is d so?\", worse: neither, yes: e, no: e }\n"
                             "  e: { question: \"Is e so?\", worse: neither, yes: c, no: c }\n"
                             "  c: { question: \"Is c so?\", yes: f, no: f }\n"
                             "  f:\n    question: Is f so?\n    worse: neither\n    yes: g\n    no: h\n"
                             "  g:\n    then:\n      - { when: c, to: home }\n      - { otherwise: soon }\n"
                             "  h: { question: \"Is h so?\", worse: neither, yes: g, no: g }\n")});
  CHECK(c->found() == None{"more-serious c: b: no, c: no, f: yes | b: no, c: yes, f: yes"});
}

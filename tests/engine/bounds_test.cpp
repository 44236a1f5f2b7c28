// Every bound that a library or a journey can meet, reached, and passed by one. Bounds of a part are tested beside it:
// docs/security.md says which test holds which.
#include <catch2/catch.hpp>

#include <functional>

#include "engine/amounts/measure.hpp"
#include "engine/amounts/quantity.hpp"
#include "engine/compile/compile.hpp"
#include "engine/graph/claim.hpp"
#include "engine/names/check_parts.hpp"
#include "engine/read/keys.hpp"
#include "engine/walk/engine.hpp"
#include "tests/support/library_around.hpp"
#include "tests/support/token_by_hand.hpp"

using namespace signpost;
using namespace signpost::tests;

namespace {

// What compiling a library finds; nothing is walked or proven.
std::string found(const std::vector<NamedText>& files, std::size_t* nodes = nullptr) {
  Diagnostics findings;
  const Library library = read_library(files, "small", findings);
  const auto graph = compile(library, findings);
  CHECK((graph != nullptr) == !findings.has_errors());
  if (graph && nodes) *nodes = graph->nodes.size();
  return findings.has_errors() ? render_text(findings, library.sources, {}) : std::string();
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string joined(std::size_t count, const std::function<std::string(std::size_t)>& each) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += each(i);
  return text;
}

// A pathway of one question with as many answers, of the given kind.
std::string found_with_answers(const std::string& kind, std::size_t answers, const std::string& then) {
  return found(library_around(
      "", {pathway_file("cough", "start: a\nsteps:\n  a:\n    question: Which is it?\n    " + kind + ":\n" +
                                     joined(answers,
                                            [](std::size_t i) {
                                              const std::string id = "a" + std::to_string(i);
                                              return "      " + id + ": Words of " + id + "\n";
                                            }) +
                                     then)}));
}

}  // namespace

TEST_CASE("a question may have answers up to the limit and no more") {
  const std::string too_many = "`a` has 32 answers; 31 is the most";
  CHECK(found_with_answers("choose", kMaxListAnswers, "    to: home\n").empty());
  CHECK(has(found_with_answers("choose", kMaxListAnswers + 1, "    to: home\n"), too_many));
  CHECK(found_with_answers("tick", kMaxListAnswers, "    any: home\n    none: home\n").empty());
  CHECK(has(found_with_answers("tick", kMaxListAnswers + 1, "    any: home\n    none: home\n"), too_many));
}

TEST_CASE("points may be as many as the limit on either side and no more") {
  const auto with = [](const std::string& points) {
    const std::string score =
        "scores:\n  s:\n    meaning: How bad it is\n    plus:\n      - { when: sex is female, points: ";
    return found(library_around(
        "",
        {pathway_file("cough", "start: a\nsteps:\n  a: { question: \"Is it?\", yes: { to: b, score: { s: " + points +
                                   " } }, no: b }\n  b:\n    then:\n      - { when: score s >= 1, to: soon }\n"
                                   "      - { otherwise: home }\n" +
                                   score + points + " }\n")}));
  };
  const std::string far = "must be a whole number from -1000 to 1000";
  for (const char* sign : {"", "-"}) {
    CHECK_FALSE(has(with(sign + std::to_string(kMaxPoints)), far));
    CHECK(has(with(sign + std::to_string(kMaxPoints + 1)), "`s` " + far));
    CHECK(has(with(sign + std::to_string(kMaxPoints + 1)), "`points` " + far));
  }
}

TEST_CASE("a fact may have values up to the limit and no more") {
  const auto with = [](std::size_t values) {
    return found(library_around(
        "  place:\n    meaning: Where it is\n    type: one of\n    values: [" +
            joined(values, [](std::size_t i) { return (i ? ", v" : "v") + std::to_string(i); }) + "]\n",
        {pathway_file("cough", "start: a\nsteps:\n  a: { question: \"Is it?\", yes: home, no: home }\n")}));
  };
  CHECK(with(kMaxListAnswers).empty());
  CHECK(has(with(kMaxListAnswers + 1), "`place` has 32 values; 31 is the most"));
}

TEST_CASE("a library may have switches up to the limit and no more") {
  const auto with = [](std::size_t switches) {
    return found(library_around(
        "", {pathway_file("cough", "start: a\nsteps:\n  a: { question: \"Is it?\", yes: home, no: home }\n")},
        "switches:\n" + joined(switches, [](std::size_t i) {
          return "  s" + std::to_string(i) + ": { meaning: \"It is so\", default: off }\n";
        })));
  };
  CHECK(with(32).empty());
  CHECK(has(with(33), "there are 33 switches; 32 is the most"));
}

TEST_CASE("what a fact means may come to words up to the limit and no more") {
  // Each fact means the one before: a word for itself, one for its test.
  const auto chain = [](std::size_t facts) {
    return found(library_around(yes_no_fact("m0") + joined(facts,
                                                           [](std::size_t i) {
                                                             return "  m" + std::to_string(i + 1) +
                                                                    ":\n    meaning: So\n    means: m" +
                                                                    std::to_string(i) + "\n";
                                                           }),
                                {pathway_file("cough",
                                              "start: a\nsteps:\n  a: { question: \"Is it?\", records: m0, "
                                              "yes: home, no: home }\n")}));
  };
  const std::size_t most = (kMaxMeaningWords - 1) / 2;
  CHECK(chain(most).empty());
  const std::string beyond = chain(100 * most);
  CHECK(has(beyond, "the meaning of `m" + std::to_string(most + 1) + "`"));
  CHECK(has(beyond, "has more than 500 words"));
  CHECK(beyond.find("error:") == beyond.rfind("error:"));  // those that are made of it get no finding each
}

TEST_CASE("facts that each name the one before twice are refused and not counted out") {
  std::string facts = yes_no_fact("m0");
  for (int i = 1; i < 60; ++i)
    facts += "  m" + std::to_string(i) + ":\n    meaning: So\n    means: m" + std::to_string(i - 1) + " or not m" +
             std::to_string(i - 1) + "\n";
  const std::string text = found(library_around(
      facts, {pathway_file("cough",
                           "start: a\nsteps:\n  a: { question: \"Is it?\", records: m0, yes: b, no: b }\n"
                           "  b: { then: [ { when: m59, to: home }, { otherwise: home } ] }\n")}));
  CHECK(has(text, "has more than 500 words"));
}

TEST_CASE("facts that mean each other, or are never so because of each other, are a circle") {
  const auto with = [](const std::string& facts) {
    return found(library_around(facts, {pathway_file("cough",
                                                     "start: a\nsteps:\n  a: { question: \"Is it?\", records: "
                                                     "hot, yes: home, no: home }\n")}));
  };
  CHECK(
      has(with(yes_no_fact("hot", "    never: not hot\n")), "the meaning of `hot` goes round in a circle: hot -> hot"));
  CHECK(has(with(yes_no_fact("hot", "    never: cold\n") + yes_no_fact("cold", "    never: hot\n")),
            "the meaning of `hot` goes round in a circle: hot -> cold -> hot"));
  CHECK(
      has(with(yes_no_fact("hot") + "  a:\n    meaning: A\n    means: hot or b\n  b:\n    meaning: B\n    means: a\n"),
          "the meaning of `a` goes round in a circle: a -> b -> a"));
  CHECK(with(yes_no_fact("hot", "    never: cold\n") + yes_no_fact("cold")).empty());
}

TEST_CASE("points cannot depend on a score, least of all on their own") {
  const auto with = [](const std::string& when) {
    return found(library_around(
        yes_no_fact("hot"),
        {pathway_file("cough",
                      "start: a\nscores:\n  much: { evidence: [source], plus: [ { when: " + when +
                          ", points: 2 } ] }\nsteps:\n"
                          "  a: { question: \"Is it?\", records: hot, yes: { to: b, score: { much: 1 } }, no: b }\n"
                          "  b: { then: [ { when: score much >= 1, to: soon }, { otherwise: home } ] }\n")}));
  };
  CHECK(with("hot").empty());
  CHECK(has(with("score much >= 1"), "points cannot depend on the score `much`"));
  CHECK(has(with("hot and not (score much >= 1)"), "points cannot depend on the score `much`"));
}

TEST_CASE("a pathway may remember things up to the limit and no more") {
  // Age, sex and for whom are remembered of everybody.
  const auto with = [](std::size_t facts) {
    const auto step = [](std::size_t i) { return "s" + std::to_string(i); };
    return found(library_around(joined(facts, [](std::size_t i) { return yes_no_fact("f" + std::to_string(i)); }),
                                {pathway_file("cough", "start: s0\nsteps:\n" + joined(facts, [&](std::size_t i) {
                                                         return "  " + step(i) + ":\n    then:\n      - { when: f" +
                                                                std::to_string(i) +
                                                                ", to: home }\n      - { otherwise: " +
                                                                (i + 1 < facts ? step(i + 1) : "home") + " }\n";
                                                       }))}));
  };
  CHECK(with(kMaxVariables - 3).empty());
  CHECK(has(with(kMaxVariables - 2), "`cough` has to remember 1025 things; 1024 is the most"));
}

TEST_CASE("values of an amount are told apart up to the limit and no further") {
  const auto with = [](std::size_t thresholds) {
    return found(library_around(
        "  weight:\n    meaning: The weight\n    type: number\n    unit: kg\n",
        {pathway_file("cough", "start: a\nsteps:\n  a:\n    then:\n" + joined(thresholds, [](std::size_t i) {
                                 return "      - { when: weight >= " + std::to_string(i + 1) + " kg, to: home }\n";
                               }) + "      - { otherwise: home }\n")}));
  };
  std::size_t most = kMaxSymbols - 3;
  while (with(most + 1).empty() && most < kMaxSymbols) ++most;
  CHECK(with(most).empty());
  CHECK(has(with(most + 1), "`weight` has to tell 255 values apart; 254 is the most"));
}

TEST_CASE("totals of a score are told apart up to the limit and no further") {
  const auto with = [](int points) {
    return found(library_around("", {pathway_file("cough",
                                                  "start: a\nscores:\n  much: { evidence: [source] }\nsteps:\n"
                                                  "  a: { question: \"Is it?\", yes: { to: b, score: { much: " +
                                                      std::to_string(points) + " } }, no: b }\n" +
                                                      "  b:\n    then:\n      - { when: score much >= 4, to: soon }\n"
                                                      "      - { otherwise: home }\n")}));
  };
  CHECK(with(kMaxSymbols - 1).empty());
  CHECK(has(with(kMaxSymbols), "runs from 0 to 255; at most 255 different totals can be told apart"));
}

TEST_CASE("a pathway with its modules may have steps up to the limit and no more") {
  // A module of some hundred steps, used again and again; then single steps, up to the number that is wanted.
  constexpr std::size_t kInModule = 300, kUses = 200;
  const auto chain = [](std::size_t steps, const std::string& last) {
    return joined(steps, [&](std::size_t i) {
      return "  d" + std::to_string(i) +
             ": { then: [ { otherwise: " + (i + 1 < steps ? "d" + std::to_string(i + 1) : last) + " } ] }\n";
    });
  };
  std::size_t nodes = 0;
  const auto with = [&](std::size_t steps) {
    return found(
        library_around("",
                       {module_file("long", "start: d0\nsteps:\n" + chain(kInModule, "done")),
                        pathway_file("cough", "start: u0\nsteps:\n" +
                                                  joined(kUses,
                                                         [&](std::size_t i) {
                                                           return "  u" + std::to_string(i) + ": { use: long, to: " +
                                                                  (i + 1 < kUses ? "u" + std::to_string(i + 1) : "d0") +
                                                                  " }\n";
                                                         }) +
                                                  chain(steps, "home"))}),
        &nodes);
  };
  CHECK(with(1).empty());
  REQUIRE(nodes < kMaxProgramNodes);
  const std::size_t most = 1 + kMaxProgramNodes - nodes;
  CHECK(with(most).empty());
  CHECK(nodes == kMaxProgramNodes);
  CHECK(has(with(most + 1), "`cough` with its modules put in has more than 65536 steps"));
}

TEST_CASE("a claim may count questions up to the limit and no further") {
  const auto with = [](int questions) {
    return found(library_around(
        yes_no_fact("hot"),
        {pathway_file("cough",
                      "start: a\nsteps:\n  a: { question: \"Is it?\", records: hot, yes: home, no: home }\n"
                      "safety:\n  - claim: It is soon over\n    when: hot\n    within: " +
                          std::to_string(questions) + " questions\n")}));
  };
  CHECK(with(kMaxWithin).empty());
  CHECK(has(with(kMaxWithin + 1), "at most 100"));
}

TEST_CASE("words that no patient reads may be as long as their limit and no longer") {
  const auto with = [](std::size_t characters) {
    return found(library_around(
        "", {pathway_file("cough", "owner: { author: " + std::string(characters, 'N') +
                                       " }\nstart: a\nsteps:\n  a: { question: \"Is it?\", yes: home, no: home }\n")}));
  };
  CHECK(with(kMaxPlainCharacters).empty());
  CHECK(has(with(kMaxPlainCharacters + 1), "300"));
}

TEST_CASE("amounts are read up to the largest and no further") {
  CHECK(parse_thousandths("2000000") == kMaxAmount);
  CHECK_FALSE(parse_thousandths("2000000.001"));
  CHECK(parse_minutes("2000000000 minutes") == kMaxAmount);
  CHECK_FALSE(parse_minutes("2000000001 minutes"));
  CHECK(duration_minutes(*parse_quantity("198412 weeks")) == 198'412 * 7 * 24 * 60);
  CHECK_FALSE(duration_minutes(*parse_quantity("198413 weeks")));
}

TEST_CASE("a journey may have answers up to the limit and no more") {
  Diagnostics findings;
  const Library library = read_library(
      library_around("",
                     {pathway_file("cough", "start: a\nsteps:\n  a: { question: \"Is it?\", yes: home, no: home }\n")}),
      "small", findings);
  const auto graph = compile(library, findings);
  REQUIRE(graph);
  Journey journey = std::get<Journey>(begin(*graph, {"cough"}, {Age{120, 120}, Sex::female, Party::self}, 20'000));
  const auto code = [&](std::size_t answers, std::size_t held) {
    journey.answers.assign(answers, Given{QuestionIndex{3}, Given::Kind::answer, 0, 0, 3});
    journey.held.assign(held, journey.answers.empty() ? Given{QuestionIndex{3}} : journey.answers.front());
    const auto next = step(*graph, journey);
    const auto* const refused = std::get_if<Rejected>(&next);
    return refused == nullptr ? std::string() : std::string(rejected_name(refused->code));
  };
  CHECK(code(kMaxJourneyAnswers, 0) == "answer-does-not-fit");  // they were looked at: two are too many here
  CHECK(code(kMaxJourneyAnswers + 1, 0) == "too-many-answers");
  CHECK(code(0, kMaxJourneyAnswers).empty());
  CHECK(code(1, kMaxJourneyAnswers) == "too-many-answers");
  journey.answers.clear();
  const auto one_more = answer(*graph, journey, "a", std::string("yes"));
  REQUIRE(std::holds_alternative<Rejected>(one_more));
  CHECK(std::get<Rejected>(one_more).code == Rejected::Code::too_many_answers);
}

// Every bound that a request's body or a search can meet, reached, and passed by one. Those of HTTP itself are in
// framing_test.cpp and front_test.cpp: docs/security.md says which test holds which.
#include <catch2/catch.hpp>

#include <functional>

#include "server/json.hpp"
#include "server/search.hpp"
#include "server/site.hpp"
#include "tests/support/browser.hpp"
#include "tests/support/small_library.hpp"

using namespace signpost;

namespace {

std::string joined(std::size_t count, const std::function<std::string(std::size_t)>& each) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += (i > 0 ? "," : "") + each(i);
  return text;
}

// "" where the body was read; else the status and the code that it is refused with.
template <class What>
std::string refusal(const Parsed<What>& parsed) {
  const auto* const wrong = std::get_if<JsonProblem>(&parsed);
  return wrong == nullptr ? std::string() : std::to_string(wrong->status) + " " + std::string(wrong->code);
}

}  // namespace

TEST_CASE("an object may have members up to the limit and no more") {
  const auto with = [](std::size_t members) {
    return refusal(
        parse_search("{" + joined(members, [](std::size_t i) { return "\"k" + std::to_string(i) + "\":1"; }) + "}"));
  };
  CHECK(with(kMaxJsonMembers) == "422 missing-field");  // it was read, and is not what was asked for
  CHECK(with(kMaxJsonMembers + 1) == "400 unknown-field");
}

TEST_CASE("a body may have values up to the limit and no more") {
  const auto with = [](std::size_t values) {  // the object and the list are two of them
    return refusal(parse_triage("{\"topics\":[" + joined(values - 2, [](std::size_t) { return "1"; }) + "]}"));
  };
  CHECK(with(4096) == "422 too-long");  // it was read, and is too long a list of topics
  CHECK(with(4097) == "400 too-long");
}

TEST_CASE("lists and ids in a body may be as long as their limit and no longer") {
  const auto text = [](std::size_t) { return std::string("\"x\""); };
  const auto topics = [&](std::size_t count) {
    return refusal(parse_triage("{\"topics\":[" + joined(count, text) + "]}"));
  };
  CHECK(topics(8).empty());
  CHECK(topics(9) == "422 too-long");

  const auto ticks = [&](std::size_t count) {
    return refusal(parse_change(R"({"journey":"t","question":"q","value":[)" + joined(count, text) + "]}"));
  };
  CHECK(ticks(kMaxAnswers).empty());
  CHECK(ticks(kMaxAnswers + 1) == "422 too-long");

  const auto answers = [](std::size_t count) {
    return refusal(parse_evaluate(
        R"({"topic":"x","answers":[)" +
        joined(count, [](std::size_t) { return std::string(R"({"question":"a","value":"b"})"); }) + "]}"));
  };
  CHECK(answers(kMaxJourneyAnswers).empty());
  CHECK(answers(kMaxJourneyAnswers + 1) == "422 too-long");

  const auto id = [](std::size_t letters) {
    return refusal(parse_triage(R"({"topic":")" + std::string(letters, 'a') + "\"}"));
  };
  CHECK(id(kMaxIdChars).empty());
  CHECK(id(kMaxIdChars + 1) == "422 too-long");
}

TEST_CASE("words of a search are read up to the limit and no more of them count") {
  std::string words;
  for (std::size_t i = 0; i < kMaxSearchWords; ++i)
    words += "zq" + std::string(1, static_cast<char>('a' + i % 26)) + std::to_string(i) + " ";
  CHECK(search_stems(words).size() == kMaxSearchWords);
  CHECK(search_stems(words + "zqlast") == search_stems(words));
}

TEST_CASE("a word of a search is read up to its limit and not further") {
  const std::string longest = std::string(39, 'x') + "q";
  CHECK(search_stems(longest + "z") == search_stems(longest));
  CHECK(search_stems(longest) != search_stems(std::string(39, 'x')));
}

TEST_CASE("topics are found up to as many as are shown and no more") {
  const auto found = [](std::size_t topics) {
    DecisionGraph graph;
    graph.topics.resize(topics);
    for (std::size_t i = 0; i < topics; ++i) graph.topics[i].title = "Pain " + std::string(1 + i, 'x');
    return TopicSearch(graph).find("pain").topics.size();
  };
  CHECK(found(kMaxFound) == kMaxFound);
  CHECK(found(kMaxFound + 1) == kMaxFound);
}

TEST_CASE("what was typed is shown again up to its limit and not further") {
  const TokenSealer sealer({random_token_key(1)});
  Metrics metrics;
  const Site site(
      small_library(), sealer,
      [] {
        return Moment{1'795'305'600, 20'779};
      },
      {}, metrics);
  Browser visitor([&](const Request& request, Response& response) { site(request, response); });
  visitor.post("/start", {{"topic", "everything"}});
  visitor.submit({{"answer", "self"}});
  const std::string typed(40, 'x');
  visitor.submit({{"amount", typed + "y"}, {"unit", "years"}});
  CHECK(visitor.shows(typed));
  CHECK_FALSE(visitor.shows(typed + "y"));
}

TEST_CASE("codes of refusals are counted up to the limit and those beyond as other") {
  static const std::vector<std::string> codes = [] {  // a figure keeps the name that it is given
    std::vector<std::string> made;
    for (std::size_t i = 0; i <= kMostRefusals; ++i) made.push_back("code-" + std::to_string(i));
    return made;
  }();
  Metrics metrics;
  for (const std::string& code : codes)
    for (int i = 0; i < 10; ++i) metrics.count_refusal(code);  // they are published in tens
  const std::string text = metrics.text();
  CHECK(text.find("{code=\"" + codes[kMostRefusals - 1] + "\"} 10") != std::string::npos);
  CHECK(text.find("{code=\"" + codes[kMostRefusals] + "\"}") == std::string::npos);
  CHECK(text.find("{code=\"other\"} 10") != std::string::npos);
}

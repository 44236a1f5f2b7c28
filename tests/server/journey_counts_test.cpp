#include "server/journey_counts.hpp"

#include <catch2/catch.hpp>

#include <thread>

#include "server/metrics.hpp"
#include "server/site.hpp"
#include "tests/support/browser.hpp"
#include "tests/support/moment.hpp"
#include "tests/support/small_library.hpp"

using namespace signpost;
using signpost::test::kNow;

namespace {

// A site, and what it publishes.
struct CountingPlace {
  Metrics metrics;
  TokenSealer sealer{{random_token_key(1)}};
  Site site{small_library(), sealer, [] { return Moment{kNow, static_cast<Day>(kNow / 86400)}; }, {}, metrics};

  Browser browser() const {
    return Browser([this](const Request& request, Response& response) { site(request, response); });
  }
  // Goes to the first question of the pathway: party, age, then "faint".
  Browser begun() const {
    Browser visitor = browser();
    visitor.post("/start", {{"topic", "everything"}});
    visitor.submit({{"answer", "self"}});
    visitor.submit({{"amount", "30"}, {"unit", "years"}});
    return visitor;
  }
  std::string post(const std::string& path, const std::string& body) const {
    Request request;
    request.method = "POST";
    request.path = path;
    request.headers.add("Content-Type", "application/json");
    request.body = body;
    Response response;
    site(request, response);
    REQUIRE(response.status == 200);
    return response.body;
  }

  // The sum of a family's samples whose labels hold `part`.
  std::uint64_t sum(const std::string& family, const std::string& part = {}) {
    const std::string text = metrics.text();
    std::uint64_t all = 0;
    for (std::size_t line = 0; line < text.size(); line = text.find('\n', line) + 1) {
      const std::string_view sample = std::string_view(text).substr(line, text.find('\n', line) - line);
      if (!sample.starts_with(family + '{') || sample.find(part) == std::string_view::npos) continue;
      all += std::stoull(std::string(sample.substr(sample.rfind(' ') + 1)));
    }
    return all;
  }
};

std::string journey_of(const std::string& body) {
  const std::string key = "{\"journey\":\"";
  return body.substr(key.size(), body.find('"', key.size()) - key.size());
}

}  // namespace

TEST_CASE("what happens on journeys is absent until it has happened ten times and then grows by tens") {
  CountingPlace place;
  for (int i = 0; i < 9; ++i) place.begun().submit({{"answer", "yes"}});
  CHECK(place.sum("signpost_journeys_begun_total") == 0);
  CHECK(place.metrics.text().find("everything") == std::string::npos);
  for (int i = 0; i < 11; ++i) place.begun().submit({{"answer", "yes"}});
  CHECK(place.sum("signpost_journeys_begun_total", "topic=\"everything\"") == 20);
  CHECK(place.sum("signpost_journeys_finished_total", "disposition=\"ambulance-now\",level=\"emergency\"") == 20);
  CHECK(place.sum("signpost_outcomes_reached_total",
                  "pathway=\"everything\",outcome=\"ambulance\",disposition=\"ambulance-now\"") == 20);
  CHECK(place.sum("signpost_questions_shown_total", "question=\"faint\"") == 20);
  CHECK(place.sum("signpost_questions_answered_total", "question=\"faint\"") == 20);
  CHECK(place.sum("signpost_questions_answered_total", "pathway=\"\",question=\"patient/age\"") == 20);
  CHECK(place.sum("signpost_questions_gone_back_total") == 0);
  for (int i = 0; i < 19; ++i) place.begun();
  CHECK(place.sum("signpost_journeys_begun_total") == 30);
}

TEST_CASE("what one person did is not told by figures that are read twice in a row") {
  CountingPlace place;
  for (int i = 0; i < 10; ++i) place.begun();
  CHECK(place.sum("signpost_journeys_begun_total") == 10);
  CHECK(place.sum("signpost_journeys_finished_total") == 0);
  // Nine people have come to an end: whoever reads again learns nothing of them.
  for (int i = 0; i < 9; ++i) place.begun().submit({{"answer", "yes"}});
  CHECK(place.sum("signpost_journeys_finished_total") == 0);
  CHECK(place.sum("signpost_journeys_begun_total") == 10);
  place.begun().submit({{"answer", "yes"}});
  CHECK(place.sum("signpost_journeys_finished_total") == 10);
  CHECK(place.sum("signpost_journeys_begun_total") == 20);
}

TEST_CASE("a page that is loaded again is not counted and going back is") {
  CountingPlace place;
  for (int i = 0; i < 10; ++i) {
    Browser visitor = place.begun();
    const std::string here = visitor.path();
    visitor.get(here);
    visitor.get(here);
    visitor.submit({{"answer", "yes"}});  // an outcome
    visitor.get(visitor.path());
  }
  CHECK(place.sum("signpost_journeys_begun_total") == 10);
  CHECK(place.sum("signpost_questions_shown_total", "question=\"faint\"") == 10);
  CHECK(place.sum("signpost_journeys_finished_total") == 10);
  CHECK(place.sum("signpost_questions_gone_back_total") == 0);

  for (int i = 0; i < 10; ++i) {
    Browser visitor = place.begun();
    visitor.submit({{"answer", "yes"}});
    std::string before = visitor.path();
    before.back() = '3';
    visitor.get(before);
  }
  CHECK(place.sum("signpost_questions_gone_back_total", "question=\"faint\"") == 10);
  CHECK(place.sum("signpost_answers_changed_total") == 0);
}

TEST_CASE("an answer that is changed counts as changed and the same answer sent again does not") {
  CountingPlace place;
  const auto again = [&](const std::string& answer) {
    Browser visitor = place.begun();
    visitor.submit({{"answer", "yes"}});  // an outcome
    std::string before = visitor.path();
    before.back() = '3';
    visitor.get(before);
    visitor.submit({{"answer", answer}});
  };
  for (int i = 0; i < 10; ++i) again("yes");
  CHECK(place.sum("signpost_answers_changed_total") == 0);
  CHECK(place.sum("signpost_journeys_finished_total") == 10);
  CHECK(place.sum("signpost_questions_answered_total", "question=\"faint\"") == 10);
  for (int i = 0; i < 10; ++i) again("no");
  CHECK(place.sum("signpost_answers_changed_total", "question=\"faint\"") == 10);
  CHECK(place.sum("signpost_questions_shown_total", "question=\"hot\"") == 10);  // the change led there
  CHECK(place.sum("signpost_journeys_finished_total") == 20);
}

TEST_CASE("the api counts as the pages do and whole journeys in one request apart") {
  CountingPlace place;
  const std::string patient = R"("patient":{"age":{"years":30},"sex":"female","party":"self"})";
  for (int i = 0; i < 10; ++i) {
    const std::string begun = place.post("/api/v1/triage", R"({"topic":"everything",)" + patient + '}');
    const std::string ended =
        place.post("/api/v1/triage/answer",
                   R"({"journey":")" + journey_of(begun) + R"(","answer":{"question":"faint","value":"yes"}})");
    place.post("/api/v1/triage/review", R"({"journey":")" + journey_of(ended) + R"("})");
    place.post("/api/v1/triage/change",
               R"({"journey":")" + journey_of(ended) + R"(","question":"faint","value":"no"})");
  }
  CHECK(place.sum("signpost_journeys_begun_total") == 10);
  CHECK(place.sum("signpost_questions_shown_total", "question=\"faint\"") == 10);
  CHECK(place.sum("signpost_questions_answered_total", "question=\"faint\"") == 10);
  CHECK(place.sum("signpost_answers_changed_total", "question=\"faint\"") == 10);
  CHECK(place.sum("signpost_journeys_finished_total") == 10);
  CHECK(place.sum("signpost_evaluations_total") == 0);

  for (int i = 0; i < 10; ++i) {
    place.post("/api/v1/evaluate",
               R"({"topic":"everything",)" + patient + R"(,"answers":[{"question":"faint","value":"yes"}]})");
    place.post("/api/v1/evaluate", R"({"topic":"everything",)" + patient + R"(,"answers":[]})");
  }
  CHECK(place.sum("signpost_evaluations_total", "disposition=\"ambulance-now\"") == 10);
  CHECK(place.sum("signpost_evaluations_total", "disposition=\"\"") == 10);
  CHECK(place.sum("signpost_journeys_begun_total") == 10);
}

TEST_CASE("two sites of one release count together and a release that nobody serves is not published") {
  Metrics metrics;
  {
    const auto first = metrics.journeys_of(small_library());
    CHECK(metrics.journeys_of(small_library()) == first);
    metrics.set_current_release(small_library().digest);
    const std::string text = metrics.text();
    const std::string release = small_library().digest.substr(0, kShortDigest);
    CHECK(text.find("signpost_release_info{release=\"" + release + "\",library=\"small\"} 1\n") != std::string::npos);
    CHECK(text.find("signpost_release_current{release=\"" + release + "\"} 1\n") != std::string::npos);
    CHECK(text.find(small_library().digest) == std::string::npos);
    metrics.set_current_release("00ff");
    CHECK(metrics.text().find("signpost_release_current{release=\"" + release + "\"} 0\n") != std::string::npos);
  }
  CHECK(metrics.text().find("signpost_release_info{") == std::string::npos);
}

TEST_CASE("counting by many threads loses nothing") {
  JourneyCounts counts(small_library());
  Step first;
  first.question = kPartyQuestion;
  constexpr int kThreads = 4, kEach = 5000;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i)
    threads.emplace_back([&] {
      for (int j = 0; j < kEach; ++j) counts.begun(TopicIndex{0}, first);
    });
  for (int i = 0; i < 10; ++i) counts.published();
  for (std::thread& thread : threads) thread.join();
  counts.begun(TopicIndex{0}, first);
  for (int i = 0; i < 9; ++i) counts.begun(TopicIndex{0}, first);
  CHECK((*counts.published())[0].find(" " + std::to_string(kThreads * kEach + 10) + "\n") != std::string::npos);
}

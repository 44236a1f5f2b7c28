#include "server/readiness.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "engine/graph/walk_tables.hpp"
#include "server/pages.hpp"
#include "tests/support/moment.hpp"
#include "tests/support/small_library.hpp"

using namespace signpost;
using nlohmann::json;
using signpost::test::kNow;

namespace {

struct ReadyPlace {
  explicit ReadyPlace(const DecisionGraph& served = small_library()) : graph(served) {}

  const DecisionGraph& graph;
  Moment now{kNow, static_cast<Day>(kNow / 86400)};
  TokenSealer sealer{{random_token_key(1)}};
  JourneyCounts counts{graph};
  Service service{graph, sealer, counts, [this] { return now; }};
  TopicSearch search{graph};
  Pages pages{service, search, {}};
  Readiness readiness{service, pages};
};

}  // namespace

TEST_CASE("the service is ready while its canary journeys end where they ended") {
  const ReadyPlace place;
  CHECK(place.readiness.trouble() == "");
  const Response ready = place.readiness.answer();
  CHECK(ready.status == 200);
  CHECK(json::parse(ready.body)["canaries"] == small_library().topics.size());
  CHECK(json::parse(ready.body)["release"] == small_library().digest);
  CHECK(place.readiness.canaries().silent().empty());
  CHECK(place.readiness.canaries().sing());
}

TEST_CASE("a service whose canary journeys end elsewhere than they did is not ready and says so") {
  const auto graph = small_library_with({});
  const ReadyPlace place(*graph);
  REQUIRE(place.readiness.answer().status == 200);
  // Its memory goes bad: every way ends in the next outcome.
  auto& broken = const_cast<DecisionGraph&>(*graph);
  for (Node& node : broken.nodes)
    if (node.kind == Node::Kind::outcome)
      node.outcome = static_cast<OutcomeIndex>((at(node.outcome) + 1) % broken.outcomes.size());
  broken.walk_tables = make_walk_tables(broken);
  const Response answer = place.readiness.answer();
  CHECK(answer.status == 503);
  CHECK(json::parse(answer.body)["code"] == "not-ready");
  CHECK(json::parse(answer.body)["detail"] == "a journey does not end where it ended when the library was loaded");
}

TEST_CASE("a service whose clock is wrong is not ready and says so") {
  ReadyPlace place;
  for (const std::int64_t wrong : {std::int64_t{0}, kEarliestNow - 1, kLatestNow + 1}) {
    place.now.seconds = wrong;
    const Response answer = place.readiness.answer();
    CHECK(answer.status == 503);
    CHECK(json::parse(answer.body)["code"] == "not-ready");
    CHECK(json::parse(answer.body)["detail"] == "the clock is wrong");
  }
  for (const std::int64_t right : {kEarliestNow, kLatestNow}) {
    place.now.seconds = right;
    CHECK(place.readiness.answer().status == 200);
  }
}

TEST_CASE("a library without topics is not ready") {
  DecisionGraph empty;
  empty.questions.resize(3);
  const TokenSealer sealer({random_token_key(1)});
  JourneyCounts counts(empty);
  const Service service{empty, sealer, counts, [] { return Moment{kNow, static_cast<Day>(kNow / 86400)}; }};
  const TopicSearch search(empty);
  const Pages pages(service, search, {});
  CHECK(Readiness(service, pages).trouble() == "the library has no topics");
}

TEST_CASE("to ask for readiness counts no journey and no question") {
  const ReadyPlace place;
  for (int i = 0; i < 100; ++i) CHECK(place.readiness.trouble() == "");
  JourneyCounts& counts = place.service.counts;
  Step first;
  first.question = kPartyQuestion;
  for (int i = 0; i < 10; ++i) counts.begun(TopicIndex{0}, first);
  const JourneyCounts::Samples published = *counts.published();
  for (std::size_t i = 0; i < published.size(); ++i) {
    CAPTURE(journey_families()[i].name, published[i]);
    const bool expected = i == 0 || journey_families()[i].name == "signpost_questions_shown_total";
    CHECK(std::count(published[i].begin(), published[i].end(), '\n') == (expected ? 1 : 0));
  }
}

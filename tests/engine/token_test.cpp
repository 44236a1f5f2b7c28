#include "engine/walk/token.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <random>
#include <stdexcept>
#include <thread>

#include "engine/graph/walk_tables.hpp"

using namespace signpost;

namespace {

constexpr std::int64_t kSealedAt = 1'795'000'000;

// A token needs no more of a graph than its digest, how many topics it has, and what its questions offer: here nothing.
std::unique_ptr<DecisionGraph> graph_with(std::size_t topics, std::size_t questions, std::string digest) {
  auto graph = std::make_unique<DecisionGraph>();
  graph->topics.resize(topics);
  graph->questions.resize(questions);
  graph->digest = std::move(digest);
  graph->walk_tables = make_walk_tables(*graph);
  return graph;
}
std::unique_ptr<DecisionGraph> usual_graph() {
  return graph_with(20, 900, "3fb3c3c1a4dd17b9a6bd8b6c4ee6af20c2f2ac1a5a5c55ab0e3ed1a8dd5b4c11");
}

TokenKey key(std::uint8_t id, unsigned char fill) {
  TokenKey made;
  made.id = id;
  made.bytes.fill(fill);
  return made;
}

Journey journey_of(std::size_t answers) {
  Journey journey;
  journey.topics = {TopicIndex{7}};
  journey.patient = {Age{100, 112}, Sex::female, Party::someone_else};
  journey.on = 20779;
  journey.switches = 5;
  for (std::size_t i = 0; i < answers; ++i) {
    Given given;
    given.question = static_cast<QuestionIndex>(300 + 3 * i);
    given.kind = i % 3 == 0 ? Given::Kind::ticks : Given::Kind::answer;
    given.value = given.kind == Given::Kind::answer ? static_cast<std::int32_t>(i % 4) : 0;
    given.ticks = given.kind == Given::Kind::ticks ? 0x15u : 0u;
    given.shown = 0x1ffu;
    journey.answers.push_back(given);
  }
  return journey;
}

Journey random_journey(std::mt19937& dice, const DecisionGraph& graph) {
  const auto below = [&](std::uint64_t end) { return std::uniform_int_distribution<std::uint64_t>(0, end - 1)(dice); };
  const auto any32 = [&] { return static_cast<std::uint32_t>(below(4) == 0 ? below(1ull << 32) : below(200)); };
  Journey journey;
  for (std::uint64_t i = below(4); i > 0; --i)
    journey.topics.push_back(static_cast<TopicIndex>(below(graph.topics.size())));
  if (below(2)) {
    const auto first = static_cast<AgeCell>(below(kAgeCells));
    journey.patient.age =
        Age{first, static_cast<AgeCell>(first + below(static_cast<std::uint64_t>(kAgeCells - first)))};
  }
  if (below(2)) journey.patient.sex = static_cast<Sex>(1 + below(3));
  if (below(2)) journey.patient.party = static_cast<Party>(1 + below(2));
  journey.on = static_cast<Day>(any32());
  journey.switches = any32();
  for (auto* list : {&journey.answers, &journey.held})
    for (std::uint64_t i = below(80); i > 0; --i)
      list->push_back({static_cast<QuestionIndex>(below(graph.questions.size())), static_cast<Given::Kind>(below(5)),
                       static_cast<std::int32_t>(any32()), any32(), any32()});
  return journey;
}

TokenError error_of(const std::variant<TokenSealer::Opened, TokenError>& opened) {
  REQUIRE(std::holds_alternative<TokenError>(opened));
  return std::get<TokenError>(opened);
}

}  // namespace

TEST_CASE("a journey comes out of its token as it went in") {
  const auto graph = usual_graph();
  const TokenSealer sealer({key(1, 0x11)});
  std::mt19937 dice(20261122);
  for (int round = 0; round < 500; ++round) {
    const Journey journey = random_journey(dice, *graph);
    const std::string token = sealer.seal(*graph, journey, kSealedAt - round);
    const auto opened = sealer.open(*graph, token, kSealedAt);
    REQUIRE(std::holds_alternative<TokenSealer::Opened>(opened));
    CHECK(std::get<TokenSealer::Opened>(opened).journey == journey);
    CHECK(std::get<TokenSealer::Opened>(opened).sealed_at == kSealedAt - round);
  }
}

TEST_CASE("a token is made of letters that a cookie and a header may hold") {
  const auto graph = usual_graph();
  const TokenSealer sealer({key(1, 0x11)});
  for (std::size_t answers = 0; answers < 6; ++answers)
    CHECK(sealer.seal(*graph, journey_of(answers), kSealedAt)
              .find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
          std::string::npos);
}

TEST_CASE("the same journey never gives the same token twice") {
  const auto graph = usual_graph();
  const TokenSealer sealer({key(1, 0x11)});
  std::vector<std::string> tokens;
  for (int i = 0; i < 600; ++i) tokens.push_back(sealer.seal(*graph, journey_of(2), kSealedAt));
  std::sort(tokens.begin(), tokens.end());
  CHECK(std::adjacent_find(tokens.begin(), tokens.end()) == tokens.end());
}

TEST_CASE("changing any one bit of a token makes it worthless") {
  const auto graph = usual_graph();
  const TokenSealer sealer({key(1, 0x11)});
  const std::string token = sealer.seal(*graph, journey_of(5), kSealedAt);
  for (std::size_t i = 0; i < token.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      std::string forged = token;
      forged[i] = static_cast<char>(forged[i] ^ (1 << bit));
      CAPTURE(i, bit);
      const auto error = error_of(sealer.open(*graph, forged, kSealedAt));
      CHECK((error == TokenError::malformed || error == TokenError::tampered || error == TokenError::unknown_key));
    }
}

TEST_CASE("changing any one letter of a token makes it worthless") {
  const auto graph = usual_graph();
  const TokenSealer sealer({key(1, 0x11)});
  for (std::size_t answers = 4; answers < 8; ++answers) {  // every length of the last group of letters
    const std::string token = sealer.seal(*graph, journey_of(answers), kSealedAt);
    for (std::size_t i = 0; i < token.size(); ++i)
      for (const char letter : {'A', 'Q', 'g', 'w', '_', '=', '+', '/', '\0', ' '}) {
        if (token[i] == letter) continue;
        std::string forged = token;
        forged[i] = letter;
        CHECK(std::holds_alternative<TokenError>(sealer.open(*graph, forged, kSealedAt)));
      }
  }
}

TEST_CASE("a token cut short or made longer is refused") {
  const auto graph = usual_graph();
  const TokenSealer sealer({key(1, 0x11)});
  const std::string token = sealer.seal(*graph, journey_of(5), kSealedAt);
  for (std::size_t size = 0; size < token.size(); ++size)
    CHECK(std::holds_alternative<TokenError>(sealer.open(*graph, token.substr(0, size), kSealedAt)));
  for (const char* more : {"A", "AA", "AAA", "AAAA", "=", "=="})
    CHECK(std::holds_alternative<TokenError>(sealer.open(*graph, token + more, kSealedAt)));
  CHECK(error_of(sealer.open(*graph, std::string(40'000, 'A'), kSealedAt)) == TokenError::malformed);
  CHECK(error_of(sealer.open(*graph, "", kSealedAt)) == TokenError::malformed);
}

TEST_CASE("random bytes are refused and never crash") {
  const auto graph = usual_graph();
  const TokenSealer sealer({key(1, 0x11)});
  std::mt19937 dice(7);
  for (int round = 0; round < 5000; ++round) {
    std::string bytes(dice() % 120, ' ');
    for (char& c : bytes) c = static_cast<char>(dice());
    if (round % 2 && !bytes.empty()) {
      const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
      for (char& c : bytes) c = letters[static_cast<unsigned char>(c) % letters.size()];
    }
    REQUIRE(std::holds_alternative<TokenError>(sealer.open(*graph, bytes, kSealedAt)));
  }
}

TEST_CASE("a token of another key is refused") {
  const auto graph = usual_graph();
  const TokenSealer ours({key(1, 0x11)}), same_id({key(1, 0x22)}), other_id({key(2, 0x11)});
  const std::string token = ours.seal(*graph, journey_of(3), kSealedAt);
  CHECK(error_of(same_id.open(*graph, token, kSealedAt)) == TokenError::tampered);
  CHECK(error_of(other_id.open(*graph, token, kSealedAt)) == TokenError::unknown_key);
}

TEST_CASE("after keys are rotated the old tokens still open and new ones carry the new key") {
  const auto graph = usual_graph();
  const TokenSealer before({key(1, 0x11)}), during({key(2, 0x22), key(1, 0x11)}), after({key(2, 0x22)});
  const std::string old_token = before.seal(*graph, journey_of(3), kSealedAt);
  CHECK(std::holds_alternative<TokenSealer::Opened>(during.open(*graph, old_token, kSealedAt)));
  const std::string new_token = during.seal(*graph, journey_of(3), kSealedAt);
  CHECK(std::holds_alternative<TokenSealer::Opened>(during.open(*graph, new_token, kSealedAt)));
  CHECK(std::holds_alternative<TokenSealer::Opened>(after.open(*graph, new_token, kSealedAt)));
  CHECK(error_of(before.open(*graph, new_token, kSealedAt)) == TokenError::unknown_key);
  CHECK(error_of(after.open(*graph, old_token, kSealedAt)) == TokenError::unknown_key);
  // Keys used in turn on one thread do not get mixed up.
  for (int i = 0; i < 3; ++i) {
    CHECK(std::holds_alternative<TokenSealer::Opened>(during.open(*graph, old_token, kSealedAt)));
    CHECK(std::holds_alternative<TokenSealer::Opened>(during.open(*graph, new_token, kSealedAt)));
    CHECK(std::holds_alternative<TokenSealer::Opened>(before.open(*graph, old_token, kSealedAt)));
  }
}

TEST_CASE("a token of another release is told apart from a forged one") {
  const auto graph = usual_graph();
  const auto other = graph_with(20, 900, "4fb3c3c1a4dd17b9a6bd8b6c4ee6af20c2f2ac1a5a5c55ab0e3ed1a8dd5b4c11");
  const TokenSealer sealer({key(1, 0x11)});
  CHECK(error_of(sealer.open(*other, sealer.seal(*graph, journey_of(3), kSealedAt), kSealedAt)) ==
        TokenError::other_release);
}

TEST_CASE("a genuine token whose numbers do not fit the graph is refused") {
  const std::string digest = "3fb3c3c1a4dd17b9a6bd8b6c4ee6af20c2f2ac1a5a5c55ab0e3ed1a8dd5b4c11";
  const auto graph = usual_graph();
  const TokenSealer sealer({key(1, 0x11)});
  const std::string token = sealer.seal(*graph, journey_of(10), kSealedAt);
  CHECK(error_of(sealer.open(*graph_with(20, 320, digest), token, kSealedAt)) == TokenError::malformed);
  CHECK(error_of(sealer.open(*graph_with(7, 900, digest), token, kSealedAt)) == TokenError::malformed);
}

TEST_CASE("a token lives a week and not a second longer") {
  const auto graph = usual_graph();
  const TokenSealer sealer({key(1, 0x11)});
  const std::string token = sealer.seal(*graph, journey_of(3), kSealedAt);
  CHECK(std::holds_alternative<TokenSealer::Opened>(sealer.open(*graph, token, kSealedAt + kTokenLifeSeconds)));
  CHECK(error_of(sealer.open(*graph, token, kSealedAt + kTokenLifeSeconds + 1)) == TokenError::expired);
}

TEST_CASE("a journey of sixty answers fits a cookie with room to spare") {
  const auto graph = usual_graph();
  const TokenSealer sealer({key(1, 0x11)});
  CHECK(sealer.seal(*graph, journey_of(60), kSealedAt).size() <= 700);
  Journey with_held = journey_of(60);
  with_held.held = with_held.answers;
  CHECK(sealer.seal(*graph, with_held, kSealedAt).size() <= kMaxTokenChars);
}

TEST_CASE("a journey of as many answers as there may be still opens") {
  const auto graph = graph_with(1, 60'000, "00");
  const TokenSealer sealer({key(1, 0x11)});
  Journey journey;
  journey.topics = {TopicIndex{0}};
  journey.answers.assign(kMaxJourneyAnswers,
                         {QuestionIndex{59'999}, Given::Kind::amount, INT32_MIN, 0xffffffffu, 0xffffffffu});
  journey.held = journey.answers;
  const auto opened = sealer.open(*graph, sealer.seal(*graph, journey, kSealedAt), kSealedAt);
  REQUIRE(std::holds_alternative<TokenSealer::Opened>(opened));
  CHECK(std::get<TokenSealer::Opened>(opened).journey == journey);

  journey.answers.push_back(journey.answers.back());
  CHECK(error_of(sealer.open(*graph, sealer.seal(*graph, journey, kSealedAt), kSealedAt)) == TokenError::malformed);
}

TEST_CASE("several threads may seal and open at once") {
  const auto graph = usual_graph();
  const TokenSealer sealer({key(1, 0x11), key(2, 0x22)});
  std::vector<int> failures(4);
  std::vector<std::thread> threads;
  for (int& mine : failures)
    threads.emplace_back([&sealer, &graph, &mine] {
      for (int i = 0; i < 200; ++i)
        if (!std::holds_alternative<TokenSealer::Opened>(sealer.open(
                *graph, sealer.seal(*graph, journey_of(static_cast<std::size_t>(i % 30)), kSealedAt), kSealedAt)))
          ++mine;
    });
  for (auto& thread : threads) thread.join();
  CHECK(failures == std::vector<int>(4, 0));
}

TEST_CASE("token keys are read from lines newest first") {
  const std::string ones(64, '1'), twos(64, '2');
  const auto keys = parse_token_keys("# keys\n 2:" + twos + "\r\n\n1:" + ones + "\n");
  REQUIRE(keys.size() == 2);
  CHECK(keys[0].id == 2);
  CHECK(keys[0].bytes[31] == 0x22);
  CHECK(keys[1].id == 1);
  CHECK(parse_token_keys("255:" + ones + ",7:" + twos).size() == 2);
  CHECK(parse_token_keys("").empty());
}

TEST_CASE("a remark among token keys ends with its line, and a key taken out by it stays out") {
  const std::string ones(64, '1'), twos(64, '2');
  CHECK(parse_token_keys("#1:" + ones + ",2:" + twos).empty());
  const auto keys =
      parse_token_keys("# changed in May, by night\n7:" + twos + ", # 2:" + ones + ",1:" + ones + "\n3:" + ones);
  REQUIRE(keys.size() == 2);
  CHECK(keys[0].id == 7);
  CHECK(keys[1].id == 3);
}

TEST_CASE("what is no token key is refused without quoting it") {
  const std::string secret(64, 'a');
  for (const std::string& text :
       {secret, "256:" + secret, "-1:" + secret, "x:" + secret, ":" + secret, "1:" + secret + "a",
        "1:" + secret.substr(1), "1:" + secret.substr(1) + "g", "1:+" + secret.substr(1), "1: " + secret.substr(1)}) {
    CAPTURE(text);
    try {
      parse_token_keys(text);
      FAIL("was accepted");
    } catch (const std::invalid_argument& error) {
      CHECK(std::string(error.what()).find("aaaa") == std::string::npos);
    }
  }
}

TEST_CASE("a sealer wants keys with different ids") {
  CHECK_THROWS_AS(TokenSealer({}), std::invalid_argument);
  CHECK_THROWS_AS(TokenSealer({key(1, 0x11), key(1, 0x22)}), std::invalid_argument);
}

TEST_CASE("random keys differ") { CHECK(random_token_key(1).bytes != random_token_key(1).bytes); }

// A journey that is not ours is refused in one way, whatever is wrong with it: not a byte of the answer says whether
// the key, the seal or a single letter was wrong.
#include <catch2/catch.hpp>

#include <set>

#include "server/site.hpp"
#include "tests/support/moment.hpp"
#include "tests/support/small_library.hpp"
#include "tests/support/token_by_hand.hpp"

using namespace signpost;
using namespace signpost::tests;
using signpost::test::kNow;

namespace {

constexpr TokenKey kKey{1, {1, 2, 3}}, kForeign{1, {9, 9, 9}}, kUnknown{2, {1, 2, 3}};

struct Door {
  TokenSealer sealer{{kKey}};
  Metrics metrics;
  Site site{small_library(), sealer, [] { return Moment{kNow, static_cast<Day>(kNow / 86'400)}; }, {}, metrics};

  // All that a client sees.
  std::string seen(const Request& request) const {
    Response response;
    site(request, response);
    std::string all = std::to_string(response.status) + "\n" + response.content_type + "\n";
    for (const HeaderLine& line : response.headers) all += line.name + ": " + line.value + "\n";
    return all + response.body;
  }
  std::string api(const std::string& token) const {
    Request request;
    request.method = "POST";
    request.path = "/api/v1/triage/review";
    request.headers.add("Content-Type", "application/json");
    request.body = "{\"journey\":\"" + token + "\"}";
    return seen(request);
  }
  std::string page(const std::string& token) const {
    Request request;
    request.method = "GET";
    request.path = "/j/AAAAAAAAAAAAAAAA/1";
    request.headers.add("Cookie", "signpost=" + token);
    return seen(request);
  }
};

std::set<std::string> worthless_tokens() {
  Journey journey = std::get<Journey>(begin(small_library(), {"everything"}, {Age{100, 100}, Sex::female, Party::self},
                                            static_cast<Day>(kNow / 86'400)));
  const auto sealed_with = [&](const TokenKey& key) { return TokenSealer({key}).seal(small_library(), journey, kNow); };
  const std::string genuine = sealed_with(kKey);
  std::set<std::string> tokens{sealed_with(kForeign), sealed_with(kUnknown), "x",
                               std::string(kMaxOpenedChars + 1, 'A')};
  for (std::size_t bit = 0; bit < token_bytes(genuine).size() * 8; bit += 5) {
    TokenBytes bytes = token_bytes(genuine);
    bytes[bit / 8] = static_cast<unsigned char>(bytes[bit / 8] ^ (1U << bit % 8));
    tokens.insert(token_letters(bytes));
  }
  for (std::size_t size = 1; size < genuine.size(); ++size) tokens.insert(genuine.substr(0, size));
  // A genuine seal over what is no journey: of a topic that there is not, and one with something behind it.
  journey.topics = {static_cast<TopicIndex>(small_library().topics.size())};
  tokens.insert(sealed_with(kKey));
  TokenBytes body = body_of(kKey, genuine);
  body.push_back(1);
  tokens.insert(sealed_by_hand(kKey, genuine, body));
  return tokens;
}

}  // namespace

TEST_CASE("whatever is wrong with a journey, the API refuses it with the same bytes") {
  const Door door;
  std::set<std::string> answers;
  for (const std::string& token : worthless_tokens()) answers.insert(door.api(token));
  REQUIRE(answers.size() == 1);
  CHECK(answers.begin()->starts_with("400\napplication/problem+json\n"));
  CHECK(answers.begin()->find("journey-invalid") != std::string::npos);
}

TEST_CASE("whatever is wrong with a journey, its page is the same") {
  const Door door;
  std::set<std::string> answers;
  for (const std::string& token : worthless_tokens()) answers.insert(door.page(token));
  REQUIRE(answers.size() == 1);
  CHECK(answers.begin()->starts_with("422\ntext/html"));
}

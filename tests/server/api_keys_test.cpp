#include "server/api_keys.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

#include "engine/crypto/sha256.hpp"
#include "tests/support/moment.hpp"

using namespace signpost;
using signpost::test::kNoon;

namespace {

ApiKey key(std::string name, const std::string& secret, std::uint32_t per_minute,
           std::optional<std::uint32_t> per_day = {}) {
  return {std::move(name), sha256_hex(secret), per_minute, per_day};
}

std::vector<ApiKey> read_keys(std::string_view text) {
  const auto parsed = parse_api_keys(text);
  const auto* const mistake = std::get_if<std::string>(&parsed);
  INFO((mistake == nullptr ? "" : *mistake));
  REQUIRE(mistake == nullptr);
  return std::get<std::vector<ApiKey>>(parsed);
}

std::string mistake_in(std::string_view text) {
  const auto parsed = parse_api_keys(text);
  REQUIRE(std::holds_alternative<std::string>(parsed));
  return std::get<std::string>(parsed);
}

const std::string kDigest(64, 'a'), kOther(64, 'b');

}  // namespace

TEST_CASE("a file of keys is read with its remarks") {
  const auto keys = read_keys("# ours\n\n clinic-north " + kDigest + " 600 100000 # until May\r\nb\t" + kOther + " 1");
  REQUIRE(keys.size() == 2);
  CHECK(keys[0].name == "clinic-north");
  CHECK(keys[0].sha256 == kDigest);
  CHECK(keys[0].per_minute == 600);
  CHECK(keys[0].per_day == 100000u);
  CHECK_FALSE(keys[1].per_day.has_value());
  CHECK(api_key_line(keys[0]) == "clinic-north " + kDigest + " 600 100000");
  CHECK(api_key_line(keys[1]) == "b " + kOther + " 1");
  CHECK(read_keys("").empty());
}

TEST_CASE("a line that is not as it should be is named by its number alone") {
  const std::string good = "a " + kDigest + " 600\n";
  CHECK(mistake_in(good + "\nB " + kOther + " 600").starts_with("line 3: a name"));
  CHECK(mistake_in(std::string(kMostApiKeyNameChars + 1, 'n') + " " + kOther + " 6").starts_with("line 1: a name"));
  CHECK(read_keys(std::string(kMostApiKeyNameChars, 'n') + " " + kOther + " 6").size() == 1);
  for (const std::string& wrong : {kOther.substr(1), kOther + "b", std::string(64, 'B'), std::string(64, 'x')}) {
    const std::string said = mistake_in("b " + wrong + " 600");
    CHECK(said.starts_with("line 1: the SHA-256"));
    CHECK(said.find(wrong) == std::string::npos);
  }
  for (const char* wrong : {"", "0", "-1", "1.5", "6x", "1000000001", "99999999999"}) {
    INFO(wrong);
    CHECK(mistake_in("b " + kOther + " " + wrong).starts_with("line 1: requests per minute"));
    if (*wrong != '\0') CHECK(mistake_in("b " + kOther + " 1 " + wrong).starts_with("line 1: requests per day"));
  }
  CHECK(mistake_in("b " + kOther + " 1 2 3").starts_with("line 1: nothing"));
  CHECK(mistake_in(good + "a " + kOther + " 6") == "line 2: this name stands before");
  CHECK(mistake_in(good + "b " + kDigest + " 6") == "line 2: this secret is another's too");
}

TEST_CASE("there are at most a thousand keys") {
  std::string text;
  for (std::size_t i = 0; i < kMostApiKeys; ++i)
    text += "key-" + std::to_string(i) + " " + sha256_hex(std::to_string(i)) + " 6\n";
  CHECK(read_keys(text).size() == kMostApiKeys);
  CHECK(mistake_in(text + "b " + kOther + " 6") == "line 1001: more than 1000 keys");
}

TEST_CASE("a new secret is long and never the same") {
  const std::string first = new_api_secret(), second = new_api_secret();
  CHECK(first.size() == 9 + 64);
  CHECK(first.starts_with("signpost_"));
  CHECK(first != second);
  CHECK(bearer_secret("Bearer " + first) == first);
}

TEST_CASE("a quota is taken to its end and comes back with the next minute") {
  ApiKeys keys({key("a", "secret", 3)});
  for (std::uint32_t left : {2u, 1u, 0u}) {
    const auto taken = keys.take("secret", kNoon + 15);
    REQUIRE(taken.has_value());
    CHECK(taken->within_quota);
    REQUIRE(taken->windows.size() == 1);
    CHECK(taken->windows[0].name == "minute");
    CHECK(taken->windows[0].quota == 3);
    CHECK(taken->windows[0].left == left);
    CHECK(taken->windows[0].ends_in == 45);
  }
  CHECK_FALSE(keys.take("secret", kNoon + 59)->within_quota);
  CHECK(keys.take("secret", kNoon + 60)->within_quota);
  CHECK(keys.usage()[0].let_in == 4);
  CHECK(keys.usage()[0].refused == 1);
}

TEST_CASE("a day has a quota of its own and what one refuses the other does not count") {
  ApiKeys keys({key("a", "secret", 2, 3)});
  CHECK(keys.take("secret", kNoon)->within_quota);
  CHECK(keys.take("secret", kNoon)->within_quota);
  const auto minute = keys.take("secret", kNoon);
  CHECK_FALSE(minute->within_quota);
  CHECK(minute->windows[1].left == 1);
  CHECK(keys.take("secret", kNoon + 60)->within_quota);
  const auto day = keys.take("secret", kNoon + 120);
  CHECK_FALSE(day->within_quota);
  CHECK(day->windows[0].left == 2);
  CHECK(day->windows[1].left == 0);
  CHECK(day->windows[1].ends_in == 12 * 60 * 60 - 120);
  CHECK(keys.take("secret", kNoon + 12 * 60 * 60)->within_quota);
}

TEST_CASE("what is no key takes nothing from anybody") {
  ApiKeys keys({key("a", "secret", 3), key("b", "other", 3)});
  for (const char* wrong : {"", "Secret", "secre", "secret ", "aaaa"}) {
    INFO(wrong);
    CHECK_FALSE(keys.take(wrong, kNoon).has_value());
    CHECK_FALSE(keys.knows(wrong));
  }
  CHECK(keys.knows("other"));
  CHECK(keys.take("other", kNoon)->windows[0].left == 2);
  CHECK(keys.usage()[0].let_in == 0);
  CHECK_FALSE(ApiKeys({}).take("secret", kNoon).has_value());
}

TEST_CASE("keys that are read again go on with what they have used") {
  ApiKeys keys({key("a", "old", 5), key("gone", "gone", 5)});
  for (int i = 0; i < 3; ++i) keys.take("old", kNoon);
  keys.replace({key("new", "new", 1), key("a", "rotated", 4)});
  CHECK_FALSE(keys.knows("old"));
  CHECK_FALSE(keys.knows("gone"));
  CHECK(keys.knows("new"));
  CHECK(keys.take("rotated", kNoon)->windows[0].left == 0);
  CHECK_FALSE(keys.take("rotated", kNoon)->within_quota);
  REQUIRE(keys.usage().size() == 2);
  CHECK(keys.usage()[1].name == "a");
  CHECK(keys.usage()[1].let_in == 4);
  keys.replace({key("a", "rotated", 2)});  // less than was used
  CHECK(keys.take("rotated", kNoon)->windows[0].left == 0);
}

TEST_CASE("a quota holds exactly while keys are read again") {
  ApiKeys keys({key("a", "secret", 1000)});
  std::atomic<int> let_in{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&] {
      for (int n = 0; n < 500; ++n) let_in += keys.take("secret", kNoon)->within_quota ? 1 : 0;
    });
  for (int i = 0; i < 50; ++i) keys.replace({key("a", "secret", 1000)});
  for (std::thread& thread : threads) thread.join();
  CHECK(let_in == 1000);
}

TEST_CASE("a secret is what follows Bearer") {
  CHECK(bearer_secret("Bearer abc") == "abc");
  CHECK(bearer_secret("bearer   abc") == "abc");
  for (const char* other : {"", "Bearer", "Bearer ", "Basic abc", "Bearerabc", "abc"})
    CHECK(bearer_secret(other).empty());
  CHECK(bearer_secret({}).empty());
  CHECK(bearer_secret("Bearer " + std::string(kMostSecretChars, 'x')).size() == kMostSecretChars);
  CHECK(bearer_secret("Bearer " + std::string(kMostSecretChars + 1, 'x')).empty());
}

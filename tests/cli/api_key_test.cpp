// `signpost api-key`, as a process; and that what it prints is what `signpost serve --api-keys` takes.
#include <catch2/catch.hpp>

#include "engine/crypto/sha256.hpp"
#include "server/api_keys.hpp"
#include "tests/support/process.hpp"

using namespace signpost;

namespace {

tests::Finished make_key(std::vector<std::string> words) {
  words.insert(words.begin(), {SIGNPOST_PROGRAM, "api-key"});
  return tests::run_program(words, {});
}

}  // namespace

TEST_CASE("a key is made of which only the digest is on stdout") {
  const auto made = make_key({"clinic-north", "--per-minute", "30", "--per-day", "1000"});
  CHECK(made.code == 0);
  const auto keys = parse_api_keys(made.out);
  REQUIRE(std::holds_alternative<std::vector<ApiKey>>(keys));
  const ApiKey& key = std::get<std::vector<ApiKey>>(keys).at(0);
  CHECK(key.name == "clinic-north");
  CHECK(key.per_minute == 30);
  CHECK(key.per_day == 1000u);
  const std::string secret = made.err.substr(made.err.find("signpost_"), 9 + 64);
  CHECK(key.sha256 == sha256_hex(secret));
  CHECK(made.out.find(secret) == std::string::npos);

  CHECK(make_key({"clinic"}).out.ends_with(" 600\n"));
}

TEST_CASE("a key that the file could not hold is not made") {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {}, {"Clinic North"}, {"a", "--per-minute", "0"}, {"a", "--per-day", "2000000000"}, {"a", "b"}}) {
    const auto made = make_key(words);
    CHECK(made.code == 2);
    CHECK(made.out.empty());
    CHECK(made.err.find("signpost_") == std::string::npos);
  }
}

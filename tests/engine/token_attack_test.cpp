// What somebody may try who has a genuine token, or half of one, or a key of their own: every such token is refused,
// and says no more of why than its holder may know.
#include <catch2/catch.hpp>

#include "engine/walk/engine.hpp"
#include "engine/walk/token.hpp"
#include "tests/support/moment.hpp"
#include "tests/support/small_library.hpp"
#include "tests/support/token_by_hand.hpp"

using namespace signpost;
using namespace signpost::tests;
using signpost::test::kNow;

namespace {

constexpr TokenKey kKey{1, {1, 2, 3}};

const TokenSealer& sealer() {
  static const TokenSealer ours({kKey});
  return ours;
}

Journey begun() {
  return std::get<Journey>(begin(small_library(), {"everything"}, {Age{100, 100}, Sex::female, Party::self},
                                 static_cast<Day>(kNow / 86'400)));
}
std::string sealed(const Journey& journey, std::int64_t when = kNow) {
  return sealer().seal(small_library(), journey, when);
}
Journey answered() { return std::get<Answered>(answer(small_library(), begun(), "faint", std::string("no"))).journey; }

std::string error_of(std::string_view token, const TokenSealer& opener = sealer()) {
  const auto opened = opener.open(small_library(), token, kNow);
  const auto* const error = std::get_if<TokenError>(&opened);
  return error == nullptr ? "opened" : std::string(token_error_name(*error));
}

}  // namespace

TEST_CASE("a token sealed by hand is as good as ours, so that what follows tries what it says") {
  const std::string token = sealed(answered());
  const TokenBytes body = body_of(kKey, token);
  REQUIRE(!body.empty());
  CHECK(token_letters(token_bytes(token)) == token);
  const auto opened = sealer().open(small_library(), sealed_by_hand(kKey, token, body), kNow);
  REQUIRE(std::holds_alternative<TokenSealer::Opened>(opened));
  CHECK(std::get<TokenSealer::Opened>(opened).journey == answered());
}

TEST_CASE("each bit of a token's bytes, flipped, makes it worthless") {
  const std::string token = sealed(answered());
  TokenBytes bytes = token_bytes(token);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    bytes[bit / 8] = static_cast<unsigned char>(bytes[bit / 8] ^ (1U << bit % 8));
    CAPTURE(bit);
    // The form and the key's id are read before the seal is tried; both are no secret.
    const std::string expected = bit < 8 ? "malformed" : bit < 16 ? "unknown-key" : "tampered";
    CHECK(error_of(token_letters(bytes)) == expected);
    bytes[bit / 8] = static_cast<unsigned char>(bytes[bit / 8] ^ (1U << bit % 8));
  }
  CHECK(error_of(token_letters(bytes)) == "opened");
}

TEST_CASE("a token cut to any number of bytes is refused") {
  const TokenBytes whole = token_bytes(sealed(answered()));
  for (std::size_t size = 0; size < whole.size(); ++size)
    CHECK(error_of(token_letters(TokenBytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)))) ==
          (size < kTokenHead + kTokenNonce + kTokenTag ? "malformed" : "tampered"));
}

TEST_CASE("halves of two tokens make no third") {
  const TokenBytes first = token_bytes(sealed(answered())), second = token_bytes(sealed(answered()));
  for (std::size_t cut = 1; cut < first.size(); ++cut) {
    TokenBytes mixed(first.begin(), first.begin() + static_cast<std::ptrdiff_t>(cut));
    mixed.insert(mixed.end(), second.begin() + static_cast<std::ptrdiff_t>(cut), second.end());
    CHECK(error_of(token_letters(mixed)) == (mixed == second ? "opened" : "tampered"));
  }
}

TEST_CASE("a foreign key seals nothing that opens here") {
  const std::string ours = sealed(answered());
  const TokenBytes body = body_of(kKey, ours);
  CHECK(error_of(sealed_by_hand({1, {9, 9, 9}}, ours, body)) == "tampered");
  CHECK(body_of({1, {9, 9, 9}}, ours).empty());
}

TEST_CASE("a body cut at any byte, or with more behind it, is no journey though its seal is genuine") {
  const std::string like = sealed(answered());
  const TokenBytes body = body_of(kKey, like);
  for (std::size_t size = 0; size < body.size(); ++size)
    CHECK(error_of(sealed_by_hand(
              kKey, like, TokenBytes(body.begin(), body.begin() + static_cast<std::ptrdiff_t>(size)))) == "malformed");
  TokenBytes longer = body;
  longer.push_back(0);
  CHECK(error_of(sealed_by_hand(kKey, like, longer)) == "malformed");
}

TEST_CASE("answers that no question of the journey can have are refused and lead nowhere") {
  const auto code = [](const Given& given) {
    Journey journey = begun();
    journey.answers = {given};
    const auto opened = sealer().open(small_library(), sealed(journey), kNow);
    REQUIRE(std::holds_alternative<TokenSealer::Opened>(opened));  // what an answer means is not the token's to know
    const auto next = step(small_library(), std::get<TokenSealer::Opened>(opened).journey);
    return std::holds_alternative<Step>(next) ? std::string("walked")
                                              : std::string(rejected_name(std::get<Rejected>(next).code));
  };
  const Given good = answered().answers.front();
  CHECK(code(good) == "walked");
  const std::uint32_t questions = static_cast<std::uint32_t>(small_library().questions.size());
  for (std::uint32_t question = 0; question < questions; ++question) {
    Given other = good;
    other.question = QuestionIndex{question};
    CAPTURE(question);
    CHECK((code(other) == "walked") == (other.question == good.question));
  }
  for (const auto kind : {Given::Kind::ticks, Given::Kind::amount, Given::Kind::seen}) {
    Given other = good;
    other.kind = kind;
    CHECK(code(other) == "answer-does-not-fit");
  }
  for (const std::int32_t value : {-1, 2, 31, 32, 33, 1000, INT32_MAX, INT32_MIN}) {
    Given other = good;
    other.value = value;
    CAPTURE(value);
    CHECK(code(other) == "answer-does-not-fit");
  }
}

TEST_CASE("a token from the future is refused beyond what a clock may be wrong") {
  const auto at = [](std::int64_t when) { return error_of(sealed(answered(), when)); };
  CHECK(at(kNow + kTokenAheadSeconds) == "opened");
  CHECK(at(kNow + kTokenAheadSeconds + 1) == "expired");
  CHECK(at(INT64_MAX) == "expired");
  CHECK(at(kNow - kTokenLifeSeconds) == "opened");
  CHECK(at(kNow - kTokenLifeSeconds - 1) == "expired");
}

TEST_CASE("a token may be long up to the limit and no longer") {
  // The limit is no whole number of letters in fours, and three bytes take four letters.
  const auto of_letters = [](std::size_t letters) {
    TokenBytes bytes(letters / 4 * 3, 0);
    bytes[0] = token_bytes(sealed(begun()))[0];
    bytes[1] = kKey.id;
    return token_letters(bytes);
  };
  REQUIRE(of_letters(kMaxOpenedChars).size() == kMaxOpenedChars);
  CHECK(error_of(of_letters(kMaxOpenedChars)) == "tampered");  // its seal was tried
  CHECK(error_of(of_letters(kMaxOpenedChars + 4)) == "malformed");
  CHECK(error_of(of_letters(kMaxOpenedChars) + "A") == "malformed");
}

// Sealed journeys. The first byte says which of three things is tried with the rest:
//   0  any letters in a token's place are refused
//   1  a journey comes out of its token as it went in, and of a token that was changed not at all
//   2  any body under a genuine seal is refused, or is a journey that can be looked at: what whoever holds a key, or a
//      version of ours that wrote another body, could send
#include <cstdint>
#include <variant>

#include "engine/graph/walk_tables.hpp"
#include "engine/walk/engine.hpp"
#include "engine/walk/token.hpp"
#include "tests/fuzz/choices.hpp"
#include "tests/fuzz/must.hpp"
#include "tests/fuzz/token_key.hpp"
#include "tests/support/small_library.hpp"
#include "tests/support/token_by_hand.hpp"

using namespace signpost;
using fuzz::Choices;
using fuzz::must;

namespace {

const TokenSealer& sealer() {
  static const TokenSealer ours({fuzz::kKey});
  return ours;
}

// Any body under a genuine seal.
std::string sealed(const tests::TokenBytes& body) {
  static const std::string like = sealer().seal(small_library(), {}, fuzz::kNow);
  return tests::sealed_by_hand(fuzz::kKey, like, body);
}

using Result = std::variant<TokenSealer::Opened, TokenError>;

bool same(const Result& a, const Result& b) {
  if (a.index() != b.index()) return false;
  if (const auto* const error = std::get_if<TokenError>(&a)) return *error == std::get<TokenError>(b);
  const auto &one = std::get<TokenSealer::Opened>(a), &other = std::get<TokenSealer::Opened>(b);
  return one.sealed_at == other.sealed_at && one.journey == other.journey;
}

// A thread keeps the memory of its longest body, so no sanitizer sees who reads past the end of a shorter one. That
// gives two results where two long bodies, of different bytes, were there before.
Result open(std::string_view token) {
  constexpr std::size_t kLong = 4096;  // more bytes than an input has
  static const std::string zeros = sealed(tests::TokenBytes(kLong, 0)), ones = sealed(tests::TokenBytes(kLong, 0xff));
  const auto open_after = [&](const std::string& longer) {
    sealer().open(small_library(), longer, fuzz::kNow);
    return sealer().open(small_library(), token, fuzz::kNow);
  };
  Result result = open_after(zeros);
  must(same(result, open_after(ones)), "what a longer token left behind is not read");
  return result;
}

// Most answers are as most people's, which a token tells in one byte or two; the rest are whatever fits their fields.
Given some_given(const DecisionGraph& graph, Choices& choices) {
  Given given;
  given.question = static_cast<QuestionIndex>(choices.below(static_cast<std::uint32_t>(graph.questions.size())));
  given.kind = static_cast<Given::Kind>(choices.below(5));
  const std::uint32_t unusual = choices.below(8);  // a bit for each of the fields that follow
  given.value = static_cast<std::int32_t>(unusual & 1 ? choices.any32() : choices.below(12));
  given.ticks = unusual & 2 ? choices.any32() : 0;
  given.shown = unusual & 4 ? choices.any32() : graph.walk_tables->asked[at(given.question)].seen;
  return given;
}

Journey some_journey(Choices& choices) {
  const DecisionGraph& graph = small_library();
  Journey journey;
  for (std::uint32_t topics = choices.below(3); topics > 0; --topics)
    journey.topics.push_back(static_cast<TopicIndex>(choices.below(static_cast<std::uint32_t>(graph.topics.size()))));
  if (choices.below(2) == 1) {
    const auto first = static_cast<AgeCell>(choices.below(kAgeCells));
    journey.patient.age =
        Age{first, static_cast<AgeCell>(first + choices.below(static_cast<std::uint32_t>(kAgeCells - first)))};
  }
  if (choices.below(2) == 1) journey.patient.sex = static_cast<Sex>(1 + choices.below(3));
  if (choices.below(2) == 1) journey.patient.party = static_cast<Party>(1 + choices.below(2));
  journey.on = static_cast<Day>(choices.any32());
  journey.switches = choices.any32();
  for (auto* list : {&journey.answers, &journey.held})
    for (std::uint32_t answers = choices.below(20); answers > 0; --answers) list->push_back(some_given(graph, choices));
  return journey;
}

void there_and_back(Choices& choices) {
  const Journey journey = some_journey(choices);
  std::string token = sealer().seal(small_library(), journey, fuzz::kNow);
  const std::string genuine = token;
  for (std::uint32_t changes = choices.below(4); changes > 0; --changes) {
    const std::uint32_t place = choices.below(static_cast<std::uint32_t>(token.size()));
    const std::uint8_t other = choices.byte();
    if (choices.below(8) == 7)
      token.resize(place);
    else if (!token.empty())
      token[place] = static_cast<char>(token[place] ^ other);
  }
  const Result opened = open(token);
  const auto* const whole = std::get_if<TokenSealer::Opened>(&opened);
  must((whole != nullptr) == (token == genuine), "a token opens when it is as it was sealed, and only then");
  must(whole == nullptr || whole->journey == journey, "a journey comes out as it went in");
}

void any_body(const std::uint8_t* data, std::size_t size) {
  const DecisionGraph& graph = small_library();
  const Result opened = open(sealed(tests::TokenBytes(data, data + size)));
  if (const auto* const error = std::get_if<TokenError>(&opened)) {
    must(*error == TokenError::malformed || *error == TokenError::expired, "a genuine seal is known as one");
    return;
  }
  const Journey& journey = std::get<TokenSealer::Opened>(opened).journey;
  const Result again = open(sealer().seal(graph, journey, fuzz::kNow));
  must(std::holds_alternative<TokenSealer::Opened>(again) && std::get<TokenSealer::Opened>(again).journey == journey,
       "what was read can be sealed and read again");
  const auto next = step(graph, journey);
  if (const auto* const here = std::get_if<Step>(&next)) progress(graph, journey, *here);
  review(graph, journey);
  told(graph, journey);
  because(graph, journey);
  step(graph, back(graph, journey));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::uint8_t what = data[0] % 3;
  ++data, --size;
  if (what == 2) {
    any_body(data, size);
  } else if (what == 1) {
    Choices choices(data, size);
    there_and_back(choices);
  } else {
    must(std::holds_alternative<TokenError>(open({reinterpret_cast<const char*>(data), size})),
         "nobody makes a token without the key");
  }
  return 0;
}

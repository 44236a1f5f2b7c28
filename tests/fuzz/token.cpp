// Sealed journeys. The first byte says which of three things is tried with the rest:
//   0  any letters in a token's place are refused
//   1  a journey comes out of its token as it went in, and of a token that was changed not at all
//   2  any body under a genuine seal is refused, or is a journey that can be looked at: what whoever holds a key, or a
//      version of ours that wrote another body, could send
#include <cstdint>

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
    for (std::uint32_t answers = choices.below(20); answers > 0; --answers) {
      Given& given = list->emplace_back();
      given.question = static_cast<QuestionIndex>(choices.below(static_cast<std::uint32_t>(graph.questions.size())));
      given.kind = static_cast<Given::Kind>(choices.below(5));
      given.value = static_cast<std::int32_t>(choices.any32());
      given.ticks = choices.any32();
      given.shown = choices.any32();
    }
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
  const auto opened = sealer().open(small_library(), token, fuzz::kNow);
  const auto* const whole = std::get_if<TokenSealer::Opened>(&opened);
  must((whole != nullptr) == (token == genuine), "a token opens when it is as it was sealed, and only then");
  must(whole == nullptr || whole->journey == journey, "a journey comes out as it went in");
}

void any_body(const std::uint8_t* data, std::size_t size) {
  static const std::string like = sealer().seal(small_library(), {}, fuzz::kNow);
  const DecisionGraph& graph = small_library();
  const std::string token = tests::sealed_by_hand(fuzz::kKey, like, tests::TokenBytes(data, data + size));
  const auto opened = sealer().open(graph, token, fuzz::kNow);
  if (const auto* const error = std::get_if<TokenError>(&opened)) {
    must(*error == TokenError::malformed || *error == TokenError::expired, "a genuine seal is known as one");
    return;
  }
  const Journey& journey = std::get<TokenSealer::Opened>(opened).journey;
  const auto again = sealer().open(graph, sealer().seal(graph, journey, fuzz::kNow), fuzz::kNow);
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
    const auto opened = sealer().open(small_library(), {reinterpret_cast<const char*>(data), size}, fuzz::kNow);
    must(std::holds_alternative<TokenError>(opened), "nobody makes a token without the key");
  }
  return 0;
}

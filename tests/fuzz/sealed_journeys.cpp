#include "tests/fuzz/sealed_journeys.hpp"

#include <variant>

#include "engine/walk/engine.hpp"
#include "engine/walk/least_serious.hpp"
#include "tests/fuzz/token_key.hpp"
#include "tests/support/small_library.hpp"

namespace signpost::fuzz {

const TokenSealer& our_sealer() {
  static const TokenSealer sealer({kKey});
  return sealer;
}

const std::vector<std::string>& sealed_journeys() {
  static const std::vector<std::string> journeys = [] {
    std::vector<std::string> sealed;
    const DecisionGraph& graph = small_library();
    const Day day = static_cast<Day>(kNow / 86'400);
    Journey journey = std::get<Journey>(begin(graph, {"everything"}, {Age{100, 100}, Sex::female, Party::self}, day));
    for (;;) {
      sealed.push_back(our_sealer().seal(graph, journey, kNow));
      const Step here = std::get<Step>(step(graph, journey));
      if (here.kind == Step::Kind::outcome) return sealed;
      const Question& question = graph.questions[at(here.question)];
      journey =
          std::get<Answered>(answer(graph, journey, question.id, least_serious(question, here.shown, day))).journey;
    }
  }();
  return journeys;
}

std::string with_journeys(std::string_view text) {
  const auto& journeys = sealed_journeys();
  std::string whole;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool stands_for_one = text[i] == '@' && i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9';
    if (stands_for_one)
      whole += journeys[static_cast<std::size_t>(text[++i] - '0') % journeys.size()];
    else
      whole += text[i];
  }
  return whole;
}

}  // namespace signpost::fuzz

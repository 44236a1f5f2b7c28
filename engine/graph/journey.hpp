// One person's way through a topic: who they are, the day, and their answers. The only state there is; it travels with
// the client and is replayed at each step. A plain value; copying it is cheap.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/graph/decision_graph.hpp"

namespace signpost {

enum class Sex : std::uint8_t { female = symbol::female, male = symbol::male, not_said = symbol::not_said };
enum class Party : std::uint8_t { self = symbol::self, someone_else = symbol::someone_else };

struct Patient {
  std::optional<Age> age;
  std::optional<Sex> sex;
  std::optional<Party> party;
  friend bool operator==(const Patient&, const Patient&) = default;
};

inline constexpr std::size_t kMaxJourneyAnswers = 512;  // far above the longest shipped journey; bounds a token's work

// An answer in the graph's own numbers.
struct Given {
  enum class Kind : std::uint8_t { answer, ticks, amount, unsure, seen };
  QuestionIndex question = kNone<QuestionIndex>;
  Kind kind = Kind::answer;
  std::int32_t value = 0;   // answer: its index; amount: thousandths, minutes, or (date) the Day itself
  std::uint32_t ticks = 0;  // ticks: bit i is answer i; 0 is "none of these"
  std::uint32_t shown = 0;  // choose and ticks: which answers were offered
  friend bool operator==(const Given&, const Given&) = default;
};

struct Journey {
  std::vector<TopicIndex> topics;  // one, for now; a list in tokens and API from the start
  Patient patient;
  Day on = 0;                  // the day that it began: dates and ages are judged against it
  std::uint32_t switches = 0;  // bit i: graph.switches[i] is on
  std::vector<Given> answers;  // in the order of asking, each one used
  std::vector<Given> held;     // given before a change and not reached again yet; used when reached, if they still fit
  friend bool operator==(const Journey&, const Journey&) = default;
};

// A value as people, scenarios and the API give it, before it is known to fit.
struct Unsure {
  friend bool operator==(Unsure, Unsure) = default;
};
struct Seen {
  friend bool operator==(Seen, Seen) = default;
};
struct Duration {
  std::int64_t value = 0;
  std::string unit;
  friend bool operator==(const Duration&, const Duration&) = default;
};
// string: an answer's id, or an ISO date; vector: ids of a list (empty: none of these); double: a number
using AnswerValue = std::variant<std::string, std::vector<std::string>, double, Duration, Unsure, Seen>;

}  // namespace signpost

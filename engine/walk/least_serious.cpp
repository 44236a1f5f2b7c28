#include "engine/walk/least_serious.hpp"

#include "engine/amounts/measure.hpp"
#include "engine/walk/answer_text.hpp"

namespace signpost {

namespace {

// The smallest value of the question's first band, or the end of its range that is called less serious. Within what is
// usual, where that is stated.
std::int32_t least_serious_amount(const Question& question) {
  const std::int32_t low = question.has_usual ? question.usual_from : question.from;
  const std::int32_t high = question.has_usual ? question.usual_to : question.to;
  if (question.worse == Worse::higher) return low;
  if (question.worse == Worse::lower) return high;
  if (question.bands.empty()) return low;
  const auto& band = question.bands.front();
  return low >= band.from && low <= band.to ? low : band.from;
}

}  // namespace

AnswerValue least_serious(const Question& question, std::uint32_t shown, Day on) {
  switch (question.kind) {
    case QuestionKind::note:
      return Seen{};
    case QuestionKind::tick:
      return std::vector<std::string>{};
    case QuestionKind::yes_no:
      return std::string(question.worse == Worse::no ? "yes" : "no");
    case QuestionKind::number:
    case QuestionKind::duration:
    case QuestionKind::date: {
      const std::int32_t amount = least_serious_amount(question);
      if (question.kind == QuestionKind::number) return amount / 1000.0;
      if (question.kind == QuestionKind::duration) {
        const std::vector<std::string> words{minutes_text(amount)};
        return answer_of_words(question.kind, words, nullptr).value_or(Duration{amount, "minutes"});
      }
      return day_text(on - amount / minutes_in("day").value_or(1));
    }
    default:
      break;
  }
  // One of several. Where the author said that the first is the most serious, the least serious is the last.
  std::string chosen;
  for (std::size_t i = 0; i < question.answers.size(); ++i) {
    if ((shown >> i & 1U) == 0) continue;
    chosen = question.answers[i].id;
    if (question.worse != Worse::first) break;
  }
  return chosen;
}

}  // namespace signpost

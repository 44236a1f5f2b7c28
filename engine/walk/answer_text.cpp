#include "engine/walk/answer_text.hpp"

#include <charconv>
#include <cmath>

#include "engine/amounts/measure.hpp"

namespace signpost {

namespace {

std::optional<AnswerValue> refuse(std::string* wrong, std::string sentence) {
  if (wrong != nullptr) *wrong = std::move(sentence);
  return {};
}

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

// "3 days", "90 minutes", "1 day": a whole count and a unit of time.
std::optional<Duration> parse_duration(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return {};
  Duration duration;
  const char* end = text.data() + space;
  const auto [rest, error] = std::from_chars(text.data(), end, duration.value);
  if (error != std::errc() || rest != end || duration.value < 0) return {};
  const std::string_view unit = text.substr(std::min(text.find_first_not_of(' ', space), text.size()));
  const std::optional<std::string_view> plural = plural_unit(unit);
  if (!plural) return {};
  duration.unit = *plural;
  return duration;
}

}  // namespace

std::optional<AnswerValue> answer_of_words(QuestionKind kind, std::span<const std::string> words, std::string* wrong) {
  if (kind == QuestionKind::tick) {
    if (words.size() == 1 && words[0] == "unsure") return AnswerValue(Unsure{});
    if (words.size() == 1 && words[0] == "none") return AnswerValue(std::vector<std::string>{});
    for (const std::string& word : words) {
      if (word.empty()) return refuse(wrong, "an answer of the list is empty");
    }
    return AnswerValue(std::vector<std::string>(words.begin(), words.end()));
  }
  if (words.size() != 1) return refuse(wrong, "this question takes one answer, not " + std::to_string(words.size()));
  const std::string& word = words[0];
  if (word.empty()) return refuse(wrong, "the answer is empty");
  if (kind == QuestionKind::note) {
    if (word == "seen") return AnswerValue(Seen{});
    return refuse(wrong, "a note is answered with 'seen', not with " + quoted(word));
  }
  if (word == "unsure") return AnswerValue(Unsure{});
  switch (kind) {
    case QuestionKind::number: {
      const std::optional<std::int32_t> value = parse_thousandths(word);
      if (!value) return refuse(wrong, quoted(word) + " is not a number such as 38 or 38.2");
      return AnswerValue(*value / 1000.0);
    }
    case QuestionKind::duration: {
      const std::optional<Duration> value = parse_duration(word);
      if (!value) return refuse(wrong, quoted(word) + " is not a length of time such as '2 hours' or '3 days'");
      return AnswerValue(*value);
    }
    case QuestionKind::date:
      if (!parse_day(word)) return refuse(wrong, quoted(word) + " is not a date such as 2026-11-22");
      return AnswerValue(word);
    default:
      return AnswerValue(word);
  }
}

std::string answer_text(const AnswerValue& value) {
  struct Write {
    std::string operator()(const std::string& id) const { return id; }
    std::string operator()(const std::vector<std::string>& ids) const {
      std::string text;
      for (const std::string& id : ids) text += (text.empty() ? "" : "+") + id;
      return text.empty() ? "none" : text;
    }
    std::string operator()(double number) const {
      return thousandths_text(static_cast<std::int32_t>(std::lround(number * 1000)));
    }
    std::string operator()(const Duration& duration) const {
      const std::string& unit = duration.unit;
      const bool one = duration.value == 1 && unit.ends_with('s');
      return std::to_string(duration.value) + " " + (one ? unit.substr(0, unit.size() - 1) : unit);
    }
    std::string operator()(Unsure) const { return "unsure"; }
    std::string operator()(Seen) const { return "seen"; }
  };
  return std::visit(Write{}, value);
}

std::string outcome_name(const DecisionGraph& graph, ProgramIndex program, OutcomeIndex outcome) {
  const Outcome& end = graph.outcomes[at(outcome)];
  const bool own = program == kNone<ProgramIndex> || end.file == graph.programs[at(program)].pathway;
  return own ? end.id : end.file + "/" + end.id;
}

}  // namespace signpost

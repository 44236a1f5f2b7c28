#include "cli/choices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

#include "engine/amounts/measure.hpp"
#include "engine/text/trimmed.hpp"
#include "engine/walk/answer_text.hpp"

namespace signpost {

namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

// Answered in words or figures of one's own, not by a number of the list.
bool is_typed(QuestionKind kind) { return is_amount(kind) || kind == QuestionKind::age; }

Typed wrong(std::string sentence) { return {Typed::Kind::wrong, {}, std::move(sentence)}; }
Typed given(AnswerValue value) { return {Typed::Kind::answer, std::move(value), {}}; }

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || rest != text.data() + text.size()) return {};
  return value;
}

// The one choice that a word names. On failure `sentence` says why.
const Choice* choice_named(const std::vector<Choice>& choices, const std::string& word, std::string* sentence) {
  if (const std::optional<int> number = whole_number(word)) {
    if (*number >= 1 && static_cast<std::size_t>(*number) <= choices.size())
      return &choices[static_cast<std::size_t>(*number) - 1];
    *sentence = fmt::format("There is no answer {}. Type a number from 1 to {}.", word, choices.size());
    return nullptr;
  }
  const auto exact = std::find_if(choices.begin(), choices.end(), [&](const Choice& choice) {
    return choice.id == word || lower(choice.text) == word;
  });
  if (exact != choices.end()) return &*exact;
  // The words come before the ids, for people see the words; "n" is No beside Not sure.
  for (const bool by_words : {true, false}) {
    std::vector<const Choice*> begins;
    for (const Choice& choice : choices) {
      const bool matches = by_words ? lower(choice.text).starts_with(word) : choice.id.starts_with(word);
      if (matches && !(choice.id == "unsure" && word == "n")) begins.push_back(&choice);
    }
    if (begins.size() == 1) return begins.front();
    if (begins.size() > 1) {
      *sentence = fmt::format("'{}' could be {} or {}. Type its number.", word, begins[0]->text, begins[1]->text);
      return nullptr;
    }
  }
  *sentence =
      fmt::format("'{}' is none of the answers. Type a number from 1 to {}, or ? for help.", word, choices.size());
  return nullptr;
}

// "1 3 4", "1,3", "fit speech"
Typed understand_list(const std::vector<Choice>& choices, const std::string& line) {
  std::vector<std::string> ids;
  std::string sentence;
  if (const Choice* whole = choice_named(choices, line, &sentence)) {
    ids.push_back(whole->id);
  } else {
    std::string words = line;
    std::replace(words.begin(), words.end(), ',', ' ');
    std::string_view rest = words;
    while (true) {
      const std::size_t begin = rest.find_first_not_of(' ');
      if (begin == std::string_view::npos) break;
      const std::size_t end = std::min(rest.find(' ', begin), rest.size());
      const std::string word(rest.substr(begin, end - begin));
      rest.remove_prefix(end);
      if (word == "and") continue;
      const Choice* choice = choice_named(choices, word, &sentence);
      if (choice == nullptr) return wrong(sentence);
      if (std::find(ids.begin(), ids.end(), choice->id) == ids.end()) ids.push_back(choice->id);
    }
  }
  const bool none = std::find(ids.begin(), ids.end(), "none") != ids.end();
  const bool unsure = std::find(ids.begin(), ids.end(), "unsure") != ids.end();
  if (ids.empty()) return wrong("Type the numbers of all that apply, such as 1 3.");
  if ((none || unsure) && ids.size() > 1) return wrong("'None of these' and 'not sure' stand alone.");
  if (unsure) return given(Unsure{});
  if (none) return given(std::vector<std::string>{});
  return given(std::move(ids));
}

Typed understand_number(const Question& question, std::string line) {
  if (!question.unit.empty() && line.size() > question.unit.size() && line.ends_with(lower(question.unit))) {
    line = trimmed(std::string_view(line).substr(0, line.size() - lower(question.unit).size()));
  }
  if (line.find(',') != std::string::npos) return wrong("Write the number with a point, such as 38.2.");
  const std::vector<std::string> words{line};
  const std::optional<AnswerValue> value = answer_of_words(QuestionKind::number, words, nullptr);
  if (!value)
    return wrong(fmt::format("'{}' is not a number. Type one such as {}.", line,
                             thousandths_text(question.has_usual ? question.usual_from : question.from)));
  return given(*value);
}

Typed understand_duration(const Question& question, const std::string& line) {
  std::string spaced;  // "3days" -> "3 days"
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (i > 0 && std::isalpha(static_cast<unsigned char>(line[i])) != 0 &&
        std::isdigit(static_cast<unsigned char>(line[i - 1])) != 0)
      spaced += ' ';
    spaced += line[i];
  }
  const std::vector<std::string> words{spaced};
  if (const std::optional<AnswerValue> value = answer_of_words(QuestionKind::duration, words, nullptr))
    return given(*value);
  if (whole_number(line))
    return wrong(fmt::format("Say in what: {} minutes, hours, days, weeks, months or years?", line));
  return wrong(fmt::format("'{}' is not a length of time. Type one such as 3 {}.", line,
                           question.unit.empty() ? "days" : question.unit));
}

// "22/11/2026", the day first.
std::optional<Day> day_first(const std::string& line) {
  const std::size_t one = line.find_first_of("/.");
  const std::size_t two = one == std::string::npos ? one : line.find_first_of("/.", one + 1);
  if (two == std::string::npos) return {};
  const std::optional<int> day = whole_number(std::string_view(line).substr(0, one));
  const std::optional<int> month = whole_number(std::string_view(line).substr(one + 1, two - one - 1));
  const std::optional<int> year = whole_number(std::string_view(line).substr(two + 1));
  if (!day || !month || !year || *day < 0 || *month < 0) return {};
  return parse_day(fmt::format("{:04}-{:02}-{:02}", *year, *month, *day));
}

std::optional<Day> day_of(const std::string& line, Day on) {
  if (line == "today") return on;
  if (line == "yesterday") return on - 1;
  if (line.ends_with(" ago")) {
    const std::optional<std::int32_t> minutes = parse_minutes(std::string_view(line).substr(0, line.size() - 4));
    const std::int32_t day = minutes_in("day").value_or(1);
    if (minutes && *minutes % day == 0) return on - *minutes / day;
    return {};
  }
  if (const std::optional<Day> day = parse_day(line)) return day;
  return day_first(line);
}

Typed understand_date(const std::string& line, Day on) {
  const std::optional<Day> day = day_of(line, on);
  if (!day) return wrong(fmt::format("'{}' is not a date. Type one such as {} or '3 days ago'.", line, day_text(on)));
  return given(day_text(*day));
}

Typed understand_age(const std::string& line, Day on) {
  if (const std::optional<Day> born = day_of(line, on)) {
    if (const std::optional<AgeCell> cell = age_on(*born, on)) return given(age_text(*cell));
    return wrong(fmt::format("Nobody born on {} has an age on {}.", day_text(*born), day_text(on)));
  }
  const std::string age = whole_number(line) ? line + " years" : line;
  if (!parse_age(age))
    return wrong(fmt::format(
        "'{}' is not an age. Type one such as 34 years, 5 months, 10 weeks or 3 days, or a date of birth.", line));
  return given(age);
}

}  // namespace

std::vector<Choice> choices_of(const DecisionGraph& graph, const Question& question, std::uint32_t shown,
                               VariantIndex variant) {
  std::vector<Choice> choices;
  const auto words = [&](TextIndex text) {
    return text == kNone<TextIndex> ? std::string() : std::string(graph.text(text, variant));
  };
  if (!is_typed(question.kind)) {
    for (std::size_t i = 0; i < question.answers.size(); ++i) {
      if ((shown >> i & 1U) == 0) continue;
      const AnswerChoice& answer = question.answers[i];
      std::string text = words(answer.text);
      if (text.empty()) text = answer.id == "yes" ? "Yes" : answer.id == "no" ? "No" : answer.id;
      choices.push_back({answer.id, std::move(text), words(answer.help)});
    }
    if (question.kind == QuestionKind::tick) choices.push_back({"none", "None of these", {}});
  }
  if (question.unsure) choices.push_back({"unsure", "Not sure", {}});
  return choices;
}

Typed understand(const Question& question, const std::vector<Choice>& choices, Day on, std::string_view typed) {
  const std::string line = lower(trimmed(typed));
  const auto exact = [&] {
    return std::any_of(choices.begin(), choices.end(), [&](const Choice& choice) { return choice.id == line; });
  };
  if (line == "?" || line == "b" || line == "q" || !exact()) {
    if (line == "?" || line == "help") return {Typed::Kind::help, {}, {}};
    if (line == "b" || line == "back") return {Typed::Kind::back, {}, {}};
    if (line == "q" || line == "quit") return {Typed::Kind::quit, {}, {}};
  }
  if (question.kind == QuestionKind::note) return given(Seen{});  // any key will do, the empty line too
  if (line.empty()) return wrong("Type an answer, or ? for help.");
  if (is_typed(question.kind)) {
    if (question.unsure && (line == "unsure" || std::string_view("not sure").starts_with(line) || line == "u"))
      return given(Unsure{});
    switch (question.kind) {
      case QuestionKind::number:
        return understand_number(question, line);
      case QuestionKind::duration:
        return understand_duration(question, line);
      case QuestionKind::date:
        return understand_date(line, on);
      default:
        return understand_age(line, on);
    }
  }
  if (question.kind == QuestionKind::tick) return understand_list(choices, line);
  std::string sentence;
  const Choice* choice = choice_named(choices, line, &sentence);
  if (choice == nullptr) return wrong(sentence);
  if (choice->id == "unsure") return given(Unsure{});
  return given(choice->id);
}

}  // namespace signpost

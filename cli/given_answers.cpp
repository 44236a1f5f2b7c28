#include "cli/given_answers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/text/trimmed.hpp"
#include "engine/walk/answer_text.hpp"

namespace signpost {

namespace {

std::optional<QuestionIndex> question_of_topic(const DecisionGraph& graph, TopicIndex topic, const std::string& id) {
  for (const ProgramIndex program : graph.topics[at(topic)].programs) {
    if (const std::optional<QuestionIndex> question = graph.question_named(program, id)) return question;
  }
  return {};
}

// Tells the patient something; false when the word is none that fits.
bool tell(QuestionIndex question, const std::string& word, Day on, Patient* patient) {
  if (question == kAgeQuestion) return (patient->age = age_of_words(word, on)).has_value();
  if (question == kSexQuestion) return (patient->sex = sex_of_word(word)).has_value();
  return (patient->party = party_of_word(word)).has_value();
}

}  // namespace

std::optional<std::vector<WrittenAnswer>> parse_written_answers(std::string_view text, std::string* wrong) {
  std::vector<WrittenAnswer> answers;
  while (!text.empty()) {
    const std::size_t line_end = std::min(text.find('\n'), text.size());
    std::string_view line = trimmed(text.substr(0, line_end));
    text.remove_prefix(std::min(line_end + 1, text.size()));
    if (line.starts_with('#')) continue;
    while (!line.empty()) {
      const std::size_t end = std::min(line.find(','), line.size());
      const std::string_view part = trimmed(line.substr(0, end));
      line.remove_prefix(std::min(end + 1, line.size()));
      if (part.empty()) continue;
      const std::size_t equals = part.find('=');
      if (equals == std::string_view::npos || equals == 0 || equals + 1 == part.size()) {
        *wrong = fmt::format("'{}' is not an answer such as question=yes", part);
        return {};
      }
      WrittenAnswer answer{std::string(trimmed(part.substr(0, equals))), {}};
      std::string_view words = part.substr(equals + 1);
      while (true) {
        const std::size_t plus = std::min(words.find('+'), words.size());
        answer.words.emplace_back(trimmed(words.substr(0, plus)));
        if (plus == words.size()) break;
        words.remove_prefix(plus + 1);
      }
      const auto same = [&](const WrittenAnswer& other) { return other.question == answer.question; };
      if (std::any_of(answers.begin(), answers.end(), same)) {
        *wrong = fmt::format("{} is answered twice", answer.question);
        return {};
      }
      answers.push_back(std::move(answer));
    }
  }
  return answers;
}

std::optional<std::vector<NamedAnswer>> name_answers(const DecisionGraph& graph, TopicIndex topic,
                                                     const std::vector<WrittenAnswer>& written, Day on,
                                                     Patient* patient, std::string* wrong) {
  std::vector<NamedAnswer> answers;
  for (const WrittenAnswer& each : written) {
    const std::optional<QuestionIndex> question = question_of_topic(graph, topic, each.question);
    if (!question) {
      *wrong = fmt::format("the topic {} has no question '{}'", graph.topics[at(topic)].id, each.question);
      return {};
    }
    if (*question <= kSexQuestion) {
      if (each.words.size() == 1 && tell(*question, each.words.front(), on, patient)) continue;
      *wrong = fmt::format("'{}' does not answer {}", fmt::join(each.words, "+"), each.question);
      return {};
    }
    std::optional<AnswerValue> value = answer_of_words(graph.questions[at(*question)].kind, each.words, wrong);
    if (!value) {
      *wrong = each.question + ": " + *wrong;
      return {};
    }
    answers.emplace_back(each.question, std::move(*value));
  }
  return answers;
}

std::optional<Age> age_of_words(std::string_view text, Day on) {
  if (const std::optional<Day> born = parse_day(text)) {
    const std::optional<AgeCell> cell = age_on(*born, on);
    if (!cell) return {};
    return Age{*cell, *cell};
  }
  const bool bare = !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  return parse_age(bare ? std::string(text) + " years" : std::string(text));
}

std::optional<Sex> sex_of_word(std::string_view text) {
  if (text == "female") return Sex::female;
  if (text == "male") return Sex::male;
  if (text == "not-said") return Sex::not_said;
  return {};
}

std::optional<Party> party_of_word(std::string_view text) {
  if (text == "self") return Party::self;
  if (text == "someone-else") return Party::someone_else;
  return {};
}

}  // namespace signpost

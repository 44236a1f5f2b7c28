// The answers of `--answers`: "q=a,q=a+b", or a file with such lines.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/walk/engine.hpp"

namespace signpost {

inline constexpr std::size_t kMaxAnswersFile = 256 * 1024;  // many times the longest journey in words

struct WrittenAnswer {
  std::string question;
  std::vector<std::string> words;  // "a+b": two
};

// Cuts at commas and line ends; in a file lines may begin with "#". On a mistake nothing, with `wrong` set to one
// sentence.
std::optional<std::vector<WrittenAnswer>> parse_written_answers(std::string_view text, std::string* wrong);

// What was told about the patient and the topic's questions, ready for evaluate(). On a mistake nothing, with `wrong`
// set to one sentence. Answers to patient/age, patient/sex and patient/party go into `patient`.
std::optional<std::vector<NamedAnswer>> name_answers(const DecisionGraph& graph, TopicIndex topic,
                                                     const std::vector<WrittenAnswer>& written, Day on,
                                                     Patient* patient, std::string* wrong);

// "34 years", "34", a date of birth; "female", "male", "not-said"; "self", "someone-else".
std::optional<Age> age_of_words(std::string_view text, Day on);
std::optional<Sex> sex_of_word(std::string_view text);
std::optional<Party> party_of_word(std::string_view text);

}  // namespace signpost

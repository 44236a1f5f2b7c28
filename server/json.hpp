// JSON in and out: strict reading of every request body into plain structs (json_reader.hpp reads the text), and pieces
// for writing answers. The only file that knows the JSON library, which writes texts with odd bytes; handlers need
// none.
//
// Reading refuses what other readers let pass: a key given twice, a field that nobody knows, nesting beyond
// kMaxJsonDepth, a number of another type (3.9, true or "3" where 3 is meant), NUL in a text, anything after the
// document.
//
// Pure functions; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/graph/journey.hpp"
#include "engine/walk/engine.hpp"

namespace signpost {

inline constexpr std::size_t kMaxJsonDepth = 16;  // our deepest request has 5; deeper ones only want to cost us
inline constexpr std::size_t kMaxJsonMembers =
    32;  // of one object: our widest request has 5; duplicates are looked for pairwise
inline constexpr std::size_t kMaxSearchChars = 200;  // of a search: a sentence or two
inline constexpr std::size_t kMaxIdChars = 100;      // of an id: "file/step", each at most 40

// What is wrong with a body: 400 when it is no JSON that we read at all, 422 when it is, but not what was asked for.
struct JsonProblem {
  int status = 400;
  std::string_view code;  // "not-json", "duplicate-key", "too-deep", "unknown-field", "missing-field", "wrong-type",
                          // "out-of-range", "too-long"
  std::string where;      // our own name of the field, such as "/patient/age"; never what was sent
};

// A patient as sent. An age is cells, or a day of birth that still has to be counted on the journey's day.
struct PatientGiven {
  std::variant<std::monostate, Age, Day> age;
  std::optional<Sex> sex;
  std::optional<Party> party;
};
// The patient on the day `on`; nothing when the day of birth is no age then.
std::optional<Patient> patient_on(const PatientGiven& given, Day on);

struct SearchRequest {
  std::string q;
  PatientGiven patient;
};
struct TriageRequest {
  std::vector<std::string> topics;
  PatientGiven patient;
  std::string language = "en";
};
struct AnswerRequest {  // also /triage/change
  std::string journey, question;
  AnswerValue value;
  bool confirmed = false;
};
struct ReviewRequest {
  std::string journey;
};
struct EvaluateRequest {
  std::vector<std::string> topics;
  PatientGiven patient;
  std::optional<Day> on;
  std::vector<NamedAnswer> answers;
};

template <class What>
using Parsed = std::variant<What, JsonProblem>;

Parsed<SearchRequest> parse_search(std::string_view body);
Parsed<TriageRequest> parse_triage(std::string_view body);
Parsed<AnswerRequest> parse_answer(std::string_view body);
Parsed<AnswerRequest> parse_change(std::string_view body);
Parsed<ReviewRequest> parse_review(std::string_view body);
Parsed<EvaluateRequest> parse_evaluate(std::string_view body);

// Appends `text` as a JSON string with its quotes. Bytes that are no UTF-8 become U+FFFD: the last line of defence.
void append_json(std::string& out, std::string_view text);
// Appends an integer.
void append_json(std::string& out, std::int64_t number);
// Appends thousandths as a number without needless zeros: 38200 -> 38.2
void append_json_thousandths(std::string& out, std::int32_t thousandths);
// Appends an answer's value as the API spells it.
void append_json(std::string& out, const AnswerValue& value);

}  // namespace signpost

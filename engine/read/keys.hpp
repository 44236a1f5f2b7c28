// The one table of the language's shapes: for each kind of map its keys, and for each key what may stand there. Reading
// checks every file against it, the JSON Schema is printed from it, and nothing else knows which keys exist.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace signpost {

inline constexpr std::size_t kMaxIdCharacters = 40;       // ids stand in tokens and in translators' files
inline constexpr std::size_t kMaxTitleCharacters = 120;   // one line of a phone, twice
inline constexpr std::size_t kMaxProseCharacters = 2000;  // more than a screenful is not read by somebody who is ill
inline constexpr std::size_t kMaxPlainCharacters = 300;   // names, headings, search words
inline constexpr std::size_t kMaxEntries = 50'000;        // of one list or map: twice the facts of 100,000 questions
inline constexpr std::size_t kMaxPoints = 1000;           // of an answer or rule, either way: sums stay within 32 bits

// What a single value means.
enum class Scalar : std::uint8_t {
  none,       // no single value may stand here
  id,         // a new id
  name,       // the id of something
  path,       // an id, or file/id
  prose,      // words for people; with a comment behind it, or unquoted between braces, it is refused
  answer,     // the words of an answer, a heading: as prose, but harmless between braces
  plain,      // words that no patient reads, taken as they are
  choice,     // one of a closed list of words
  integer,    // whole number
  number,     // decimal number
  length,     // "2 hours"
  moment,     // "today", "1 year ago", "2026-11-22"
  day,        // "2026-11-22"
  age,        // "34 years", or a date of birth
  range,      // "38.0 to 38.9"
  test,       // a condition
  questions,  // "3 questions"
};

struct MapSpec;

// What may stand at one place: a single value, a list, or a map. Where several are given, each may stand.
struct Shape {
  Scalar scalar = Scalar::none;
  std::span<const std::string_view> words{};  // of a choice
  const Shape* items = nullptr;               // a list of these
  const MapSpec* map = nullptr;               // a map with fixed keys
  const Shape* entries = nullptr;             // a map whose keys the author chooses
  Scalar keys = Scalar::id;                   // what those keys are
  std::size_t most = 0;       // characters of a text; of a whole number, how far from 0; 0: what its kind allows
  bool may_be_empty = false;  // an empty list or map says something here
};

struct Key {
  std::string_view name;
  Shape shape;
  bool required = false;
  std::string_view hover;  // one sentence, shown by editors and by the documentation
};

// `key` makes sense only together with one of `with`.
struct Need {
  std::string_view key;
  std::span<const std::string_view> with;
};

using KeyGroup = std::span<const std::string_view>;

struct MapSpec {
  std::string_view what;  // "a step", as messages name it
  std::span<const Key> keys;
  std::span<const KeyGroup> one_group{};    // keys of two of these groups exclude each other
  std::span<const std::string_view> any{};  // at least one of these must stand
  std::span<const Need> needs{};
};

enum class FileKind : std::uint8_t {
  library,
  facts,
  dispositions,
  advice,
  wording,
  evidence,
  glossary,
  answer_sets,
  safety,
  module,
  pathway,
  scenarios
};
inline constexpr std::size_t kFileKinds = 12;

// The word by which `json_schema` knows the kind, such as "answer-sets".
std::string_view file_kind_name(FileKind kind);
const MapSpec& file_spec(FileKind kind);

// The words that no id may be: they mean something of their own wherever an id may stand.
std::span<const std::string_view> reserved_ids();
// `[a-z][a-z0-9-]*`, at most kMaxIdCharacters.
bool is_id(std::string_view text);

}  // namespace signpost

#include "engine/read/shape_check.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "engine/amounts/age.hpp"
#include "engine/amounts/quantity.hpp"
#include "engine/text/utf8.hpp"

namespace signpost {

namespace {

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kShown = 60;  // bytes of a text repeated in a message; the source line shows the rest
  if (text.size() <= kShown) return "`" + std::string(text) + "`";
  std::size_t end = kShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return "`" + std::string(text.substr(0, end)) + "…`";
}

std::string listed(std::span<const std::string_view> words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += in_quotes(words[i]);
  }
  return text;
}

std::string_view scalar_word(Scalar scalar) {
  switch (scalar) {
    case Scalar::none:
      return "nothing";
    case Scalar::id:
    case Scalar::name:
      return "an id";
    case Scalar::path:
      return "an id";
    case Scalar::prose:
    case Scalar::answer:
    case Scalar::plain:
      return "a text";
    case Scalar::choice:
      return "a word";
    case Scalar::integer:
      return "a whole number";
    case Scalar::number:
      return "a number";
    case Scalar::length:
      return "a length of time";
    case Scalar::moment:
    case Scalar::day:
      return "a date";
    case Scalar::age:
      return "an age";
    case Scalar::range:
      return "a range";
    case Scalar::test:
      return "a test";
    case Scalar::questions:
      return "a number of questions";
  }
  return "";
}

// "a text or a map of keys", for messages about wrong shapes.
std::string shape_words(const Shape& shape) {
  std::string text;
  const auto add = [&text](std::string_view words) {
    if (!text.empty()) text += " or ";
    text += words;
  };
  if (shape.scalar != Scalar::none) add(scalar_word(shape.scalar));
  if (shape.items != nullptr) add("a list, such as [one, two]");
  if (shape.map != nullptr) add("a block of keys");
  if (shape.entries != nullptr)
    add(shape.keys == Scalar::id ? "a block of ids, each with a colon" : "a block of words, each with a colon");
  return text;
}

std::string_view kind_word(const Value& value) {
  switch (value.kind) {
    case Value::Kind::missing:
      return "nothing";
    case Value::Kind::scalar:
      return "a single value";
    case Value::Kind::list:
      return "a list";
    case Value::Kind::map:
      return "a block of keys";
  }
  return "";
}

bool is_path(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return is_id(text);
  return is_id(text.substr(0, slash)) && is_id(text.substr(slash + 1));
}

constexpr std::string_view kNewId = "";  // an id that an author makes stands under no key of the table

class ShapeCheck {
 public:
  explicit ShapeCheck(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  // `owner` is where a missing key is reported: the key that the map stands under.
  void check(Value& value, const Shape& shape, std::string_view name, const Location& owner) {
    switch (value.kind) {
      case Value::Kind::missing:
        return;  // reported while reading
      case Value::Kind::scalar:
        if (shape.scalar == Scalar::none) return wrong_shape(value, shape, name);
        return check_scalar(value, shape, name);
      case Value::Kind::list:
        if (shape.items == nullptr) return wrong_shape(value, shape, name);
        if (value.items.empty() && !shape.may_be_empty) return empty(value, name);
        if (too_many(value, value.items.size(), name)) return;
        for (Value& item : value.items) check(item, *shape.items, name, item.at);
        return;
      case Value::Kind::map:
        if (shape.map == nullptr && shape.entries == nullptr) return wrong_shape(value, shape, name);
        if (value.entries.empty() && !shape.may_be_empty) return empty(value, name);
        if (shape.map != nullptr) return check_map(value, *shape.map, owner);
        return check_entries(value, shape, name);
    }
  }

  void check_map(Value& map, const MapSpec& spec, const Location& owner) {
    std::uint64_t seen = 0;
    std::uint64_t meant = 0;  // and those that a mistyped key stands for
    for (auto& [key, value] : map.entries) {
      const std::size_t row = find(spec, key.text);
      if (row == spec.keys.size()) {
        meant |= unknown_key(key, spec);
        value.kind = Value::Kind::missing;
        continue;
      }
      seen |= std::uint64_t{1} << row;
      if (value.kind == Value::Kind::scalar) {
        prose_in_braces(key, value, spec.keys[row].shape);
      }
      check(value, spec.keys[row].shape, key.text, key.at);
    }
    check_presence(map, spec, seen, seen | meant, owner);
  }

 private:
  Diagnostic& report(Code code, const Location& at, std::string message, std::string help = {}) {
    return diagnostics_.add(code, at, std::move(message), std::move(help));
  }

  static std::size_t find(const MapSpec& spec, std::string_view name) {
    std::size_t row = 0;
    while (row < spec.keys.size() && spec.keys[row].name != name) ++row;
    return row;
  }
  static bool has(const MapSpec& spec, std::uint64_t seen, std::span<const std::string_view> names) {
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view name) { return (seen >> find(spec, name) & 1U) != 0; });
  }

  void wrong_shape(Value& value, const Shape& shape, std::string_view name) {
    report(Code::wrong_shape, value.at,
           in_quotes(name) + " must be " + shape_words(shape) + ", and is " + std::string(kind_word(value)));
    value.kind = Value::Kind::missing;
  }
  void empty(Value& value, std::string_view name) {
    report(Code::empty_value, value.at, in_quotes(name) + " holds nothing",
           "write what belongs here, or take the key out");
    value.kind = Value::Kind::missing;
  }
  bool too_many(Value& value, std::size_t count, std::string_view name) {
    if (count <= kMaxEntries) return false;
    report(Code::too_many, value.at,
           in_quotes(name) + " holds " + std::to_string(count) + " entries; " + std::to_string(kMaxEntries) +
               " are the most");
    value.kind = Value::Kind::missing;
    return true;
  }

  // Returns the row of the key that was meant, as a bit, or 0.
  std::uint64_t unknown_key(const Value& key, const MapSpec& spec) {
    std::vector<std::string_view> names;
    for (const Key& row : spec.keys) names.push_back(row.name);
    const std::string_view near = did_you_mean(key.text, names);
    std::string help;
    if (!near.empty()) {
      help = "did you mean " + in_quotes(near) + "?";
    } else {
      help = std::string(spec.what) + " may have " + listed(names);
    }
    report(Code::unknown_key, key.at, std::string(spec.what) + " has no key " + in_quotes(key.text), std::move(help));
    return near.empty() ? 0 : std::uint64_t{1} << find(spec, near);
  }

  // The prose keys never stand unquoted between braces: a comma there ends the text without a word.
  void prose_in_braces(const Value& key, Value& value, const Shape& shape) {
    if (shape.scalar != Scalar::prose || !value.flow || value.quoted) return;
    report(Code::prose_in_braces, value.at,
           in_quotes(key.text) + " stands unquoted between braces, where a comma would end it",
           "write it without braces, on a line of its own:\n" + key.text + ": " + value.text +
               "\nor put the text in quotes");
    value.kind = Value::Kind::missing;
  }

  void check_presence(const Value& map, const MapSpec& spec, std::uint64_t seen, std::uint64_t meant,
                      const Location& owner) {
    for (std::size_t row = 0; row < spec.keys.size(); ++row) {
      if (!spec.keys[row].required || (meant >> row & 1U) != 0) continue;
      report(Code::missing_key, owner, std::string(spec.what) + " must have the key " + in_quotes(spec.keys[row].name),
             std::string(spec.keys[row].name) + ": " + std::string(spec.keys[row].hover));
    }
    if (!spec.any.empty() && !has(spec, meant, spec.any)) {
      report(Code::missing_key, owner, std::string(spec.what) + " must have one of the keys " + listed(spec.any));
      return;  // what the keys that do stand there need is the same lack
    }
    const KeyGroup* first = nullptr;
    for (const KeyGroup& group : spec.one_group) {
      if (!has(spec, seen, group)) continue;
      if (first == nullptr) {
        first = &group;
        continue;
      }
      const Value& one = written(map, *first);
      const Value& other = written(map, group);
      const bool in_order = one.at < other.at;
      report(Code::keys_conflict, (in_order ? other : one).at,
             std::string(spec.what) + " cannot have both " + in_quotes(one.text) + " and " + in_quotes(other.text),
             "take one of the two out")
          .notes.push_back({(in_order ? one : other).at, "the other stands here"});
      return;
    }
    for (const Need& need : spec.needs) {
      const std::size_t row = find(spec, need.key);
      if ((seen >> row & 1U) == 0 || has(spec, meant, need.with)) continue;
      const std::string_view names[] = {need.key};
      report(Code::missing_key, written(map, names).at,
             in_quotes(need.key) + " needs " + listed(need.with) + " beside it");
      return;  // the same lack shows at every key that needs it
    }
  }

  // The key of the first of `names` that stands in the map.
  static const Value& written(const Value& map, std::span<const std::string_view> names) {
    const auto found = std::find_if(map.entries.begin(), map.entries.end(), [names](const auto& entry) {
      return std::find(names.begin(), names.end(), entry.key.text) != names.end();
    });
    return found->key;
  }

  void check_entries(Value& map, const Shape& shape, std::string_view name) {
    if (too_many(map, map.entries.size(), name)) return;
    for (auto& [key, value] : map.entries) {
      Shape of_key;
      of_key.scalar = shape.keys;
      const Value::Kind before = key.kind;
      check_scalar(key, of_key, kNewId);
      const bool refused = key.kind == Value::Kind::missing;
      key.kind = before;
      check(value, *shape.entries, key.text, key.at);
      if (refused) value.kind = Value::Kind::missing;
    }
  }

  void refuse(Value& value, Code code, std::string message, std::string help = {}) {
    report(code, value.at, std::move(message), std::move(help));
    value.kind = Value::Kind::missing;
  }

  void check_scalar(Value& value, const Shape& shape, std::string_view name) {
    const std::string_view text = value.text;
    if (text.find_first_not_of(" \n") == std::string_view::npos) {
      return refuse(value, Code::empty_value, in_quotes(name) + " holds nothing",
                    "write what belongs here, or take the key out");
    }
    switch (shape.scalar) {
      case Scalar::none:
        return;
      case Scalar::id:
        return check_new_id(value);
      case Scalar::name:
        if (!is_id(text)) refuse_id(value, name);
        return;
      case Scalar::path:
        if (!is_path(text)) refuse_id(value, name);
        return;
      case Scalar::prose:
      case Scalar::answer:
        if (value.comment_follows) return comment_in_text(value);
        if (has_open_variant(text)) {
          return refuse(value, Code::bad_wording, "a < stands before a word and is never closed with >",
                        "write a phrase of wording.yaml between < and >, such as <Do you>");
        }
        [[fallthrough]];
      case Scalar::plain:
        return check_length(value, shape, name);
      case Scalar::choice:
        if (std::find(shape.words.begin(), shape.words.end(), text) == shape.words.end())
          unknown_word(value, shape, name);
        return;
      case Scalar::integer:
        return check_integer(value, shape, name);
      case Scalar::number:
        if (!is_number(text) || value.quoted)
          bad_number(value, name, "a number", "write digits, with a point if there is need, such as 38.5");
        return;
      case Scalar::length: {
        const std::optional<Quantity> quantity = parse_quantity(text);
        if (!quantity || !duration_minutes(*quantity)) {
          bad_number(value, name, "a length of time, such as 2 hours",
                     "a whole number and minutes, hours, days, weeks, months or years");
        }
        return;
      }
      case Scalar::moment:
        if (!is_moment(text))
          bad_number(value, name, "a day", "write today, a time ago such as 1 year ago, or a date such as 2026-11-22");
        return;
      case Scalar::day:
        if (!parse_day(text)) bad_number(value, name, "a date", "write year, month and day, such as 2026-11-22");
        return;
      case Scalar::age:
        if (!parse_age(text) && !parse_day(text)) {
          bad_number(value, name, "an age",
                     "write days, weeks, months or years, such as 10 weeks; or a date of birth, such as 2024-03-01");
        }
        return;
      case Scalar::range:
        if (!parse_range(text)) {
          refuse(value, Code::bad_range, in_quotes(text) + " is no range",
                 "write below X, under X, up to X, over X, X and over, X to Y, or over X and up to Y");
        }
        return;
      case Scalar::test:
        return;  // read as a condition when the tree is converted
      case Scalar::questions: {
        const std::optional<Quantity> quantity = parse_quantity(text);
        const bool fine = quantity && parse_integer(quantity->number).value_or(-1) >= 0 &&
                          (quantity->unit == "questions" || quantity->unit == "question");
        if (!fine) bad_number(value, name, "a number of questions", "write it as 3 questions");
        return;
      }
    }
  }

  static bool is_moment(std::string_view text) {
    if (text == "today" || parse_day(text)) return true;
    if (!text.ends_with(" ago")) return false;
    const std::optional<Quantity> quantity = parse_quantity(text.substr(0, text.size() - 4));
    return quantity && duration_minutes(*quantity);
  }

  void check_new_id(Value& value) {
    if (!is_id(value.text)) return refuse_id(value, kNewId);
    const auto reserved = reserved_ids();
    if (std::find(reserved.begin(), reserved.end(), value.text) != reserved.end()) {
      refuse(value, Code::bad_id, in_quotes(value.text) + " is a word of the language and cannot be an id",
             "choose another id");
    }
  }

  void refuse_id(Value& value, std::string_view name) {
    std::string help = "an id is small letters, digits and hyphens, begins with a letter and has at most " +
                       std::to_string(kMaxIdCharacters) + " characters";
    const std::string suggestion = as_id(value.text);
    if (!suggestion.empty() && suggestion != value.text) help += ", such as " + suggestion;
    std::string message = name == kNewId ? in_quotes(value.text) + " is no id"
                                         : in_quotes(name) + " must be an id, and is " + in_quotes(value.text);
    refuse(value, Code::bad_id, std::move(message), std::move(help));
  }

  // What an author may have meant: "Chest Pain" as chest-pain. Empty when that is no id either.
  static std::string as_id(std::string_view text) {
    std::string id;
    for (const char c : text) {
      if (c >= 'A' && c <= 'Z') {
        id += static_cast<char>(c - 'A' + 'a');
      } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        id += c;
      } else if ((c == ' ' || c == '_' || c == '-' || c == '.') && !id.empty() && id.back() != '-') {
        id += '-';
      } else if (c == '/') {
        return {};
      }
    }
    while (id.ends_with('-')) id.pop_back();
    return is_id(id) ? id : std::string();
  }

  // A < before a letter opens a phrase of wording.yaml, and must be closed before the next one.
  static bool has_open_variant(std::string_view text) {
    for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
      const char next = at + 1 < text.size() ? text[at + 1] : ' ';
      const bool letter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
      if (!letter) continue;
      const std::size_t end = text.find_first_of("<>", at + 1);
      if (end == std::string_view::npos || text[end] == '<') return true;
    }
    return false;
  }

  void comment_in_text(Value& value) {
    Location at = value.at;
    at.column += at.length + 1;
    at.length = 1;
    if (value.folded) at = value.at;
    report(Code::needs_quotes, at, "a # after a space ends an unquoted text, and the rest of the line is lost",
           "put the text in quotes if # belongs to it; else set the comment on a line of its own");
    value.kind = Value::Kind::missing;
  }

  void check_length(Value& value, const Shape& shape, std::string_view name) {
    const std::size_t most = shape.most == 0 ? kMaxPlainCharacters : shape.most;
    if (value.text.size() <= most) return;
    const std::size_t characters = count_characters(value.text);
    if (characters <= most) return;
    refuse(value, Code::too_many,
           in_quotes(name) + " has " + std::to_string(characters) + " characters; " + std::to_string(most) +
               " are the most",
           "say it shorter, or in several parts");
  }

  void unknown_word(Value& value, const Shape& shape, std::string_view name) {
    const std::string_view near =
        did_you_mean(value.text, std::vector<std::string_view>(shape.words.begin(), shape.words.end()));
    std::string help = near.empty() ? std::string() : "did you mean " + in_quotes(near) + "?";
    refuse(value, Code::unknown_word,
           in_quotes(name) + " must be " + listed(shape.words) + ", and is " + in_quotes(value.text), std::move(help));
  }

  void check_integer(Value& value, const Shape& shape, std::string_view name) {
    const std::optional<int> number = parse_integer(value.text);
    if (!number || value.quoted) return bad_number(value, name, "a whole number", "write digits, such as 3");
    if (shape.most > 0 && static_cast<std::size_t>(std::abs(std::int64_t{*number})) > shape.most) {
      const std::string most = std::to_string(shape.most);
      bad_number(value, name, "a whole number from -" + most + " to " + most, "write a smaller one");
    }
  }

  void bad_number(Value& value, std::string_view name, std::string_view wanted, std::string_view help) {
    std::string how(help);
    const std::string_view digits = std::string_view(value.text).starts_with('-')
                                        ? std::string_view(value.text).substr(1)
                                        : std::string_view(value.text);
    if (digits.size() > 1 && digits[0] == '0' && digits.find_first_not_of("0123456789") == std::string_view::npos) {
      how = "leave the leading 0 out: some programs take such a number for an octal one";
    } else if (value.quoted) {
      how = "take the quotes away";
    } else if (value.text.find(',') != std::string::npos) {
      how = "write a point, not a comma";
    }
    refuse(value, Code::bad_number,
           in_quotes(name) + " must be " + std::string(wanted) + ", and is " + in_quotes(value.text), std::move(how));
  }

  Diagnostics& diagnostics_;
};

}  // namespace

bool check_shape(Value& file, const MapSpec& spec, Diagnostics& diagnostics) {
  if (file.kind == Value::Kind::missing) return false;  // already reported
  const std::size_t before = diagnostics.all().size();
  Shape shape;
  shape.map = &spec;
  Location top = file.at;
  top.length = 0;
  ShapeCheck(diagnostics).check(file, shape, spec.what, top);
  return diagnostics.all().size() == before;
}

}  // namespace signpost

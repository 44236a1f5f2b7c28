#include "engine/yaml/yaml_mistakes.hpp"

#include <algorithm>
#include <optional>

#include "engine/text/utf8.hpp"
#include "engine/yaml/yaml.hpp"

namespace signpost {

namespace {

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

// A line taken apart as "  - key: value" by eye, without a parser.
struct Parts {
  std::size_t indent = 0;
  bool item = false;         // begins with "- "
  std::string_view key;      // empty: none
  std::string_view value;    // to the end of the line
  std::size_t value_at = 0;  // byte in the line
};

Parts parts_of(std::string_view line) {
  Parts parts;
  std::size_t at = std::min(line.find_first_not_of(' '), line.size());
  parts.indent = at;
  while (at + 1 < line.size() && line[at] == '-' && line[at + 1] == ' ') {
    parts.item = true;
    at = std::min(line.find_first_not_of(' ', at + 1), line.size());
  }
  std::size_t colon = at;
  while (colon < line.size()) {
    colon = line.find(':', colon);
    if (colon == std::string_view::npos) break;
    if (colon + 1 == line.size() || line[colon + 1] == ' ') break;
    ++colon;
  }
  const bool opens_text =
      at < line.size() && std::string_view("\"'[{>|*&!%@`").find(line[at]) != std::string_view::npos;
  if (colon < line.size() && !opens_text) {
    parts.key = line.substr(at, colon - at);
    at = std::min(line.find_first_not_of(' ', colon + 1), line.size());
  }
  parts.value_at = at;
  parts.value = line.substr(at);
  while (parts.value.ends_with(' ')) parts.value.remove_suffix(1);
  return parts;
}

bool blank_or_comment(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" ");
  return first == std::string_view::npos || line[first] == '#';
}

std::string quoted(std::string_view text) {
  if (text.find('"') == std::string_view::npos && text.find('\\') == std::string_view::npos)
    return "\"" + std::string(text) + "\"";
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + "'";
}

class Explainer {
 public:
  Explainer(const BrokenYaml& broken, const Sources& sources, Diagnostics& diagnostics)
      : broken_(broken),
        sources_(sources),
        diagnostics_(diagnostics),
        source_(sources.file(broken.file).text),
        line_number_(std::clamp<std::uint32_t>(broken.line, 1, sources.line_count(broken.file))),
        line_(sources.line(broken.file, line_number_)),
        parts_(parts_of(line_)) {}

  void explain() {
    if (unclosed_quote() || escape() || bare_line_above() || text_with_a_special_start() || text_with_a_colon() ||
        missing_space_after_colon() || no_break_space() || long_key() || open_bracket() || text_and_keys() ||
        wrong_indent()) {
      return;
    }
    report(Code::yaml_syntax, line_number_, column_of(broken_.byte), 1,
           "the file is not well-formed YAML here (" + std::string(broken_.said) + ")",
           "compare the line with its neighbours: the same step inwards, a space after each colon");
  }

 private:
  void report(Code code, std::uint32_t line, std::size_t column, std::size_t length, std::string message,
              std::string help) {
    diagnostics_.add(code, {broken_.file, line, static_cast<std::uint32_t>(column), static_cast<std::uint32_t>(length)},
                     std::move(message), std::move(help));
  }
  // A column in characters of a byte of the broken line.
  std::size_t column_of(std::size_t byte) const {
    const std::size_t start = sources_.line_start(broken_.file, line_number_);
    return byte < start ? 1 : count_characters(line_.substr(0, std::min(byte - start, line_.size()))) + 1;
  }
  std::size_t column_in_line(std::string_view line, std::size_t byte) const {
    return count_characters(line.substr(0, byte)) + 1;
  }
  bool said(std::string_view words) const { return broken_.said.find(words) != std::string_view::npos; }

  // The nearest line above that is neither blank nor a comment; 0 when there is none.
  std::uint32_t line_above() const {
    for (std::uint32_t line = line_number_; line-- > 1;) {
      if (!blank_or_comment(sources_.line(broken_.file, line))) return line;
    }
    return 0;
  }

  bool unclosed_quote() {
    constexpr std::string_view kHelp =
        "close the quote at the end of the text; an apostrophe at the beginning of a text needs double quotes round "
        "the whole text";
    if (said("document indicator in scalar") || said("EOF in scalar")) {
      for (std::size_t i = broken_.last_event; i < source_.size(); ++i) {
        if (source_[i] != '"' && source_[i] != '\'') continue;
        std::size_t before = i;
        while (before > 0 && source_[before - 1] == ' ') --before;
        const char previous = before == 0 ? '\n' : source_[before - 1];
        if (std::string_view("\n:-[{,").find(previous) == std::string_view::npos) continue;
        const auto line = static_cast<std::uint32_t>(
                              std::count(source_.begin(), source_.begin() + static_cast<std::ptrdiff_t>(i), '\n')) +
                          1;
        const std::string_view shown = sources_.line(broken_.file, line);
        const std::size_t byte = i - sources_.line_start(broken_.file, line);
        report(Code::unclosed_quote, line, column_in_line(shown, byte), count_characters(shown.substr(byte)),
               "a quote is opened here and never closed", std::string(kHelp));
        return true;
      }
    }
    if (broken_.last_quoted.line != 0 && broken_.last_quoted_end == line_number_) {
      const Location& at = broken_.last_quoted;
      report(Code::unclosed_quote, at.line, at.column, at.length,
             "the quote that is opened here is closed only on line " + std::to_string(broken_.last_quoted_end),
             std::string(kHelp));
      return true;
    }
    return false;
  }

  bool escape() {
    if (!said("escape")) return false;
    report(Code::yaml_syntax, line_number_, std::max<std::size_t>(column_of(broken_.byte), 2) - 1, 2,
           "a backslash in double quotes stands before a letter that it cannot change",
           "use single quotes round the text, or write the backslash twice");
    return true;
  }

  // A word alone on a line, where keys stand: the parser stumbles only over the line after it.
  bool bare_line_above() {
    const std::uint32_t line = line_above();
    if (line == 0 || !said("illegal map value") || broken_.open_bracket.line != 0) return false;
    const std::string_view shown = sources_.line(broken_.file, line);
    const Parts bare = parts_of(shown);
    if (!bare.key.empty() || bare.item || shown.find(':') != std::string_view::npos) return false;
    std::uint32_t before = line;
    while (before > 1 && blank_or_comment(sources_.line(broken_.file, before - 1))) --before;
    if (before > 1 && parts_of(sources_.line(broken_.file, before - 1)).indent < bare.indent) return false;
    report(Code::yaml_syntax, line, column_in_line(shown, bare.indent), count_characters(shown.substr(bare.indent)),
           "this line is neither a key with a colon nor part of the text above",
           "write a key and a colon before it, or indent it if it belongs to the text above");
    return true;
  }

  bool text_with_a_special_start() {
    if (parts_.value.empty()) return false;
    const char first = parts_.value[0];
    const bool two = parts_.value.size() == 1 || parts_.value[1] == ' ';
    const bool special = std::string_view("*&!|>%@`\"'{[}],").find(first) != std::string_view::npos ||
                         (two && !parts_.key.empty() && (first == '-' || first == '?' || first == ':'));
    const std::size_t start = sources_.line_start(broken_.file, line_number_) + parts_.value_at;
    if (!special || broken_.byte < start ||
        (broken_.open_bracket.line != 0 && broken_.open_bracket.line != line_number_))
      return false;
    if ((first == '{' || first == '[') && broken_.open_bracket.line == line_number_ && bracket_stays_open(parts_.value))
      return false;
    if ((first == '{' || first == '[') && text_in_braces()) return true;
    std::string what = "a text that begins with " + std::string(1, first) + " must stand in quotes";
    if (first == '"' || first == '\'') what = "this text begins with a quote and goes on after the closing quote";
    report(Code::needs_quotes, line_number_, column_in_line(line_, parts_.value_at), count_characters(parts_.value),
           std::move(what), quoting_help(parts_.value));
    return true;
  }

  static bool bracket_stays_open(std::string_view value) {
    const auto count = [value](char c) { return std::count(value.begin(), value.end(), c); };
    return count('{') > count('}') || count('[') > count(']');
  }

  // "{ text: Pain: now }": the brackets are meant, and a text between them is in the way.
  bool text_in_braces() {
    const std::size_t start = sources_.line_start(broken_.file, line_number_);
    if (broken_.open_bracket.line != line_number_ || broken_.byte <= start + parts_.value_at + 1) return false;
    report(Code::prose_in_braces, line_number_, column_of(broken_.byte), 1,
           "a text between braces or brackets is broken off here",
           "write each key on a line of its own, without braces, or put the text in quotes");
    return true;
  }

  bool text_with_a_colon() {
    if (parts_.key.empty() || parts_.value.empty()) return false;
    std::size_t colon = parts_.value.find(": ");
    if (colon == std::string_view::npos && parts_.value.ends_with(':')) colon = parts_.value.size() - 1;
    if (colon == std::string_view::npos) return false;
    report(Code::needs_quotes, line_number_, column_in_line(line_, parts_.value_at + colon), 1,
           "a text with a colon and a space in it must stand in quotes", quoting_help(parts_.value));
    return true;
  }

  bool missing_space_after_colon() {
    for (const std::uint32_t line : {line_number_, line_above()}) {
      if (line == 0) continue;
      const std::string_view shown = sources_.line(broken_.file, line);
      std::size_t at = std::min(shown.find_first_not_of(" -"), shown.size());
      const std::size_t key = at;
      while (at < shown.size() &&
             ((shown[at] >= 'a' && shown[at] <= 'z') || (shown[at] >= '0' && shown[at] <= '9') || shown[at] == '-'))
        ++at;
      if (at == key || at + 1 >= shown.size() || shown[at] != ':' || shown[at + 1] == ' ' || shown[at + 1] == '/')
        continue;
      if (shown.substr(at + 1).starts_with(kNoBreakSpace)) continue;
      report(Code::yaml_syntax, line, at + 1, 1, "a space is missing after the colon",
             "write " + std::string(shown.substr(key, at - key)) + ": " + std::string(shown.substr(at + 1)));
      return true;
    }
    return false;
  }

  bool no_break_space() {
    for (const std::uint32_t line : {line_number_, line_above()}) {
      if (line == 0) continue;
      const std::string_view shown = sources_.line(broken_.file, line);
      const std::size_t at = shown.find(kNoBreakSpace);
      if (at == std::string_view::npos) continue;
      report(Code::yaml_syntax, line, column_in_line(shown, at), 1,
             "a no-break space stands here, which looks like a space and is none",
             "replace it with an ordinary space; it often comes from copying");
      return true;
    }
    return false;
  }

  bool long_key() {
    if (line_.size() <= kMaxKeyBytes || parts_.key.size() <= kMaxKeyBytes) return false;
    report(Code::yaml_syntax, line_number_, column_in_line(line_, parts_.indent), 1,
           "a key is longer than " + std::to_string(kMaxKeyBytes) + " characters",
           "a key is a short word; a long text belongs after the colon");
    return true;
  }

  bool open_bracket() {
    if (broken_.open_bracket.line == 0) return false;
    const Location& at = broken_.open_bracket;
    report(Code::yaml_syntax, at.line, at.column, 1,
           "the bracket that is opened here is not closed before line " + std::to_string(line_number_),
           "close it, or put the text in quotes if the bracket belongs to a text");
    return true;
  }

  bool text_and_keys() {
    const std::uint32_t above = line_above();
    if (above == 0) return false;
    const Parts before = parts_of(sources_.line(broken_.file, above));
    const bool under_a_text = !before.key.empty() && !before.value.empty() && !blank_or_comment(before.value);
    if (!under_a_text || parts_.indent <= before.indent || parts_.key.empty()) return false;
    report(Code::yaml_syntax, line_number_, column_in_line(line_, parts_.indent), count_characters(parts_.key),
           "`" + std::string(parts_.key) + ":` stands further in than the line above, which has a text already",
           "begin it in the same column as `" + std::string(before.key) +
               ":`; if it belongs to the text above, put that whole text in quotes");
    return true;
  }

  bool wrong_indent() {
    if (!said("end of map not found") && !said("end of sequence not found") && !said("illegal map value") &&
        !said("illegal block entry"))
      return false;
    const std::size_t column = column_in_line(line_, parts_.indent);
    const std::size_t length =
        std::max<std::size_t>(count_characters(line_.substr(std::min(parts_.indent, line_.size()))), 1);
    if (parts_.item) {
      report(Code::yaml_syntax, line_number_, column, length, "an item of a list stands where a key is meant",
             "move the line in under the key that it belongs to, or take out the `- `");
    } else if (parts_.key.empty()) {
      report(Code::yaml_syntax, line_number_, column, length,
             "this line is neither a key with a colon nor part of the text above",
             "a text over several lines goes further in than its key, without a comment between");
    } else {
      report(Code::yaml_syntax, line_number_, column, length, "this line begins in a column that fits nothing above it",
             "begin it in the same column as the keys that it belongs to");
    }
    return true;
  }

  const BrokenYaml& broken_;
  const Sources& sources_;
  Diagnostics& diagnostics_;
  std::string_view source_;
  std::uint32_t line_number_;
  std::string_view line_;
  Parts parts_;
};

}  // namespace

std::string quoting_help(std::string_view text) {
  // 'the doctor's view': quotes were meant, and the apostrophe closed them.
  if (text.size() > 2 && text.front() == '\'' && text.back() == '\'') text = text.substr(1, text.size() - 2);
  constexpr std::size_t kLongest = 80;  // bytes repeated in the help; the source line shows the rest
  if (text.size() > kLongest || text.find(" #") != std::string_view::npos) return "put the whole text in quotes";
  return "put the text in quotes: " + quoted(text);
}

void explain_broken_yaml(const BrokenYaml& broken, const Sources& sources, Diagnostics& diagnostics) {
  Explainer(broken, sources, diagnostics).explain();
}

}  // namespace signpost

// The strict tree, built in one pass over yaml-cpp's events. Events rather than nodes: aliases, anchors, duplicate
// keys, depth and documents are all decided in one place, and nothing of yaml-cpp reaches another file.
#include "engine/yaml/yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <istream>
#include <streambuf>
#include <unordered_set>

#include "engine/amounts/quantity.hpp"
#include "engine/text/utf8.hpp"
#include "engine/yaml/yaml_bytes.hpp"
#include "engine/yaml/yaml_mistakes.hpp"
#include "engine/yaml/yaml_scalar.hpp"

namespace signpost {

namespace {

constexpr std::size_t kLinearKeys = 24;  // maps up to this size find a repeated key by looking; larger ones use a set

// Reads the text without copying it, then an end-of-document line: without that, yaml-cpp takes the end of the file for
// the end of an unclosed quote and swallows everything after the quote.
class SentinelBuffer final : public std::streambuf {
 public:
  explicit SentinelBuffer(std::string_view text) : ends_line_(text.empty() || text.back() == '\n') { show(text); }

 private:
  int_type underflow() override {
    if (ended_) return traits_type::eof();
    ended_ = true;
    constexpr std::string_view kEnd = "\n...\n";
    show(ends_line_ ? kEnd.substr(1) : kEnd);
    return traits_type::to_int_type(*gptr());
  }
  void show(std::string_view text) {
    char* const begin =
        const_cast<char*>(text.data());  // streambuf's get area is typed for writing; nothing here writes
    setg(begin, begin, begin + text.size());
  }

  bool ends_line_;
  bool ended_ = false;
};

// Thrown to leave yaml-cpp's parser when there is no sense in reading on; never leaves this file.
struct Stop {};

class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const Sources& sources, std::uint32_t file, Diagnostics& diagnostics)
      : sources_(sources), file_(file), text_(sources.file(file).text), diagnostics_(diagnostics) {}

  Value root;
  bool any_document = false;
  std::size_t last_event = 0;
  Location last_quoted;  // of several lines
  std::uint32_t last_quoted_end = 0;

  Location open_bracket() const {
    for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame) {
      if (frame->value.flow) return frame->value.at;
    }
    return {};
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (!any_document) {
      any_document = true;
      return;
    }
    const std::uint32_t line = static_cast<std::uint32_t>(mark.line) + 1;
    const std::string_view shown = sources_.line(file_, line);
    if (follows_document_mark(line)) {
      diagnostics_.add(Code::several_documents, {file_, line, 1, static_cast<std::uint32_t>(count_characters(shown))},
                       "a second document begins here",
                       "one file holds one thing: take the line out, or make a file of what follows");
    } else {
      diagnostics_.add(Code::yaml_syntax, {file_, line, 1, static_cast<std::uint32_t>(count_characters(shown))},
                       "this line does not belong to what stands above it",
                       "a list (lines that begin with -) and keys cannot stand side by side");
    }
    throw Stop{};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Value value = make(mark, Value::Kind::missing);
    refuse_anchor(value, anchor);
    add(std::move(value));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    Value value = make(mark, Value::Kind::missing);
    value.at.length = 1;
    diagnostics_.add(Code::yaml_feature, value.at, "aliases (*name) are not part of the language",
                     "write the text again, or put it in quotes if it begins with *");
    reported_missing_ = true;
    add(std::move(value));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    Value value = make(mark, Value::Kind::scalar);
    const auto byte = static_cast<std::size_t>(mark.pos);
    const char first = byte < text_.size() ? text_[byte] : '\0';
    const bool plain_tag = tag == "?" || (tag == "!" && first != '!');
    if (!plain_tag) refuse_tag(value.at);
    refuse_anchor(value, anchor);
    const ScalarExtent extent = anchor != 0 || !plain_tag ? ScalarExtent{} : scalar_extent(text_, byte, text);
    value.quoted = extent.quoted;
    value.folded = extent.folded;
    value.comment_follows = extent.comment_follows;
    value.at.length = static_cast<std::uint32_t>(extent.length);
    if (extent.quoted && extent.lines > 0 && (first == '"' || first == '\'')) {
      last_quoted = value.at;
      last_quoted_end = value.at.line + static_cast<std::uint32_t>(extent.lines);
    }
    value.text = text;
    add(std::move(value));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(mark, tag, anchor, style, Value::Kind::list);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(mark, tag, anchor, style, Value::Kind::map);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    Value value;
    Value key;
    bool has_key = false;
    bool cut = false;                      // a comma has ended the text of the last entry
    std::unordered_set<std::string> keys;  // filled once the map is large
  };

  // True when a "---" or "..." line stands on or just above `line`; else yaml-cpp saw the end of a document that nobody
  // wrote.
  bool follows_document_mark(std::uint32_t line) const {
    const auto is_mark = [](std::string_view shown) { return shown.starts_with("---") || shown.starts_with("..."); };
    if (is_mark(sources_.line(file_, line))) return true;
    while (line > 1) {
      const std::string_view above = sources_.line(file_, --line);
      if (is_mark(above)) return true;
      if (!above.empty() && above[0] != '#') return false;
    }
    return false;
  }

  Location locate(const YAML::Mark& mark) {
    const std::uint32_t line = static_cast<std::uint32_t>(mark.line) + 1;
    const std::size_t start = sources_.line_start(file_, line);
    const std::size_t byte = std::min(static_cast<std::size_t>(mark.pos), text_.size());
    // Columns are counted on from the last place of the same line, so that one long line is not counted again and
    // again.
    if (line != counted_line_ || byte < counted_byte_) counted_line_ = line, counted_byte_ = start, counted_column_ = 1;
    if (byte > counted_byte_) {
      counted_column_ +=
          static_cast<std::uint32_t>(count_characters(text_.substr(counted_byte_, byte - counted_byte_)));
      counted_byte_ = byte;
    }
    return {file_, line, counted_column_, 0};
  }

  Value make(const YAML::Mark& mark, Value::Kind kind) {
    last_event = static_cast<std::size_t>(mark.pos);
    Value value;
    value.kind = kind;
    value.at = locate(mark);
    value.flow = !frames_.empty() && frames_.back().value.flow;
    return value;
  }

  void refuse_tag(const Location& at) {
    diagnostics_.add(Code::yaml_feature, {at.file, at.line, at.column, 1}, "tags (!name) are not part of the language",
                     "put the text in quotes if it begins with !");
  }
  void refuse_anchor(const Value& value, YAML::anchor_t anchor) {
    if (anchor == 0) return;
    diagnostics_.add(Code::yaml_feature, {value.at.file, value.at.line, value.at.column, 1},
                     "anchors (&name) are not part of the language", "put the text in quotes if it begins with &");
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style,
            Value::Kind kind) {
    Value value = make(mark, kind);
    value.flow = style == YAML::EmitterStyle::Flow;
    if (tag != "?" && !tag.empty()) refuse_tag(value.at);
    refuse_anchor(value, anchor);
    if (frames_.size() >= kMaxYamlDepth) {
      diagnostics_.add(Code::nested_too_deeply, value.at,
                       "lists and maps are nested more than " + std::to_string(kMaxYamlDepth) + " deep",
                       "a pathway needs about eight; look for a bracket too many");
      throw Stop{};
    }
    Frame frame;
    frame.value = std::move(value);
    frames_.push_back(std::move(frame));
  }

  void close() {
    Value value = std::move(frames_.back().value);
    frames_.pop_back();
    add(std::move(value));
  }

  void add(Value&& value) {
    const bool reported = std::exchange(reported_missing_, false);
    if (frames_.empty()) {
      root = std::move(value);
      return;
    }
    Frame& frame = frames_.back();
    if (frame.value.kind == Value::Kind::list) {
      if (value.kind == Value::Kind::missing && !reported) refuse_empty_item(value);
      frame.value.items.push_back(std::move(value));
    } else if (!frame.has_key) {
      accept_key(frame, std::move(value));
    } else {
      if (value.kind == Value::Kind::missing && !reported) refuse_empty_value(frame, value);
      if (frame.key.kind == Value::Kind::scalar) {
        frame.cut = false;
        frame.value.entries.push_back({std::move(frame.key), std::move(value)});
      }
      frame.has_key = false;
    }
  }

  void accept_key(Frame& frame, Value&& key) {
    frame.has_key = true;
    last_key_byte_ = last_event;
    if (key.kind != Value::Kind::scalar) {
      diagnostics_.add(Code::yaml_syntax, key.at, "a key is a plain word before a colon",
                       "write the key before the colon; put it in quotes if it begins with ? : [ or {");
      key.kind = Value::Kind::missing;
    } else if (key.text == "<<") {
      diagnostics_.add(Code::yaml_feature, key.at, "merge keys (<<) are not part of the language",
                       "write out what is meant here");
      key.kind = Value::Kind::missing;
    } else if (const Location* earlier = earlier_key(frame, key.text)) {
      diagnostics_
          .add(Code::duplicate_key, key.at, "the key `" + key.text + "` stands twice in the same place",
               "take one of the two out, or give it another name")
          .notes.push_back({*earlier, "it stands here already"});
      key.kind = Value::Kind::missing;
    }
    frame.key = std::move(key);
  }

  const Location* earlier_key(Frame& frame, const std::string& key) {
    const auto& entries = frame.value.entries;
    if (entries.size() >= kLinearKeys) {
      if (frame.keys.empty()) {
        for (const auto& entry : entries) frame.keys.insert(entry.key.text);
      }
      if (frame.keys.insert(key).second) return nullptr;
    }
    for (const auto& entry : entries) {
      if (entry.key.text == key) return &entry.key.at;
    }
    return nullptr;
  }

  void refuse_empty_item(Value& value) {
    // The mark of an item that was not written is that of whatever follows; its own dash stands before that.
    const std::size_t mark = std::min(last_event, text_.size());
    const std::size_t dash = mark == 0 ? std::string_view::npos : text_.rfind('-', mark - 1);
    if (!value.flow && !says_nothing(mark) && dash != std::string_view::npos) {
      const auto begin = text_.begin();
      value.at.line -= static_cast<std::uint32_t>(
          std::count(begin + static_cast<std::ptrdiff_t>(dash), begin + static_cast<std::ptrdiff_t>(mark), '\n'));
      const std::size_t start = sources_.line_start(file_, value.at.line);
      value.at.column = static_cast<std::uint32_t>(count_characters(text_.substr(start, dash - start))) + 1;
    }
    value.at.length = 1;
    diagnostics_.add(Code::empty_value, value.at, "this item of the list is empty",
                     "write what is meant, or take the line out");
  }

  // True when one of YAML's words for "nothing" stands at `byte`.
  bool says_nothing(std::size_t byte) const {
    const std::string_view rest = text_.substr(std::min(byte, text_.size()), 4);
    return rest.starts_with('~') || rest == "null" || rest == "Null" || rest == "NULL";
  }

  void refuse_empty_value(Frame& frame, Value& value) {
    Value& key = frame.key;
    if (key.kind != Value::Kind::scalar) return;
    if (frame.value.flow && cut_by_comma(frame)) return;
    value.at = key.at;
    const std::string_view line = sources_.line(file_, key.at.line);
    const std::size_t key_byte = last_key_byte_ - sources_.line_start(file_, key.at.line);
    if (!frame.value.flow && !key.quoted && line.find(':', std::min(key_byte, line.size())) == std::string_view::npos) {
      diagnostics_.add(Code::yaml_syntax, key.at, "this line is neither a key with a colon nor part of the text above",
                       "write a key and a colon before it, or indent it if it belongs to the text above");
      key.kind = Value::Kind::missing;
      return;
    }
    std::string help = "write the value after the colon, or take the key out";
    if (says_nothing(last_event)) {
      help = "~ and null mean nothing in YAML: put the word in quotes if it is meant, or take the key out";
    } else if (line.find(" #") != std::string_view::npos) {
      help = "what stands after # is a comment: put the text in quotes if # belongs to it";
    }
    diagnostics_.add(Code::empty_value, key.at, "`" + key.text + "` has no value", std::move(help));
  }

  // "{ text: Hot, shivery }": the comma ended the text, and the rest became a key without a value. True when that is
  // so.
  bool cut_by_comma(Frame& frame) {
    if (frame.value.entries.empty()) return false;
    auto& [cut_key, cut] = frame.value.entries.back();
    if (!frame.cut && (cut.kind != Value::Kind::scalar || cut.quoted)) return false;
    if (!frame.cut) {
      const bool decimal_comma = parse_integer(cut.text) && parse_integer(frame.key.text);
      std::string help = "write it without braces, on a line of its own:\n" + cut_key.text + ": " + whole_text(cut);
      if (decimal_comma) help = "write a point, not a comma: " + cut.text + "." + frame.key.text;
      diagnostics_.add(Code::prose_in_braces, cut.at,
                       "the comma ends this text: only `" + cut.text + "` would be read, and `" + frame.key.text +
                           "` would be a key",
                       std::move(help));
      cut.kind = Value::Kind::missing;
      frame.cut = true;
    }
    frame.key.kind = Value::Kind::missing;  // a second comma cuts the same text
    return true;
  }

  // A text that a comma has cut, to where the brace closes or the next key begins.
  std::string whole_text(const Value& cut) const {
    std::string_view rest = sources_.line(file_, cut.at.line);
    for (std::uint32_t column = 1; column < cut.at.column; ++column) rest.remove_prefix(first_character(rest).size);
    rest = rest.substr(0, rest.find('}'));
    if (const std::size_t colon = rest.find(": "); colon != std::string_view::npos)
      rest = rest.substr(0, rest.rfind(',', colon));
    while (rest.ends_with(' ')) rest.remove_suffix(1);
    return std::string(rest);
  }

  const Sources& sources_;
  std::uint32_t file_;
  std::string_view text_;
  Diagnostics& diagnostics_;
  std::vector<Frame> frames_;
  bool reported_missing_ = false;  // the missing value that comes next has had its finding
  std::uint32_t counted_line_ = 0, counted_column_ = 1;
  std::size_t counted_byte_ = 0;
  std::size_t last_key_byte_ = 0;
};

}  // namespace

const Value* Value::find(std::string_view key) const {
  for (const auto& entry : entries) {
    if (entry.key.text == key) return &entry.value;
  }
  return nullptr;
}

Value* Value::find(std::string_view key) {
  for (auto& entry : entries) {
    if (entry.key.text == key) return &entry.value;
  }
  return nullptr;
}

Value parse_yaml(const Sources& sources, std::uint32_t file, Diagnostics& diagnostics) {
  if (!check_bytes(sources, file, diagnostics)) return {};
  const std::string_view text = sources.file(file).text;
  for (std::uint32_t line = 1; line <= sources.line_count(file); ++line) {
    const std::string_view shown = sources.line(file, line);
    if (shown.starts_with('%')) {
      diagnostics.add(Code::yaml_feature, {file, line, 1, 1},
                      "directives (lines that begin with %) are not part of the language", "take the line out");
      return {};
    }
    if (!shown.empty() && shown[0] != '#') break;
  }

  Diagnostics found;  // kept apart until the file is known to be whole: where it breaks off, the parser guesses
  TreeBuilder builder(sources, file, found);
  try {
    SentinelBuffer buffer(text);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop&) {
    diagnostics.append(std::move(found));
    return {};
  } catch (const YAML::Exception& exception) {
    BrokenYaml broken;
    broken.file = file;
    broken.line = static_cast<std::uint32_t>(std::max(exception.mark.line, 0)) + 1;
    broken.byte = std::min(static_cast<std::size_t>(std::max(exception.mark.pos, 0)), text.size());
    broken.said = exception.msg;
    broken.last_event = std::min(builder.last_event, text.size());
    broken.open_bracket = builder.open_bracket();
    broken.last_quoted = builder.last_quoted;
    broken.last_quoted_end = builder.last_quoted_end;
    explain_broken_yaml(broken, sources, diagnostics);
    return {};
  }
  if (builder.root.kind == Value::Kind::missing && found.all().empty()) {
    found.add(Code::empty_file, {file, 1, 0, 0}, "the file holds nothing", "write what it is for, or delete the file");
  }
  diagnostics.append(std::move(found));
  return std::move(builder.root);
}

}  // namespace signpost

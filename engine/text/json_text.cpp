#include "engine/text/json_text.hpp"

#include <algorithm>
#include <utility>

#include "engine/text/utf8.hpp"

namespace signpost {

JsonText& JsonText::open(char bracket) {
  before_value();
  out_ += bracket;
  filled_.push_back(false);
  return *this;
}

JsonText& JsonText::close(char bracket) {
  const bool filled = filled_.back();
  filled_.pop_back();
  if (filled) new_line();
  out_ += bracket;
  return *this;
}

void JsonText::new_line() {
  if (indent_ == 0) return;
  out_ += '\n';
  out_.append(indent_ * filled_.size(), ' ');
}

void JsonText::before_value() {
  if (std::exchange(after_key_, false) || filled_.empty()) return;
  if (filled_.back()) out_ += ',';
  filled_.back() = true;
  new_line();
}

JsonText& JsonText::key(std::string_view name) {
  string(name);
  out_ += indent_ == 0 ? ":" : ": ";
  after_key_ = true;
  return *this;
}

JsonText& JsonText::string(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  before_value();
  out_ += '"';
  while (!text.empty()) {
    const Character character = first_character(text);
    const std::size_t size = std::max<std::size_t>(character.size, 1);
    if (character.size == 0) {
      out_ += "\xEF\xBF\xBD";
    } else if (character.value == '"' || character.value == '\\') {
      out_ += '\\';
      out_ += text[0];
    } else if (character.value == '\n') {
      out_ += "\\n";
    } else if (character.value < 0x20 || character.value == 0x7F) {
      out_ += "\\u00";
      out_ += kHex[character.value >> 4U];
      out_ += kHex[character.value & 0xFU];
    } else {
      out_.append(text.substr(0, size));
    }
    text.remove_prefix(size);
  }
  out_ += '"';
  return *this;
}

JsonText& JsonText::digits(std::string_view number) {
  before_value();
  out_ += number;
  return *this;
}

JsonText& JsonText::boolean(bool value) {
  before_value();
  out_ += value ? "true" : "false";
  return *this;
}

std::string JsonText::take() {
  if (indent_ > 0) out_ += '\n';
  return std::move(out_);
}

}  // namespace signpost

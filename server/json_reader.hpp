// Reads one JSON document (RFC 8259) and tells its parts one after another; keeps nothing. A request's body is one
// short document whose longest text is a token: looking at each of its letters once is what reading it costs.
//
// Stricter than the standard asks: no byte order mark, no text that is not UTF-8, no half of a surrogate pair, no
// number beyond what a double holds. tests/server/json_reader_test.cpp holds it against the JSON library.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

#include "engine/text/utf8.hpp"

namespace signpost {

// `Events` has start_object(), end_object(), start_list(), end_list(), key(text), text(text), whole(int64),
// number(double), boolean(bool) and null(). Each but the ends returns false to refuse the document: with nesting it is
// for them to set a limit, since every level costs a call here. Views that they are given live as long as the document,
// or, where it holds escapes, until they return; `fleeting` says which.
template <class Events>
class JsonReader {
 public:
  JsonReader(std::string_view document, Events& events)
      : next_(document.data()), end_(next_ + document.size()), events_(events) {}

  // Reads all of it. False when it is no JSON, or refused.
  bool read() {
    if (!value()) return false;
    skip_space();
    return next_ == end_;
  }

 private:
  void skip_space() {
    while (next_ != end_ && (*next_ == ' ' || *next_ == '\n' || *next_ == '\r' || *next_ == '\t')) ++next_;
  }
  bool take(char wanted) {
    if (next_ == end_ || *next_ != wanted) return false;
    ++next_;
    return true;
  }
  bool take(std::string_view word) {
    if (!rest().starts_with(word)) return false;
    next_ += word.size();
    return true;
  }
  std::string_view rest() const { return {next_, static_cast<std::size_t>(end_ - next_)}; }

  bool value() {
    skip_space();
    if (next_ == end_) return false;
    switch (*next_) {
      case '{':
        return object();
      case '[':
        return list();
      case '"':
        return string([this](std::string_view text, bool fleeting) { return events_.text(text, fleeting); });
      case 't':
        return take("true") && events_.boolean(true);
      case 'f':
        return take("false") && events_.boolean(false);
      case 'n':
        return take("null") && events_.null();
      default:
        return number();
    }
  }

  bool object() {
    ++next_;
    if (!events_.start_object()) return false;
    skip_space();
    if (!take('}')) {
      do {
        skip_space();
        if (!string([this](std::string_view text, bool fleeting) { return events_.key(text, fleeting); })) return false;
        skip_space();
        if (!take(':') || !value()) return false;
        skip_space();
      } while (take(','));
      if (!take('}')) return false;
    }
    events_.end_object();
    return true;
  }

  bool list() {
    ++next_;
    if (!events_.start_list()) return false;
    skip_space();
    if (!take(']')) {
      do {
        if (!value()) return false;
        skip_space();
      } while (take(','));
      if (!take(']')) return false;
    }
    events_.end_list();
    return true;
  }

  // Hands on the text between two quotes, as it stands there where it has no escapes.
  template <class Use>
  bool string(Use use) {
    if (!take('"')) return false;
    const char* const begin = next_;
    unsigned char all = 0;  // all bytes joined: has any its highest bit?
    while (next_ != end_ && *next_ != '"' && *next_ != '\\' && static_cast<unsigned char>(*next_) >= 0x20)
      all |= static_cast<unsigned char>(*next_++);
    if (next_ == end_) return false;
    const std::string_view plain(begin, static_cast<std::size_t>(next_ - begin));
    if (*next_ == '"') {
      ++next_;
      return (all < 0x80 || !first_bad_byte(plain)) && use(plain, false);
    }
    std::string text(plain);
    while (!take('"'))
      if (!letter(text)) return false;
    return !first_bad_byte(text) && use(std::string_view(text), true);
  }

  // One character of a text, as it stands or by its escape.
  bool letter(std::string& text) {
    if (next_ == end_ || static_cast<unsigned char>(*next_) < 0x20) return false;
    const char c = *next_++;
    if (c != '\\') {
      text += c;
      return true;
    }
    if (next_ == end_) return false;
    constexpr std::string_view kEscapes = "\"\\/bfnrt", kMeant = "\"\\/\b\f\n\r\t";
    const char escape = *next_++;
    if (escape == 'u') return unicode(text);
    const std::size_t which = kEscapes.find(escape);
    if (which == std::string_view::npos) return false;
    text += kMeant[which];
    return true;
  }

  bool hex(std::uint32_t& unit) {
    constexpr std::size_t kDigits = 4;
    if (rest().size() < kDigits) return false;
    const auto read = std::from_chars(next_, next_ + kDigits, unit, 16);
    if (read.ptr != next_ + kDigits) return false;
    next_ = read.ptr;
    return true;
  }

  // \uXXXX, or two of them that together are one character.
  bool unicode(std::string& text) {
    std::uint32_t point = 0, low = 0;
    if (!hex(point) || (point >= 0xdc00 && point < 0xe000)) return false;
    if (point >= 0xd800 && point < 0xdc00) {
      if (!take("\\u") || !hex(low) || low < 0xdc00 || low >= 0xe000) return false;
      point = 0x10000 + ((point - 0xd800) << 10 | (low - 0xdc00));
    }
    const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (point < 0x80) {
      put(point);
    } else if (point < 0x800) {
      put(0xc0 | point >> 6);
      put(0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
      put(0xe0 | point >> 12);
      put(0x80 | (point >> 6 & 0x3f));
      put(0x80 | (point & 0x3f));
    } else {
      put(0xf0 | point >> 18);
      put(0x80 | (point >> 12 & 0x3f));
      put(0x80 | (point >> 6 & 0x3f));
      put(0x80 | (point & 0x3f));
    }
    return true;
  }

  bool digits() {
    const char* const begin = next_;
    while (next_ != end_ && *next_ >= '0' && *next_ <= '9') ++next_;
    return next_ != begin;
  }

  bool number() {
    const char* const begin = next_;
    take('-');
    if (!take('0') && !digits()) return false;  // no zeros in front
    bool whole = true;
    if (take('.')) {
      whole = false;
      if (!digits()) return false;
    }
    if (take('e') || take('E')) {
      whole = false;
      if (!take('+')) take('-');
      if (!digits()) return false;
    }
    std::int64_t count = 0;
    if (whole && std::from_chars(begin, next_, count).ec == std::errc()) return events_.whole(count);
    double value = 0;
    return std::from_chars(begin, next_, value).ec == std::errc() && events_.number(value);
  }

  const char* next_;
  const char* end_;
  Events& events_;
};

}  // namespace signpost

// What the engine needs to know of UTF-8: whether bytes are text, and where characters begin. Nothing else.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace signpost {

// One character (a code point) at the front of `text`; size 0 when the bytes are not UTF-8 or `text` is empty.
struct Character {
  char32_t value = 0;
  std::size_t size = 0;
};
Character first_character(std::string_view text);

// Characters in `text`; a byte that is not UTF-8 counts as one.
std::size_t count_characters(std::string_view text);

// The byte at which `text` stops being UTF-8; nothing when all of it is.
std::optional<std::size_t> first_bad_byte(std::string_view text);

// The front of `text`, of at most `bytes` bytes, that ends between two characters.
std::string_view front_of(std::string_view text, std::size_t bytes);

// `text` for showing on one line: control characters become a space, bytes that are not UTF-8 and characters that
// change the reading direction become U+FFFD, so that a file can never steer the terminal or hide what it says.
std::string printable(std::string_view text);

// True for characters that change the reading direction of what follows: they can make a file read otherwise than it
// is.
bool changes_direction(char32_t character);

// Columns that a character takes in a terminal: 0 for combining marks, 2 for wide East Asian ones, else 1.
int display_width(char32_t character);

}  // namespace signpost

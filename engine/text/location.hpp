// Where something stands in an authored file. Every authored thing and every finding carries one.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace signpost {

struct Location {
  std::uint32_t file = 0;    // index into Sources
  std::uint32_t line = 0;    // 1-based; 0 means "no place" (the library as a whole)
  std::uint32_t column = 0;  // 1-based, in characters, not bytes
  std::uint32_t length = 0;  // in characters; 0 means unknown, drawn as one caret

  friend bool operator==(const Location&, const Location&) = default;
  friend auto operator<=>(const Location&, const Location&) = default;
};

// From byte `offset` of a text on, its characters stand in the file from `at` on. A text that stands letter by letter
// on one line has one place; one over several lines, or with escapes in quotes, has more.
struct TextPlace {
  std::size_t offset = 0;
  Location at;
};

}  // namespace signpost

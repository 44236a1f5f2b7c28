// Where a scalar ends in its file, and where each piece of its text stands. yaml-cpp tells only where a scalar begins.
#pragma once

#include <cstddef>
#include <string_view>

namespace signpost {

struct ScalarExtent {
  std::size_t length = 0;  // in characters, on its first line, with quotes
  std::size_t lines = 0;   // further lines
  bool quoted = false;     // in quotes or as a block
  bool folded = false;     // does not stand letter by letter on one line
  bool comment_follows = false;
};

// `source` is the whole file, `begin` the byte of the scalar's first character, `text` what it means.
ScalarExtent scalar_extent(std::string_view source, std::size_t begin, std::string_view text);

}  // namespace signpost

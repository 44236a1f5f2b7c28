// What an author most likely did when a file is not well-formed YAML. The parser's own words are about grammar; these
// are about the line that the author sees.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/findings/diagnostic.hpp"
#include "engine/text/location.hpp"
#include "engine/text/source.hpp"

namespace signpost {

// Where the parser stopped and what it had seen.
struct BrokenYaml {
  std::uint32_t file = 0;
  std::uint32_t line = 0;             // 1-based, where it stopped
  std::size_t byte = 0;               // in the file, where it stopped
  std::string_view said;              // its message
  std::size_t last_event = 0;         // byte of the last thing that it read whole
  Location open_bracket;              // the innermost [ or { that is still open; line 0: none
  Location last_quoted;               // the last text in quotes when it spans several lines; line 0: none
  std::uint32_t last_quoted_end = 0;  // the line on which it ended
};

// Adds one finding.
void explain_broken_yaml(const BrokenYaml& broken, const Sources& sources, Diagnostics& diagnostics);

// What to do with a text that begins with a character that YAML keeps for itself; `text` is the rest of the line.
std::string quoting_help(std::string_view text);

}  // namespace signpost

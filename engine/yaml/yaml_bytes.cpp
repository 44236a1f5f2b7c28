#include "engine/yaml/yaml_bytes.hpp"

#include <algorithm>
#include <string>

#include "engine/text/utf8.hpp"
#include "engine/yaml/yaml.hpp"

namespace signpost {

namespace {

constexpr std::size_t kTabsReported = 20;  // a file indented with tabs has one on every line

Location location_of(const Sources& sources, std::uint32_t file, std::size_t byte) {
  const std::string_view text = sources.file(file).text;
  const auto line =
      static_cast<std::uint32_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(byte), '\n')) + 1;
  const std::size_t start = sources.line_start(file, line);
  return {file, line, static_cast<std::uint32_t>(count_characters(text.substr(start, byte - start))) + 1, 1};
}

}  // namespace

bool check_bytes(const Sources& sources, std::uint32_t file, Diagnostics& diagnostics) {
  const std::string_view text = sources.file(file).text;
  if (text.size() > kMaxFileBytes) {
    diagnostics.add(
        Code::file_too_large, {file, 1, 0, 0},
        "the file has " + std::to_string(text.size()) + " bytes; " + std::to_string(kMaxFileBytes) + " are the most",
        "split it: one pathway to a file");
    return false;
  }
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    diagnostics.add(Code::not_utf8, {file, 1, 0, 0}, "the file is UTF-16, not UTF-8", "save the file as UTF-8");
    return false;
  }
  if (const auto bad = first_bad_byte(text)) {
    diagnostics.add(Code::not_utf8, location_of(sources, file, *bad), "from here on the file is not UTF-8 text",
                    "save the file as UTF-8 (in most editors: Save as, Encoding)");
    return false;
  }
  std::size_t tabs = 0;
  std::uint32_t last_line = 0;
  bool fine = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != 0x7F && c < 0xC2) continue;
    if (c == '\n' || (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n')) continue;
    if (c == '\t') {
      const Location at = location_of(sources, file, i);
      fine = false;
      if (at.line == last_line) continue;
      last_line = at.line;
      if (++tabs > kTabsReported) return false;
      diagnostics.add(Code::tab_character, at, "a tab stands here", "use spaces instead: two for each step inwards");
    } else if (c < 0x20 || c == 0x7F) {
      diagnostics.add(
          Code::not_utf8, location_of(sources, file, i),
          c == '\r' ? "the file has line ends of old Macintosh programs" : "a control character stands here",
          c == '\r' ? "save the file with ordinary line ends (LF)" : "take the character out");
      return false;
    } else {
      const Character character = first_character(text.substr(i));
      if (changes_direction(character.value) || (character.value >= 0x80 && character.value < 0xA0) ||
          character.value == 0xFEFF || character.value == 0x2028 || character.value == 0x2029) {
        diagnostics.add(Code::not_utf8, location_of(sources, file, i),
                        "a hidden character stands here that changes how the line is read",
                        "take the character out; it often comes from copying");
        return false;
      }
      i += character.size - 1;
    }
  }
  return fine;
}

}  // namespace signpost

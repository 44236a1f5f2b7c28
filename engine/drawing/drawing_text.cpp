#include "engine/drawing/drawing_text.hpp"

#include <algorithm>

#include "engine/text/utf8.hpp"

namespace signpost {

std::vector<std::string> broken(std::string_view text, std::size_t width) {
  constexpr std::string_view kSpaces = " \t\r\n";
  std::vector<std::string> lines(1);
  std::size_t used = 0;
  while (true) {
    const std::size_t begin = text.find_first_not_of(kSpaces);
    if (begin == std::string_view::npos) return lines;
    const std::size_t end = std::min(text.find_first_of(kSpaces, begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    text.remove_prefix(end);
    const std::size_t characters = count_characters(word);
    if (used > 0 && used + 1 + characters > width) {
      lines.emplace_back();
      used = 0;
    }
    if (used > 0) {
      lines.back() += ' ';
      ++used;
    }
    lines.back() += word;
    used += characters;
  }
}

std::string broken_text(std::string_view text, std::size_t width) {
  std::string joined;
  for (const std::string& line : broken(text, width)) joined += (joined.empty() ? "" : "\n") + line;
  return joined;
}

std::string shortened(std::string_view text, std::size_t most) {
  if (count_characters(text) <= most) return std::string(text);
  std::string cut;
  for (std::size_t characters = 0; characters + 1 < most; ++characters) {
    const std::size_t size = std::max<std::size_t>(first_character(text).size, 1);
    cut += text.substr(0, size);
    text.remove_prefix(size);
  }
  while (cut.ends_with(' ')) cut.pop_back();
  return cut + "\u2026";
}

std::string without_marks(std::string_view markdown) {
  std::string out;
  for (std::size_t i = 0; i < markdown.size(); ++i) {
    if (markdown[i] == '\\' && i + 1 < markdown.size() &&
        std::string_view("\\*_[]()`#-.!<>").find(markdown[i + 1]) != std::string_view::npos) {
      out += markdown[++i];
      continue;
    }
    if (markdown[i] == '*') continue;
    if (markdown[i] == '[') {
      const std::size_t middle = markdown.find("](", i);
      const std::size_t end = middle == std::string_view::npos ? middle : markdown.find(')', middle);
      if (end != std::string_view::npos && markdown.find(']', i) == middle) {
        out += without_marks(markdown.substr(i + 1, middle - i - 1));
        out += " (" + std::string(markdown.substr(middle + 2, end - middle - 2)) + ")";
        i = end;
        continue;
      }
    }
    out += markdown[i];
  }
  return out;
}

}  // namespace signpost

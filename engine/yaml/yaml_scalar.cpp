#include "engine/yaml/yaml_scalar.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/text/utf8.hpp"
#include "engine/yaml/yaml.hpp"

namespace signpost {

namespace {

bool blank(char c) { return c == ' ' || c == '\n' || c == '\r'; }

// The byte after the closing quote, or the end of the file.
std::size_t quote_end(std::string_view source, std::size_t begin) {
  const char quote = source[begin];
  for (std::size_t i = begin + 1; i < source.size(); ++i) {
    if (quote == '"' && source[i] == '\\') {
      ++i;
    } else if (source[i] == quote) {
      if (quote == '\'' && i + 1 < source.size() && source[i + 1] == '\'') {
        ++i;
      } else {
        return i + 1;
      }
    }
  }
  return source.size();
}

// The byte after an unquoted scalar. In the file a line end stands where the text has a space.
std::size_t plain_end(std::string_view source, std::size_t begin, std::string_view text) {
  std::size_t i = begin;
  for (std::size_t j = 0; j < text.size() && i < source.size();) {
    if (blank(text[j]) && blank(source[i])) {
      while (j < text.size() && blank(text[j])) ++j;
      while (i < source.size() && blank(source[i])) ++i;
    } else {
      ++i, ++j;
    }
  }
  return i;
}

std::size_t characters_on_first_line(std::string_view piece) {
  std::string_view line = piece.substr(0, piece.find('\n'));
  while (!line.empty() && blank(line.back())) line.remove_suffix(1);
  return count_characters(line);
}

}  // namespace

ScalarExtent scalar_extent(std::string_view source, std::size_t begin, std::string_view text) {
  ScalarExtent extent;
  if (begin >= source.size()) return extent;
  const char first = source[begin];
  if (first == '|' || first == '>') {
    extent.quoted = extent.folded = true;
    extent.length = 1;
    return extent;
  }
  std::size_t end = begin;
  if (first == '"' || first == '\'') {
    end = quote_end(source, begin);
    extent.quoted = true;
    extent.folded = end - begin != text.size() + 2;
  } else if (source.compare(begin, text.size(), text) == 0) {
    end = begin + text.size();
  } else {
    end = plain_end(source, begin, text);
    extent.folded = true;
  }
  const std::string_view piece = source.substr(begin, end - begin);
  extent.length = extent.folded ? characters_on_first_line(piece) : count_characters(piece);
  if (extent.folded) extent.lines = static_cast<std::size_t>(std::count(piece.begin(), piece.end(), '\n'));
  if (!extent.quoted) {
    std::size_t after = end;
    while (after < source.size() && source[after] == ' ') ++after;
    extent.comment_follows = after > end && after < source.size() && source[after] == '#';
  }
  return extent;
}

std::vector<TextPlace> places_of(const Sources& sources, const Value& scalar) {
  Location at = scalar.at;
  at.length = 0;
  std::vector<TextPlace> places{{0, at}};
  const std::string_view source = sources.file(at.file).text;
  const std::size_t line_start = sources.line_start(at.file, at.line);
  if (line_start >= source.size()) return places;

  // From the column in characters back to the byte.
  std::size_t byte = line_start;
  for (std::uint32_t column = 1; column < at.column && byte < source.size(); ++column) {
    byte += std::max<std::size_t>(first_character(source.substr(byte)).size, 1);
  }
  if (byte >= source.size()) return places;
  const char first = source[byte];
  const bool block = scalar.folded && (first == '|' || first == '>');
  const bool in_quotes = scalar.quoted && !block;
  if (in_quotes) {
    ++byte;
    ++places[0].at.column;
  }
  if (!scalar.folded) return places;

  std::uint32_t line = at.line;
  std::uint32_t column = places[0].at.column;
  const auto step = [&] {  // over one character of the file
    const std::size_t size = std::max<std::size_t>(first_character(source.substr(byte)).size, 1);
    if (source[byte] == '\n') {
      ++line;
      column = 1;
    } else {
      ++column;
    }
    byte += size;
  };
  const auto add = [&](std::size_t offset) {
    if (offset == 0) places.clear();
    places.push_back({offset, {at.file, line, column, 0}});
  };
  if (block) {
    while (byte < source.size() && source[byte] != '\n') step();
  }
  const std::string_view text = scalar.text;
  for (std::size_t offset = 0; offset < text.size() && byte < source.size();) {
    if (blank(text[offset]) || blank(source[byte])) {  // line ends and indentation differ between the two
      const std::uint32_t line_before = line;
      while (offset < text.size() && blank(text[offset])) ++offset;
      while (byte < source.size() && blank(source[byte])) step();
      if (line != line_before) add(offset);
      continue;
    }
    const bool doubled = in_quotes && first == '\'' && source[byte] == '\'';
    const bool escape = in_quotes && first == '"' && source[byte] == '\\';
    if (doubled || escape) {
      // An escape is longer in the file than in the text: the text goes on from a new place behind it. The rare \x41
      // and \u0041 are taken for two characters, which sets the caret a little to the left and nothing else.
      step();
      if (byte < source.size()) step();
      offset += std::max<std::size_t>(first_character(text.substr(offset)).size, 1);
      add(offset);
      continue;
    }
    offset += std::max<std::size_t>(first_character(text.substr(offset)).size, 1);
    step();
  }
  return places;
}

}  // namespace signpost

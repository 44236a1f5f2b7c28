#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "engine/text/utf8.hpp"

namespace signpost {

namespace {

bool colour_allowed() {
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* term = std::getenv("TERM");
  return term == nullptr || std::string_view(term) != "dumb";
}

std::string_view code_of(Paint paint) {
  switch (paint) {
    case Paint::plain:
      return "0";
    case Paint::bold:
      return "1";
    case Paint::dim:
      return "2";
    case Paint::red:
      return "1;31";
    case Paint::yellow:
      return "1;33";
    case Paint::green:
      return "1;32";
    case Paint::blue:
      return "1;34";
  }
  return "0";
}

// One paragraph, already on one line.
void wrap_paragraph(std::string& out, std::string_view text, int width, std::string_view first, std::string_view rest) {
  std::string line(first);
  int used = columns_of(first);
  bool empty = true;  // no word on this line yet
  while (true) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    text.remove_prefix(end);
    const int columns = columns_of(word);
    if (!empty && used + 1 + columns > width) {
      out += line + "\n";
      line = rest;
      used = columns_of(rest);
      empty = true;
    }
    if (!empty) {
      line += ' ';
      ++used;
    }
    line += word;
    used += columns;
    empty = false;
  }
  if (!empty) out += line + "\n";
}

}  // namespace

int width_now() {
  int width = kDefaultWidth;
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    width = size.ws_col;
  } else if (const char* columns = std::getenv("COLUMNS"); columns != nullptr) {
    if (const int stated = std::atoi(columns); stated > 0) width = stated;
  }
  return std::clamp(width, kNarrowestText, kWidestText);
}

Terminal look_at_terminal() {
  Terminal terminal;
  terminal.in = isatty(STDIN_FILENO) == 1;
  terminal.out = isatty(STDOUT_FILENO) == 1;
  terminal.err = isatty(STDERR_FILENO) == 1;
  terminal.colour_out = terminal.out && colour_allowed();
  terminal.colour_err = terminal.err && colour_allowed();
  terminal.width = width_now();
  return terminal;
}

std::string painted(std::string_view text, Paint paint, bool colour) {
  if (!colour || paint == Paint::plain || text.empty()) return std::string(text);
  return "\x1b[" + std::string(code_of(paint)) + "m" + std::string(text) + "\x1b[0m";
}

int columns_of(std::string_view text) {
  int columns = 0;
  while (!text.empty()) {
    const Character character = first_character(text);
    columns += character.size == 0 ? 1 : display_width(character.value);
    text.remove_prefix(std::max<std::size_t>(character.size, 1));
  }
  return columns;
}

std::string padded(std::string_view text, int columns) {
  std::string result(text);
  const int missing = columns - columns_of(text);
  if (missing > 0) result.append(static_cast<std::size_t>(missing), ' ');
  return result;
}

std::string wrapped(std::string_view text, int width, std::string_view first, std::string_view rest) {
  std::string out;
  std::string paragraph;
  bool item = false;
  bool any = false;
  const auto flush = [&] {
    const std::string clean = printable(paragraph);
    const std::string hang = std::string(rest) + (item ? "  " : "");
    wrap_paragraph(out, clean, width, any ? rest : first, hang);
    any = any || !clean.empty();
    paragraph.clear();
    item = false;
  };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
    if (line.empty()) {
      flush();
      if (any && text.find_first_not_of(" \t\r\n") != std::string_view::npos && !out.ends_with("\n\n")) out += "\n";
      continue;
    }
    if (line.starts_with("- ")) {
      if (!paragraph.empty()) flush();
      item = true;
    }
    if (!paragraph.empty()) paragraph += ' ';
    paragraph += line;
  }
  if (!paragraph.empty()) flush();
  return out;
}

std::string painted_lines(std::string_view text, int width, Paint paint, bool colour, std::string_view first,
                          std::string_view rest) {
  std::string out;
  std::string line;
  for (const char c : wrapped(text, width, first, rest)) {
    if (c != '\n') {
      line += c;
      continue;
    }
    out += painted(line, paint, colour) + "\n";
    line.clear();
  }
  return out;
}

}  // namespace signpost

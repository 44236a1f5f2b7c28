// What the program may assume of the terminal: whether there is one, how wide it is, whether it wants colour.
#pragma once

#include <string>
#include <string_view>

namespace signpost {

inline constexpr int kDefaultWidth = 80;   // when nobody says
inline constexpr int kWidestText = 96;     // longer lines are hard to read, however wide the window
inline constexpr int kNarrowestText = 20;  // a narrower window gets lines that it breaks itself

struct Terminal {
  bool in = false, out = false, err = false;    // is a person at the other end?
  bool colour_out = false, colour_err = false;  // a terminal, NO_COLOR unset or empty, TERM not "dumb"
  int width = kDefaultWidth;                    // characters of a line, within the bounds above
};

// Looks at the standard streams and the environment, once, when the program starts.
Terminal look_at_terminal();
// The width now: windows are resized while questions are asked.
int width_now();

enum class Paint { plain, bold, dim, red, yellow, green, blue };
// `text` in a colour, or as it is when `colour` is false.
std::string painted(std::string_view text, Paint paint, bool colour);

// Breaks text into lines of at most `width` columns, words whole where they fit. `first` starts the first line, `rest`
// the others (indents, bullets). An empty line parts paragraphs and "- " starts an item of a list; other line ends
// count as spaces. Control characters never get through: a pathway must not steer somebody's terminal. The result ends
// in a line end unless the text is empty.
std::string wrapped(std::string_view text, int width, std::string_view first = {}, std::string_view rest = {});

// The same, each line in a colour: painted last, so that colour takes no columns.
std::string painted_lines(std::string_view text, int width, Paint paint, bool colour, std::string_view first = {},
                          std::string_view rest = {});

// `text` followed by spaces up to `columns`.
std::string padded(std::string_view text, int columns);
int columns_of(std::string_view text);

}  // namespace signpost

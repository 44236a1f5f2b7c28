// How drawings break and shorten words. Lines of a drawing are counted in characters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace signpost {

inline constexpr std::size_t kNodeWidth = 40;     // characters of a line in a box
inline constexpr std::size_t kAnswerOfEdge = 52;  // a longer answer is cut: two lines are enough to know it by

// `text` cut at spaces into lines of at most `width` characters; a longer word stands alone. Never empty.
std::vector<std::string> broken(std::string_view text, std::size_t width);
// The same, joined by line ends.
std::string broken_text(std::string_view text, std::size_t width);

// At most `most` characters: a longer text ends in an ellipsis.
std::string shortened(std::string_view text, std::size_t most);

// Advice is written in a small Markdown; where it is read as plain words there are no emphasis marks, and links are
// "words (address)".
std::string without_marks(std::string_view markdown);

}  // namespace signpost

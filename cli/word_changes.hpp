// Two wordings of a text, compared word by word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace signpost {

// Words that stand in both wordings, or in one of them. They are joined by single spaces; an empty line parts
// paragraphs.
struct WordRun {
  enum class Kind { same, removed, added } kind = Kind::same;
  std::string text;
  friend bool operator==(const WordRun&, const WordRun&) = default;
};

// In reading order; where words were replaced, the old ones come first. Wordings that have hardly anything in common
// are replaced as a whole: odd words that happen to be in both would only make them hard to read.
std::vector<WordRun> word_changes(std::string_view before, std::string_view after);

}  // namespace signpost

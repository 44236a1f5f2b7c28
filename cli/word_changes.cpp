#include "cli/word_changes.hpp"

#include <algorithm>
#include <cstdint>

namespace signpost {

namespace {

using Words = std::vector<std::string_view>;
// Cells of the table below: texts of a library are far shorter, so this only bounds memory.
constexpr std::size_t kMostCompared = 4'000'000;
// Of the longer wording, at least one word in so many is in both, or it is another text.
constexpr std::size_t kOneInCommonOf = 4;

constexpr std::string_view kParagraph = "\n\n";

Words words_of(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  Words words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = std::min(text.find_first_not_of(kSpace, at), text.size());
    const auto lines = std::count(text.begin() + static_cast<std::ptrdiff_t>(at),
                                  text.begin() + static_cast<std::ptrdiff_t>(begin), '\n');
    if (lines > 1 && !words.empty() && begin < text.size()) words.push_back(kParagraph);
    const std::size_t end = std::min(text.find_first_of(kSpace, begin), text.size());
    if (begin < end) words.push_back(text.substr(begin, end - begin));
    at = end;
  }
  return words;
}

class Runs {
 public:
  void add(WordRun::Kind kind, std::string_view word) {
    if (runs_.empty() || runs_.back().kind != kind) runs_.push_back({kind, {}});
    std::string& text = runs_.back().text;
    if (!text.empty() && word != kParagraph && !text.ends_with('\n')) text += ' ';
    text += word;
    if (kind == WordRun::Kind::same && word != kParagraph) ++same_;
  }
  std::size_t same() const { return same_; }
  std::vector<WordRun> take() { return std::move(runs_); }

 private:
  std::vector<WordRun> runs_;
  std::size_t same_ = 0;
};

std::vector<WordRun> replaced(const Words& before, const Words& after) {
  Runs runs;
  for (const std::string_view word : before) runs.add(WordRun::Kind::removed, word);
  for (const std::string_view word : after) runs.add(WordRun::Kind::added, word);
  return runs.take();
}

}  // namespace

std::vector<WordRun> word_changes(std::string_view before, std::string_view after) {
  const Words a = words_of(before), b = words_of(after);
  const std::size_t columns = b.size() + 1;
  if ((a.size() + 1) * columns > kMostCompared) return replaced(a, b);
  // The most words that the rest of both have in common, from each pair of places.
  std::vector<std::uint32_t> common((a.size() + 1) * columns, 0);
  const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& { return common[i * columns + j]; };
  for (std::size_t i = a.size(); i-- > 0;)
    for (std::size_t j = b.size(); j-- > 0;)
      at(i, j) = a[i] == b[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
  Runs runs;
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      runs.add(WordRun::Kind::same, a[i++]);
      ++j;
    } else if (j == b.size() || (i < a.size() && at(i + 1, j) >= at(i, j + 1))) {
      runs.add(WordRun::Kind::removed, a[i++]);
    } else {
      runs.add(WordRun::Kind::added, b[j++]);
    }
  }
  if (runs.same() * kOneInCommonOf < std::max(a.size(), b.size())) return replaced(a, b);
  return runs.take();
}

}  // namespace signpost

// Changes YAML as an author would: whole lines and words, now and then the indentation. Bytes changed blindly hardly
// ever give a file that is read to its end. Linked only with libFuzzer, which calls it.
#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

using Lines = std::vector<std::string>;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

bool of_a_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-'; }

// Where a word of the line stands: one by chance.
std::pair<std::size_t, std::size_t> a_word(const std::string& line, std::minstd_rand& dice) {
  std::vector<std::pair<std::size_t, std::size_t>> words;
  for (std::size_t i = 0; i < line.size();) {
    std::size_t end = i;
    while (end < line.size() && of_a_word(line[end])) ++end;
    if (end > i) words.emplace_back(i, end - i);
    i = std::max(end, i + 1);
  }
  if (words.empty()) return {0, 0};
  return words[dice() % words.size()];
}

void change(Lines& lines, std::minstd_rand& dice) {
  const auto any = [&] { return dice() % lines.size(); };
  const std::size_t here = any(), there = any();
  switch (dice() % 6) {
    case 0:
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(here));
      break;
    case 1:
      lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(here), std::string(lines[there]));
      break;
    case 2:
      std::swap(lines[here], lines[there]);
      break;
    case 3:
      if (dice() % 2)
        lines[here].insert(0, "  ");
      else if (lines[here].starts_with("  "))
        lines[here].erase(0, 2);
      break;
    case 4: {  // a step, an answer: some lines in a row
      const std::size_t most = std::min<std::size_t>(lines.size() - here, 1 + dice() % 6);
      const Lines block(lines.begin() + static_cast<std::ptrdiff_t>(here),
                        lines.begin() + static_cast<std::ptrdiff_t>(here + most));
      lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(there), block.begin(), block.end());
      break;
    }
    default: {  // one word in another's place
      const auto from = a_word(lines[there], dice), to = a_word(lines[here], dice);
      const std::string word = lines[there].substr(from.first, from.second);
      lines[here].replace(to.first, to.second, word);
    }
  }
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
  std::minstd_rand dice(seed);
  if (size == 0 || dice() % 3 == 0) return LLVMFuzzerMutate(data, size, max_size);  // which uses the dictionary
  Lines lines = lines_of({reinterpret_cast<const char*>(data), size});
  for (unsigned changes = 1 + dice() % 3; changes > 0 && !lines.empty(); --changes) change(lines, dice);
  std::string text;
  for (const std::string& line : lines) text += line;
  text.resize(std::min(text.size(), max_size));
  std::memcpy(data, text.data(), text.size());
  return text.size();
}

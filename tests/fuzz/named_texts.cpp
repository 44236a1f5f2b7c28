#include "tests/fuzz/named_texts.hpp"

#include <algorithm>

#include "tests/support/small_library.hpp"

namespace signpost::fuzz {
namespace {

constexpr std::string_view kMark = "=== ";

bool among(const std::vector<NamedText>& files, std::string_view path) {
  return std::any_of(files.begin(), files.end(), [&](const NamedText& file) { return file.path == path; });
}

}  // namespace

std::vector<NamedText> split_texts(std::string_view input) {
  std::vector<NamedText> files;
  while (!input.empty()) {
    const std::size_t end = std::min(input.find('\n'), input.size() - 1) + 1;
    std::string_view line = input.substr(0, end);
    input.remove_prefix(end);
    if (!line.starts_with(kMark)) {
      if (!files.empty()) files.back().text += line;
      continue;
    }
    line.remove_prefix(kMark.size());
    if (line.ends_with('\n')) line.remove_suffix(1);
    files.push_back({std::string(line), {}});
  }
  return files;
}

std::string join_texts(const std::vector<NamedText>& files) {
  std::string text;
  for (const NamedText& file : files) text.append(kMark).append(file.path).append("\n").append(file.text);
  return text;
}

std::vector<NamedText> library_of(std::string_view input) {
  std::vector<NamedText> files = split_texts(input);
  if (files.empty()) return {};
  for (const NamedText& usual : small_library_files())
    if (!usual.path.starts_with("topics/") && !among(files, usual.path)) files.push_back(usual);
  return files;
}

}  // namespace signpost::fuzz

#include "engine/text/source.hpp"

#include <cstring>
#include <utility>

namespace signpost {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

std::uint32_t Sources::add(std::string path, std::string text) {
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  std::vector<std::uint32_t> starts{0};
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  for (const char* at = begin; at != end;) {
    const auto* const line_end = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    if (line_end == nullptr) break;
    at = line_end + 1;
    starts.push_back(static_cast<std::uint32_t>(at - begin));
  }
  files_.push_back({std::move(path), std::move(text)});
  starts_.push_back(std::move(starts));
  return static_cast<std::uint32_t>(files_.size() - 1);
}

std::size_t Sources::line_start(std::uint32_t file, std::uint32_t line) const {
  const std::vector<std::uint32_t>& starts = starts_[file];
  if (line == 0 || line > starts.size()) return files_[file].text.size();
  return starts[line - 1];
}

std::string_view Sources::line(std::uint32_t file, std::uint32_t line) const {
  if (file >= files_.size() || line == 0 || line > starts_[file].size()) return {};
  const std::string_view text = files_[file].text;
  const std::size_t start = line_start(file, line);
  std::string_view found = text.substr(start, line_start(file, line + 1) - start);
  if (found.ends_with('\n')) found.remove_suffix(1);
  if (found.ends_with('\r')) found.remove_suffix(1);
  return found;
}

}  // namespace signpost

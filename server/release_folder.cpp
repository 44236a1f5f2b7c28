#include "server/release_folder.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "engine/text/whole_file.hpp"

namespace signpost {
namespace {

constexpr std::size_t kMaxList = 64 * 1024;  // hundreds of names

// Names, a line each; what is behind a # is a remark. No list is an empty one.
std::vector<std::string> names_in(const std::string& path) {
  if (!std::filesystem::exists(path)) return {};
  std::vector<std::string> names;
  std::istringstream lines(read_file(path, kMaxList));
  for (std::string line; std::getline(lines, line);) {
    line.resize(std::min(line.find('#'), line.size()));
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\t')) line.pop_back();
    line.erase(0, line.find_first_not_of(" \t"));
    if (!line.empty()) names.push_back(line);
  }
  return names;
}

}  // namespace

bool ReleaseFolder::has(const std::string& file) const {
  return std::any_of(files.begin(), files.end(), [&](const File& f) { return f.name == file; });
}

bool ReleaseFolder::is_withdrawn(const std::string& file) const {
  return std::find(withdrawn.begin(), withdrawn.end(), file) != withdrawn.end();
}

ReleaseFolder look_into(const std::string& folder) {
  ReleaseFolder found;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    struct stat about {};
    if (!entry.path().filename().string().ends_with(kReleaseEnding)) continue;
    if (::stat(entry.path().c_str(), &about) != 0 || !S_ISREG(about.st_mode)) continue;  // gone again, or no file
    found.files.push_back({entry.path().filename(), about.st_dev, about.st_ino,
                           static_cast<std::uint64_t>(about.st_size),
                           std::int64_t{about.st_ctim.tv_sec} * 1'000'000'000 + about.st_ctim.tv_nsec});
  }
  std::sort(found.files.begin(), found.files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  if (const auto names = names_in(folder + "/current"); !names.empty()) found.current = names.front();
  found.withdrawn = names_in(folder + "/withdrawn");
  return found;
}

void write_current(const std::string& folder, const std::string& file) { write_file(folder + "/current", file + '\n'); }

void write_withdrawn(const std::string& folder, const std::vector<std::string>& files) {
  std::string text;
  for (const std::string& file : files) text += file + '\n';
  write_file(folder + "/withdrawn", text);
}

}  // namespace signpost

// A folder of releases, as `signpost serve --releases` watches it and `signpost releases` changes it:
//
//   november.release ...   files made by `signpost build`; every one of them is served
//   current                one line: the file whose release begins journeys
//   withdrawn              a line for each file whose journeys must not end on it; may be missing
//
// Both lists are plain text, so that any tool that copies files can roll a release out, and `ls` and `cat` can check.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace signpost {

inline constexpr const char* kReleaseEnding = ".release";

struct ReleaseFolder {
  struct File {
    std::string name;
    std::uint64_t device = 0, inode = 0, bytes = 0;
    std::int64_t changed = 0;  // nanoseconds since 1970; also when its rights were
    friend bool operator==(const File&, const File&) = default;
  };
  std::vector<File> files;             // those that end in kReleaseEnding, by name
  std::string current;                 // empty: the list is missing or names nothing
  std::vector<std::string> withdrawn;  // in the order written
  // Two looks that are equal saw the same content.
  friend bool operator==(const ReleaseFolder&, const ReleaseFolder&) = default;

  bool has(const std::string& file) const;
  bool is_withdrawn(const std::string& file) const;
};

// Throws std::system_error when the folder or a list cannot be read.
ReleaseFolder look_into(const std::string& folder);

// Writes the list, in one step: whoever looks sees the old one or the new one. Throws std::system_error.
void write_current(const std::string& folder, const std::string& file);
void write_withdrawn(const std::string& folder, const std::vector<std::string>& files);

}  // namespace signpost

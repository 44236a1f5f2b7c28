// The authored files as read: path and text, kept so that a finding can show the line that it is about.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace signpost {

struct SourceFile {
  std::string path;  // as the author would type it, such as "pathways/topics/headache.yaml"
  std::string text;  // whole content without a byte-order mark, line ends as in the file
};

// Filled while reading, immutable afterwards; then safe to share between threads.
class Sources {
 public:
  // Returns the index of the new file. A leading byte-order mark is taken off, so that columns count from the text.
  std::uint32_t add(std::string path, std::string text);
  const SourceFile& file(std::uint32_t index) const { return files_[index]; }
  std::size_t size() const { return files_.size(); }

  // The text of a 1-based line without its line end; empty when there is none.
  std::string_view line(std::uint32_t file, std::uint32_t line) const;
  // The byte at which a 1-based line begins; the end of the text when there is no such line.
  std::size_t line_start(std::uint32_t file, std::uint32_t line) const;
  // Lines of a file: one more than its line ends.
  std::uint32_t line_count(std::uint32_t file) const { return static_cast<std::uint32_t>(starts_[file].size()); }

 private:
  std::vector<SourceFile> files_;
  std::vector<std::vector<std::uint32_t>> starts_;  // of each file, the byte at which each line begins
};

}  // namespace signpost

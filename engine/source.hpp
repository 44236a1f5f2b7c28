// The authored files as read: path and text, kept so that a finding can show the line that it is about.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace signpost {

struct SourceFile {
  std::string path;  // as the author would type it, such as "pathways/topics/headache.yaml"
  std::string text;  // whole content, checked UTF-8, line ends as in the file
};

// Filled while reading, immutable afterwards; then safe to share between threads.
class Sources {
 public:
  std::uint32_t add(std::string path, std::string text);
  const SourceFile& file(std::uint32_t index) const { return files_[index]; }
  std::size_t size() const { return files_.size(); }

  // The text of a 1-based line without its line end; empty when there is none.
  std::string_view line(std::uint32_t file, std::uint32_t line) const;

 private:
  std::vector<SourceFile> files_;
};

}  // namespace signpost

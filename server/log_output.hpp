// Where lines of a log go: a file, a named pipe or standard output. Writing never waits for whoever reads.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace signpost {

// One thread's.
class LogOutput {
 public:
  // `path`: a file, which is appended to and made with mode 0640, a pipe, or "-" for standard output. Throws
  // std::system_error when it cannot be opened; a named pipe needs a reader.
  explicit LogOutput(std::string path);
  ~LogOutput();
  LogOutput(const LogOutput&) = delete;
  LogOutput& operator=(const LogOutput&) = delete;

  // Opens the path again, for when the file was moved away. False, and the old one stays, when that fails.
  bool reopen() noexcept;
  // Did the last write end within a line?
  bool within_line() const noexcept { return within_line_; }

  enum class Result { all, later, failed };
  // Writes as much of `text` as goes without waiting, and takes it off the front. `later`: the reader has to read
  // first, or the machine to make room; for that the call waits up to `patience`. `failed`: the disk is full, or nobody
  // reads.
  Result write(std::string& text, std::chrono::milliseconds patience) noexcept;

 private:
  std::string path_;
  int descriptor_;
  bool within_line_ = false;
};

}  // namespace signpost

// Starts programs as a person or a script does, and sees what comes back.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace signpost::tests {

// A program that hangs must fail its test, not stop the run. Nothing here waits so long unless it hangs.
inline constexpr std::chrono::seconds kHangs{60};

struct Finished {
  int code = -1;         // exit code; 128 + the signal's number when it was ended by one
  std::string out, err;  // all that it wrote
};

struct Start {
  std::string input;                               // all of its stdin
  std::string folder;                              // working folder; empty: ours
  std::map<std::string, std::string> environment;  // set beside ours; an empty value unsets
  std::string out_file;                            // stdout goes into this file instead
  std::string err_file;                            // so does stderr
  std::map<int, std::uint64_t> limits;             // of resources, RLIMIT_...: soft and hard
  bool file_modes_hold = false;                    // also for root, who may else read whatever there is
};

// In a child: becomes the command, or ends with 127 as the shell does when there is none, with 126 when it cannot be
// started so. Standard input and output are the caller's to arrange.
[[noreturn]] void become(const std::vector<std::string>& command, const Start& start);

Finished run_program(const std::vector<std::string>& command, const Start& start = {});

// A program at a pseudo-terminal.
class TerminalSession {
 public:
  TerminalSession(const std::vector<std::string>& command, int columns, const Start& start = {});
  ~TerminalSession();
  TerminalSession(const TerminalSession&) = delete;
  TerminalSession& operator=(const TerminalSession&) = delete;

  // Waits until `text` has come since the last call, and returns all that came with it. Fails the test when the program
  // ends or hangs instead.
  std::string until(const std::string& text);
  // Types a line.
  void type(const std::string& line);
  // What came after the last until(), to the program's end.
  std::string rest();
  // Its exit code, after rest().
  int code();
  void resize(int columns);

 private:
  bool read_some();

  int terminal_ = -1;
  int child_ = -1;
  std::string unread_;
};

// An empty folder that goes away with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }
  // Writes a file, and the folders above it.
  std::string write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

std::string file_text(const std::string& path);

}  // namespace signpost::tests

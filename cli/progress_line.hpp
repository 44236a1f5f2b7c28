// Says on the terminal what takes long, and wipes it away afterwards. Says nothing when nobody is watching.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "cli/terminal.hpp"

namespace signpost {

// One thread waits beside the work and writes a stage's name once it has lasted longer than people wait gladly.
class ProgressLine {
 public:
  explicit ProgressLine(const Terminal& terminal);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void stage(std::string name);
  // How far the stage has come.
  void count(std::size_t done, std::size_t all);

 private:
  void watch();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::string stage_;
  std::string counted_;  // " (3 of 15)"
  bool done_ = false;
  bool shown_ = false;  // something stands on the line
  std::thread watcher_;
};

}  // namespace signpost

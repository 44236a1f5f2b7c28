#include "cli/progress_line.hpp"

#include <fmt/format.h>

#include <chrono>

namespace signpost {

namespace {
constexpr std::chrono::milliseconds kPatience{700};
constexpr const char* kWipe = "\r\x1b[K";
}  // namespace

ProgressLine::ProgressLine(const Terminal& terminal) {
  if (terminal.err) watcher_ = std::thread([this] { watch(); });
}

ProgressLine::~ProgressLine() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  changed_.notify_all();
  if (watcher_.joinable()) watcher_.join();
}

void ProgressLine::stage(std::string name) {
  {
    const std::lock_guard lock(mutex_);
    stage_ = std::move(name);
    counted_.clear();
  }
  changed_.notify_all();
}

void ProgressLine::count(std::size_t done, std::size_t all) {
  const std::lock_guard lock(mutex_);
  counted_ = fmt::format(" ({} of {})", done, all);
}

void ProgressLine::watch() {
  std::unique_lock lock(mutex_);
  while (!done_) {
    const std::string watched = stage_;
    while (!changed_.wait_for(lock, kPatience, [&] { return done_ || stage_ != watched; }) && !watched.empty()) {
      fmt::print(stderr, "{}{}{} ...", kWipe, watched, counted_);
      std::fflush(stderr);
      shown_ = true;
    }
  }
  if (shown_) {
    fmt::print(stderr, "{}", kWipe);
    std::fflush(stderr);
  }
}

}  // namespace signpost

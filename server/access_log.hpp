// The access log: a line of JSON for each answer, for operators. It names the route's pattern, never the path, and
// nobody: no address, query, browser, cookie or header of the client's, but for a W3C trace id; see
// docs/operations/watching.md.
//
// Lines are put into a bounded queue, and a thread of its own writes them. A disk that is full, or a reader that hangs,
// costs lines, which are counted, and never holds up an answer. So does want of memory.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "server/bounded_queue.hpp"
#include "server/exchange.hpp"
#include "server/log_output.hpp"

namespace signpost {

// Lines that wait to be written: half a second of 30,000 a second, in 2 MB.
inline constexpr std::size_t kWaitingLines = 16'384;
// The writer looks so often; nobody wakes it, so that logging costs an answer no call of the system.
inline constexpr std::chrono::milliseconds kWriteEvery{50};
// At the end, for what still waits: a reader that hangs must not hold up stopping either.
inline constexpr std::chrono::milliseconds kLastWords{500};

class AccessLog {
 public:
  // `path`: see LogOutput, which says what it throws. Begins to write.
  explicit AccessLog(std::string path, std::size_t waiting_lines = kWaitingLines);
  // Writes what waits, as far as that goes in kLastWords.
  ~AccessLog();
  AccessLog(const AccessLog&) = delete;
  AccessLog& operator=(const AccessLog&) = delete;

  // Any thread. Never waits, never allocates; when the queue is full the line is dropped and counted.
  void add(const Exchanged& exchanged) noexcept;

  // Opens the path again, soon, as logrotate wants it after it has moved the file away. Any thread.
  void reopen() noexcept { reopen_.store(true, std::memory_order_relaxed); }

  std::uint64_t written() const noexcept { return written_.load(std::memory_order_relaxed); }
  std::uint64_t dropped() const noexcept { return dropped_.load(std::memory_order_relaxed); }
  std::uint64_t errors() const noexcept { return errors_.load(std::memory_order_relaxed); }  // of writing and opening

  // The three of them, for /metrics.
  void append_metrics(std::string& out) const;

 private:
  struct Line {
    std::int64_t milliseconds = 0;  // since 1970
    std::array<char, 40> route{};   // a copy: the pattern's owner may be gone when it is written
    std::array<char, 32> trace{};   // hex digits; NUL at first: none
    std::uint64_t id = 0, release = 0, bytes = 0;
    std::int64_t microseconds = 0;
    std::uint16_t status = 0;
    std::array<char, 5> method{};
  };
  static void append(std::string& out, const Line& line);

  void run();
  LogOutput::Result look();
  void gather();
  template <class Write>
  bool append_whole(Write write) noexcept;
  void open_again();

  BoundedQueue<Line> queue_;
  std::atomic<std::uint64_t> written_{0}, dropped_{0}, errors_{0};
  std::atomic<bool> reopen_{false};

  // The writer's.
  LogOutput output_;
  std::string text_;  // lines that were taken from the queue; the first may be half written
  std::uint64_t told_dropped_ = 0;

  std::mutex stopping_mutex_;
  std::condition_variable stopping_changed_;
  bool stopping_ = false;
  std::thread writer_;
};

}  // namespace signpost

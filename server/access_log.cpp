#include "server/access_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <iterator>
#include <new>

#include "server/metrics_text.hpp"

namespace signpost {
namespace {

// As much as is taken from the queue at a time: a failing disk then holds no more than this beside the queue.
constexpr std::size_t kTextBytes = 64 * 1024;

template <std::size_t kSize>
void keep(std::array<char, kSize>& to, std::string_view from) noexcept {
  std::copy_n(from.data(), std::min(from.size(), kSize), to.data());
}

template <std::size_t kSize>
std::string_view kept(const std::array<char, kSize>& text) noexcept {
  return {text.data(), static_cast<std::size_t>(std::find(text.begin(), text.end(), '\0') - text.begin())};
}

// A method that is not ours is a text of the client's.
std::string_view known_method(std::string_view method) noexcept {
  for (const std::string_view known : {"GET", "HEAD", "POST"})
    if (method == known) return known;
  return "other";
}

std::int64_t milliseconds_now() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

void append_time(std::string& out, std::int64_t milliseconds) {
  const auto seconds = static_cast<std::time_t>(milliseconds / 1000);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  fmt::format_to(std::back_inserter(out), "{{\"time\":\"{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z\"",
                 utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
                 milliseconds % 1000);
}

}  // namespace

AccessLog::AccessLog(std::string path, std::size_t waiting_lines)
    : queue_(waiting_lines), output_(std::move(path)), writer_([this] { run(); }) {}

AccessLog::~AccessLog() {
  {
    const std::lock_guard lock(stopping_mutex_);
    stopping_ = true;
  }
  stopping_changed_.notify_one();
  writer_.join();
}

void AccessLog::add(const Exchanged& exchanged) noexcept {
  Line line;
  line.milliseconds = milliseconds_now();
  keep(line.method, known_method(exchanged.method));
  keep(line.route, exchanged.route);
  keep(line.trace, exchanged.trace);
  line.id = exchanged.id;
  line.release = exchanged.release;
  line.bytes = exchanged.bytes;
  line.microseconds = std::chrono::duration_cast<std::chrono::microseconds>(exchanged.took).count();
  line.status = static_cast<std::uint16_t>(exchanged.status);
  if (!queue_.push(line)) dropped_.fetch_add(1, std::memory_order_relaxed);
}

void AccessLog::append(std::string& out, const Line& line) {
  append_time(out, line.milliseconds);
  // Patterns, methods and hex digits hold nothing that JSON would have escaped.
  fmt::format_to(std::back_inserter(out), R"(,"method":"{}","route":"{}","status":{},"microseconds":{},"bytes":{})",
                 kept(line.method), line.route[0] == '\0' ? "other" : kept(line.route), line.status, line.microseconds,
                 line.bytes);
  if (line.release != 0) fmt::format_to(std::back_inserter(out), R"(,"release":"{:012x}")", line.release);
  if (line.id != 0) fmt::format_to(std::back_inserter(out), R"(,"id":"{:016x}")", line.id);
  if (line.trace[0] != '\0') fmt::format_to(std::back_inserter(out), R"(,"trace":"{}")", kept(line.trace));
  out += "}\n";
}

// ---- the writer's thread

void AccessLog::run() {
  std::unique_lock lock(stopping_mutex_);
  while (!stopping_changed_.wait_for(lock, kWriteEvery, [this] { return stopping_; })) {
    lock.unlock();
    look();
    lock.lock();
  }
  lock.unlock();
  const auto until = std::chrono::steady_clock::now() + kLastWords;
  while (look() == LogOutput::Result::later && std::chrono::steady_clock::now() < until) continue;
}

// Writes until nothing waits any more, or nothing more can be written now.
LogOutput::Result AccessLog::look() {
  if (reopen_.exchange(false, std::memory_order_relaxed)) open_again();
  for (gather(); !text_.empty(); gather()) {
    const std::size_t before = text_.size();
    const auto lines = [this] { return static_cast<std::uint64_t>(std::count(text_.begin(), text_.end(), '\n')); };
    const std::uint64_t lines_before = lines();
    const auto result = output_.write(text_, kWriteEvery);
    written_.fetch_add(lines_before - lines(), std::memory_order_relaxed);
    if (result == LogOutput::Result::failed) errors_.fetch_add(1, std::memory_order_relaxed);
    if (result != LogOutput::Result::all && text_.size() == before) return result;
  }
  return LogOutput::Result::all;
}

void AccessLog::gather() {
  const std::uint64_t dropped = dropped_.load(std::memory_order_relaxed);
  if (dropped != told_dropped_ && text_.size() < kTextBytes) {
    const bool told = append_whole([&](std::string& out) {
      append_time(out, milliseconds_now());
      fmt::format_to(std::back_inserter(out), ",\"dropped\":{}}}\n", dropped - told_dropped_);
    });
    if (told) told_dropped_ = dropped;
  }
  Line line;
  while (text_.size() < kTextBytes && queue_.pop(line))
    if (!append_whole([&](std::string& out) { append(out, line); })) dropped_.fetch_add(1, std::memory_order_relaxed);
}

// All of a line or nothing of it: false where there is no memory for it, and the writer lives on.
template <class Write>
bool AccessLog::append_whole(Write write) noexcept {
  const std::size_t before = text_.size();
  try {
    write(text_);
    return true;
  } catch (const std::bad_alloc&) {
    text_.resize(before);
    return false;
  }
}

void AccessLog::open_again() {
  const bool within_line = output_.within_line();
  if (!output_.reopen()) {
    errors_.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  if (within_line) {  // its beginning is in the old file, and half a line is no JSON
    text_.erase(0, text_.find('\n') + 1);
    dropped_.fetch_add(1, std::memory_order_relaxed);
  }
}

void AccessLog::append_metrics(std::string& out) const {
  append_single(out, "signpost_access_log_lines_total", "counter", "Lines written to the access log.", written());
  append_single(out, "signpost_access_log_dropped_total", "counter",
                "Lines that were dropped, as the writer did not keep up.", dropped());
  append_single(out, "signpost_access_log_errors_total", "counter",
                "Times that writing or opening the access log failed; it is tried again.", errors());
}

}  // namespace signpost

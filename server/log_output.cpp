#include "server/log_output.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <system_error>

namespace signpost {
namespace {

constexpr mode_t kMode = 0640;  // for the service and the group that reads logs

// Not blocking, so that a pipe without a reader is an error and not an endless wait.
int open_for_lines(const std::string& path) noexcept {
  if (path == "-") return ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
  return ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_CLOEXEC, kMode);
}

}  // namespace

LogOutput::LogOutput(std::string path) : path_(std::move(path)), descriptor_(open_for_lines(path_)) {
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "cannot write the access log " + path_);
}

LogOutput::~LogOutput() { ::close(descriptor_); }

bool LogOutput::reopen() noexcept {
  const int fresh = open_for_lines(path_);
  if (fresh < 0) return false;
  ::close(descriptor_);
  descriptor_ = fresh;
  within_line_ = false;
  return true;
}

LogOutput::Result LogOutput::write(std::string& text, std::chrono::milliseconds patience) noexcept {
  std::size_t written = 0;
  Result result = Result::all;
  while (written < text.size()) {
    // Standard output belongs to others too, so it is not made non-blocking. A pipe that says it is ready has room for
    // PIPE_BUF bytes, so a write of no more than that does not wait either.
    pollfd ready{descriptor_, POLLOUT, 0};
    const int answer = ::poll(&ready, 1, static_cast<int>(patience.count()));
    if (answer <= 0) {
      result = answer == 0 || errno == EINTR ? Result::later : Result::failed;
      break;
    }
    const std::size_t some = std::min<std::size_t>(text.size() - written, PIPE_BUF);
    const ssize_t wrote = ::write(descriptor_, text.data() + written, some);
    if (wrote < 0) {
      result = errno == EAGAIN || errno == EINTR ? Result::later : Result::failed;
      break;
    }
    written += static_cast<std::size_t>(wrote);
    if (wrote > 0) within_line_ = text[written - 1] != '\n';
  }
  text.erase(0, written);
  return result;
}

}  // namespace signpost

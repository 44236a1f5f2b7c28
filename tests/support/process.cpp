#include "tests/support/process.hpp"

#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>

namespace signpost::tests {

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void broken(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

int left_until(Clock::time_point end) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
  return left > 0 ? static_cast<int>(left) : 0;
}

int exit_code(int child, Clock::time_point end) {
  int status = 0;
  while (true) {
    const int done = waitpid(child, &status, WNOHANG);
    if (done == child) break;
    if (done < 0) broken("waitpid");
    if (Clock::now() >= end) {
      kill(child, SIGKILL);
      waitpid(child, &status, 0);
      throw std::runtime_error("the program hangs");
    }
    poll(nullptr, 0, 2);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void limit(const Start& start) {
  for (const auto& [resource, most] : start.limits) {
    const rlimit both{most, most};
    if (setrlimit(static_cast<__rlimit_resource_t>(resource), &both) != 0) _exit(126);
    // Writing beyond this one sends a signal; without it, it fails as it does on a full disk.
    if (resource == RLIMIT_FSIZE) std::signal(SIGXFSZ, SIG_IGN);
  }
  if (start.file_modes_hold && geteuid() == 0 &&
      (prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE) != 0 || prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH) != 0))
    _exit(126);
}

int opened(const std::string& file) { return open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600); }

}  // namespace

void become(const std::vector<std::string>& command, const Start& start) {
  if (!start.folder.empty() && chdir(start.folder.c_str()) != 0) _exit(126);
  for (const auto& [name, value] : start.environment) {
    if (value.empty()) {
      unsetenv(name.c_str());
    } else {
      setenv(name.c_str(), value.c_str(), 1);
    }
  }
  if (!start.out_file.empty() && dup2(opened(start.out_file), STDOUT_FILENO) < 0) _exit(126);
  if (!start.err_file.empty() && dup2(opened(start.err_file), STDERR_FILENO) < 0) _exit(126);
  limit(start);
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  execv(words[0], words.data());
  _exit(127);
}

Finished run_program(const std::vector<std::string>& command, const Start& start) {
  const Clock::time_point end = Clock::now() + kHangs;
  std::array<int, 2> in{}, out{}, err{};
  if (pipe2(in.data(), O_CLOEXEC) != 0 || pipe2(out.data(), O_CLOEXEC) != 0 || pipe2(err.data(), O_CLOEXEC) != 0)
    broken("pipe");
  const int child = fork();
  if (child < 0) broken("fork");
  if (child == 0) {
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    dup2(err[1], STDERR_FILENO);
    become(command, start);
  }
  close(in[0]);
  close(out[1]);
  close(err[1]);
  std::signal(SIGPIPE, SIG_IGN);  // a program may end before it has read everything
  Finished finished;
  std::size_t written = 0;
  bool out_open = true;
  bool err_open = true;
  bool in_open = true;
  while (out_open || err_open) {
    if (in_open && written == start.input.size()) {
      close(in[1]);
      in_open = false;
    }
    std::array<pollfd, 3> ends{
        {{out_open ? out[0] : -1, POLLIN, 0}, {err_open ? err[0] : -1, POLLIN, 0}, {in_open ? in[1] : -1, POLLOUT, 0}}};
    if (poll(ends.data(), ends.size(), left_until(end)) <= 0) {
      kill(child, SIGKILL);
      waitpid(child, nullptr, 0);
      throw std::runtime_error("the program hangs; so far it wrote: " + finished.out + finished.err);
    }
    std::array<char, 65536> buffer{};
    const auto drain = [&](const pollfd& from, bool& open_end, std::string& text) {
      if (from.fd < 0 || from.revents == 0) return;
      const ssize_t got = read(from.fd, buffer.data(), buffer.size());
      if (got > 0) {
        text.append(buffer.data(), static_cast<std::size_t>(got));
      } else {
        open_end = false;
      }
    };
    drain(ends[0], out_open, finished.out);
    drain(ends[1], err_open, finished.err);
    if (in_open && ends[2].revents != 0) {
      const ssize_t put = write(in[1], start.input.data() + written, start.input.size() - written);
      written = put > 0 ? written + static_cast<std::size_t>(put) : start.input.size();
    }
  }
  if (in_open) close(in[1]);
  close(out[0]);
  close(err[0]);
  finished.code = exit_code(child, end);
  return finished;
}

TerminalSession::TerminalSession(const std::vector<std::string>& command, int columns, const Start& start) {
  winsize size{};
  size.ws_row = 24;
  size.ws_col = static_cast<unsigned short>(columns);
  child_ = forkpty(&terminal_, nullptr, nullptr, &size);
  if (child_ < 0) broken("forkpty");
  if (child_ == 0) become(command, start);
}

TerminalSession::~TerminalSession() {
  if (child_ > 0) {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }
  close(terminal_);
}

bool TerminalSession::read_some() {
  pollfd end{terminal_, POLLIN, 0};
  if (poll(&end, 1, static_cast<int>(std::chrono::milliseconds(kHangs).count())) <= 0) {
    throw std::runtime_error("the program hangs; so far it wrote: " + unread_);
  }
  std::array<char, 4096> buffer{};
  const ssize_t got = read(terminal_, buffer.data(), buffer.size());
  if (got <= 0) return false;  // the program's end of a pseudo-terminal ends with an error
  for (ssize_t i = 0; i < got; ++i) {
    if (buffer[static_cast<std::size_t>(i)] != '\r') unread_ += buffer[static_cast<std::size_t>(i)];
  }
  return true;
}

std::string TerminalSession::until(const std::string& text) {
  std::size_t found = unread_.find(text);
  while (found == std::string::npos) {
    if (!read_some()) throw std::runtime_error("the program ended before '" + text + "'; it wrote: " + unread_);
    found = unread_.find(text);
  }
  std::string seen = unread_.substr(0, found + text.size());
  unread_.erase(0, found + text.size());
  return seen;
}

void TerminalSession::type(const std::string& line) {
  const std::string typed = line + "\n";
  if (write(terminal_, typed.data(), typed.size()) != static_cast<ssize_t>(typed.size())) broken("write");
}

std::string TerminalSession::rest() {
  while (read_some()) {
  }
  return std::move(unread_);
}

int TerminalSession::code() {
  const int code = exit_code(child_, Clock::now() + kHangs);
  child_ = -1;
  return code;
}

void TerminalSession::resize(int columns) {
  winsize size{};
  size.ws_row = 24;
  size.ws_col = static_cast<unsigned short>(columns);
  if (ioctl(terminal_, TIOCSWINSZ, &size) != 0) broken("resize");
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "signpost-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) broken("mkdtemp");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryFolder::write(const std::string& name, const std::string& text) const {
  const std::filesystem::path path = std::filesystem::path(path_) / name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
  return path.string();
}

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace signpost::tests

#include "tests/support/serving.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>

namespace signpost::tests {

Serving::Serving(const std::string& program, const std::string& content, std::vector<std::string> more,
                 const Start& start) {
  std::vector<std::string> words = {program, "serve", content, "--port", "0"};
  words.insert(words.end(), more.begin(), more.end());
  int out[2];
  if (pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  child_ = fork();
  if (child_ < 0) throw std::runtime_error("no process");
  if (child_ == 0) {
    dup2(out[1], STDOUT_FILENO);
    dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO);
    become(words, start);
  }
  ::close(out[1]);
  FILE* const lines = fdopen(out[0], "r");
  char line[512] = {};
  if (std::fgets(line, sizeof line, lines) != nullptr) said_ = line;
  std::fclose(lines);
  const std::size_t colon = said_.find("127.0.0.1:");
  if (colon != std::string::npos) port_ = static_cast<std::uint16_t>(std::stoi(said_.substr(colon + 10)));
}

Serving::~Serving() {
  if (child_ <= 0) return;
  tell(SIGKILL);
  waitpid(child_, nullptr, 0);
}

void Serving::tell(int signal_number) const { kill(child_, signal_number); }

int Serving::ended() {
  int status = 0;
  waitpid(child_, &status, 0);
  child_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

test::RawAnswer ask(std::uint16_t port, const std::string& request) {
  test::RawClient client(port);
  client.send(request);
  return client.read_answer();
}

std::string get_request(const std::string& path, const std::string& more_headers) {
  return "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + more_headers + "\r\n";
}

std::string post_request(const std::string& path, const std::string& body, const std::string& type) {
  return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace signpost::tests

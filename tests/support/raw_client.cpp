#include "tests/support/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>

#include "server/http.hpp"

namespace signpost::test {
namespace {

void wait_for(int descriptor, short event) {
  pollfd one{descriptor, event, 0};
  const auto patience = std::chrono::milliseconds(RawClient::kPatience).count();
  int ready;
  do ready = ::poll(&one, 1, static_cast<int>(patience));
  while (ready < 0 && errno == EINTR);
  if (ready <= 0) throw std::runtime_error("the server neither answered nor ended the connection");
}

int connect_to(std::uint16_t port, int receive_bytes = 0) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) throw std::runtime_error("no socket");
  if (receive_bytes > 0) ::setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return descriptor;
  ::close(descriptor);
  return -1;
}

}  // namespace

std::optional<std::string> RawAnswer::header(std::string_view wanted) const {
  std::optional<std::string> found;
  for (const auto& [name, value] : headers) {
    if (!same_name(name, wanted)) continue;
    if (found) return std::nullopt;
    found = value;
  }
  return found;
}

std::size_t RawAnswer::count(std::string_view wanted) const {
  return static_cast<std::size_t>(std::count_if(
      headers.begin(), headers.end(), [wanted](const auto& header) { return same_name(header.first, wanted); }));
}

RawClient::RawClient(std::uint16_t port) : descriptor_(connect_to(port)) {
  if (descriptor_ < 0) throw std::runtime_error("cannot connect");
}

RawClient::RawClient(std::uint16_t port, int receive_bytes) : descriptor_(connect_to(port, receive_bytes)) {
  if (descriptor_ < 0) throw std::runtime_error("cannot connect");
}

RawClient::~RawClient() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

RawClient::RawClient(RawClient&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), buffer_(std::move(other.buffer_)) {}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t sent = send_some(bytes);
    bytes.remove_prefix(sent);
    if (sent > 0) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
    wait_for(descriptor_, POLLOUT);
  }
  return true;
}

std::size_t RawClient::send_some(std::string_view bytes) {
  const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return sent < 0 ? 0 : static_cast<std::size_t>(sent);
}

std::size_t RawClient::read_some(std::size_t most) {
  std::string part(most, '\0');
  const ssize_t got = ::recv(descriptor_, part.data(), part.size(), MSG_DONTWAIT);
  return got < 0 ? 0 : static_cast<std::size_t>(got);
}

bool RawClient::fill() {
  std::array<char, 16 * 1024> part;
  wait_for(descriptor_, POLLIN);
  const ssize_t got = ::recv(descriptor_, part.data(), part.size(), 0);
  if (got <= 0) return false;
  buffer_.append(part.data(), static_cast<std::size_t>(got));
  return true;
}

RawAnswer RawClient::read_answer(bool without_body) {
  std::size_t head_end;
  while ((head_end = buffer_.find("\r\n\r\n")) == std::string::npos)
    if (!fill()) throw std::runtime_error("the connection ended before an answer: " + buffer_);

  RawAnswer answer;
  const std::size_t line_end = buffer_.find("\r\n");
  answer.status_line = buffer_.substr(0, line_end);
  if (answer.status_line.size() < 12 || !answer.status_line.starts_with("HTTP/1.1 "))
    throw std::runtime_error("not an answer: " + answer.status_line);
  answer.status = std::atoi(answer.status_line.c_str() + 9);
  for (std::size_t at = line_end + 2; at < head_end + 2;) {
    const std::size_t end = buffer_.find("\r\n", at), colon = buffer_.find(": ", at);
    if (colon == std::string::npos || colon > end) throw std::runtime_error("not a header");
    answer.headers.emplace_back(buffer_.substr(at, colon - at), buffer_.substr(colon + 2, end - colon - 2));
    at = end + 2;
  }
  const std::size_t length = without_body ? 0 : std::stoul(answer.header("Content-Length").value_or("0"));
  while (buffer_.size() < head_end + 4 + length)
    if (!fill()) throw std::runtime_error("the connection ended within an answer");
  answer.body = buffer_.substr(head_end + 4, length);
  buffer_.erase(0, head_end + 4 + length);
  return answer;
}

std::string RawClient::read_to_end() {
  while (fill()) {
  }
  return std::exchange(buffer_, {});
}

void RawClient::finish_sending() { ::shutdown(descriptor_, SHUT_WR); }

bool is_listening(std::uint16_t port) {
  const int descriptor = connect_to(port);
  if (descriptor < 0) return false;
  ::close(descriptor);
  return true;
}

}  // namespace signpost::test

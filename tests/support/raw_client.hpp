// A client that sends exactly the bytes that it is told to, and reads what comes: protocol tests need to be able to
// misbehave, which client libraries refuse to do.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signpost::test {

/// One answer as it came.
struct RawAnswer {
  int status = 0;
  std::string status_line;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  /// The header's value; names are compared without regard to case. Nothing where it is absent or came twice.
  std::optional<std::string> header(std::string_view name) const;
  std::size_t count(std::string_view name) const;
};

/// One connection to 127.0.0.1. Every wait ends after `kPatience` with std::runtime_error, so that a server that hangs
/// fails the test instead of holding it. That is no measure of speed: nothing here passes or fails by being quick.
class RawClient {
 public:
  static constexpr std::chrono::seconds kPatience{60};

  explicit RawClient(std::uint16_t port);
  /// One whose kernel takes about so many bytes that it has not read yet.
  RawClient(std::uint16_t port, int receive_bytes);
  ~RawClient();
  RawClient(RawClient&& other) noexcept;
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  /// Sends all of it. False when the server ended the connection before it was all sent.
  bool send(std::string_view bytes);
  /// Sends what the kernel takes at once; returns how much that was.
  std::size_t send_some(std::string_view bytes);
  /// Takes at most `most` bytes that have arrived, and drops them; how many there were.
  std::size_t read_some(std::size_t most);
  /// Reads one answer. `without_body`: it answers HEAD, so its Content-Length announces nothing.
  RawAnswer read_answer(bool without_body = false);
  /// Everything until the server ends the connection, by closing or by reset.
  std::string read_to_end();
  /// True when the server ends the connection without another byte.
  bool is_ended() { return read_to_end().empty(); }
  /// Tells the server that nothing more will be sent.
  void finish_sending();

 private:
  bool fill();  // reads some; false at the end
  int descriptor_;
  std::string buffer_;
};

/// True while something listens on the port.
bool is_listening(std::uint16_t port);

}  // namespace signpost::test

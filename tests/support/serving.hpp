// `signpost serve` as a process, on a port of its own, for as long as a test lasts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/process.hpp"
#include "tests/support/raw_client.hpp"

namespace signpost::tests {

class Serving {
 public:
  // `program` with `more` options, over a folder or a release. Waits until it says its address, or has ended. What it
  // says on stderr goes into `start.err_file` or is lost.
  Serving(const std::string& program, const std::string& content, std::vector<std::string> more = {},
          const Start& start = {});
  ~Serving();
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

  std::uint16_t port() const { return port_; }  // 0: it ended without saying an address
  int process() const { return child_; }
  // Its first line.
  const std::string& said() const { return said_; }
  // Sends the signal and does not wait.
  void tell(int signal_number) const;
  // Its exit code, or 128 + the signal that ended it, once it has ended.
  int ended();
  int stop(int signal_number) {
    tell(signal_number);
    return ended();
  }

 private:
  int child_ = -1;
  std::uint16_t port_ = 0;
  std::string said_;
};

// One request on a connection of its own.
test::RawAnswer ask(std::uint16_t port, const std::string& request);
std::string get_request(const std::string& path, const std::string& more_headers = "");
std::string post_request(const std::string& path, const std::string& body,
                         const std::string& type = "application/json");

}  // namespace signpost::tests

// A server that answers everything with the same bytes, for others to be compared with:
//   front_server front PORT BYTES     our front, an event loop per core
//   front_server library PORT BYTES   cpp-httplib alone, as it is meant to be used, with a thread for each of 64
//   connections
// Both stop at SIGTERM.
#include <httplib.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>

#include "server/front.hpp"

int main(int count, char** arguments) {
  const std::string_view kind = count == 4 ? arguments[1] : "";
  const int port = count == 4 ? std::atoi(arguments[2]) : 0;
  const int bytes = count == 4 ? std::atoi(arguments[3]) : 0;
  if ((kind != "front" && kind != "library") || port < 1 || port > 65535 || bytes < 1) {
    std::cerr << "usage: front_server front|library PORT BYTES\n";
    return 2;
  }
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  int signal = 0;
  const std::string body(static_cast<std::size_t>(bytes), 'x');

  if (kind == "front") {
    signpost::raise_descriptor_limit();
    signpost::FrontSettings settings;
    settings.port = static_cast<std::uint16_t>(port);
    signpost::Front front(settings, [&](const signpost::Request&, signpost::Response& response) {
      response.content_type = "application/json";
      response.body = body;
    });
    front.start();
    sigwait(&ends, &signal);
    return 0;
  }
  httplib::Server library;
  library.set_tcp_nodelay(true);
  library.set_keep_alive_max_count(1'000'000'000);
  library.new_task_queue = [] { return new httplib::ThreadPool(64); };
  const auto answer = [&](const auto&, auto& response) { response.set_content(body, "application/json"); };
  library.Post(".*", answer);
  library.Get(".*", answer);
  std::thread waiting([&] {
    sigwait(&ends, &signal);
    library.stop();
  });
  const bool served = library.listen("127.0.0.1", port);
  if (!served) std::_Exit(3);  // the port is taken, and `waiting` waits for a signal that nobody sends
  waiting.join();
}

// Clients that hold a server up: many connections, each sending a request one byte a second and never ending it.
//   trickle PORT CONNECTIONS
// Says "ready" when all of them are open, keeps their number up when the server turns some away, and runs until it is
// stopped.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <thread>
#include <vector>

namespace {

constexpr std::string_view kRequest = "POST /api/v1/triage/answer HTTP/1.1\r\nHost: localhost\r\nX-Filler: ";

struct Trickler {
  int socket = -1;
  std::size_t sent = 0;
};

int connected(int port) {
  const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (made < 0) return -1;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close(made);
    return -1;
  }
  fcntl(made, F_SETFL, O_NONBLOCK);
  return made;
}

// Sends the next byte. False when the server has closed the connection.
bool trickle(Trickler& one) {
  const char byte = one.sent < kRequest.size() ? kRequest[one.sent] : 'x';
  ++one.sent;
  if (send(one.socket, &byte, 1, MSG_NOSIGNAL) == 1) return true;
  return errno == EAGAIN || errno == EWOULDBLOCK;
}

}  // namespace

int main(int count, char** arguments) {
  const int port = count == 3 ? std::atoi(arguments[1]) : 0;
  const int connections = count == 3 ? std::atoi(arguments[2]) : 0;
  if (port < 1 || port > 65535 || connections < 1) {
    std::cerr << "usage: trickle PORT CONNECTIONS\n";
    return 2;
  }
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur < static_cast<rlim_t>(connections) + 64) {
    std::cerr << "trickle: this machine lets a program open " << limit.rlim_cur << " files only\n";
    return 3;
  }
  std::vector<Trickler> all(static_cast<std::size_t>(connections));
  for (Trickler& one : all) {
    one.socket = connected(port);
    if (one.socket < 0) {
      std::cerr << "trickle: no connection to port " << port << "\n";
      return 3;
    }
  }
  std::cout << "ready" << std::endl;
  // A tenth of them at a time, so that the bytes do not come in one burst.
  for (std::size_t part = 0;; part = (part + 1) % 10) {
    for (std::size_t i = part; i < all.size(); i += 10) {
      Trickler& one = all[i];
      if (one.socket >= 0 && trickle(one)) continue;
      if (one.socket >= 0) close(one.socket);
      one = {connected(port), 0};
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

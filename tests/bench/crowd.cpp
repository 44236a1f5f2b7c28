// Clients that hold a server up, each in a way that costs itself next to nothing:
//   crowd PORT KIND=NUMBER...
//
//   idle        opens a connection and says nothing
//   trickling   sends a request one byte a second, without end
//   half        sends half a request at once, and then nothing
//   flooding    sends pipelines of requests, the next as soon as the last is answered
//   deaf        sends a pipeline of requests every second and reads no answer
//   dropping    so many a second open a connection, send a request and are gone
//
// Says "ready" when all of them are open, keeps their number up when the server ends some, and runs until SIGTERM; then
// it says for each kind how many it held, and what became of the others. Each client has an address of its own
// (127.1.0.0 and on), so that a limit on one address does not end the crowd. One thread, on epoll.
#include <fmt/format.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace {

enum class Kind : std::uint8_t { idle, trickling, half, flooding, deaf, dropping };
constexpr auto kKinds = std::to_array<std::string_view>({"idle", "trickling", "half", "flooding", "deaf", "dropping"});

constexpr std::string_view kRequest = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
constexpr std::string_view kHalf =
    "POST /api/v1/triage/answer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    "Content-Length: 2000\r\n\r\n{\"journey\":\"";
constexpr std::string_view kEndless = "POST /api/v1/triage/answer HTTP/1.1\r\nHost: localhost\r\nX-Filler: ";
constexpr int kPipelined = 16;       // requests in one write of a flood
constexpr int kDeafReceives = 4096;  // bytes that the kernel keeps for one that does not read: as little as it may
// Each client has its turn once a second, a hundredth of them at a time, so that they do not come in one burst.
constexpr std::size_t kTurns = 100;
constexpr std::int64_t kTickNanoseconds = 1'000'000'000 / kTurns;
// Opened at once; the rest wait for their tick. Fewer than a server lets wait to be accepted.
constexpr std::size_t kOpenedATick = 50;

[[noreturn]] void broken(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

struct Client {
  Kind kind = Kind::idle;
  int socket = -1;
  std::size_t sent = 0;     // bytes of its endless request
  int owed = 0;             // answers that a flood still waits for
  std::size_t matched = 0;  // of the words that begin an answer
};

struct Tally {
  std::size_t wanted = 0, open = 0, least = 0;      // least: since all were open
  std::uint64_t opened = 0, failed = 0, ended = 0;  // ended: by the server
  std::uint64_t answers = 0;
};

class Crowd {
 public:
  Crowd(std::uint16_t port, const std::array<std::size_t, kKinds.size()>& numbers)
      : events_(epoll_create1(EPOLL_CLOEXEC)) {
    if (events_ < 0) broken("epoll_create1");
    server_.sin_family = AF_INET;
    server_.sin_port = htons(port);
    server_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (std::size_t kind = 0; kind < numbers.size(); ++kind) {
      tallies_[kind].wanted = numbers[kind];
      const bool stays = static_cast<Kind>(kind) != Kind::dropping;
      for (std::size_t i = 0; stays && i < numbers[kind]; ++i) clients_.push_back({static_cast<Kind>(kind)});
    }
  }

  void run() {
    watch(signals(), kSignals);
    watch(ticks(), kTicks);
    std::array<epoll_event, 256> ready{};
    for (;;) {
      const int count = epoll_wait(events_, ready.data(), static_cast<int>(ready.size()), -1);
      if (count < 0 && errno != EINTR) broken("epoll_wait");
      for (int i = 0; i < count; ++i) {
        const epoll_event& event = ready[static_cast<std::size_t>(i)];
        if (event.data.u64 == kSignals) return report();
        if (event.data.u64 == kTicks)
          tick();
        else
          heard(clients_[event.data.u64], event.events);
      }
    }
  }

 private:
  static constexpr std::uint64_t kSignals = ~std::uint64_t{0}, kTicks = kSignals - 1;

  Tally& tally(Kind kind) { return tallies_[static_cast<std::size_t>(kind)]; }

  void watch(int descriptor, std::uint64_t name, std::uint32_t what = EPOLLIN) {
    epoll_event event{};
    event.events = what;
    event.data.u64 = name;
    if (epoll_ctl(events_, EPOLL_CTL_ADD, descriptor, &event) != 0) broken("epoll_ctl");
  }

  static int signals() {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigprocmask(SIG_BLOCK, &ends, nullptr);
    return signalfd(-1, &ends, SFD_CLOEXEC);
  }

  int ticks() {
    ticks_ = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    itimerspec every{};
    every.it_interval.tv_nsec = every.it_value.tv_nsec = kTickNanoseconds;
    if (ticks_ < 0 || timerfd_settime(ticks_, 0, &every, nullptr) != 0) broken("timerfd");
    return ticks_;
  }

  // The number-th address after 127.1.0.0; the port is chosen when it connects.
  std::optional<int> connected(std::size_t number, Kind kind) {
    const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (made < 0) return std::nullopt;
    const int yes = 1;
    setsockopt(made, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
    if (kind == Kind::deaf) setsockopt(made, SOL_SOCKET, SO_RCVBUF, &kDeafReceives, sizeof kDeafReceives);
    sockaddr_in own{};
    own.sin_family = AF_INET;
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 0x10000 + static_cast<std::uint32_t>(number % 0x800000));
    const bool connects =
        bind(made, reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0 &&
        (connect(made, reinterpret_cast<const sockaddr*>(&server_), sizeof server_) == 0 || errno == EINPROGRESS);
    if (connects) return made;
    close(made);
    return std::nullopt;
  }

  void open(std::size_t index) {
    Client& client = clients_[index];
    Tally& count = tally(client.kind);
    const auto made = connected(index, client.kind);
    if (!made) {
      ++count.failed;
      return;
    }
    client = {client.kind, *made};
    ++count.opened;
    ++count.open;
    watch(*made, index, client.kind == Kind::deaf ? 0U : std::uint32_t{EPOLLIN});  // ends are always told
    if (client.kind == Kind::half) say(client, kHalf);
  }

  // The server ended it: it comes again at its next turn.
  void lose(Client& client) {
    Tally& count = tally(client.kind);
    close(client.socket);
    client.socket = -1;
    --count.open;
    ++count.ended;
    if (ready_) count.least = std::min(count.least, count.open);
  }

  // False when the server has ended the connection; what the kernel does not take now is not said.
  static bool say(const Client& client, std::string_view text) {
    return send(client.socket, text.data(), text.size(), MSG_NOSIGNAL) >= 0 || errno == EAGAIN || errno == ENOTCONN;
  }

  void heard(Client& client, std::uint32_t what) {
    if (client.socket < 0) return;  // ended by an event before this one
    if ((what & EPOLLIN) != 0 && client.kind != Kind::deaf) {
      std::array<char, 65536> answer{};
      const ssize_t got = recv(client.socket, answer.data(), answer.size(), 0);
      if (got <= 0) return lose(client);
      const int answers = count_answers(client, {answer.data(), static_cast<std::size_t>(got)});
      tally(client.kind).answers += static_cast<std::uint64_t>(answers);
      client.owed -= answers;
      if (client.kind == Kind::flooding && client.owed <= 0 && !flood(client)) return lose(client);
    }
    if ((what & (EPOLLHUP | EPOLLERR)) != 0) lose(client);
  }

  // Answers begin with the words that no page of ours holds. They may come in two pieces.
  static int count_answers(Client& client, std::string_view text) {
    constexpr std::string_view kBegins = "HTTP/1.1 ";
    int answers = 0;
    for (const char c : text) {
      client.matched = c == kBegins[client.matched] ? client.matched + 1 : c == kBegins.front() ? 1 : 0;
      if (client.matched < kBegins.size()) continue;
      client.matched = 0;
      ++answers;
    }
    return answers;
  }

  static bool flood(Client& client) {
    static const std::string pipeline = [] {
      std::string all;
      for (int i = 0; i < kPipelined; ++i) all += kRequest;
      return all;
    }();
    client.owed = kPipelined;
    return say(client, pipeline);
  }

  bool take_turn(Client& client) {
    switch (client.kind) {
      case Kind::trickling: {
        const char byte = client.sent < kEndless.size() ? kEndless[client.sent] : 'x';
        ++client.sent;
        return say(client, {&byte, 1});
      }
      case Kind::flooding:
        return client.owed > 0 || flood(client);
      case Kind::deaf:
        return say(client, kRequest);
      default:
        return true;
    }
  }

  void tick() {
    std::uint64_t ignored = 0;
    if (read(ticks_, &ignored, sizeof ignored) < 0) broken("timerfd");
    std::size_t may_open = kOpenedATick;
    for (std::size_t i = turn_; i < clients_.size(); i += kTurns) {
      if (clients_[i].socket >= 0) {
        if (!take_turn(clients_[i])) lose(clients_[i]);
      } else if (may_open > 0) {
        --may_open;
        open(i);
      }
    }
    turn_ = (turn_ + 1) % kTurns;
    drop_some();
    if (!ready_ && all_open()) {
      ready_ = true;
      for (Tally& count : tallies_) count.least = count.open;
      fmt::print("ready\n");
      std::fflush(stdout);
    }
  }

  // Those of the last tick are gone before these come.
  void drop_some() {
    Tally& count = tally(Kind::dropping);
    for (const int one : dropped_) close(one);
    dropped_.clear();
    for (std::size_t i = turn_; i < count.wanted; i += kTurns) {
      const auto made = connected(clients_.size() + i, Kind::dropping);
      if (!made) {
        ++count.failed;
        continue;
      }
      ++count.opened;
      dropped_.push_back(*made);
      send(*made, kRequest.data(), kRequest.size(), MSG_NOSIGNAL);
    }
  }

  bool all_open() const {
    for (std::size_t kind = 0; kind + 1 < tallies_.size(); ++kind)
      if (tallies_[kind].open < tallies_[kind].wanted) return false;
    return true;
  }

  void report() const {
    for (std::size_t kind = 0; kind < tallies_.size(); ++kind) {
      const Tally& count = tallies_[kind];
      if (count.wanted == 0) continue;
      fmt::print(
          "{}: {} wanted, {} open, {} at the least; {} opened, {} not let in, {} ended by the server, {} answers\n",
          kKinds[kind], count.wanted, count.open, count.least, count.opened, count.failed, count.ended, count.answers);
    }
  }

  const int events_;
  int ticks_ = -1;
  sockaddr_in server_{};
  std::vector<Client> clients_;
  std::array<Tally, kKinds.size()> tallies_;
  std::vector<int> dropped_;
  std::size_t turn_ = 0;
  bool ready_ = false;
};

// Nothing where it is no "kind=number".
bool read_number(std::string_view text, std::array<std::size_t, kKinds.size()>& numbers) {
  for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
    if (!text.starts_with(kKinds[kind]) || !text.substr(kKinds[kind].size()).starts_with('=')) continue;
    const int number = std::atoi(text.data() + kKinds[kind].size() + 1);
    numbers[kind] = static_cast<std::size_t>(std::max(number, 0));
    return number > 0;
  }
  return false;
}

}  // namespace

int main(int count, char** arguments) {
  const int port = count > 2 ? std::atoi(arguments[1]) : 0;
  std::array<std::size_t, kKinds.size()> numbers{};
  bool understood = port > 0 && port < 65536;
  for (int i = 2; i < count; ++i) understood = understood && read_number(arguments[i], numbers);
  if (!understood) {
    fmt::print(stderr, "usage: crowd PORT KIND=NUMBER...\nkinds: {}\n", fmt::join(kKinds, ", "));
    return 2;
  }
  std::size_t files = 64;
  for (const std::size_t number : numbers) files += number;
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur < files) {
    fmt::print(stderr, "crowd: this machine lets a program open {} files only, and {} are needed\n", limit.rlim_cur,
               files);
    return 3;
  }
  try {
    Crowd(static_cast<std::uint16_t>(port), numbers).run();
  } catch (const std::exception& error) {
    fmt::print(stderr, "crowd: {}\n", error.what());
    return 3;
  }
}

// An event loop per core on Boost.Asio. Loop 0 also accepts, and hands each connection to the loop that has fewest;
// from then on a connection belongs to that loop's thread alone, so nothing here is locked.
//
// A connection has exactly one operation outstanding: it waits to receive, to send, or for its turn to be answered. So
// it is destroyed only in the handler of that operation, and closing its socket is enough to get there.
#include "server/front.hpp"

#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>  // Boost 1.74's Asio needs it and forgets it

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/defer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <deque>
#include <new>
#include <optional>
#include <system_error>
#include <thread>

namespace signpost {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Tcp = asio::ip::tcp;
// The concrete executor: Asio's default one is type-erased and costs a virtual call at each operation.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<Tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

// Room to receive into that each connection has from the start. Nearly every request fits; the rest grow it.
constexpr std::size_t kReceiveBytes = 2 * 1024;
// How often deadlines are looked at. A request may live this much longer than its time.
constexpr std::chrono::milliseconds kSweepEvery{200};
// The same while stopping, when all of it should take well under a second.
constexpr std::chrono::milliseconds kSweepWhileStopping{20};
// Connections accepted in one go before the loop looks at its other work.
constexpr int kAcceptsAtOnce = 64;
// Descriptors left for files, the log and the loops themselves.
constexpr std::size_t kReservedDescriptors = 64;
// After accepting failed for want of descriptors or memory.
constexpr std::chrono::milliseconds kAcceptPause{50};

constexpr Refusal kTooSlow{408, "request-timeout", "The request took too long to arrive"};
constexpr Refusal kTooManyConnections{503, "too-many-connections", "Too many connections; try again shortly"};
constexpr Refusal kTooManyWaiting{503, "too-busy", "Too many requests are waiting; try again shortly"};
constexpr Refusal kNoRoom{503, "too-busy", "Too much is being sent at once; try again shortly"};
constexpr Refusal kTooManyRequests{429, "too-many-requests", "Too many requests from this address"};

std::system_error failure(const error_code& error, const std::string& what) {
  return {std::error_code(error.value(), std::system_category()), what};
}

// A socket for both families shows an IPv4 peer as ::ffff:192.0.2.1; it is the same peer.
IpAddress ip_address(const Tcp::endpoint& peer) {
  const asio::ip::address address = peer.address();
  const auto v6 = address.is_v6() ? address.to_v6() : asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4());
  return {v6.to_bytes()};
}

std::string address_text(const Tcp::endpoint& peer) {
  const asio::ip::address address = peer.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  return address.to_string();
}

}  // namespace

std::size_t raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  const rlim_t soft = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = soft;
  return static_cast<std::size_t>(limit.rlim_cur);
}

// What all loops share.
struct Front::Shared {
  explicit Shared(FrontSettings all) : settings(std::move(all)), admission(settings.admission) {}

  bool has_room_for(std::size_t bytes) const noexcept {
    return buffered.load(std::memory_order_relaxed) + bytes <= settings.buffer_bytes;
  }
  // Little is left: time to end who is slow, before others are refused.
  bool is_short_of_room() const noexcept { return !has_room_for(settings.buffer_bytes / 8); }

  FrontSettings settings;
  Admission admission;
  std::atomic<std::size_t> open{0}, buffered{0};
  std::atomic<std::uint64_t> limited{0}, without_turn{0}, without_room{0}, turned_away{0};
};

namespace {

void count(std::atomic<std::uint64_t>& counter) noexcept { counter.fetch_add(1, std::memory_order_relaxed); }

}  // namespace

class Front::Loop {
 public:
  Loop(Shared& shared, const Handler& handler)
      : shared_(shared),
        settings_(shared.settings),
        // Only this loop's thread touches its sockets; other threads do no more than post().
        context_(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO),
        timer_(context_),
        framer_(settings_.request),
        exchange_(handler, settings_.security_headers, settings_.observer, settings_.fallbacks),
        turn_left_(settings_.requests_a_turn) {
    spare_output_.reserve(settings_.output_bytes);  // so that the emergency page needs no memory when there is none
  }

  asio::io_context& context() noexcept { return context_; }
  std::size_t size() const noexcept { return size_.load(std::memory_order_relaxed); }

  void run() {
    sweep_later();
    context_.run();
  }

  /// From any thread: a new connection for this loop, already counted in `open`.
  void hand_over(int descriptor, const Tcp::endpoint& peer, bool turned_away) {
    size_.fetch_add(1, std::memory_order_relaxed);
    asio::post(context_, [this, descriptor, peer, turned_away] { adopt(descriptor, peer, turned_away); });
  }

  /// On this loop's thread: answers on the spot one for whom there is no descriptor to wait with, and closes it. What
  /// it asked is here, or is not waited for.
  void answer_and_close(int descriptor) {
    std::array<char, kReceiveBytes> received;
    const ssize_t size = ::recv(descriptor, received.data(), received.size(), MSG_DONTWAIT);
    FrameProgress progress;
    framer_.read({received.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))}, progress);
    const Frame& frame = framer_.frame();
    std::string output;
    if (!exchange_.answer_emergency(frame, false, output))
      exchange_.turn_away(kTooManyConnections, frame, kRetryAfter, false, output);
    count(shared_.turned_away);
    ::send(descriptor, output.data(), output.size(), MSG_DONTWAIT | MSG_NOSIGNAL);  // fits an empty socket
    ::shutdown(descriptor, SHUT_WR);
    ::close(descriptor);
  }

  /// From any thread, after the last hand_over().
  void stop() {
    asio::post(context_, [this] { begin_stop(); });
  }

 private:
  enum class State {
    kIdle,       // between requests
    kReceiving,  // part of a request is here
    kSending,    // the client must read before more is done
    kLingering,  // our last answer is sent; what still arrives is thrown away
  };

  struct Connection {
    explicit Connection(asio::io_context& context) : socket(context) {}

    Socket socket;
    std::string remote_address;
    Admission::Peer peer;
    bool turned_away = false;  // beyond the number of connections: is told so, and ended
    bool has_turn = false;     // stands in turns_, and has no other operation outstanding
    std::size_t held = 0;      // bytes, as counted in Shared::buffered
    State state = State::kIdle;
    Clock::time_point deadline;
    std::size_t place = 0;  // in connections_

    std::unique_ptr<char[]> input;
    std::size_t capacity = 0, filled = 0, taken = 0;  // bytes [taken, filled) are not answered yet
    FrameProgress progress;

    std::string output;
    std::size_t sent = 0;
    bool closing = false;     // nothing more is answered on it
    bool discarding = false;  // the client may still be sending: linger
    std::size_t discarded = 0;
  };

  void adopt(int descriptor, const Tcp::endpoint& peer, bool turned_away) {
    std::unique_ptr<Connection> owned;
    error_code error;
    try {
      owned = std::make_unique<Connection>(context_);
      owned->remote_address = address_text(peer);
      owned->socket.assign(peer.protocol(), descriptor, error);
      if (!error) connections_.push_back(std::move(owned));
    } catch (const std::bad_alloc&) {
      error = asio::error::no_memory;
    }
    if (error) {
      if (owned == nullptr || !owned->socket.is_open()) ::close(descriptor);
      count_out();
      return;
    }
    Connection& connection = *connections_.back();
    connection.place = connections_.size() - 1;
    connection.socket.non_blocking(true, error);
    connection.socket.set_option(Tcp::no_delay(true), error);  // else each answer may wait 40 ms for the one before
    connection.peer = shared_.admission.peer(ip_address(peer));
    connection.turned_away = turned_away || !shared_.has_room_for(kReceiveBytes);
    if (connection.turned_away) count(shared_.turned_away);

    const auto time = connection.turned_away ? std::min(kTurnedAwayTime, settings_.idle_time) : settings_.idle_time;
    connection.deadline = Clock::now() + (stopping_ ? settings_.stop_time : time);
    // One that says nothing is told all the same.
    if (connection.turned_away) connection.state = State::kReceiving;
    safely(connection, [&] { receive(connection); });
  }

  void receive(Connection& connection) {
    if (!make_room(connection)) return refuse_to_grow(connection);
    connection.socket.async_read_some(
        asio::buffer(connection.input.get() + connection.filled, connection.capacity - connection.filled),
        [this, &connection](const error_code& error, std::size_t size) {
          safely(connection, [&] { received(connection, error, size); });
        });
  }

  // Whatever is done for a connection ends with starting its one operation, so what throws on the way leaves none
  // outstanding. All that throws is want of memory: then the connection is given up, and the others go on.
  template <class Work>
  void safely(Connection& connection, Work work) {
    try {
      work();
    } catch (const std::bad_alloc&) {
      count(shared_.without_room);
      destroy(connection);
    }
  }

  // Moves what is left to the front, and has room for at least one byte behind it: framing refuses a request before it
  // can outgrow the largest size. False where that would take more than all connections may hold.
  bool make_room(Connection& connection) {
    const std::size_t left = connection.filled - connection.taken;
    const std::size_t largest = settings_.request.head_bytes + settings_.request.body_bytes + kReceiveBytes;
    std::size_t wanted = connection.capacity;
    if (left == 0)
      wanted = kReceiveBytes;
    else if (left >= connection.capacity)
      wanted = std::min(2 * connection.capacity, largest);
    if (wanted > kReceiveBytes && wanted > connection.capacity && !shared_.has_room_for(wanted - connection.capacity))
      return false;
    if (wanted != connection.capacity) {
      auto room = std::make_unique_for_overwrite<char[]>(wanted);
      std::copy_n(connection.input.get() + connection.taken, left, room.get());
      connection.input = std::move(room);
      connection.capacity = wanted;
    } else if (connection.taken > 0) {
      std::memmove(connection.input.get(), connection.input.get() + connection.taken, left);
    }
    connection.taken = 0;
    connection.filled = left;
    account(connection);
    return true;
  }

  // Tells the others what the connection holds now.
  void account(Connection& connection) noexcept {
    const bool owes = connection.sent < connection.output.size();
    const std::size_t holds = connection.capacity + (owes ? connection.output.capacity() : 0);
    if (holds == connection.held) return;
    shared_.buffered.fetch_add(holds - connection.held, std::memory_order_relaxed);  // wraps round where it is less
    connection.held = holds;
  }

  // The head may be here already, and say in which form to answer.
  void refuse_to_grow(Connection& connection) {
    FrameProgress again;
    framer_.read(waiting(connection), again);
    exchange_.turn_away(kNoRoom, framer_.frame(), kRetryAfter, false, connection.output);
    count(shared_.without_room);
    connection.closing = connection.discarding = true;
    advance(connection);
  }

  static std::string_view waiting(const Connection& connection) noexcept {
    return {connection.input.get() + connection.taken, connection.filled - connection.taken};
  }

  void received(Connection& connection, const error_code& error, std::size_t size) {
    if (error || size == 0) return destroy(connection);
    if (connection.state == State::kLingering) {
      connection.discarded += size;
      if (connection.discarded > kLingerBytes) return destroy(connection);
      connection.taken = connection.filled = 0;
      return receive(connection);
    }
    if (connection.state == State::kIdle) begin(connection, State::kReceiving, settings_.request_time);
    connection.filled += size;
    take_turn(connection);
  }

  enum class Turn {
    kGiven,
    kNone,  // too many wait for theirs
  };

  // Answers at once while the loop has time for it, else after those that came before.
  void take_turn(Connection& connection) {
    if ((turns_.empty() && turn_left_ > 0) || is_urgent(connection)) return advance(connection);
    if (turns_.size() < settings_.waiting_requests) return wait_for_turn(connection);
    advance(connection, Turn::kNone);
  }

  // The emergency page waits for nobody.
  bool is_urgent(const Connection& connection) const noexcept {
    const std::string& path = settings_.fallbacks.emergency_path;
    const std::string_view bytes = waiting(connection);
    const std::size_t at = bytes.starts_with("GET ") ? 4 : bytes.starts_with("HEAD ") ? 5 : 0;
    if (path.empty() || at == 0 || !bytes.substr(at).starts_with(path)) return false;
    const std::string_view after = bytes.substr(at + path.size());
    return after.starts_with(' ') || after.starts_with('?');
  }

  void wait_for_turn(Connection& connection) {
    if (turns_.empty()) give_turns_later();
    turns_.push_back(&connection);
    connection.has_turn = true;
  }

  // Deferred, not called, so that the loop first looks who else has something for it.
  void give_turns_later() {
    asio::defer(context_, [this] { give_turns(); });
  }

  void give_turns() {
    turn_left_ = settings_.requests_a_turn;
    // Those that come back for more of their pipeline stand at the end, and are not met again in this turn.
    for (std::size_t left = turns_.size(); left > 0 && turn_left_ > 0; --left) {
      Connection& connection = *turns_.front();
      turns_.pop_front();
      connection.has_turn = false;
      safely(connection, [&] { advance(connection); });
    }
    if (!turns_.empty()) give_turns_later();
  }

  void begin(Connection& connection, State state, std::chrono::milliseconds time) {
    connection.state = state;
    connection.deadline = Clock::now() + (stopping_ ? std::min(time, settings_.stop_time) : time);
  }

  enum class Next {
    kReceive,  // all that is here is answered
    kSend,     // more is here, but too much output waits
    kOthers,   // more is here, but others come first
  };

  // Answers what is there, sends it, and waits for whichever comes next. Called when no operation is outstanding.
  void advance(Connection& connection, Turn turn = Turn::kGiven) {
    std::size_t answers_left = settings_.pipelined_a_turn;
    for (;;) {
      const Next next = answer(connection, turn, answers_left);
      if (!send(connection)) return;
      if (connection.closing) return finish(connection);
      if (next == Next::kReceive) return receive(connection);
      if (next == Next::kOthers) {
        begin(connection, State::kReceiving, settings_.request_time);
        return wait_for_turn(connection);
      }
    }
  }

  // Answers whole requests that have arrived, at most `left`.
  Next answer(Connection& connection, Turn turn, std::size_t& left) {
    bool answered = false;
    if (connection.output.empty()) connection.output.swap(spare_output_);
    while (!connection.closing) {
      if (connection.output.size() >= settings_.output_bytes) return Next::kSend;
      const std::string_view bytes = waiting(connection);
      if (bytes.empty()) {
        if (answered) begin(connection, State::kIdle, settings_.idle_time);
        if (stopping_ && answered) connection.closing = true;
        break;
      }
      if (left == 0) return Next::kOthers;
      switch (framer_.read(bytes, connection.progress)) {
        case Framer::State::kNeedsMore:
          if (answered) begin(connection, State::kReceiving, settings_.request_time);
          return Next::kReceive;
        case Framer::State::kRefused:
          exchange_.refuse(framer_.refusal(), framer_.frame().method, connection.output);
          connection.closing = connection.discarding = true;
          break;
        case Framer::State::kWhole: {
          const Frame& frame = framer_.frame();
          const bool last = stopping_ && frame.length == bytes.size();
          const bool open = respond(connection, frame, turn, frame.keep_open && !last);
          connection.taken += frame.length;
          connection.progress = {};
          connection.closing = !open;
          connection.discarding = !open && connection.taken < connection.filled;
          answered = true;
          --left;
          if (turn_left_ > 0) --turn_left_;
          break;
        }
      }
    }
    return Next::kReceive;
  }

  // Appends the answer to one request: what must be said whatever happens, then why it may not be let in, and only then
  // what the handler says. Returns whether the connection stays open.
  bool respond(Connection& connection, const Frame& frame, Turn turn, bool keep_open) {
    std::string& out = connection.output;
    keep_open = keep_open && !connection.turned_away;
    if (exchange_.answer_emergency(frame, keep_open, out)) return keep_open;
    if (!shared_.admission.never_refuses(frame)) {
      if (connection.turned_away) {
        exchange_.turn_away(kTooManyConnections, frame, kRetryAfter, false, out);
        return false;
      }
      if (turn == Turn::kNone) {
        // The rest of a pipeline is not worth another look.
        keep_open = keep_open && connection.taken + frame.length == connection.filled;
        exchange_.turn_away(kTooManyWaiting, frame, kRetryAfter, keep_open, out);
        count(shared_.without_turn);
        return keep_open;
      }
      if (const auto wait = shared_.admission.wait_for(frame, connection.peer, Clock::now()); wait.count() > 0) {
        exchange_.turn_away(kTooManyRequests, frame, wait, keep_open, out);
        count(shared_.limited);
        return keep_open;
      }
    }
    return exchange_.answer(frame, connection.remote_address, keep_open, out);
  }

  // Sends what waits. Returns false when it cannot go on now: either waiting for the client, or the connection is gone.
  bool send(Connection& connection) {
    while (connection.sent < connection.output.size()) {
      error_code error;
      connection.sent += connection.socket.send(
          asio::buffer(connection.output.data() + connection.sent, connection.output.size() - connection.sent), 0,
          error);
      if (error == asio::error::would_block || error == asio::error::try_again) {
        if (connection.state != State::kSending) {
          begin(connection, State::kSending, settings_.write_time);
          take_room_back(connection, connection.output.substr(connection.sent));
        }
        connection.socket.async_wait(Socket::wait_write, [this, &connection](const error_code& failed) {
          if (failed) return destroy(connection);
          safely(connection, [&] { go_on_sending(connection); });
        });
        return false;
      }
      if (error) {
        destroy(connection);
        return false;
      }
    }
    take_room_back(connection, {});
    if (connection.state == State::kSending) {
      const bool partial = connection.taken < connection.filled;
      begin(connection, partial ? State::kReceiving : State::kIdle,
            partial ? settings_.request_time : settings_.idle_time);
    }
    return true;
  }

  // Ends the loan of spare_output_. The connection keeps `unsent`, which is what it owes and no more.
  void take_room_back(Connection& connection, std::string unsent) {
    connection.output.swap(unsent);
    connection.sent = 0;
    account(connection);
    if (unsent.capacity() > spare_output_.capacity() && unsent.capacity() <= settings_.output_bytes)
      spare_output_.swap(unsent);
    spare_output_.clear();
    spare_output_.reserve(settings_.output_bytes);  // where a large answer has outgrown it
  }

  void go_on_sending(Connection& connection) {
    if (!send(connection)) return;
    if (connection.closing) return finish(connection);
    if (waiting(connection).empty()) return receive(connection);
    take_turn(connection);
  }

  // After the last answer. A client that may still be sending is heard out for a while, or it would be reset before it
  // has read the answer.
  void finish(Connection& connection) {
    if (!connection.discarding) return destroy(connection);
    error_code ignored;
    connection.socket.shutdown(Socket::shutdown_send, ignored);
    connection.taken = connection.filled = 0;
    connection.state = State::kLingering;
    connection.deadline = Clock::now() + (stopping_ ? std::min(kLingerTime, settings_.stop_time) : kLingerTime);
    receive(connection);
  }

  // Only where no operation is outstanding; elsewhere abandon().
  void destroy(Connection& connection) {
    const std::size_t place = connection.place;
    if (place + 1 != connections_.size()) {
      std::swap(connections_[place], connections_.back());
      connections_[place]->place = place;
    }
    shared_.buffered.fetch_sub(connection.held, std::memory_order_relaxed);
    connections_.pop_back();
    count_out();
    if (stopping_ && connections_.empty()) timer_.cancel();
  }

  void count_out() noexcept {
    size_.fetch_sub(1, std::memory_order_relaxed);
    shared_.open.fetch_sub(1, std::memory_order_relaxed);
  }

  // Closes the socket; the outstanding operation then fails and its handler destroys the connection.
  void abandon(Connection& connection, bool reset) {
    error_code ignored;
    // Else the kernel would go on holding our answer for a client that does not read it.
    if (reset) connection.socket.set_option(asio::socket_base::linger(true, 0), ignored);
    connection.socket.close(ignored);
  }

  void sweep_later() {
    auto every = stopping_ ? kSweepWhileStopping : kSweepEvery;
    every = std::min({every, settings_.request_time, settings_.idle_time, settings_.write_time});
    timer_.expires_after(every);
    timer_.async_wait([this](const error_code& error) {
      if (error) return;
      sweep();
      if (!stopping_ || !connections_.empty()) sweep_later();
    });
  }

  void sweep() {
    const auto now = Clock::now();
    const bool hurried = shared_.is_short_of_room();
    for (const auto& owned : connections_) {  // nothing is destroyed in here, so the order stands
      Connection& connection = *owned;
      if (!connection.socket.is_open() || connection.has_turn) continue;
      if (hurried && is_slow(connection, now)) {
        count(shared_.without_room);
        if (connection.state == State::kReceiving)
          end_late_request(connection, kNoRoom);
        else
          abandon(connection, true);
      } else if (connection.deadline <= now) {
        if (connection.state == State::kReceiving)
          end_late_request(connection, connection.turned_away ? kTooManyConnections : kTooSlow);
        else
          abandon(connection, connection.state == State::kSending ||
                                  (connection.state == State::kIdle && has_untaken_answer(connection)));
      }
    }
  }

  // Holds more than its share, and has done so for a while.
  bool is_slow(const Connection& connection, Clock::time_point now) const noexcept {
    const bool sending = connection.state == State::kSending;
    if (!sending && (connection.state != State::kReceiving || connection.capacity <= kReceiveBytes)) return false;
    const auto began = connection.deadline - (sending ? settings_.write_time : settings_.request_time);
    return began + settings_.hurried_time <= now;
  }

  // The kernel took it from us and nobody has taken it from the kernel: closed, it would go on holding it.
  static bool has_untaken_answer(Connection& connection) noexcept {
    int bytes = 0;
    return ::ioctl(connection.socket.native_handle(), SIOCOUTQ, &bytes) == 0 && bytes > 0;
  }

  // A receive is outstanding and goes on, to throw away what still comes.
  void end_late_request(Connection& connection, const Refusal& refusal) {
    if (refusal.status == 503)
      exchange_.turn_away(refusal, {}, kRetryAfter, false, connection.output);
    else
      exchange_.refuse(refusal, {}, connection.output);
    error_code ignored;
    connection.socket.send(asio::buffer(connection.output), 0, ignored);  // fits an empty socket, or is no loss
    connection.output.clear();
    connection.socket.shutdown(Socket::shutdown_send, ignored);
    connection.state = State::kLingering;
    connection.deadline = Clock::now() + kLingerTime;
  }

  void begin_stop() {
    stopping_ = true;
    const auto limit = Clock::now() + settings_.stop_time;
    for (const auto& owned : connections_) {
      Connection& connection = *owned;
      connection.deadline = std::min(connection.deadline, limit);
      error_code error;
      // A request may be waiting in the socket though we have not been told of it.
      if (connection.state == State::kIdle && connection.socket.available(error) == 0) abandon(connection, false);
    }
    timer_.cancel();
    if (!connections_.empty()) sweep_later();
  }

  Shared& shared_;
  const FrontSettings& settings_;
  std::atomic<std::size_t> size_{0};
  asio::io_context context_;
  Timer timer_;
  Framer framer_;
  Exchange exchange_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::deque<Connection*> turns_;  // in which they came
  std::size_t turn_left_;          // requests that may still be answered before the loop looks round
  std::string spare_output_;       // room for an answer, lent to the connection that is being answered
  bool stopping_ = false;
};

class Front::Impl {
 public:
  Impl(FrontSettings settings, Handler handler) : shared_(within_descriptors(std::move(settings))) {
    for (unsigned i = 0; i < settings_.loops; ++i) loops_.push_back(std::make_unique<Loop>(shared_, handler));
    acceptor_.emplace(loops_.front()->context());
    pause_.emplace(loops_.front()->context());
    bind();
    keep_spare();
  }

  ~Impl() {
    stop();
    if (spare_ >= 0) ::close(spare_);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  std::uint16_t port() const noexcept { return port_; }

  FrontFigures figures() const noexcept {
    constexpr auto kRelaxed = std::memory_order_relaxed;
    return {shared_.open.load(kRelaxed),         shared_.buffered.load(kRelaxed),
            shared_.limited.load(kRelaxed),      shared_.without_turn.load(kRelaxed),
            shared_.without_room.load(kRelaxed), shared_.turned_away.load(kRelaxed)};
  }

  void start() {
    accept_later();
    for (const auto& loop : loops_) threads_.emplace_back([&loop = *loop] { loop.run(); });
  }

  void stop() {
    if (threads_.empty()) {
      error_code ignored;
      acceptor_->close(ignored);
      return;
    }
    asio::post(loops_.front()->context(), [this] {
      accept_some(kBacklog);  // who was let in by the kernel is answered
      error_code ignored;
      acceptor_->close(ignored);
      pause_->cancel();
      for (const auto& loop : loops_) loop->stop();
    });
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  static FrontSettings within_descriptors(FrontSettings settings) {
    const std::size_t descriptors = raise_descriptor_limit();
    constexpr std::size_t kNotForThem = kReservedDescriptors + kTurnedAwayAtOnce;
    settings.connections =
        std::min(settings.connections, descriptors > 2 * kNotForThem ? descriptors - kNotForThem : 64);
    if (settings.loops == 0) settings.loops = std::max(1U, std::thread::hardware_concurrency());
    return settings;
  }

  void bind() {
    error_code error;
    Tcp::resolver resolver(loops_.front()->context());
    const auto found = resolver.resolve(settings_.host, std::to_string(settings_.port),
                                        Tcp::resolver::passive | Tcp::resolver::numeric_service, error);
    if (error || found.empty()) throw std::system_error(EADDRNOTAVAIL, std::generic_category(), settings_.host);
    const Tcp::endpoint endpoint = found.begin()->endpoint();
    const std::string where = settings_.host + " port " + std::to_string(settings_.port);
    acceptor_->open(endpoint.protocol(), error);
    // SO_REUSEADDR lets us restart at once; it does not let a second listener in. The library's own choice,
    // SO_REUSEPORT, would, and the two would share the patients between them.
    if (!error) acceptor_->set_option(Acceptor::reuse_address(true), error);
    if (!error && endpoint.protocol() == Tcp::v6()) acceptor_->set_option(asio::ip::v6_only(false), error);
    // Accepted sockets inherit both: what the kernel holds of an answer is bounded too, and for how long.
    if (!error) acceptor_->set_option(asio::socket_base::send_buffer_size(static_cast<int>(kOutputBytes)), error);
    const auto patience = static_cast<unsigned>(settings_.write_time.count());
    if (!error) ::setsockopt(acceptor_->native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &patience, sizeof patience);
    if (!error) acceptor_->bind(endpoint, error);
    if (!error) acceptor_->listen(kBacklog, error);
    if (!error) acceptor_->non_blocking(true, error);
    if (error) throw failure(error, where);
    port_ = acceptor_->local_endpoint(error).port();
    if (error) throw failure(error, where);
  }

  void accept_later() {
    acceptor_->async_wait(Acceptor::wait_read, [this](const error_code& error) {
      if (error || !acceptor_->is_open()) return;
      if (accept_some(kAcceptsAtOnce)) return accept_later();
      pause_->expires_after(kAcceptPause);
      pause_->async_wait([this](const error_code& cancelled) {
        if (!cancelled && acceptor_->is_open()) accept_later();
      });
    });
  }

  // Accepts what waits, `most` at the most. Returns false when the machine is short of something.
  bool accept_some(int most) {
    for (int i = 0; i < most && acceptor_->is_open(); ++i) {
      Tcp::endpoint peer;
      auto length = static_cast<socklen_t>(peer.capacity());
      const int descriptor = ::accept4(acceptor_->native_handle(), peer.data(), &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (descriptor < 0) {
        if (errno == EINTR || errno == ECONNABORTED) continue;
        if ((errno == EMFILE || errno == ENFILE) && turn_away_with_spare()) continue;
        return errno == EAGAIN || errno == EWOULDBLOCK;
      }
      peer.resize(length);
      const std::size_t open = shared_.open.fetch_add(1, std::memory_order_relaxed);
      if (open >= settings_.connections + kTurnedAwayAtOnce) {
        ::close(descriptor);
        count(shared_.turned_away);
        shared_.open.fetch_sub(1, std::memory_order_relaxed);
        continue;
      }
      Loop& least = **std::min_element(loops_.begin(), loops_.end(),
                                       [](const auto& a, const auto& b) { return a->size() < b->size(); });
      least.hand_over(descriptor, peer, open >= settings_.connections);
    }
    return true;
  }

  // One descriptor is kept back: when there are no others it is given to the one who comes, for as long as it takes to
  // tell them. Left in the queue they would wait without a word. False where there is none to give.
  bool turn_away_with_spare() {
    if (spare_ < 0) return false;
    ::close(spare_);
    const int descriptor = ::accept4(acceptor_->native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor >= 0) loops_.front()->answer_and_close(descriptor);
    keep_spare();
    return descriptor >= 0;
  }

  void keep_spare() noexcept { spare_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

  Shared shared_;
  const FrontSettings& settings_ = shared_.settings;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::optional<Acceptor> acceptor_;  // on loop 0, as is the timer
  std::optional<Timer> pause_;
  int spare_ = -1;
  std::uint16_t port_ = 0;
  std::vector<std::thread> threads_;
};

Front::Front(FrontSettings settings, Handler handler)
    : impl_(std::make_unique<Impl>(std::move(settings), std::move(handler))) {}

Front::~Front() = default;

std::uint16_t Front::port() const noexcept { return impl_->port(); }
void Front::start() { impl_->start(); }
void Front::stop() { impl_->stop(); }
FrontFigures Front::figures() const noexcept { return impl_->figures(); }

}  // namespace signpost

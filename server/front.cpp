// An event loop per core on Boost.Asio. Loop 0 also accepts, and hands each connection to the loop that has fewest;
// from then on a connection belongs to that loop's thread alone, so nothing here is locked.
//
// A connection has exactly one operation outstanding: it waits either to receive or to send. So it is destroyed only in
// the handler of that operation, and closing its socket is enough to get there.
#include "server/front.hpp"

#include <sys/resource.h>
#include <sys/socket.h>

#include <utility>  // Boost 1.74's Asio needs it and forgets it

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <atomic>
#include <cstring>
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
constexpr Refusal kTooBusy{503, "too-many-connections", "Too many connections; try again shortly"};

std::system_error failure(const error_code& error, const std::string& what) {
  return {std::error_code(error.value(), std::system_category()), what};
}

// A socket for both families shows an IPv4 peer as ::ffff:192.0.2.1; it is the same peer.
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

class Front::Loop {
 public:
  Loop(const FrontSettings& settings, const Handler& handler, std::atomic<std::size_t>& open)
      : settings_(settings),
        open_(open),
        // Only this loop's thread touches its sockets; other threads do no more than post().
        context_(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO),
        timer_(context_),
        framer_(settings.request),
        exchange_(handler, settings.security_headers, settings.observer) {}

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
    auto owned = std::make_unique<Connection>(context_);
    Connection& connection = *owned;
    error_code error;
    connection.socket.assign(peer.protocol(), descriptor, error);
    if (error) {
      ::close(descriptor);
      count_out();
      return;
    }
    connection.socket.non_blocking(true, error);
    connection.socket.set_option(Tcp::no_delay(true), error);  // else each answer may wait 40 ms for the one before
    connection.remote_address = address_text(peer);
    connection.place = connections_.size();
    connections_.push_back(std::move(owned));

    const auto now = Clock::now();
    connection.deadline = now + (stopping_ ? settings_.stop_time : settings_.idle_time);
    if (turned_away) {
      exchange_.refuse(kTooBusy, {}, connection.output);
      connection.closing = connection.discarding = true;
      advance(connection);
    } else {
      receive(connection);
    }
  }

  void receive(Connection& connection) {
    make_room(connection);
    connection.socket.async_read_some(
        asio::buffer(connection.input.get() + connection.filled, connection.capacity - connection.filled),
        [this, &connection](const error_code& error, std::size_t size) { received(connection, error, size); });
  }

  // Moves what is left to the front, and has room for at least one byte behind it: framing refuses a request before it
  // can outgrow the largest size.
  void make_room(Connection& connection) {
    const std::size_t left = connection.filled - connection.taken;
    const std::size_t largest = settings_.request.head_bytes + settings_.request.body_bytes + kReceiveBytes;
    std::size_t wanted = connection.capacity;
    if (left == 0)
      wanted = kReceiveBytes;
    else if (left >= connection.capacity)
      wanted = std::min(2 * connection.capacity, largest);
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
    advance(connection);
  }

  void begin(Connection& connection, State state, std::chrono::milliseconds time) {
    connection.state = state;
    connection.deadline = Clock::now() + (stopping_ ? std::min(time, settings_.stop_time) : time);
  }

  // Answers what is there, sends it, and waits for whichever comes next. Called when no operation is outstanding.
  void advance(Connection& connection) {
    for (;;) {
      const bool output_full = answer(connection);
      if (!send(connection)) return;
      if (connection.closing) return finish(connection);
      if (!output_full) return receive(connection);
    }
  }

  // Answers the whole requests that have arrived. Returns true when it stopped only because too much output waits.
  bool answer(Connection& connection) {
    bool answered = false;
    if (connection.output.empty()) connection.output.swap(spare_output_);
    while (!connection.closing) {
      if (connection.output.size() >= settings_.output_bytes) return true;
      const std::string_view waiting(connection.input.get() + connection.taken, connection.filled - connection.taken);
      if (waiting.empty()) {
        if (answered) begin(connection, State::kIdle, settings_.idle_time);
        if (stopping_ && answered) connection.closing = true;
        break;
      }
      switch (framer_.read(waiting, connection.progress)) {
        case Framer::State::kNeedsMore:
          if (answered) begin(connection, State::kReceiving, settings_.request_time);
          return false;
        case Framer::State::kRefused:
          exchange_.refuse(framer_.refusal(), framer_.frame().method, connection.output);
          connection.closing = connection.discarding = true;
          break;
        case Framer::State::kWhole: {
          const Frame& frame = framer_.frame();
          const bool last = stopping_ && frame.length == waiting.size();
          const bool open =
              exchange_.answer(frame, connection.remote_address, frame.keep_open && !last, connection.output);
          connection.taken += frame.length;
          connection.progress = {};
          connection.closing = !open;
          connection.discarding = !open && connection.taken < connection.filled;
          answered = true;
          break;
        }
      }
    }
    return false;
  }

  // Sends what waits. Returns false when it cannot go on now: either waiting for the client, or the connection is gone.
  bool send(Connection& connection) {
    while (connection.sent < connection.output.size()) {
      error_code error;
      connection.sent += connection.socket.send(
          asio::buffer(connection.output.data() + connection.sent, connection.output.size() - connection.sent), 0,
          error);
      if (error == asio::error::would_block || error == asio::error::try_again) {
        if (connection.state != State::kSending) begin(connection, State::kSending, settings_.write_time);
        connection.socket.async_wait(Socket::wait_write, [this, &connection](const error_code& failed) {
          if (failed) return destroy(connection);
          advance(connection);
        });
        return false;
      }
      if (error) {
        destroy(connection);
        return false;
      }
    }
    connection.sent = 0;
    connection.output.clear();
    if (connection.output.capacity() <= settings_.output_bytes) spare_output_.swap(connection.output);
    connection.output = {};  // a connection that owes nothing holds no room for it
    if (connection.state == State::kSending) {
      const bool partial = connection.taken < connection.filled;
      begin(connection, partial ? State::kReceiving : State::kIdle,
            partial ? settings_.request_time : settings_.idle_time);
    }
    return true;
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
    connections_.pop_back();
    count_out();
    if (stopping_ && connections_.empty()) timer_.cancel();
  }

  void count_out() noexcept {
    size_.fetch_sub(1, std::memory_order_relaxed);
    open_.fetch_sub(1, std::memory_order_relaxed);
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
    for (const auto& owned : connections_) {  // nothing is destroyed in here, so the order stands
      Connection& connection = *owned;
      if (connection.deadline > now || !connection.socket.is_open()) continue;
      if (connection.state == State::kReceiving)
        end_late_request(connection);
      else
        abandon(connection, connection.state == State::kSending);
    }
  }

  // A receive is outstanding and goes on, to throw away what still comes.
  void end_late_request(Connection& connection) {
    exchange_.refuse(kTooSlow, {}, connection.output);
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

  const FrontSettings& settings_;
  std::atomic<std::size_t>& open_;
  std::atomic<std::size_t> size_{0};
  asio::io_context context_;
  Timer timer_;
  Framer framer_;
  Exchange exchange_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::string spare_output_;  // room for an answer, lent to the connection that is being answered
  bool stopping_ = false;
};

class Front::Impl {
 public:
  Impl(FrontSettings settings, Handler handler) : settings_(std::move(settings)) {
    const std::size_t descriptors = raise_descriptor_limit();
    const std::size_t usable = descriptors > 2 * kReservedDescriptors ? descriptors - kReservedDescriptors : 64;
    settings_.connections = std::min(settings_.connections, usable);
    if (settings_.loops == 0) settings_.loops = std::max(1U, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < settings_.loops; ++i) loops_.push_back(std::make_unique<Loop>(settings_, handler, open_));
    acceptor_.emplace(loops_.front()->context());
    pause_.emplace(loops_.front()->context());
    bind();
  }

  ~Impl() { stop(); }

  std::uint16_t port() const noexcept { return port_; }
  std::size_t open_connections() const noexcept { return open_.load(std::memory_order_relaxed); }

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
        return errno == EAGAIN || errno == EWOULDBLOCK;
      }
      peer.resize(length);
      const std::size_t open = open_.fetch_add(1, std::memory_order_relaxed);
      if (open >= settings_.connections + kTurnedAwayAtOnce) {
        ::close(descriptor);
        open_.fetch_sub(1, std::memory_order_relaxed);
        continue;
      }
      Loop& least = **std::min_element(loops_.begin(), loops_.end(),
                                       [](const auto& a, const auto& b) { return a->size() < b->size(); });
      least.hand_over(descriptor, peer, open >= settings_.connections);
    }
    return true;
  }

  FrontSettings settings_;
  std::atomic<std::size_t> open_{0};
  std::vector<std::unique_ptr<Loop>> loops_;
  std::optional<Acceptor> acceptor_;  // on loop 0, as is the timer
  std::optional<Timer> pause_;
  std::uint16_t port_ = 0;
  std::vector<std::thread> threads_;
};

Front::Front(FrontSettings settings, Handler handler)
    : impl_(std::make_unique<Impl>(std::move(settings), std::move(handler))) {}

Front::~Front() = default;

std::uint16_t Front::port() const noexcept { return impl_->port(); }
void Front::start() { impl_->start(); }
void Front::stop() { impl_->stop(); }
std::size_t Front::open_connections() const noexcept { return impl_->open_connections(); }

}  // namespace signpost

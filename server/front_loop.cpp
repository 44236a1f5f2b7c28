#include "server/front_loop.hpp"

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/defer.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <thread>

namespace signpost {
namespace {

namespace asio = boost::asio;

// Room to receive into that each connection has from the start. Nearly every request fits; the rest grow it.
constexpr std::size_t kReceiveBytes = 2 * 1024;
// How often deadlines are looked at. A request may live this much longer than its time.
constexpr std::chrono::milliseconds kSweepEvery{200};
// The same while stopping, when all of it should take well under a second.
constexpr std::chrono::milliseconds kSweepWhileStopping{20};
// Before the loop tries again what failed for want of memory.
constexpr std::chrono::milliseconds kMemoryPause{10};

constexpr Refusal kTooSlow{408, "request-timeout", "The request took too long to arrive"};
constexpr Refusal kTooManyConnections{503, "too-many-connections", "Too many connections; try again shortly"};
constexpr Refusal kTooManyWaiting{503, "too-busy", "Too many requests are waiting; try again shortly"};
constexpr Refusal kNoRoom{503, "too-busy", "Too much is being sent at once; try again shortly"};
constexpr Refusal kTooManyRequests{429, "too-many-requests", "Too many requests from this address"};

// A socket for both families shows an IPv4 peer as ::ffff:192.0.2.1; it is the same peer.
IpAddress ip_address(const FrontLoop::Tcp::endpoint& peer) {
  const asio::ip::address address = peer.address();
  const auto v6 = address.is_v6() ? address.to_v6() : asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4());
  return {v6.to_bytes()};
}

std::string address_text(const FrontLoop::Tcp::endpoint& peer) {
  const asio::ip::address address = peer.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  return address.to_string();
}

}  // namespace

FrontLoop::FrontLoop(FrontShared& shared, const Handler& handler)
    : shared_(shared),
      settings_(shared.settings),
      // Only this loop's thread touches its sockets; other threads do no more than post().
      context_(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO),
      timer_(context_),
      framer_(settings_.request),
      exchange_(handler, settings_.security_headers, settings_.observer, settings_.fallbacks, settings_.request_ids),
      turn_left_(settings_.requests_a_turn) {
  spare_output_.reserve(settings_.output_bytes);  // so that the emergency page needs no memory when there is none
}

void FrontLoop::run(const std::function<void()>& begin) {
  for (;;) {
    try {
      sweep_later();
      if (waiting_for_turn() > 0) give_turns_later();
      begin();
      context_.run();
      return;
    } catch (const std::bad_alloc&) {
      FrontShared::count(shared_.without_room);
      std::this_thread::sleep_for(kMemoryPause);
    }
  }
}

void FrontLoop::hand_over(int descriptor, const Tcp::endpoint& peer, bool turned_away) {
  size_.fetch_add(1, std::memory_order_relaxed);
  try {
    asio::post(context_, [this, descriptor, peer, turned_away] { adopt(descriptor, peer, turned_away); });
  } catch (const std::bad_alloc&) {
    ::close(descriptor);
    count_out();
  }
}

void FrontLoop::stop() {
  asio::post(context_, [this] { begin_stop(); });
}

template <class Work>
void FrontLoop::safely(Connection& connection, Work work) {
  try {
    work();
  } catch (const std::bad_alloc&) {
    FrontShared::count(shared_.without_room);
    destroy(connection);
  }
}

void FrontLoop::answer_and_close(int descriptor) {
  std::array<char, kReceiveBytes> received;
  const ssize_t size = ::recv(descriptor, received.data(), received.size(), MSG_DONTWAIT);
  FrameProgress progress;
  framer_.read({received.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))}, progress);
  const Frame& frame = framer_.frame();
  std::string output;
  if (!exchange_.answer_emergency(frame, false, output))
    exchange_.turn_away(kTooManyConnections, frame, kRetryAfter, false, output);
  FrontShared::count(shared_.turned_away);
  ::send(descriptor, output.data(), output.size(), MSG_DONTWAIT | MSG_NOSIGNAL);  // fits an empty socket
  ::shutdown(descriptor, SHUT_WR);
  ::close(descriptor);
}

void FrontLoop::adopt(int descriptor, const Tcp::endpoint& peer, bool turned_away) {
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
  if (connection.turned_away) FrontShared::count(shared_.turned_away);

  const auto time = connection.turned_away ? std::min(kTurnedAwayTime, settings_.idle_time) : settings_.idle_time;
  connection.deadline = Clock::now() + (stopping_ ? settings_.stop_time : time);
  // One that says nothing is told all the same.
  if (connection.turned_away) connection.state = State::kReceiving;
  safely(connection, [&] { receive(connection); });
}

void FrontLoop::receive(Connection& connection) {
  if (!make_room(connection)) return refuse_to_grow(connection);
  connection.socket.async_read_some(
      asio::buffer(connection.input.get() + connection.filled, connection.capacity - connection.filled),
      [this, &connection](const error_code& error, std::size_t size) {
        safely(connection, [&] { received(connection, error, size); });
      });
}

// Moves what is left to the front, and has room for at least one byte behind it: framing refuses a request before it
// can outgrow the largest size. False where that would take more than all connections may hold.
bool FrontLoop::make_room(Connection& connection) {
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
void FrontLoop::account(Connection& connection) noexcept {
  const bool owes = connection.sent < connection.output.size();
  const std::size_t holds = connection.capacity + (owes ? connection.output.capacity() : 0);
  if (holds == connection.held) return;
  shared_.buffered.fetch_add(holds - connection.held, std::memory_order_relaxed);  // wraps round where it is less
  connection.held = holds;
}

// The head may be here already, and say in which form to answer.
void FrontLoop::refuse_to_grow(Connection& connection) {
  FrameProgress again;
  framer_.read(waiting(connection), again);
  exchange_.turn_away(kNoRoom, framer_.frame(), kRetryAfter, false, connection.output);
  FrontShared::count(shared_.without_room);
  connection.closing = connection.discarding = true;
  advance(connection);
}

std::string_view FrontLoop::waiting(const Connection& connection) noexcept {
  return {connection.input.get() + connection.taken, connection.filled - connection.taken};
}

void FrontLoop::received(Connection& connection, const error_code& error, std::size_t size) {
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

// Answers at once while the loop has time for it, else after those that came before.
void FrontLoop::take_turn(Connection& connection) {
  if ((turns_.empty() && turn_left_ > 0) || is_urgent(connection)) return advance(connection);
  if (waiting_for_turn() < settings_.waiting_requests) return wait_for_turn(connection, turns_);
  advance(connection, Turn::kNone);
}

// The emergency page waits for nobody.
bool FrontLoop::is_urgent(const Connection& connection) const noexcept {
  const std::string& path = settings_.fallbacks.emergency_path;
  const std::string_view bytes = waiting(connection);
  const std::size_t at = bytes.starts_with("GET ") ? 4 : bytes.starts_with("HEAD ") ? 5 : 0;
  if (path.empty() || at == 0 || !bytes.substr(at).starts_with(path)) return false;
  const std::string_view after = bytes.substr(at + path.size());
  return after.starts_with(' ') || after.starts_with('?');
}

void FrontLoop::wait_for_turn(Connection& connection, Turns& turns) {
  give_turns_later();
  turns.push_back(&connection);
  connection.has_turn = true;
}

// Deferred, not called, so that the loop first looks who else has something for it.
void FrontLoop::give_turns_later() {
  if (turns_due_) return;
  asio::defer(context_, [this] { give_turns(); });
  turns_due_ = true;
}

void FrontLoop::give_turns() {
  turns_due_ = false;
  turn_left_ = settings_.requests_a_turn;
  const std::size_t more = more_turns_.size();  // who comes back for more of a pipeline is not met again in this turn
  for (std::size_t left = turns_.size(); left > 0 && turn_left_ > 0; --left) give_turn(turns_);
  if (more > 0) give_turn(more_turns_);  // one of them in any case, so that nobody waits without end
  for (std::size_t left = more; left > 1 && turn_left_ > 0; --left) give_turn(more_turns_);
  if (waiting_for_turn() > 0) give_turns_later();
}

void FrontLoop::give_turn(Turns& turns) {
  Connection& connection = *turns.front();
  turns.pop_front();
  connection.has_turn = false;
  safely(connection, [&] { advance(connection); });
}

void FrontLoop::begin(Connection& connection, State state, std::chrono::milliseconds time) {
  connection.state = state;
  connection.deadline = Clock::now() + (stopping_ ? std::min(time, settings_.stop_time) : time);
}

// Answers what is there, sends it, and waits for whichever comes next. Called when no operation is outstanding.
void FrontLoop::advance(Connection& connection, Turn turn) {
  std::size_t answers_left = settings_.pipelined_a_turn;
  for (;;) {
    const Next next = answer(connection, turn, answers_left);
    if (!send(connection)) return;
    if (connection.closing) return finish(connection);
    if (next == Next::kReceive) return receive(connection);
    if (next == Next::kOthers) {
      begin(connection, State::kReceiving, settings_.request_time);
      return wait_for_turn(connection, more_turns_);
    }
  }
}

// Answers whole requests that have arrived, at most `left`.
FrontLoop::Next FrontLoop::answer(Connection& connection, Turn turn, std::size_t& left) {
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
bool FrontLoop::respond(Connection& connection, const Frame& frame, Turn turn, bool keep_open) {
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
      FrontShared::count(shared_.without_turn);
      return keep_open;
    }
    if (const auto wait = shared_.admission.wait_for(frame, connection.peer); wait.count() > 0) {
      exchange_.turn_away(kTooManyRequests, frame, wait, keep_open, out);
      FrontShared::count(shared_.limited);
      return keep_open;
    }
  }
  return exchange_.answer(frame, connection.remote_address, keep_open, out);
}

// Sends what waits. Returns false when it cannot go on now: either waiting for the client, or the connection is gone.
bool FrontLoop::send(Connection& connection) {
  while (connection.sent < connection.output.size()) {
    error_code error;
    connection.sent += connection.socket.send(
        asio::buffer(connection.output.data() + connection.sent, connection.output.size() - connection.sent), 0, error);
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
void FrontLoop::take_room_back(Connection& connection, std::string unsent) {
  connection.output.swap(unsent);
  connection.sent = 0;
  account(connection);
  keep_spare(unsent);
  spare_output_.reserve(settings_.output_bytes);  // where a large answer has outgrown it
}

void FrontLoop::keep_spare(std::string& room) noexcept {
  if (room.capacity() > spare_output_.capacity() && room.capacity() <= settings_.output_bytes) spare_output_.swap(room);
  spare_output_.clear();
}

void FrontLoop::go_on_sending(Connection& connection) {
  if (!send(connection)) return;
  if (connection.closing) return finish(connection);
  if (waiting(connection).empty()) return receive(connection);
  take_turn(connection);
}

// After the last answer. A client that may still be sending is heard out for a while, or it would be reset before it
// has read the answer.
void FrontLoop::finish(Connection& connection) {
  if (!connection.discarding) return destroy(connection);
  error_code ignored;
  connection.socket.shutdown(Socket::shutdown_send, ignored);
  connection.taken = connection.filled = 0;
  begin(connection, State::kLingering, kLingerTime);
  receive(connection);
}

// Only where no operation is outstanding; elsewhere abandon().
void FrontLoop::destroy(Connection& connection) {
  keep_spare(connection.output);
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

void FrontLoop::count_out() noexcept {
  size_.fetch_sub(1, std::memory_order_relaxed);
  shared_.open.fetch_sub(1, std::memory_order_relaxed);
}

// Closes the socket; the outstanding operation then fails and its handler destroys the connection.
void FrontLoop::abandon(Connection& connection, bool reset) {
  error_code ignored;
  // Else the kernel would go on holding our answer for a client that does not read it.
  if (reset) connection.socket.set_option(asio::socket_base::linger(true, 0), ignored);
  connection.socket.close(ignored);
}

void FrontLoop::sweep_later() {
  auto every = stopping_ ? kSweepWhileStopping : kSweepEvery;
  every = std::min({every, settings_.request_time, settings_.idle_time, settings_.write_time});
  timer_.expires_after(every);
  timer_.async_wait([this](const error_code& error) {
    if (error) return;
    sweep();
    if (!stopping_ || !connections_.empty()) sweep_later();
  });
}

void FrontLoop::sweep() {
  const auto now = Clock::now();
  const bool hurried = shared_.is_short_of_room();
  for (const auto& owned : connections_) {  // nothing is destroyed in here, so the order stands
    Connection& connection = *owned;
    if (!connection.socket.is_open() || connection.has_turn) continue;
    if (hurried && is_slow(connection, now)) {
      FrontShared::count(shared_.without_room);
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
bool FrontLoop::is_slow(const Connection& connection, Clock::time_point now) const noexcept {
  const bool sending = connection.state == State::kSending;
  if (!sending && (connection.state != State::kReceiving || connection.capacity <= kReceiveBytes)) return false;
  const auto began = connection.deadline - (sending ? settings_.write_time : settings_.request_time);
  return began + settings_.hurried_time <= now;
}

// The kernel took it from us and nobody has taken it from the kernel: closed, it would go on holding it.
bool FrontLoop::has_untaken_answer(Connection& connection) noexcept {
  int bytes = 0;
  return ::ioctl(connection.socket.native_handle(), SIOCOUTQ, &bytes) == 0 && bytes > 0;
}

// A receive is outstanding and goes on, to throw away what still comes.
void FrontLoop::end_late_request(Connection& connection, const Refusal& refusal) {
  connection.output.clear();  // what an earlier attempt left that ran out of memory
  if (refusal.status == 503)
    exchange_.turn_away(refusal, {}, kRetryAfter, false, connection.output);
  else
    exchange_.refuse(refusal, {}, connection.output);
  error_code ignored;
  connection.socket.send(asio::buffer(connection.output), 0, ignored);  // fits an empty socket, or is no loss
  connection.output.clear();
  connection.socket.shutdown(Socket::shutdown_send, ignored);
  begin(connection, State::kLingering, kLingerTime);
}

void FrontLoop::begin_stop() {
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

}  // namespace signpost

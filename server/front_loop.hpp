// One event loop of the front, and the connections that belong to it. Only server/front.cpp uses it; it and its source
// are where the front knows Boost.Asio.
//
// A connection has exactly one operation outstanding: it waits to receive, to send, or for its turn to be answered. So
// it is destroyed only in the handler of that operation, and closing its socket is enough to get there.
#pragma once

#include <utility>  // Boost 1.74's Asio needs it and forgets it

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/admission.hpp"
#include "server/exchange.hpp"
#include "server/framing.hpp"
#include "server/front.hpp"

namespace signpost {

/// What all loops of a front share. Safe to use from each of them.
struct FrontShared {
  explicit FrontShared(FrontSettings all) : settings(std::move(all)), admission(settings.admission) {}

  bool has_room_for(std::size_t bytes) const noexcept {
    return buffered.load(std::memory_order_relaxed) + bytes <= settings.buffer_bytes;
  }
  /// Little is left: time to end who is slow, before others are refused.
  bool is_short_of_room() const noexcept { return !has_room_for(settings.buffer_bytes / 8); }

  static void count(std::atomic<std::uint64_t>& counter) noexcept { counter.fetch_add(1, std::memory_order_relaxed); }

  const FrontSettings settings;
  Admission admission;
  std::atomic<std::size_t> open{0}, buffered{0};
  std::atomic<std::uint64_t> limited{0}, without_turn{0}, without_room{0}, turned_away{0};
};

/// Runs on one thread; what other threads may call says so.
class FrontLoop {
 public:
  using Tcp = boost::asio::ip::tcp;
  using Clock = std::chrono::steady_clock;
  // The concrete executor: Asio's default one is type-erased and costs a virtual call at each operation.
  using Executor = boost::asio::io_context::executor_type;
  using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor>;

  FrontLoop(FrontShared& shared, const Handler& handler);

  boost::asio::io_context& context() noexcept { return context_; }

  /// Until stop() and the end of the last connection. `begin` starts what else waits on this loop; it is called again,
  /// and has to replace what it started before, when work that belongs to no connection failed for want of memory.
  void run(const std::function<void()>& begin);

  /// Connections of this loop. From any thread.
  std::size_t size() const noexcept { return size_.load(std::memory_order_relaxed); }
  /// A new connection for this loop, already counted in FrontShared::open. From any thread.
  void hand_over(int descriptor, const Tcp::endpoint& peer, bool turned_away);
  /// From any thread, after the last hand_over().
  void stop();

  /// Answers on the spot one for whom there is no descriptor to wait with, and closes it. What it asked is here, or is
  /// not waited for.
  void answer_and_close(int descriptor);

 private:
  using Socket = boost::asio::basic_stream_socket<Tcp, Executor>;
  using error_code = boost::system::error_code;

  enum class State {
    kIdle,       // between requests
    kReceiving,  // part of a request is here
    kSending,    // the client must read before more is done
    kLingering,  // our last answer is sent; what still arrives is thrown away
  };
  enum class Turn {
    kGiven,
    kNone,  // too many wait for theirs
  };
  enum class Next {
    kReceive,  // all that is here is answered
    kSend,     // more is here, but too much output waits
    kOthers,   // more is here, but others come first
  };

  struct Connection {
    explicit Connection(boost::asio::io_context& context) : socket(context) {}

    Socket socket;
    std::string remote_address;
    Admission::Peer peer;
    bool turned_away = false;  // beyond the number of connections: is told so, and ended
    bool has_turn = false;     // stands in turns_ or more_turns_, and has no other operation outstanding
    std::size_t held = 0;      // bytes, as counted in FrontShared::buffered
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

  // Whatever is done for a connection ends with starting its one operation, so what throws on the way leaves none
  // outstanding. All that throws is want of memory: then the connection is given up, and the others go on.
  template <class Work>
  void safely(Connection& connection, Work work);

  void adopt(int descriptor, const Tcp::endpoint& peer, bool turned_away);
  void count_out() noexcept;

  using Turns = std::deque<Connection*>;

  // Receiving.
  void receive(Connection& connection);
  void received(Connection& connection, const error_code& error, std::size_t size);
  bool make_room(Connection& connection);
  void refuse_to_grow(Connection& connection);
  static std::string_view waiting(const Connection& connection) noexcept;

  // Turns.
  void take_turn(Connection& connection);
  bool is_urgent(const Connection& connection) const noexcept;
  void wait_for_turn(Connection& connection, Turns& turns);
  void give_turns_later();
  void give_turns();
  void give_turn(Turns& turns);
  std::size_t waiting_for_turn() const noexcept { return turns_.size() + more_turns_.size(); }

  // Answering.
  void advance(Connection& connection, Turn turn = Turn::kGiven);
  Next answer(Connection& connection, Turn turn, std::size_t& left);
  bool respond(Connection& connection, const Frame& frame, Turn turn, bool keep_open);

  // Sending.
  bool send(Connection& connection);
  void go_on_sending(Connection& connection);
  void take_room_back(Connection& connection, std::string unsent);
  void keep_spare(std::string& room) noexcept;

  // Time, memory, and the end.
  void begin(Connection& connection, State state, std::chrono::milliseconds time);
  void account(Connection& connection) noexcept;
  void sweep_later();
  void sweep();
  bool is_slow(const Connection& connection, Clock::time_point now) const noexcept;
  static bool has_untaken_answer(Connection& connection) noexcept;
  void end_late_request(Connection& connection, const Refusal& refusal);
  void finish(Connection& connection);
  void abandon(Connection& connection, bool reset);
  void destroy(Connection& connection);
  void begin_stop();

  FrontShared& shared_;
  const FrontSettings& settings_;
  std::atomic<std::size_t> size_{0};
  boost::asio::io_context context_;
  Timer timer_;
  Framer framer_;
  Exchange exchange_;
  std::vector<std::unique_ptr<Connection>> connections_;
  Turns turns_;               // in which they came
  Turns more_turns_;          // of those who had one, and sent more requests with the first: they come after all others
  bool turns_due_ = false;    // give_turns() is on its way
  std::size_t turn_left_;     // requests that may still be answered before the loop looks round
  std::string spare_output_;  // room for an answer, lent to the connection that is being answered
  bool stopping_ = false;
};

}  // namespace signpost

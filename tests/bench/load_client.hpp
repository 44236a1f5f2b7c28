// One visitor's connection to the server: kept open between requests, as browsers do, and opened again when the server
// has closed it meanwhile. Everything here runs on one thread.
#pragma once

#include <utility>  // Boost 1.74's Asio needs it and forgets it

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "tests/bench/load_figures.hpp"

namespace signpost::bench {

// Who waits longer than this for an answer has gone.
inline constexpr std::chrono::seconds kPatience{10};

struct Reply {
  int status = 0;
  std::string location, cookie;  // of Set-Cookie: its value up to the first semicolon
  std::string body;
};

// The server did not answer: no connection, a connection that ended during a request, or kPatience went by.
struct NoAnswer : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Client {
 public:
  using Server = boost::asio::ip::tcp::endpoint;

  Client(boost::asio::io_context& context, const Server& server, Figures& figures);

  // Sends a whole request and waits for its answer. `due`: when a person would have sent it, from which it is counted
  // how long they waited, whatever held this program up. A connection that the server closed before it answered a
  // byte is opened once more, as browsers do. Throws NoAnswer. The request outlives the wait.
  boost::asio::awaitable<Reply> send(std::string_view request, Clock::time_point due);

 private:
  using Socket = boost::asio::ip::tcp::socket;

  boost::asio::awaitable<void> connect();
  // False: the connection ended before the first byte of an answer.
  boost::asio::awaitable<bool> exchange(std::string_view request, Reply& reply);

  const Server& server_;
  Figures& figures_;
  std::shared_ptr<Socket> socket_;  // shared with the timer, which may ring after the client is gone
  boost::asio::steady_timer patience_;
  std::string received_;
};

}  // namespace signpost::bench

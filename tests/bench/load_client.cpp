#include "tests/bench/load_client.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <charconv>

namespace signpost::bench {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// The value of a header, whose name is given as the server writes it; empty where there is none.
std::string_view header(std::string_view head, std::string_view name) {
  const std::string line = "\r\n" + std::string(name) + ": ";
  const std::size_t found = head.find(line);
  if (found == std::string_view::npos) return {};
  const std::size_t begin = found + line.size();
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

std::size_t number(std::string_view text) {
  std::size_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

Client::Client(asio::io_context& context, const Server& server, Figures& figures)
    : server_(server), figures_(figures), socket_(std::make_shared<Socket>(context)), patience_(context) {}

asio::awaitable<void> Client::connect() {
  error_code error;
  socket_->close(error);
  received_.clear();
  co_await socket_->async_connect(server_, asio::redirect_error(asio::use_awaitable, error));
  if (error) throw NoAnswer("no connection: " + error.message());
  socket_->set_option(asio::ip::tcp::no_delay(true), error);
}

asio::awaitable<bool> Client::exchange(std::string_view request, Reply& reply) {
  error_code error;
  co_await asio::async_write(*socket_, asio::buffer(request), asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return false;
  const std::size_t head_size = co_await asio::async_read_until(*socket_, asio::dynamic_buffer(received_), "\r\n\r\n",
                                                                asio::redirect_error(asio::use_awaitable, error));
  if (error && received_.empty()) co_return false;
  if (error) throw NoAnswer("the connection ended within an answer");
  const std::string_view head(received_.data(), head_size);
  const std::size_t body_size = number(header(head, "Content-Length"));
  const bool closes = header(head, "Connection") == "close";
  reply.status = static_cast<int>(number(head.substr(std::min(head.find(' ') + 1, head.size()))));
  reply.location = header(head, "Location");
  const std::string_view cookie = header(head, "Set-Cookie");
  reply.cookie = cookie.substr(0, cookie.find(';'));
  if (received_.size() < head_size + body_size) {
    co_await asio::async_read(*socket_, asio::dynamic_buffer(received_),
                              asio::transfer_exactly(head_size + body_size - received_.size()),
                              asio::redirect_error(asio::use_awaitable, error));
    if (error) throw NoAnswer("the connection ended within an answer");
  }
  reply.body = received_.substr(head_size, body_size);
  received_.erase(0, head_size + body_size);
  if (closes) socket_->close(error);
  co_return true;
}

asio::awaitable<Reply> Client::send(std::string_view request, Clock::time_point due) {
  figures_.began_late(Clock::now() - due);
  patience_.expires_after(kPatience);
  patience_.async_wait([socket = socket_](error_code stopped) {
    if (!stopped) socket->close(stopped);
  });
  const bool reused = socket_->is_open();
  if (!reused) co_await connect();
  Reply reply;
  bool answered = co_await exchange(request, reply);
  if (!answered && reused) {
    figures_.opened_again();
    co_await connect();
    answered = co_await exchange(request, reply);
  }
  if (!answered) throw NoAnswer("the connection ended before an answer");
  patience_.cancel();
  figures_.answered(Clock::now() - due);
  co_return reply;
}

}  // namespace signpost::bench

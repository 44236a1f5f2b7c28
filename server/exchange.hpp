// One framed request in, the bytes of one answer out, by way of cpp-httplib and the handler. Knows no sockets.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/fallbacks.hpp"
#include "server/framing.hpp"
#include "server/http.hpp"

namespace signpost {

/// What may be told of an answer: nothing that a patient sent. Views live during the call that hands it over.
struct Exchanged {
  std::string_view method;   ///< empty where the request line could not be read
  std::string_view route;    ///< the router's pattern, never the path; empty where none matched
  std::string_view refused;  ///< the code of the problem; empty where it was none
  int status = 0;
  std::uint64_t release = 0;  ///< which release answered, as Response has it
  std::uint64_t id = 0;       ///< of this answer, as X-Request-Id tells it; 0 where ids are not given
  std::string_view trace;     ///< 32 hex digits where the client sent a W3C trace id, and ids are given; or empty
  std::size_t bytes = 0;      ///< of the whole answer
  std::chrono::nanoseconds took{};
};

/// Called after each answer was made, on the loop that made it. What it throws is swallowed.
using Observer = std::function<void(const Exchanged&)>;

/// Turns frames into answers. One per loop, not safe to share between threads; keeps its storage between requests.
class Exchange {
 public:
  /// Keeps a reference to `fallbacks`, which outlives the exchange. `request_ids`: each answer gets a random number, in
  /// X-Request-Id and for the observer.
  Exchange(Handler handler, const std::vector<HeaderLine>& security_headers, Observer observer,
           const Fallbacks& fallbacks, bool request_ids = false);
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  /// Appends the answer to `out`. `keep_open` says whether the connection may stay open, as far as the front is
  /// concerned; the return value whether it does. Never throws for anything that a handler does.
  bool answer(const Frame& frame, std::string_view remote_address, bool keep_open, std::string& out);

  /// Appends the emergency page where that is what the frame asks for, without asking the handler; false where it is
  /// not. The connection stays open if `keep_open`.
  bool answer_emergency(const Frame& frame, bool keep_open, std::string& out);

  /// Appends an answer that ends the connection, without asking the handler: for what is no proper request. `method`
  /// may be empty.
  void refuse(const Refusal& refusal, std::string_view method, std::string& out);

  /// Appends an answer that says to come back after `wait`, with the emergency page's words: as a page to those who
  /// read pages, else as a problem. The handler is not asked. The connection stays open if `keep_open`. A frame without
  /// a method stands for a request whose head has not arrived.
  void turn_away(const Refusal& refusal, const Frame& frame, std::chrono::seconds wait, bool keep_open,
                 std::string& out);

 private:
  class Library;
  std::unique_ptr<Library> library_;
};

}  // namespace signpost

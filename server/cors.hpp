// Which other sites' scripts may call the API from a browser. None, unless the operator names them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/http.hpp"

namespace signpost {

/// For how long a browser may remember what a preflight allowed: two hours, the most that browsers take.
inline constexpr int kPreflightSeconds = 7200;

/// Immutable after construction; safe to share between threads.
class CorsOrigins {
 public:
  /// Empty where `origin` is one as browsers send it, such as https://example.org or http://localhost:3000; else what
  /// is wrong with it.
  static std::string mistake_in(std::string_view origin);

  CorsOrigins() = default;
  /// Each without a mistake.
  explicit CorsOrigins(std::vector<std::string> origins) : origins_(std::move(origins)) {}

  bool is_on() const noexcept { return !origins_.empty(); }

  /// Whether the request is a browser's question, before the call itself, if it may make it; answered here if so, and
  /// if its origin was named.
  bool answer_preflight(const Request& request, Response& response) const;

  /// Lets the browser hand the answer to a script of a named origin.
  void add_headers(const Request& request, Response& response) const;

 private:
  bool names_origin_of(const Request& request) const noexcept;
  std::vector<std::string> origins_;
};

}  // namespace signpost

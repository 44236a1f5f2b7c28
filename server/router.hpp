// Which handler answers which method and path. One table, read in its order; no regular expressions.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/http.hpp"

namespace signpost {

/// What a path held where the pattern has {name}. Views into the request's path.
class PathValues {
 public:
  /// The segment at {name}; empty where the pattern has no such name (a segment itself is never empty).
  std::string_view operator[](std::string_view name) const noexcept;

 private:
  friend class Router;
  std::vector<std::pair<std::string_view, std::string_view>> values_;
};

using RouteHandler = std::function<void(const Request&, const PathValues&, Response&)>;

/// Filled once, then safe to share between threads. Answers 404 where no pattern matches the path and 405 with Allow
/// where one does but not for the method; HEAD is answered by GET's handler.
class Router {
 public:
  /// `pattern` begins with '/'; a segment of it is either literal or {name}, which takes any one segment that is not
  /// empty. Of two patterns that match, the one added first answers. A malformed pattern is a programmer's mistake:
  /// std::logic_error.
  void add(std::string_view method, std::string_view pattern, RouteHandler handler);
  void add(std::string_view method, std::string_view pattern, Handler handler);

  /// Is given each 404 and 405 that the router made, to put a page in its place. Status and Allow should stay.
  void set_refusal_handler(Handler handler) { on_refusal_ = std::move(handler); }

  /// Every pattern once, in the order added: what response.route may be.
  std::vector<std::string> patterns() const;

  /// Answers the request, and names in response.route the pattern that matched: logs show that, never the path. The
  /// view lives as long as the program, for a router may be gone before its last answer is logged.
  void operator()(const Request& request, Response& response) const;

 private:
  struct Segment {
    std::string text;  // literal, or the name
    bool is_name;
  };
  struct Route {
    std::string method;
    std::string_view pattern;
    std::vector<Segment> segments;
    RouteHandler handler;
  };

  using Path = std::span<const std::string_view>;  // its segments
  static bool matches(const Route& route, Path path);
  std::string allowed(Path path) const;

  std::vector<Route> routes_;
  std::size_t most_segments_ = 0;  // of any pattern
  Handler on_refusal_;
};

}  // namespace signpost

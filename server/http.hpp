// The request and the answer as handlers see them. Nothing here knows cpp-httplib, sockets or JSON libraries, so a
// handler is a plain function and its test needs no server.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signpost {

/// True when two header names are the same; they are compared without regard to ASCII case.
bool same_name(std::string_view a, std::string_view b) noexcept;

/// Part of a header's value without the spaces and tabs that may stand around it.
std::string_view without_padding(std::string_view text) noexcept;

/// The header fields of a request, in the order sent. All text stands in one block, so that filling it again for the
/// next request allocates nothing. Views that it hands out die with the next add() or clear().
class HeaderFields {
 public:
  void add(std::string_view name, std::string_view value);
  void clear() noexcept;

  /// The first value of `name`, or nothing.
  std::optional<std::string_view> find(std::string_view name) const noexcept;
  std::size_t count(std::string_view name) const noexcept;
  std::size_t size() const noexcept { return fields_.size(); }
  std::string_view name(std::size_t index) const noexcept;
  std::string_view value(std::size_t index) const noexcept;

 private:
  struct Field {
    std::size_t at, name_length, value_length;
  };
  std::string text_;
  std::vector<Field> fields_;
};

/// One request. Header values are as they were sent (never percent-decoded). Headers that lie about the connection or
/// ask the library for work that we do not want (Accept-Encoding, Range, REMOTE_ADDR and its like) have been left out.
struct Request {
  std::string method;  ///< upper case, such as "GET"; "HEAD" stays "HEAD"
  std::string path;    ///< percent-decoded, begins with '/', holds no control bytes; without the query
  std::string query;   ///< as sent, without the '?'
  HeaderFields headers;
  std::string body;
  std::string remote_address;  ///< of the peer's socket: a proxy's own address when one stands before us

  std::optional<std::string_view> header(std::string_view name) const noexcept { return headers.find(name); }
};

/// One header of an answer.
struct HeaderLine {
  std::string name, value;
};

/// One answer. The front adds Content-Length, Date, Connection and the security headers.
struct Response {
  int status = 200;
  std::string content_type;  ///< sent only with a body; plain text where a body has none
  std::string body;          ///< left out by the front where the request was HEAD
  std::vector<HeaderLine> headers;
  std::string_view route;  ///< the router's pattern, for logs and metrics; empty where none matched
  /// Why it was refused, for metrics: the code of a problem, as text that lives as long as the program.
  std::string_view refused;
  /// Which release answered: the first kShortDigest digits of its digest as a number; 0 where none had a part in it.
  std::uint64_t release = 0;
  /// Set where the request's journey began on another release than the one that answered: see token_release().
  std::string belongs_to;

  /// Sets a header, replacing one of that name. A name or value that no header may hold (CR, LF, NUL), or one of the
  /// front's own (Content-Type, Content-Length, Connection...), makes the front answer 500 instead: such a header is
  /// never sent and never dropped in silence.
  void set_header(std::string_view name, std::string_view value);
  /// Adds one more header of that name, for Set-Cookie.
  void add_header(std::string_view name, std::string_view value);
  /// The value of a header set so far, or nothing.
  std::optional<std::string_view> header(std::string_view name) const noexcept;
};

/// What answers requests. Called on the front's loops, several at a time: it must be safe to call from several threads
/// and take microseconds, not milliseconds. What it throws becomes a 500 that tells nothing of the cause.
using Handler = std::function<void(const Request&, Response&)>;

/// An error answer: application/problem+json (RFC 9457) with a stable `code` for programs and a title for people.
/// `detail` may be empty. Never put what a patient wrote in any of them.
Response problem(int status, std::string_view code, std::string_view title, std::string_view detail = {});

/// The words that follow a status code on the status line; "Unknown" for a code that we never send.
std::string_view reason_phrase(int status) noexcept;

}  // namespace signpost

// Where one HTTP request ends and whether we take it at all. Decided once, here, before any library sees a byte:
// everything that two parsers could read differently is refused rather than guessed.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace signpost {

/// Bounds on one request. The defaults leave room for the longest journey that we ship, several times over.
struct RequestLimits {
  /// Request line and headers together. Browsers send 1-2 KiB; a journey's cookie adds at most 3.5 KiB.
  std::size_t head_bytes = 16 * 1024;
  /// The target alone: our URLs carry no data, the longest is under 100 bytes.
  std::size_t target_bytes = 2 * 1024;
  /// Header fields. Browsers behind two proxies send about 30.
  std::size_t fields = 100;
  /// The body. A whole journey in clear with 200 answers is under 16 KiB.
  std::size_t body_bytes = 64 * 1024;
};

/// Why a request is not taken: a status with a code that programs may rely on. All text lives as long as the program.
struct Refusal {
  int status = 400;
  std::string_view code;
  std::string_view title;
};

struct FrameField {
  std::string_view name, value;
};

/// One whole request, as views into the received bytes.
struct Frame {
  std::string_view method;
  std::string_view target;  ///< origin form, begins with '/', even where the client sent http://host/path
  std::string_view version;
  std::string_view body;
  std::vector<FrameField> fields;  ///< without those that no handler may see (see kErased in framing.cpp)
  bool keep_open = false;          ///< whether the client allows a further request on the connection
  std::size_t length = 0;          ///< bytes taken from the front of the received ones
};

/// A target without its query, as it was sent.
inline std::string_view path_of(std::string_view target) noexcept { return target.substr(0, target.find('?')); }

/// How far a connection's unfinished request has been looked at, so that a request arriving byte by byte costs no more
/// than one arriving whole. Start a request with a fresh one.
struct FrameProgress {
  std::size_t scanned = 0;     ///< bytes in which the end of the head has been sought
  std::size_t line_start = 0;  ///< where the line holding byte `scanned` begins
  std::size_t needed = 0;      ///< length of the whole request once its head is known; 0 before
};

/// Reads frames. Keeps its storage between requests; one per loop, not safe to share between threads.
class Framer {
 public:
  enum class State { kNeedsMore, kWhole, kRefused };

  explicit Framer(const RequestLimits& limits) : limits_(limits) { frame_.fields.reserve(limits.fields); }

  /// Looks at all bytes received and not yet taken. kWhole fills frame(), which lives as long as those bytes stand
  /// still; kRefused fills refusal(), and the connection cannot be used further.
  State read(std::string_view received, FrameProgress& progress);

  const Frame& frame() const noexcept { return frame_; }
  const Refusal& refusal() const noexcept { return refusal_; }

 private:
  struct HeadFacts;

  State refuse(int status, std::string_view code, std::string_view title);
  bool read_head(std::string_view head, std::size_t& body_length);
  bool read_request_line(std::string_view line);
  bool take_field(std::string_view& left, HeadFacts& facts);
  bool judge(const HeadFacts& facts, std::size_t& body_length);

  RequestLimits limits_;
  Frame frame_;
  Refusal refusal_;
};

}  // namespace signpost

// The HTTP front: takes connections, collects whole requests, has them answered, sends the answers. A connection that
// waits costs memory, never a thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "server/admission.hpp"
#include "server/exchange.hpp"
#include "server/fallbacks.hpp"
#include "server/framing.hpp"
#include "server/http.hpp"
#include "server/security_headers.hpp"

namespace signpost {

/// From the first byte of a request to its last. A phone on a poor link sends 2 KiB in well under a second; who needs
/// longer is trickling. Not per read: a byte every second must not count as progress.
inline constexpr std::chrono::milliseconds kRequestTime{10'000};
/// Between requests. A person reading a question comes back on a new connection at no cost that is felt.
inline constexpr std::chrono::milliseconds kIdleTime{30'000};
/// From when an answer first has to wait for the client until all of it is taken, however it is taken: a byte every
/// second is too slow. Pages are a few KiB.
inline constexpr std::chrono::milliseconds kWriteTime{30'000};
/// How long, and for how many bytes, a refused client is still listened to, so that it reads our answer before the
/// connection ends; closing at once would reset it and lose the answer.
inline constexpr std::chrono::milliseconds kLingerTime{1'000};
inline constexpr std::size_t kLingerBytes = 1024 * 1024;
/// What stop() leaves to requests that have begun and answers not yet taken: with the rest, under a second.
inline constexpr std::chrono::milliseconds kStopTime{600};
/// Between requests that somebody waits for, a loop looks at its connections again, so that no more than this many
/// stand before a new one that it has seen: some tenths of a millisecond.
inline constexpr std::size_t kRequestsATurn = 8;
/// Of one connection's pipeline in one turn; then the others come first. Browsers do not pipeline at all.
inline constexpr std::size_t kPipelinedATurn = 1;
/// Connections whose request has arrived and waits for its turn, on one loop. At some 50 microseconds for each, whoever
/// is last waits 50 ms. Beyond, 503 at once.
inline constexpr std::size_t kWaitingRequests = 1024;
/// What all connections may hold of requests that have begun and answers not yet taken. All of them idle hold 24 MB.
/// Beyond, what needs more than its first 2 KiB is answered 503, and who is slow to send or to read is ended.
inline constexpr std::size_t kBufferBytes = 256 * 1024 * 1024;
/// How slow that may be: time for a phone on a poor link, none for one that trickles.
inline constexpr std::chrono::milliseconds kHurriedTime{1'000};
/// When one that is turned away should come back.
inline constexpr std::chrono::seconds kRetryAfter{5};
/// How long it has to say what it wanted, so that it is told in its own form, or gets the emergency page.
inline constexpr std::chrono::milliseconds kTurnedAwayTime{1'000};
/// Answers waiting on one connection. Beyond it no further pipelined request is answered until the client has read, so
/// a connection holds at most this, one more answer, and one request.
inline constexpr std::size_t kOutputBytes = 64 * 1024;
/// Open connections: 10,000 that mean harm still leave room for 2,000 others. At 3 KiB each when idle, 36 MB. Beyond,
/// 503 at once.
inline constexpr std::size_t kConnections = 12'000;
/// Connections beyond the bound that are kept open just long enough to read their 503; the rest are closed unanswered.
inline constexpr std::size_t kTurnedAwayAtOnce = 128;
/// Connections waiting to be accepted: a burst of one second at 1,500 journeys a second. The kernel may allow fewer.
inline constexpr int kBacklog = 2048;

struct FrontSettings {
  std::string host = "127.0.0.1";  ///< a name or an address of this machine; "::" is every address, IPv4 and IPv6
  std::uint16_t port = 0;          ///< 0: any free one, see Front::port()
  unsigned loops = 0;              ///< event loops, a thread each; 0: one per core
  RequestLimits request;
  std::chrono::milliseconds request_time = kRequestTime;
  std::chrono::milliseconds idle_time = kIdleTime;
  std::chrono::milliseconds write_time = kWriteTime;
  std::chrono::milliseconds stop_time = kStopTime;
  std::size_t output_bytes = kOutputBytes;
  std::size_t connections = kConnections;  ///< lowered to what the limit on descriptors allows
  std::size_t buffer_bytes = kBufferBytes;
  std::chrono::milliseconds hurried_time = kHurriedTime;
  std::size_t waiting_requests = kWaitingRequests;
  std::size_t requests_a_turn = kRequestsATurn;
  std::size_t pipelined_a_turn = kPipelinedATurn;
  AdmissionSettings admission;
  Fallbacks fallbacks;
  std::vector<HeaderLine> security_headers = default_security_headers();
  bool request_ids = false;  ///< a random number in each answer, for the access log: see Exchange
  Observer observer;         ///< may be empty; called on every loop, so it must be safe to call from several threads
};

/// What the front has done and holds, for metrics. Those refused were told so; what they asked is not known.
struct FrontFigures {
  std::size_t connections = 0;     ///< open now
  std::size_t buffered_bytes = 0;  ///< held now for them, of FrontSettings::buffer_bytes
  std::uint64_t limited = 0;       ///< answered 429, for the limit of their address
  std::uint64_t without_turn = 0;  ///< answered 503, for too many requests waited
  std::uint64_t without_room = 0;  ///< answered 503 or ended, for too much memory was held
  std::uint64_t turned_away = 0;   ///< connections beyond their number, or beyond the descriptors
};

/// Raises this process's soft limit on open descriptors to the hard one. Returns the limit that then holds.
std::size_t raise_descriptor_limit();

/// A server on one port. Answers from start() to stop(). start() and stop() belong to one thread, which must not be a
/// handler's; the rest may be called from any.
class Front {
 public:
  /// Takes the port, so that an error shows before anything else is done. Throws std::system_error when the host is
  /// unknown or the port is taken; a second program on the same port always fails here.
  Front(FrontSettings settings, Handler handler);
  ~Front();
  Front(const Front&) = delete;
  Front& operator=(const Front&) = delete;

  std::uint16_t port() const noexcept;

  /// Begins to answer, on threads of its own. Once.
  void start();

  /// Closes the port, answers the requests that have begun, and ends in under a second whatever clients do. Harmless
  /// when called again or before start().
  void stop();

  /// Connections open now.
  std::size_t open_connections() const noexcept { return figures().connections; }
  FrontFigures figures() const noexcept;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace signpost

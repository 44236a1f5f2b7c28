// Whom the front lets in: the limit by address, and what is answered whatever the limits say.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/client_address.hpp"
#include "server/framing.hpp"
#include "server/rate_limit.hpp"

namespace signpost {

struct AdmissionSettings {
  RateSettings rate;  ///< off unless said
  RateLimit::Time (*clock)() = std::chrono::steady_clock::now;
  AddressBlocks trusted_proxies;  ///< whose X-Forwarded-For is believed
  AddressBlocks unlimited;        ///< addresses without a limit
  /// Paths that are answered in their turn but never refused: a probe that meets a limit would have the instance ended
  /// when it is needed most.
  std::vector<std::string> never_refused = {"/healthz", "/readyz"};
  /// Asked of requests that are over the limit of their address: does another limit hold this one? May be empty. Called
  /// on every loop.
  std::function<bool(const Frame&)> has_limit_of_its_own;
};

/// Shared by all loops; immutable but for the buckets, which are safe to share.
class Admission {
 public:
  /// What is known of a connection when it is opened, so that a request costs no more than one look at its bucket.
  struct Peer {
    IpAddress address;
    bool is_proxy = false;
    bool unlimited = false;
    std::uint64_t owner = 0;
  };

  explicit Admission(AdmissionSettings settings);

  Peer peer(const IpAddress& address) const noexcept;

  /// Zero where the request may go on; else how long its address has to wait, in whole seconds, at least one.
  std::chrono::seconds wait_for(const Frame& frame, const Peer& peer);

  bool never_refuses(const Frame& frame) const noexcept;

 private:
  AdmissionSettings settings_;
  RateLimit rate_;
};

}  // namespace signpost

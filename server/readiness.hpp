// Is this the service that was started, and can it serve? For /readyz: what a balancer asks before it sends people
// here. All that an answer needs is tried: a journey of each topic is walked, one is sealed and opened, and its page
// written.
//
// Immutable but for whose turn it is; safe to call from any number of threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "server/canary.hpp"
#include "server/http.hpp"
#include "server/service.hpp"

namespace signpost {

class Pages;
class Router;

// A clock outside these has lost its time: tokens would be refused as too old, or be good for years, and ages and dates
// would be counted from a wrong day. In seconds since 1970.
inline constexpr std::int64_t kEarliestNow = 1'767'225'600;  // 1 January 2026: the program is younger
inline constexpr std::int64_t kLatestNow = 4'102'444'800;    // 1 January 2100

class Readiness {
 public:
  // Walks a journey through each topic. Keeps references to both, which outlive it.
  Readiness(const Service& service, const Pages& pages);

  // What is wrong, in words for operators; empty when the service is ready. Takes about a microsecond for each topic,
  // and that of a page.
  std::string_view trouble() const;
  Response answer() const;  // GET /readyz

  // The Readiness outlives the router.
  void add_routes(Router& router) const;
  const Canaries& canaries() const { return canaries_; }

 private:
  const Service& service_;
  const Pages& pages_;
  Canaries canaries_;
  mutable std::atomic<std::size_t> turn_{0};  // which canary is sealed, opened and shown next
};

}  // namespace signpost

// A clock that jumps: journeys in flight, and the deadlines of connections.
#include <catch2/catch.hpp>

#include <string>

#include "server/front_loop.hpp"
#include "server/site.hpp"
#include "tests/support/browser.hpp"
#include "tests/support/moment.hpp"
#include "tests/support/small_library.hpp"

using namespace signpost;
using namespace signpost::test;

// Deadlines of connections follow a clock that nobody can set.
static_assert(FrontLoop::Clock::is_steady);

namespace {

constexpr std::int64_t kHour = 3600, kDay = 24 * kHour;

// A service whose clock is set by hand, and a person.
struct Jumping {
  std::int64_t now = kNow;
  TokenSealer sealer{{random_token_key(1)}};
  Metrics metrics;
  Site site{small_library(), sealer, [this] { return Moment{now, static_cast<Day>(now / kDay)}; }, {}, metrics};
  Browser person{[this](const Request& request, Response& response) { site(request, response); }};

  // As far as the first question about the person.
  void begin() {
    person.post("/start", {{"topic", "everything"}});
    REQUIRE(person.page().status == 200);
  }
};

}  // namespace

TEST_CASE("a clock that is set back or forward by hours loses no journey") {
  const std::int64_t jump = GENERATE(-kDay, -kHour, -1, 1, kHour, kTokenLifeSeconds);
  Jumping service;
  service.begin();
  const std::string heading = service.person.heading();
  service.now += jump;
  CHECK(service.person.get(service.person.path()).status == 200);
  CHECK(service.person.heading() == heading);
}

TEST_CASE("a journey from a clock that was days ahead or days ago begins again and says so") {
  const std::int64_t jump = GENERATE(-kTokenAheadSeconds - 1, -400 * kDay, kTokenLifeSeconds + 1, 400 * kDay);
  Jumping service;
  service.begin();
  service.now += jump;
  CHECK(service.person.get(service.person.path()).status == 422);
  CHECK(service.person.shows("tart again"));
  service.begin();  // and that goes
}

// Bounds on connections that are being got rid of: how many are told why, and how long one is listened to. The other
// bounds of a connection are in front_test.cpp.
#include <catch2/catch.hpp>

#include <vector>

#include "server/front.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/raw_client.hpp"

using namespace signpost;
using namespace signpost::test;
using namespace std::chrono_literals;

namespace {

void answer_nothing(const Request&, Response&) {}

}  // namespace

TEST_CASE("beyond those that are turned away with an answer the rest are closed without one") {
  FrontSettings settings;
  settings.connections = 1;
  settings.idle_time = 1h;
  Front front(settings, answer_nothing);
  front.start();
  const RawClient admitted(front.port());
  // Whoever is turned away is heard out for a second. On a machine that takes longer to connect so many, those that
  // came first have gone before the last arrive, and all are told: then it is tried again.
  REQUIRE(eventually([&] {
    std::vector<RawClient> crowd;
    for (std::size_t i = 0; i < kTurnedAwayAtOnce + 8; ++i) crowd.emplace_back(front.port());
    std::size_t told = 0;
    for (RawClient& client : crowd) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      client.finish_sending();
      const std::string answer = client.read_to_end();
      CHECK((answer.empty() || answer.starts_with("HTTP/1.1 503 ")));
      told += answer.empty() ? 0 : 1;
    }
    CHECK(told > 0);
    return told < crowd.size();
  }));
}

TEST_CASE("a refused client that sends on is heard out for a while and no longer") {
  Front front({}, answer_nothing);
  front.start();
  RawClient client(front.port());
  REQUIRE(client.send("GET / HTTP/3.0\r\n\r\n" + std::string(kLingerBytes / 2, 'x')));
  CHECK(client.read_answer().status == 505);  // read in peace, though half of the bound was sent behind it
  // More than both kernels hold between them, so that the end of the connection shows.
  CHECK_FALSE(client.send(std::string(64 * kLingerBytes, 'x')));
  CHECK(eventually([&] { return front.open_connections() == 0; }));
}

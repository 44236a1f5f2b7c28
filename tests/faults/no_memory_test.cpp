// A front that has no memory left, down to the last byte: every allocation of its loop fails.
#include <catch2/catch.hpp>

#include "server/page_layout.hpp"
#include "tests/support/allocation_fault.hpp"
#include "tests/support/test_server.hpp"

using namespace signpost;
using namespace signpost::test;
using namespace std::chrono_literals;

TEST_CASE("without any memory the emergency page is answered and others are told that something is wrong") {
  FrontSettings settings;
  settings.loops = 1;
  settings.idle_time = settings.request_time = 1h;
  settings.fallbacks = make_fallbacks(PageLayout(false));
  const TestServer server([](const Request&, Response& response) { response.body = "ok"; }, settings);
  const std::string browser = " HTTP/1.1\r\nHost: x\r\nUser-Agent: any\r\nAccept: text/html\r\nCookie: a=b\r\n\r\n";
  const auto ask = [&](RawClient& client, const std::string& target) {
    client.send("GET " + target + browser);
    return client.read_answer();
  };
  RawClient person = server.client(), other = server.client(), program = server.client();
  for (RawClient* client : {&person, &other, &program}) CHECK(ask(*client, "/").status == 200);

  {
    const AllocationFault no_memory(1, AllocationFault::kAll);
    const std::string long_path = "/" + std::string(1000, 'a');
    for (int i = 0; i < 3; ++i) {
      const RawAnswer emergency = ask(person, "/emergency");
      CHECK(emergency.status == 200);
      CHECK(emergency.body.find("<h1>Emergency help</h1>") != std::string::npos);
    }
    const RawAnswer page = ask(other, long_path);
    CHECK(page.status == 500);
    CHECK(page.body.find("Call 999 now") != std::string::npos);
    program.send("GET " + long_path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    const RawAnswer problem = program.read_answer();
    CHECK(problem.status == 500);
    CHECK(problem.body.find("internal-error") != std::string::npos);
    CHECK(ask(person, "/emergency").status == 200);
    CHECK(no_memory.struck() > 0);
  }
  CHECK(ask(person, "/").status == 200);
  CHECK(server.still_answers());
}

// What the front says when there is too much of something, over real sockets: at each limit and one past it. And that
// the emergency page is served through all of it.
#include <sys/resource.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <latch>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include "server/page_layout.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/test_server.hpp"

using namespace signpost;
using namespace signpost::test;
using namespace std::chrono_literals;

namespace {

const std::string kGet = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
const std::string kBrowserGet = "GET / HTTP/1.1\r\nHost: x\r\nAccept: text/html,*/*\r\n\r\n";
const std::string kApiGet = "GET /api/v1/topics HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n";
const std::string kEmergency = "GET /emergency HTTP/1.1\r\nHost: x\r\n\r\n";

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

void ok(const Request&, Response& response) { response.body = "ok"; }

// One loop, with the words of the program.
FrontSettings one_loop() {
  FrontSettings settings;
  settings.loops = 1;
  settings.idle_time = settings.request_time = settings.write_time = 1h;
  settings.fallbacks = make_fallbacks(PageLayout(false));
  return settings;
}

// For which time stands still, so that no token comes back while a test runs.
FrontSettings limited_to(unsigned burst) {
  FrontSettings settings = one_loop();
  settings.admission.rate = {1, burst};
  settings.admission.clock = [] { return RateLimit::Time(1h); };
  return settings;
}

RawAnswer ask(RawClient& client, std::string_view bytes) {
  client.send(bytes);
  return client.read_answer();
}

void check_page(const RawAnswer& answer, int status) {
  CHECK(answer.status == status);
  CHECK(answer.header("Content-Type") == "text/html; charset=utf-8");
  CHECK(answer.header("Cache-Control") == "no-store");
  CHECK(contains(answer.body, "Call 999 now if a life may be in danger"));
}

void check_problem(const RawAnswer& answer, int status, std::string_view code) {
  CHECK(answer.status == status);
  CHECK(answer.header("Content-Type") == "application/problem+json");
  CHECK(contains(answer.body, "\"code\":\"" + std::string(code) + "\""));
  CHECK(contains(answer.body, "Call 999 now if a life may be in danger"));
}

void check_emergency(RawClient& client) {
  const RawAnswer answer = ask(client, kEmergency);
  CHECK(answer.status == 200);
  CHECK(answer.header("Content-Type") == "text/html; charset=utf-8");
  CHECK(answer.count("Date") == 1);
  CHECK(contains(answer.body, "<h1>Emergency help</h1>"));
}

// Holds the loop inside the handler until it is let go.
class HeldLoop {
 public:
  void hold() {
    at_work_.count_down();
    go_on_.wait();
  }
  void wait_until_held() { at_work_.wait(); }
  void let_go() { go_on_.count_down(); }

 private:
  std::latch at_work_{1}, go_on_{1};
};

}  // namespace

// ---- by address

TEST_CASE("an address over its limit is told to wait and another is not") {
  FrontSettings settings = limited_to(3);
  settings.admission.trusted_proxies = loopback_addresses();
  const TestServer server(ok, settings);
  RawClient client = server.client();
  const auto from = [](const std::string& address, const std::string& more = {}) {
    return "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.1, " + address + "\r\n" + more + "\r\n";
  };
  for (int i = 0; i < 3; ++i) CHECK(ask(client, from("192.0.2.1")).status == 200);
  const RawAnswer problem = ask(client, from("192.0.2.1"));
  check_problem(problem, 429, "too-many-requests");
  CHECK(problem.header("Retry-After") == "1");
  CHECK(problem.count("Connection") == 0);  // the proxy's connection serves others too
  CHECK_FALSE(contains(problem.body, "192.0.2"));
  const RawAnswer page = ask(client, from("192.0.2.1", "Accept: text/html\r\n"));
  check_page(page, 429);
  CHECK(page.header("Retry-After") == "1");
  CHECK(ask(client, from("192.0.2.2")).status == 200);
  CHECK(server.front.figures().limited == 2);
}

TEST_CASE("an address is held on every loop and connection together") {
  FrontSettings settings = limited_to(4);
  settings.loops = 3;
  const TestServer server(ok, settings);
  int let_in = 0;
  std::vector<RawClient> clients;
  for (int i = 0; i < 6; ++i) {
    clients.push_back(server.client());
    let_in += ask(clients.back(), kGet).status == 200 ? 1 : 0;
  }
  CHECK(let_in == 4);
}

TEST_CASE("a forwarded address is not believed from who is no proxy") {
  FrontSettings settings = limited_to(1);
  const TestServer server(ok, settings);
  RawClient client = server.client();
  CHECK(ask(client, kGet).status == 200);
  CHECK(ask(client, "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n").status == 429);
}

TEST_CASE("the emergency page and the probes know no limit by address") {
  FrontSettings settings = limited_to(1);
  const TestServer server(ok, settings);
  RawClient client = server.client();
  ask(client, kGet);
  CHECK(ask(client, kGet).status == 429);
  CHECK(ask(client, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").status == 429);
  for (int i = 0; i < 5; ++i) {
    check_emergency(client);
    CHECK(ask(client, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").status == 200);
    CHECK(ask(client, "GET /readyz?a HTTP/1.1\r\nHost: x\r\n\r\n").status == 200);
  }
}

TEST_CASE("addresses without a limit and requests with one of their own are let in") {
  FrontSettings settings = limited_to(1);
  settings.admission.has_limit_of_its_own = [](const Frame& frame) { return frame.target == "/api/key"; };
  {
    const TestServer server(ok, settings);
    RawClient client = server.client();
    ask(client, kGet);
    CHECK(ask(client, kGet).status == 429);
    CHECK(ask(client, "GET /api/key HTTP/1.1\r\nHost: x\r\n\r\n").status == 200);
  }
  settings.admission.unlimited = loopback_addresses();
  const TestServer server(ok, settings);
  RawClient client = server.client();
  for (int i = 0; i < 5; ++i) CHECK(ask(client, kGet).status == 200);
}

// ---- the queue

TEST_CASE("requests wait for their turn up to a number and one more is told to come back") {
  constexpr int kTurns = 4, kBeyond = 3;
  HeldLoop held;
  FrontSettings settings = one_loop();
  settings.requests_a_turn = 1;
  settings.waiting_requests = kTurns;
  const TestServer server(
      [&](const Request& request, Response& response) {
        response.body = "ok";
        if (request.path == "/hold") held.hold();
      },
      settings);
  RawClient holder = server.client();
  std::vector<RawClient> clients;
  for (int i = 0; i < kTurns + kBeyond; ++i) {
    clients.push_back(server.client());
    CHECK(ask(clients.back(), kGet).status == 200);
  }
  RawClient person = server.client(), probe = server.client();
  holder.send("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n");
  held.wait_until_held();
  for (RawClient& client : clients) client.send(kBrowserGet);
  person.send(kEmergency);
  probe.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  held.let_go();
  CHECK(contains(person.read_answer().body, "<h1>Emergency help</h1>"));
  CHECK(probe.read_answer().status == 200);
  int let_in = 0;
  for (RawClient& client : clients) {
    const RawAnswer answer = client.read_answer();
    if (answer.status == 200) {
      ++let_in;
      continue;
    }
    check_page(answer, 503);
    CHECK(answer.header("Retry-After") == "5");
    CHECK(ask(client, kGet).status == 200);  // the connection stays, and there is time again
  }
  CHECK(let_in == kTurns);
  CHECK(server.front.figures().without_turn == kBeyond);
}

TEST_CASE("who pipelines while others wait in vain is told once and ended") {
  HeldLoop held;
  FrontSettings settings = one_loop();
  settings.requests_a_turn = 1;
  settings.waiting_requests = 0;
  const TestServer server(
      [&](const Request& request, Response&) {
        if (request.path == "/hold") held.hold();
      },
      settings);
  RawClient holder = server.client(), flood = server.client();
  holder.send("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n");
  held.wait_until_held();
  flood.send(kApiGet + kApiGet + kApiGet);
  held.let_go();
  const RawAnswer answer = flood.read_answer();
  check_problem(answer, 503, "too-busy");
  CHECK(answer.header("Connection") == "close");
  flood.finish_sending();
  CHECK(flood.is_ended());
}

TEST_CASE("a loop answers so many requests in a turn and the next one waits") {
  FrontSettings settings = one_loop();
  settings.waiting_requests = 0;  // so that waiting shows: who would wait is told to come back
  const TestServer server(ok, settings);
  RawClient client = server.client();
  for (std::size_t i = 0; i < kRequestsATurn; ++i) REQUIRE(ask(client, kGet).status == 200);
  check_problem(ask(client, kApiGet), 503, "too-busy");
}

TEST_CASE("a pipeline gets its share of a turn and then the others come first") {
  for (const std::size_t pipelined : {kPipelinedATurn, kPipelinedATurn + 1, 3 * kPipelinedATurn}) {
    HeldLoop held;
    std::mutex mutex;
    std::string order;
    const TestServer server(
        [&](const Request& request, Response&) {
          if (request.path == "/hold") return held.hold();
          const std::lock_guard lock(mutex);
          order += request.path.substr(1);
        },
        one_loop());
    RawClient holder = server.client(), flood = server.client(), other = server.client();
    holder.send("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n");
    held.wait_until_held();
    std::string bytes;
    for (std::size_t i = 0; i < pipelined; ++i) bytes += "GET /f HTTP/1.1\r\nHost: x\r\n\r\n";
    flood.send(bytes);
    other.send("GET /o HTTP/1.1\r\nHost: x\r\n\r\n");
    held.let_go();
    CHECK(other.read_answer().status == 200);
    for (std::size_t i = 0; i < pipelined; ++i) CHECK(flood.read_answer().status == 200);
    const std::lock_guard lock(mutex);
    CAPTURE(order);
    // Whichever of the two the loop saw first: nobody else's first request waits for more than one share.
    const std::string share(kPipelinedATurn, 'f'), rest(pipelined - kPipelinedATurn, 'f');
    CHECK(order == (order.front() == 'o' ? "o" + share + rest : share + "o" + rest));
  }
}

TEST_CASE("who asks for more comes after the others and is not forgotten for them") {
  HeldLoop held;
  std::mutex mutex;
  std::string order;
  FrontSettings settings = one_loop();
  settings.requests_a_turn = 1;
  const TestServer server(
      [&](const Request& request, Response&) {
        if (request.path == "/hold") return held.hold();
        const std::lock_guard lock(mutex);
        order += request.path.substr(1);
      },
      settings);
  RawClient holder = server.client(), flood = server.client();
  std::vector<RawClient> others;
  for (int i = 0; i < 8; ++i) others.push_back(server.client());
  holder.send("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n");
  held.wait_until_held();
  const std::string one = "GET /f HTTP/1.1\r\nHost: x\r\n\r\n";
  flood.send(one + one + one);
  for (RawClient& other : others) other.send("GET /o HTTP/1.1\r\nHost: x\r\n\r\n");
  held.let_go();
  for (int i = 0; i < 3; ++i) CHECK(flood.read_answer().status == 200);
  for (RawClient& other : others) CHECK(other.read_answer().status == 200);
  const std::lock_guard lock(mutex);
  CAPTURE(order);
  CHECK(order.size() == 3 + others.size());
  CHECK(order.find("ff") == std::string::npos);  // never twice before somebody who waits
  CHECK(order.back() == 'o');                    // and not only after everybody
}

// ---- memory

TEST_CASE("a request that does not fit into the memory for all is refused and a small one is not") {
  constexpr std::size_t kFirst = 2 * 1024;  // what each connection has from the start
  const std::string large =
      "POST / HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nContent-Length: 3000\r\n\r\n" + std::string(3000, 'a');
  for (const bool fits : {true, false}) {
    FrontSettings settings = one_loop();
    settings.buffer_bytes = 2 * kFirst + kFirst - (fits ? 0 : 1);  // two connections, one of which grows once
    const TestServer server(ok, settings);
    RawClient small = server.client(), growing = server.client();
    CHECK(ask(small, kGet).status == 200);
    CHECK(ask(growing, kGet).status == 200);
    CHECK(server.front.figures().buffered_bytes == 2 * kFirst);
    const RawAnswer answer = ask(growing, large);
    if (fits) {
      CHECK(answer.status == 200);
      CHECK(server.front.figures().without_room == 0);
      continue;
    }
    check_page(answer, 503);
    CHECK(answer.header("Retry-After") == "5");
    CHECK(answer.header("Connection") == "close");
    CHECK(server.front.figures().without_room == 1);
    CHECK(ask(small, kGet).status == 200);
    check_emergency(small);
  }
}

TEST_CASE("a connection for which there is no memory is told so and gets the emergency page") {
  constexpr std::size_t kFirst = 2 * 1024;
  FrontSettings settings = one_loop();
  settings.buffer_bytes = kFirst;
  settings.hurried_time = 1h;
  const TestServer server(ok, settings);
  RawClient first = server.client();
  CHECK(ask(first, kGet).status == 200);
  RawClient second = server.client();
  check_problem(ask(second, kGet), 503, "too-many-connections");
  RawClient third = server.client();
  check_emergency(third);
  CHECK(ask(first, kGet).status == 200);
}

TEST_CASE("who holds much and is slow is ended when memory runs short") {
  const std::string body(200'000, 'x');
  FrontSettings settings = one_loop();
  settings.buffer_bytes = 1024 * 1024;
  settings.hurried_time = 1ms;
  const TestServer server(
      [&](const Request& request, Response& response) { response.body = request.path == "/large" ? body : "ok"; },
      settings);
  // None of these reads. The kernels take some, and the front holds the rest.
  std::vector<RawClient> deaf;
  std::string bytes;
  for (int i = 0; i < 50; ++i) bytes += "GET /large HTTP/1.1\r\nHost: x\r\n\r\n";
  for (int i = 0; i < 20; ++i) {
    deaf.push_back(server.client());
    deaf.back().send_some(bytes);
  }
  REQUIRE(eventually([&] { return server.front.figures().without_room > 0; }));
  // And a body that does not come.
  RawClient trickling = server.client();
  trickling.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n");
  REQUIRE(eventually([&] { return server.front.figures().buffered_bytes < settings.buffer_bytes; }));
  RawClient good = server.client();
  CHECK(ask(good, kGet).status == 200);
  deaf.clear();
}

TEST_CASE("who holds much has its time to send when memory runs short and no longer") {
  constexpr std::size_t kGrown = 64 * 1024;  // what a connection holds for a body of nearly that size
  for (const bool in_time : {true, false}) {
    FrontSettings settings = one_loop();
    settings.buffer_bytes = 2 * kGrown;
    settings.hurried_time = in_time ? 1h : 0ms;
    const TestServer server(ok, settings);
    std::vector<RawClient> slow;
    for (int i = 0; i < 2; ++i) {
      slow.push_back(server.client());
      slow.back().send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n" + std::string(59'000, 'a'));
    }
    if (in_time) {
      REQUIRE(eventually([&] { return server.front.figures().buffered_bytes == settings.buffer_bytes; }));
      // Who has no room and says nothing is told when the loop looks after its connections: then it has looked.
      RawClient silent = server.client();
      CHECK(silent.read_answer().status == 503);
    }
    for (RawClient& client : slow) {
      if (in_time) client.send(std::string(1'000, 'a'));
      CHECK(client.read_answer().status == (in_time ? 200 : 503));
    }
  }
}

TEST_CASE("memory that was held is given back with its connection") {
  const std::string body(4 * 1024 * 1024, 'x');
  const TestServer server([&](const Request&, Response& response) { response.body = body; }, one_loop());
  {
    RawClient deaf = server.client(), growing = server.client(), half = server.client();
    deaf.send(kGet);
    growing.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n" + std::string(40'000, 'a'));
    half.send("GET / HT");
    REQUIRE(eventually([&] { return server.front.figures().buffered_bytes > body.size() / 4; }));
  }
  CHECK(eventually([&] { return server.front.figures().connections == 0; }));
  CHECK(server.front.figures().buffered_bytes == 0);
}

// ---- connections and descriptors

TEST_CASE("one connection too many is told so in its own form or gets the emergency page") {
  FrontSettings settings = one_loop();
  settings.connections = 2;
  const TestServer server(ok, settings);
  auto first = std::make_unique<RawClient>(server.front.port());
  RawClient second = server.client();
  for (RawClient* client : {first.get(), &second}) CHECK(ask(*client, kGet).status == 200);

  RawClient api = server.client();
  const RawAnswer problem = ask(api, kApiGet);
  check_problem(problem, 503, "too-many-connections");
  CHECK(problem.header("Retry-After") == "5");
  CHECK(problem.header("Connection") == "close");
  CHECK(api.is_ended());
  RawClient browser = server.client();
  check_page(ask(browser, kBrowserGet), 503);
  CHECK(browser.is_ended());
  RawClient person = server.client();
  check_emergency(person);
  CHECK(person.is_ended());
  RawClient probe = server.client();
  CHECK(ask(probe, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").status == 200);
  RawClient silent = server.client();
  check_problem(silent.read_answer(), 503, "too-many-connections");
  silent.finish_sending();
  CHECK(silent.is_ended());
  CHECK(server.front.figures().turned_away == 5);

  CHECK(ask(second, kGet).status == 200);
  first.reset();
  REQUIRE(eventually([&] { return server.front.open_connections() == 1; }));
  CHECK(server.still_answers());
}

// UndefinedBehaviorSanitizer opens a pipe to see whether memory may be read, and takes the want of one for a fault.
#ifndef __SANITIZE_ADDRESS__
TEST_CASE("who comes when no descriptor is left is answered all the same") {
  for (const std::string& bytes : {kEmergency, kBrowserGet, kApiGet}) {
    HeldLoop held;
    const TestServer server(
        [&](const Request& request, Response&) {
          if (request.path == "/hold") held.hold();
        },
        one_loop());
    RawClient holder = server.client();
    holder.send("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n");
    held.wait_until_held();

    // One descriptor is left, and the client takes it. What it asks is here before it is let in.
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    const int next = ::dup(STDERR_FILENO), after = ::dup(STDERR_FILENO);
    ::close(next);
    ::close(after);
    rlimit lowered = before;
    lowered.rlim_cur = static_cast<rlim_t>(after);
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &lowered) == 0);
    RawClient client = server.client();
    client.send(bytes);
    held.let_go();
    const RawAnswer answer = client.read_answer();
    CHECK(client.is_ended());
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);

    if (bytes == kEmergency) CHECK(contains(answer.body, "<h1>Emergency help</h1>"));
    if (bytes == kBrowserGet) check_page(answer, 503);
    if (bytes == kApiGet) check_problem(answer, 503, "too-many-connections");
    CHECK(server.front.figures().turned_away == 1);
    CHECK(holder.read_answer().status == 200);
    CHECK(server.still_answers());
  }
}
#endif

TEST_CASE("connections that are opened and dropped leave nothing behind") {
  const TestServer server([](const Request&, Response& response) { response.body = std::string(100'000, 'x'); },
                          one_loop());
  for (int i = 0; i < 300; ++i) {
    RawClient client = server.client();
    if (i % 5 == 1) client.send("GET / HT");
    if (i % 5 == 2) client.send(kGet);
    if (i % 5 == 3) client.send(kGet + kGet + "GET /");
    if (i % 5 == 4) client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n" + std::string(5000, 'a'));
  }
  REQUIRE(eventually([&] { return server.front.figures().connections == 0; }));
  CHECK(server.front.figures().buffered_bytes == 0);
  CHECK(server.still_answers());
}

// ---- readers

namespace {

// Answers with so many bytes, and tells that it did.
struct LongAnswer {
  std::string body;
  std::atomic<bool> made{false};
  explicit LongAnswer(std::size_t bytes) : body(bytes, 'x') {}
  Handler handler() {
    return [this](const Request&, Response& response) {
      response.body = body;
      made = true;
    };
  }
};

}  // namespace

TEST_CASE("a client that reads a little now and then is dropped all the same") {
  LongAnswer answer(8 * 1024 * 1024);
  FrontSettings settings = one_loop();
  settings.write_time = 200ms;
  const TestServer server(answer.handler(), settings);
  RawClient client = server.client();
  client.send(kGet);
  REQUIRE(eventually([&] { return answer.made.load(); }));
  // Every read succeeds, and still the answer does not come to its end.
  std::size_t got = 0;
  CHECK(eventually([&] {
    got += client.read_some(1);
    return server.front.open_connections() == 0;
  }));
  CHECK(got > 0);
  CHECK(got < answer.body.size());
}

TEST_CASE("an answer that nobody takes from the kernel is taken back") {
  LongAnswer answer(40'000);
  FrontSettings settings = one_loop();
  settings.idle_time = 200ms;
  const TestServer server(answer.handler(), settings);
  RawClient client(server.front.port(), 2048);  // the client's kernel takes about as much
  client.send(kGet);
  REQUIRE(eventually([&] { return answer.made.load(); }));
  REQUIRE(eventually([&] { return server.front.open_connections() == 0; }));
  CHECK(client.read_to_end().size() < answer.body.size());  // reset, not closed: what was left is gone
}

// ---- failures

TEST_CASE("a person is told in words when a handler fails and the emergency page is served") {
  const TestServer server(
      [](const Request& request, Response&) {
        if (request.path == "/memory") throw std::bad_alloc();
        throw std::runtime_error("secret cause");
      },
      one_loop());
  RawClient client = server.client();
  check_page(ask(client, kBrowserGet), 500);
  const RawAnswer memory = ask(client, "GET /memory HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n");
  check_page(memory, 500);
  CHECK_FALSE(contains(memory.body, "secret"));
  CHECK(ask(client, kApiGet).header("Content-Type") == "application/problem+json");
  check_emergency(client);
}

TEST_CASE("the emergency page is answered to every way of asking for it") {
  FrontSettings settings = one_loop();
  std::mutex mutex;
  std::vector<std::string> routes;
  settings.observer = [&](const Exchanged& answered) {
    const std::lock_guard lock(mutex);
    routes.emplace_back(answered.route);
  };
  const TestServer server([](const Request&, Response& response) { response.status = 404; }, settings);
  RawClient client = server.client();
  check_emergency(client);
  const RawAnswer with_query = ask(client, "GET /emergency?from=sms HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(with_query.status == 200);
  CHECK(with_query.header("Cache-Control") == "public, max-age=60");
  CHECK(contains(with_query.header("Content-Security-Policy").value_or(""), "style-src 'self'"));
  client.send("HEAD /emergency HTTP/1.1\r\nHost: x\r\n\r\n");
  const RawAnswer head = client.read_answer(true);
  CHECK(head.status == 200);
  CHECK(head.header("Content-Length") == std::to_string(with_query.body.size()));
  client.send(kEmergency + kGet);  // in a pipeline
  CHECK(client.read_answer().status == 200);
  CHECK(client.read_answer().status == 404);
  for (const char* other :
       {"GET /emergency/ HTTP/1.1\r\nHost: x\r\n\r\n", "GET /emergencyx HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /emergency HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"})
    CHECK(ask(client, other).status == 404);
  RawClient old = server.client();
  old.send("GET /emergency HTTP/1.0\r\n\r\n");
  CHECK(old.read_answer().header("Connection") == "close");
  CHECK(old.is_ended());
  const std::lock_guard lock(mutex);
  CHECK(routes.front() == "/emergency");
}

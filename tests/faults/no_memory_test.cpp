// A front that has no memory left, down to the last byte: every allocation of its loop fails.
#include <catch2/catch.hpp>

#include <atomic>
#include <cstdlib>
#include <new>

#include "server/page_layout.hpp"
#include "tests/support/test_server.hpp"

using namespace signpost;
using namespace signpost::test;
using namespace std::chrono_literals;

namespace {

std::atomic<bool> no_memory{false};
std::atomic<int> failed_allocations{0};
thread_local bool is_loop = false;

}  // namespace

void* operator new(std::size_t size) {
  if (is_loop && no_memory) {
    ++failed_allocations;
    throw std::bad_alloc();
  }
  if (void* const made = std::malloc(size == 0 ? 1 : size)) return made;
  throw std::bad_alloc();
}
// All of them, or a sanitizer finds memory that one allocator gave and the other takes back.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return operator new(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void operator delete(void* made) noexcept { std::free(made); }
void operator delete(void* made, std::size_t) noexcept { std::free(made); }

TEST_CASE("without any memory the emergency page is answered and others are told that something is wrong") {
  FrontSettings settings;
  settings.loops = 1;
  settings.idle_time = settings.request_time = 1h;
  settings.fallbacks = make_fallbacks(PageLayout(false));
  const TestServer server(
      [](const Request&, Response& response) {
        is_loop = true;
        response.body = "ok";
      },
      settings);
  const std::string browser = " HTTP/1.1\r\nHost: x\r\nUser-Agent: any\r\nAccept: text/html\r\nCookie: a=b\r\n\r\n";
  const auto ask = [&](RawClient& client, const std::string& target) {
    client.send("GET " + target + browser);
    return client.read_answer();
  };
  RawClient person = server.client(), other = server.client(), program = server.client();
  for (RawClient* client : {&person, &other, &program}) CHECK(ask(*client, "/").status == 200);

  no_memory = true;
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
  CHECK(failed_allocations > 0);

  no_memory = false;
  CHECK(ask(person, "/").status == 200);
  CHECK(server.still_answers());
}

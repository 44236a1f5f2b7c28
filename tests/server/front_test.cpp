// The front over real sockets. Each test of the first part sends what a stock server answers wrongly, and wants the
// right answer; the second part holds what the front promises about connections, time and memory.
#include "server/front.hpp"

#include <dirent.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <functional>
#include <future>
#include <latch>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <thread>

#include "server/router.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/test_server.hpp"

using namespace signpost;
using namespace signpost::test;
using namespace std::chrono_literals;

namespace {

// The request is refused with this status and code, the connection ends, and the next client is served.
void check_refused(const TestServer& server, std::string_view bytes, int status, std::string_view code) {
  RawClient client = server.client();
  client.send(bytes);
  const RawAnswer answer = client.read_answer();
  CHECK(answer.status == status);
  CHECK(answer.header("Content-Type") == "application/problem+json");
  CHECK(answer.header("Connection") == "close");
  CHECK(answer.header("Cache-Control") == "no-store");
  CHECK(answer.body.find("\"code\":\"" + std::string(code) + "\"") != std::string::npos);
  client.finish_sending();
  CHECK(client.is_ended());
  CHECK(server.still_answers());
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::size_t threads_now() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("Threads:")) return std::stoul(line.substr(8));
  throw std::runtime_error("no count of threads");
}

// Our own descriptors whose local port is `port`: the server's side, as it runs in this process.
std::vector<int> server_sockets(std::uint16_t port) {
  std::vector<int> found;
  DIR* folder = ::opendir("/proc/self/fd");
  while (const dirent* entry = ::readdir(folder)) {
    const int descriptor = std::atoi(entry->d_name);
    sockaddr_in address{};
    socklen_t length = sizeof address;
    if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length) == 0 &&
        address.sin_family == AF_INET && ntohs(address.sin_port) == port)
      found.push_back(descriptor);
  }
  ::closedir(folder);
  return found;
}

int option(int descriptor, int level, int name) {
  int value = 0;
  socklen_t length = sizeof value;
  REQUIRE(::getsockopt(descriptor, level, name, &value, &length) == 0);
  return value;
}

const std::string kGet = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

}  // namespace

// ---- What a stock server answers wrongly
// -----------------------------------------------------------------------------

TEST_CASE("a flood of header lines is cut off") {
  const TestServer server;
  std::string bytes = "GET / HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 100'000; ++i) bytes += "X-Header-Number-" + std::to_string(i) + ": some value of it\r\n";
  RawClient client = server.client();
  client.send(bytes + "\r\n");  // may fail half-way: that is the point
  const RawAnswer answer = client.read_answer();
  CHECK(answer.status == 431);
  CHECK(answer.header("Connection") == "close");
  CHECK(server.still_answers());
}

TEST_CASE("more headers than any browser sends are refused") {
  const TestServer server;
  std::string bytes = "GET / HTTP/1.1\r\nHost: x\r\n";
  for (std::size_t i = 0; i < RequestLimits{}.fields; ++i) bytes += "X: y\r\n";
  check_refused(server, bytes + "\r\n", 431, "too-many-headers");
}

TEST_CASE("a request line without an end is cut off") {
  const TestServer server;
  RawClient client = server.client();
  const std::string part(1024 * 1024, 'a');
  client.send("GET /");
  for (int i = 0; i < 20 && client.send(part); ++i) {
  }
  CHECK(client.read_answer().status == 414);
  CHECK(server.still_answers());
}

TEST_CASE("a target longer than the limit is refused") {
  const TestServer server;
  check_refused(server, "GET /" + std::string(RequestLimits{}.target_bytes, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414,
                "target-too-long");
}

TEST_CASE("a body over the limit is refused before it comes") {
  const TestServer server;
  const std::string length = std::to_string(RequestLimits{}.body_bytes + 1);
  check_refused(server, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n", 413, "body-too-large");
}

TEST_CASE("the largest body that is allowed arrives whole") {
  const TestServer server([](const Request& request, Response& response) {
    response.body = std::to_string(request.body.size()) + request.body.substr(request.body.size() - 3);
  });
  const std::size_t size = RequestLimits{}.body_bytes;
  RawClient client = server.client();
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" +
              std::string(size - 3, 'a') + "end");
  CHECK(client.read_answer().body == std::to_string(size) + "end");
  client.send(kGet + kGet);
}

TEST_CASE("a refused body that still arrives is not taken for requests") {
  std::atomic<int> handled{0};
  const TestServer server([&](const Request&, Response&) { ++handled; });
  RawClient client = server.client();
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
  CHECK(client.read_answer().status == 413);
  client.send(kGet + kGet + kGet);
  client.finish_sending();
  CHECK(client.is_ended());
  CHECK(handled == 0);
}

TEST_CASE("a body in chunks is refused") {
  const TestServer server;
  check_refused(server, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 411,
                "length-required");
}

TEST_CASE("a chunk of negative size is refused at once") {
  const TestServer server;
  check_refused(server, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\n", 411,
                "length-required");
}

TEST_CASE("chunks together with a length are refused") {
  const TestServer server;
  check_refused(server,
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400,
                "ambiguous-length");
  check_refused(server,
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\nContent-Length: 3\r\n\r\nabc", 400,
                "ambiguous-length");
}

TEST_CASE("a compressed body is refused") {
  const TestServer server;
  check_refused(server, "POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", 415,
                "content-encoding");
}

TEST_CASE("a multipart body is refused") {
  const TestServer server;
  check_refused(
      server,
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 3\r\n\r\nabc",
      415, "multipart");
}

TEST_CASE("a body without a length is refused at once") {
  const TestServer server;
  check_refused(server, "POST / HTTP/1.1\r\nHost: x\r\n\r\n", 411, "length-required");
}

TEST_CASE("a length that is no number is refused") {
  const TestServer server;
  for (const char* length : {"-1", "+1", "3abc", "0x10", "1 1", ""}) {
    INFO(length);
    check_refused(server, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::string(length) + "\r\n\r\nabc", 400,
                  "bad-length");
  }
}

TEST_CASE("two lengths are refused") {
  const TestServer server;
  check_refused(server, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 5\r\n\r\nabcde", 400,
                "ambiguous-length");
}

TEST_CASE("a GET whose body arrives later gets one answer") {
  std::atomic<int> handled{0};
  const TestServer server([&](const Request&, Response&) { ++handled; });
  RawClient client = server.client();
  client.send("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(kGet.size()) + "\r\n\r\n");
  CHECK(client.read_answer().status == 400);
  client.send(kGet);
  client.finish_sending();
  CHECK(client.is_ended());
  CHECK(handled == 0);
}

TEST_CASE("a handler that answers without reading the body leaves nothing behind") {
  const TestServer server([](const Request& request, Response& response) {
    if (request.method == "POST") response.status = 404;
  });
  RawClient client = server.client();
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(kGet.size()) + "\r\n\r\n" + kGet);
  CHECK(client.read_answer().status == 404);
  client.send("GET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  CHECK(client.read_answer().status == 200);
  CHECK(client.is_ended());
}

TEST_CASE("requests in one segment are each answered in turn") {
  const TestServer server;
  RawClient client = server.client();
  std::string bytes;
  for (int i = 0; i < 50; ++i)
    bytes += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi" + kGet;
  client.send(bytes);
  for (int i = 0; i < 50; ++i) {
    CHECK(contains(client.read_answer().body, "POST /" + std::to_string(i) + "?"));
    CHECK(contains(client.read_answer().body, "GET /?"));
  }
}

TEST_CASE("a request that trickles in is cut off by its own deadline") {
  FrontSettings settings;
  settings.request_time = 150ms;
  settings.idle_time = 1h;
  const TestServer server(echo, settings);
  RawClient client = server.client();
  // Bytes keep coming for as long as the server takes them: each read succeeds, the request does not.
  std::promise<void> cut;
  std::thread trickle([&, done = cut.get_future()] {
    client.send("GET / HTTP/1.1\r\nHost: x\r\nX: ");
    while (done.wait_for(5ms) == std::future_status::timeout)
      if (!client.send("a")) break;
  });
  const RawAnswer answer = client.read_answer();
  cut.set_value();
  trickle.join();
  CHECK(answer.status == 408);
  CHECK(answer.header("Connection") == "close");
  client.read_to_end();
  CHECK(server.still_answers());
}

TEST_CASE("bare line feeds are refused at once") {
  const TestServer server;
  check_refused(server, "GET / HTTP/1.1\nHost: x\n\n", 400, "bad-line-end");
}

TEST_CASE("a space before the colon of a header is refused") {
  const TestServer server;
  check_refused(server, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 3\r\n\r\nabc", 400, "bad-header");
}

TEST_CASE("a request without Host is refused") {
  const TestServer server;
  check_refused(server, "GET / HTTP/1.1\r\n\r\n", 400, "bad-host");
  check_refused(server, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "bad-host");
}

TEST_CASE("no part of an answer is sent for a Range") {
  const TestServer server;
  for (const char* range : {"bytes=0-1", "bytes=0-1,3-4", "nonsense"}) {
    RawClient client = server.client();
    client.send("GET / HTTP/1.1\r\nHost: x\r\nRange: " + std::string(range) + "\r\n\r\n");
    const RawAnswer answer = client.read_answer();
    CHECK(answer.status == 200);
    CHECK(answer.count("Content-Range") == 0);
    CHECK_FALSE(contains(answer.body, "Range"));
  }
}

TEST_CASE("a client cannot speak for its own address") {
  const TestServer server;
  RawClient client = server.client();
  client.send(
      "GET / HTTP/1.1\r\nHost: x\r\nREMOTE_ADDR: 10.0.0.1\r\nREMOTE_PORT: 1\r\nLOCAL_ADDR: 10.0.0.2\r\nLOCAL_PORT: "
      "2\r\n"
      "\r\n");
  const RawAnswer answer = client.read_answer();
  CHECK(answer.body == "GET /? from 127.0.0.1\nHost: x\n\n");
}

TEST_CASE("a peer has one address whichever family the socket is of") {
  const int probe = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (probe < 0) {
    WARN("this machine has no IPv6, so there is nothing to see");
    return;
  }
  ::close(probe);
  FrontSettings settings;
  settings.host = "::";
  const TestServer server(echo, settings);
  RawClient client = server.client();
  client.send(kGet);
  CHECK(contains(client.read_answer().body, " from 127.0.0.1\n"));
}

TEST_CASE("a line break hidden in a header by percent signs is refused") {
  const TestServer server;
  check_refused(server, "GET / HTTP/1.1\r\nHost: x\r\nX-In: a%0d%0aEvil: 1\r\n\r\n", 400, "bad-header");
}

TEST_CASE("control bytes in headers are refused") {
  const TestServer server;
  for (const char byte : {'\0', '\x01', '\x0b', '\x1f', '\x7f'})
    check_refused(server, std::string("GET / HTTP/1.1\r\nHost: x\r\nX-In: a") + byte + "b\r\n\r\n", 400, "bad-header");
}

TEST_CASE("header values reach the handler as they were sent") {
  const TestServer server;
  RawClient client = server.client();
  client.send("GET / HTTP/1.1\r\nHost: x\r\nCookie: t=a%2Bb%41+c\r\n\r\n");
  CHECK(contains(client.read_answer().body, "Cookie: t=a%2Bb%41+c\n"));
}

TEST_CASE("a handler cannot split an answer in two") {
  const TestServer server([](const Request& request, Response& response) {
    if (request.path == "/value") response.set_header("X-Out", "a\r\nEvil: 1");
    if (request.path == "/name") response.set_header("X-Out: a\r\nEvil", "1");
    if (request.path == "/redirect") response.status = 302, response.set_header("Location", "/a\r\nEvil: 1");
    if (request.path == "/type") response.content_type = "text/plain\r\nEvil: 1", response.body = "x";
    if (request.path == "/length") response.set_header("content-length", "1"), response.body = "abc";
    if (request.path == "/status") response.status = 99;
  });
  for (const char* path : {"/value", "/name", "/redirect", "/type", "/length", "/status"}) {
    INFO(path);
    RawClient client = server.client();
    client.send("GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    const RawAnswer answer = client.read_answer();
    CHECK(answer.status == 500);
    CHECK(answer.count("Evil") == 0);
    CHECK(answer.count("Content-Length") == 1);
    CHECK(contains(answer.body, "\"code\":\"internal-error\""));
  }
}

TEST_CASE("no answer is compressed on request") {
  const TestServer server([](const Request& request, Response& response) {
    response.content_type = "application/json";
    response.body = std::string(80'000, request.header("Accept-Encoding") ? 'y' : 'n');
  });
  RawClient client = server.client();
  client.send("GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br, gzip\r\n\r\n");
  const RawAnswer answer = client.read_answer();
  CHECK(answer.count("Content-Encoding") == 0);
  CHECK(answer.body == std::string(80'000, 'n'));
}

TEST_CASE("a NUL or a control byte in the path is refused however it is written") {
  const TestServer server;
  for (const char* target : {"/static/a.txt%00.html", "/%0a", "/%1F", "/%7f"})
    check_refused(server, "GET " + std::string(target) + " HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad-target");
  check_refused(server, std::string("GET /a") + '\0' + "b HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad-target");
}

TEST_CASE("the path is decoded once and the query is left alone") {
  const TestServer server;
  RawClient client = server.client();
  client.send("GET /caf%C3%A9%2541?a=%41+b HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(contains(client.read_answer().body, "GET /caf\xc3\xa9%41?a=%41+b from"));
}

TEST_CASE("a target with two question marks is refused and the connection ends") {
  const TestServer server;
  check_refused(server, "GET /a?b?c HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad-target");
}

TEST_CASE("a handler that throws gives a plain 500 and nothing of the cause") {
  const TestServer server([](const Request& request, Response& response) {
    response.set_header("X-Half", "done");
    response.body = "half an answer";
    if (request.path == "/exception") throw std::runtime_error("secret cause");
    if (request.path == "/number") throw 42;
    if (request.path == "/memory") throw std::bad_alloc();
  });
  RawClient client = server.client();
  for (const char* path : {"/exception", "/number", "/memory"}) {
    INFO(path);
    client.send("GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    const RawAnswer answer = client.read_answer();
    CHECK(answer.status == 500);
    CHECK(answer.status_line == "HTTP/1.1 500 Internal Server Error");
    CHECK(answer.header("Content-Type") == "application/problem+json");
    CHECK(answer.count("EXCEPTION_WHAT") == 0);
    CHECK(answer.count("X-Half") == 0);
    CHECK_FALSE(contains(answer.body, "secret"));
    CHECK(contains(answer.body, "\"code\":\"internal-error\""));
  }
  CHECK(server.still_answers());
}

TEST_CASE("an observer that throws costs nobody an answer") {
  FrontSettings settings;
  std::atomic<int> seen{0};
  settings.observer = [&](const Exchanged&) {
    ++seen;
    throw std::runtime_error("disk full");
  };
  const TestServer server(echo, settings);
  RawClient client = server.client();
  client.send(kGet);
  CHECK(client.read_answer().status == 200);
  client.send("nonsense\r\n\r\n");
  CHECK(client.read_answer().status == 400);
  CHECK(eventually([&] { return seen == 2; }));
}

TEST_CASE("an error answer keeps the body that its handler gave it") {
  const TestServer server([](const Request&, Response& response) {
    response = problem(422, "topic-not-for-patient", "This topic is not for this patient");
  });
  RawClient client = server.client();
  client.send(kGet);
  const RawAnswer answer = client.read_answer();
  CHECK(answer.status == 422);
  CHECK(contains(answer.body, "topic-not-for-patient"));
}

TEST_CASE("HEAD gets the headers of GET and no body") {
  const TestServer server([](const Request&, Response& response) {
    response.content_type = "text/plain";
    response.body = "five!";
  });
  RawClient client = server.client();
  client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n" + kGet);
  const RawAnswer head = client.read_answer(true);
  CHECK(head.status == 200);
  CHECK(head.header("Content-Length") == "5");
  CHECK(head.header("Content-Type") == "text/plain");
  CHECK(head.count("Accept-Ranges") == 0);
  CHECK(client.read_answer().body == "five!");
  client.send("HEAD /\xff HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.read_answer(true).status == 400);
  client.finish_sending();
  CHECK(client.is_ended());
}

TEST_CASE("answers that have no body announce none") {
  const TestServer server([](const Request& request, Response& response) {
    response.status = request.path == "/204" ? 204 : 304;
    response.body = "left over";
    response.set_header("ETag", "\"a\"");
  });
  RawClient client = server.client();
  for (const char* path : {"/204", "/304"}) {
    client.send("GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    const RawAnswer answer = client.read_answer();
    CHECK(answer.count("Content-Length") == 0);
    CHECK(answer.header("ETag") == "\"a\"");
  }
}

TEST_CASE("a client that asks before it sends its body is told to send less") {
  const TestServer server;
  check_refused(server, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n", 417,
                "expectation");
}

TEST_CASE("Connection close is obeyed however it is written") {
  FrontSettings settings;
  settings.idle_time = 1h;
  const TestServer server(echo, settings);
  for (const char* line : {"Connection: close", "connection: Close", "Connection: keep-alive, CLOSE"}) {
    INFO(line);
    RawClient client = server.client();
    client.send("GET / HTTP/1.1\r\nHost: x\r\n" + std::string(line) + "\r\n\r\n");
    CHECK(client.read_answer().header("Connection") == "close");
    CHECK(client.is_ended());
  }
}

TEST_CASE("HTTP 1.0 is answered and closed unless it asks to stay") {
  FrontSettings settings;
  settings.idle_time = 1h;
  const TestServer server(echo, settings);
  RawClient closing = server.client();
  closing.send("GET / HTTP/1.0\r\n\r\n");
  CHECK(closing.read_answer().status == 200);
  CHECK(closing.is_ended());
  RawClient staying = server.client();
  for (int i = 0; i < 2; ++i) {
    staying.send("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
    CHECK(staying.read_answer().header("Connection") == "keep-alive");
  }
}

TEST_CASE("the absolute form of a target is taken for its path") {
  const TestServer server;
  RawClient client = server.client();
  client.send("GET http://example.org/a/b?c HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(contains(client.read_answer().body, "GET /a/b?c from"));
}

TEST_CASE("a method that a path does not take answers 405 and the connection stays") {
  Router router;
  router.add("GET", "/a", Handler(echo));
  const TestServer server([&](const Request& request, Response& response) { router(request, response); });
  RawClient client = server.client();
  for (const char* line :
       {"POST /a HTTP/1.1\r\nContent-Length: 2", "DELETE /a HTTP/1.1", "OPTIONS /a HTTP/1.1", "TRACE /a HTTP/1.1"}) {
    INFO(line);
    client.send(std::string(line) + "\r\nHost: x\r\n\r\n" + (line[0] == 'P' ? "hi" : ""));
    const RawAnswer answer = client.read_answer();
    CHECK(answer.status == 405);
    CHECK(answer.header("Allow") == "GET, HEAD");
  }
  check_refused(server, "BREW /a HTTP/1.1\r\nHost: x\r\n\r\n", 501, "unknown-method");
}

// ---- What every answer carries
// ----------------------------------------------------------------------------------------

TEST_CASE("every answer carries the security headers once and a date") {
  Router router;
  router.add("GET", "/a", Handler(echo));
  router.add("GET", "/throw", Handler([](const Request&, Response&) { throw 1; }));
  const TestServer server([&](const Request& request, Response& response) { router(request, response); });
  for (const char* bytes : {"GET /a HTTP/1.1\r\nHost: x\r\n\r\n", "GET /none HTTP/1.1\r\nHost: x\r\n\r\n",
                            "PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
                            "GET /throw HTTP/1.1\r\nHost: x\r\n\r\n", "nonsense\r\n\r\n"}) {
    INFO(bytes);
    RawClient client = server.client();
    client.send(bytes);
    const RawAnswer answer = client.read_answer();
    for (const HeaderLine& line : default_security_headers()) CHECK(answer.header(line.name) == line.value);
    CHECK(answer.header("Content-Security-Policy").value_or("").starts_with("default-src 'none'"));
    CHECK(answer.header("X-Content-Type-Options") == "nosniff");
    CHECK(answer.header("Referrer-Policy") == "no-referrer");
    CHECK(answer.header("Cache-Control") == "no-store");
    const std::string date = answer.header("Date").value_or("");
    CHECK(date.size() == 29);
    CHECK(date.ends_with(" GMT"));
    CHECK(answer.count("Keep-Alive") == 0);
    CHECK(answer.count("Server") == 0);
  }
}

TEST_CASE("a handler's own header takes the place of the default one") {
  const TestServer server([](const Request&, Response& response) {
    response.set_header("cache-control", "public, max-age=31536000, immutable");
    response.add_header("Set-Cookie", "a=1");
    response.add_header("Set-Cookie", "b=2");
  });
  RawClient client = server.client();
  client.send(kGet);
  const RawAnswer answer = client.read_answer();
  CHECK(answer.header("Cache-Control") == "public, max-age=31536000, immutable");
  CHECK(answer.header("X-Content-Type-Options") == "nosniff");
  CHECK(answer.count("Set-Cookie") == 2);
}

TEST_CASE("the observer is told of each answer and never of the path") {
  struct Seen {
    std::string method, route;
    int status;
    std::size_t bytes;
  };
  std::mutex mutex;
  std::vector<Seen> seen;
  FrontSettings settings;
  settings.observer = [&](const Exchanged& answered) {
    const std::lock_guard lock(mutex);
    seen.push_back({std::string(answered.method), std::string(answered.route), answered.status, answered.bytes});
  };
  Router router;
  router.add("GET", "/j/{journey}", Handler(echo));
  const TestServer server([&](const Request& request, Response& response) { router(request, response); }, settings);
  RawClient client = server.client();
  client.send("GET /j/k3p9 HTTP/1.1\r\nHost: x\r\n\r\nGET /chest-pain HTTP/1.1\r\nHost: x\r\n\r\n\r\n\r\n\r\n");
  const std::string all = client.read_to_end();
  const std::lock_guard lock(mutex);
  REQUIRE(seen.size() == 3);
  CHECK(seen[0].method == "GET");
  CHECK(seen[0].route == "/j/{journey}");
  CHECK(seen[0].status == 200);
  CHECK(seen[1].route.empty());
  CHECK(seen[1].status == 404);
  CHECK(seen[2].method.empty());
  CHECK(seen[2].status == 400);
  CHECK(seen[0].bytes + seen[1].bytes + seen[2].bytes == all.size());
}

// ---- Connections, time and memory
// -------------------------------------------------------------------------------------

namespace {

void check_trickling_clients_cost_nothing(std::size_t wanted) {
  FrontSettings settings;
  settings.request_time = settings.idle_time = 1h;
  const TestServer server(echo, settings);
  // Both ends of each connection are descriptors of this one process.
  const std::size_t clients = std::min(wanted, raise_descriptor_limit() / 2 - 100);
  const std::size_t threads = threads_now();
  std::vector<RawClient> trickling;
  trickling.reserve(clients);
  for (std::size_t i = 0; i < clients; ++i) {
    trickling.push_back(server.client());
    trickling.back().send("POST /step HTTP/1.1\r\nHost: x\r\nContent-Le");
  }
  REQUIRE(eventually([&] { return server.front.open_connections() == clients; }));
  for (RawClient& client : trickling) client.send("n");
  CHECK(threads_now() == threads);
  CHECK(server.still_answers());
  // And they were not forgotten.
  trickling.front().send("gth: 2\r\n\r\nhi");
  trickling.back().send("gth: 2\r\n\r\nhi");
  CHECK(trickling.front().read_answer().status == 200);
  CHECK(trickling.back().read_answer().status == 200);
}

}  // namespace

TEST_CASE("two hundred trickling clients cost no thread and a good one is answered") {
  check_trickling_clients_cost_nothing(200);
}

TEST_CASE("five thousand trickling clients cost no thread and a good one is answered") {
  check_trickling_clients_cost_nothing(5000);
}

TEST_CASE("an idle connection is ended without a word") {
  FrontSettings settings;
  settings.idle_time = 100ms;
  const TestServer server(echo, settings);
  RawClient silent = server.client();
  CHECK(silent.is_ended());
  RawClient served = server.client();
  served.send(kGet);
  CHECK(served.read_answer().status == 200);
  CHECK(served.is_ended());
  CHECK(eventually([&] { return server.front.open_connections() == 0; }));
}

TEST_CASE("a client that never reads is answered up to a bound and then dropped") {
  std::atomic<std::size_t> handled{0};
  const std::string body(64 * 1024, 'x');
  FrontSettings settings;
  settings.write_time = 300ms;
  const TestServer server(
      [&](const Request&, Response& response) {
        ++handled;
        response.body = body;
      },
      settings);
  RawClient client = server.client();
  // 256 MiB of answers are asked for. The kernels take some MiB of them on both sides, the front its bound.
  std::string bytes;
  for (int i = 0; i < 4096; ++i) bytes += kGet;
  client.send_some(bytes);
  REQUIRE(eventually([&] { return handled > 0; }));
  REQUIRE(eventually([&] { return server.front.open_connections() == 0; }));
  CHECK(handled < 1500);
}

TEST_CASE("pipelined answers that exceed the bound all arrive once the client reads") {
  const std::string body(50'000, 'x');
  FrontSettings settings;
  settings.output_bytes = 1000;
  const TestServer server([&](const Request&, Response& response) { response.body = body; }, settings);
  RawClient client = server.client();
  std::string bytes;
  for (int i = 0; i < 300; ++i) bytes += kGet;
  client.send(bytes);
  for (int i = 0; i < 300; ++i) CHECK(client.read_answer().body.size() == body.size());
}

TEST_CASE("a client that leaves before its answer harms nobody") {
  const TestServer server([](const Request&, Response& response) { response.body = std::string(1024 * 1024, 'x'); });
  for (int i = 0; i < 20; ++i) {
    RawClient client = server.client();
    client.send(kGet + kGet);
  }
  CHECK(server.still_answers());
  CHECK(eventually([&] { return server.front.open_connections() == 0; }));
}

TEST_CASE("a client that ends its sending still gets its answer") {
  const TestServer server;
  RawClient client = server.client();
  client.send(kGet);
  client.finish_sending();
  CHECK(client.read_answer().status == 200);
  CHECK(client.is_ended());
}

TEST_CASE("a second server on the same port fails") {
  const TestServer server;
  FrontSettings settings;
  settings.port = server.front.port();
  CHECK_THROWS_AS(Front(settings, echo), std::system_error);
  CHECK(server.still_answers());
}

TEST_CASE("an address that is not ours fails") {
  FrontSettings settings;
  settings.host = "203.0.113.7";  // of a range kept for documentation
  CHECK_THROWS_AS(Front(settings, echo), std::system_error);
  settings.host = "no such host";
  CHECK_THROWS_AS(Front(settings, echo), std::system_error);
}

TEST_CASE("the port is free again as soon as the server has stopped") {
  FrontSettings settings;
  for (int i = 0; i < 3; ++i) {
    TestServer server(echo, settings);
    CHECK(server.still_answers());
    settings.port = server.front.port();
  }
}

TEST_CASE("the listening socket has a long queue and connections send at once") {
  const TestServer server;
  RawClient client = server.client();
  client.send(kGet);
  client.read_answer();
  std::ifstream file("/proc/sys/net/core/somaxconn");
  unsigned most = 0;
  file >> most;
  std::size_t listening = 0, connected = 0;
  for (const int descriptor : server_sockets(server.front.port())) {
    if (option(descriptor, SOL_SOCKET, SO_ACCEPTCONN) == 1) {
      ++listening;
      tcp_info info{};
      socklen_t length = sizeof info;
      REQUIRE(::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &length) == 0);
      CHECK(info.tcpi_sacked == std::min<unsigned>(kBacklog, most));  // for a listener: the length of its queue
      CHECK(option(descriptor, SOL_SOCKET, SO_REUSEPORT) == 0);
      CHECK(option(descriptor, SOL_SOCKET, SO_REUSEADDR) == 1);
    } else {
      ++connected;
      CHECK(option(descriptor, IPPROTO_TCP, TCP_NODELAY) == 1);
    }
  }
  CHECK(listening == 1);
  CHECK(connected == 1);
}

TEST_CASE("the soft limit on descriptors is raised to the hard one") {
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  rlimit lowered = before;
  lowered.rlim_cur = std::min<rlim_t>(before.rlim_max, 256);
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &lowered) == 0);
  const Front front({}, echo);
  rlimit after{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &after) == 0);
  CHECK(after.rlim_cur == before.rlim_max);
}

TEST_CASE("stopping does not wait for idle clients") {
  FrontSettings settings;
  settings.idle_time = settings.stop_time = 1h;  // were either waited for, this test would not end
  TestServer server(echo, settings);
  std::vector<RawClient> idle;
  for (int i = 0; i < 20; ++i) {
    idle.push_back(server.client());
    if (i % 2 == 0) continue;
    idle.back().send(kGet);
    CHECK(idle.back().read_answer().status == 200);
  }
  REQUIRE(eventually([&] { return server.front.open_connections() == 20; }));
  server.front.stop();
  for (RawClient& client : idle) CHECK(client.is_ended());
  CHECK_FALSE(is_listening(server.front.port()));
  CHECK(server.front.open_connections() == 0);
}

TEST_CASE("stopping does not wait for clients that trickle or never read") {
  FrontSettings settings;
  settings.request_time = settings.write_time = settings.idle_time = 1h;
  settings.stop_time = 100ms;
  const std::string body(16 * 1024 * 1024, 'x');
  TestServer server([&](const Request&, Response& response) { response.body = body; }, settings);
  RawClient trickling = server.client(), deaf = server.client();
  trickling.send("GET / HT");
  deaf.send(kGet);
  REQUIRE(eventually([&] { return server.front.open_connections() == 2; }));
  server.front.stop();
  CHECK(server.front.open_connections() == 0);
}

TEST_CASE("a request that has begun is answered while the server stops") {
  FrontSettings settings;
  settings.stop_time = 1h;
  TestServer server(echo, settings);
  RawClient begun = server.client(), other = server.client();
  begun.send("POST /begun HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbo");
  other.send(kGet);
  other.read_answer();
  REQUIRE(eventually([&] { return server.front.open_connections() == 2; }));
  std::thread stopping([&] { server.front.stop(); });
  CHECK(eventually([&] { return !is_listening(server.front.port()); }));
  begun.send("dy");
  const RawAnswer answer = begun.read_answer();
  CHECK(answer.status == 200);
  CHECK(answer.body.ends_with("body"));
  CHECK(answer.header("Connection") == "close");
  CHECK(begun.is_ended());
  stopping.join();
}

TEST_CASE("a handler that is at work when the server stops finishes its answer") {
  std::latch at_work(1), go_on(1);
  TestServer server([&](const Request& request, Response& response) {
    if (request.path != "/slow") return;
    at_work.count_down();
    go_on.wait();
    response.body = "done";
  });
  RawClient client = server.client();
  client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  at_work.wait();
  std::thread stopping([&] { server.front.stop(); });
  go_on.count_down();
  CHECK(client.read_answer().body == "done");
  CHECK(client.is_ended());
  stopping.join();
}

TEST_CASE("a front may be stopped twice or never started") {
  Front never({}, echo);
  never.stop();
  CHECK_FALSE(is_listening(never.port()));
  TestServer server;
  server.front.stop();
  server.front.stop();
  CHECK(server.front.open_connections() == 0);
}

TEST_CASE("many clients at once are each given their own answers") {
  const TestServer server;
  constexpr int kClients = 8, kRequests = 200;
  std::atomic<int> right{0};
  std::vector<std::thread> clients;
  for (int id = 0; id < kClients; ++id) {
    clients.emplace_back([&, id] {
      RawClient client = server.client();
      for (int i = 0; i < kRequests; ++i) {
        const std::string mark = std::to_string(id) + "-" + std::to_string(i);
        client.send("POST /" + mark + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(mark.size()) +
                    "\r\n\r\n" + mark);
        const RawAnswer answer = client.read_answer();
        if (answer.body.starts_with("POST /" + mark + "?") && answer.body.ends_with("\n" + mark)) ++right;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  CHECK(right == kClients * kRequests);
}

#include "server/framing.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace signpost;

namespace {

struct Reading {
  Framer::State state;
  int status = 0;
  std::string code;
};

Reading read_head(const std::string& bytes, RequestLimits limits = {}) {
  Framer framer(limits);
  FrameProgress progress;
  const Framer::State state = framer.read(bytes, progress);
  if (state != Framer::State::kRefused) return {state, 0, {}};
  return {state, framer.refusal().status, std::string(framer.refusal().code)};
}

std::string get(const std::string& lines) { return "GET / HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n"; }
std::string post(const std::string& lines) { return "POST / HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n"; }

}  // namespace

TEST_CASE("a whole request is framed with its parts") {
  const std::string bytes =
      "POST /api/v1/triage?x=%41 HTTP/1.1\r\nhOST: example.org\r\nContent-Length:\t5  \r\nCookie: "
      "a=%41b\r\n\r\nhelloGET";
  Framer framer({});
  FrameProgress progress;
  REQUIRE(framer.read(bytes, progress) == Framer::State::kWhole);
  const Frame& frame = framer.frame();
  CHECK(frame.method == "POST");
  CHECK(frame.target == "/api/v1/triage?x=%41");
  CHECK(frame.version == "HTTP/1.1");
  CHECK(frame.body == "hello");
  CHECK(frame.length == bytes.size() - 3);
  CHECK(frame.keep_open);
  REQUIRE(frame.fields.size() == 3);
  CHECK(frame.fields[0].name == "hOST");
  CHECK(frame.fields[1].value == "5");
  CHECK(frame.fields[2].value == "a=%41b");
}

TEST_CASE("a request may arrive byte by byte") {
  const std::string bytes = "\r\nPOST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
  Framer framer({});
  FrameProgress progress;
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    INFO(size);
    // A copy of its own each time, as a buffer that grows has: nothing may be remembered by address.
    const std::string so_far = bytes.substr(0, size);
    REQUIRE(framer.read(so_far, progress) == Framer::State::kNeedsMore);
  }
  REQUIRE(framer.read(bytes, progress) == Framer::State::kWhole);
  CHECK(framer.frame().target == "/a");
  CHECK(framer.frame().body == "abc");
  CHECK(framer.frame().length == bytes.size());
}

TEST_CASE("only an honest request is framed") {
  using Row = std::tuple<std::string, int, std::string>;
  const auto [bytes, status, code] = GENERATE(table<std::string, int, std::string>({
      Row{"GET / HTTP/1.1\n", 400, "bad-line-end"},
      Row{"GET / HTTP/1.1\r\nHost: x\n\r\n", 400, "bad-line-end"},
      Row{"\n", 400, "bad-line-end"},
      Row{"\r\n\r\n", 400, "bad-request-line"},
      Row{"GET\r\n\r\n", 400, "bad-request-line"},
      Row{"GET /\r\n\r\n", 400, "bad-request-line"},
      Row{"GET / HTTX/1.1\r\n\r\n", 400, "bad-request-line"},
      Row{"GET  / HTTP/1.1\r\n\r\n", 400, "bad-target"},
      Row{"GET / a HTTP/1.1\r\n\r\n", 400, "bad-target"},
      Row{" GET / HTTP/1.1\r\n\r\n", 400, "bad-method"},
      Row{"G(T / HTTP/1.1\r\n\r\n", 400, "bad-method"},
      Row{"BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 501, "unknown-method"},
      Row{"get / HTTP/1.1\r\nHost: x\r\n\r\n", 501, "unknown-method"},
      Row{"PRI * HTTP/2.0\r\n\r\n", 505, "bad-version"},
      Row{"GET / HTTP/1.2\r\n\r\n", 505, "bad-version"},
      Row{"GET a HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad-target"},
      Row{"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad-target"},
      Row{"CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad-target"},
      Row{"GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad-target"},
      Row{"GET /%0d%0a HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad-target"},
      Row{"GET /?%7F HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad-target"},
      Row{"GET /%4 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad-target"},
      Row{"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad-target"},
      Row{"GET /%u0041 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad-target"},
      Row{"GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad-target"},
      Row{"GET /\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad-target"},
      Row{std::string("GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n", 28), 400, "bad-target"},
      Row{"GET / HTTP/1.1\r\n\r\n", 400, "bad-host"},
      Row{"GET / HTTP/1.1\r\nHost:\r\n\r\n", 400, "bad-host"},
      Row{get("Host: y\r\n"), 400, "bad-host"},
      Row{get("X\r\n"), 400, "bad-header"},
      Row{get(": x\r\n"), 400, "bad-header"},
      Row{get("X : y\r\n"), 400, "bad-header"},
      Row{get(" folded: y\r\n"), 400, "bad-header"},
      Row{get("X: a\r\n b\r\n"), 400, "bad-header"},
      Row{get("X: a\rb\r\n"), 400, "bad-header"},
      Row{get(std::string("X: a\0b\r\n", 8)), 400, "bad-header"},
      Row{get("X: a\x01\r\n"), 400, "bad-header"},
      Row{get("X: a\x7f\r\n"), 400, "bad-header"},
      Row{get("X: a%0d%0aEvil: 1\r\n"), 400, "bad-header"},
      Row{get("X: %00\r\n"), 400, "bad-header"},
      Row{post("Content-Length: -1\r\n"), 400, "bad-length"},
      Row{post("Content-Length: +1\r\n"), 400, "bad-length"},
      Row{post("Content-Length: 3abc\r\n"), 400, "bad-length"},
      Row{post("Content-Length: 0x3\r\n"), 400, "bad-length"},
      Row{post("Content-Length: 1, 1\r\n"), 400, "bad-length"},
      Row{post("Content-Length:\r\n"), 400, "bad-length"},
      Row{post("Content-Length: 1\r\nContent-Length: 5\r\n"), 400, "ambiguous-length"},
      Row{post("Content-Length: 5\r\nContent-Length: 5\r\n"), 400, "ambiguous-length"},
      Row{post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400, "ambiguous-length"},
      Row{post("Transfer-Encoding: chunked\r\n"), 411, "length-required"},
      Row{get("Transfer-Encoding: chunked\r\n"), 411, "length-required"},
      Row{post("Content-Length: 18446744073709551616\r\n"), 413, "body-too-large"},
      Row{post(""), 411, "length-required"},
      Row{get("Content-Length: 1\r\n"), 400, "unexpected-body"},
      Row{post("Content-Length: 1\r\nContent-Encoding: gzip\r\n"), 415, "content-encoding"},
      Row{post("Content-Length: 1\r\nContent-Encoding: gzip\r\nContent-Encoding: identity\r\n"), 415,
          "content-encoding"},
      Row{post("Content-Length: 1\r\nContent-Type: Multipart/form-data; boundary=x\r\n"), 415, "multipart"},
      Row{post("Content-Length: 1\r\nExpect: 100-continue\r\n"), 417, "expectation"},
  }));
  INFO(bytes);
  const Reading reading = read_head(bytes);
  CHECK(reading.state == Framer::State::kRefused);
  CHECK(reading.status == status);
  CHECK(reading.code == code);
}

TEST_CASE("what browsers and programs send is framed") {
  const auto bytes = GENERATE(as<std::string>{},                                            //
                              get(""),                                                      //
                              get("X:\r\n"),                                                //
                              get("X: caf\xc3\xa9\ttab\r\n"),                               //
                              get("Referer: http://x/?q=100%25&r=%C5%82\r\n"),              //
                              get("X: 50% off\r\n"),                                        //
                              get("Content-Length: 0\r\n"),                                 //
                              post("Content-Length: 0\r\n"),                                //
                              post("Content-Length: 0000000000000000000\r\n"),              //
                              post("Content-Length: 0\r\nContent-Encoding: identity\r\n"),  //
                              "GET / HTTP/1.0\r\n\r\n",                                     //
                              "OPTIONS / HTTP/1.1\r\nHost: x\r\n\r\n");
  INFO(bytes);
  CHECK(read_head(bytes).state == Framer::State::kWhole);
}

TEST_CASE("the absolute form counts for its path") {
  using Row = std::tuple<std::string, std::string>;
  const auto [sent, path] = GENERATE(table<std::string, std::string>({
      Row{"http://example.org/a/b?c", "/a/b?c"},
      Row{"HTTP://example.org:80/a", "/a"},
      Row{"https://example.org", "/"},
  }));
  const std::string bytes = "GET " + sent + " HTTP/1.1\r\nHost: x\r\n\r\n";
  Framer framer({});
  FrameProgress progress;
  REQUIRE(framer.read(bytes, progress) == Framer::State::kWhole);
  CHECK(framer.frame().target == path);
  CHECK(read_head("GET http://example.org?c HTTP/1.1\r\nHost: x\r\n\r\n").code == "bad-target");
}

TEST_CASE("whether the connection may stay open") {
  using Row = std::tuple<std::string, std::string, bool>;
  const auto [version, line, open] = GENERATE(table<std::string, std::string, bool>({
      Row{"HTTP/1.1", "", true},
      Row{"HTTP/1.1", "Connection: close\r\n", false},
      Row{"HTTP/1.1", "Connection: Close\r\n", false},
      Row{"HTTP/1.1", "connection: upgrade ,\tCLOSE\r\n", false},
      Row{"HTTP/1.1", "Connection: upgrade\r\nConnection: close\r\n", false},
      Row{"HTTP/1.1", "Connection: closed\r\n", true},
      Row{"HTTP/1.0", "", false},
      Row{"HTTP/1.0", "Connection: Keep-Alive\r\n", true},
      Row{"HTTP/1.0", "Connection: keep-alive, close\r\n", false},
  }));
  const std::string bytes = "GET / " + version + "\r\nHost: x\r\n" + line + "\r\n";
  INFO(bytes);
  Framer framer({});
  FrameProgress progress;
  REQUIRE(framer.read(bytes, progress) == Framer::State::kWhole);
  CHECK(framer.frame().keep_open == open);
}

TEST_CASE("headers that no handler may see are left out") {
  const std::string bytes =
      get("Accept-Encoding: br\r\nRANGE: bytes=0-1\r\nIf-Range: x\r\nREMOTE_ADDR: 10.0.0.1\r\nRemote_Port: 1\r\n"
          "LOCAL_ADDR: x\r\nLOCAL_PORT: 2\r\nX-Id: 7\r\n");
  Framer framer({});
  FrameProgress progress;
  REQUIRE(framer.read(bytes, progress) == Framer::State::kWhole);
  REQUIRE(framer.frame().fields.size() == 2);
  CHECK(framer.frame().fields[0].name == "Host");
  CHECK(framer.frame().fields[1].name == "X-Id");
}

TEST_CASE("every limit is reached and not passed") {
  const RequestLimits limits{.head_bytes = 200, .target_bytes = 20, .fields = 4, .body_bytes = 10};
  const std::string start = "GET / HTTP/1.1\r\nHost: x\r\nX: ";

  SECTION("of the head") {
    const std::string fits = start + std::string(200 - start.size() - 3, 'a') + "\r\n\r\n";
    REQUIRE(fits.size() == 201);
    CHECK(read_head(fits, limits).state == Framer::State::kWhole);
    CHECK(read_head(start + std::string(201 - start.size() - 2, 'a') + "\r\n\r\n", limits).status == 431);
    CHECK(read_head(start + std::string(300, 'a'), limits).status == 431);
  }
  SECTION("of a request line that does not end") {
    CHECK(read_head("GET /" + std::string(195, 'a'), limits).state == Framer::State::kNeedsMore);
    CHECK(read_head("GET /" + std::string(196, 'a'), limits).status == 414);
  }
  SECTION("of the target") {
    CHECK(read_head("GET /" + std::string(19, 'a') + " HTTP/1.0\r\n\r\n", limits).state == Framer::State::kWhole);
    CHECK(read_head("GET /" + std::string(20, 'a') + " HTTP/1.0\r\n\r\n", limits).status == 414);
  }
  SECTION("of the number of headers") {
    CHECK(read_head(get("A: 1\r\nB: 1\r\nC: 1\r\n"), limits).state == Framer::State::kWhole);
    const Reading reading = read_head(get("A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\n"), limits);
    CHECK(reading.status == 431);
    CHECK(reading.code == "too-many-headers");
  }
  SECTION("of the body, judged before it comes") {
    CHECK(read_head(post("Content-Length: 10\r\n"), limits).state == Framer::State::kNeedsMore);
    CHECK(read_head(post("Content-Length: 11\r\n"), limits).status == 413);
  }
}

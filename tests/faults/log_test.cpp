// The access log's disk is full, or whoever reads the log hangs.
#include <catch2/catch.hpp>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "tests/support/eventually.hpp"
#include "tests/support/process.hpp"
#include "tests/support/serving.hpp"

using namespace signpost::tests;
using signpost::test::eventually;
using signpost::test::RawClient;

namespace {

// The value of a metric without labels; -1 where there is none.
long metric(std::uint16_t port, const std::string& name) {
  const std::string text = ask(port, get_request("/metrics")).body;
  const std::size_t at = text.find("\n" + name + " ");
  return at == std::string::npos ? -1 : std::stol(text.substr(at + name.size() + 2));
}

void answers(std::uint16_t port, int requests) {
  RawClient client(port);
  for (int i = 0; i < requests; ++i) {
    client.send(get_request("/healthz"));
    REQUIRE(client.read_answer().status == 200);
  }
}

}  // namespace

TEST_CASE("an access log on a full disk holds up no answer and its errors are counted") {
  Serving serving(SIGNPOST_PROGRAM, SIGNPOST_SOURCE_DIR "/tests/fixtures/small-library", {"--access-log", "/dev/full"});
  REQUIRE(serving.port() != 0);
  answers(serving.port(), 20);
  CHECK(eventually([&] { return metric(serving.port(), "signpost_access_log_errors_total") > 0; }));
  CHECK(metric(serving.port(), "signpost_access_log_lines_total") == 0);
  answers(serving.port(), 20);
  CHECK(serving.stop(SIGTERM) == 0);
}

TEST_CASE("a reader of the access log that hangs holds up neither answers nor stopping") {
  const TemporaryFolder folder;
  const std::string pipe = folder.path() + "/log";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  REQUIRE(reader >= 0);
  REQUIRE(fcntl(reader, F_SETPIPE_SZ, 4096) >= 4096);  // as little as a pipe may hold
  Serving serving(SIGNPOST_PROGRAM, SIGNPOST_SOURCE_DIR "/tests/fixtures/small-library", {"--access-log", pipe});
  REQUIRE(serving.port() != 0);
  constexpr int kRequests = 200;  // some 20 KB of lines
  answers(serving.port(), kRequests);
  CHECK(eventually([&] { return metric(serving.port(), "signpost_access_log_lines_total") > 0; }));
  CHECK(metric(serving.port(), "signpost_access_log_lines_total") < kRequests);
  answers(serving.port(), kRequests);
  CHECK(serving.stop(SIGTERM) == 0);
  ::close(reader);
}

// The program on a machine that fails: its disk, its files, its clock, its descriptors; and told to stop at a bad time.
#include <catch2/catch.hpp>

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/eventually.hpp"
#include "tests/support/process.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/serving.hpp"

using namespace signpost;
using namespace signpost::tests;
using signpost::test::eventually;
using signpost::test::RawAnswer;
using signpost::test::RawClient;
namespace fs = std::filesystem;

namespace {

const std::string kProgram = SIGNPOST_PROGRAM;
const std::string kLibrary = SIGNPOST_SOURCE_DIR "/tests/fixtures/small-library";
const std::string kKeys = "7:" + std::string(64, 'b') + "\n";

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// A journey can be begun and the service says that it is ready.
bool serves(std::uint16_t port) {
  return ask(port, get_request("/readyz")).status == 200 &&
         ask(port, post_request("/api/v1/triage", R"({"topic":"cough"})")).status == 200;
}

Finished build_release(const std::string& file, const Start& start) {
  return run_program({kProgram, "build", kLibrary, "-o", file}, start);
}

}  // namespace

TEST_CASE("a release that does not fit the disk is said so and the one before is whole") {
  const TemporaryFolder folder;
  const std::string file = folder.write("release", "the one before");
  Start full;
  full.limits[RLIMIT_FSIZE] = 4096;
  const Finished built = build_release(file, full);
  CHECK(built.code == 3);
  CHECK(contains(built.err, "cannot write '" + file + "': File too large"));
  CHECK(file_text(file) == "the one before");
  CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 1);

  const Finished to_device = build_release("/dev/full", {});
  CHECK(to_device.code == 3);
  CHECK(contains(to_device.err, "cannot write '/dev/full': No space left on device"));
}

TEST_CASE("messages that cannot be written do not end the service") {
  const TemporaryFolder folder;
  Start full;
  full.err_file = "/dev/full";
  const std::string keys = folder.write("keys", kKeys);
  Serving serving(kProgram, kLibrary, {"--token-key", keys}, full);
  REQUIRE(serving.port() != 0);
  folder.write("keys", "nonsense");
  serving.tell(SIGHUP);  // reads the keys, and has something to say about them
  folder.write("keys", kKeys + "8:" + std::string(64, 'c') + "\n");
  serving.tell(SIGHUP);
  CHECK(serves(serving.port()));
  CHECK(serving.stop(SIGTERM) == 0);
}

TEST_CASE("a service that cannot say where it is ends at its start and says why") {
  Start full;
  full.out_file = "/dev/full";
  const Finished ended = run_program({kProgram, "serve", kLibrary, "--port", "0"}, full);
  CHECK(ended.code == 3);
  CHECK(contains(ended.err, "cannot say on standard output what is served: No space left on device"));
}

TEST_CASE("keys that cannot be read keep the service from starting and are named") {
  const TemporaryFolder folder;
  const std::string keys = folder.write("keys", kKeys);
  REQUIRE(chmod(keys.c_str(), 0) == 0);
  Start start;
  start.file_modes_hold = true;
  const Finished refused = run_program({kProgram, "serve", kLibrary, "--port", "0", "--token-key", keys}, start);
  CHECK(refused.code == 3);
  CHECK(contains(refused.err, "cannot read '" + keys + "': Permission denied"));
  CHECK(!contains(refused.err, "bbb"));

  const Finished folder_for_file =
      run_program({kProgram, "serve", kLibrary, "--port", "0", "--token-key", folder.path()});
  CHECK(folder_for_file.code == 3);
  CHECK(contains(folder_for_file.err, "Is a directory"));
}

TEST_CASE("the file of token keys may be as long as its limit and no longer") {
  const TemporaryFolder folder;
  const std::string longest = kKeys + "#" + std::string(64 * 1024 - kKeys.size() - 1, ' ');
  const std::string keys = folder.write("keys", longest);
  CHECK(Serving(kProgram, kLibrary, {"--token-key", keys}).port() != 0);
  folder.write("keys", longest + " ");
  const Finished refused = run_program({kProgram, "serve", kLibrary, "--port", "0", "--token-key", keys});
  CHECK(refused.code == 3);
  CHECK(contains(refused.err, "cannot read '" + keys + "': File too large"));
}

TEST_CASE("keys that can no longer be read leave those of before in use") {
  const TemporaryFolder folder;
  const std::string keys = folder.write("keys", kKeys);
  Start start;
  start.err_file = folder.path() + "/said";
  Serving serving(kProgram, kLibrary, {"--token-key", keys}, start);
  REQUIRE(serving.port() != 0);
  const auto started = ask(serving.port(), post_request("/start", "topic=cough", "application/x-www-form-urlencoded"));
  REQUIRE(started.status == 303);
  const std::string cookie = *started.header("Set-Cookie");
  fs::remove(keys);
  serving.tell(SIGHUP);
  CHECK(eventually([&] { return contains(file_text(start.err_file), "what was served before goes on"); }));
  const std::string page =
      get_request(*started.header("Location"), "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n");
  CHECK(ask(serving.port(), page).status == 200);
  CHECK(serving.stop(SIGTERM) == 0);
}

TEST_CASE("a library that is not there keeps the service from starting and is named") {
  const Finished refused = run_program({kProgram, "serve", "/nowhere/pathways", "--port", "0"});
  CHECK(refused.code == 3);
  CHECK(contains(refused.err, "/nowhere/pathways"));
  CHECK(refused.out.empty());
}

TEST_CASE("a library that goes away is served on") {
  const TemporaryFolder folder;
  const std::string library = folder.path() + "/library";
  fs::copy(kLibrary, library, fs::copy_options::recursive);
  Serving serving(kProgram, library);
  REQUIRE(serving.port() != 0);
  fs::remove_all(library);
  CHECK(serves(serving.port()));
  CHECK(serving.stop(SIGTERM) == 0);
}

TEST_CASE("with few descriptors the service lets in as many as it can and tells the others") {
  Start few;
  few.limits[RLIMIT_NOFILE] = 200;
  Serving serving(kProgram, kLibrary, {}, few);
  REQUIRE(serving.port() != 0);
  {
    std::vector<RawClient> idle;
    for (int i = 0; i < 100; ++i) idle.emplace_back(serving.port());
    const RawAnswer refused = ask(serving.port(), post_request("/api/v1/triage", R"({"topic":"cough"})"));
    CHECK(refused.status == 503);
    CHECK(refused.header("Retry-After"));
    const RawAnswer emergency = ask(serving.port(), get_request("/emergency"));
    CHECK(emergency.status == 200);
    CHECK(contains(emergency.body, "999"));
  }
  CHECK(eventually([&] { return ask(serving.port(), get_request("/")).status == 200; }));
  CHECK(serves(serving.port()));
  CHECK(serving.stop(SIGTERM) == 0);
}

TEST_CASE("who has asked before the service is told to stop is answered") {
  constexpr int kClients = 30, kPipelined = 8;
  Serving serving(kProgram, kLibrary);
  REQUIRE(serving.port() != 0);
  const std::string begin = post_request("/api/v1/triage", R"({"topic":"cough"})");
  std::string pipeline;
  for (int i = 0; i < kPipelined; ++i) pipeline += begin;
  std::vector<RawClient> clients, halves;
  for (int i = 0; i < kClients; ++i) clients.emplace_back(serving.port());
  // Of the others half a request has been taken, for they have had an answer on the same connection.
  for (int i = 0; i < kClients; ++i) halves.emplace_back(serving.port());
  for (RawClient& client : halves) {
    client.send(begin + begin.substr(0, begin.size() - 5));
    REQUIRE(client.read_answer().status == 200);
  }
  for (RawClient& client : clients) client.send(pipeline);
  serving.tell(SIGTERM);
  for (RawClient& client : halves) client.send(begin.substr(begin.size() - 5));
  for (RawClient& client : clients) {
    for (int i = 0; i < kPipelined; ++i) REQUIRE(client.read_answer().status == 200);
    CHECK(client.is_ended());
  }
  for (RawClient& client : halves) {
    CHECK(client.read_answer().status == 200);
    CHECK(client.is_ended());
  }
  CHECK(serving.ended() == 0);
}

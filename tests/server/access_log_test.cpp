#include "server/access_log.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <thread>

#include "server/drain.hpp"
#include "server/request_ids.hpp"

using namespace signpost;
using nlohmann::json;

namespace {

// A folder that goes with the test.
struct Folder {
  std::filesystem::path path;

  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "signpost-log-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string file(const char* name) const { return (path / name).string(); }
};

// A named pipe that is full, and that nobody reads from.
class Pipe {
 public:
  Pipe() {
    REQUIRE(mkfifo(path().c_str(), 0600) == 0);
    reader_ = ::open(path().c_str(), O_RDONLY | O_NONBLOCK);
    const int writer = ::open(path().c_str(), O_WRONLY | O_NONBLOCK);
    REQUIRE(writer >= 0);
    const std::string some(PIPE_BUF, '.');
    while (::write(writer, some.data(), some.size()) > 0) continue;
    ::close(writer);
  }
  ~Pipe() { ::close(reader_); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  std::string path() const { return folder_.file("pipe"); }
  int reader() const { return reader_; }

 private:
  Folder folder_;
  int reader_ = -1;
};

std::vector<json> lines_of(const std::string& path) {
  std::ifstream file(path);
  std::vector<json> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(json::parse(line));
  return lines;
}

Exchanged answered(std::string_view route = "/j/{name}/{page}", int status = 303) {
  Exchanged exchanged;
  exchanged.method = "POST";
  exchanged.route = route;
  exchanged.status = status;
  exchanged.bytes = 912;
  exchanged.took = std::chrono::microseconds(85);
  return exchanged;
}

// Waits for what another thread will do; a minute is as good as never.
template <class Condition>
bool comes_true(Condition condition) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (!condition())
    if (std::chrono::steady_clock::now() > until)
      return false;
    else
      std::this_thread::yield();
  return true;
}

// Everything that comes out of a pipe until `text` has come.
std::string read_until(int descriptor, const std::string& text) {
  std::string read;
  while (read.find(text) == std::string::npos) {
    pollfd ready{descriptor, POLLIN, 0};
    if (poll(&ready, 1, 60'000) != 1) return read;
    char some[4096];
    const ssize_t count = ::read(descriptor, some, sizeof some);
    if (count <= 0) return read;
    read.append(some, static_cast<std::size_t>(count));
  }
  return read;
}

}  // namespace

TEST_CASE("the access log has a line of json for each answer that names the route and nobody") {
  const Folder folder;
  const std::string path = folder.file("access.log");
  {
    AccessLog log(path);
    Exchanged full = answered();
    full.id = 0xabc;
    full.release = 0x12ab34cd56ef;
    full.trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    log.add(full);
    log.add(answered("", 404));
  }
  const auto lines = lines_of(path);
  REQUIRE(lines.size() == 2);
  json first = lines[0];
  CHECK(first["time"].get<std::string>().size() == std::string("2026-11-22T17:12:37.123Z").size());
  first.erase("time");
  CHECK(first == json({{"method", "POST"},
                       {"route", "/j/{name}/{page}"},
                       {"status", 303},
                       {"microseconds", 85},
                       {"bytes", 912},
                       {"release", "12ab34cd56ef"},
                       {"id", "0000000000000abc"},
                       {"trace", "4bf92f3577b34da6a3ce929d0e0e4736"}}));
  CHECK(lines[1]["route"] == "other");
  CHECK_FALSE(lines[1].contains("release"));
  CHECK_FALSE(lines[1].contains("id"));
  CHECK_FALSE(lines[1].contains("trace"));
  struct stat about {};
  REQUIRE(stat(path.c_str(), &about) == 0);
  CHECK((about.st_mode & 07) == 0);  // nobody but the service and its group
}

TEST_CASE("a method that is a text of the client is not logged") {
  const Folder folder;
  {
    AccessLog log(folder.file("access.log"));
    Exchanged odd = answered();
    odd.method = "MYNAMEIS";
    log.add(odd);
  }
  CHECK(lines_of(folder.file("access.log")).at(0)["method"] == "other");
}

TEST_CASE("a reader that hangs costs lines that are counted and told and holds up nobody") {
  const Pipe pipe;
  AccessLog log(pipe.path(), 64);
  // What the writer and the queue take is bounded, so this ends; and nothing of it waits.
  while (log.dropped() == 0) log.add(answered());
  CHECK(log.written() == 0);
  const std::string read = read_until(pipe.reader(), "\"dropped\":");
  CHECK(read.find("\"dropped\":") != std::string::npos);
  CHECK(read.find("\"route\":\"/j/{name}/{page}\"") != std::string::npos);
  CHECK(log.errors() == 0);  // to be slow is no error
}

TEST_CASE("stopping does not wait for a reader that hangs") {
  const Pipe pipe;
  {
    AccessLog log(pipe.path(), 64);
    while (log.dropped() == 0) log.add(answered());
  }
  SUCCEED("it ended");
}

TEST_CASE("a full disk is counted and the log goes on when there is room again") {
  const Folder folder;
  const std::string path = folder.file("access.log");
  std::filesystem::create_symlink("/dev/full", path);
  {
    AccessLog log(path);
    log.add(answered());
    REQUIRE(comes_true([&] { return log.errors() > 1; }));  // tried, and tried again
    CHECK(log.written() == 0);
    std::filesystem::remove(path);
    log.reopen();
    REQUIRE(comes_true([&] { return log.written() == 1; }));
  }
  CHECK(lines_of(path).size() == 1);
}

TEST_CASE("a log that was moved away is begun again when it is told so") {
  const Folder folder;
  const std::string path = folder.file("access.log");
  {
    AccessLog log(path);
    log.add(answered());
    REQUIRE(comes_true([&] { return log.written() == 1; }));
    std::filesystem::rename(path, folder.file("access.log.1"));
    log.reopen();
    REQUIRE(comes_true([&] { return std::filesystem::exists(path); }));
    log.add(answered("/emergency", 200));
  }
  CHECK(lines_of(folder.file("access.log.1")).size() == 1);
  CHECK(lines_of(path).at(0)["route"] == "/emergency");
}

TEST_CASE("a log that cannot be opened again goes on as it was") {
  const Folder folder;
  std::filesystem::create_directory(folder.path / "logs");
  const std::string path = folder.file("logs/access.log");
  {
    AccessLog log(path);
    log.add(answered());
    REQUIRE(comes_true([&] { return log.written() == 1; }));
    std::filesystem::rename(folder.path / "logs", folder.path / "moved");
    log.reopen();
    REQUIRE(comes_true([&] { return log.errors() == 1; }));
    log.add(answered());
    REQUIRE(comes_true([&] { return log.written() == 2; }));
  }
  CHECK(lines_of(folder.file("moved/access.log")).size() == 2);
}

TEST_CASE("a log that cannot be opened at the start says which") {
  const Folder folder;
  CHECK_THROWS_WITH(AccessLog(folder.file("nowhere/access.log")), Catch::Contains("nowhere/access.log"));
  REQUIRE(mkfifo(folder.file("pipe").c_str(), 0600) == 0);
  CHECK_THROWS_AS(AccessLog(folder.file("pipe")), std::system_error);  // nobody reads it
}

TEST_CASE("the queue keeps its order and says when it is full and when it is empty") {
  BoundedQueue<int> queue(3);
  REQUIRE(queue.size() == 4);
  int item = 0;
  CHECK_FALSE(queue.pop(item));
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 4; ++i) CHECK(queue.push(i));
    CHECK_FALSE(queue.push(4));
    for (int i = 0; i < 4; ++i) {
      REQUIRE(queue.pop(item));
      CHECK(item == i);
    }
    CHECK_FALSE(queue.pop(item));
  }
}

TEST_CASE("what many threads push into the queue comes out once each") {
  constexpr int kThreads = 3, kEach = 20'000;
  BoundedQueue<int> queue(64);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i)
    threads.emplace_back([&queue, i] {
      for (int j = 0; j < kEach; ++j)
        while (!queue.push(i * kEach + j)) std::this_thread::yield();
    });
  std::vector<int> next(kThreads);
  for (int taken = 0; taken < kThreads * kEach;) {
    int item = 0;
    if (!queue.pop(item)) {
      std::this_thread::yield();
      continue;
    }
    int& expected = next[static_cast<std::size_t>(item / kEach)];
    REQUIRE(item % kEach == expected);  // each thread's own order is kept
    ++expected;
    ++taken;
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_CASE("only a trace id to the letter is taken from a client") {
  const std::string good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  CHECK(trace_id(good) == "4bf92f3577b34da6a3ce929d0e0e4736");
  for (const char* bad : {"", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
                          "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                          "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                          "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
                          "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                          "00-4bf92f3577b34da6a3ce929d0e0e4736 00f067aa0ba902b7-01",
                          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
                          "00-4bf92f3577b34da6a3ce929d0e0e4736-my name is jo!!-01"}) {
    CAPTURE(bad);
    CHECK(trace_id(bad).empty());
  }
}

TEST_CASE("request ids differ and begin anywhere") {
  RequestIds one, other;
  const auto first = one.next();
  CHECK(first != one.next());
  CHECK(first != other.next());
}

TEST_CASE("from when it drains only readiness says no") {
  Drain drain([](const Request&, Response& response) { response.body = "served"; });
  const auto ask = [&](const char* method, const char* path) {
    Request request;
    request.method = method;
    request.path = path;
    Response response;
    drain(request, response);
    return response;
  };
  CHECK(ask("GET", "/readyz").body == "served");
  drain.begin();
  CHECK(ask("GET", "/readyz").status == 503);
  CHECK(ask("HEAD", "/readyz").status == 503);
  CHECK(ask("GET", "/readyz").route == "/readyz");
  CHECK(ask("GET", "/healthz").body == "served");
  CHECK(ask("POST", "/api/v1/triage").body == "served");
}

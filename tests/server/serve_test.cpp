// `signpost serve` as a process, on a real socket.
#include <catch2/catch.hpp>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/process.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/test_keys.hpp"

using namespace signpost;
using signpost::test::RawClient;

namespace {

// The program, serving until it is told to stop.
class Serving {
 public:
  explicit Serving(std::vector<std::string> more = {}, const std::string& content = SIGNPOST_SOURCE_DIR "/pathways") {
    int out[2];
    REQUIRE(pipe(out) == 0);
    child_ = fork();
    REQUIRE(child_ >= 0);
    if (child_ == 0) {
      dup2(out[1], STDOUT_FILENO);
      const int nothing = ::open("/dev/null", O_WRONLY);
      dup2(nothing, STDERR_FILENO);
      ::close(out[0]);
      std::vector<std::string> words = {SIGNPOST_PROGRAM, "serve", content, "--port", "0"};
      words.insert(words.end(), more.begin(), more.end());
      std::vector<char*> arguments;
      for (std::string& word : words) arguments.push_back(word.data());
      arguments.push_back(nullptr);
      execv(arguments[0], arguments.data());
      _exit(127);
    }
    ::close(out[1]);
    FILE* const lines = fdopen(out[0], "r");
    char line[512] = {};
    if (std::fgets(line, sizeof line, lines) != nullptr) said_ = line;
    std::fclose(lines);
    const std::size_t colon = said_.find("127.0.0.1:");
    if (colon != std::string::npos) port_ = static_cast<std::uint16_t>(std::stoi(said_.substr(colon + 10)));
  }
  ~Serving() {
    if (child_ > 0) {
      kill(child_, SIGKILL);
      waitpid(child_, nullptr, 0);
    }
  }
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

  std::uint16_t port() const { return port_; }
  const std::string& said() const { return said_; }
  int stop(int signal_number) {
    kill(child_, signal_number);
    int status = 0;
    waitpid(child_, &status, 0);
    child_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t child_ = -1;
  std::uint16_t port_ = 0;
  std::string said_;
};

signpost::test::RawAnswer ask(std::uint16_t port, const std::string& request) {
  RawClient client(port);
  client.send(request);
  return client.read_answer();
}
std::string post(const std::string& path, const std::string& body, const std::string& type = "application/json") {
  return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

tests::Finished run(std::vector<std::string> more, std::map<std::string, std::string> environment = {}) {
  std::vector<std::string> words = {SIGNPOST_PROGRAM, "serve"};
  words.insert(words.end(), more.begin(), more.end());
  tests::Start start;
  start.environment = std::move(environment);
  return tests::run_program(words, start);
}

}  // namespace

TEST_CASE("the program serves the shipped library until it is told to stop") {
  const int signal_number = GENERATE(SIGTERM, SIGINT);
  Serving serving;
  REQUIRE(serving.port() != 0);
  CHECK(serving.said().find("Signpost serves demonstration at http://127.0.0.1:") == 0);
  CHECK(ask(serving.port(), "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n").status == 200);
  const auto page = ask(serving.port(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(page.status == 200);
  CHECK(page.header("Content-Security-Policy") ==
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
        "'none'");
  CHECK(page.header("X-Content-Type-Options") == "nosniff");
  CHECK(page.header("Referrer-Policy") == "no-referrer");
  const auto begun = ask(serving.port(), post("/api/v1/triage", R"({"topic":"chest-pain"})"));
  CHECK(begun.status == 200);
  CHECK(begun.header("Cache-Control") == "no-store");
  const auto started = ask(serving.port(), post("/start", "topic=chest-pain", "application/x-www-form-urlencoded"));
  CHECK(started.status == 303);
  CHECK(started.header("Cache-Control") == "no-store");
  CHECK(started.header("Set-Cookie")->find("Secure") == std::string::npos);  // the address printed is http
  const auto metrics = ask(serving.port(), "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(metrics.body.find("signpost_requests_total{route=\"/api/v1/triage\",status=\"2xx\"} 1\n") != std::string::npos);
  CHECK(metrics.body.find("chest") == std::string::npos);
  RawClient idle(serving.port());
  CHECK(serving.stop(signal_number) == 0);
}

TEST_CASE("a journey goes on in another process that has the key") {
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("signpost-keys-" + std::to_string(getpid()));
  std::ofstream(file) << "7:" << std::string(64, 'b') << "\n";
  Serving first({"--token-key", file.string(), "--public-url", "https://triage.example.org"});
  REQUIRE(first.port() != 0);
  CHECK(first.said().find("https://triage.example.org") != std::string::npos);
  const auto started = ask(first.port(), post("/start", "topic=chest-pain", "application/x-www-form-urlencoded"));
  CHECK(started.header("Set-Cookie")->find("; Secure") != std::string::npos);
  const std::string cookie = started.header("Set-Cookie")->substr(0, started.header("Set-Cookie")->find(';'));
  const std::string page =
      "GET " + *started.header("Location") + " HTTP/1.1\r\nHost: x\r\nCookie: " + cookie + "\r\n\r\n";
  CHECK(first.stop(SIGTERM) == 0);
  Serving second({"--token-key", file.string()});
  CHECK(ask(second.port(), page).status == 200);
  Serving stranger;
  CHECK(ask(stranger.port(), page).status == 422);
  std::filesystem::remove(file);
}

TEST_CASE("what may not be served is refused with its exit code") {
  CHECK(run({SIGNPOST_SOURCE_DIR "/docs"}).code != 0);
  CHECK(run({SIGNPOST_SOURCE_DIR "/pathways", "--public-url", "triage.example.org"}).code == 2);
  CHECK(run({SIGNPOST_SOURCE_DIR "/pathways", "--port", "70000"}).code == 2);
  CHECK(run({"/nowhere"}).code == 3);
  CHECK(run({SIGNPOST_SOURCE_DIR "/pathways", "--token-key", "/nowhere"}).code == 3);

  const auto without_key = run({SIGNPOST_SOURCE_DIR "/pathways", "--live"}, {{"SIGNPOST_TOKEN_KEYS", ""}});
  CHECK(without_key.code == 2);
  CHECK(without_key.err.find("--live needs a key") != std::string::npos);
  const auto folder =
      run({SIGNPOST_SOURCE_DIR "/pathways", "--live"}, {{"SIGNPOST_TOKEN_KEYS", "1:" + std::string(64, 'c')}});
  CHECK(folder.code == 1);
  CHECK(folder.err.find("--live serves signed releases") != std::string::npos);
  const auto bad_key = run({SIGNPOST_SOURCE_DIR "/pathways"}, {{"SIGNPOST_TOKEN_KEYS", "1:" + std::string(63, 'd')}});
  CHECK(bad_key.code == 2);
  CHECK(bad_key.err.find("ddd") == std::string::npos);

  Serving first;
  const auto taken = run({SIGNPOST_SOURCE_DIR "/pathways", "--port", std::to_string(first.port())});
  CHECK(taken.code == 3);
  CHECK(taken.err.find("in use") != std::string::npos);
}

TEST_CASE("a release is built, served and trusted, and journeys go from the folder to it") {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / ("signpost-release-" + std::to_string(getpid()));
  fs::create_directories(folder);
  const auto file = [&](const char* name) { return (folder / name).string(); };
  std::ofstream(file("ours")) << tests::kOurKey;
  std::ofstream(file("ours.public")) << tests::kOurPublicKey;
  std::ofstream(file("theirs.public")) << tests::kTheirPublicKey;
  const auto built = tests::run_program(
      {SIGNPOST_PROGRAM, "build", SIGNPOST_SOURCE_DIR "/pathways", "-o", file("release"), "--key", file("ours")}, {});
  INFO(built.err);
  REQUIRE(built.code == 0);
  CHECK(built.out.find("claims proven") != std::string::npos);

  std::ofstream(file("tokens")) << "7:" << std::string(64, 'b') << "\n";
  Serving from_folder({"--token-key", file("tokens")});
  const auto started = ask(from_folder.port(), post("/start", "topic=chest-pain", "application/x-www-form-urlencoded"));
  const std::string cookie = started.header("Set-Cookie")->substr(0, started.header("Set-Cookie")->find(';'));
  const std::string page =
      "GET " + *started.header("Location") + " HTTP/1.1\r\nHost: x\r\nCookie: " + cookie + "\r\n\r\n";
  const auto there = ask(from_folder.port(), page);
  Serving from_release({"--token-key", file("tokens"), "--trust", file("ours.public")}, file("release"));
  REQUIRE(from_release.port() != 0);
  const auto here = ask(from_release.port(), page);
  CHECK(here.status == 200);
  CHECK(here.body == there.body);
  CHECK(ask(from_release.port(), "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n").status == 200);

  // What is not served, and why.
  const std::map<std::string, std::string> keys{{"SIGNPOST_TOKEN_KEYS", "1:" + std::string(64, 'c')}};
  const auto refused = [&](std::vector<std::string> words, const std::string& why) {
    const auto finished = run(words, keys);
    INFO(finished.err);
    CHECK(finished.code == 1);
    CHECK(finished.err.find(why) != std::string::npos);
  };
  refused({file("release"), "--live"}, "--trust");
  refused({file("release"), "--live", "--trust", file("ours.public")}, "is draft: --live serves approved pathways");
  refused({file("release"), "--trust", file("theirs.public")}, "not trusted");
  refused({file("release"), "--trust", file("ours")}, "holds no Ed25519 public key");
  refused({SIGNPOST_SOURCE_DIR "/pathways", "--trust", file("ours.public")}, "nobody can sign");
  refused({file("tokens")}, "this is no release");
  fs::copy_file(file("release"), file("short"));
  fs::resize_file(file("short"), fs::file_size(file("short")) / 2);
  refused({file("short"), "--trust", file("ours.public")}, "cut short");
  fs::remove_all(folder);
}

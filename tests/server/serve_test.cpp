// `signpost serve` as a process, on a real socket.
#include <catch2/catch.hpp>

#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/process.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/serving.hpp"
#include "tests/support/test_keys.hpp"

using namespace signpost;
using signpost::test::RawClient;

namespace {

// The program, serving until it is told to stop.
class Serving : public tests::Serving {
 public:
  explicit Serving(std::vector<std::string> more = {}, const std::string& content = SIGNPOST_SOURCE_DIR "/pathways")
      : tests::Serving(SIGNPOST_PROGRAM, content, std::move(more)) {}
};

std::string whole(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
// Every word of a text that begins as the names of metrics do.
std::set<std::string> metric_names(const std::string& text) {
  static const std::regex name("signpost_[a-z_]+");
  return {std::sregex_token_iterator(text.begin(), text.end(), name), {}};
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
  CHECK(tests::ask(serving.port(), "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n").status == 200);
  const auto page = tests::ask(serving.port(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(page.status == 200);
  CHECK(page.header("Content-Security-Policy") ==
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
        "'none'");
  CHECK(page.header("X-Content-Type-Options") == "nosniff");
  CHECK(page.header("Referrer-Policy") == "no-referrer");
  const auto begun = tests::ask(serving.port(), tests::post_request("/api/v1/triage", R"({"topic":"chest-pain"})"));
  CHECK(begun.status == 200);
  CHECK(begun.header("Cache-Control") == "no-store");
  const auto started = tests::ask(
      serving.port(), tests::post_request("/start", "topic=chest-pain", "application/x-www-form-urlencoded"));
  CHECK(started.status == 303);
  CHECK(started.header("Cache-Control") == "no-store");
  CHECK(started.header("Set-Cookie")->find("Secure") == std::string::npos);  // the address printed is http
  const auto metrics = tests::ask(serving.port(), "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
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
  const auto started =
      tests::ask(first.port(), tests::post_request("/start", "topic=chest-pain", "application/x-www-form-urlencoded"));
  CHECK(started.header("Set-Cookie")->find("; Secure") != std::string::npos);
  const std::string cookie = started.header("Set-Cookie")->substr(0, started.header("Set-Cookie")->find(';'));
  const std::string page =
      "GET " + *started.header("Location") + " HTTP/1.1\r\nHost: x\r\nCookie: " + cookie + "\r\n\r\n";
  CHECK(first.stop(SIGTERM) == 0);
  Serving second({"--token-key", file.string()});
  CHECK(tests::ask(second.port(), page).status == 200);
  Serving stranger;
  CHECK(tests::ask(stranger.port(), page).status == 422);
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
  const auto started = tests::ask(
      from_folder.port(), tests::post_request("/start", "topic=chest-pain", "application/x-www-form-urlencoded"));
  const std::string cookie = started.header("Set-Cookie")->substr(0, started.header("Set-Cookie")->find(';'));
  const std::string page =
      "GET " + *started.header("Location") + " HTTP/1.1\r\nHost: x\r\nCookie: " + cookie + "\r\n\r\n";
  const auto there = tests::ask(from_folder.port(), page);
  Serving from_release({"--token-key", file("tokens"), "--trust", file("ours.public")}, file("release"));
  REQUIRE(from_release.port() != 0);
  const auto here = tests::ask(from_release.port(), page);
  CHECK(here.status == 200);
  CHECK(here.body == there.body);
  CHECK(tests::ask(from_release.port(), "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n").status == 200);

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

TEST_CASE("the access log tells what was answered and nothing of who asked") {
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("signpost-access-" + std::to_string(getpid()));
  Serving serving({"--access-log", file.string()});
  REQUIRE(serving.port() != 0);
  const auto page = tests::ask(
      serving.port(), tests::get_request("/j/AAAAAAAAAAAAAAAA/3?secret",
                                         "User-Agent: MyPhone\r\nCookie: signpost=secret\r\nX-Request-Id: secret\r\n"
                                         "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n"));
  const auto refused = tests::ask(serving.port(), "GET /\r\n\r\n");
  CHECK(refused.status == 400);
  const auto id = page.header("X-Request-Id");
  REQUIRE(id.has_value());
  CHECK(id->size() == 16);
  REQUIRE(refused.header("X-Request-Id").has_value());
  CHECK(serving.stop(SIGTERM) == 0);
  const std::string log = whole(file);
  INFO(log);
  CHECK(log.find("\"method\":\"GET\",\"route\":\"/j/{name}/{page}\",\"status\":422,") != std::string::npos);
  CHECK(log.find("\"id\":\"" + *id + "\",\"trace\":\"4bf92f3577b34da6a3ce929d0e0e4736\"}") != std::string::npos);
  CHECK(log.find("\"id\":\"" + *refused.header("X-Request-Id") + '"') != std::string::npos);
  CHECK(std::count(log.begin(), log.end(), '\n') == 2);
  for (const char* never : {"secret", "AAAA", "127.0.0.1", "MyPhone", "Cookie", "/3"}) {
    CAPTURE(never);
    CHECK(log.find(never) == std::string::npos);
  }
  std::filesystem::remove(file);

  CHECK_FALSE(tests::ask(Serving().port(), tests::get_request("/")).header("X-Request-Id").has_value());
  CHECK(run({SIGNPOST_SOURCE_DIR "/pathways", "--access-log", "/nowhere/log"}).code == 3);
}

TEST_CASE("told to stop the service first says that it is not ready and answers on until it is told again") {
  Serving serving({"--drain-seconds", "600"});
  REQUIRE(serving.port() != 0);
  CHECK(tests::ask(serving.port(), tests::get_request("/readyz")).status == 200);
  serving.tell(SIGTERM);
  while (tests::ask(serving.port(), tests::get_request("/readyz")).status == 200) continue;
  CHECK(tests::ask(serving.port(), tests::get_request("/readyz")).body.find("\"code\":\"stopping\"") !=
        std::string::npos);
  CHECK(tests::ask(serving.port(), tests::get_request("/healthz")).status == 200);
  CHECK(tests::ask(serving.port(), tests::post_request("/api/v1/triage", R"({"topic":"chest-pain"})")).status == 200);
  CHECK(serving.stop(SIGTERM) == 0);

  for (const char* wrong : {"-1", "601"})
    CHECK(run({SIGNPOST_SOURCE_DIR "/pathways", "--drain-seconds", wrong}).code == 2);
}

TEST_CASE("dashboard, alerts and their page name only metrics that there are and the page names all") {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("signpost-names-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "api-keys") << "clinic " << std::string(64, 'a') << " 60\n";
  Serving serving({"--access-log", folder / "access.log", "--api-keys", folder / "api-keys"});
  REQUIRE(serving.port() != 0);
  std::set<std::string> there;
  const std::string text = tests::ask(serving.port(), tests::get_request("/metrics")).body;
  for (std::size_t at = text.find("# TYPE "); at != std::string::npos; at = text.find("# TYPE ", at + 1)) {
    const std::size_t begins = at + 7;
    there.insert(text.substr(begins, text.find(' ', begins) - begins));
  }
  CHECK(there.contains("signpost_request_seconds"));
  CHECK(there.contains("signpost_journeys_finished_total"));
  CHECK(text.find("signpost_api_key_requests_total{key=\"clinic\",quota=\"within\"} 0\n") != std::string::npos);
  CHECK(text.find("signpost_turned_away_total{reason=\"connections\"} 0\n") != std::string::npos);
  CHECK(text.find("signpost_ready 1\n") != std::string::npos);
  CHECK(text.find("} 1\n", text.find("\nsignpost_release_current{")) != std::string::npos);
  // What a text names that is not there; of a histogram there are three series.
  const auto unknown = [&](const std::string& in) {
    std::set<std::string> missing;
    for (const std::string& name : metric_names(in)) {
      std::string family = name;
      for (const char* series : {"_bucket", "_sum", "_count"})
        if (name == std::string("signpost_request_seconds") + series) family = "signpost_request_seconds";
      if (!there.contains(family)) missing.insert(name);
    }
    return missing;
  };
  const std::filesystem::path operations = SIGNPOST_SOURCE_DIR "/docs/operations";
  for (const char* file : {"grafana/signpost.json", "prometheus/alerts.yaml", "prometheus/service_test.yaml",
                           "prometheus/mix_test.yaml", "watching.md"}) {
    CAPTURE(file);
    const std::string in = whole(operations / file);
    CHECK(metric_names(in).size() > 3);
    CHECK(unknown(in) == std::set<std::string>());
  }
  CHECK(unknown("rate(signpost_made_up_total[5m])") == std::set<std::string>({"signpost_made_up_total"}));
  const std::string page = whole(operations / "watching.md");
  for (const std::string& name : there) {
    CAPTURE(name);
    CHECK(page.find('`' + name + '`') != std::string::npos);
  }
  // Each alert has its part of the page, and the page no others.
  std::set<std::string> alerts, parts;
  static const std::regex alert("alert: (Signpost[A-Za-z]+)"), part("\n### (Signpost[A-Za-z]+)");
  const std::string rules = whole(operations / "prometheus/alerts.yaml");
  for (std::sregex_iterator found(rules.begin(), rules.end(), alert); found != std::sregex_iterator(); ++found)
    alerts.insert((*found)[1]);
  for (std::sregex_iterator found(page.begin(), page.end(), part); found != std::sregex_iterator(); ++found)
    parts.insert((*found)[1]);
  CHECK(alerts == parts);
  CHECK(serving.stop(SIGTERM) == 0);
  std::filesystem::remove_all(folder);
}

TEST_CASE("limits are what the command line says") {
  const std::string file =
      (std::filesystem::temp_directory_path() / ("signpost-api-" + std::to_string(getpid()))).string();
  const auto made = tests::run_program({SIGNPOST_PROGRAM, "api-key", "clinic", "--per-minute", "1"}, {});
  std::ofstream(file) << made.out;
  const std::string key = made.err.substr(made.err.find("signpost_"), 9 + 64);
  Serving serving({"--rate", "1", "--rate-burst", "2", "--trusted-proxy", "127.0.0.1", "--api-keys", file,
                   "--cors-origin", "https://example.org"});
  REQUIRE(serving.port() != 0);
  const auto get = [&](const std::string& path, const std::string& headers) {
    return tests::ask(serving.port(), "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
  };
  const std::string from = "X-Forwarded-For: 192.0.2.1\r\n", with_key = "Authorization: Bearer " + key + "\r\n";
  CHECK(get("/api/v1/topics", from + "Origin: https://example.org\r\n").status == 401);
  // More at once than come back in any time that this takes.
  constexpr int kFlood = 100;
  std::string flood;
  for (int i = 0; i < kFlood; ++i) flood += "GET / HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n" + from + "\r\n";
  RawClient flooding(serving.port());
  flooding.send(flood);
  int limited = 0;
  for (int i = 0; i < kFlood; ++i) {
    const auto answer = flooding.read_answer();
    if (answer.status == 429 && answer.body.find("Call 999 now") != std::string::npos) ++limited;
  }
  CHECK(limited > 0);
  CHECK(get("/emergency", from).status == 200);
  CHECK(get("/", "X-Forwarded-For: 192.0.2.2\r\n").status == 200);
  const auto let_in = get("/api/v1/topics", from + with_key + "Origin: https://example.org\r\n");
  CHECK(let_in.status == 200);
  CHECK(let_in.header("Access-Control-Allow-Origin") == "https://example.org");
  CHECK(get("/api/v1/topics", from + with_key).header("RateLimit").has_value());
  std::filesystem::remove(file);

  CHECK(run({SIGNPOST_SOURCE_DIR "/pathways", "--trusted-proxy", "proxy"}).code == 2);
  CHECK(run({SIGNPOST_SOURCE_DIR "/pathways", "--cors-origin", "*"}).code == 2);
  CHECK(run({SIGNPOST_SOURCE_DIR "/pathways", "--rate-burst", "0"}).code == 2);
  CHECK(run({SIGNPOST_SOURCE_DIR "/pathways", "--api-keys", "/nowhere"}).code == 3);
}

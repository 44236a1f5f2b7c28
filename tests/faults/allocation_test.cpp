// Every single allocation that a request makes, from its connection on, fails once.
#include <catch2/catch.hpp>

#include <regex>
#include <string>

#include "server/fallbacks.hpp"
#include "server/front.hpp"
#include "server/page_layout.hpp"
#include "server/site.hpp"
#include "tests/support/allocation_fault.hpp"
#include "tests/support/moment.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/small_library.hpp"

using namespace signpost;
using namespace signpost::test;
using signpost::test::AllocationFault;
using signpost::test::RawAnswer;
using signpost::test::RawClient;

namespace {

constexpr int kEnded = 0;  // a "status": the connection was closed without an answer

class Served {
 public:
  Served()
      : sealer_({random_token_key(1)}),
        site_(
            small_library(), sealer_,
            [] {
              return Moment{kNow, static_cast<Day>(kNow / 86400)};
            },
            {}, metrics_),
        front_(settings(), [this](const Request& request, Response& response) { site_(request, response); }) {
    front_.start();
  }

  // Sends one request on a connection of its own. `whole` is everything that may not differ: all but what is random,
  // and the time.
  struct Answer {
    int status = kEnded;
    std::string whole;
    RawAnswer raw;
  };
  Answer ask(const std::string& request) const {
    Answer answer;
    try {
      RawClient client(front_.port());
      client.send(request);
      answer.raw = client.read_answer();
    } catch (const std::runtime_error&) {
      return answer;
    }
    static const std::regex random("[A-Za-z0-9_-]{12,}|Date: [^\r]*");
    answer.status = answer.raw.status;
    std::string all = answer.raw.status_line + "\n";
    for (const auto& [name, value] : answer.raw.headers) all += name + ": " + value + "\r\n";
    answer.whole = std::regex_replace(all + answer.raw.body, random, "*");
    return answer;
  }

 private:
  FrontSettings settings() {
    FrontSettings settings;
    settings.loops = 1;
    settings.fallbacks = make_fallbacks(PageLayout(true));
    settings.observer = [this](const Exchanged& exchanged) {
      metrics_.count(exchanged.route, exchanged.status, exchanged.took);
    };
    return settings;
  }

  TokenSealer sealer_;
  Metrics metrics_;
  Site site_;
  Front front_;
};

std::string get(const std::string& path, const std::string& more = {}) {
  return "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + more + "\r\n";
}
std::string post(const std::string& path, const std::string& body, const std::string& type) {
  return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// A request of each kind, of a journey that has begun.
std::vector<std::string> requests(const Served& served) {
  const std::string form = "application/x-www-form-urlencoded", json = "application/json";
  const std::string begin = post("/api/v1/triage", R"({"topic":"everything"})", json);
  const std::string start = post("/start", "topic=everything", form);
  const auto begun = served.ask(begin);
  const auto started = served.ask(start);
  INFO(begun.raw.body << started.raw.status_line);
  const std::string& body = begun.raw.body;
  const auto field = [&](const std::string& name) {
    const std::size_t at = body.find("\"" + name + "\":\"");
    REQUIRE(at != std::string::npos);
    const std::size_t from = at + name.size() + 4;
    return body.substr(from, body.find('"', from) - from);
  };
  const std::string question = body.substr(body.find("\"question\""));
  const std::size_t id = question.find("\"id\":\"") + 6;
  REQUIRE(started.raw.header("Location"));
  const std::string cookie = *started.raw.header("Set-Cookie");
  return {begin,
          start,
          post("/api/v1/triage/answer",
               "{\"journey\":\"" + field("journey") + "\",\"answer\":{\"question\":\"" +
                   question.substr(id, question.find('"', id) - id) + "\",\"value\":\"no\"}}",
               json),
          get(*started.raw.header("Location"), "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n"),
          get("/"),
          get("/search?q=everything"),
          get("/emergency"),
          get("/metrics"),
          get("/nowhere"),
          "GET nonsense\r\n\r\n"};
}

}  // namespace

TEST_CASE("whichever allocation of a request fails its answer is right or says that it failed") {
  const Served served;
  for (const std::string& request : requests(served)) {
    INFO(request);
    const bool changes = request.starts_with("GET /metrics");  // counts what came before
    const auto right = served.ask(request);
    REQUIRE(right.status != kEnded);
    REQUIRE(right.status < 500);
    for (long number = 1;; ++number) {
      INFO("allocation " << number);
      bool struck = false;
      Served::Answer answer;
      {
        const AllocationFault fault(number);
        answer = served.ask(request);
        struck = fault.struck() > 0;
      }
      const bool is_right = answer.status == right.status && (changes || answer.whole == right.whole);
      const bool says_so = answer.status == 500 || answer.status == 503 || answer.status == kEnded;
      INFO("struck " << struck << ", answered:\n" << answer.whole << "\nrightly:\n" << right.whole);
      CHECK((is_right || (struck && says_so)));
      const auto next = served.ask(request);
      REQUIRE(next.status == right.status);
      if (!changes) REQUIRE(next.whole == right.whole);
      if (!struck) break;
      REQUIRE(number < 5000);  // no request makes so many
    }
  }
}

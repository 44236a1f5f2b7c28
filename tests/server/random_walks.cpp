// Walks every topic at random over the JSON API of a running program, as any client would: whatever is asked gets some
// answer that was offered. Every journey must end in an outcome that tells the person what to do. Prints the mix of
// outcomes for each topic.
//
//   random_walks PORT JOURNEYS_PER_TOPIC [SEED]
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/support/random_answer.hpp"
#include "tests/support/raw_client.hpp"

namespace {

using nlohmann::json;
using signpost::test::random_answer;
using signpost::test::RawAnswer;
using signpost::test::RawClient;

constexpr int kMaxSteps = 200;  // no journey is half as long; a walk that passes it goes round in a circle

class Walker {
 public:
  Walker(std::uint16_t port, unsigned seed) : port_(port), client_(std::in_place, port), random_(seed) {}

  json get(const std::string& path) {
    return checked(send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"), path);
  }
  json post(const std::string& path, const json& body) {
    std::string text = body.dump();
    return checked(
        send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " +
             std::to_string(text.size()) + "\r\n\r\n" + text),
        path);
  }

  // The disposition that one random journey ends in.
  std::string walk(const std::string& topic) {
    json now = post("/api/v1/triage", {{"topic", topic}, {"patient", json::object()}});
    for (int steps = 0; steps < kMaxSteps; ++steps) {
      const json& step = now.at("step");
      const std::string kind = step.at("kind");
      if (kind == "outcome") {
        const json& outcome = step.at("outcome");
        if (outcome.at("advice").empty() && outcome.at("worsening").empty())
          throw std::runtime_error("an outcome tells nothing: " + outcome.dump());
        if (outcome.at("disposition").at("heading").get<std::string>().empty())
          throw std::runtime_error("an outcome without a heading: " + outcome.dump());
        return outcome.at("disposition").at("id");
      }
      json answer = kind == "note" ? json{{"question", step.at("note").at("id")}, {"value", "seen"}}
                                   : json{{"question", step.at("question").at("id")},
                                          {"value", random_answer(step.at("question"), random_)},
                                          {"confirmed", true}};
      now = post("/api/v1/triage/answer", {{"journey", now.at("journey")}, {"answer", answer}});
    }
    throw std::runtime_error("a journey without an end in " + topic);
  }

 private:
  RawAnswer send(const std::string& request) {
    if (!client_->send(request)) {  // the server may close a connection between two requests
      client_.emplace(port_);
      client_->send(request);
    }
    RawAnswer answer = client_->read_answer();
    if (answer.header("Connection").value_or("") == "close") client_.emplace(port_);
    return answer;
  }

  static json checked(const RawAnswer& answer, const std::string& path) {
    if (answer.status != 200) throw std::runtime_error(path + " answered " + answer.status_line + " " + answer.body);
    return json::parse(answer.body);
  }

  std::uint16_t port_;
  std::optional<RawClient> client_;
  std::mt19937 random_;
};

}  // namespace

int main(int count, char** arguments) try {
  if (count < 3) {
    std::fprintf(stderr, "usage: random_walks PORT JOURNEYS_PER_TOPIC [SEED]\n");
    return 2;
  }
  const unsigned seed = count > 3 ? static_cast<unsigned>(std::atoi(arguments[3])) : 20261122u;
  const int journeys = std::atoi(arguments[2]);
  Walker walker(static_cast<std::uint16_t>(std::atoi(arguments[1])), seed);
  const json topics = walker.get("/api/v1/topics").at("topics");
  for (const json& topic : topics) {
    const std::string id = topic.at("id");
    std::map<std::string, int> mix;
    for (int i = 0; i < journeys; ++i) ++mix[walker.walk(id)];
    std::printf("%-24s %d journeys ended:", id.c_str(), journeys);
    for (const auto& [disposition, times] : mix) std::printf(" %s %d", disposition.c_str(), times);
    std::printf("\n");
  }
  return topics.empty() || journeys < 1 ? 1 : 0;
} catch (const std::exception& e) {
  std::fprintf(stderr, "random_walks: %s\n", e.what());
  return 1;
}

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

#include "engine/amounts/age.hpp"
#include "tests/support/raw_client.hpp"

namespace {

using nlohmann::json;
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
                                          {"value", value(step.at("question"))},
                                          {"confirmed", true}};
      now = post("/api/v1/triage/answer", {{"journey", now.at("journey")}, {"answer", answer}});
    }
    throw std::runtime_error("a journey without an end in " + topic);
  }

 private:
  int pick(int count) { return std::uniform_int_distribution<int>(0, count - 1)(random_); }

  json value(const json& question) {
    const std::string kind = question.at("kind");
    if (question.value("unsure", false) && pick(12) == 0) return "unsure";
    if (kind == "one") {
      const json& answers = question.at("answers");
      return answers.at(static_cast<std::size_t>(pick(static_cast<int>(answers.size())))).at("id");
    }
    if (kind == "many") {
      json ticked = json::array();
      if (pick(5) != 0) return ticked;  // mostly none of these, so that walks get far
      for (const json& answer : question.at("answers"))
        if (!answer.value("alone", false) && pick(6) == 0) ticked.push_back(answer.at("id"));
      return ticked;
    }
    if (kind == "number") {
      const double from = question.at("from"), to = question.at("to"), step = question.at("step");
      return from + step * pick(static_cast<int>((to - from) / step + 0.5) + 1);
    }
    if (kind == "duration") {
      const json &from = question.at("from"), &to = question.at("to");
      return {
          {"value", from.at("value").get<int>() + pick(to.at("value").get<int>() - from.at("value").get<int>() + 1)},
          {"unit", to.at("unit")}};
    }
    if (kind == "date") {
      const auto from = *signpost::parse_day(question.at("from").get<std::string>()),
                 to = *signpost::parse_day(question.at("to").get<std::string>());
      return signpost::day_text(from + pick(to - from + 1));
    }
    if (kind == "age") {
      auto [count, unit] = signpost::age_parts(static_cast<signpost::AgeCell>(pick(signpost::kAgeCells)));
      static constexpr const char* kUnits[] = {"days", "weeks", "months", "years"};
      return {{"value", count}, {"unit", kUnits[static_cast<std::size_t>(unit)]}};
    }
    throw std::runtime_error("a question of an unknown kind: " + question.dump());
  }

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

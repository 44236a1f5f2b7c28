#include "tests/operations/walker.hpp"

#include <stdexcept>

#include "server/service.hpp"
#include "tests/support/browser.hpp"
#include "tests/support/random_answer.hpp"

namespace signpost::test {
namespace {

using nlohmann::json;

constexpr int kMaxSteps = 200;  // no journey is half as long; a walk that passes it goes round in a circle

// What stands at the head of the page that shows this step.
std::string heading_of(const json& step) {
  const std::string kind = step.at("kind");
  if (kind == "note") return "Before you go on";
  if (kind == "question") return step.at("question").at("text");
  return step.at("outcome").at("disposition").at("heading");
}

// A value of the API as what a person types and chooses on the page of the same question.
Browser::Fields fields_of(const json& question, const json& value) {
  const std::string kind = question.at("kind");
  if (value == "unsure") return {{"answer", "unsure"}};
  if (kind == "one") return {{"answer", value}};
  if (kind == "number") return {{"amount", value.dump()}};
  if (kind == "duration" || kind == "age") return {{"amount", value.at("value").dump()}, {"unit", value.at("unit")}};
  if (kind == "date") {
    const std::string iso = value;  // 2026-11-22
    return {{"day", iso.substr(8, 2)}, {"month", iso.substr(5, 2)}, {"year", iso.substr(0, 4)}};
  }
  if (value.empty()) return {{"answer", "none"}};
  Browser::Fields ticked;
  for (const json& one : value) ticked.emplace_back("answer", one);
  return ticked;
}

}  // namespace

Walker::Walker(const ServiceAddress& service, const std::string& address,
               const std::vector<std::unique_ptr<Judge>>& judges, unsigned seed, std::atomic<std::size_t>& requests)
    : client_(service, address), judges_(judges), random_(seed), requests_(requests) {}

json Walker::call(const std::string& method, const std::string& path, const json& body) {
  Request request;
  request.method = method;
  request.path = path;
  if (!body.is_null()) {
    request.headers.add("Content-Type", "application/json");
    request.body = body.dump();
  }
  Response response;
  client_(request, response);
  ++requests_;
  if (response.status != 200)
    throw std::runtime_error(path + " was answered " + std::to_string(response.status) + ": " + response.body);
  return json::parse(response.body);
}

std::vector<std::string> Walker::topics() {
  std::vector<std::string> ids;
  const json offered = call("GET", "/api/v1/topics", nullptr);
  for (const json& topic : offered.at("topics")) ids.push_back(topic.at("id"));
  return ids;
}

std::string Walker::walk_api(const std::string& topic, const std::function<void()>& begun) {
  const Day on = system_clock_now().day;
  json now = call("POST", "/api/v1/triage", {{"topic", topic}, {"patient", json::object()}});
  const std::string release = now.at("release");
  begun();
  json answers = json::array();
  for (int steps = 0; steps < kMaxSteps; ++steps) {
    if (now.at("release") != release) throw std::runtime_error(topic + " went on in another release");
    const json& step = now.at("step");
    if (step.at("kind") == "outcome") {
      for (const auto& judge : judges_)
        if (judge->digest() == release) {
          if (judge->step(topic, on, answers) != step)
            throw std::runtime_error(topic + " ended otherwise than the engine alone says: " + step.dump());
          return release;
        }
      throw std::runtime_error(topic + " was walked in a release that nobody made: " + release);
    }
    const bool note = step.at("kind") == "note";
    json answer{{"question", step.at(note ? "note" : "question").at("id")},
                {"value", note ? json("seen") : random_answer(step.at("question"), random_)}};
    answers.push_back(answer);
    answer["confirmed"] = true;
    now = call("POST", "/api/v1/triage/answer", {{"journey", now.at("journey")}, {"answer", answer}});
  }
  throw std::runtime_error("a journey without an end in " + topic);
}

std::string Walker::walk_pages(const std::string& topic, const std::function<void()>& begun) {
  Browser browser([this](const Request& request, Response& response) {
    client_(request, response);
    ++requests_;
    if (response.status != 200 && response.status != 303)
      throw std::runtime_error("a page was answered " + std::to_string(response.status) + ": " + response.body);
  });
  const Day on = system_clock_now().day;
  browser.get("/topics");
  browser.post("/start", {{"topic", topic}});
  begun();
  // Which release a page is of shows only where releases speak differently: whoever has not said so far what the pages
  // say is out, and stays out.
  std::vector<const Judge*> possible;
  for (const auto& judge : judges_) possible.push_back(judge.get());
  json answers = json::array();
  for (int steps = 0; steps < kMaxSteps; ++steps) {
    std::erase_if(possible,
                  [&](const Judge* judge) { return heading_of(judge->step(topic, on, answers)) != browser.heading(); });
    if (possible.empty())
      throw std::runtime_error(topic + ": no release asks or says '" + browser.heading() + "' after " + answers.dump());
    const json step = possible.front()->step(topic, on, answers);
    if (step.at("kind") == "outcome") {
      if (possible.size() > 1 || !browser.shows(possible.front()->digest().substr(0, 12)))
        throw std::runtime_error(topic + ": the page of the outcome names another release");
      return possible.front()->digest();
    }
    if (step.at("kind") == "note") {
      answers.push_back({{"question", step.at("note").at("id")}, {"value", "seen"}});
      browser.submit({});
      continue;
    }
    const json& question = step.at("question");
    const json value = random_answer(question, random_);
    answers.push_back({{"question", question.at("id")}, {"value", value}});
    browser.submit(fields_of(question, value));
    if (browser.heading() == "Please check your answer") browser.submit({}, "Yes, that is right");
  }
  throw std::runtime_error("a journey without an end in " + topic);
}

}  // namespace signpost::test

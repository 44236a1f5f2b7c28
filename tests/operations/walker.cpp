#include "tests/operations/walker.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "server/service.hpp"
#include "tests/support/browser.hpp"
#include "tests/support/random_answer.hpp"

namespace signpost::test {
namespace {

using nlohmann::json;

constexpr int kMaxSteps = 200;  // no journey is half as long; a walk that passes it goes round in a circle

// The page that says so once, before a journey goes on in another release.
constexpr std::string_view kMoved = "The questions have changed";

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

const Judge& Releases::of(const std::string& digest) const {
  for (const auto& judge : judges)
    if (judge->digest() == digest) return *judge;
  throw std::runtime_error("a release that nobody made: " + digest);
}

const Judge& Releases::other_than(const Judge& one) const {
  for (const auto& judge : judges)
    if (judge.get() != &one) return *judge;
  throw std::runtime_error("there is no other release");
}

Walker::Walker(const ServiceAddress& service, const std::string& address, const Releases& releases, unsigned seed,
               std::atomic<std::size_t>& requests)
    : client_(service, address), releases_(releases), random_(seed), requests_(requests) {}

json Walker::call(const std::string& method, const std::string& path, const json& body) {
  Request request;
  request.method = method;
  request.path = path;
  if (!body.is_null()) {
    request.headers.add("Content-Type", "application/json");
    request.body = body.dump();
  }
  Response response;
  gone_ = releases_.gone;
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

// Where a person who said this on a withdrawn release stands in the other one. An answer that came with the request in
// which they were moved counts only if it answers what is asked there, too; one that was taken before always does.
Followed Walker::moved_from(const Judge& from, const std::string& topic, Day on, std::vector<Said> said,
                            bool last_counts) {
  if (&from != releases_.withdrawn) throw std::runtime_error(topic + " was moved from a release that is not withdrawn");
  const Judge& to = releases_.other_than(from);
  if (last_counts || said.empty()) return Followed(to, topic, on, std::move(said));
  const Said last = std::move(said.back());
  said.pop_back();
  Followed there(to, topic, on, std::move(said));
  if (there.step() == last.asked) there.answer(last.value);
  return there;
}

Ended Walker::walk_api(const std::string& topic, const std::function<void()>& begun) {
  const Day on = system_clock_now().day;
  json now = call("POST", "/api/v1/triage", {{"topic", topic}, {"patient", json::object()}});
  const Judge* judge = &releases_.of(now.at("release"));
  begun();
  std::vector<Said> said;
  json answers = json::array();
  std::optional<Followed> moved;  // once their release is withdrawn
  for (int steps = 0; steps < kMaxSteps; ++steps) {
    if (now.value("carriedOver", false)) {
      if (moved) throw std::runtime_error(topic + " was moved twice");
      moved = moved_from(*judge, topic, on, said, false);
      judge = &moved->judge();
    }
    if (now.at("release") != judge->digest()) throw std::runtime_error(topic + " went on in another release untold");
    if (judge == gone_) throw std::runtime_error(topic + " was answered from a release that is withdrawn");
    const json& step = now.at("step");
    const bool is_outcome = step.at("kind") == "outcome";
    // On the way the first release is not asked what comes next: that costs more than the walk.
    if ((moved && moved->step() != step) || (!moved && is_outcome && judge->step(topic, on, answers) != step))
      throw std::runtime_error(topic + " goes on otherwise than the engine alone says: " + step.dump());
    if (is_outcome) return {judge->digest(), moved.has_value()};
    const bool note = step.at("kind") == "note";
    const json value = note ? json("seen") : random_answer(step.at("question"), random_);
    json answer{{"question", step.at(note ? "note" : "question").at("id")}, {"value", value}};
    if (moved) {
      moved->answer(value);
    } else {
      said.push_back({step, value});
      answers.push_back(answer);
    }
    answer["confirmed"] = true;
    now = call("POST", "/api/v1/triage/answer", {{"journey", now.at("journey")}, {"answer", answer}});
  }
  throw std::runtime_error("a journey without an end in " + topic);
}

Ended Walker::walk_pages(const std::string& topic, const std::function<void()>& begun) {
  Browser browser([this](const Request& request, Response& response) {
    gone_ = releases_.gone;
    client_(request, response);
    ++requests_;
    if (response.status != 200 && response.status != 303)
      throw std::runtime_error("a page was answered " + std::to_string(response.status) + ": " + response.body);
  });
  const Day on = system_clock_now().day;
  // Which release a page is of shows only where releases speak differently: whoever has not said so far what the pages
  // say is out, and stays out.
  std::vector<Followed> possible;
  for (const auto& judge : releases_.judges) possible.emplace_back(*judge, topic, on);
  bool moved = false;
  // After each page that came: `redirects` is how many there had been before the last form was sent.
  const auto look = [&](std::size_t redirects) {
    if (browser.heading() == kMoved) {
      if (moved) throw std::runtime_error(topic + " was moved twice");
      moved = true;
      const Judge* const from = releases_.withdrawn;
      const auto here =
          std::find_if(possible.begin(), possible.end(), [&](const Followed& one) { return &one.judge() == from; });
      if (here == possible.end()) throw std::runtime_error(topic + " was moved from a release that it was not on");
      possible = {moved_from(*from, topic, on, here->said(), browser.redirects() > redirects)};
      browser.follow("Go on");
    }
    std::string expected;
    for (const Followed& one : possible) expected += " '" + heading_of(one.step()) + "' after " + one.answers().dump();
    std::erase_if(possible, [&](const Followed& one) { return heading_of(one.step()) != browser.heading(); });
    if (possible.empty())
      throw std::runtime_error(topic + (moved ? ", moved," : "") + " asks or says '" + browser.heading() +
                               "' and the engine alone" + expected);
  };
  browser.get("/topics");
  browser.post("/start", {{"topic", topic}});
  begun();
  look(0);
  for (int steps = 0; steps < kMaxSteps; ++steps) {
    const json step = possible.front().step();
    if (step.at("kind") == "outcome") {
      const Judge& judge = possible.front().judge();
      if (possible.size() > 1 || !browser.shows(judge.digest().substr(0, 12)))
        throw std::runtime_error(topic + ": the page of the outcome names another release");
      if (&judge == gone_) throw std::runtime_error(topic + " ended on a release that is withdrawn");
      return {judge.digest(), moved};
    }
    const bool note = step.at("kind") == "note";
    const json value = note ? json("seen") : random_answer(step.at("question"), random_);
    for (Followed& one : possible) one.answer(value);
    std::size_t redirects = browser.redirects();
    browser.submit(note ? Browser::Fields{} : fields_of(step.at("question"), value));
    if (browser.heading() == "Please check your answer") {
      redirects = browser.redirects();
      browser.submit({}, "Yes, that is right");
    }
    look(redirects);
  }
  throw std::runtime_error("a journey without an end in " + topic);
}

}  // namespace signpost::test

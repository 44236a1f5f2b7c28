#include "tests/bench/load_visitor.hpp"

#include <fmt/format.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include "engine/amounts/age.hpp"

namespace signpost::bench {
namespace {

namespace asio = boost::asio;
using nlohmann::json;

// What people do besides answering. Of each page:
constexpr double kGivesUp = 0.02;          // every third journey of 20 questions is not ended
constexpr double kLooksAtAnswers = 0.04;   // "Your answers so far"
constexpr double kGoesBack = 0.04;         // to the page before, and answers it again as before
constexpr double kLooksAgain = 0.25;       // of those who have their outcome
constexpr std::chrono::seconds kStays{5};  // with the connection open, after the last page

constexpr std::string_view kBrowser =
    "Host: triage.example.org\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\nAccept-Language: en-GB,en;q=0.5\r\n"
    "Accept-Encoding: gzip, deflate, br\r\nDNT: 1\r\nUpgrade-Insecure-Requests: 1\r\nSec-Fetch-Dest: document\r\n"
    "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Site: same-origin\r\n";
constexpr std::string_view kIntegrator = "Host: triage.example.org\r\nUser-Agent: integrator/1.0\r\nAccept: */*\r\n";

// What went wrong with a visit, other than that the server did not answer.
struct Wrong {
  std::string_view kind;
  std::string detail;
};

// ---- what a person answers

struct Asked {
  std::string id, kind;
  std::vector<std::string> offered;
  bool unsure = false;
  json from, to;
  double step = 0;
};

// The same answer for the API and for a form.
struct Said {
  json value;
  std::string form;
};

// Chooses among `count`, always the same for one person, question and `what`.
std::uint64_t choose(const Person& person, const std::string& question, unsigned what, std::uint64_t count) {
  std::uint64_t hash = 14695981039346656037u ^ person.seed * 0x9e3779b97f4a7c15u ^ what;  // FNV-1a, then mixed
  for (const char c : question) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  hash = (hash ^ hash >> 32) * 0xd6e8feb86659fd93u;
  return (hash ^ hash >> 32) % count;
}

Said says(const Person& person, const Asked& asked) {
  const auto pick = [&](unsigned what, std::uint64_t count) { return choose(person, asked.id, what, count); };
  if (asked.kind == "note") return {"seen", "answer=seen"};
  if (asked.unsure && pick(0, 16) == 0) return {"unsure", "answer=unsure"};
  if (asked.kind == "one") {
    std::string chosen = asked.offered.at(pick(1, asked.offered.size()));
    for (const std::string& id : asked.offered)  // most signs are absent
      if (id == "no" && pick(2, 4) != 0) chosen = id;
    return {chosen, "answer=" + chosen};
  }
  if (asked.kind == "many") {
    if (asked.offered.empty() || pick(1, 8) != 0) return {json::array(), "answer=none"};
    const std::string& ticked = asked.offered.at(pick(2, asked.offered.size()));
    return {json::array({ticked}), "answer=" + ticked};
  }
  if (asked.kind == "number") {
    const double from = asked.from, to = asked.to;
    const auto steps = static_cast<std::uint64_t>((to - from) / asked.step + 0.5);
    const double value = from + asked.step * static_cast<double>(pick(1, steps + 1));
    return {value, fmt::format("amount={:.3f}", value)};
  }
  if (asked.kind == "duration") {
    const std::int64_t from = asked.from.at("value"), to = asked.to.at("value");
    const std::int64_t value = from + static_cast<std::int64_t>(pick(1, static_cast<std::uint64_t>(to - from + 1)));
    const std::string unit = asked.to.at("unit");
    return {{{"value", value}, {"unit", unit}}, fmt::format("amount={}&unit={}", value, unit)};
  }
  if (asked.kind == "date") {
    const Day from = parse_day(asked.from.get<std::string>()).value(),
              to = parse_day(asked.to.get<std::string>()).value();
    const std::string day = day_text(from + static_cast<Day>(pick(1, static_cast<std::uint64_t>(to - from + 1))));
    return {day, fmt::format("year={}&month={}&day={}", day.substr(0, 4), day.substr(5, 2), day.substr(8, 2))};
  }
  if (asked.kind == "age") {
    const std::uint64_t years = 5 + pick(1, 91);  // below 5 some topics want months
    return {{{"years", years}}, fmt::format("amount={}&unit=years", years)};
  }
  throw Wrong{"a question of an unknown kind", asked.kind};
}

Asked asked_by_api(const json& step) {
  Asked asked;
  asked.kind = step.at("kind");
  const json& question = step.at(asked.kind);
  asked.id = question.at("id");
  if (asked.kind == "note") return asked;
  asked.kind = question.at("kind");
  asked.unsure = question.value("unsure", false);
  for (const json& answer : question.value("answers", json::array()))
    if (!answer.value("alone", false)) asked.offered.push_back(answer.at("id"));
  asked.from = question.value("from", json());
  asked.to = question.value("to", json());
  asked.step = question.value("step", 0.0);
  return asked;
}

// What is sent to the API.

json to_begin(const Person& person) { return {{"topic", person.topic}, {"patient", json::object()}}; }

json to_answer(const json& now, const std::string& question, const json& value) {
  return {{"journey", now.at("journey")}, {"answer", {{"question", question}, {"value", value}, {"confirmed", true}}}};
}

json to_review(const std::string& journey) { return {{"journey", journey}}; }

// ---- reading pages and tokens

// What stands between two texts; empty where the first is missing.
std::string_view between(std::string_view page, std::string_view before, std::string_view after) {
  const std::size_t found = page.find(before);
  if (found == std::string_view::npos) return {};
  const std::size_t begin = found + before.size();
  return page.substr(begin, page.find(after, begin) - begin);
}

std::string_view asked_by_page(std::string_view page) { return between(page, "name=\"question\" value=\"", "\""); }
bool is_outcome(std::string_view page) { return page.find("<h2 id=\"what\">") != std::string_view::npos; }
std::string_view heading(std::string_view page) { return between(page, "<h1>", "</h1>"); }

// A heading as the API writes it.
std::string unescaped(std::string_view html) {
  constexpr std::string_view kAmpersand = "&amp;";
  std::string text(html);
  for (std::size_t at = text.find(kAmpersand); at != std::string::npos; at = text.find(kAmpersand, at + 1))
    text.replace(at, kAmpersand.size(), "&");
  return text;
}

// Which release a journey is in: the eight bytes that stand in clear after the format and the key's number, so that
// this can be told of cookies too.
std::string release_of(std::string_view token) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : token.substr(0, 16)) {
    bits = bits << 6 | static_cast<std::uint32_t>(kLetters.find(c) & 63);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 255);
  }
  return bytes.size() < 10 ? std::string() : bytes.substr(2, 8);
}

// ---- one visit

class Visit {
 public:
  Visit(Town& town, const Person& person, Clock::time_point due)
      : town_(town),
        person_(person),
        due_(due),
        timer_(town.context),
        client_(town.context, town.server, town.figures),
        address_(fmt::format("X-Forwarded-For: 10.{}.{}.{}\r\n", town.random() % 256, town.random() % 256,
                             town.random() % 256)) {}

  asio::awaitable<void> by_pages();
  asio::awaitable<void> by_api();
  // Walks to the outcome without thinking or giving up, and writes down what was said.
  asio::awaitable<void> rehearse(Person& person);
  asio::awaitable<void> stay();
  asio::awaitable<json> get_json(std::string path);

 private:
  asio::awaitable<void> think();
  asio::awaitable<Reply> get(std::string path);
  asio::awaitable<Reply> post(std::string path, std::string form);
  asio::awaitable<json> call(std::string path, json body);
  asio::awaitable<std::string> give(std::string path, std::string_view question);

  void expect(const Reply& reply, int status, std::string_view what) const;
  void keep_cookie(const Reply& reply);
  void stays_in_release(std::string_view token);
  void told(std::string outcome);

  Town& town_;
  const Person& person_;
  Clock::time_point due_;
  asio::steady_timer timer_;
  Client client_;
  std::string address_;  // as a proxy would name it: people do not share one
  std::string cookie_, request_, release_;
};

asio::awaitable<void> Visit::think() {
  due_ = Clock::now();
  ++town_.thought;
  if (town_.think.count() <= 0) co_return;
  std::exponential_distribution<double> wait(1 / town_.think.count());
  due_ += std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(wait(town_.random)));
  timer_.expires_at(due_);
  co_await timer_.async_wait(asio::use_awaitable);
}

asio::awaitable<void> Visit::stay() {
  if (town_.think.count() <= 0) co_return;
  timer_.expires_after(kStays);
  co_await timer_.async_wait(asio::use_awaitable);
}

asio::awaitable<Reply> Visit::get(std::string path) {
  request_ = fmt::format("GET {} HTTP/1.1\r\n{}{}{}\r\n", path, kBrowser, address_, cookie_);
  Reply reply = co_await client_.send(request_, due_);
  due_ = Clock::now();
  expect(reply, 200, "GET of a page");
  co_return reply;
}

asio::awaitable<Reply> Visit::post(std::string path, std::string form) {
  request_ = fmt::format(
      "POST {} HTTP/1.1\r\n{}{}{}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{}", path,
      kBrowser, address_, cookie_, form.size(), form);
  Reply reply = co_await client_.send(request_, due_);
  due_ = Clock::now();
  expect(reply, 303, "POST of a form");
  keep_cookie(reply);
  co_return reply;
}

asio::awaitable<json> Visit::call(std::string path, json body) {
  const std::string text = body.dump();
  request_ = fmt::format("POST {} HTTP/1.1\r\n{}{}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}", path,
                         kIntegrator, address_, text.size(), text);
  const Reply reply = co_await client_.send(request_, due_);
  due_ = Clock::now();
  expect(reply, 200, path);
  json answer = json::parse(reply.body, nullptr, false);
  if (answer.is_discarded()) throw Wrong{"an answer that is no JSON", path};
  co_return answer;
}

asio::awaitable<json> Visit::get_json(std::string path) {
  request_ = fmt::format("GET {} HTTP/1.1\r\n{}{}\r\n", path, kIntegrator, address_);
  const Reply reply = co_await client_.send(request_, due_);
  due_ = Clock::now();
  expect(reply, 200, path);
  co_return json::parse(reply.body);
}

void Visit::expect(const Reply& reply, int status, std::string_view what) const {
  if (reply.status == status) return;
  std::string_view why = heading(reply.body);
  if (why.empty()) why = between(reply.body, "\"code\":\"", "\"");
  throw Wrong{"an answer other than expected",
              fmt::format("{}: {} instead of {}, {}", what, reply.status, status, why)};
}

void Visit::stays_in_release(std::string_view token) {
  const std::string release = release_of(token);
  if (release_.empty()) release_ = release;
  if (release != release_) throw Wrong{"a journey that was moved to another release", person_.topic};
}

void Visit::keep_cookie(const Reply& reply) {
  if (reply.cookie.empty()) return;
  stays_in_release(std::string_view(reply.cookie).substr(reply.cookie.find('=') + 1));
  cookie_ = "Cookie: " + reply.cookie + "\r\n";
}

// An outcome was reached, or seen again.
void Visit::told(std::string outcome) {
  const auto [before, first] = town_.told.try_emplace({release_, &person_}, outcome);
  if (!first && before->second != outcome)
    throw Wrong{"an outcome that is not the one of before",
                fmt::format("{}: {}, before {}", person_.topic, outcome, before->second)};
}

// Sends the person's answer to the question of a page; returns where it leads. Empty: nobody rehearsed that question.
asio::awaitable<std::string> Visit::give(std::string path, std::string_view question) {
  const auto form = person_.forms.find(std::string(question));
  if (form == person_.forms.end()) co_return std::string();
  const Reply reply = co_await post(path, fmt::format("question={}&{}&confirmed=yes", question, form->second));
  co_return reply.location;
}

asio::awaitable<void> Visit::by_pages() {
  Reply page = co_await get("/");
  page = co_await get("/assets/" + std::string(between(page.body, "href=\"/assets/", "\"")));
  co_await think();
  page = co_await get("/topics");
  co_await think();
  page = co_await post("/start", "topic=" + person_.topic);
  std::string here = page.location, before;
  std::size_t answers = 0;
  for (;;) {
    page = co_await get(here);
    const std::string question(asked_by_page(page.body));
    if (question.empty()) break;
    if (town_.chance() < kGivesUp) {
      ++town_.figures.left;
      co_return;
    }
    co_await think();
    if (answers > 0 && town_.chance() < kLooksAtAnswers) {
      page = co_await get(here.substr(0, here.rfind('/')) + "/answers");
      co_await think();
    }
    if (answers > 0 && town_.chance() < kGoesBack) {
      page = co_await get(before);
      co_await think();
      const std::string back = co_await give(before, asked_by_page(page.body));
      if (back != here) throw Wrong{"going back and answering as before led elsewhere", person_.topic};
      page = co_await get(here);
      if (asked_by_page(page.body) != question) throw Wrong{"another question after going back", person_.topic};
      co_await think();
    }
    before = here;
    here = co_await give(here, question);
    if (here.empty()) {
      ++town_.figures.strayed;
      co_return;
    }
    ++answers;
  }
  for (bool again = false;; again = true) {
    if (!is_outcome(page.body))
      throw Wrong{"a page with neither question nor outcome", std::string(heading(page.body))};
    told(fmt::format("{} after {} answers", unescaped(heading(page.body)), answers));
    if (again || town_.chance() >= kLooksAgain) break;
    co_await think();
    page = co_await get(here);
  }
  ++town_.figures.finished;
}

asio::awaitable<void> Visit::by_api() {
  json now = co_await call("/api/v1/triage", to_begin(person_));
  for (std::size_t answers = 0;; ++answers) {
    const std::string token = now.at("journey");
    stays_in_release(token);
    if (now.at("step").at("kind") == "outcome") {
      const auto outcome = [&] {
        return fmt::format("{} after {} answers",
                           now.at("step").at("outcome").at("disposition").at("heading").get<std::string>(), answers);
      };
      told(outcome());
      if (town_.chance() < kLooksAgain) {
        co_await think();
        now = co_await call("/api/v1/triage/review", to_review(token));
        told(outcome());
      }
      ++town_.figures.finished;
      co_return;
    }
    if (town_.chance() < kGivesUp) {
      ++town_.figures.left;
      co_return;
    }
    co_await think();
    const Asked asked = asked_by_api(now.at("step"));
    const Said said = says(person_, asked);
    now = co_await call("/api/v1/triage/answer", to_answer(now, asked.id, said.value));
  }
}

asio::awaitable<void> Visit::rehearse(Person& person) {
  json now = co_await call("/api/v1/triage", to_begin(person));
  while (now.at("step").at("kind") != "outcome") {
    const Asked asked = asked_by_api(now.at("step"));
    const Said said = says(person, asked);
    person.forms[asked.id] = said.form;
    now = co_await call("/api/v1/triage/answer", to_answer(now, asked.id, said.value));
  }
}

}  // namespace

asio::awaitable<void> rehearse(Town& town, std::size_t each) {
  const Person nobody;
  Visit first(town, nobody, Clock::now());
  const json topics = co_await first.get_json("/api/v1/topics");
  for (const json& topic : topics.at("topics"))
    for (std::size_t i = 0; i < each; ++i) {
      Person person{topic.at("id"), i, {}};
      Visit rehearsal(town, person, Clock::now());
      bool admitted = true;
      try {
        co_await rehearsal.rehearse(person);
      } catch (const Wrong& wrong) {
        admitted = false;
        if (wrong.detail.find("topic-not-for-patient") == std::string::npos)
          throw std::runtime_error(std::string(wrong.kind) + ": " + wrong.detail);
      }
      if (admitted) town.people.push_back(std::move(person));
    }
  if (town.people.empty()) throw std::runtime_error("the service has no topic for anybody");
}

asio::awaitable<void> visit(Town& town, const Person& person, Door door, Clock::time_point due) {
  ++town.figures.begun;
  Visit visit(town, person, due);
  try {
    if (door == Door::pages)
      co_await visit.by_pages();
    else
      co_await visit.by_api();
    co_await visit.stay();
    co_return;
  } catch (const Wrong& wrong) {
    town.figures.error(wrong.kind, wrong.detail);
  } catch (const NoAnswer& none) {
    town.figures.error("no answer", none.what());
  } catch (const json::exception& strange) {
    town.figures.error("an answer that is not what the API says", strange.what());
  }
  town.figures.lost_journey();
}

}  // namespace signpost::bench

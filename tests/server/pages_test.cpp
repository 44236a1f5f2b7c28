#include "server/pages.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "server/site.hpp"
#include "tests/support/browser.hpp"
#include "tests/support/moment.hpp"
#include "tests/support/small_library.hpp"

using namespace signpost;
using signpost::test::kNow;

namespace {

// A site over the small library, at a moment that a test may move.
struct Place {
  Moment now{kNow, static_cast<Day>(kNow / 86400)};
  TokenSealer sealer{{random_token_key(1)}};
  Metrics metrics;
  Site site;

  explicit Place(PageSettings settings = {})
      : site(
            small_library(), sealer, [this] { return now; }, settings, metrics) {}
  Browser browser() const {
    return Browser([this](const Request& request, Response& response) { site(request, response); });
  }
  Browser begun(const std::string& age = "30", const std::string& unit = "years",
                const std::string& party = "self") const {
    Browser visitor = browser();
    visitor.post("/start", {{"topic", "everything"}});
    visitor.submit({{"answer", party}});
    visitor.submit({{"amount", age}, {"unit", unit}});
    return visitor;
  }
};

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at_ = text.find(part); at_ != std::string::npos; at_ = text.find(part, at_ + 1)) ++found;
  return found;
}

// What every page must have.
void check_page(const Browser& visitor) {
  const std::string& body = visitor.page().body;
  CAPTURE(visitor.path(), body);
  CHECK(visitor.page().content_type == "text/html; charset=utf-8");
  CHECK(visitor.page().header("Content-Security-Policy") ==
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
        "'none'");
  CHECK(body.starts_with("<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">"));
  CHECK(count(body, "<h1>") == 1);
  CHECK(count(body, "<main ") == 1);
  CHECK(visitor.title().ends_with(" - Signpost"));
  CHECK(body.find("Not clinically approved.") != std::string::npos);
  CHECK(body.find("If you are worried, call 111. In an emergency, call 999.") != std::string::npos);
  for (const char* never : {"<script", "style=", " onclick", "javascript:", "http://", "\x01", "\x02", "{{", "}}"}) {
    CAPTURE(never);
    CHECK(body.find(never) == std::string::npos);
  }
  std::set<std::string> ids;
  for (std::size_t at_ = body.find(" id=\""); at_ != std::string::npos; at_ = body.find(" id=\"", at_ + 1)) {
    const std::string id = body.substr(at_ + 5, body.find('"', at_ + 5) - at_ - 5);
    CAPTURE(id);
    CHECK(ids.insert(id).second);
  }
  for (const std::string name : {" for=\"", " href=\"#", " aria-labelledby=\""})
    for (std::size_t at_ = body.find(name); at_ != std::string::npos; at_ = body.find(name, at_ + 1)) {
      const std::string id = body.substr(at_ + name.size(), body.find('"', at_ + name.size()) - at_ - name.size());
      CAPTURE(id);
      CHECK(ids.count(id) == 1);
    }
}

}  // namespace

TEST_CASE("the pages that are the same for everybody are whole and carry a tag") {
  const Place place;
  for (const char* path : {"/", "/topics", "/emergency", "/privacy", "/accessibility", "/about"}) {
    Browser visitor = place.browser();
    visitor.get(path);
    CHECK(visitor.page().status == 200);
    check_page(visitor);
    REQUIRE(visitor.page().header("ETag").has_value());
    Request again;
    again.method = "GET";
    again.path = path;
    again.headers.add("If-None-Match", *visitor.page().header("ETag"));
    Response unchanged;
    place.site(again, unchanged);
    CHECK(unchanged.status == 304);
    // The browser puts these in place of what it kept: another policy would forbid the page its form and its
    // stylesheet.
    for (const char* name : {"Content-Security-Policy", "Cache-Control", "ETag"})
      CHECK(unchanged.header(name) == visitor.page().header(name));
  }
}

TEST_CASE("stylesheet and icon have addresses that change with their content and are kept for ever") {
  const Place place;
  Browser visitor = place.browser();
  visitor.get("/");
  for (const std::string beginning : {"/assets/signpost-", "/assets/icon-"}) {
    const std::size_t where = visitor.page().body.find(beginning);
    REQUIRE(where != std::string::npos);
    Browser asset = place.browser();
    asset.get(visitor.page().body.substr(where, visitor.page().body.find('"', where) - where));
    CHECK(asset.page().status == 200);
    CHECK(asset.page().header("Cache-Control") == "public, max-age=31536000, immutable");
    CHECK(asset.page().header("ETag").has_value());
    CHECK(asset.page().body.find("url(") == std::string::npos);
  }
  visitor.get("/assets/signpost-0000000000000000.css");
  CHECK(visitor.page().status == 404);
}

TEST_CASE("a journey goes through a page of each kind to its outcome") {
  const Place place;
  Browser visitor = place.browser();
  visitor.get("/topics");
  CHECK(visitor.shows("Whole body"));
  visitor.post("/start", {{"topic", "everything"}});
  CHECK(visitor.heading() == "Who is this for?");
  CHECK(visitor.path().ends_with("/1"));
  const auto go = [&](const Browser::Fields& fields, const std::string& heading) {
    visitor.submit(fields);
    CHECK(visitor.heading() == heading);
    check_page(visitor);
  };
  go({{"answer", "self"}}, "How old are you?");
  go({{"amount", " 30 "}, {"unit", "years"}}, "Have you fainted, or said \"help\" & 'oh', evil?");
  CHECK(visitor.shows("Fainting can be serious."));
  CHECK(visitor.shows("<em>passing out</em>"));
  CHECK(visitor.shows("<a href=\"https://example.org\">A link</a>"));
  CHECK(visitor.shows("I am not sure"));
  go({{"answer", "no"}}, "Do you feel hot?");
  go({{"answer", "unsure"}}, "What colour is your skin?");
  CHECK(visitor.shows("<p class=\"hint\" id=\"help-1\">Like grass</p>"));
  go({{"answer", "green"}}, "Which of these have you had?");
  CHECK(visitor.shows("A rash"));
  CHECK_FALSE(visitor.shows("A dry nappy"));
  CHECK(visitor.shows("None of these"));
  go({{"answer", "rash"}, {"answer", "cough"}}, "What is your temperature?");
  CHECK(visitor.shows("<span class=\"unit\">°C</span>"));
  go({{"amount", "39,2"}}, "How long have you been ill?");
  go({{"amount", "3"}, {"unit", "days"}}, "When was the injury?");
  go({{"day", "1"}, {"month", "nov"}, {"year", "2026"}}, "Before you go on");
  CHECK(visitor.shows("Please <em>rest</em> for a moment."));
  CHECK(visitor.shows("<li>Get <strong>rest</strong>"));
  go({}, "See a doctor within 24 hours");
  CHECK(visitor.shows("<section class=\"card urgent\""));
  CHECK(visitor.shows("<span class=\"level\">Urgent</span>"));
  CHECK(visitor.shows("within 24 hours"));
  CHECK(visitor.shows("If things get worse"));
  CHECK(visitor.shows("Call 999 if you become hard to wake."));
  CHECK(visitor.shows("Why you were told this"));
  CHECK(visitor.shows("39.2 °C"));
  CHECK(visitor.shows("Pathway everything 1.0.0 (draft, not clinically approved)"));
  CHECK(visitor.shows(small_library().digest.substr(0, 12)));
  CHECK(visitor.shows("22 November 2026"));
  CHECK(visitor.path().ends_with("/11"));
}

TEST_CASE("an emergency says to call with a number that can be touched") {
  const Place place;
  Browser visitor = place.begun();
  visitor.submit({{"answer", "yes"}});
  CHECK(visitor.heading() == "Call 999 now");
  CHECK(visitor.shows("<a class=\"phone\" href=\"tel:999\">Call 999</a>"));
  CHECK(visitor.shows("<section class=\"card emergency\""));
  CHECK(visitor.shows("What to do until help comes"));
  check_page(visitor);
}

TEST_CASE("what an author writes is shown as text and never becomes a tag or a script") {
  const Place place;
  Browser visitor = place.begun("30", "months", "someone-else");
  CHECK(visitor.heading() == "Has your child fainted, or said \"help\" & 'oh', <script>alert(1)</script>?");
  CHECK(visitor.shows("&lt;script&gt;alert(1)&lt;/script&gt;"));
  CHECK(visitor.shows("&quot;help&quot; &amp; &apos;oh&apos;"));
  check_page(visitor);
  Browser other = place.begun("30", "years", "someone-else");
  CHECK(other.shows("&lt;b onclick=&apos;x&apos;&gt;?</h1>"));
  CHECK_FALSE(other.shows("<b onclick"));
  CHECK_FALSE(other.shows("javascript:"));
}

TEST_CASE("what a person types is shown again as text") {
  const Place place;
  Browser visitor = place.browser();
  const std::string hostile = "\"><script>alert(1)</script>";
  visitor.post("/search", {{"q", hostile}});
  CHECK(visitor.shows("value=\"&quot;&gt;&lt;script&gt;"));
  check_page(visitor);
  visitor.post("/start", {{"topic", "everything"}});
  visitor.submit({{"answer", "self"}});
  visitor.submit({{"amount", hostile}, {"unit", "years"}});
  CHECK(visitor.page().status == 422);
  CHECK(visitor.shows("value=\"&quot;&gt;&lt;script&gt;"));
  check_page(visitor);
}

// Trap 25.
TEST_CASE("a page for a child never shows the words for an adult") {
  const Place place;
  Browser visitor = place.begun("30", "months", "someone-else");
  const std::vector<Browser::Fields> answers = {{{"answer", "no"}},     {{"answer", "yes"}},
                                                {{"answer", "red"}},    {{"answer", "none"}},
                                                {{"amount", "36.6"}},   {{"amount", "3"}, {"unit", "days"}},
                                                {{"answer", "unsure"}}, {}};
  for (const auto& fields : answers) {
    const std::string main = visitor.page().body.substr(visitor.page().body.find("<main"));
    CAPTURE(main);
    for (const char* adult : {"ave you ", "o you ", "if you become"}) CHECK(main.find(adult) == std::string::npos);
    if (visitor.heading().starts_with("Which of these")) CHECK(visitor.shows("A dry nappy"));
    visitor.submit(fields);
  }
  CHECK(visitor.heading() == "You can look after this at home");
  CHECK(visitor.shows("Cuddle the child."));
  CHECK(visitor.shows("if your child becomes hard to wake"));
}

TEST_CASE("a form sent empty or wrong is shown again with what to do") {
  const Place place;
  Browser visitor = place.browser();
  visitor.post("/start", {{"topic", "everything"}});
  const auto wrong = [&](const Browser::Fields& fields, const std::string& says, const std::string& field) {
    visitor.submit(fields);
    CAPTURE(says, visitor.page().body);
    CHECK(visitor.page().status == 422);
    CHECK(visitor.title().starts_with("Error: "));
    CHECK(text_of_html(visitor.page().body).find(says) != std::string::npos);
    CHECK(visitor.shows("<a href=\"#" + field + "\">"));
    CHECK(visitor.shows("id=\"error-summary\" tabindex=\"-1\" autofocus"));
    check_page(visitor);
  };
  wrong({}, "Choose an answer to “Who is this for?”", "answer-0");
  wrong({{"answer", "nobody"}}, "Choose an answer to “Who is this for?”", "answer-0");
  wrong({{"answer", "self"}, {"answer", "someone-else"}}, "Choose an answer", "answer-0");
  visitor.submit({{"answer", "self"}});
  wrong({{"unit", "years"}}, "Enter the age as a whole number", "amount");
  wrong({{"amount", "old"}, {"unit", "years"}}, "Enter the age as a whole number", "amount");
  wrong({{"amount", "3"}, {"unit", "decades"}}, "Enter the age as a whole number", "amount");
  wrong({{"amount", "121"}, {"unit", "years"}}, "Enter an age up to 120 years", "amount");
  CHECK(visitor.shows("value=\"121\""));
  wrong({{"amount", "2"}, {"unit", "years"}}, "Enter the age more exactly", "amount");
  visitor.submit({{"amount", "30"}, {"unit", "years"}});
  visitor.submit({{"answer", "no"}});
  visitor.submit({{"answer", "no"}});
  visitor.submit({{"answer", "red"}});
  wrong({}, "Choose all that apply, or “None of these”", "answer-0");
  wrong({{"answer", "rash"}, {"answer", "none"}}, "but not both", "answer-0");
  CHECK(count(visitor.page().body, " checked") == 2);
  wrong({{"answer", "rash"}, {"answer", "unsure"}}, "but not both", "answer-0");
  wrong({{"answer", "nappy"}}, "Choose an answer", "answer-0");
  visitor.submit({{"answer", "none"}});
  wrong({}, "Enter a number from 34 to 43", "amount");
  wrong({{"amount", "hot"}}, "Enter a number from 34 to 43", "amount");
  wrong({{"amount", "44"}}, "Enter a number from 34 to 43", "amount");
  wrong({{"amount", "38"}, {"answer", "unsure"}}, "but not both", "amount");
  visitor.submit({{"amount", "38 °C"}});
  wrong({{"amount", ""}, {"unit", "days"}}, "Enter how long as a number", "amount");
  wrong({{"amount", "5"}, {"unit", "weeks"}}, "Enter a time from 0 weeks to 4 weeks", "amount");
  visitor.submit({{"amount", "1.5"}, {"unit", "days"}});
  wrong({{"day", "31"}, {"month", "2"}, {"year", "2026"}}, "Enter a real date", "day");
  wrong({{"day", "23"}, {"month", "11"}, {"year", "2026"}}, "Enter a date from 22 November 2025 to 22 November 2026",
        "day");
  wrong({{"day", "1"}, {"month", "1"}, {"year", "2020"}}, "Enter a date from", "day");
  CHECK(visitor.shows("value=\"2020\""));
}

TEST_CASE("an unusual value or an answer to be confirmed is shown once more") {
  const Place place;
  Browser visitor = place.begun();
  visitor.submit({{"answer", "no"}});
  visitor.submit({{"answer", "no"}});
  visitor.submit({{"answer", "purple"}});
  CHECK(visitor.heading() == "Please check your answer");
  CHECK(visitor.shows("<span>Purple</span>"));
  check_page(visitor);
  Browser thinks_again = visitor;
  thinks_again.follow("No, change my answer");
  CHECK(thinks_again.heading() == "What colour is your skin?");
  visitor.submit({}, "Yes, that is right");
  CHECK(visitor.heading() == "Which of these have you had?");
  visitor.submit({{"answer", "none"}});
  visitor.submit({{"amount", "42"}});
  CHECK(visitor.heading() == "Please check your answer");
  CHECK(visitor.shows("<span>42.0 °C</span>"));
  visitor.submit({}, "Yes, that is right");
  CHECK(visitor.heading() == "How long have you been ill?");
}

// Trap 17.
TEST_CASE("the same page sent twice never answers the next question") {
  const Place place;
  Browser visitor = place.begun();
  const std::string path = visitor.path();
  CHECK(path.ends_with("/3"));
  const auto before = visitor.cookies;
  visitor.submit({{"answer", "no"}});
  CHECK(visitor.heading() == "Do you feel hot?");
  SECTION("with the cookie of the first") {
    visitor.post(path, {{"question", "faint"}, {"answer", "no"}});
    CHECK(visitor.heading() == "Do you feel hot?");
    CHECK(visitor.path().ends_with("/4"));
  }
  SECTION("before the first was answered") {
    visitor.cookies = before;
    visitor.post(path, {{"question", "faint"}, {"answer", "no"}});
    CHECK(visitor.heading() == "Do you feel hot?");
    CHECK(visitor.path().ends_with("/4"));
  }
  SECTION("with another answer it is a change") {
    visitor.post(path, {{"question", "faint"}, {"answer", "yes"}});
    CHECK(visitor.heading() == "Call 999 now");
  }
}

TEST_CASE("an old tab that shows another question cannot answer the one that is asked now") {
  const Place place;
  Browser visitor = place.begun();
  visitor.submit({{"answer", "no"}});
  const std::string path = visitor.path();
  visitor.post(path, {{"question", "colour"}, {"answer", "yes"}});
  CHECK(visitor.heading() == "Do you feel hot?");
  visitor.post(path.substr(0, path.size() - 1) + "9", {{"question", "injury"}, {"answer", "unsure"}});
  CHECK(visitor.heading() == "Do you feel hot?");
}

// Trap 18.
TEST_CASE("after the outcome going back shows the earlier page with its answer and changing it is safe") {
  const Place place;
  Browser visitor = place.begun();
  visitor.submit({{"answer", "yes"}});
  CHECK(visitor.heading() == "Call 999 now");
  const std::string outcome = visitor.path();
  visitor.follow("Back");
  CHECK(visitor.heading().starts_with("Have you fainted"));
  CHECK(visitor.shows("value=\"yes\" checked"));
  visitor.get(outcome);
  CHECK(visitor.heading() == "Call 999 now");
  visitor.follow("Back");
  visitor.submit({{"answer", "no"}});
  CHECK(visitor.heading() == "Do you feel hot?");
  visitor.get(outcome);
  CHECK(visitor.heading() == "Do you feel hot?");
}

TEST_CASE("going back and forth shows what was answered") {
  const Place place;
  Browser visitor = place.begun("41");
  visitor.submit({{"answer", "no"}});
  visitor.submit({{"answer", "yes"}});
  visitor.submit({{"answer", "red"}});
  visitor.submit({{"answer", "cough"}});
  visitor.submit({{"amount", "38.5"}});
  visitor.submit({{"amount", "2"}, {"unit", "weeks"}});
  visitor.submit({{"day", "3"}, {"month", "10"}, {"year", "2026"}});
  visitor.follow("Back");
  CHECK(visitor.shows("name=\"month\" autocomplete=\"off\" value=\"10\""));
  visitor.follow("Back");
  CHECK(visitor.shows("<option value=\"weeks\" selected>"));
  CHECK(visitor.shows("value=\"2\""));
  visitor.follow("Back");
  CHECK(visitor.shows("value=\"38.5\""));
  visitor.follow("Back");
  CHECK(visitor.shows("value=\"cough\" checked"));
  for (int i = 0; i < 4; ++i) visitor.follow("Back");
  CHECK(visitor.heading() == "How old are you?");
  CHECK(visitor.shows("value=\"41\""));
  visitor.follow("Back");
  CHECK(visitor.shows("value=\"self\" checked"));
  visitor.submit({{"answer", "self"}});
  CHECK(visitor.heading() == "How old are you?");
  visitor.follow("Back");
  visitor.follow("Back");
  CHECK(visitor.heading() == "Choose a topic");
}

TEST_CASE("answers can be looked at and changed one by one") {
  const Place place;
  Browser visitor = place.begun();
  visitor.submit({{"answer", "no"}});
  visitor.submit({{"answer", "yes"}});
  visitor.submit({{"answer", "red"}});
  visitor.follow("Your answers so far");
  CHECK(visitor.heading() == "Your answers so far");
  check_page(visitor);
  visitor.follow("Change your answer to: Do you feel hot?");
  CHECK(visitor.heading() == "Do you feel hot?");
  CHECK(visitor.shows("value=\"yes\" checked"));
  visitor.submit({{"answer", "no"}});
  CHECK(visitor.heading() == "Your answers so far");
  CHECK(visitor.shows("<li><b>Do you feel hot?</b> <span>No</span>"));
  visitor.follow("Go on with the questions");
  CHECK(visitor.heading() == "Which of these have you had?");
}

TEST_CASE("two journeys in one browser do not touch each other") {
  const Place place;
  Browser visitor = place.begun();
  const std::string first = visitor.path();
  visitor.post("/start", {{"topic", "everything"}});
  visitor.submit({{"answer", "someone-else"}});
  visitor.submit({{"amount", "30"}, {"unit", "months"}});
  CHECK(visitor.heading().starts_with("Has your child"));
  visitor.get(first);
  CHECK(visitor.heading().starts_with("Have you"));
  CHECK(visitor.cookies.size() == 2);
}

TEST_CASE("the journey is in one cookie for its own path that scripts cannot read") {
  Place place;
  const auto cookie_of = [](const Place& where, const std::string& forwarded) {
    Request request;
    request.method = "POST";
    request.path = "/start";
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    if (!forwarded.empty()) request.headers.add("X-Forwarded-Proto", forwarded);
    request.body = "topic=everything";
    Response response;
    where.site(request, response);
    CHECK(response.status == 303);
    const std::string path(response.header("Location")->substr(0, 3 + kJourneyNameChars));
    std::string cookie(*response.header("Set-Cookie"));
    CHECK(cookie.find("; Path=" + path + ";") != std::string::npos);
    CHECK(cookie.starts_with("signpost="));
    CHECK(cookie.find("Domain") == std::string::npos);
    return cookie.substr(cookie.find("; HttpOnly"));
  };
  CHECK(cookie_of(place, "") == "; HttpOnly; SameSite=Lax; Secure");
  const Place plain(PageSettings{false, true});
  CHECK(cookie_of(plain, "") == "; HttpOnly; SameSite=Lax");
  CHECK(cookie_of(plain, "https") == "; HttpOnly; SameSite=Lax; Secure");
}

TEST_CASE("no address and no redirect ever holds a topic a question or an answer") {
  const Place place;
  Browser visitor = place.begun();
  visitor.submit({{"answer", "no"}});
  visitor.submit({{"answer", "yes"}});
  visitor.follow("Your answers so far");
  visitor.follow("Change your answer to: Do you feel hot?");
  visitor.submit({{"answer", "no"}});
  for (const std::string& address : visitor.visited) {
    CAPTURE(address);
    for (const char* word : {"everything", "faint", "hot", "yes", "self", "30"})
      CHECK(address.find(word) == std::string::npos);
    const std::string end = address.substr(address.rfind('/') + 1);
    CHECK((address == "/start" || end == "answers" || end.find_first_not_of("0123456789?change") == std::string::npos));
  }
}

TEST_CASE("where cookies are refused the journey goes on inside the page") {
  const Place place;
  Browser visitor = place.browser();
  visitor.refuse_cookies = true;
  visitor.post("/start", {{"topic", "everything"}});
  CHECK(visitor.page().status == 404);
  CHECK(visitor.shows("Your browser did not send back the cookie"));
  visitor.submit({{"topic", "everything"}}, "Everything at once");
  CHECK(visitor.heading() == "Who is this for?");
  check_page(visitor);
  const std::size_t redirects = visitor.redirects();
  visitor.submit({{"answer", "self"}});
  visitor.submit({{"amount", "30"}, {"unit", "years"}});
  visitor.submit({});
  CHECK(visitor.page().status == 422);
  visitor.submit({{"answer", "no"}});
  CHECK(visitor.heading() == "Do you feel hot?");
  check_page(visitor);
  visitor.follow("Back");
  CHECK(visitor.heading().starts_with("Have you fainted"));
  CHECK(visitor.shows("value=\"no\" checked"));
  visitor.submit({{"answer", "no"}});
  visitor.submit({{"answer", "yes"}});
  visitor.submit({{"answer", "purple"}});
  CHECK(visitor.heading() == "Please check your answer");
  visitor.submit({}, "Yes, that is right");
  visitor.follow("Your answers so far");
  visitor.follow("Change your answer to: Do you feel hot?");
  visitor.submit({{"answer", "no"}});
  visitor.follow("Go on with the questions");
  visitor.submit({{"answer", "none"}});
  visitor.submit({{"amount", "37"}});
  visitor.submit({{"amount", "1"}, {"unit", "hours"}});
  visitor.submit({{"answer", "unsure"}});
  visitor.submit({});
  CHECK(visitor.heading() == "You can look after this at home");
  check_page(visitor);
  CHECK(visitor.redirects() == redirects);
  CHECK(visitor.cookies.empty());
}

TEST_CASE("a cookie lost in the middle of a journey is said and does not break anything") {
  const Place place;
  Browser visitor = place.begun();
  visitor.cookies.clear();
  visitor.get(visitor.path());
  CHECK(visitor.page().status == 404);
  CHECK(visitor.shows("did not send back the cookie"));
  visitor.post(visitor.path(), {{"question", "faint"}, {"answer", "no"}});
  CHECK(visitor.page().status == 404);
}

// Trap 15, on the pages.
TEST_CASE("a forged or expired cookie leads to a page that says to start again") {
  Place place;
  Browser visitor = place.begun();
  Browser forger = visitor;
  std::string& pair = forger.cookies.begin()->second;
  pair[pair.size() / 2] = pair[pair.size() / 2] == 'A' ? 'B' : 'A';
  forger.get(visitor.path());
  CHECK(forger.page().status == 422);
  CHECK(forger.heading() == "You need to start again");
  check_page(forger);
  place.now.seconds += kTokenLifeSeconds + 1;
  visitor.get(visitor.path());
  CHECK(visitor.page().status == 422);
  CHECK(visitor.shows("more than a week ago"));
}

// Trap 14, on the pages.
TEST_CASE("a journey of another release leads to a page that says why to start again") {
  const Place place;
  const TokenKey key = random_token_key(3);
  DecisionGraph other;
  other.digest = "00ff";
  other.topics.resize(1);
  Journey journey;
  journey.topics = {TopicIndex{0}};
  const TokenSealer sealer({key});
  const std::string token = sealer.seal(other, journey, kNow);
  Metrics metrics;
  const Site site(
      small_library(), sealer,
      [] {
        return Moment{kNow, static_cast<Day>(kNow / 86400)};
      },
      {}, metrics);
  Browser visitor([&](const Request& request, Response& response) { site(request, response); });
  visitor.cookies["/j/AAAAAAAAAAAAAAAA"] = "signpost=" + token;
  visitor.get("/j/AAAAAAAAAAAAAAAA/1");
  CHECK(visitor.page().status == 422);
  CHECK(visitor.shows("The questions have been renewed since you began"));
}

TEST_CASE("after a day every page of the journey says that the answers are old") {
  Place place;
  Browser visitor = place.begun();
  CHECK_FALSE(visitor.shows("more than a day ago"));
  place.now.seconds += kOldAfterSeconds;
  place.now.day += 1;
  visitor.get(visitor.path());
  CHECK_FALSE(visitor.shows("more than a day ago"));
  place.now.seconds += 1;
  visitor.get(visitor.path());
  CHECK(visitor.shows("more than a day ago"));
  visitor.submit({{"answer", "yes"}});
  CHECK(visitor.heading() == "Call 999 now");
  place.now.day += 1;
  visitor.get(visitor.path());
  CHECK(visitor.shows("more than a day ago"));
}

TEST_CASE("a topic with nothing for the patient says so and lets the answer be changed") {
  const Place place;
  Browser visitor = place.browser();
  visitor.post("/start", {{"topic", "short"}});
  visitor.submit({{"answer", "self"}});
  visitor.submit({{"amount", "30"}, {"unit", "years"}});
  CHECK(visitor.heading() == "What is your sex?");
  visitor.submit({{"answer", "male"}});
  CHECK(visitor.page().status == 422);
  CHECK(visitor.heading() == "We cannot help with this here");
  check_page(visitor);
  visitor.follow("Go back and change the answer");
  CHECK(visitor.heading() == "What is your sex?");
  visitor.submit({{"answer", "female"}});
  CHECK(visitor.heading() == "Do you want help?");
}

TEST_CASE("answers can be deleted") {
  const Place place;
  Browser visitor = place.begun();
  visitor.submit({{"answer", "yes"}});
  const std::string outcome = visitor.path();
  visitor.follow("Delete my answers");
  CHECK(visitor.path() == "/");
  CHECK(visitor.cookies.empty());
  visitor.get(outcome);
  CHECK(visitor.page().status == 404);
}

// Traps 20 and 21, on the pages.
TEST_CASE("a search shows the emergency card before any topic and never changes the words") {
  const Place place;
  Browser visitor = place.browser();
  visitor.post("/search", {{"q", "overdoes of evrything"}});
  CHECK(visitor.shows("value=\"overdoes of evrything\""));
  const std::size_t card = visitor.page().body.find("Call 999 or 111 now");
  REQUIRE(card != std::string::npos);
  CHECK(card < visitor.page().body.find("Everything at once"));
  check_page(visitor);
  visitor.submit({{"topic", "everything"}}, "Everything at once");
  CHECK(visitor.heading() == "Who is this for?");
  visitor.post("/search", {{"q", "xyzzy"}});
  CHECK(visitor.shows("No topic was found"));
  visitor.post("/search", {{"q", ""}});
  CHECK(visitor.shows("Type a word"));
  visitor.get("/search");
  CHECK(visitor.path() == "/");
}

TEST_CASE("what is not there and what cannot be done get a page and keep their status") {
  const Place place;
  Browser visitor = place.browser();
  for (const char* path : {"/nothing", "/j/short/1", "/j/AAAAAAAAAAAAAAAA", "/j/AAAAAAAAAAAAAAA!/1", "/assets/x"}) {
    visitor.get(path);
    CAPTURE(path);
    CHECK(visitor.page().status == 404);
    check_page(visitor);
  }
  visitor.post("/privacy", {});
  CHECK(visitor.page().status == 405);
  CHECK(visitor.page().header("Allow") == "GET, HEAD");
  check_page(visitor);
  visitor.get("/api/v1/nothing");
  CHECK(visitor.page().content_type == "application/problem+json");
  visitor.post("/start", {{"topic", "nothing"}});
  CHECK(visitor.page().status == 422);
  check_page(visitor);
  Browser journey = place.begun();
  for (const char* page : {"0", "01", "-1", "x", "99999999999999999999", "1e3"}) {
    journey.get(journey.path().substr(0, 4 + kJourneyNameChars) + page);
    CHECK((journey.page().status == 404 || journey.heading().starts_with("Have you fainted")));
  }
}

TEST_CASE("a body that is no form is refused") {
  const Place place;
  for (const char* path : {"/search", "/start", "/j/AAAAAAAAAAAAAAAA/1"}) {
    Request request;
    request.method = "POST";
    request.path = path;
    request.headers.add("Content-Type", "text/plain");
    request.body = "topic=everything";
    Response response;
    place.site(request, response);
    CHECK(response.status == 400);
  }
}

TEST_CASE("what was typed is cut between characters, so that a page stays text") {
  const Place place;
  std::string typed = "a";  // so that each limit falls within a character
  while (typed.size() < 300) typed += "\xc3\xa9";
  Browser visitor = place.browser();
  visitor.post("/search", {{"q", typed}});
  CHECK(visitor.shows(typed.substr(0, 199) + "\""));
  visitor.post("/start", {{"topic", "everything"}});
  visitor.submit({{"answer", "self"}});
  visitor.submit({{"amount", typed}, {"unit", "years"}});
  CHECK(visitor.page().status == 422);
  CHECK(visitor.shows(typed.substr(0, 39) + "\""));
}

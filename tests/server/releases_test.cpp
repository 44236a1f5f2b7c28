// Several releases at once, and changing them while journeys are on their way.
#include "server/releases.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/support/browser.hpp"
#include "tests/support/moment.hpp"
#include "tests/support/process.hpp"
#include "tests/support/small_library.hpp"
#include "tests/support/test_keys.hpp"

using namespace signpost;
using signpost::test::kNow;
namespace fs = std::filesystem;

namespace {

const Edits kReworded = {{"What colour is <your> skin?", "What colour are <your> lips?"}};
const Edits kOtherAdvice = {{"Call 999 if <you become> hard to wake.", "Call 999 if <you become> very hard to wake."}};

// A folder of releases, and what is served from it.
struct ReleasePlace {
  tests::TemporaryFolder folder;
  Metrics metrics;
  TokenKey key = random_token_key(1);
  std::unique_ptr<Releases> releases;

  ReleasePlace() {
    folder.write("trusted.pem", tests::kOurPublicKey);
    Releases::Options options;
    options.from = folder.path();
    options.folder = true;
    options.trust.key_files = {folder.path() + "/trusted.pem"};
    options.clock = [] { return Moment{kNow, static_cast<Day>(kNow / 86400)}; };
    options.pages.secure_cookies = false;
    releases = std::make_unique<Releases>(std::move(options), metrics);
  }
  // With the small library as a.release, which is current, and another version of it as b.release.
  explicit ReleasePlace(const Edits& second) : ReleasePlace() {
    put("a.release", {});
    put("b.release", second);
    use("a.release");
    REQUIRE(load());
  }
  void put(const std::string& file, const Edits& edits) const {
    folder.write(file, small_release(edits, *SigningKey::from_pem(tests::kOurKey)));
  }
  void use(const std::string& file) const { write_current(folder.path(), file); }
  void withdraw(const std::string& file) const { write_withdrawn(folder.path(), {file}); }
  bool load() const { return releases->load({key}); }
  std::string current() const {
    for (const Releases::Served& one : releases->served())
      if (one.current) return one.file;
    return {};
  }
  Browser browser() const {
    return Browser([this](const Request& request, Response& response) { (*releases)(request, response); });
  }
  Response api(const std::string& path, const std::string& body) const {
    Request request;
    request.method = "POST";
    request.path = path;
    request.headers.add("Content-Type", "application/json");
    request.body = body;
    Response response;
    (*releases)(request, response);
    return response;
  }
};

// To the question about colour.
Browser at_colour(const ReleasePlace& place) {
  Browser visitor = place.browser();
  visitor.post("/start", {{"topic", "everything"}});
  visitor.submit({{"answer", "self"}});
  visitor.submit({{"amount", "30"}, {"unit", "years"}});
  visitor.submit({{"answer", "no"}});
  visitor.submit({{"answer", "yes"}});
  REQUIRE(visitor.heading().starts_with("What colour"));
  return visitor;
}

// From the question after colour to the end.
void to_the_end(Browser& visitor) {
  visitor.submit({{"answer", "rash"}});
  visitor.submit({{"amount", "39"}});
  visitor.submit({{"amount", "2"}, {"unit", "hours"}});
  visitor.submit({{"day", "1"}, {"month", "9"}, {"year", "2026"}});
  visitor.submit({});
}

std::string journey_in(const Response& response) {
  const std::size_t begin = response.body.find("\"journey\":\"") + 11;
  return response.body.substr(begin, response.body.find('"', begin) - begin);
}

// The answer to the one question of the topic `short`.
std::string says_yes(const std::string& journey) {
  return "{\"journey\":\"" + journey + "\",\"answer\":{\"question\":\"ask\",\"value\":\"yes\"}}";
}

}  // namespace

TEST_CASE("nothing is served until the folder says which release begins journeys") {
  const ReleasePlace place;
  CHECK_FALSE(place.load());
  place.put("a.release", {});
  CHECK_FALSE(place.load());
  place.use("b.release");
  CHECK_FALSE(place.load());
  place.use("a.release");
  CHECK(place.load());
  CHECK(place.current() == "a.release");
}

TEST_CASE("journeys end on the release that they began on while others begin on the next and back again") {
  const ReleasePlace place(kReworded);
  Browser old = at_colour(place);
  CHECK(old.heading() == "What colour is your skin?");

  place.use("b.release");
  CHECK(place.releases->folder_changed());
  REQUIRE(place.load());
  CHECK_FALSE(place.releases->folder_changed());
  CHECK(place.current() == "b.release");
  Browser young = at_colour(place);
  CHECK(young.heading() == "What colour are your lips?");
  old.submit({{"answer", "red"}});
  to_the_end(old);
  CHECK(old.heading() == "See a doctor within 24 hours");
  CHECK(old.shows("What colour is your skin?"));

  // Back: the same command. The journey that began on b ends there.
  place.use("a.release");
  REQUIRE(place.load());
  CHECK(at_colour(place).heading() == "What colour is your skin?");
  young.submit({{"answer", "red"}});
  to_the_end(young);
  CHECK(young.heading() == "See a doctor within 24 hours");
  CHECK(young.shows("What colour are your lips?"));
}

TEST_CASE("over the API too journeys end on the release that they began on") {
  const ReleasePlace place(kOtherAdvice);
  const Response begun =
      place.api("/api/v1/triage", R"({"topic":"short","patient":{"sex":"female","age":{"years":30},"party":"self"}})");
  REQUIRE(begun.status == 200);
  place.use("b.release");
  REQUIRE(place.load());
  const Response ended = place.api("/api/v1/triage/answer", says_yes(journey_in(begun)));
  CHECK(ended.status == 200);
  CHECK(ended.body.find("if you become hard to wake") != std::string::npos);
  CHECK(ended.body.find("carriedOver") == std::string::npos);
}

TEST_CASE("a release that may not be served is left out and what was served before goes on") {
  const ReleasePlace place;
  place.put("a.release", {});
  place.use("a.release");
  REQUIRE(place.load());
  const std::string good = small_release(kReworded, *SigningKey::from_pem(tests::kOurKey));
  std::string damaged = good;
  damaged[damaged.size() / 2] ^= 1;
  const std::string bad = GENERATE_COPY(std::string("no release"), good.substr(0, good.size() / 2), damaged,
                                        small_release(kReworded, *SigningKey::from_pem(tests::kTheirKey)));
  place.folder.write("b.release", bad);
  place.use("b.release");
  CHECK(place.load());
  CHECK(place.current() == "a.release");
  CHECK(place.releases->served().size() == 1);
  CHECK(at_colour(place).heading() == "What colour is your skin?");
  CHECK_FALSE(place.releases->folder_changed());  // told once, not every second

  place.folder.write("b.release", good);
  CHECK(place.releases->folder_changed());
  CHECK(place.load());
  CHECK(place.current() == "b.release");
}

TEST_CASE("what was current goes on where its file or the pointer is gone") {
  const ReleasePlace place(kReworded);
  const std::string gone = GENERATE("a.release", "current");
  fs::remove(place.folder.path() + "/" + gone);
  CHECK(place.load());
  CHECK(place.current() == "a.release");
  CHECK(at_colour(place).heading() == "What colour is your skin?");
}

TEST_CASE("a release that is gone from the folder ends its journeys with a word why") {
  const ReleasePlace place(kReworded);
  Browser visitor = at_colour(place);
  place.use("b.release");
  fs::remove(place.folder.path() + "/a.release");
  REQUIRE(place.load());
  visitor.submit({{"answer", "red"}});
  CHECK(visitor.page().status == 422);
  CHECK(visitor.heading() == "You need to start again");
}

TEST_CASE("whose release is withdrawn is told and goes on in the current one with the answers that hold") {
  const ReleasePlace place(GENERATE(kReworded, kOtherAdvice));
  Browser visitor = at_colour(place);
  visitor.refuse_cookies = GENERATE(false, true);
  if (visitor.refuse_cookies) {
    visitor = place.browser();
    visitor.refuse_cookies = true;
    visitor.post("/start", {{"topic", "everything"}, {"cookies", "no"}});
    visitor.submit({{"answer", "self"}});
    visitor.submit({{"amount", "30"}, {"unit", "years"}});
    visitor.submit({{"answer", "no"}});
    visitor.submit({{"answer", "yes"}});
  }
  place.use("b.release");
  place.withdraw("a.release");
  REQUIRE(place.load());
  const bool reworded = at_colour(place).heading() == "What colour are your lips?";

  visitor.submit({{"answer", "red"}});
  CHECK(visitor.page().status == 200);
  CHECK(visitor.heading() == "The questions have changed");
  visitor.follow("Go on");
  if (reworded) {  // the answer was to other words, so it is asked again
    CHECK(visitor.heading() == "What colour are your lips?");
    visitor.submit({{"answer", "red"}});
  }
  CHECK(visitor.heading() == "Which of these have you had?");
  to_the_end(visitor);
  CHECK(visitor.heading() == "See a doctor within 24 hours");
}

TEST_CASE("an earlier answer that is changed as its release is withdrawn is changed") {
  const ReleasePlace place(kReworded);
  Browser visitor = at_colour(place);
  visitor.follow("Back");
  REQUIRE(visitor.heading() == "Do you feel hot?");
  place.use("b.release");
  place.withdraw("a.release");
  REQUIRE(place.load());
  visitor.submit({{"answer", "no"}});
  CHECK(visitor.heading() == "The questions have changed");
  visitor.follow("Go on");
  visitor.submit({{"answer", "red"}});
  to_the_end(visitor);
  CHECK(visitor.heading() == "You can look after this at home");  // not hot
}

TEST_CASE("looking at a page of a withdrawn release tells and then goes on") {
  const ReleasePlace place(kReworded);
  Browser visitor = at_colour(place);
  visitor.submit({{"answer", "red"}});
  to_the_end(visitor);
  const std::string end = visitor.path();
  place.use("b.release");
  place.withdraw("a.release");
  REQUIRE(place.load());
  visitor.get(end);
  CHECK(visitor.heading() == "The questions have changed");
  CHECK(visitor.shows("do not go by it"));
  visitor.follow("Go on");
  CHECK(visitor.heading() == "What colour are your lips?");
  visitor.submit({{"answer", "red"}});
  CHECK(visitor.heading() ==
        "See a doctor within 24 hours");  // the answers behind it were kept, and nothing is asked again
  CHECK(visitor.path() == end);
}

TEST_CASE("over the API a withdrawn release answers with the step that comes now and says so") {
  const ReleasePlace place(Edits{{"<Do you> want help?", "<Do you> need help?"}});
  const std::string journey = journey_in(
      place.api("/api/v1/triage", R"({"topic":"short","patient":{"sex":"female","age":{"years":30},"party":"self"}})"));
  const std::string asks = says_yes(journey);
  place.use("b.release");
  place.withdraw("a.release");
  REQUIRE(place.load());
  const Response there = place.api("/api/v1/triage/answer", asks);
  CHECK(there.status == 200);
  CHECK(there.body.find("\"carriedOver\":true") != std::string::npos);
  CHECK(there.body.find("Do you need help?") != std::string::npos);
  const Response on = place.api("/api/v1/triage/answer", says_yes(journey_in(there)));
  CHECK(on.status == 200);
  CHECK(on.body.find("carriedOver") == std::string::npos);
  CHECK(on.body.find("primary-care-24h") != std::string::npos);
  const Response review = place.api("/api/v1/triage/review", "{\"journey\":\"" + journey + "\"}");
  CHECK(review.body.find("\"carriedOver\":true") != std::string::npos);
  const Response change =
      place.api("/api/v1/triage/change", "{\"journey\":\"" + journey + "\",\"question\":\"ask\",\"value\":\"yes\"}");
  CHECK(change.status == 200);
  CHECK(change.body.find("\"carriedOver\":true") != std::string::npos);
}

TEST_CASE("journeys go on when the keys are changed as long as the old one is there") {
  const ReleasePlace place;
  place.put("a.release", {});
  place.use("a.release");
  REQUIRE(place.load());
  Browser visitor = at_colour(place);
  const TokenKey fresh = random_token_key(2);
  REQUIRE(place.releases->load({fresh, place.key}));
  visitor.submit({{"answer", "red"}});
  CHECK(visitor.heading() == "Which of these have you had?");
  REQUIRE(place.releases->load({fresh}));  // by now its token is sealed with the new one
  to_the_end(visitor);
  CHECK(visitor.heading() == "See a doctor within 24 hours");
}

TEST_CASE("releases are changed under the feet of many without one answer that is wrong") {
  const ReleasePlace place(kReworded);
  std::atomic<bool> stop{false};
  std::atomic<int> ended{0}, wrong{0};
  std::vector<std::thread> people;
  for (int i = 0; i < 3; ++i)
    people.emplace_back([&] {
      while (!stop) {
        Browser visitor = place.browser();
        visitor.post("/start", {{"topic", "everything"}});
        for (const Browser::Fields& fields : std::vector<Browser::Fields>{{{"answer", "self"}},
                                                                          {{"amount", "30"}, {"unit", "years"}},
                                                                          {{"answer", "no"}},
                                                                          {{"answer", "yes"}},
                                                                          {{"answer", "red"}}})
          visitor.submit(fields);
        const bool on_a = visitor.page().status == 200;
        to_the_end(visitor);
        if (!on_a || visitor.heading() != "See a doctor within 24 hours") ++wrong;
        ++ended;
      }
    });
  for (int i = 0; i < 20 || ended < 20; ++i) {
    place.use(i % 2 == 0 ? "b.release" : "a.release");
    if (!place.load()) ++wrong;
  }
  stop = true;
  for (std::thread& person : people) person.join();
  CHECK(wrong == 0);
  CHECK(ended >= 20);
}

TEST_CASE("metrics tell which releases are served and which is current and count what was refused") {
  ReleasePlace place;
  place.put("a.release", {});
  place.put("b.release", kReworded);
  place.use("a.release");
  REQUIRE(place.load());
  const auto sample = [&](const std::string& name, const std::string& release, int value) {
    return name + "{release=\"" + release + "\"} " + std::to_string(value) + "\n";
  };
  const std::string first = place.releases->current()->digest.substr(0, kShortDigest);
  place.use("b.release");
  REQUIRE(place.load());
  const std::string second = place.releases->current()->digest.substr(0, kShortDigest);
  std::string text = place.metrics.text();
  CHECK(text.find(sample("signpost_release_current", first, 0)) != std::string::npos);
  CHECK(text.find(sample("signpost_release_current", second, 1)) != std::string::npos);
  CHECK(text.find("signpost_releases_refused_total 0\n") != std::string::npos);

  // Read once and refused once, however often the folder is looked into; the old ones go on.
  place.folder.write("c.release", "no release");
  place.use("c.release");
  REQUIRE(place.load());
  REQUIRE(place.load());
  text = place.metrics.text();
  CHECK(text.find("signpost_releases_refused_total 1\n") != std::string::npos);
  CHECK(text.find(sample("signpost_release_current", second, 1)) != std::string::npos);

  // The answer itself says which release made it.
  Request request;
  request.method = "GET";
  request.path = "/";
  Response response;
  (*place.releases)(request, response);
  CHECK(response.release == std::stoull(second, nullptr, 16));
}

#include "server/api.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "server/router.hpp"
#include "tests/support/moment.hpp"
#include "tests/support/small_library.hpp"

using namespace signpost;
using nlohmann::json;
using signpost::test::kNow;

namespace {

// The API over the small library, at a moment that a test may move.
struct Desk {
  Moment now{kNow, static_cast<Day>(kNow / 86400)};
  TokenSealer sealer{{random_token_key(1)}};
  JourneyCounts counts{small_library()};
  Service service{small_library(), sealer, counts, [this] { return now; }};
  TopicSearch search{small_library()};
  Api api{service, search};
  Router router;

  Desk() { api.add_routes(router); }

  Response send(std::string method, std::string path, std::string body = {},
                std::string type = "application/json") const {
    Request request;
    request.method = std::move(method);
    request.path = std::move(path);
    if (request.method == "POST" && !type.empty()) request.headers.add("Content-Type", type);
    request.body = std::move(body);
    Response response;
    router(request, response);
    return response;
  }
  json post(const std::string& path, const json& body, int status = 200) const {
    const Response response = send("POST", "/api/v1/" + path, body.dump());
    INFO(response.body);
    REQUIRE(response.status == status);
    CHECK(response.content_type == (status == 200 ? "application/json" : "application/problem+json"));
    return json::parse(response.body);
  }
  json begin(const std::string& topic = "everything") const {
    return post("triage",
                {{"topic", topic}, {"patient", {{"age", {{"years", 30}}}, {"sex", "female"}, {"party", "self"}}}});
  }
  json answer(const json& before, const json& value, int status = 200, bool confirmed = false) const {
    const json& step = before["step"];
    json given = {{"question", step[step["kind"].get<std::string>()]["id"]}, {"value", value}};
    if (confirmed) given["confirmed"] = true;
    return post("triage/answer", {{"journey", before["journey"]}, {"answer", given}}, status);
  }
};

}  // namespace

TEST_CASE("topics are listed with a tag of the release and not sent again while it holds") {
  const Desk desk;
  const Response first = desk.send("GET", "/api/v1/topics");
  const json topics = json::parse(first.body)["topics"];
  REQUIRE(topics.size() == 2);
  CHECK(topics[0] == json({{"id", "everything"},
                           {"title", "Everything at once"},
                           {"bodyArea", "Whole body"},
                           {"for", "age >= 1 year"}}));
  REQUIRE(first.header("ETag").has_value());
  CHECK(first.header("Cache-Control") == "public, max-age=60");

  Request again;
  again.method = "GET";
  again.path = "/api/v1/topics";
  again.headers.add("If-None-Match", *first.header("ETag"));
  Response second;
  desk.router(again, second);
  CHECK(second.status == 304);
  CHECK(second.body.empty());
}

// Trap 22.
TEST_CASE("what may be cached is tagged with the content it was made from") {
  const Desk desk;
  const Response topics = desk.send("GET", "/api/v1/topics");
  CHECK(topics.header("ETag")->find(small_library().digest.substr(0, 32)) != std::string_view::npos);
  CHECK_FALSE(desk.send("POST", "/api/v1/triage", R"({"topic":"everything"})").header("Cache-Control").has_value());
}

TEST_CASE("a journey goes through a question of each kind to its outcome") {
  const Desk desk;
  json now = desk.begin();
  CHECK(now["release"] == small_library().digest);
  CHECK(now["progress"] == json({{"asked", 0}, {"atLeast", 1}, {"atMost", 7}}));
  CHECK(now["step"] == json::parse(R"({"kind":"question","question":{"id":"faint","kind":"one",
      "text":"Have you fainted, or said \"help\" & 'oh', evil?","why":"Fainting can be serious.",
      "help":"Fainting is *passing out*.\n\n[A link](https://example.org) and [a bad one](javascript:alert(1)).",
      "answers":[{"id":"yes","text":"Yes"},{"id":"no","text":"No"}],"unsure":true}})"));
  now = desk.answer(now, "no");
  CHECK_FALSE(now.contains("dropped"));
  now = desk.answer(now, "unsure");
  CHECK(
      now["step"]["question"]["answers"] ==
      json::parse(
          R"([{"id":"red","text":"Red"},{"id":"green","text":"Green","help":"Like grass"},{"id":"purple","text":"Purple","confirm":true}])"));
  now = desk.answer(now, "green");
  CHECK(now["step"]["question"]["kind"] == "many");
  CHECK(
      now["step"]["question"]["answers"] ==
      json::parse(
          R"([{"id":"rash","text":"A rash"},{"id":"cough","text":"A cough"},{"id":"none","text":"None of these","alone":true}])"));
  now = desk.answer(now, {"rash", "cough"});
  CHECK(
      now["step"]["question"] ==
      json::parse(
          R"({"id":"temperature","kind":"number","text":"What is your temperature?","unit":"°C","from":34,"to":43,"step":0.1,"unsure":true})"));
  now = desk.answer(now, 39.04);
  CHECK(now["step"]["question"]["from"] == json({{"value", 0}, {"unit", "weeks"}}));
  CHECK(now["step"]["question"]["to"] == json({{"value", 4}, {"unit", "weeks"}}));
  now = desk.answer(now, {{"value", 3}, {"unit", "days"}});
  CHECK(now["step"]["question"]["kind"] == "date");
  CHECK(now["step"]["question"]["from"] == "2025-11-22");
  CHECK(now["step"]["question"]["to"] == "2026-11-22");
  now = desk.answer(now, "2026-11-01");
  CHECK(now["step"] == json::parse(R"({"kind":"note","note":{"id":"told","text":"Please *rest* for a moment.",
      "advice":[{"id":"rest","text":"Get **rest** and say \"ah\" & your name."}]}})"));
  now = desk.answer(now, "seen");
  CHECK(now["progress"]["asked"] == 8);
  const json outcome = now["step"]["outcome"];
  CHECK(now["step"]["kind"] == "outcome");
  CHECK(outcome["id"] == "be-seen");
  CHECK(outcome["disposition"] ==
        json::parse(R"({"id":"primary-care-24h","level":"urgent","urgency":2,"heading":"See a doctor within 24 hours",
      "timeframe":"24 hours","service":"primary care","contact":"be seen"})"));
  CHECK(outcome["reason"] == "A high temperature should be looked at.");
  CHECK(outcome["advice"] == json::parse(R"([{"id":"rest","text":"Get **rest** and say \"ah\" & your name."}])"));
  CHECK(outcome["worsening"] ==
        json::parse(R"([{"id":"worse","text":"Call 999 if you become hard to wake.","calls":"999"}])"));
  CHECK(outcome["pathway"] == json({{"id", "everything"}, {"version", "1.0.0"}, {"status", "draft"}}));
  json because;
  for (const json& reason : outcome["because"]) because[reason["question"].get<std::string>()] = reason;
  CHECK(because["temperature"]["answer"] == 39);
  CHECK(because["temperature"]["text"] == "What is your temperature?");
  CHECK(because["hot"]["words"] == "Not sure");
}

TEST_CASE("a patient who is not told of is asked about") {
  const Desk desk;
  json now = desk.post("triage", {{"topic", "everything"}});
  CHECK(now["step"]["question"]["id"] == "patient/party");
  CHECK(desk.answer(now, "self")["step"]["question"]["text"] == "How old are you?");
  now = desk.answer(now, "someone-else");
  CHECK(now["step"]["question"]["id"] == "patient/age");
  CHECK(now["step"]["question"]["text"] == "How old are they?");
  CHECK(now["step"]["question"]["kind"] == "age");
  now = desk.answer(now, {{"months", 30}});
  CHECK(now["step"]["question"]["id"] == "faint");
}

// Trap 25, over the API.
TEST_CASE("a journey for a child is worded for a child throughout") {
  const Desk desk;
  json now = desk.post("triage",
                       {{"topic", "everything"}, {"patient", {{"age", {{"months", 30}}}, {"party", "someone-else"}}}});
  CHECK(now["step"]["question"]["text"] ==
        "Has your child fainted, or said \"help\" & 'oh', <script>alert(1)</script>?");
  for (const json& value : {json("no"), json("yes"), json("red"), json::array(), json(36.6),
                            json({{"value", 3}, {"unit", "days"}}), json("unsure"), json("seen")}) {
    CHECK(now.dump().find("ave you") == std::string::npos);
    CHECK(now.dump().find("o you ") == std::string::npos);
    now = desk.answer(now, value);
  }
  CHECK(now["step"]["outcome"]["advice"].size() == 2);
  CHECK(now["step"]["outcome"]["worsening"][0]["text"] == "Call 999 if your child becomes hard to wake.");
}

TEST_CASE("a topic that has nothing for the patient says so") {
  const Desk desk;
  CHECK(desk.post("triage",
                  {{"topic", "short"}, {"patient", {{"age", {{"years", 30}}}, {"sex", "male"}, {"party", "self"}}}},
                  422)["code"] == "topic-not-for-patient");
  CHECK(desk.post("triage", {{"topic", "nothing"}}, 422)["code"] == "unknown-topic");
  CHECK(desk.post("triage", {{"topics", {"short", "everything"}}}, 422)["code"] == "too-many-topics");
  CHECK(desk.post("triage", {{"topic", "short"}, {"language", "cy"}}, 422)["code"] == "language-not-available");
  CHECK(desk.post("triage", {{"topic", "short"}, {"patient", {{"age", {{"born", "2027-01-01"}}}}}}, 422)["code"] ==
        "out-of-range");
}

TEST_CASE("an answer that does not fit is refused and the journey can go on") {
  const Desk desk;
  const json now = desk.begin();
  CHECK(desk.answer(now, "perhaps", 422)["code"] == "answer-does-not-fit");
  CHECK(desk.answer(now, json::array({"yes", "no"}), 422)["code"] == "answer-does-not-fit");
  CHECK(desk.answer(now, 1, 422)["code"] == "answer-does-not-fit");
  CHECK(desk.answer(now, "seen", 422)["code"] == "answer-does-not-fit");
  CHECK(desk.post("triage/answer",
                  {{"journey", now["journey"]}, {"answer", {{"question", "nothing"}, {"value", "yes"}}}},
                  422)["code"] == "unknown-question");
  CHECK(desk.answer(now, "no")["step"]["question"]["id"] == "hot");
}

TEST_CASE("an unusual value and an answer to be confirmed are taken when given again with confirmed") {
  const Desk desk;
  json now = desk.answer(desk.answer(desk.begin(), "no"), "no");
  CHECK(desk.answer(now, "purple", 422)["code"] == "value-unusual");
  now = desk.answer(now, "purple", 200, true);
  now = desk.answer(now, json::array());
  CHECK(desk.answer(now, 42.5, 422)["code"] == "value-unusual");
  CHECK(desk.answer(now, 43.5, 422)["code"] == "value-out-of-range");
  CHECK(desk.answer(now, 43.5, 422, true)["code"] == "value-out-of-range");
  CHECK(desk.answer(now, 42.5, 200, true)["step"]["question"]["id"] == "since");
}

// Trap 17.
TEST_CASE("the same answer sent twice never answers the next question") {
  const Desk desk;
  const json now = desk.begin();
  const json once = desk.answer(now, "no");
  const json twice = desk.answer(now, "no");
  CHECK(once["step"] == twice["step"]);
  CHECK(once["progress"] == twice["progress"]);
  const json body = {{"journey", once["journey"]}, {"answer", {{"question", "faint"}, {"value", "no"}}}};
  CHECK(desk.post("triage/answer", body, 409)["code"] == "question-not-asked");
}

// Trap 15.
TEST_CASE("a forged or foreign journey is refused without saying why") {
  const Desk desk, other;
  const json now = desk.begin();
  std::string forged = now["journey"];
  forged[forged.size() / 2] = forged[forged.size() / 2] == 'A' ? 'B' : 'A';
  const json answer = {{"question", "faint"}, {"value", "no"}};
  for (const std::string& token :
       {forged, other.begin()["journey"].get<std::string>(), std::string("x"), std::string(5000, 'A')}) {
    CHECK(desk.post("triage/answer", {{"journey", token}, {"answer", answer}}, 400)["code"] == "journey-invalid");
    CHECK(desk.post("triage/review", {{"journey", token}}, 400)["code"] == "journey-invalid");
    CHECK(desk.post("triage/change", {{"journey", token}, {"question", "faint"}, {"value", "no"}}, 400)["code"] ==
          "journey-invalid");
  }
}

// Trap 16.
TEST_CASE("who the patient is stands in the journey and cannot be sent beside it") {
  const Desk desk;
  const json now = desk.begin();
  CHECK(desk.post("triage/answer",
                  {{"journey", now["journey"]},
                   {"answer", {{"question", "faint"}, {"value", "no"}}},
                   {"patient", {{"sex", "male"}}}},
                  422)["code"] == "unknown-field");
}

TEST_CASE("a journey that is too old or of another release is told apart") {
  Desk desk;
  const json now = desk.begin();
  const auto renewed = small_library_with({{"Cuddle the child.", "Hold the child."}});
  Journey journey;
  journey.topics = {TopicIndex{0}};
  json elsewhere = now;
  elsewhere["journey"] = desk.sealer.seal(*renewed, journey, kNow);
  CHECK(desk.answer(elsewhere, "no", 409)["code"] == "release-changed");
  desk.now.seconds += kTokenLifeSeconds + 1;
  CHECK(desk.answer(now, "no", 409)["code"] == "journey-expired");
}

TEST_CASE("after the outcome there is nothing more to answer") {
  const Desk desk;
  const json end = desk.answer(desk.begin(), "yes");
  CHECK(end["step"]["outcome"]["id"] == "ambulance");
  CHECK(desk.post("triage/answer", {{"journey", end["journey"]}, {"answer", {{"question", "hot"}, {"value", "yes"}}}},
                  409)["code"] == "journey-over");
}

TEST_CASE("a review lists each question with its answer and what can be changed") {
  const Desk desk;
  const json now = desk.answer(desk.answer(desk.begin(), "no"), "yes");
  const json review = desk.post("triage/review", {{"journey", now["journey"]}});
  CHECK(review["on"] == "2026-11-22");
  CHECK(review["step"]["question"]["id"] == "colour");
  std::vector<std::string> questions;
  for (const json& row : review["answers"]) {
    questions.push_back(row["question"]);
    CHECK(row["canChange"] == true);
  }
  CHECK(questions == std::vector<std::string>{"patient/party", "patient/age", "faint", "hot"});
  CHECK(review["answers"][1]["answer"] == json({{"value", 30}, {"unit", "years"}}));
  CHECK(review["answers"][3]["words"] == "Yes");
  CHECK(review["answers"][3]["answer"] == "yes");
}

TEST_CASE("a change keeps what still holds and names what does not") {
  const Desk desk;
  json now = desk.answer(desk.answer(desk.answer(desk.begin(), "no"), "yes"), "red");
  now = desk.answer(now, json::array({"cough"}));
  const json changed = desk.post("triage/change", {{"journey", now["journey"]}, {"question", "hot"}, {"value", "no"}});
  CHECK(changed["step"]["question"]["id"] == "temperature");
  CHECK(changed["dropped"] == json::array());
  const json ended = desk.post("triage/change", {{"journey", now["journey"]}, {"question", "faint"}, {"value", "yes"}});
  CHECK(ended["step"]["outcome"]["id"] == "ambulance");
  CHECK(desk.post("triage/change", {{"journey", now["journey"]}, {"question", "since"}, {"value", "no"}},
                  409)["code"] == "question-not-asked");
}

TEST_CASE("a journey in clear is evaluated on its own day") {
  const Desk desk;
  const json evaluated = desk.post("evaluate", {{"topics", {"everything"}},
                                                {"patient", {{"age", {{"years", 30}}}, {"party", "self"}}},
                                                {"on", "2025-01-10"},
                                                {"answers", {{{"question", "faint"}, {"value", "yes"}}}}});
  CHECK(evaluated["step"]["outcome"]["because"][0]["question"] == "faint");
  CHECK(desk.post("triage/review", {{"journey", evaluated["journey"]}})["on"] == "2025-01-10");
  CHECK(desk.post("evaluate",
                  {{"topic", "everything"},
                   {"patient", {{"age", {{"years", 30}}}, {"party", "self"}}},
                   {"answers", {{{"question", "hot"}, {"value", "yes"}}}}},
                  409)["code"] == "question-not-asked");
}

TEST_CASE("a search gives topics for the patient and the card first when the words are dangerous") {
  const Desk desk;
  const json found = desk.post("topics/search", {{"q", "everythin"}});
  CHECK(found["emergency"] == false);
  CHECK_FALSE(found.contains("card"));
  CHECK(found["topics"][0]["id"] == "everything");
  CHECK(desk.post("topics/search",
                  {{"q", "short"},
                   {"patient", {{"age", {{"years", 3}}}, {"sex", "female"}, {"party", "someone-else"}}}})["topics"]
            .empty());
  CHECK(desk.post("topics/search", {{"q", "short"}})["topics"][0]["id"] == "short");
  const json danger = desk.post("topics/search", {{"q", "I want to end my life"}});
  CHECK(danger["emergency"] == true);
  CHECK(danger["card"]["phone"] == "999");
  CHECK(danger.begin().key() == "card");
}

TEST_CASE("a body of another type than JSON is refused") {
  const Desk desk;
  for (const char* path : {"topics/search", "triage", "triage/answer", "triage/review", "triage/change", "evaluate"})
    for (const char* type :
         {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "application/problem+json"}) {
      const Response response = desk.send("POST", std::string("/api/v1/") + path, "{}", type);
      CHECK(response.status == 415);
      CHECK(json::parse(response.body)["code"] == "unsupported-media-type");
    }
  CHECK(desk.send("POST", "/api/v1/triage", R"({"topic":"short"})", "Application/JSON; charset=utf-8").status == 200);
}

TEST_CASE("errors are problems with a code and never echo what was sent") {
  const Desk desk;
  for (const char* path : {"topics/search", "triage", "triage/answer", "triage/review", "triage/change", "evaluate"})
    for (
        const char* body :
        {"{", R"({"secret-symptom":1})",
         R"({"q":1,"journey":"secret-symptom","topic":"secret-symptom","question":"secret-symptom","value":"secret-symptom"})"}) {
      const Response response = desk.send("POST", std::string("/api/v1/") + path, body);
      CAPTURE(path, body, response.body);
      CHECK(response.status >= 400);
      CHECK(response.status < 500);
      CHECK(response.content_type == "application/problem+json");
      CHECK(json::parse(response.body)["status"] == response.status);
      CHECK(response.body.find("secret-symptom") == std::string::npos);
    }
}

TEST_CASE("every answer keeps the pattern of its route for logs") {
  const Desk desk;
  CHECK(desk.send("POST", "/api/v1/triage", "{").route == "/api/v1/triage");
  CHECK(desk.send("GET", "/healthz").route == "/healthz");
  CHECK(desk.send("GET", "/nothing").status == 404);
  CHECK(desk.send("GET", "/api/v1/triage").status == 405);
}

TEST_CASE("that the process answers is all that healthz says") {
  const Desk desk;
  CHECK(desk.send("GET", "/healthz").status == 200);
}

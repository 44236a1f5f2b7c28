// Journeys of one version of a library in another.
#include "engine/walk/carry_over.hpp"

#include <catch2/catch.hpp>

#include <random>

#include "engine/walk/least_serious.hpp"
#include "tests/support/small_library.hpp"

using namespace signpost;

namespace {

using Answers = std::vector<NamedAnswer>;

constexpr Day kToday = 20'000;

const Answers kAll = {{"patient/party", std::string("self")},
                      {"patient/age", Duration{30, "years"}},
                      {"faint", std::string("no")},
                      {"hot", std::string("yes")},
                      {"colour", std::string("green")},
                      {"signs", std::vector<std::string>{"rash"}},
                      {"temperature", 39.0},
                      {"since", Duration{2, "hours"}},
                      {"injury", std::string("2024-09-01")},
                      {"told", Seen{}}};

Journey journey_of(const DecisionGraph& graph, std::size_t answers) {
  const Answers some(kAll.begin(), kAll.begin() + static_cast<std::ptrdiff_t>(answers));
  auto made = evaluate(graph, {"everything"}, {}, kToday, {}, some);
  REQUIRE(std::holds_alternative<Answered>(made));
  return std::get<Answered>(made).journey;
}

Answered carried(const DecisionGraph& from, const Journey& journey, const DecisionGraph& to) {
  auto over = carry_over(from, journey, to);
  REQUIRE(std::holds_alternative<Answered>(over));
  return std::get<Answered>(over);
}

std::string asked(const DecisionGraph& graph, const Step& step) {
  return step.kind == Step::Kind::outcome ? "outcome " + graph.outcomes[at(step.outcome)].id
                                          : graph.questions[at(step.question)].id;
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("a journey is the same in the version that it began on, however far it has come") {
  const auto again = small_library_with({});
  for (std::size_t answers = 0; answers <= kAll.size(); ++answers) {
    const Journey journey = journey_of(small_library(), answers);
    const Answered there = carried(small_library(), journey, *again);
    CHECK(there.journey == journey);
    CHECK(there.dropped.empty());
  }
}

TEST_CASE("an answer to a question in other words does not hold and those after it wait for their turn") {
  const auto other = small_library_with({{"What colour is <your> skin?", "What colour are <your> lips?"}});
  const Journey journey = journey_of(small_library(), kAll.size());
  const Answered there = carried(small_library(), journey, *other);
  CHECK(asked(*other, there.step) == "colour");
  CHECK(there.dropped == Ids{"colour"});
  CHECK(there.journey.answers.size() == 2);
  CHECK(there.journey.held.size() == 5);
  const auto on = answer(*other, there.journey, "colour", std::string("red"));
  REQUIRE(std::holds_alternative<Answered>(on));
  CHECK(asked(*other, std::get<Answered>(on).step) == "outcome be-seen");
  CHECK(std::get<Answered>(on).dropped.empty());
}

TEST_CASE("an answer holds only beside the same answers in the same words") {
  const auto [before, after, question] = GENERATE(table<std::string, std::string, std::string>({
      {"red: Red", "red: Red\n      blue: Blue", "colour"},                               // one more
      {"red: Red", "red: Bright red", "colour"},                                          // another wording
      {"help: Like grass", "help: Like a lime", "colour"},                                // another explanation
      {"cough: A cough", "cough: A bad cough", "signs"},                                  //
      {"number: { unit: °C, from: 34,", "number: { unit: °C, from: 33,", "temperature"},  //
      {"from: 0 hours, to: 4 weeks", "from: 0 hours, to: 3 weeks", "since"},
      {"advice: [rest]\n    to: decide", "advice: [rest, for-children]\n    to: decide", "told"},
  }));
  CAPTURE(before, after);
  const auto other = small_library_with({{before, after}});
  const Answered there = carried(small_library(), journey_of(small_library(), kAll.size()), *other);
  CHECK(asked(*other, there.step) == question);
  CHECK(there.dropped == Ids{question});
}

TEST_CASE("an answer holds where only what follows from it has changed") {
  const auto other =
      small_library_with({{"temperature is raised and hot", "temperature is raised and (hot or colour is red)"},
                          {"raised: 38 and over", "raised: 39 and over"},
                          {"normal: below 38", "normal: below 39"}});
  const Answered there = carried(small_library(), journey_of(small_library(), kAll.size()), *other);
  CHECK(asked(*other, there.step) == "outcome be-seen");
  CHECK(there.dropped.empty());
}

TEST_CASE("a question that is new is asked and what was answered after it is not lost") {
  const auto other = small_library_with(
      {{"unsure: yes\n  colour:",
        "unsure: yes\n  rigors:\n    question: <Do you> shake?\n    yes: colour\n    no: colour\n  colour:"},
       {"records: hot\n    yes: colour\n    no: colour", "records: hot\n    yes: rigors\n    no: rigors"}});
  const Answered there = carried(small_library(), journey_of(small_library(), kAll.size()), *other);
  CHECK(asked(*other, there.step) == "rigors");
  CHECK(there.dropped.empty());
  const auto on = answer(*other, there.journey, "rigors", std::string("no"));
  REQUIRE(std::holds_alternative<Answered>(on));
  CHECK(asked(*other, std::get<Answered>(on).step) == "outcome be-seen");
}

TEST_CASE("an answer to a question that is no longer there is dropped by name") {
  const auto other = small_library_with(
      {{"    choose:\n      red: Red\n      green:\n        text: Green\n        help: Like grass\n      purple:\n     "
        "   text: Purple\n        confirm: true\n    question: What colour is <your> skin?\n    to: signs\n",
        "    question: Is <your> skin pale?\n    yes: signs\n    no: signs\n"}});
  const Answered there = carried(small_library(), journey_of(small_library(), kAll.size()), *other);
  CHECK(asked(*other, there.step) == "colour");
  CHECK(there.dropped == Ids{"colour"});
}

TEST_CASE("a journey has no place where its topic is gone or no longer for the patient") {
  const Journey journey = journey_of(small_library(), kAll.size());
  const auto gone = small_library_with({{"pathway: everything\n", "pathway: everything\ntopic: whole-body\n"}});
  const auto over = carry_over(small_library(), journey, *gone);
  REQUIRE(std::holds_alternative<Rejected>(over));
  CHECK(std::get<Rejected>(over).code == Rejected::Code::unknown_topic);
  const auto older = small_library_with({{"for: age >= 1 year\n", "for: age >= 40 years\n"}});
  const auto not_for = carry_over(small_library(), journey, *older);
  REQUIRE(std::holds_alternative<Rejected>(not_for));
  CHECK(std::get<Rejected>(not_for).code == Rejected::Code::topic_not_for_patient);
}

TEST_CASE("who the patient is stays known and what has become needed is asked first") {
  const auto other = small_library_with({{"for: age >= 1 year\n", "for: age >= 1 year and not (sex is male)\n"}});
  const Answered there = carried(small_library(), journey_of(small_library(), kAll.size()), *other);
  CHECK(asked(*other, there.step) == "patient/sex");
  CHECK(there.journey.patient.age.has_value());
  const auto on = answer(*other, there.journey, "patient/sex", std::string("female"));
  REQUIRE(std::holds_alternative<Answered>(on));
  CHECK(asked(*other, std::get<Answered>(on).step) == "outcome be-seen");
}

TEST_CASE("a switch stays as it was by its name") {
  const std::string library = "red-flag-within: 3 questions\n";
  const auto one = small_library_with(
      {{library,
        library + "switches:\n  a: { meaning: \"A\", default: off }\n  b: { meaning: \"B\", default: on }\n"}});
  const auto two =
      small_library_with({{library, library + "switches:\n  c: { meaning: \"C\", default: on }\n  b: { meaning: \"B\", "
                                              "default: off }\n  a: { meaning: \"A\", default: off }\n"}});
  const auto begun = begin(*one, {"everything"}, {}, kToday);
  const Answered there = carried(*one, std::get<Journey>(begun), *two);
  const auto on = [&](const std::string& id) {
    for (std::size_t i = 0; i < two->switches.size(); ++i)
      if (two->switches[i].id == id) return (there.journey.switches >> i & 1) == 1;
    FAIL("no switch " << id);
    return false;
  };
  CHECK_FALSE(on("a"));
  CHECK(on("b"));
  CHECK(on("c"));
}

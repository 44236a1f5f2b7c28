#include "engine/explore/count_journeys.hpp"

#include <catch2/catch.hpp>

#include "engine/compile/compile.hpp"
#include "tests/support/library_around.hpp"

using namespace signpost;
using namespace signpost::tests;

namespace {

struct Read {
  Library library;
  std::unique_ptr<const DecisionGraph> graph;
};

Read read(std::vector<NamedText> files, const std::string& library) {
  Read made;
  Diagnostics findings;
  made.library = read_library(library_around("", std::move(files), library), "small", findings);
  made.graph = compile(made.library, findings);
  INFO(render_text(findings, made.library.sources));
  REQUIRE(made.graph);
  return made;
}

Read read(const std::string& body) { return read({pathway_file("cough", body)}, ""); }

// Two journeys.
const std::string kOneQuestion = "start: a\nsteps:\n  a: { question: \"Is a so?\", yes: soon, no: home }\n";
// Three.
const std::string kTwoQuestions = R"(start: a
steps:
  a: { question: "Is a so?", yes: b, no: home }
  b: { question: "Is b so?", yes: soon, no: home }
)";

// One topic of two pathways, by whom they are for. Their words are alike for everybody, so that nobody asks who asks.
Read of_two_pathways(const std::string& one_question, const std::string& other,
                     const std::string& steps = kTwoQuestions) {
  return read({pathway_file("one", kOneQuestion, one_question, "cough"), pathway_file("two", steps, other, "cough")},
              "switches:\n  busy:\n    meaning: The service is busy\n    default: off\n"
              "  spare:\n    meaning: Nobody reads it\n    default: on\n");
}

std::string all_of(const Read& made) { return count_journeys(*made.graph, TopicIndex{0}, 65536).all; }

// "now 2, soon 2, home 0"
std::string ends_of(const DecisionGraph& graph, const PatientGroup& group) {
  std::string text;
  for (std::size_t i = 0; i < graph.dispositions.size(); ++i)
    text += (i ? ", " : "") + graph.dispositions[i].id + " " + group.by_disposition[i];
  return text;
}

}  // namespace

TEST_CASE("journeys are told by age and sex and by where they end") {
  // Wording tells under 16 from over, and who asks: each way of answering counts twice, for whom is asked and who asks.
  const Read made = read(R"(start: a
steps:
  a:
    question: Is a so?
    yes: now
    no: b
  b:
    then:
      - when: age < 5 years
        to: soon
      - otherwise: c
  c:
    then:
      - when: sex is female
        to: d
      - otherwise: home
  d:
    question: Is d so?
    yes: soon
    no: home
)");
  const DecisionGraph& graph = *made.graph;
  const JourneyCount count = count_journeys(graph, TopicIndex{0}, 65536);
  CHECK(count.all == "40");
  const std::vector<PatientGroup> groups = patient_groups(graph, TopicIndex{0}, count);
  struct Expected {
    const char* age;
    Symbol sex;
    const char *journeys, *ends;
  };
  const std::vector<Expected> expected{
      {"under 5 years", symbol::female, "4", "ambulance-now 2, ed-1h 2, gp-3-days 0, self-care 0"},
      {"under 5 years", symbol::male, "4", "ambulance-now 2, ed-1h 2, gp-3-days 0, self-care 0"},
      {"under 5 years", symbol::not_said, "4", "ambulance-now 2, ed-1h 2, gp-3-days 0, self-care 0"},
      {"5 to 15 years", symbol::female, "6", "ambulance-now 2, ed-1h 2, gp-3-days 0, self-care 2"},
      {"5 to 15 years", symbol::male, "4", "ambulance-now 2, ed-1h 0, gp-3-days 0, self-care 2"},
      {"5 to 15 years", symbol::not_said, "4", "ambulance-now 2, ed-1h 0, gp-3-days 0, self-care 2"},
      {"16 years and over", symbol::female, "6", "ambulance-now 2, ed-1h 2, gp-3-days 0, self-care 2"},
      {"16 years and over", symbol::male, "4", "ambulance-now 2, ed-1h 0, gp-3-days 0, self-care 2"},
      {"16 years and over", symbol::not_said, "4", "ambulance-now 2, ed-1h 0, gp-3-days 0, self-care 2"},
  };
  REQUIRE(groups.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CAPTURE(i);
    CHECK(age_range_text(groups[i].from_age, groups[i].to_age) == expected[i].age);
    CHECK(groups[i].sex == expected[i].sex);
    CHECK(groups[i].journeys == expected[i].journeys);
    CHECK(ends_of(graph, groups[i]) == expected[i].ends);
  }
}

TEST_CASE("sexes that a topic does not tell apart are one group") {
  const Read made = read("start: a\nsteps:\n  a:\n    question: Is a so?\n    yes: now\n    no: home\n");
  const JourneyCount count = count_journeys(*made.graph, TopicIndex{0}, 65536);
  const std::vector<PatientGroup> groups = patient_groups(*made.graph, TopicIndex{0}, count);
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].sex == symbol::unknown);
  CHECK(age_range_text(groups[0].from_age, groups[0].to_age) == "under 16 years");
  CHECK(groups[0].journeys == "4");
}

TEST_CASE("a switch that chooses the pathway tells journeys apart") {
  // Two where it is off, three where it is on; and the other way round.
  CHECK(all_of(of_two_pathways("not busy", "busy")) == "5");
  CHECK(all_of(of_two_pathways("busy", "not busy")) == "5");
}

TEST_CASE("a switch that chooses the pathway of some tells the journeys of all apart") {
  // Young children have two ways whether it is on or off; older ones two where it is on, and three where it is off.
  CHECK(all_of(of_two_pathways("busy or age < 5 years", "not busy and age >= 5 years")) == "9");
}

TEST_CASE("a switch that one pathway of a topic reads tells the journeys of the whole topic apart") {
  // Under five two ways for each setting; from five on one where it is on, and two where it is off.
  const std::string reads = R"(start: s
steps:
  s:
    then:
      - when: busy
        to: soon
      - otherwise: a
  a: { question: "Is a so?", yes: soon, no: home }
)";
  CHECK(all_of(of_two_pathways("age < 5 years", "age >= 5 years", reads)) == "7");
}

TEST_CASE("a switch that nothing reads tells nothing apart") {
  CHECK(all_of(of_two_pathways("age < 5 years", "age >= 5 years")) == "5");
}

TEST_CASE("what is too much to count has no groups") {
  const Read made = read("start: a\nsteps:\n  a:\n    question: Is a so?\n    yes: now\n    no: home\n");
  const JourneyCount count = count_journeys(*made.graph, TopicIndex{0}, 0);
  CHECK(count.all.empty());
  CHECK(patient_groups(*made.graph, TopicIndex{0}, count).empty());
}

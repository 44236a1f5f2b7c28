// How many journeys a topic has, exactly. A journey is a kind of patient and the sequence of their answers: answers by
// id, ticks by item, amounts by the ranges that anything tells apart. Kinds of patient are the ages, sexes, askers and
// settings of the switches that the topic tells apart: in a pathway's `for`, or on the way in any of its pathways.
#pragma once

#include <string>
#include <vector>

#include "engine/graph/decision_graph.hpp"

namespace signpost {

struct JourneyCount {
  std::string all;  // decimal digits; nothing when it was too much to count
  struct Ending {
    OutcomeIndex outcome{};
    std::string journeys;  // of all patients
    // The same apart, by the first age of each range of ages that the topic tells apart, and by sex; ages or sexes that
    // it does not tell apart are one group.
    struct Group {
      AgeCell from_age = 0;
      Symbol sex = symbol::unknown;  // unknown: any
      std::string journeys;
    };
    std::vector<Group> groups;
  };
  std::vector<Ending> endings;  // in the order of urgency
};

JourneyCount count_journeys(const DecisionGraph& graph, TopicIndex topic, std::size_t ways_in_one_place);

// The same by group of patients: where those of one range of ages and one sex end.
struct PatientGroup {
  AgeCell from_age = 0, to_age = kAgeCells - 1;  // both in
  Symbol sex = symbol::unknown;                  // unknown: any
  std::string journeys;
  std::vector<std::string> by_disposition;  // journeys, in the order of the graph's dispositions; "0" for none
};

// Of all ages and sexes that the topic tells apart, by age and sex. None when it was too much to count.
std::vector<PatientGroup> patient_groups(const DecisionGraph& graph, TopicIndex topic, const JourneyCount& count);
// The last age of the range of ages that begins with `from` and that the topic does not tell apart.
AgeCell last_age(const Topic& topic, AgeCell from);

}  // namespace signpost

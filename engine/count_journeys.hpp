// How many journeys a topic has, exactly. A journey is a kind of patient and the sequence of their answers: answers by
// id, ticks by item, amounts by the ranges that anything tells apart. Kinds of patient are the ages, sexes and askers
// that the topic tells apart, and the settings of the switches.
#pragma once

#include <string>
#include <vector>

#include "engine/decision_graph.hpp"

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

}  // namespace signpost

// Where the groups of patients of a topic end, for `signpost stats`.
#pragma once

#include <string>

#include "cli/terminal.hpp"
#include "engine/explore/count_journeys.hpp"

namespace signpost {

// A table, one row for each group: its journeys, by level. `each_disposition`: by disposition too, below each row.
std::string groups_text(const DecisionGraph& graph, TopicIndex topic, const JourneyCount& count, bool each_disposition,
                        const Terminal& terminal);
// [{"outcome","disposition","journeys","groups":[{"fromAge","toAge","sex","journeys"}]}]: sex is null where the topic
// does not tell sexes apart; counts are strings of digits.
std::string endings_json(const DecisionGraph& graph, TopicIndex topic, const JourneyCount& count);

// 1234567 -> "1,234,567"; what is longer than a glance takes is given by its size.
std::string at_a_glance(const std::string& digits);

}  // namespace signpost

// Who may come, and what they may reply: the people that walks are tried with.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "engine/graph/journey.hpp"
#include "tests/property/interpreter.hpp"

namespace signpost::naive {

// Every reply that may be given: all for small questions; of long lists none, each alone, some pairs and all; of
// amounts those around every threshold that anything compares them with.
std::vector<Reply> replies_to(const Library& library, const Put& put, Day on);
// As people and the API give it.
AnswerValue value_of(const Put& put, const Reply& reply);
std::string words_of(const Reply& reply);
std::string words_of(const Start& start);
std::string joined(const std::set<std::string>& words);  // "{a b}"

// Patients that differ in every way that a test of the library can tell: one age of each class that any threshold cuts.
std::vector<Start> all_starts(const Library& library, const std::string& topic, Day on);

// The same, one for each kind that anything but advice that no claim promises tells apart: the youngest of a kind.
std::vector<Start> one_of_each_kind(const Library& library, const std::string& topic, Day on);

// A person who chooses: one of 0 .. count-1.
using Chooser = std::function<unsigned(unsigned count)>;

// All sequences of answers, depth first, at most `most` walks. `each` returns false to stop. True when none was left
// out.
bool all_walks(const std::function<std::string(const Chooser&)>& walk_once, std::size_t most, std::string& complaint);

// How much more than usual to do: 1, or 20 with SIGNPOST_SLOW=1 in the environment.
int patience();

}  // namespace signpost::naive

// A small library as its authors might have it a year later: a few lines of its files changed at random.
#pragma once

#include <string>
#include <vector>

#include "tests/property/tiny_library.hpp"

namespace signpost::naive {

// `files` with one to four changes, each of which may be clinically meaningful: targets, rules, answers that come, go
// or are shown to others, thresholds, ranges, dispositions, advice, points, floors, questions. Not all such versions
// compile.
std::vector<NamedText> second_version(const std::vector<NamedText>& files, Tape& tape);

}  // namespace signpost::naive

// The texts that `signpost new` writes. They are the first pathway that many authors read: each comment says what to do
// with its line.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace signpost {

// What the skeleton's outcomes use, from the library that it is written into.
struct SkeletonParts {
  std::string emergency, urgent, mild;  // dispositions
  std::string do_now;                   // advice that any outcome may give
  std::string worsening;                // advice that says when to call 999
};

std::string skeleton_pathway(const std::string& topic, const SkeletonParts& parts);
std::string skeleton_scenarios(const std::string& topic, const SkeletonParts& parts);

// The files of a library with nothing in it yet: path and text.
std::vector<std::pair<std::string, std::string>> minimal_library(const std::string& name);
// What a skeleton uses from that library.
SkeletonParts minimal_parts();

}  // namespace signpost

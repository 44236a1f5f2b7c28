// Which library, and which topics in it, the words of a command line name.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace signpost {

inline constexpr const char* kDefaultLibrary = "pathways";

struct Place {
  std::string dir = kDefaultLibrary;
  std::vector<std::string> topics;
};

// `[DIR] [TOPIC...]`: the first word is the library if it is a folder or looks like a path; otherwise every word is a
// topic of `pathways`.
Place place_of(const std::vector<std::string>& words);

}  // namespace signpost

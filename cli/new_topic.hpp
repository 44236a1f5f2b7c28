// `signpost new`: a pathway to begin from, which compiles as it is.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace signpost {

struct NewOptions {
  std::vector<std::string> words;  // [DIR] TOPIC
};

int new_topic(const NewOptions& options, const Terminal& terminal);

}  // namespace signpost

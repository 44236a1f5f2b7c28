// `signpost stats`: how large the topics are, and where they end.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace signpost {

struct StatsOptions {
  std::vector<std::string> words;  // [DIR] [TOPIC...]
  bool groups = false;             // of each topic where each group of patients ends
  bool json = false;
};

int stats(const StatsOptions& options, const Terminal& terminal);

}  // namespace signpost

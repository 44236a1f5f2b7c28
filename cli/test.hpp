// `signpost test`: do the authors' scenarios end as they expect, and what do they show of the library?
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace signpost {

struct TestOptions {
  std::vector<std::string> words;  // [DIR] [TOPIC...]
  bool json = false;
  bool coverage = false;
  std::string html;       // where the coverage is written as pages; empty: nowhere
  bool suggest = false;   // print scenarios for what is not covered, and nothing else
  bool mutants = false;   // judge mutants too, where the scenarios pass
  std::size_t limit = 0;  // at most so many mutants; 0: all
};

int test(const TestOptions& options, const Terminal& terminal);

}  // namespace signpost

// `signpost test`: do the authors' scenarios end as they expect?
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace signpost {

struct TestOptions {
  std::vector<std::string> words;  // [DIR] [TOPIC...]
  bool json = false;
};

int test(const TestOptions& options, const Terminal& terminal);

}  // namespace signpost

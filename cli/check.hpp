// `signpost check`: is the library right, and where not?
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace signpost {

struct CheckOptions {
  std::vector<std::string> words;  // [DIR]
  std::string format = "text";     // text, json, sarif
  bool release = false;            // refuse as well what may not go live: pathways that nobody approved
};

int check(const CheckOptions& options, const Terminal& terminal);

}  // namespace signpost

// `signpost run`: walks a topic, asking in the terminal or with given answers.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace signpost {

struct RunOptions {
  std::vector<std::string> words;     // [DIR] [TOPIC]
  std::string age, sex, party, on;    // as typed; empty: asked when it is needed, and today
  std::vector<std::string> switches;  // "id", "id=on", "id=off"
  std::string answers;                // "q=a,q=a+b", or the name of a file with such lines; "-" is stdin
  bool scripted = false;              // answers were given, if only an empty text: nothing is asked
  bool json = false;
};

int run(const RunOptions& options, const Terminal& terminal);

}  // namespace signpost

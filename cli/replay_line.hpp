// The command that walks a journey again: what `run` prints at its end and `test` under a failure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/explore/witness.hpp"
#include "engine/graph/journey.hpp"

namespace signpost {

struct ReplayParts {
  std::string dir, topic, age, sex, party, on;  // as typed; empty ones are left out
  std::vector<std::string> switches;            // "id=on", "id=off"
  std::vector<std::string> answers;             // "question=value"
};

// One line that a shell reads as meant: words with other than plain characters stand in quotes.
std::string replay_line(const ReplayParts& parts);
// The same of a journey that was found in the library of folder `dir`.
std::string replay_line(const Witness& witness, const std::string& topic, const std::string& dir);

// `word` as one word of a POSIX shell.
std::string shell_word(const std::string& word);

}  // namespace signpost

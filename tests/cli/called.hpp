// The program as a script calls it, and the library that most of these tests call it with.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/support/process.hpp"

namespace signpost::tests {

inline const std::string kLibrary = SIGNPOST_TEST_LIBRARY;

inline Finished call(std::vector<std::string> words, const Start& start = {}) {
  words.insert(words.begin(), SIGNPOST_PROGRAM);
  return run_program(words, start);
}

inline bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace signpost::tests

// Small random libraries as the text of their files, so that reading is exercised too. A library is a function of a
// tape of numbers: a shorter tape, or smaller numbers on it, makes a simpler library, and so a failing one shrinks by
// itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/read/library.hpp"

namespace signpost::naive {

// Choices, one after another; when the tape is used up every choice is the first, which is the simplest.
class Tape {
 public:
  explicit Tape(std::vector<std::uint16_t> choices) : choices_(std::move(choices)) {}
  // One of 0 .. count-1.
  unsigned pick(unsigned count) {
    if (count <= 1 || at_ >= choices_.size()) return 0;
    return choices_[at_++] % count;
  }
  // True in about `percent` of a hundred cases; false on a used-up tape.
  bool maybe(unsigned percent) { return pick(100) >= 100 - percent; }

 private:
  std::vector<std::uint16_t> choices_;
  std::size_t at_ = 0;
};

struct TinyOptions {
  unsigned most_steps = 4;    // of one file
  unsigned wild = 4;          // percent of tests that may read what was never asked
  unsigned uses = 0;          // percent of steps that use a module, beside those that happen to
  unsigned scores = 30;       // percent of files that add up points
  unsigned read_scores = 50;  // percent of the rules that can read them and do; 100: of each step that can
};

// The files of one library. Topics are "one" and, often, "two".
std::vector<NamedText> tiny_library(Tape& tape, const TinyOptions& options = {});

// All files, one after another with their names: what a failing property prints.
std::string shown(const std::vector<NamedText>& files);

}  // namespace signpost::naive

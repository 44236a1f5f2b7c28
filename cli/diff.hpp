// `signpost diff OLD NEW`: what changed clinically between two versions of a library.
#pragma once

#include <string>

#include "cli/terminal.hpp"

namespace signpost {

struct DiffOptions {
  std::string before, after;  // folders
  std::string accept;         // a file of accepted changes; empty: none
  std::string html;           // a file to write the changes to as a page; empty: none
  bool json = false;
};

// 1 if anybody ends less urgently, or the order of urgency changed, and nobody has signed for it.
int diff(const DiffOptions& options, const Terminal& terminal);

}  // namespace signpost

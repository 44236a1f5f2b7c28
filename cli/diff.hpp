// `signpost diff OLD NEW`: what changed clinically between two versions of a library.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/terminal.hpp"
#include "engine/diff/accepted_changes.hpp"

namespace signpost {

struct DiffOptions {
  std::string before, after;  // folders
  std::string accept;         // a file of accepted changes; empty: none
  std::string html;           // a file to write the changes to as a page; empty: none
  bool json = false;
};

// 1 if anybody ends less urgently, or the order of urgency changed, and nobody has signed for it.
int diff(const DiffOptions& options, const Terminal& terminal);

// The file of accepted changes at `path`; none where it is empty. Nothing, with its findings on stderr, where it cannot
// be understood.
std::optional<std::vector<AcceptedChange>> accepted_in(const std::string& path, const Terminal& terminal);

}  // namespace signpost

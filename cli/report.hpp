// `signpost report`: the clinical safety dossier of a library, as one page to be read, printed and signed.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace signpost {

struct ReportOptions {
  std::vector<std::string> words;  // [DIR]
  std::string file;                // empty: stdout
  std::string since, accept;       // an earlier library, and signatures for what changed; empty: none
  std::string hazards;  // the hazard log; empty: docs/hazards.yaml beside the library's folder, if it is there
  std::string on;       // the day of the dossier; empty: today
  bool mutants = false;
  std::size_t limit = 0;  // at most so many mutants; 0: all
};

// 1 if a claim or a scenario fails, the hazard log has findings, or somebody ends less urgently than before and nobody
// has signed for it. The dossier is written all the same, and says so; only of a library in which patients get lost
// there is none.
int report(const ReportOptions& options, const Terminal& terminal);

}  // namespace signpost

// `signpost releases`: what a folder of releases serves, and changing that.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace signpost {

struct ReleasesOptions {
  std::string folder;
  std::string use;                   // the release that journeys are to begin on
  std::string withdraw;              // the one whose journeys are to go on in the current one
  std::string restore;               // withdrawn no longer
  std::vector<std::string> trusted;  // files with public keys, whose signatures releases must bear
  bool live = false;                 // refuse what `serve --live` would refuse
  bool json = false;
};

// Shows the folder, after what was asked for was done. A release is read and checked before it is put to use; one that
// may not be served is refused, and nothing is changed. 1 when a release in the folder may not be served.
int releases(const ReleasesOptions& options, const Terminal& terminal);

}  // namespace signpost

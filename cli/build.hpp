// `signpost build`: one signed file of a library, as `signpost serve` loads it.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace signpost {

struct BuildOptions {
  std::vector<std::string> words;  // [DIR]
  std::string file;                // where to
  std::string key;                 // a file with an Ed25519 private key in PEM; empty: not signed
};

// 1 when the library has errors or a claim does not hold: there is no release of such a one.
int build(const BuildOptions& options, const Terminal& terminal);

}  // namespace signpost

// `signpost explain`: what a finding means, with a wrong and a right example.
#pragma once

#include <string>

#include "cli/terminal.hpp"

namespace signpost {

struct ExplainOptions {
  std::string code;  // empty: list them all
};

int explain_code(const ExplainOptions& options, const Terminal& terminal);

}  // namespace signpost

// `signpost schema`: the JSON Schemas that let an editor help with the files.
#pragma once

#include <string>

#include "cli/terminal.hpp"

namespace signpost {

struct SchemaOptions {
  std::string kind;    // empty: list them, or all of them into `folder`
  std::string folder;  // empty: stdout
};

int schema(const SchemaOptions& options, const Terminal& terminal);

}  // namespace signpost

#include "cli/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/exit_code.hpp"
#include "engine/findings/diagnostic.hpp"
#include "engine/read/library.hpp"
#include "engine/text/whole_file.hpp"

namespace signpost {

int schema(const SchemaOptions& options, const Terminal&) {
  const std::vector<std::string_view> kinds = schema_kinds();
  std::vector<std::string_view> wanted = kinds;
  if (!options.kind.empty()) {
    if (std::find(kinds.begin(), kinds.end(), options.kind) == kinds.end()) {
      fmt::print(stderr, "signpost: there is no kind of file '{}'. There are: {}\n", options.kind,
                 fmt::join(kinds, ", "));
      return kMisuse;
    }
    wanted = {options.kind};
  }
  if (!options.folder.empty()) {
    std::filesystem::create_directories(options.folder);
    for (const std::string_view kind : wanted) {
      const std::string path = (std::filesystem::path(options.folder) / (std::string(kind) + ".schema.json")).string();
      write_file(path, json_schema(kind));
      fmt::print("wrote {}\n", path);
    }
  } else if (options.kind.empty()) {
    for (const std::string_view kind : kinds) fmt::print("{}\n", kind);
  } else {
    fmt::print("{}", json_schema(options.kind));
  }
  return kFine;
}

}  // namespace signpost

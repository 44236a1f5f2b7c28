// Reads a folder of pathways: finds the files in a fixed order, reads each strictly, and gathers all findings.
#pragma once

#include <string>
#include <vector>

#include "engine/findings/diagnostic.hpp"
#include "engine/pathway/pathway.hpp"

namespace signpost {

// A file given in memory, for tests, fuzzers and editors.
struct NamedText {
  std::string path;  // relative to the library's folder, such as "topics/headache.yaml"
  std::string text;
};

// Reads the library in folder `dir`. A folder or file that the machine cannot read throws std::system_error;
// whatever an author got wrong becomes a finding. Answer sets are already put in where they are named.
Library read_library(const std::string& dir, Diagnostics& diagnostics);
// The same from memory; `shown_as` is put before each path in findings.
Library read_library(const std::vector<NamedText>& files, const std::string& shown_as, Diagnostics& diagnostics);

// The JSON Schema (draft 2020-12) of one kind of file ("pathway", "module", "scenarios", "facts", "dispositions",
// "advice", "wording", "library", "evidence", "glossary", "answer-sets", "safety"), generated from the reader's own
// table of keys.
std::string json_schema(std::string_view file_kind);
std::vector<std::string_view> schema_kinds();

}  // namespace signpost

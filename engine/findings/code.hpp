// The stable codes of findings. A code never changes its meaning and is never used again for another.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace signpost {

enum class Code : std::uint16_t {
#define SIGNPOST_CODE(id, text, severity, summary) id,
#include "engine/findings/codes.def"
#undef SIGNPOST_CODE
};

struct CodeInfo {
  Code code;
  std::string_view text;     // "duplicate-key"
  bool error;                // else a warning
  std::string_view summary;  // one line
};

const CodeInfo& info(Code code);
std::span<const CodeInfo> all_codes();
std::optional<Code> code_named(std::string_view text);

// What `signpost explain` prints: why it matters, and a wrong and a right example (as an author would write them).
struct Explanation {
  Code code;
  std::string_view why;
  std::string_view file;   // where the examples stand: "facts.yaml", or "topics/cough.yaml"; empty: they are no YAML
  std::string_view wrong;  // whole keys of that file; what else the file needs is left out
  std::string_view right;
};
const Explanation& explanation(Code code);

// All codes with their explanations as one page of Markdown: docs/diagnostics.md.
std::string diagnostics_page();

}  // namespace signpost

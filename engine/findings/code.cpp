#include "engine/findings/code.hpp"

#include <array>
#include <cassert>

namespace signpost {

namespace {

constexpr bool error = true;  // as the rows of codes.def spell it
constexpr bool warning = false;

constexpr std::array kCodes{
#define SIGNPOST_CODE(id, text, severity, summary) CodeInfo{Code::id, text, severity, summary},
#include "engine/findings/codes.def"
#undef SIGNPOST_CODE
};

}  // namespace

const CodeInfo& info(Code code) {
  const auto index = static_cast<std::size_t>(code);
  assert(index < kCodes.size());
  return kCodes[index];
}

std::span<const CodeInfo> all_codes() { return kCodes; }

std::optional<Code> code_named(std::string_view text) {
  for (const CodeInfo& row : kCodes) {
    if (row.text == text) return row.code;
  }
  return std::nullopt;
}

}  // namespace signpost

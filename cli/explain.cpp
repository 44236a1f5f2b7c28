#include "cli/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "cli/exit_code.hpp"
#include "engine/findings/code.hpp"
#include "engine/findings/diagnostic.hpp"

namespace signpost {

namespace {

void print_indented(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    fmt::print("{}{}\n", end == 0 ? "" : "    ", text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

int list_codes(const Terminal& terminal) {
  std::size_t widest = 0;
  for (const CodeInfo& code : all_codes()) widest = std::max(widest, code.text.size());
  for (const CodeInfo& code : all_codes()) {
    fmt::print(
        "{}  {}  {}\n", padded(code.text, static_cast<int>(widest)),
        painted(code.error ? "error  " : "warning", code.error ? Paint::red : Paint::yellow, terminal.colour_out),
        code.summary);
  }
  return kFine;
}

}  // namespace

int explain_code(const ExplainOptions& options, const Terminal& terminal) {
  if (options.code.empty()) return list_codes(terminal);
  const std::optional<Code> code = code_named(options.code);
  if (!code) {
    std::vector<std::string_view> known;
    for (const CodeInfo& each : all_codes()) known.push_back(each.text);
    const std::string_view near = did_you_mean(options.code, known);
    if (near.empty()) {
      fmt::print(stderr, "signpost: no finding is called '{}'. `signpost explain` lists them all.\n", options.code);
    } else {
      fmt::print(stderr, "signpost: no finding is called '{}'. Did you mean '{}'?\n", options.code, near);
    }
    return kMisuse;
  }
  const CodeInfo& about = info(*code);
  const Explanation& why = explanation(*code);
  const bool colour = terminal.colour_out;
  fmt::print("{} ({})\n{}\n", painted(about.text, Paint::bold, colour), about.error ? "error" : "warning",
             wrapped(std::string(about.summary) + ".", terminal.width));
  fmt::print("{}", wrapped(why.why, terminal.width));
  if (!why.wrong.empty()) {
    fmt::print("\n{}\n\n", painted("Wrong", Paint::red, colour));
    print_indented(why.wrong);
  }
  if (!why.right.empty()) {
    fmt::print("\n{}\n\n", painted("Right", Paint::green, colour));
    print_indented(why.right);
  }
  return kFine;
}

}  // namespace signpost

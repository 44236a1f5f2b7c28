// Explanations of all codes, and the page of documentation that is printed from them.
#include "engine/findings/explanations.hpp"

#include <cassert>
#include <string>

#include "engine/text/utf8.hpp"

namespace signpost {

namespace {

void append_example(std::string& page, std::string_view label, std::string_view file, std::string_view text) {
  page.append(label);
  if (!file.empty()) page.append(", in `").append(file).append("`");
  page.append(":\n\n```").append(file.empty() ? "text" : "yaml").append("\n");
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    // A tab is the point of one example: it is drawn, for it could not be seen.
    while (line.starts_with('\t')) {
      page.append("→   ");
      line.remove_prefix(1);
    }
    page.append(printable(line)).append("\n");
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  page.append("```\n\n");
}

}  // namespace

const Explanation& explanation(Code code) {
  for (const std::span<const Explanation> part :
       {reading_explanations(), naming_explanations(), routing_explanations(), safety_explanations()}) {
    for (const Explanation& row : part) {
      if (row.code == code) return row;
    }
  }
  assert(!"a code without an explanation; a test goes through all of them");
  return reading_explanations().front();
}

std::string diagnostics_page() {
  std::string page =
      "# Findings\n\n"
      "Every finding of `signpost check` has a code. A code never changes its meaning. `signpost explain CODE` prints "
      "one entry of this page.\n"
      "The examples leave out what they do not need. This page is printed from the program's own list.\n\n";
  for (const CodeInfo& row : all_codes()) {
    const Explanation& entry = explanation(row.code);
    page.append("## ").append(row.text).append("\n\n");
    page.append(row.error ? "Error" : "Warning").append(". ").append(row.summary).append(".\n\n");
    page.append(entry.why).append("\n\n");
    append_example(page, "Wrong", entry.file, entry.wrong);
    append_example(page, "Right", entry.file, entry.right);
  }
  page.pop_back();
  return page;
}

}  // namespace signpost

#include "cli/html_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "server/html.hpp"

namespace signpost {

namespace {

constexpr std::string_view kPageStyle = R"(
:root { color-scheme: light dark; --text: #111; --back: #fff; --link: #0b3d91; --line: #5f5f5f; --missing: #8a1c00; --missing-back: #fdf0e6; --shown: #00591e; }
@media (prefers-color-scheme: dark) { :root { --text: #eee; --back: #151515; --link: #9cc3ff; --line: #b0b0b0; --missing: #ffb59e; --missing-back: #3a1d10; --shown: #7ddc9b; } }
body { color: var(--text); background: var(--back); font: 1rem/1.5 system-ui, sans-serif; margin: 1rem auto; max-width: 80rem; padding: 0 1rem; }
a { color: var(--link); }
code { overflow-wrap: anywhere; }
table { border-collapse: collapse; }
caption { text-align: start; font-weight: bold; padding-block: .5rem; overflow-wrap: anywhere; }
th, td { text-align: start; vertical-align: top; padding: .1rem .6rem .1rem 0; }
.numbers td, .numbers th:not(:first-child) { text-align: end; font-variant-numeric: tabular-nums; }
.numbers tr { border-block-end: 1px solid var(--line); }
.scroll { overflow-x: auto; }
@media print { :root { --text: #000; --back: #fff; --link: #000; --line: #444; --missing: #8a1c00; --missing-back: #fff; --shown: #00591e; }
  body { max-width: none; margin: 0; padding: 0; } a { color: inherit; text-decoration: none; } tr { break-inside: avoid; } h2, h3, h4, caption { break-after: avoid; }
  .scroll { overflow: visible; } }
)";

}  // namespace

std::string html_page(std::string_view title, std::string_view main, std::string_view more_style) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>{}{}</style>\n</head>\n<body>\n"
      "<main>\n{}</main>\n</body>\n</html>\n",
      html(title), kPageStyle, more_style, main);
}

std::string html_with_code(std::string_view words) {
  std::string text;
  bool code = false;
  for (std::size_t begin = 0; begin <= words.size();) {
    const std::size_t end = std::min(words.find('`', begin), words.size());
    append_html(text, words.substr(begin, end - begin));
    if (end < words.size()) {
      text += code ? "</code>" : "<code>";
      code = !code;
    }
    begin = end + 1;
  }
  return code ? text + "</code>" : text;
}

std::string scrolled_table(std::string_view caption_id, std::string_view table) {
  return fmt::format("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"{}\">{}</div>\n",
                     caption_id, table);
}

}  // namespace signpost

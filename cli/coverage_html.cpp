// Each file with what no scenario shows marked in it. Said in words and signs, not in colour alone; nothing is fetched
// from anywhere, and paper shows what the screen shows.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/coverage_report.hpp"
#include "cli/html_page.hpp"
#include "server/html.hpp"

namespace signpost {

namespace {

constexpr std::string_view kCoverageStyle = R"(
.file { width: 100%; }
.file th { font-weight: normal; color: var(--line); }
.file tbody th { text-align: end; }
.file td.sign { white-space: nowrap; }
.file pre { margin: 0; font: .9rem/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.file ul { margin: 0 0 .3rem; padding-inline-start: 1.2rem; color: var(--missing); font-weight: bold; }
.file li.nobody { color: var(--line); font-weight: normal; }
tr.missing { background: var(--missing-back); }
tr.missing td.sign { color: var(--missing); font-weight: bold; border-inline-start: .3rem double var(--missing); padding-inline-start: .3rem; }
tr.shown td.sign { color: var(--shown); padding-inline-start: .6rem; }
td.sign { padding-inline-start: .6rem; }
@media print { section + section { break-before: page; } }
)";

std::string document(std::string_view title, std::string_view main) { return html_page(title, main, kCoverageStyle); }

std::string table_cell(Counted counted) {
  if (counted.all == 0) return "<td>–</td>";
  return fmt::format("<td>{}% <small>({} of {})</small></td>", percent(counted), counted.shown, counted.all);
}

// "chest-pain.html": ids are letters, digits and hyphens.
std::string page_of(const Coverage::File& file) {
  return file.id.empty() ? "advice.html" : (file.module ? "module-" : "") + file.id + ".html";
}
std::string anchor_of(const Coverage::File& file) {
  return file.id.empty() ? "advice" : (file.module ? "module-" : "pathway-") + file.id;
}

}  // namespace

std::string coverage_numbers(const CoveredFiles& files, CoverageLinks links) {
  std::string head = "<th scope=\"col\">File</th>";
  for (std::size_t k = 0; k < kPartKinds; ++k)
    head += fmt::format("<th scope=\"col\">{}</th>", coverage_heading(static_cast<Part::Kind>(k)));
  head += "<th scope=\"col\">all</th>";
  std::string rows;
  for (const Coverage::File* file : files) {
    const std::string name = html(coverage_name(*file));
    rows += links == CoverageLinks::none
                ? fmt::format("<tr><th scope=\"row\">{}</th>", name)
                : fmt::format("<tr><th scope=\"row\"><a href=\"{}\">{}</a></th>",
                              links == CoverageLinks::pages ? page_of(*file) : "#" + anchor_of(*file), name);
    for (const Counted counted : file->kinds) rows += table_cell(counted);
    rows += table_cell(file->whole) + "</tr>\n";
  }
  return scrolled_table("numbers",
                        fmt::format("<table class=\"numbers\"><caption id=\"numbers\">What the scenarios show of each "
                                    "file</caption><thead><tr>{}</tr></thead>\n<tbody>\n{}</tbody></table>",
                                    head, rows));
}

namespace {

std::string introduction(const Coverage& coverage) {
  std::string text = fmt::format("<p>{} scenarios were walked.", coverage.scenarios + coverage.failed);
  if (coverage.failed > 0) text += fmt::format(" {} failed, and count for nothing.", coverage.failed);
  return text + "</p>\n";
}

std::string legend() {
  return "<p>A line with <b>✗</b> has something that no scenario shows, said below it. A line with ✓ is shown whole. "
         "Lines "
         "without a sign have nothing to show.</p>\n";
}

std::string file_section(const CoverageMap& map, const Coverage& coverage, const Coverage::File& file) {
  struct Line {
    std::size_t all = 0;
    std::vector<PartIndex> missing, impossible;
  };
  std::map<std::uint32_t, Line> lines;
  for (const PartIndex i : file.parts) {
    Line& line = lines[map.parts()[i].at.line];
    if (!coverage.possible[i]) line.impossible.push_back(i);
    if (!coverage.possible[i]) continue;
    ++line.all;
    if (coverage.shown_by[i] == 0) line.missing.push_back(i);
  }
  const Sources& sources = map.library().sources;
  std::string rows;
  std::uint32_t count = sources.line_count(file.file);
  if (count > 0 && sources.line(file.file, count).empty()) --count;  // after the last line end
  for (std::uint32_t n = 1; n <= count; ++n) {
    const auto found = lines.find(n);
    const bool measured = found != lines.end();
    const bool missing = measured && !found->second.missing.empty();
    std::string sign, notes;
    if (measured) {
      const std::size_t shown = found->second.all - found->second.missing.size();
      if (found->second.all > 0) sign = fmt::format("{} {}/{}", missing ? "✗" : "✓", shown, found->second.all);
      for (const PartIndex i : found->second.missing)
        notes += fmt::format("<li>No scenario: {}</li>", html_with_code(map.parts()[i].what));
      for (const PartIndex i : found->second.impossible)
        notes += fmt::format("<li class=\"nobody\">Nobody can: {}</li>", html_with_code(map.parts()[i].what));
      if (!notes.empty()) notes = "<ul>" + notes + "</ul>";
    }
    rows += fmt::format("<tr{}><th scope=\"row\">{}</th><td class=\"sign\">{}</td><td><pre>{}</pre>{}</td></tr>\n",
                        missing    ? " class=\"missing\""
                        : measured ? " class=\"shown\""
                                   : "",
                        n, sign, html(sources.line(file.file, n)), notes);
  }
  const std::string id = anchor_of(file);
  return fmt::format(
      "<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}: {2}%</h2>\n<p>{3} of {4} parts are shown.</p>\n<table "
      "class=\"file\"><caption>{5}</caption><thead><tr><th scope=\"col\">Line</th><th scope=\"col\">Shown</th><th "
      "scope=\"col\">Text</th></tr></thead>\n<tbody>\n{6}</tbody></table>\n</section>\n",
      id, html(coverage_name(file)), percent(file.whole), file.whole.shown, file.whole.all,
      html(sources.file(file.file).path), rows);
}

}  // namespace

std::string coverage_page(const CoverageMap& map, const Coverage& coverage, const CoveredFiles& files) {
  std::string main = "<h1>What the scenarios show</h1>\n" + introduction(coverage) +
                     coverage_numbers(files, CoverageLinks::sections) + legend();
  for (const Coverage::File* file : files) main += file_section(map, coverage, *file);
  return document("What the scenarios show", main);
}

std::vector<std::pair<std::string, std::string>> coverage_pages(const CoverageMap& map, const Coverage& coverage,
                                                                const CoveredFiles& files) {
  std::vector<std::pair<std::string, std::string>> pages;
  pages.emplace_back("index.html",
                     document("What the scenarios show", "<h1>What the scenarios show</h1>\n" + introduction(coverage) +
                                                             coverage_numbers(files, CoverageLinks::pages)));
  for (const Coverage::File* file : files) {
    const std::string name = coverage_name(*file);
    pages.emplace_back(
        page_of(*file),
        document("What the scenarios show of " + name,
                 "<p><a href=\"index.html\">All files</a></p>\n<h1>What the scenarios show of " + html(name) +
                     "</h1>\n" + introduction(coverage) + legend() + file_section(map, coverage, *file)));
  }
  return pages;
}

}  // namespace signpost

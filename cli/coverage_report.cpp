#include "cli/coverage_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/json_text.hpp"

namespace signpost {

namespace {

std::string cell(Counted counted) {
  return counted.all == 0 ? "-" : fmt::format("{}% {}/{}", percent(counted), counted.shown, counted.all);
}

// The sum of all rows.
Coverage::File total_of(const CoveredFiles& files) {
  Coverage::File total;
  const auto add = [](Counted& to, Counted from) {
    to.shown += from.shown;
    to.all += from.all;
  };
  for (const Coverage::File* file : files) {
    for (std::size_t k = 0; k < kPartKinds; ++k) add(total.kinds[k], file->kinds[k]);
    add(total.whole, file->whole);
  }
  return total;
}

std::string counts_json(const Coverage::File& file) {
  std::string text;
  for (std::size_t k = 0; k < kPartKinds; ++k)
    text += fmt::format(R"({}{}:{{"shown":{},"all":{}}})", k == 0 ? "" : ",",
                        json_text(part_kind_name(static_cast<Part::Kind>(k))), file.kinds[k].shown, file.kinds[k].all);
  return "{" + text + "}";
}

}  // namespace

std::string coverage_name(const Coverage::File& file) {
  if (file.id.empty()) return "advice";
  return file.module ? "module " + file.id : file.id;
}

std::string_view coverage_heading(Part::Kind kind) {
  static constexpr std::string_view kHeadings[kPartKinds] = {"steps",      "answers",  "bands", "rules",
                                                             "boundaries", "outcomes", "advice"};
  return kHeadings[static_cast<std::size_t>(kind)];
}

std::string coverage_text(const CoverageMap& map, const Coverage& coverage, const CoveredFiles& files,
                          const Terminal& terminal) {
  // Columns as wide as what stands in them.
  std::vector<std::vector<std::string>> rows(1);
  rows[0].push_back("FILE");
  for (std::size_t k = 0; k < kPartKinds; ++k) {
    std::string heading(coverage_heading(static_cast<Part::Kind>(k)));
    std::transform(heading.begin(), heading.end(), heading.begin(),
                   [](char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c); });
    rows[0].push_back(std::move(heading));
  }
  rows[0].push_back("ALL");
  const auto add = [&](std::string name, const Coverage::File& file) {
    std::vector<std::string>& row = rows.emplace_back();
    row.push_back(std::move(name));
    for (const Counted counted : file.kinds) row.push_back(cell(counted));
    row.push_back(cell(file.whole));
  };
  for (const Coverage::File* file : files) add(coverage_name(*file), *file);
  if (files.size() > 1) add("all files", total_of(files));
  std::vector<int> widths(rows[0].size(), 0);
  for (const std::vector<std::string>& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], columns_of(row[c]));
  std::string text;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::string line = padded(rows[r][0], widths[0]);
    for (std::size_t c = 1; c < rows[r].size(); ++c)
      line += fmt::format("  {}{}", std::string(static_cast<std::size_t>(widths[c] - columns_of(rows[r][c])), ' '),
                          rows[r][c]);
    text += (r == 0 ? painted(line, Paint::bold, terminal.colour_out) : line) + "\n";
  }
  std::string missing;
  for (const Coverage::File* file : files)
    for (const PartIndex i : file->parts) {
      if (!signpost::missing(coverage, i)) continue;
      const Part& part = map.parts()[i];
      missing += fmt::format("{}:{}: {}: {}\n", map.library().sources.file(part.at.file).path, part.at.line,
                             painted("no scenario", Paint::yellow, terminal.colour_out), part.what);
    }
  if (!missing.empty()) text += "\n" + missing;
  if (coverage.failed > 0)
    text += fmt::format("\n{} failed: what {} counts for nothing until {} mended.\n",
                        coverage.failed == 1 ? "1 scenario" : fmt::format("{} scenarios", coverage.failed),
                        coverage.failed == 1 ? "it shows" : "they show", coverage.failed == 1 ? "it is" : "they are");
  return text;
}

std::string coverage_json(const CoverageMap& map, const Coverage& coverage, const CoveredFiles& files) {
  std::string list;
  for (const Coverage::File* file : files) {
    std::string parts;
    for (const PartIndex i : file->parts) {
      const Part& part = map.parts()[i];
      const std::uint32_t by = coverage.shown_by[i];
      parts +=
          fmt::format(R"({}{{"kind":{},"line":{},"what":{},"possible":{},"scenario":{}}})", parts.empty() ? "" : ",",
                      json_text(part_kind_name(part.kind)), part.at.line, json_text(part.what), coverage.possible[i],
                      by == 0 ? "null" : json_text(map.library().scenarios[by - 1].name.text));
    }
    list += fmt::format(R"({}{{"file":{},"id":{},"module":{},"shown":{},"all":{},"kinds":{},"parts":[{}]}})",
                        list.empty() ? "" : ",", json_text(map.library().sources.file(file->file).path),
                        json_text(coverage_name(*file)), file->module, file->whole.shown, file->whole.all,
                        counts_json(*file), parts);
  }
  const Coverage::File total = total_of(files);
  return fmt::format(R"({{"scenarios":{},"failed":{},"shown":{},"all":{},"kinds":{},"files":[{}]}})",
                     coverage.scenarios, coverage.failed, total.whole.shown, total.whole.all, counts_json(total), list);
}

}  // namespace signpost

// What `signpost test --coverage` prints: a table and a list for people, JSON for programs, and pages that show each
// file with what is missing marked in it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/terminal.hpp"
#include "engine/scenarios/coverage.hpp"

namespace signpost {

// The files that a report is about, out of coverage.files.
using CoveredFiles = std::vector<const Coverage::File*>;

std::string coverage_text(const CoverageMap& map, const Coverage& coverage, const CoveredFiles& files,
                          const Terminal& terminal);

// One object: {"scenarios":n,"failed":n,"parts":{...},"files":[...]}
std::string coverage_json(const CoverageMap& map, const Coverage& coverage, const CoveredFiles& files);

// The table of files as HTML; it links to the file's section or page, or to nothing.
enum class CoverageLinks { none, sections, pages };
std::string coverage_numbers(const CoveredFiles& files, CoverageLinks links);

// Everything on one page, or a page for each file and one that leads to them; whole documents without links to
// anywhere else.
std::string coverage_page(const CoverageMap& map, const Coverage& coverage, const CoveredFiles& files);
// File names, "index.html" first, and their contents.
std::vector<std::pair<std::string, std::string>> coverage_pages(const CoverageMap& map, const Coverage& coverage,
                                                                const CoveredFiles& files);

// "chest-pain", "module heart-risk", "advice"
std::string coverage_name(const Coverage::File& file);
// The heading of each kind's column: "steps".
std::string_view coverage_heading(Part::Kind kind);

}  // namespace signpost

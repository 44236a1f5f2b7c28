// What changed between two versions of a library as a page that a clinician reads, or prints and signs; and the same as
// a part of another page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/diff/accepted_changes.hpp"
#include "engine/diff/clinical_diff.hpp"

namespace signpost {

// What stands beside the changes. `before` and `after` are the versions that they were found between.
struct ChangesShown {
  Version before, after;
  std::string before_dir, after_dir;            // as commands name them
  const std::vector<AcceptedChange>& accepted;  // what somebody has signed for
  int heading = 2;                              // level of the highest headings, 2 to 4
  std::string_view id_prefix = {};              // before every id in the HTML; letters, digits and hyphens
};

// The changes as HTML, without <h1>: a summary, then what it sums up. Needs changes_style() in the page around it.
std::string changes_html(const ClinicalDiff& found, const ChangesShown& shown);
std::string_view changes_style();

// The whole page.
std::string changes_page(const ClinicalDiff& found, const ChangesShown& shown);

}  // namespace signpost

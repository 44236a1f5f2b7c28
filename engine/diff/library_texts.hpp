// What two versions of a library have in their files, compared by id: names that came and went, and texts that changed.
#pragma once

#include <set>
#include <string>

#include "engine/diff/clinical_diff.hpp"

namespace signpost {

// Adds the differences in names and texts.
void compare_texts(const Library& before, const Library& after, ClinicalDiff& into);

// Ids of the pathways and modules whose files differ; "" when a file that all share does. Scenarios do not count.
std::set<std::string> changed_files(const Library& before, const Library& after);

}  // namespace signpost

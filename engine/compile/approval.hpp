// What an approval is of. It names the digest of all that the pathway's patients can meet, so that no word of it can be
// changed and still count as approved.
#pragma once

#include <string>

#include "engine/findings/diagnostic.hpp"
#include "engine/pathway/pathway.hpp"

namespace signpost {

// SHA-256, in hex, over the pathway's own file without its `status` and `approval`, and over every file that pathways
// share: facts, advice, modules, wording and so on. Other pathways and scenarios are not in it: a pathway that is
// jumped to has an approval of its own.
std::string approved_digest(const Library& library, const Pathway& pathway);

// A finding for each approved pathway whose approval is of other content.
void check_approvals(const Library& library, Diagnostics& diagnostics);

}  // namespace signpost

// Authored library -> decision graph. The only place that knows both forms.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/findings/diagnostic.hpp"
#include "engine/graph/decision_graph.hpp"
#include "engine/pathway/pathway.hpp"

namespace signpost {

// Resolves names, puts modules in where they are used, follows jumps, and numbers everything. Findings go to
// `diagnostics`; returns null if any of them (or any earlier one) is an error. The patients' side of the promises is
// explore()'s.
std::unique_ptr<const DecisionGraph> compile(const Library& library, Diagnostics& diagnostics);

// The digest of one file's text, in hex, as a pathway's program carries it: SHA-256 over the text's length (8 bytes,
// least first) and the text.
std::string content_digest(std::string_view text);

}  // namespace signpost

// A small library in memory, with a question of each kind, for tests of the server. Compiled once.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/crypto/signature.hpp"
#include "engine/graph/decision_graph.hpp"
#include "engine/read/library.hpp"

namespace signpost {

const DecisionGraph& small_library();
// The files that it is made of.
const std::vector<NamedText>& small_library_files();

// Another version of it: in its files each first text, which stands in one of them once, is the second one instead.
using Edits = std::vector<std::pair<std::string, std::string>>;
std::unique_ptr<const DecisionGraph> small_library_with(const Edits& edits);
// The same as a release file, signed.
std::string small_release(const Edits& edits, const SigningKey& key);

}  // namespace signpost

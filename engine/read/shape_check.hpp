// Checks what an author wrote against the table of keys.
#pragma once

#include "engine/findings/diagnostic.hpp"
#include "engine/read/keys.hpp"
#include "engine/yaml/yaml.hpp"

namespace signpost {

// Adds a finding for every key, value and word that does not fit, and turns each value that does not fit into a missing
// one, so that whoever reads the tree afterwards meets only right shapes. False when anything was found.
bool check_shape(Value& file, const MapSpec& spec, Diagnostics& diagnostics);

}  // namespace signpost

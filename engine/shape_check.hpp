// Checks what an author wrote against the table of keys.
#pragma once

#include "engine/diagnostic.hpp"
#include "engine/keys.hpp"
#include "engine/yaml.hpp"

namespace signpost {

// Adds a finding for every key, value and word that does not fit, and turns each value that does not fit into a missing
// one, so that whoever reads the tree afterwards meets only right shapes. False when anything was found.
bool check_shape(Value& file, const MapSpec& spec, Diagnostics& diagnostics);

}  // namespace signpost

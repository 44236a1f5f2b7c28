// A scenario as an author would write it.
#pragma once

#include <string>
#include <vector>

#include "engine/pathway/pathway.hpp"

namespace signpost {

// One item of `scenarios:`, indented below it, with its last line end. `covers`: comments beneath its name.
std::string scenario_yaml(const Scenario& scenario, const std::vector<std::string>& covers, const std::string& remark);

}  // namespace signpost

// The explanations stand in four files for their length, in the order of codes.def.
#pragma once

#include <span>

#include "engine/findings/code.hpp"

namespace signpost {

std::span<const Explanation> reading_explanations();
std::span<const Explanation> naming_explanations();
std::span<const Explanation> routing_explanations();
std::span<const Explanation> safety_explanations();

}  // namespace signpost

// The explanations stand in two files for their length: what reading finds, and what compiling and proving finds.
#pragma once

#include <span>

#include "engine/code.hpp"

namespace signpost {

std::span<const Explanation> reading_explanations();
std::span<const Explanation> compiling_explanations();

}  // namespace signpost

// The explanations stand in four files for their length, in the order of codes.def.
#pragma once

#include <span>
#include <string_view>

#include "engine/findings/code.hpp"

namespace signpost {

inline constexpr std::string_view kExampleTopic = "topics/cough.yaml";  // where most examples stand

std::span<const Explanation> reading_explanations();
std::span<const Explanation> naming_explanations();
std::span<const Explanation> routing_explanations();
std::span<const Explanation> safety_explanations();

}  // namespace signpost

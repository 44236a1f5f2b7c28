// yaml-cpp alone over the same files: what any program that reads them with it must pay.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/read/library.hpp"

namespace signpost::bench {

// Has yaml-cpp tell every event of every file to nobody. Returns how many there were.
std::size_t yaml_events(const std::vector<NamedText>& files);

}  // namespace signpost::bench

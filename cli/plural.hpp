#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace signpost {

// "1 claim", "2 claims"
std::string counted(std::size_t count, std::string_view one, std::string_view many);

}  // namespace signpost

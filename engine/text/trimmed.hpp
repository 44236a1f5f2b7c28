#pragma once

#include <string_view>

namespace signpost {

// `text` without spaces, tabs and line ends at its ends.
std::string_view trimmed(std::string_view text);

}  // namespace signpost

// What must hold of a file's bytes before a parser sees them.
#pragma once

#include <cstdint>

#include "engine/findings/diagnostic.hpp"
#include "engine/text/source.hpp"

namespace signpost {

// UTF-8 text of a bearable size, without tabs, control characters or hidden marks that turn the direction of reading.
// False when a finding was added.
bool check_bytes(const Sources& sources, std::uint32_t file, Diagnostics& diagnostics);

}  // namespace signpost

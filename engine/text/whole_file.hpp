// Files that are read or written as a whole.
#pragma once

#include <string>
#include <string_view>

namespace signpost {

// Writes the whole file, or throws std::system_error: a half-written file is never left under its name, not even when
// the machine stops in the middle.
void write_file(const std::string& path, std::string_view content);
// The content of a file. Throws std::system_error when it cannot be read, or is larger than `most` bytes.
std::string read_file(const std::string& path, std::size_t most);

}  // namespace signpost

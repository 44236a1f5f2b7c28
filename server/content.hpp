// Reading what is to be served: a folder of pathways, or a release file.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/release/release.hpp"

namespace signpost {

// Whose releases are good.
struct Trust {
  std::vector<std::string> key_files;  // with public keys in PEM, whose signatures releases must bear
  bool live = false;                   // for patients: no folder, no draft, nothing that nobody signed
};

using Content = std::shared_ptr<const DecisionGraph>;

// Each is null, after a message on stderr, where the content may not be served. A file that cannot be read throws
// std::system_error.
//
// A folder of pathways, compiled, or a release file.
Content load_content(const std::string& from, const Trust& trust);
// A release file; one of more bytes is not read.
std::optional<Release> load_release(const std::string& file, const Trust& trust,
                                    std::size_t most_bytes = kMaxReleaseBytes);

}  // namespace signpost

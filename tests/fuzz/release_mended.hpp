// A release whose hashes and lengths fit what it holds, whatever that is.
#pragma once

#include <string>
#include <string_view>

namespace signpost::fuzz {

/// Bytes that begin as a release does keep what they can of their manifest; any others are taken to be a graph. There
/// is no signature, and no proof.
std::string mended(std::string_view input);

}  // namespace signpost::fuzz

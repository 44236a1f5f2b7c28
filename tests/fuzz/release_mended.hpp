// A release whose hashes, lengths and signature fit what it holds, whatever that is.
#pragma once

#include <string>
#include <string_view>

#include "engine/crypto/signature.hpp"

namespace signpost::fuzz {

/// Bytes that begin as a release does keep what they can of their manifest; any others are taken to be a graph. The
/// file is signed with `key`, and holds no proof.
std::string mended(std::string_view input, const SigningKey& key);

}  // namespace signpost::fuzz

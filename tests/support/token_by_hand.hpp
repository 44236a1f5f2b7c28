// Tokens sealed and opened by a second hand, from what engine/walk/token.cpp says of their form: so that a test can
// seal bytes that no journey gives.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/walk/token.hpp"

namespace signpost::tests {

using TokenBytes = std::vector<unsigned char>;

// The token as bytes, and back to letters.
TokenBytes token_bytes(std::string_view token);
std::string token_letters(const TokenBytes& bytes);

// What stands in clear at the front of a token: form, key id, release. Genuine with any body that is sealed with it.
inline constexpr std::size_t kTokenHead = 10, kTokenNonce = 12, kTokenTag = 16;

// A genuine token with this body, under the head of `like`, which is a token too. The nonce is always the same.
std::string sealed_by_hand(const TokenKey& key, std::string_view like, const TokenBytes& body);
// The body of a token that was sealed with this key; empty where it was not.
TokenBytes body_of(const TokenKey& key, std::string_view token);

}  // namespace signpost::tests

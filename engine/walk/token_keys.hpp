// The keys that seal journeys, and the file that they stand in.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace signpost {

struct TokenKey {
  std::uint8_t id = 0;  // in each token, so that keys can be rotated
  std::array<unsigned char, 32> bytes{};
};

// "id:64 hex digits", newest first, with line ends or commas between, as a key file or the environment variable
// SIGNPOST_TOKEN_KEYS holds them. `#` in the place of a key begins a remark, which ends with its line: a key that was
// taken out by it stays out, commas or not.
// Throws std::invalid_argument with a message that never quotes key material.
std::vector<TokenKey> parse_token_keys(std::string_view text);
TokenKey random_token_key(std::uint8_t id);

}  // namespace signpost

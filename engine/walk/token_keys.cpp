#include "engine/walk/token_keys.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <string>

namespace signpost {

std::vector<TokenKey> parse_token_keys(std::string_view text) {
  std::vector<TokenKey> keys;
  std::size_t line_number = 0;
  const auto wrong = [&](const char* what) {
    throw std::invalid_argument("token key " + std::to_string(line_number) + ": " + what);
  };
  while (!text.empty()) {
    ++line_number;
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    const bool is_remark = text.starts_with('#');
    const std::size_t end = std::min(text.find_first_of(is_remark ? "\n" : "\n,"), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\t')) line.remove_suffix(1);
    if (line.empty() || is_remark) continue;
    TokenKey key;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) wrong("write it as an id from 0 to 255, a colon, and 64 hex digits");
    const auto id = std::from_chars(line.data(), line.data() + colon, key.id);
    if (id.ec != std::errc() || id.ptr != line.data() + colon) wrong("its id must be a number from 0 to 255");
    const std::string_view hex = line.substr(colon + 1);
    if (hex.size() != 2 * key.bytes.size()) wrong("after the colon there must be 64 hex digits");
    for (std::size_t i = 0; i < key.bytes.size(); ++i) {
      const auto digits = std::from_chars(hex.data() + 2 * i, hex.data() + 2 * i + 2, key.bytes[i], 16);
      if (digits.ec != std::errc() || digits.ptr != hex.data() + 2 * i + 2)
        wrong("after the colon there must be 64 hex digits");
    }
    keys.push_back(key);
  }
  return keys;
}

TokenKey random_token_key(std::uint8_t id) {
  TokenKey key;
  key.id = id;
  if (RAND_priv_bytes(key.bytes.data(), static_cast<int>(key.bytes.size())) != 1)
    throw std::runtime_error("OpenSSL failed to make random bytes");
  return key;
}

}  // namespace signpost

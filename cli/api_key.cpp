#include "cli/api_key.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "cli/exit_code.hpp"
#include "engine/crypto/sha256.hpp"
#include "server/api_keys.hpp"

namespace signpost {

int api_key(const ApiKeyOptions& options) {
  const std::string secret = new_api_secret();
  ApiKey key{options.name, sha256_hex(secret), options.per_minute, {}};
  if (options.per_day > 0) key.per_day = options.per_day;
  const std::string line = api_key_line(key);
  // The reader of the file is the judge of what may stand in it.
  const auto read = parse_api_keys(line);
  if (const auto* const mistake = std::get_if<std::string>(&read)) {
    fmt::print(stderr, "signpost: {}\n", mistake->substr(mistake->find(": ") + 2));
    return kMisuse;
  }
  fmt::print("{}\n", line);
  fmt::print(stderr, "The secret, shown this once: {}\n", secret);
  return kFine;
}

}  // namespace signpost

// `signpost api-key`: makes a key for somebody who calls the API.
#pragma once

#include <cstdint>
#include <string>

namespace signpost {

struct ApiKeyOptions {
  std::string name;
  std::uint32_t per_minute = 600;  // ten a second: what a few hundred people at once need
  std::uint32_t per_day = 0;       // 0: no limit
};

// Prints the line for the file of keys on stdout, and the secret, which is kept nowhere, on stderr: so that `>>` adds
// the one and a person sees the other.
int api_key(const ApiKeyOptions& options);

}  // namespace signpost

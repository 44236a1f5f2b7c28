#include "engine/crypto/same_secret.hpp"

#include <openssl/crypto.h>

namespace signpost {

bool same_secret(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace signpost

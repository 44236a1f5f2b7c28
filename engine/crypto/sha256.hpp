// SHA-256 (FIPS 180-4), by OpenSSL.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace signpost {

class Sha256 {
 public:
  Sha256();
  // The bytes as they are.
  void add(std::string_view bytes);
  // Their length first (8 bytes, least first), so that moving a byte from one part to the next changes the digest.
  void add_part(std::string_view bytes);
  // The digest in hex. Nothing may be added afterwards.
  std::string hex();

 private:
  struct Free {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> context_;
};

// The digest of the bytes as they are, in hex.
std::string sha256_hex(std::string_view bytes);

}  // namespace signpost

#include "engine/crypto/sha256.hpp"

#include <openssl/evp.h>

#include <new>

namespace signpost {
namespace {

EVP_MD_CTX* of(void* context) { return static_cast<EVP_MD_CTX*>(context); }

}  // namespace

void Sha256::Free::operator()(void* context) const { EVP_MD_CTX_free(of(context)); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  if (context_ == nullptr || EVP_DigestInit_ex(of(context_.get()), EVP_sha256(), nullptr) != 1) throw std::bad_alloc();
}

void Sha256::add(std::string_view bytes) { EVP_DigestUpdate(of(context_.get()), bytes.data(), bytes.size()); }

void Sha256::add_part(std::string_view bytes) {
  char length[8];
  for (std::size_t i = 0; i < 8; ++i) length[i] = static_cast<char>(bytes.size() >> (8 * i) & 255U);
  add({length, sizeof length});
  add(bytes);
}

std::string Sha256::hex() {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_DigestFinal_ex(of(context_.get()), out, &size);
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    text += kDigits[out[i] >> 4];
    text += kDigits[out[i] & 15];
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 sha;
  sha.add(bytes);
  return sha.hex();
}

}  // namespace signpost

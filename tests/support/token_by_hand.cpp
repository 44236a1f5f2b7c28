#include "tests/support/token_by_hand.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace signpost::tests {
namespace {

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

void expect(bool done) {
  if (!done) throw std::runtime_error("OpenSSL failed");
}

}  // namespace

TokenBytes token_bytes(std::string_view token) {
  std::string text(token);
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  const std::size_t padding = (4 - text.size() % 4) % 4;
  text.append(padding, '=');
  TokenBytes bytes(text.size() / 4 * 3);
  const int size =
      EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  expect(size >= 0);
  bytes.resize(static_cast<std::size_t>(size) - padding);
  return bytes;
}

std::string token_letters(const TokenBytes& bytes) {
  std::string text(bytes.size() / 3 * 4 + 5, '\0');
  text.resize(static_cast<std::size_t>(
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(), static_cast<int>(bytes.size()))));
  text.resize(std::min(text.find('='), text.size()));
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

std::string sealed_by_hand(const TokenKey& key, std::string_view like, const TokenBytes& body) {
  TokenBytes whole = token_bytes(like);
  whole.resize(kTokenHead);
  whole.resize(kTokenHead + kTokenNonce + body.size() + kTokenTag, 0x5a);
  unsigned char* const nonce = whole.data() + kTokenHead;
  unsigned char* const sealed = nonce + kTokenNonce;
  const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int size = 0;
  expect(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.bytes.data(), nonce) == 1);
  expect(EVP_EncryptUpdate(cipher.get(), nullptr, &size, whole.data(), kTokenHead) == 1);
  expect(body.empty() ||
         EVP_EncryptUpdate(cipher.get(), sealed, &size, body.data(), static_cast<int>(body.size())) == 1);
  expect(EVP_EncryptFinal_ex(cipher.get(), sealed + body.size(), &size) == 1);
  expect(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTokenTag, sealed + body.size()) == 1);
  return token_letters(whole);
}

TokenBytes body_of(const TokenKey& key, std::string_view token) {
  TokenBytes whole = token_bytes(token);
  if (whole.size() < kTokenHead + kTokenNonce + kTokenTag) return {};
  const std::size_t size = whole.size() - kTokenHead - kTokenNonce - kTokenTag;
  unsigned char* const nonce = whole.data() + kTokenHead;
  unsigned char* const sealed = nonce + kTokenNonce;
  TokenBytes body(size);
  const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int written = 0;
  expect(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.bytes.data(), nonce) == 1);
  expect(EVP_DecryptUpdate(cipher.get(), nullptr, &written, whole.data(), kTokenHead) == 1);
  expect(body.empty() || EVP_DecryptUpdate(cipher.get(), body.data(), &written, sealed, static_cast<int>(size)) == 1);
  expect(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTokenTag, sealed + size) == 1);
  unsigned char none = 0;
  return EVP_DecryptFinal_ex(cipher.get(), &none, &written) == 1 ? body : TokenBytes{};
}

}  // namespace signpost::tests

#include "engine/crypto/signature.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <new>
#include <stdexcept>

#include "engine/crypto/sha256.hpp"

namespace signpost {
namespace {

constexpr std::size_t kNameDigits = 16;

EVP_PKEY* of(const std::shared_ptr<void>& key) { return static_cast<EVP_PKEY*>(key.get()); }

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

std::shared_ptr<void> owned(EVP_PKEY* key) {
  return {key, [](void* its) { EVP_PKEY_free(static_cast<EVP_PKEY*>(its)); }};
}

std::string name_of(EVP_PKEY* key) {
  unsigned char raw[32];
  std::size_t size = sizeof raw;
  if (EVP_PKEY_get_raw_public_key(key, raw, &size) != 1) throw std::runtime_error("a key without its public half");
  return sha256_hex({reinterpret_cast<const char*>(raw), size}).substr(0, kNameDigits);
}

Bio reading(const std::string& text) { return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free}; }

// OpenSSL says no to what is wrong and, now and then without a word, when it has no memory. Only the first is an
// answer. So where it does not say that it had no memory, which throws, a no is asked for once more.
template <class Ask>
auto sure_of(Ask ask) {
  ERR_clear_error();
  auto answer = ask();
  if (answer) return answer;
  while (const unsigned long error = ERR_get_error())
    if (ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE) throw std::bad_alloc();
  return ask();
}

// Nobody is asked for a password: a service starts alone.
int no_password(char*, int, int, void*) { return -1; }

}  // namespace

std::optional<PublicKey> PublicKey::from_pem(const std::string& text) {
  PublicKey key;
  key.key_ = sure_of([&] {
    const Bio bio = reading(text);
    return owned(bio == nullptr ? nullptr : PEM_read_bio_PUBKEY(bio.get(), nullptr, no_password, nullptr));
  });
  if (key.key_ == nullptr || EVP_PKEY_get_id(of(key.key_)) != EVP_PKEY_ED25519) return std::nullopt;
  key.name_ = name_of(of(key.key_));
  return key;
}

bool PublicKey::signed_this(std::string_view bytes, const Signature& signature) const {
  return sure_of([&] {
    const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    if (context == nullptr || EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, of(key_)) != 1)
      throw std::bad_alloc();
    return EVP_DigestVerify(context.get(), signature.data(), signature.size(),
                            reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()) == 1;
  });
}

std::optional<SigningKey> SigningKey::from_pem(const std::string& text) {
  const Bio bio = reading(text);
  SigningKey key;
  key.key_ = owned(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
  if (key.key_ == nullptr || EVP_PKEY_get_id(of(key.key_)) != EVP_PKEY_ED25519) return std::nullopt;
  key.name_ = name_of(of(key.key_));
  return key;
}

Signature SigningKey::sign(std::string_view bytes) const {
  Signature signature{};
  std::size_t size = signature.size();
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  if (context == nullptr || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, of(key_)) != 1 ||
      EVP_DigestSign(context.get(), signature.data(), &size, reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size()) != 1 ||
      size != signature.size())
    throw std::runtime_error("the release could not be signed");
  return signature;
}

std::string SigningKey::public_pem() const {
  const Bio bio(BIO_new(BIO_s_mem()), BIO_free);
  if (bio == nullptr || PEM_write_bio_PUBKEY(bio.get(), of(key_)) != 1)
    throw std::runtime_error("the key's public half could not be written");
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace signpost

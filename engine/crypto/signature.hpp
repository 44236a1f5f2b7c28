// Ed25519 signatures (RFC 8032), by OpenSSL, with keys in PEM files as `openssl genpkey -algorithm ed25519` makes them.
// The same key and bytes always give the same signature.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace signpost {

using Signature = std::array<unsigned char, 64>;

class PublicKey {
 public:
  // Nothing where the text holds no Ed25519 public key in PEM. This and the next throw std::bad_alloc where OpenSSL has
  // no memory, so that a good key or release is never called a bad one.
  static std::optional<PublicKey> from_pem(const std::string& text);
  bool signed_this(std::string_view bytes, const Signature& signature) const;
  // The start of the SHA-256 of the key, in hex: names the key in messages and release files.
  const std::string& name() const { return name_; }

 private:
  std::shared_ptr<void> key_;
  std::string name_;
};

class SigningKey {
 public:
  // Nothing where the text holds no Ed25519 private key in PEM, or one that is locked by a password.
  static std::optional<SigningKey> from_pem(const std::string& text);
  Signature sign(std::string_view bytes) const;
  const std::string& name() const { return name_; }
  // Its public half, in PEM.
  std::string public_pem() const;

 private:
  std::shared_ptr<void> key_;
  std::string name_;
};

}  // namespace signpost

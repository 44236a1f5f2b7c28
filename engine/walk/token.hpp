// Journeys as sealed tokens: AES-256-GCM (OpenSSL), with key id and release digest, base64url. What a token holds
// cannot be read or changed by the client. How long opening takes depends on a token's length, and on nothing that is
// secret: docs/security.md says what is and is not constant.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/graph/journey.hpp"
#include "engine/walk/token_keys.hpp"

namespace signpost {

enum class TokenError : std::uint8_t { malformed, unknown_key, tampered, other_release, expired };
std::string_view token_error_name(TokenError error);

inline constexpr std::size_t kMaxTokenChars = 3500;                  // fits a cookie beside its name and attributes
inline constexpr std::int64_t kTokenLifeSeconds = 7 * 24 * 60 * 60;  // a week: then the answers are too old to act on
// Sealed at a time to come: by a clock that was wrong. A day of that ends nobody's journey when the clock is set right.
inline constexpr std::int64_t kTokenAheadSeconds = 24 * 60 * 60;
// The longest that is looked at: kMaxJourneyAnswers given and as many held, each at its largest, fit.
inline constexpr std::size_t kMaxOpenedChars = 32 * 1024;

// Thread-safe: each thread keeps its own cipher contexts.
class TokenSealer {
 public:
  // The first key seals; all open. Throws std::invalid_argument when `keys` is empty or an id stands twice.
  explicit TokenSealer(std::vector<TokenKey> keys);
  ~TokenSealer();

  // `now`: seconds since 1970, kept in the token.
  std::string seal(const DecisionGraph& graph, const Journey& journey, std::int64_t now) const;

  struct Opened {
    Journey journey;
    std::int64_t sealed_at = 0;
  };
  std::variant<Opened, TokenError> open(const DecisionGraph& graph, std::string_view token, std::int64_t now) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Which release a token says that it belongs to, without opening it: the first kReleaseName hex digits of its digest.
// Empty where it is no token of this form.
inline constexpr std::size_t kReleaseName = 16;
std::string token_release(std::string_view token);

}  // namespace signpost

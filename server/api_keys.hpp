// Keys for integrators, with a quota each. A key is 256 random bits; the service knows its SHA-256 alone. No slow hash
// is wanted: nobody guesses such a key.
//
// Quotas are counted here, in this process: with three instances behind a proxy a key has up to three times its quota.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/http.hpp"

namespace signpost {

/// Every key is compared with every request's: at 1,000 that takes some 30 microseconds, as long as an answer.
inline constexpr std::size_t kMostApiKeys = 1000;
/// A name stands in metrics.
inline constexpr std::size_t kMostApiKeyNameChars = 40;
/// Of a quota: what one instance could answer in a minute if it did nothing else, many times over.
inline constexpr std::uint32_t kMostQuota = 1'000'000'000;
/// What an Authorization header is read to; ours are 73 characters.
inline constexpr std::size_t kMostSecretChars = 256;

/// One line of the file: `name sha256 per-minute [per-day]`.
struct ApiKey {
  std::string name;    ///< of the integrator, not of a person: letters, digits and hyphens
  std::string sha256;  ///< of the secret, in hex
  std::uint32_t per_minute = 0;
  std::optional<std::uint32_t> per_day;
};

/// The keys of a file, one a line; `#` begins a remark. Else what is wrong, with the number of the line, and without
/// anything that stands in it.
std::variant<std::vector<ApiKey>, std::string> parse_api_keys(std::string_view text);
/// As a line of that file, without its end.
std::string api_key_line(const ApiKey& key);
bool is_api_key_name(std::string_view name) noexcept;

/// A new secret. Throws std::system_error when the kernel has no random bytes.
std::string new_api_secret();

/// What one key has used since the program started, for metrics.
struct ApiKeyUsage {
  std::string name;
  std::uint64_t let_in = 0;   ///< requests within the quota
  std::uint64_t refused = 0;  ///< requests beyond it
};

/// Safe to share between threads: a request takes one lock that it shares, and its own key's for some nanoseconds.
class ApiKeys {
 public:
  explicit ApiKeys(std::vector<ApiKey> keys);

  /// Replaces all keys. One whose name stays goes on with what it has used, whatever its secret and its quota are now.
  void replace(std::vector<ApiKey> keys);

  /// One window of a quota.
  struct Window {
    std::string_view name;  ///< "minute" or "day"
    std::uint32_t quota = 0, left = 0;
    std::int64_t length = 0, ends_in = 0;  ///< seconds
  };
  struct Taken {
    bool within_quota = false;
    std::vector<Window> windows;
  };
  /// Takes one request from the quotas of the key with this secret; where one of them is used up it takes nothing.
  /// Nothing where there is no such key. `now` in seconds since 1970: minutes and days are counted from there, UTC.
  std::optional<Taken> take(std::string_view secret, std::int64_t now);

  bool knows(std::string_view secret) const;

  /// In the order of the file.
  std::vector<ApiKeyUsage> usage() const;

 private:
  struct Kept;
  const std::shared_ptr<Kept>* find(std::string_view secret) const;

  mutable std::shared_mutex mutex_;
  std::vector<std::shared_ptr<Kept>> keys_;
};

/// What follows "Bearer" in an Authorization header; empty where that is not what it holds, or too long to be a key.
std::string_view bearer_secret(std::optional<std::string_view> authorization) noexcept;

}  // namespace signpost

#include "server/api_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <span>

#include "engine/crypto/random_bytes.hpp"
#include "engine/crypto/same_secret.hpp"
#include "engine/crypto/sha256.hpp"

namespace signpost {
namespace {

constexpr std::string_view kSpaces = " \t\r";
constexpr std::size_t kSha256Chars = 64;
constexpr std::int64_t kMinute = 60, kDay = 24 * 60 * 60;

// Where a secret was left behind, this shows what it is to those who look for such things.
constexpr std::string_view kSecretPrefix = "signpost_";

std::string_view next_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(kSpaces), line.size()));
  const std::string_view word = line.substr(0, line.find_first_of(kSpaces));
  line.remove_prefix(word.size());
  return word;
}

std::optional<std::uint32_t> quota(std::string_view word) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size() || number == 0 || number > kMostQuota)
    return std::nullopt;
  return number;
}

// What is wrong with a line; empty where it is right.
std::string read_line(std::string_view line, ApiKey& key) {
  key.name = next_word(line);
  if (!is_api_key_name(key.name))
    return fmt::format("a name has small letters, digits and hyphens, at most {}", kMostApiKeyNameChars);
  key.sha256 = next_word(line);
  if (key.sha256.size() != kSha256Chars || key.sha256.find_first_not_of("0123456789abcdef") != std::string::npos)
    return fmt::format("the SHA-256 of the secret has {} digits, 0 to 9 and a to f", kSha256Chars);
  const auto per_minute = quota(next_word(line));
  if (!per_minute) return fmt::format("requests per minute are a number from 1 to {}", kMostQuota);
  key.per_minute = *per_minute;
  if (const std::string_view word = next_word(line); !word.empty()) {
    key.per_day = quota(word);
    if (!key.per_day) return fmt::format("requests per day are a number from 1 to {}, or left out", kMostQuota);
  }
  return next_word(line).empty() ? "" : "nothing stands after the requests per day";
}

}  // namespace

std::variant<std::vector<ApiKey>, std::string> parse_api_keys(std::string_view text) {
  std::vector<ApiKey> keys;
  std::set<std::string, std::less<>> names, digests;
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    line = line.substr(0, line.find('#'));
    if (line.find_first_not_of(kSpaces) == std::string_view::npos) continue;
    ApiKey key;
    std::string mistake = read_line(line, key);
    if (mistake.empty() && !names.insert(key.name).second) mistake = "this name stands before";
    if (mistake.empty() && !digests.insert(key.sha256).second) mistake = "this secret is another's too";
    if (mistake.empty() && keys.size() == kMostApiKeys) mistake = fmt::format("more than {} keys", kMostApiKeys);
    if (!mistake.empty()) return fmt::format("line {}: {}", number, mistake);
    keys.push_back(std::move(key));
  }
  return keys;
}

std::string api_key_line(const ApiKey& key) {
  std::string line = fmt::format("{} {} {}", key.name, key.sha256, key.per_minute);
  if (key.per_day) line += fmt::format(" {}", *key.per_day);
  return line;
}

bool is_api_key_name(std::string_view name) noexcept {
  return !name.empty() && name.size() <= kMostApiKeyNameChars &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

std::string new_api_secret() {
  std::array<std::byte, 32> bytes;
  fill_with_random_bytes(bytes);
  std::string secret(kSecretPrefix);
  for (const std::byte byte : bytes) secret += fmt::format("{:02x}", std::to_integer<unsigned>(byte));
  return secret;
}

// A key with what it has used. The key is replaced under the lock of all; the counters are changed under their own.
struct ApiKeys::Kept {
  // One window of time and what was used in it.
  struct Counter {
    std::int64_t window = -1;
    std::uint32_t used = 0;

    std::uint32_t used_at(std::int64_t now, std::int64_t length) const { return now / length == window ? used : 0; }
    void add(std::int64_t now, std::int64_t length) {
      used = used_at(now, length) + 1;
      window = now / length;
    }
  };

  ApiKey key;
  std::mutex mutex;
  Counter minute, day;
  std::uint64_t let_in = 0, refused = 0;
};

ApiKeys::ApiKeys(std::vector<ApiKey> keys) { replace(std::move(keys)); }

void ApiKeys::replace(std::vector<ApiKey> keys) {
  const std::unique_lock lock(mutex_);
  std::vector<std::shared_ptr<Kept>> now;
  for (ApiKey& key : keys) {
    const auto known =
        std::find_if(keys_.begin(), keys_.end(), [&](const auto& kept) { return kept->key.name == key.name; });
    now.push_back(known == keys_.end() ? std::make_shared<Kept>() : *known);
    now.back()->key = std::move(key);
  }
  keys_ = std::move(now);
}

// Looks at every key, so that the time tells nothing of which it is.
const std::shared_ptr<ApiKeys::Kept>* ApiKeys::find(std::string_view secret) const {
  if (secret.empty()) return nullptr;
  const std::string digest = sha256_hex(secret);
  const std::shared_ptr<Kept>* found = nullptr;
  for (const auto& kept : keys_)
    if (same_secret(kept->key.sha256, digest)) found = &kept;
  return found;
}

std::optional<ApiKeys::Taken> ApiKeys::take(std::string_view secret, std::int64_t now) {
  const std::shared_lock lock(mutex_);
  const std::shared_ptr<Kept>* const found = find(secret);
  if (found == nullptr) return std::nullopt;
  Kept& kept = **found;
  const std::lock_guard own_lock(kept.mutex);

  Taken taken;
  taken.within_quota = kept.minute.used_at(now, kMinute) < kept.key.per_minute &&
                       (!kept.key.per_day || kept.day.used_at(now, kDay) < *kept.key.per_day);
  if (taken.within_quota) {
    kept.minute.add(now, kMinute);
    kept.day.add(now, kDay);
  }
  ++(taken.within_quota ? kept.let_in : kept.refused);

  const auto add_window = [&](std::string_view name, std::uint32_t quota, const Kept::Counter& counter,
                              std::int64_t length) {
    // A quota may have been made smaller than what was used of it.
    const std::uint32_t used = std::min(counter.used_at(now, length), quota);
    taken.windows.push_back({name, quota, quota - used, length, length - now % length});
  };
  add_window("minute", kept.key.per_minute, kept.minute, kMinute);
  if (kept.key.per_day) add_window("day", *kept.key.per_day, kept.day, kDay);
  return taken;
}

bool ApiKeys::knows(std::string_view secret) const {
  const std::shared_lock lock(mutex_);
  return find(secret) != nullptr;
}

std::vector<ApiKeyUsage> ApiKeys::usage() const {
  const std::shared_lock lock(mutex_);
  std::vector<ApiKeyUsage> rows;
  for (const auto& kept : keys_) {
    const std::lock_guard own_lock(kept->mutex);
    rows.push_back({kept->key.name, kept->let_in, kept->refused});
  }
  return rows;
}

std::string_view bearer_secret(std::optional<std::string_view> authorization) noexcept {
  constexpr std::string_view kScheme = "Bearer ";
  if (!authorization || !same_name(authorization->substr(0, kScheme.size()), kScheme)) return {};
  std::string_view secret = authorization->substr(kScheme.size());
  secret.remove_prefix(std::min(secret.find_first_not_of(' '), secret.size()));
  return secret.size() <= kMostSecretChars ? secret : std::string_view();
}

}  // namespace signpost

// Key files: the same bytes read as the file of keys that seal journeys, as the file of integrators' keys, and as what
// stands in an Authorization header.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/crypto/sha256.hpp"
#include "engine/walk/engine.hpp"
#include "engine/walk/token.hpp"
#include "server/api_keys.hpp"
#include "tests/fuzz/must.hpp"
#include "tests/fuzz/token_key.hpp"
#include "tests/support/small_library.hpp"

using namespace signpost;
using fuzz::must;

namespace {

// Another letter of the same kind: whatever is a hex digit stays one, and no two letters become one.
char another(char c) {
  constexpr std::string_view kKinds[] = {"0123456789", "abcdef", "ghijklmnopqrstuvwxyz", "ABCDEF",
                                         "GHIJKLMNOPQRSTUVWXYZ"};
  for (const std::string_view kind : kKinds)
    if (const std::size_t at = kind.find(c); at != std::string_view::npos) return kind[(at + 1) % kind.size()];
  return c;
}

// ---- keys that seal journeys

std::variant<std::vector<TokenKey>, std::string> read_token_keys(std::string_view text) {
  try {
    return parse_token_keys(text);
  } catch (const std::invalid_argument& wrong) {
    return std::string(wrong.what());
  }
}

bool same(const std::vector<TokenKey>& a, const std::vector<TokenKey>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const TokenKey& one, const TokenKey& other) {
    return one.id == other.id && one.bytes == other.bytes;
  });
}

std::string written(const std::vector<TokenKey>& keys, char between) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const TokenKey& key : keys) {
    text += std::to_string(key.id) + ":";
    for (const unsigned char byte : key.bytes) text.append({kDigits[byte >> 4], kDigits[byte & 15]});
    text += between;
  }
  return text;
}

// The same file with other secrets: what follows a colon, up to the end of its key.
std::string with_other_secrets(std::string_view text) {
  std::string other;
  bool secret = false;
  for (const char c : text) {
    if (c == '\n' || c == ',') secret = false;
    other += secret ? another(c) : c;
    if (c == ':') secret = true;
  }
  return other;
}

std::string without_remarks(std::string_view text) {
  std::string rest;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
    text.remove_prefix(line.size());
    const std::size_t first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos || line[first] != '#') rest += line;
  }
  return rest;
}

void look_at_sealer(const std::vector<TokenKey>& keys) {
  std::set<std::uint8_t> ids;
  for (const TokenKey& key : keys) ids.insert(key.id);
  std::optional<TokenSealer> sealer;
  try {
    sealer.emplace(keys);
  } catch (const std::invalid_argument&) {
    must(keys.empty() || ids.size() < keys.size(), "keys with ids of their own seal");
    return;
  }
  must(!keys.empty() && ids.size() == keys.size(), "two keys with one id do not seal");
  static const Journey journey = std::get<Journey>(
      begin(small_library(), {"everything"}, {Age{100, 100}, Sex::female, Party::self}, fuzz::kNow / 86'400));
  for (const TokenKey& key : {keys.front(), keys.back()}) {
    const std::string token = TokenSealer({key}).seal(small_library(), journey, fuzz::kNow);
    const auto opened = sealer->open(small_library(), token, fuzz::kNow);
    must(std::holds_alternative<TokenSealer::Opened>(opened), "what any key of a file has sealed, the file opens");
  }
}

void look_at_token_keys(const std::string& text) {
  const auto read = read_token_keys(text);
  const auto other = read_token_keys(with_other_secrets(text));
  must(read.index() == other.index(), "whether a file is taken does not depend on its secrets");
  if (const auto* const message = std::get_if<std::string>(&read)) {
    must(*message == std::get<std::string>(other), "nothing of a secret is in a refusal");
    return;
  }
  const auto& keys = std::get<0>(read);
  for (const char between : {'\n', ','}) {
    const auto again = read_token_keys(written(keys, between));
    must(again.index() == 0 && same(std::get<0>(again), keys), "keys written again are the same keys, in their order");
  }
  const auto plain = read_token_keys(without_remarks(text));
  must(plain.index() == 0 && same(std::get<0>(plain), keys), "a remark holds no key");
  look_at_sealer(keys);
}

// ---- integrators' keys

// The secret of which a key in the seeds has the digest.
constexpr std::string_view kSecret = "signpost_of_the_fuzzers";

bool same(const ApiKey& a, const ApiKey& b) {
  return a.name == b.name && a.sha256 == b.sha256 && a.per_minute == b.per_minute && a.per_day == b.per_day;
}

// The same file with other names and digests: the first two words of each line.
std::string with_other_names(std::string_view text) {
  std::string other;
  int word = 0;
  bool in_word = false;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (c == '\n') word = 0;
    if (!space && !in_word) ++word;
    in_word = !space;
    other += word <= 2 ? another(c) : c;
  }
  return other;
}

void use(const std::vector<ApiKey>& keys) {
  static const std::string digest = sha256_hex(kSecret);
  ApiKeys desk(keys);
  const auto known = std::find_if(keys.begin(), keys.end(), [](const ApiKey& key) { return key.sha256 == digest; });
  must(desk.knows(kSecret) == (known != keys.end()), "a secret is known where its digest stands in the file");
  for (const ApiKey& key : keys) must(!desk.knows(key.sha256), "a digest is no secret");
  if (known == keys.end()) return;
  const std::uint32_t quota = std::min(known->per_minute, known->per_day.value_or(kMostQuota));
  constexpr std::uint32_t kTried = 20;
  for (std::uint32_t i = 0; i < kTried; ++i) {
    const auto taken = desk.take(kSecret, fuzz::kNow);
    must(taken && taken->within_quota == (i < quota), "as many requests are let in as the quota says");
    must(taken->windows.size() == (known->per_day ? 2 : 1), "each quota is told");
  }
  const auto usage = desk.usage();
  must(usage.size() == keys.size(), "each key has a row");
  for (std::size_t i = 0; i < usage.size(); ++i)
    must(usage[i].name == keys[i].name && usage[i].let_in + usage[i].refused == (&keys[i] == &*known ? kTried : 0),
         "what is used is counted for whose key it is");
}

void look_at_api_keys(const std::string& text) {
  const auto read = parse_api_keys(text);
  const auto other = parse_api_keys(with_other_names(text));
  must(read.index() == other.index(), "whether a file is taken does not depend on the letters of names and digests");
  if (const auto* const message = std::get_if<std::string>(&read)) {
    must(*message == std::get<std::string>(other), "nothing of a name or digest is in a refusal");
    return;
  }
  const auto& keys = std::get<0>(read);
  must(keys.size() <= kMostApiKeys, "the limit of keys holds");
  std::string lines;
  for (const ApiKey& key : keys) {
    must(is_api_key_name(key.name), "a key has a name that may stand in metrics");
    lines += api_key_line(key) + " # a remark\n\n";
  }
  const auto again = parse_api_keys(lines);
  must(again.index() == 0, "keys written again are taken");
  const auto& written = std::get<0>(again);
  must(std::equal(keys.begin(), keys.end(), written.begin(), written.end(),
                  [](const ApiKey& a, const ApiKey& b) { return same(a, b); }),
       "keys written again are the same keys, in their order");
  use(keys);
}

void look_at_bearer(const std::string& text) {
  const std::string_view secret = bearer_secret(text);
  must(secret.size() <= kMostSecretChars && text.ends_with(secret), "a secret is what a header ends with");
  must(secret.empty() || secret.front() != ' ', "no space begins a secret");
  must(secret.empty() || bearer_secret("Bearer " + std::string(secret)) == secret, "a secret sent again is the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  look_at_token_keys(text);
  look_at_api_keys(text);
  look_at_bearer(text);
  return 0;
}

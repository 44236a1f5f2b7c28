// A token, before base64url:
//
//   format (1 byte) | key id (1) | release (8) | nonce (12) | sealed body | tag (16)
//
// The first ten bytes stand in clear and are authenticated with the rest: the key id says which key opens it, and the
// release is the start of the library's digest, so that indices are never read against another graph. The body is a
// list of varints in the order of the Journey's fields; an answer names its question by how far it stands from the one
// before.
//
// Nonces are random. One key may seal 2^32 tokens before two nonces meet with a chance worth naming, so keys are to be
// changed at least once a year at 400,000 journeys a day; docs/security.md tells operators so.
#include "engine/walk/token.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <new>
#include <stdexcept>

#include "engine/graph/walk_tables.hpp"

namespace signpost {
namespace {

constexpr std::uint8_t kFormat = 3;
constexpr std::size_t kReleaseBytes = 8, kNonceBytes = 12, kTagBytes = 16;
constexpr std::size_t kHeadBytes = 2 + kReleaseBytes;
constexpr std::size_t kShortest = kHeadBytes + kNonceBytes + kTagBytes;
constexpr std::size_t kNoncesAtOnce =
    256;  // asking for random bytes costs more than a seal, so many are fetched together

using Bytes = std::vector<unsigned char>;

// ---- base64url without padding, in its one canonical spelling

constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::uint32_t kNoLetter = 1u << 24;  // beyond the three bytes that four letters make

// What each letter gives to three bytes, from each of the four places where it may stand.
constexpr auto letter_values() {
  std::array<std::array<std::uint32_t, 256>, 4> values{};
  for (auto& of_place : values) of_place.fill(kNoLetter);
  for (std::size_t place = 0; place < 4; ++place)
    for (std::uint32_t i = 0; i < 64; ++i)
      values[place][static_cast<unsigned char>(kLetters[i])] = i << (18 - 6 * place);
  return values;
}
constexpr auto kValues = letter_values();

// The two letters of each twelve bits.
constexpr auto letter_pairs() {
  std::array<std::array<char, 2>, 4096> pairs{};
  for (std::size_t bits = 0; bits < pairs.size(); ++bits) pairs[bits] = {kLetters[bits >> 6], kLetters[bits & 63]};
  return pairs;
}
constexpr auto kPairs = letter_pairs();

std::string to_base64url(const unsigned char* bytes, std::size_t size) {
  std::string text;
  text.resize((size * 4 + 2) / 3);
  char* out = text.data();
  std::size_t i = 0;
  for (; i + 3 <= size; i += 3, out += 4) {
    const unsigned three = static_cast<unsigned>(bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2]);
    std::memcpy(out, kPairs[three >> 12].data(), 2);
    std::memcpy(out + 2, kPairs[three & 4095].data(), 2);
  }
  if (size - i == 1) {
    *out++ = kLetters[bytes[i] >> 2];
    *out++ = kLetters[bytes[i] << 4 & 63];
  } else if (size - i == 2) {
    const unsigned two = static_cast<unsigned>(bytes[i] << 8 | bytes[i + 1]);
    *out++ = kLetters[two >> 10];
    *out++ = kLetters[two >> 4 & 63];
    *out++ = kLetters[two << 2 & 63];
  }
  return text;
}

// False when `text` is not the one spelling of some bytes.
bool from_base64url(std::string_view text, Bytes& bytes) {
  const std::size_t whole = text.size() / 4, left = text.size() % 4;
  if (left == 1) return false;
  bytes.resize(whole * 3 + (left > 0 ? left - 1 : 0));
  unsigned char* out = bytes.data();
  const auto* in = reinterpret_cast<const unsigned char*>(text.data());
  std::uint32_t all = 0;
  for (std::size_t i = 0; i < whole; ++i, in += 4) {
    const std::uint32_t three = kValues[0][in[0]] | kValues[1][in[1]] | kValues[2][in[2]] | kValues[3][in[3]];
    all |= three;
    *out++ = static_cast<unsigned char>(three >> 16);
    *out++ = static_cast<unsigned char>(three >> 8);
    *out++ = static_cast<unsigned char>(three);
  }
  if (left >= 2) {
    const std::uint32_t rest = kValues[0][in[0]] | kValues[1][in[1]] | (left == 3 ? kValues[2][in[2]] : 0);
    all |= rest;
    if ((rest & (left == 2 ? 0xffffu : 0xffu)) != 0) return false;
    *out++ = static_cast<unsigned char>(rest >> 16);
    if (left == 3) *out++ = static_cast<unsigned char>(rest >> 8);
  }
  return (all & kNoLetter) == 0;
}

// ---- the body

constexpr std::size_t kLongestVarint = 10;  // 64 bits, seven at a time

// Numbers near 0, whichever their sign, as small numbers.
std::uint64_t zigzag(std::int64_t value) {
  return static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
}
std::int64_t unzigzag(std::uint64_t value) { return static_cast<std::int64_t>(value >> 1 ^ (~(value & 1) + 1)); }

// Writes varints to memory that has room for them: see body_room().
class Writer {
 public:
  explicit Writer(unsigned char* next) : next_(next) {}
  void put(std::uint64_t value) {
    for (; value >= 128; value >>= 7) *next_++ = static_cast<unsigned char>(value | 128);
    *next_++ = static_cast<unsigned char>(value);
  }
  void put_signed(std::int64_t value) { put(zigzag(value)); }
  const unsigned char* end() const { return next_; }

 private:
  unsigned char* next_;
};

// Reads varints; after any mistake it stays failed and gives zeros.
class Reader {
 public:
  Reader(const unsigned char* begin, std::size_t size) : next_(begin), end_(begin + size) {}

  std::uint64_t get(std::uint64_t most) {
    if (next_ != end_ && *next_ < 128 && *next_ <= most) return *next_++;  // most are one byte
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (next_ == end_) break;
      const unsigned char byte = *next_++;
      value |= static_cast<std::uint64_t>(byte & 127) << shift;
      if (byte < 128) {
        if (value > most) break;
        return value;
      }
    }
    next_ = end_;
    failed_ = true;
    return 0;
  }
  std::int64_t get_signed(std::int64_t least, std::int64_t most) {
    const std::int64_t value = unzigzag(get(~std::uint64_t{0}));
    if (value >= least && value <= most) return value;
    failed_ = true;
    return 0;
  }
  bool done() const { return !failed_ && next_ == end_; }
  bool failed() const { return failed_; }

 private:
  const unsigned char* next_;
  const unsigned char* end_;
  bool failed_ = false;
};

constexpr std::uint64_t kMax32 = 0xffffffffu;
constexpr std::int64_t kLeast32 = INT32_MIN, kMost32 = INT32_MAX;

// Answers as small numbers: they are given in about the order in which their questions stand in the graph, nearly
// everybody is offered every answer, and nearly every answer is one of the first few, or none of a list. Such an answer
// is one byte.
class Givens {
 public:
  explicit Givens(const DecisionGraph& graph) : asked_(graph.walk_tables->asked) {}

  // How far beyond the one before the question stands, with a code in the lowest bits; then what the code leaves open.
  void put(Writer& body, const Given& given) {
    const std::uint32_t code = code_of(given);
    const std::int64_t question = at(given.question);
    body.put(zigzag(question - before_ - 1) << kCodeBits | code);
    before_ = question;
    if (code < kFirstOpen) return;
    if (code == kAnything) body.put(static_cast<std::uint64_t>(given.kind));
    if (code != kTicks) body.put_signed(given.value);
    if (code != kAmount) body.put(given.ticks);
    if (code == kAnything) body.put(given.shown);
  }

  // False when there is no such answer.
  bool get(Reader& body, Given& given) {
    const std::uint64_t head = body.get(kMax32 << (kCodeBits + 1));
    before_ += unzigzag(head >> kCodeBits) + 1;
    if (before_ < 0 || before_ >= static_cast<std::int64_t>(asked_.size())) return false;
    given.question = static_cast<QuestionIndex>(before_);
    given.shown = asked_[static_cast<std::size_t>(before_)].seen;
    const auto code = static_cast<std::uint32_t>(head & kAnything);
    if (code < kNoTicks) {
      given.value = static_cast<std::int32_t>(code);
      return true;
    }
    given.kind = code == kAnything ? static_cast<Given::Kind>(body.get(static_cast<std::uint64_t>(Given::Kind::seen)))
                                   : kKinds[code - kNoTicks];
    if (code < kFirstOpen) return true;
    if (code != kTicks) given.value = static_cast<std::int32_t>(body.get_signed(kLeast32, kMost32));
    if (code != kAmount) given.ticks = static_cast<std::uint32_t>(body.get(kMax32));
    if (code == kAnything) given.shown = static_cast<std::uint32_t>(body.get(kMax32));
    return !body.failed();
  }

 private:
  // Of whoever was offered everything: one of the first answers, by its index; then, with nothing more to tell, none of
  // a list's, *not sure* and a note that was read; then, with one number, some of a list's and an amount. Last,
  // whatever else there is, told in full.
  static constexpr unsigned kCodeBits = 4;
  static constexpr std::uint32_t kNoTicks = 10, kUnsure = 11, kSeen = 12, kFirstOpen = 13, kTicks = 13, kAmount = 14,
                                 kAnything = 15;
  static constexpr std::array<Given::Kind, 5> kKinds{Given::Kind::ticks, Given::Kind::unsure, Given::Kind::seen,
                                                     Given::Kind::ticks, Given::Kind::amount};

  std::uint32_t code_of(const Given& given) const {
    if (given.shown != asked_[at(given.question)].seen) return kAnything;
    const bool no_value = given.value == 0, no_ticks = given.ticks == 0;
    switch (given.kind) {
      case Given::Kind::answer:
        return no_ticks && static_cast<std::uint32_t>(given.value) < kNoTicks ? static_cast<std::uint32_t>(given.value)
                                                                              : kAnything;
      case Given::Kind::ticks:
        return !no_value ? kAnything : no_ticks ? kNoTicks : kTicks;
      case Given::Kind::amount:
        return no_ticks ? kAmount : kAnything;
      case Given::Kind::unsure:
        return no_value && no_ticks ? kUnsure : kAnything;
      case Given::Kind::seen:
        return no_value && no_ticks ? kSeen : kAnything;
    }
    return kAnything;
  }

  const std::vector<WalkTables::Asked>& asked_;
  std::int64_t before_ = 0;
};

// Enough for the body of a journey: ten varints of its own, one for each topic, five for each answer.
std::size_t body_room(const Journey& journey) {
  return kLongestVarint * (10 + journey.topics.size() + 5 * (journey.answers.size() + journey.held.size()));
}

void write_body(Writer& body, const DecisionGraph& graph, const Journey& journey, std::int64_t now) {
  body.put(static_cast<std::uint64_t>(std::max<std::int64_t>(now, 0)));
  body.put(journey.topics.size());
  for (const TopicIndex topic : journey.topics) body.put(at(topic));
  const Patient& patient = journey.patient;
  body.put((patient.age ? 1u : 0u) | (patient.sex ? static_cast<unsigned>(*patient.sex) << 1 : 0u) |
           (patient.party ? static_cast<unsigned>(*patient.party) << 3 : 0u));
  if (patient.age) {
    body.put(patient.age->first);
    body.put(patient.age->last);
  }
  body.put_signed(journey.on);
  body.put(journey.switches);
  Givens givens(graph);
  for (const auto* list : {&journey.answers, &journey.held}) {
    body.put(list->size());
    for (const Given& given : *list) givens.put(body, given);
  }
}

// False when the numbers are no journey of this graph.
bool read_body(const unsigned char* bytes, std::size_t size, const DecisionGraph& graph, TokenSealer::Opened& opened) {
  Reader body(bytes, size);
  Journey& journey = opened.journey;
  opened.sealed_at = static_cast<std::int64_t>(body.get(INT64_MAX));
  const std::size_t topics = body.get(std::min<std::size_t>(graph.topics.size(), kMaxJourneyAnswers));
  for (std::size_t i = 0; i < topics && !body.failed(); ++i) {
    const std::uint64_t topic = body.get(kMax32);
    if (topic >= graph.topics.size()) return false;
    journey.topics.push_back(static_cast<TopicIndex>(topic));
  }
  const std::uint64_t known = body.get(31);
  if (known & 1) {
    Age age;
    age.first = static_cast<AgeCell>(body.get(kAgeCells - 1));
    age.last = static_cast<AgeCell>(body.get(kAgeCells - 1));
    if (age.first > age.last) return false;
    journey.patient.age = age;
  }
  if (const auto sex = known >> 1 & 3) journey.patient.sex = static_cast<Sex>(sex);
  if (const auto party = known >> 3 & 3) {
    if (party > symbol::someone_else) return false;
    journey.patient.party = static_cast<Party>(party);
  }
  journey.on = static_cast<Day>(body.get_signed(kLeast32, kMost32));
  journey.switches = static_cast<std::uint32_t>(body.get(kMax32));
  Givens givens(graph);
  for (auto* list : {&journey.answers, &journey.held}) {
    const std::size_t count = body.get(kMaxJourneyAnswers);
    if (count > 0) list->reserve(count + 1);  // one more is about to be given
    for (std::size_t i = 0; i < count; ++i) {
      Given given;
      if (!givens.get(body, given)) return false;
      list->push_back(given);
    }
  }
  return body.done();
}

// ---- keys and ciphers

struct CipherFreer {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, CipherFreer>;

[[noreturn]] void broken(const char* what) { throw std::runtime_error(std::string("OpenSSL failed to ") + what); }

// What one thread keeps between calls: setting a key costs as much as sealing a short journey.
struct ThreadCiphers {
  struct Keyed {
    Context context{EVP_CIPHER_CTX_new()};
    std::uint64_t sealer = 0;  // serial of the sealer whose key is set; 0: none
    std::uint8_t key = 0;
  };
  Keyed sealing, opening;
  Bytes plain;  // of the longest journey so far: never made smaller, for growing again would fill it with zeros
  Bytes whole;
  std::array<unsigned char, kNonceBytes * kNoncesAtOnce> nonces{};
  std::size_t nonces_used = kNoncesAtOnce;

  unsigned char* room_for_plain(std::size_t size) {
    if (plain.size() < size) plain.resize(size);
    return plain.data();
  }
  const unsigned char* nonce() {
    if (nonces_used == kNoncesAtOnce) {
      if (RAND_bytes(nonces.data(), static_cast<int>(nonces.size())) != 1) broken("make random bytes");
      nonces_used = 0;
    }
    return nonces.data() + kNonceBytes * nonces_used++;
  }
  ~ThreadCiphers() { OPENSSL_cleanse(plain.data(), plain.size()); }
};

ThreadCiphers& ciphers() {
  thread_local ThreadCiphers mine;
  return mine;
}

std::uint64_t next_serial() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

// Of a lower-case hex digit.
constexpr unsigned hex_value(char c) { return (c & 15u) + (static_cast<unsigned>(c) >> 6 & 1u) * 9; }
static_assert(hex_value('0') == 0 && hex_value('9') == 9 && hex_value('a') == 10 && hex_value('f') == 15);

// The first kReleaseBytes of a digest written in hex.
std::array<unsigned char, kReleaseBytes> release_of(const DecisionGraph& graph) {
  std::array<unsigned char, kReleaseBytes> release{};
  const std::string_view digest = graph.digest;
  for (std::size_t i = 0; i < kReleaseBytes && 2 * i + 2 <= digest.size(); ++i)
    release[i] = static_cast<unsigned char>(hex_value(digest[2 * i]) << 4 | hex_value(digest[2 * i + 1]));
  return release;
}

}  // namespace

std::string_view token_error_name(TokenError error) {
  switch (error) {
    case TokenError::malformed:
      return "malformed";
    case TokenError::unknown_key:
      return "unknown-key";
    case TokenError::tampered:
      return "tampered";
    case TokenError::other_release:
      return "other-release";
    case TokenError::expired:
      return "expired";
  }
  return "malformed";
}

struct TokenSealer::Impl {
  std::vector<TokenKey> keys;
  std::uint64_t serial = next_serial();  // an address may come again; this never does

  ~Impl() {
    for (TokenKey& key : keys) OPENSSL_cleanse(key.bytes.data(), key.bytes.size());
  }

  // A context with `key` set, for sealing or opening.
  EVP_CIPHER_CTX* keyed(ThreadCiphers::Keyed& kept, const TokenKey& key, bool sealing) const {
    if (kept.context == nullptr) kept.context.reset(EVP_CIPHER_CTX_new());  // the thread began without memory for it
    EVP_CIPHER_CTX* const context = kept.context.get();
    if (context == nullptr) throw std::bad_alloc();
    if (kept.sealer != serial || kept.key != key.id) {
      kept.sealer = 0;
      if (EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nullptr, key.bytes.data(), nullptr, sealing ? 1 : 0) != 1)
        broken("set a key");
      kept.sealer = serial;
      kept.key = key.id;
    }
    return context;
  }
};

TokenSealer::TokenSealer(std::vector<TokenKey> keys) : impl_(std::make_unique<Impl>()) {
  if (keys.empty()) throw std::invalid_argument("at least one token key is needed");
  for (std::size_t i = 0; i < keys.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (keys[i].id == keys[j].id)
        throw std::invalid_argument("two token keys have the same id " + std::to_string(keys[i].id));
  impl_->keys = std::move(keys);
}

TokenSealer::~TokenSealer() = default;

std::string TokenSealer::seal(const DecisionGraph& graph, const Journey& journey, std::int64_t now) const {
  ThreadCiphers& mine = ciphers();
  const TokenKey& key = impl_->keys.front();
  unsigned char* const plain = mine.room_for_plain(body_room(journey));
  Writer body(plain);
  write_body(body, graph, journey, now);
  const auto size = static_cast<std::size_t>(body.end() - plain);

  Bytes& whole = mine.whole;
  whole.resize(kShortest + size);
  whole[0] = kFormat;
  whole[1] = key.id;
  const auto release = release_of(graph);
  std::copy(release.begin(), release.end(), whole.begin() + 2);
  std::memcpy(whole.data() + kHeadBytes, mine.nonce(), kNonceBytes);
  unsigned char* const sealed = whole.data() + kHeadBytes + kNonceBytes;

  EVP_CIPHER_CTX* const context = impl_->keyed(mine.sealing, key, true);
  int written = 0;
  if (EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, whole.data() + kHeadBytes) != 1 ||
      EVP_EncryptUpdate(context, nullptr, &written, whole.data(), static_cast<int>(kHeadBytes)) != 1 ||
      EVP_EncryptUpdate(context, sealed, &written, plain, static_cast<int>(size)) != 1 ||
      EVP_EncryptFinal_ex(context, sealed + written, &written) != 1 ||
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, static_cast<int>(kTagBytes), sealed + size) != 1) {
    mine.sealing.sealer = 0;
    broken("seal a token");
  }
  return to_base64url(whole.data(), whole.size());
}

std::variant<TokenSealer::Opened, TokenError> TokenSealer::open(const DecisionGraph& graph, std::string_view token,
                                                                std::int64_t now) const {
  if (token.size() > kMaxOpenedChars) return TokenError::malformed;
  ThreadCiphers& mine = ciphers();
  Bytes& whole = mine.whole;
  if (!from_base64url(token, whole) || whole.size() < kShortest || whole[0] != kFormat) return TokenError::malformed;

  // An unknown key id is tried with the first key all the same, so that it takes as long as a wrong tag does.
  const auto found =
      std::find_if(impl_->keys.begin(), impl_->keys.end(), [&](const TokenKey& key) { return key.id == whole[1]; });
  const bool known_key = found != impl_->keys.end();
  const TokenKey& key = known_key ? *found : impl_->keys.front();

  const std::size_t size = whole.size() - kShortest;
  unsigned char* const plain = mine.room_for_plain(size);
  const unsigned char* const sealed = whole.data() + kHeadBytes + kNonceBytes;
  EVP_CIPHER_CTX* const context = impl_->keyed(mine.opening, key, false);
  int written = 0;
  unsigned char none = 0;
  if (EVP_DecryptInit_ex(context, nullptr, nullptr, nullptr, whole.data() + kHeadBytes) != 1 ||
      EVP_DecryptUpdate(context, nullptr, &written, whole.data(), static_cast<int>(kHeadBytes)) != 1 ||
      EVP_DecryptUpdate(context, size > 0 ? plain : &none, &written, sealed, static_cast<int>(size)) != 1 ||
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, static_cast<int>(kTagBytes),
                          whole.data() + whole.size() - kTagBytes) != 1) {
    mine.opening.sealer = 0;
    broken("open a token");
  }
  const bool genuine = EVP_DecryptFinal_ex(context, &none, &written) == 1;
  if (!known_key) return TokenError::unknown_key;
  if (!genuine) return TokenError::tampered;

  const auto release = release_of(graph);
  if (!std::equal(release.begin(), release.end(), whole.begin() + 2)) return TokenError::other_release;
  Opened opened;
  if (!read_body(plain, size, graph, opened)) return TokenError::malformed;
  if (now - opened.sealed_at > kTokenLifeSeconds || opened.sealed_at - now > kTokenAheadSeconds)
    return TokenError::expired;
  return opened;
}

std::string token_release(std::string_view token) {
  constexpr std::size_t kHeadChars = 16;  // of base64url: 12 bytes, which hold the head
  static_assert(kHeadBytes <= kHeadChars / 4 * 3 && kReleaseName == 2 * kReleaseBytes);
  Bytes head;
  if (token.size() < kHeadChars || !from_base64url(token.substr(0, kHeadChars), head) || head[0] != kFormat) return {};
  constexpr char kDigits[] = "0123456789abcdef";
  std::string name;
  for (std::size_t i = 2; i < kHeadBytes; ++i) {
    name += kDigits[head[i] >> 4];
    name += kDigits[head[i] & 15];
  }
  return name;
}

}  // namespace signpost

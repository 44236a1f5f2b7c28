#include "server/client_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string>

#include "server/http.hpp"

namespace signpost {
namespace {

constexpr std::array<std::uint8_t, 12> kV4Prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr unsigned kV4PrefixBits = 96;

// One entry of X-Forwarded-For. Some proxies add the port: 192.0.2.1:50000, [2001:db8::1]:50000.
std::optional<IpAddress> forwarded_address(std::string_view entry) noexcept {
  entry = without_padding(entry);
  if (entry.starts_with('[')) {
    const std::size_t end = entry.find(']');
    return end == std::string_view::npos ? std::nullopt : IpAddress::parse(entry.substr(1, end - 1));
  }
  const bool v4 = std::count(entry.begin(), entry.end(), ':') == 1;
  return IpAddress::parse(v4 ? entry.substr(0, entry.find(':')) : entry);
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) noexcept {
  std::array<char, INET6_ADDRSTRLEN> ended{};  // inet_pton wants a NUL
  if (text.size() >= ended.size() || text.find('\0') != std::string_view::npos) return std::nullopt;
  std::copy(text.begin(), text.end(), ended.begin());
  IpAddress address;
  if (text.find(':') != std::string_view::npos)
    return ::inet_pton(AF_INET6, ended.data(), address.bytes.data()) == 1 ? std::optional(address) : std::nullopt;
  std::copy(kV4Prefix.begin(), kV4Prefix.end(), address.bytes.begin());
  return ::inet_pton(AF_INET, ended.data(), address.bytes.data() + kV4Prefix.size()) == 1 ? std::optional(address)
                                                                                          : std::nullopt;
}

bool IpAddress::is_v4() const noexcept { return std::equal(kV4Prefix.begin(), kV4Prefix.end(), bytes.begin()); }

std::uint64_t owner_of(const IpAddress& address) noexcept {
  // No network is given ::/32, so an IPv4 address as a number is nobody's first 64 bits.
  const auto* const first = address.is_v4() ? address.bytes.data() + kV4Prefix.size() : address.bytes.data();
  const std::size_t count = address.is_v4() ? 4 : 8;
  std::uint64_t owner = 0;
  for (std::size_t i = 0; i < count; ++i) owner = owner << 8 | first[i];
  return owner;
}

std::optional<AddressBlock> AddressBlock::parse(std::string_view text) noexcept {
  const std::size_t slash = text.find('/');
  const auto first = IpAddress::parse(text.substr(0, slash));
  if (!first) return std::nullopt;
  AddressBlock block;
  block.first_ = *first;
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    const unsigned before = text.find(':') == std::string_view::npos ? kV4PrefixBits : 0;
    unsigned bits = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (error != std::errc() || end != digits.data() + digits.size() || bits > 128 - before) return std::nullopt;
    block.bits_ = before + bits;
  }
  for (unsigned bit = block.bits_; bit < 128; ++bit)
    if ((first->bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) return std::nullopt;
  return block;
}

bool AddressBlock::contains(const IpAddress& address) const noexcept {
  const std::size_t whole = bits_ / 8;
  if (!std::equal(first_.bytes.begin(), first_.bytes.begin() + whole, address.bytes.begin())) return false;
  const unsigned rest = bits_ % 8;
  return rest == 0 || (first_.bytes[whole] ^ address.bytes[whole]) >> (8 - rest) == 0;
}

bool AddressBlock::is_everything() const noexcept { return bits_ == 0 || (bits_ == kV4PrefixBits && first_.is_v4()); }

bool contains(const AddressBlocks& blocks, const IpAddress& address) noexcept {
  return std::any_of(blocks.begin(), blocks.end(), [&](const AddressBlock& block) { return block.contains(address); });
}

AddressBlocks loopback_addresses() { return {*AddressBlock::parse("127.0.0.0/8"), *AddressBlock::parse("::1")}; }

IpAddress client_behind(const IpAddress& peer, const std::vector<FrameField>& fields,
                        const AddressBlocks& proxies) noexcept {
  IpAddress client = peer;
  for (auto field = fields.rbegin(); field != fields.rend(); ++field) {
    if (!same_name(field->name, "X-Forwarded-For")) continue;
    for (std::string_view left = field->value; !left.empty();) {
      const std::size_t comma = left.rfind(',');
      const auto seen = forwarded_address(comma == std::string_view::npos ? left : left.substr(comma + 1));
      if (!seen) return client;
      client = *seen;
      if (!contains(proxies, client)) return client;
      left = left.substr(0, comma == std::string_view::npos ? 0 : comma);
    }
  }
  return client;
}

}  // namespace signpost

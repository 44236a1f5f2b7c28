// Who sent a request, for limits: an address of the internet, found behind the proxies that the operator has named.
// Nothing here is ever written anywhere.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "server/framing.hpp"

namespace signpost {

/// An IPv4 address stands as ::ffff:a.b.c.d, so that a peer is the same one whichever family its socket is of.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};

  /// "192.0.2.1" or "2001:db8::1", without a port or anything else. Nothing where it is no such text.
  static std::optional<IpAddress> parse(std::string_view text) noexcept;
  bool is_v4() const noexcept;
  bool operator==(const IpAddress&) const = default;
};

/// Who an address stands for: an IPv4 address, or the first 64 bits of an IPv6 one. A household or a machine is given a
/// /64 whole and can send from any address in it.
std::uint64_t owner_of(const IpAddress& address) noexcept;

/// Neighbouring addresses, such as 10.0.0.0/8.
class AddressBlock {
 public:
  /// "10.0.0.0/8", "2001:db8::/32", or one address. Nothing where it is no such text, or where bits are set beyond
  /// those that count: that is a slip of the pen, and what was meant is not guessed.
  static std::optional<AddressBlock> parse(std::string_view text) noexcept;

  bool contains(const IpAddress& address) const noexcept;
  bool is_everything() const noexcept;  ///< every IPv4 address, or every one

 private:
  IpAddress first_;
  unsigned bits_ = 128;  ///< that count, of 128
};

using AddressBlocks = std::vector<AddressBlock>;
bool contains(const AddressBlocks& blocks, const IpAddress& address) noexcept;

/// This machine's own addresses: 127.0.0.0/8 and ::1.
AddressBlocks loopback_addresses();

/// The address that `peer`, one of `proxies`, says the request came from, by the X-Forwarded-For fields. Each proxy
/// appends the address that it saw, so the list is read from its end: past our own proxies to the first address that is
/// none of them. What stands before that was written by the client and is not looked at. Where the list ends, or an
/// entry is no address, the last proxy reached is the client. `X-Forwarded-For: 192.0.2.1:50000` is taken without port.
IpAddress client_behind(const IpAddress& peer, const std::vector<FrameField>& fields,
                        const AddressBlocks& proxies) noexcept;

}  // namespace signpost

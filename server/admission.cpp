#include "server/admission.hpp"

#include <algorithm>
#include <utility>

namespace signpost {

Admission::Admission(AdmissionSettings settings) : settings_(std::move(settings)), rate_(settings_.rate) {}

Admission::Peer Admission::peer(const IpAddress& address) const noexcept {
  return {address, contains(settings_.trusted_proxies, address), contains(settings_.unlimited, address),
          owner_of(address)};
}

std::chrono::seconds Admission::wait_for(const Frame& frame, const Peer& peer) {
  if (!rate_.is_on()) return {};
  std::uint64_t owner = peer.owner;
  bool unlimited = peer.unlimited;
  if (peer.is_proxy) {
    const IpAddress client = client_behind(peer.address, frame.fields, settings_.trusted_proxies);
    owner = owner_of(client);
    unlimited = contains(settings_.unlimited, client);
  }
  if (unlimited) return {};
  const auto wait = rate_.take(owner, settings_.clock());
  if (wait.count() == 0) return {};
  if (settings_.has_limit_of_its_own && settings_.has_limit_of_its_own(frame)) return {};
  return std::chrono::ceil<std::chrono::seconds>(wait);
}

bool Admission::never_refuses(const Frame& frame) const noexcept {
  const std::string_view path = path_of(frame.target);
  return std::any_of(settings_.never_refused.begin(), settings_.never_refused.end(),
                     [path](const std::string& one) { return one == path; });
}

}  // namespace signpost

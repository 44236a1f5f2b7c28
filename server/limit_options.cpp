#include "server/limit_options.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

namespace signpost {
namespace {

std::variant<std::vector<ApiKey>, std::string> read_api_keys(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  if (!file) throw std::system_error(errno, std::generic_category(), "cannot read " + name);
  auto keys = parse_api_keys(std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()));
  if (file.bad()) throw std::system_error(EIO, std::generic_category(), "cannot read " + name);
  if (auto* const mistake = std::get_if<std::string>(&keys)) return name + ", " + *mistake;
  return keys;
}

}  // namespace

std::variant<Limits, std::string> read_limits(const LimitOptions& options) {
  Limits limits;
  if (options.rate > kMostRequestsASecond)
    return fmt::format("--rate must be from 0, for no limit, to {}", kMostRequestsASecond);
  if (options.burst == 0 || options.burst > kMostRequestBurst)
    return fmt::format("--rate-burst must be from 1 to {}", kMostRequestBurst);
  limits.admission.rate = {options.rate, options.burst};
  limits.admission.unlimited = loopback_addresses();

  for (const std::string& text : options.trusted_proxies) {
    const auto block = AddressBlock::parse(text);
    if (!block)
      return fmt::format("--trusted-proxy {}: neither an address nor a block of them, such as 10.0.0.0/8", text);
    if (block->is_everything())
      return fmt::format("--trusted-proxy {}: then everybody could say who they are; name the proxies alone", text);
    limits.admission.trusted_proxies.push_back(*block);
  }

  for (const std::string& origin : options.cors_origins)
    if (const std::string mistake = CorsOrigins::mistake_in(origin); !mistake.empty())
      return fmt::format("--cors-origin {}: {}", origin, mistake);
  limits.origins = CorsOrigins(options.cors_origins);

  if (!options.api_keys.empty()) {
    auto read = read_api_keys(options.api_keys);
    if (auto* const mistake = std::get_if<std::string>(&read)) return *mistake;
    limits.keys = std::make_shared<ApiKeys>(std::get<std::vector<ApiKey>>(std::move(read)));
    // An integrator's servers send for many people from one address: the key's quota holds them.
    limits.admission.has_limit_of_its_own = [keys = limits.keys](const Frame& frame) {
      if (!frame.target.starts_with("/api/")) return false;
      for (const FrameField& field : frame.fields)
        if (same_name(field.name, "Authorization")) return keys->knows(bearer_secret(field.value));
      return false;
    };
  }
  return limits;
}

std::string reload_api_keys(const LimitOptions& options, ApiKeys& keys) {
  auto read = read_api_keys(options.api_keys);
  if (auto* const mistake = std::get_if<std::string>(&read)) return *mistake;
  keys.replace(std::get<std::vector<ApiKey>>(std::move(read)));
  return {};
}

}  // namespace signpost

// What the operator says about limits, made ready for the front and the API.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "server/admission.hpp"
#include "server/api_keys.hpp"
#include "server/cors.hpp"

namespace signpost {

// As they stand on the command line.
struct LimitOptions {
  unsigned rate = kRequestsASecond;
  unsigned burst = kRequestBurst;
  std::vector<std::string> trusted_proxies;
  std::vector<std::string> cors_origins;
  std::string api_keys;  // a file; empty: the API needs no key
};

struct Limits {
  AdmissionSettings admission;
  CorsOrigins origins;
  std::shared_ptr<ApiKeys> keys;  // null: the API needs no key
};

// Else what is wrong, for people. A file of keys that cannot be read is std::system_error. Who calls from this machine
// itself is not limited by address: that is a proxy that was not named, or somebody who can do worse.
std::variant<Limits, std::string> read_limits(const LimitOptions& options);

// Reads the file of keys again. Empty where it was taken; else what is wrong, and the old keys stay. Throws
// std::system_error when the file cannot be read.
std::string reload_api_keys(const LimitOptions& options, ApiKeys& keys);

}  // namespace signpost

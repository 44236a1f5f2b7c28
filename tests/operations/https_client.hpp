// One person's connection to the service through its proxy: https, kept alive, from an address of their own.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "server/http.hpp"

namespace signpost::test {

/// Where the service is, for everybody.
struct ServiceAddress {
  std::string name;  ///< in the certificate, reached on this machine
  std::uint16_t port = 0;
  std::string certificate;  ///< file of the authority that is trusted
};

/// For one thread. A request that got no answer throws std::runtime_error: nobody here tries again, because nobody who
/// uses the service would.
class HttpsClient {
 public:
  /// `address`: of this machine, 127.x.y.z; what the proxy takes the person's address to be.
  HttpsClient(const ServiceAddress& service, const std::string& address);
  ~HttpsClient();
  HttpsClient(HttpsClient&&) = delete;

  void operator()(const Request& request, Response& response);

 private:
  class Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace signpost::test

#include "tests/operations/https_client.hpp"

#include <httplib.h>

#include <stdexcept>

namespace signpost::test {

// Only to keep cpp-httplib out of the header.
class HttpsClient::Connection : public httplib::SSLClient {
 public:
  using SSLClient::SSLClient;
};

HttpsClient::HttpsClient(const ServiceAddress& service, const std::string& address)
    : connection_(std::make_unique<Connection>(service.name, service.port)) {
  connection_->set_hostname_addr_map({{service.name, "127.0.0.1"}});
  connection_->set_interface(address);
  connection_->set_ca_cert_path(service.certificate.c_str());
  connection_->enable_server_certificate_verification(true);
  connection_->set_keep_alive(true);
  // Only so that a service which hangs fails the test: a thousand handshakes at once take seconds on a small machine.
  constexpr time_t kHangs = 60;
  connection_->set_connection_timeout(kHangs);
  connection_->set_read_timeout(kHangs);
}

HttpsClient::~HttpsClient() = default;

void HttpsClient::operator()(const Request& request, Response& response) {
  httplib::Request sent;
  sent.method = request.method;
  sent.path = request.path + (request.query.empty() ? "" : "?" + request.query);
  sent.body = request.body;
  for (std::size_t i = 0; i < request.headers.size(); ++i)
    sent.headers.emplace(request.headers.name(i), request.headers.value(i));
  httplib::Result result = connection_->send(sent);
  // As browsers do where a connection was closed while it was idle: once more, on a new one.
  if (!result && result.error() == httplib::Error::Write) result = connection_->send(sent);
  if (!result) throw std::runtime_error(sent.method + " got no answer: " + httplib::to_string(result.error()));
  response.status = result->status;
  response.body = result->body;
  for (const auto& [name, value] : result->headers) response.headers.push_back({name, value});
  response.content_type = result->get_header_value("Content-Type");
}

}  // namespace signpost::test

#include "server/security_headers.hpp"

namespace signpost {

std::vector<HeaderLine> default_security_headers() {
  return {
      {"Cache-Control", "no-store"},
      {"Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Referrer-Policy", "no-referrer"},
      {"X-Content-Type-Options", "nosniff"},
  };
}

void append_security_headers(std::string& out, const std::vector<HeaderLine>& defaults, const Response& response) {
  for (const HeaderLine& line : defaults) {
    if (response.header(line.name)) continue;
    out.append(line.name).append(": ").append(line.value).append("\r\n");
  }
}

}  // namespace signpost

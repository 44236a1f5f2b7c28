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

SecurityHeaders::SecurityHeaders(const std::vector<HeaderLine>& defaults) {
  for (const HeaderLine& line : defaults) {
    lines_.push_back({line.name, line.name + ": " + line.value + "\r\n"});
    all_ += lines_.back().text;
  }
}

void SecurityHeaders::append(std::string& out, const Response& response) const {
  if (response.headers.empty()) {
    out += all_;
    return;
  }
  for (const Line& line : lines_)
    if (!response.header(line.name)) out += line.text;
}

}  // namespace signpost

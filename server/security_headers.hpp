// The headers that every answer carries, whoever made it: a handler, the router or a refusal.
#pragma once

#include <string>
#include <vector>

#include "server/http.hpp"

namespace signpost {

/// What an answer gets unless its handler set a header of that name itself. The defaults forbid everything: an answer
/// loads nothing, is shown in no frame, is read by no other origin, leaves no address behind and is stored nowhere.
/// Pages and assets loosen what they need, by naming the header.
std::vector<HeaderLine> default_security_headers();

/// The same, ready to be written. The one place that writes them. Safe to share between threads.
class SecurityHeaders {
 public:
  explicit SecurityHeaders(const std::vector<HeaderLine>& defaults);

  /// Appends those that `response` did not set, as header lines ending in CR LF.
  void append(std::string& out, const Response& response) const;

 private:
  struct Line {
    std::string name, text;  // text: the whole line
  };
  std::vector<Line> lines_;
  std::string all_;
};

}  // namespace signpost

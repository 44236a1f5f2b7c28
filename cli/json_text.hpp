#pragma once

#include <string>
#include <string_view>

#include "server/json.hpp"

namespace signpost {

// `text` as a JSON string with its quotes.
inline std::string json_text(std::string_view text) {
  std::string out;
  append_json(out, text);
  return out;
}

}  // namespace signpost

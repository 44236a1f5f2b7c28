// How an edge leaves its node.
#pragma once

#include <cstdint>

namespace signpost {

struct EdgeLabel {
  enum class Kind : std::uint8_t { answer, any, none, unsure, rule, otherwise };
  Kind kind = Kind::otherwise;
  std::uint16_t index = 0;  // answer or rule
};

}  // namespace signpost

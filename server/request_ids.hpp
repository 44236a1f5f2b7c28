// What a line of the access log and an answer have in common, so that one can be found from the other.
#pragma once

#include <cstdint>
#include <string_view>

namespace signpost {

// Numbers for answers, random so that they tell nothing of how many there were before. No secrets. One thread's.
class RequestIds {
 public:
  // Takes its beginning from the machine's randomness; std::exception when there is none.
  RequestIds();
  // Never 0.
  std::uint64_t next() noexcept;

 private:
  std::uint64_t state_;
};

// The trace id of a W3C traceparent header: 32 hex digits. Empty where the header has not that shape to the letter, so
// that nothing else of a client's ever gets into a log.
std::string_view trace_id(std::string_view traceparent) noexcept;

}  // namespace signpost

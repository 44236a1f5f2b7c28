#include "server/request_ids.hpp"

#include <algorithm>
#include <random>

namespace signpost {
namespace {

bool is_hex(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

RequestIds::RequestIds() {
  std::random_device machine;
  state_ = (std::uint64_t{machine()} << 32) | machine();
}

// SplitMix64, after Steele, Lea and Flood: a few nanoseconds, and no number twice in 2^64.
std::uint64_t RequestIds::next() noexcept {
  state_ += 0x9E3779B97F4A7C15;
  std::uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
  mixed ^= mixed >> 31;
  return mixed == 0 ? 1 : mixed;
}

// "00-<32 hex digits>-<16>-<2>", as version 00 has it.
std::string_view trace_id(std::string_view traceparent) noexcept {
  constexpr std::size_t kLength = 55, kTrace = 3, kTraceDigits = 32, kParent = 36, kParentDigits = 16, kFlags = 53;
  if (traceparent.size() != kLength || !traceparent.starts_with("00-") || traceparent[kParent - 1] != '-' ||
      traceparent[kFlags - 1] != '-')
    return {};
  const std::string_view trace = traceparent.substr(kTrace, kTraceDigits);
  if (!is_hex(trace) || !is_hex(traceparent.substr(kParent, kParentDigits)) || !is_hex(traceparent.substr(kFlags)))
    return {};
  return trace.find_first_not_of('0') == std::string_view::npos ? std::string_view() : trace;
}

}  // namespace signpost

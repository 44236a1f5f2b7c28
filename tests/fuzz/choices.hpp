// A fuzzed input as a row of choices: the same bytes always choose the same, and after the last byte come zeros.
#pragma once

#include <cstddef>
#include <cstdint>

namespace signpost::fuzz {

class Choices {
 public:
  Choices(const std::uint8_t* data, std::size_t size) : next_(data), end_(data + size) {}

  bool any_left() const { return next_ != end_; }

  std::uint8_t byte() { return next_ == end_ ? std::uint8_t{0} : *next_++; }

  /// One of 0 .. count-1; 0 where count is 0. Takes no more bytes than the count needs.
  std::uint32_t below(std::uint32_t count) {
    std::uint32_t value = 0;
    for (std::uint64_t reach = 1; reach < count; reach *= 256) value = value * 256 + byte();
    return count == 0 ? 0 : value % count;
  }

  std::uint32_t any32() { return below(0xffffffffu); }

 private:
  const std::uint8_t* next_;
  const std::uint8_t* end_;
};

}  // namespace signpost::fuzz

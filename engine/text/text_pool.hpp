// Many short texts end to end. They are read, copied and freed as one piece of memory, and a text that says the same as
// the one before it, as most variants of a wording do, takes no room of its own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace signpost {

// At most 4 GiB in all; more throws std::length_error. What operator[] gives holds until the pool changes.
class TextPool {
 public:
  TextPool() = default;
  // As bytes() and places() gave it; ask holds_together() before anything else if they come from outside.
  TextPool(std::string bytes, std::vector<std::uint32_t> places);

  std::size_t size() const { return places_.size() / 2; }
  std::string_view operator[](std::size_t index) const {
    return std::string_view(bytes_).substr(places_[2 * index], places_[2 * index + 1]);
  }
  void push_back(std::string_view text);
  void replace(std::size_t index, std::string_view text);

  const std::string& bytes() const { return bytes_; }
  // Where each text begins and how many bytes it has, in turn.
  const std::vector<std::uint32_t>& places() const { return places_; }
  // Whether every text stands within the bytes.
  bool holds_together() const;

 private:
  std::string bytes_;
  std::vector<std::uint32_t> places_;
};

}  // namespace signpost

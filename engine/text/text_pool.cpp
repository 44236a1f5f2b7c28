#include "engine/text/text_pool.hpp"

#include <limits>
#include <stdexcept>
#include <utility>

namespace signpost {

TextPool::TextPool(std::string bytes, std::vector<std::uint32_t> places)
    : bytes_(std::move(bytes)), places_(std::move(places)) {}

void TextPool::push_back(std::string_view text) {
  places_.insert(places_.end(), {0, 0});
  replace(size() - 1, text);
}

void TextPool::replace(std::size_t index, std::string_view text) {
  if (text.size() > std::numeric_limits<std::uint32_t>::max() - bytes_.size())
    throw std::length_error("more text than a pool of texts can hold");
  std::uint32_t* const place = places_.data() + 2 * index;
  if (index > 0 && (*this)[index - 1] == text) {
    place[0] = place[-2];
  } else {
    place[0] = static_cast<std::uint32_t>(bytes_.size());
    bytes_ += text;
  }
  place[1] = static_cast<std::uint32_t>(text.size());
}

bool TextPool::holds_together() const {
  if (places_.size() % 2 != 0) return false;
  for (std::size_t i = 0; i < places_.size(); i += 2)
    if (std::uint64_t{places_[i]} + places_[i + 1] > bytes_.size()) return false;
  return true;
}

}  // namespace signpost

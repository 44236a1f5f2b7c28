#include "cli/place.hpp"

#include <filesystem>

namespace signpost {

Place place_of(const std::vector<std::string>& words) {
  Place place;
  place.topics = words;
  if (words.empty()) return place;
  const std::string& first = words.front();
  std::error_code ignored;
  const bool path = first.find('/') != std::string::npos || first.find('.') != std::string::npos;
  if (path || std::filesystem::is_directory(first, ignored)) {
    place.dir = first;
    place.topics.erase(place.topics.begin());
  }
  return place;
}

}  // namespace signpost

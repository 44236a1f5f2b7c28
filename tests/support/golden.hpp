// Comparing with a file that is kept beside the tests. SIGNPOST_UPDATE_GOLDENS=1 rewrites the file instead, for a
// change that is meant; the difference is then read in the commit.
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace signpost::test {

inline void check_golden(const std::string& path, const std::string& text) {
  const char* const update = std::getenv("SIGNPOST_UPDATE_GOLDENS");
  if (update != nullptr && std::string(update) == "1") {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ifstream stream(path, std::ios::binary);
  const std::string kept{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  INFO(path);
  CHECK(text == kept);
}

}  // namespace signpost::test

// What the operator is told, on standard error.
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <utility>

namespace signpost {

// A message that cannot be written is lost, and nothing else is: a log on a full disk must not end the service. From
// any thread.
template <class... Values>
void tell(fmt::format_string<Values...> words, Values&&... values) noexcept {
  try {
    fmt::print(stderr, words, std::forward<Values>(values)...);
  } catch (const std::exception&) {
  }
}

}  // namespace signpost

// Waiting for something that another thread does and does not announce.
#pragma once

#include <chrono>
#include <thread>

namespace signpost::test {

/// Waits until `condition()` holds; false when it never did, for longer than any machine takes.
template <class Condition>
bool eventually(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace signpost::test

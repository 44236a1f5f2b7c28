// A person who walks one random journey, over the API or over the pages, and is told at its end what the engine alone
// says to the same answers on the release that the journey began on.
#pragma once

#include <atomic>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "tests/operations/https_client.hpp"
#include "tests/operations/judge.hpp"

namespace signpost::test {

/// For one thread. What is not as it should be throws std::runtime_error: no answer, another status than 200 or a
/// redirect, another question than the engine asks, another release, another outcome.
class Walker {
 public:
  /// All outlive the walker. `requests` counts those that were answered.
  Walker(const ServiceAddress& service, const std::string& address, const std::vector<std::unique_ptr<Judge>>& judges,
         unsigned seed, std::atomic<std::size_t>& requests);

  /// Both return the digest of the release that the journey began, and ended, on. `begun` is called after the first
  /// answer that came.
  std::string walk_api(const std::string& topic, const std::function<void()>& begun);
  std::string walk_pages(const std::string& topic, const std::function<void()>& begun);

  /// Ids of the topics that are offered.
  std::vector<std::string> topics();

 private:
  nlohmann::json call(const std::string& method, const std::string& path, const nlohmann::json& body);

  HttpsClient client_;
  const std::vector<std::unique_ptr<Judge>>& judges_;
  std::mt19937 random_;
  std::atomic<std::size_t>& requests_;
};

}  // namespace signpost::test

// A person who walks one random journey, over the API or over the pages, and is told at its end what the engine alone
// says to the same answers on the release that the journey began on; or, where that is withdrawn on the way, on the one
// that it went on in.
#pragma once

#include <atomic>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "tests/operations/followed.hpp"
#include "tests/operations/https_client.hpp"
#include "tests/operations/judge.hpp"

namespace signpost::test {

/// What is served, for all walkers. At most two releases, and at most one of them is withdrawn.
struct Releases {
  std::vector<std::unique_ptr<Judge>> judges;
  std::atomic<const Judge*> withdrawn{nullptr};  ///< from now on people who are on it may be moved to the other
  std::atomic<const Judge*> gone{nullptr};       ///< from now on nobody is answered from it

  /// Throws std::runtime_error where nobody made such a release.
  const Judge& of(const std::string& digest) const;
  const Judge& other_than(const Judge& one) const;
};

/// How a journey ended.
struct Ended {
  std::string release;  ///< the digest
  bool moved = false;   ///< the person was told that another release goes on with their answers
};

/// For one thread. What is not as it should be throws std::runtime_error: no answer, another status than 200 or a
/// redirect, another question than the engine asks, another release, another outcome, an answer that is asked for again
/// though it holds, or is taken up though it does not.
class Walker {
 public:
  /// All outlive the walker. `requests` counts those that were answered.
  Walker(const ServiceAddress& service, const std::string& address, const Releases& releases, unsigned seed,
         std::atomic<std::size_t>& requests);

  /// `begun` is called after the first answer that came.
  Ended walk_api(const std::string& topic, const std::function<void()>& begun);
  Ended walk_pages(const std::string& topic, const std::function<void()>& begun);

  /// Ids of the topics that are offered.
  std::vector<std::string> topics();

 private:
  nlohmann::json call(const std::string& method, const std::string& path, const nlohmann::json& body);
  Followed moved_from(const Judge& from, const std::string& topic, Day on, std::vector<Said> said, bool last_counts);

  HttpsClient client_;
  const Releases& releases_;
  std::mt19937 random_;
  std::atomic<std::size_t>& requests_;
  const Judge* gone_ = nullptr;  // when the last request was sent
};

}  // namespace signpost::test

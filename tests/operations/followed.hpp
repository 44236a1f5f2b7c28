// What the engine alone makes of a person's answers on one release, and on another one when the first is withdrawn.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/operations/judge.hpp"

namespace signpost::test {

/// What somebody was asked, as the API shows it (a question or a note), and what they answered.
struct Said {
  nlohmann::json asked, value;
};

/// For one thread. Throws std::runtime_error where the release refuses an answer.
class Followed {
 public:
  /// From the beginning. What of `held` the release asks in the same words is answered by itself when its turn comes.
  /// Keeps a reference to `judge`.
  Followed(const Judge& judge, std::string topic, Day on, std::vector<Said> held = {});

  const Judge& judge() const { return *judge_; }
  /// What comes next.
  const nlohmann::json& step() const { return step_; }
  /// So far, as Judge::step() takes them.
  const nlohmann::json& answers() const { return answers_; }
  /// What was answered here, without what was held.
  const std::vector<Said>& said() const { return said_; }

  /// The answer to step(); "seen" where that is a note.
  void answer(nlohmann::json value);

 private:
  void take(const nlohmann::json& value);

  const Judge* judge_;
  std::string topic_;
  Day on_;
  std::vector<Said> held_, said_;
  nlohmann::json answers_ = nlohmann::json::array(), step_;
};

}  // namespace signpost::test

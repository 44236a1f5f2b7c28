// What a release says to given answers, worked out by the engine in this process: no network, no tokens, no replicas.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/release/release.hpp"
#include "server/step_json.hpp"

namespace signpost::test {

/// Immutable after construction; safe to ask from any number of threads.
class Judge {
 public:
  /// `file`: a release. Throws std::runtime_error when it is none.
  explicit Judge(const std::string& file);

  const std::string& digest() const { return graph_->digest; }

  /// The step that follows these answers, as the API shows it. `answers`: [{"question", "value"}...], those about the
  /// patient too. Throws std::runtime_error when they do not fit.
  nlohmann::json step(const std::string& topic, Day on, const nlohmann::json& answers) const;

 private:
  std::unique_ptr<const DecisionGraph> graph_;
  StepJson steps_;
};

}  // namespace signpost::test

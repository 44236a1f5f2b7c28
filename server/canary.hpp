// Journeys that are walked once when the library is loaded and again whenever somebody asks whether the service is
// ready: one for each topic, by the least serious answers. If one ends elsewhere than it did, memory or program is
// broken, and the service says so.
//
// Immutable after construction; safe to share between threads.
#pragma once

#include <string>
#include <vector>

#include "engine/walk/engine.hpp"

namespace signpost {

class Canaries {
 public:
  // `on` is any day; it is kept.
  Canaries(const DecisionGraph& graph, Day on);

  // Do all journeys still end where they ended? Each takes about a microsecond.
  bool sing() const;

  struct Walked {
    TopicIndex topic;
    Journey journey;
    OutcomeIndex outcome;
  };
  const std::vector<Walked>& journeys() const { return walked_; }
  // Ids of topics that no canary could walk to an outcome: empty for every library that was explored without errors.
  const std::vector<std::string>& silent() const { return silent_; }

 private:
  const DecisionGraph& graph_;
  std::vector<Walked> walked_;
  std::vector<std::string> silent_;
};

// The least serious answer to what `step` asks: no, none of these, the more usual end of a range.
AnswerValue least_serious_answer(const DecisionGraph& graph, const Journey& journey, const Step& step);

}  // namespace signpost

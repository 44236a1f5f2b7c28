// Steps that one task after another may take, in the same sets: what the first leave over, the later may use. In a
// fixed order, so that who runs short is the same on every machine.
#pragma once

#include <algorithm>
#include <cstdint>

#include "engine/explore/patient_sets.hpp"

namespace signpost {

class SharedSteps {
 public:
  // As many together as the sets' limits say. None may take more than one of so many `parts` of them, so that a task
  // that cannot be done leaves some to the others.
  SharedSteps(PatientSets& sets, std::uint64_t parts)
      : sets_(sets), end_(sets.steps() + sets.limits().steps), most_(sets.limits().steps / parts) {}

  PatientSets& sets() const { return sets_; }
  // The next task begins.
  void next() { sets_.allow(std::min(most_, left())); }
  std::uint64_t left() const { return end_ - std::min(end_, sets_.steps()); }

 private:
  PatientSets& sets_;
  std::uint64_t end_, most_;
};

}  // namespace signpost

// Where and how each part of a library could be shown, read from the graph.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/graph/edge_label.hpp"
#include "engine/scenarios/coverage_map.hpp"

namespace signpost {

// One way to show a part: come to a node of a program, and bring something about there.
struct Aim {
  enum class Kind : std::uint8_t { reach, answer, none, unsure, leave, test, rule, value, cut };
  Kind kind = Kind::reach;
  ProgramIndex program{};
  NodeIndex node = kNone<NodeIndex>;
  std::size_t index = 0;                 // answer, rule
  EdgeLabel how;                         // leave
  TestIndex when = kNone<TestIndex>;     // test; rule: looked at beside the rule
  bool yes = true;                       // test, rule
  const Threshold* threshold = nullptr;  // value, cut
  bool above = false;
};

// Each switch doubles the kinds of patient that are gone through to see what nobody can show. With more than these,
// nothing is called impossible.
inline constexpr std::size_t kMostSwitchesGoneThrough = 6;

// For every part, the ways to show it. Immutable; the map must outlive it.
class Aims {
 public:
  static constexpr std::size_t kNoRule = static_cast<std::size_t>(-1);  // Aim::index: nothing needs to be come to

  explicit Aims(const CoverageMap& map);

  // For a part, the ways to show it; none for what nothing leads to.
  const std::vector<Aim>& of(PartIndex part) const { return aims_[part]; }

  // False where certainly nobody can show the part: every way to it asks for an age, a sex or a switch that the pathway
  // does not admit. What else may stand in the way is not looked at.
  bool possible(PartIndex part) const;

 private:
  std::vector<std::vector<Aim>> aims_;
  std::vector<char> impossible_;  // by part
};

}  // namespace signpost

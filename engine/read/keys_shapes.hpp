// Building blocks shared by the two halves of the table of keys. Only keys_*.cpp include this.
#pragma once

#include <array>

#include "engine/read/keys.hpp"

namespace signpost::shapes {

using Words = std::string_view;

constexpr Shape single(Scalar scalar, std::size_t most = 0) {
  Shape shape;
  shape.scalar = scalar;
  shape.most = most;
  return shape;
}
constexpr Shape one_of(std::span<const std::string_view> words) {
  Shape shape;
  shape.scalar = Scalar::choice;
  shape.words = words;
  return shape;
}
constexpr Shape list_of(const Shape& items) {
  Shape shape;
  shape.items = &items;
  return shape;
}
constexpr Shape map_of(const MapSpec& map, Scalar or_single = Scalar::none) {
  Shape shape;
  shape.scalar = or_single;
  shape.map = &map;
  return shape;
}
constexpr Shape entries_of(const Shape& entries, Scalar keys = Scalar::id) {
  Shape shape;
  shape.entries = &entries;
  shape.keys = keys;
  return shape;
}

inline constexpr Shape kId = single(Scalar::id);
inline constexpr Shape kName = single(Scalar::name);
inline constexpr Shape kPath = single(Scalar::path);
inline constexpr Shape kProse = single(Scalar::prose, kMaxProseCharacters);
inline constexpr Shape kTitle = single(Scalar::prose, kMaxTitleCharacters);
inline constexpr Shape kAnswerText = single(Scalar::answer, kMaxProseCharacters);
inline constexpr Shape kPlain = single(Scalar::plain, kMaxPlainCharacters);
inline constexpr Shape kTest = single(Scalar::test);
inline constexpr Shape kInteger = single(Scalar::integer);
inline constexpr Shape kPointsOfOne = single(Scalar::integer, kMaxPoints);
inline constexpr Shape kDay = single(Scalar::day);
inline constexpr Shape kNames = list_of(kName);
inline constexpr Shape kPaths = list_of(kPath);
inline constexpr Shape kPlains = list_of(kPlain);
inline constexpr Shape kIds = list_of(kId);
inline constexpr Shape kPoints = entries_of(kPointsOfOne);

inline constexpr std::array<Words, 2> kTrueFalse{"true", "false"};
inline constexpr std::array<Words, 2> kOnOff{"on", "off"};

extern const MapSpec kPathwayFile, kModuleFile;  // keys_pathway.cpp
extern const MapSpec kScenarioFile;              // keys_scenarios.cpp
extern const MapSpec kAcceptedFile;              // keys_accepted.cpp
extern const MapSpec kHazardsFile;               // keys_hazards.cpp
extern const MapSpec kLibraryFile, kFactsFile, kDispositionsFile, kAdviceFile, kWordingFile, kEvidenceFile,
    kGlossaryFile, kAnswerSetsFile, kSafetyFile;  // keys_library.cpp

}  // namespace signpost::shapes

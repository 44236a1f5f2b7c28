// Libraries of any size, written as a clinician would write them, for measuring: the same seed gives the same bytes on
// every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/graph/journey.hpp"
#include "engine/read/library.hpp"

namespace signpost::bench {

inline constexpr std::size_t kQuestionsOfATopic = 50;  // four times a shipped topic
inline constexpr std::size_t kAgesOfATopic = 30;       // thresholds of age that its tests name
inline constexpr std::size_t kFactsOfATopic = 12;      // recorded in it, and all read again at its end

// A library of `topics` topics, three modules that they share, advice, facts and claims: one in every second topic, of
// which every tenth compares two patients. It compiles, every patient is followed through it, and its claims are
// proven, without a finding.
std::vector<NamedText> generated_library(std::size_t topics, std::uint32_t seed = 1);

// A library of one topic that nobody can follow: `pairs` signs are asked, then as many others, and its end weighs each
// of the first against four of the second. What has to be remembered between multiplies with every pair.
std::vector<NamedText> worst_library(std::size_t pairs);

// The bytes of all files.
std::size_t bytes_of(const std::vector<NamedText>& files);

// Journeys of `answers` answers each with something still to be asked, all taken by chance: patient, answers, and one
// of the graph's first `topics` topics.
std::vector<Journey> generated_journeys(const DecisionGraph& graph, std::size_t topics, std::size_t count,
                                        std::size_t answers, std::uint32_t seed = 1);

}  // namespace signpost::bench

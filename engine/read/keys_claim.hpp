// The keys of a claim, which may stand in pathways, in modules and in safety.yaml. Only keys_*.cpp include this.
#pragma once

#include "engine/read/keys_shapes.hpp"

namespace signpost::shapes {

inline constexpr std::string_view kEvidenceHover = "What this rests on: ids of evidence.yaml.";

inline constexpr Key kCompareKeys[] = {
    {"from", kTest, true, "What the first patient is."},
    {"to", kTest, true, "What the second patient is, who is the same in everything else."},
};
inline constexpr MapSpec kCompare{"a comparison", kCompareKeys};
inline constexpr Key kWaiverKeys[] = {
    {"by", kPlain, true, "Who takes the responsibility."},
    {"reason", kProse, true, "Why the claim need not hold."},
    {"until", kDay, true, "The last day on which the waiver counts, such as 2027-01-01."},
};
inline constexpr MapSpec kWaiver{"a waiver", kWaiverKeys};
inline constexpr Key kClaimKeys[] = {
    {"claim", kProse, true, "What is promised, as a sentence."},
    {"when", kTest, false, "The patients of whom it is promised: all for whom the journey does not show the contrary."},
    {"when answered", kTest, false, "The same, only of answers that were really given."},
    {"compare", map_of(kCompare), false, "Two patients who differ in one thing."},
    {"disposition", kPlain, false,
     "How they end: at least X, at most X, exactly X, never X, within 1 hour, level is emergency, never less urgent."},
    {"known", kNames, false, "Facts that are known before the end."},
    {"asked", kPaths, false, "Questions that were put before the end."},
    {"advice", kNames, false, "Advice that the outcome gives."},
    {"within", kPlain, false, "In how many further questions, such as 3 questions."},
    {"evidence", kNames, false, kEvidenceHover},
    {"waived", map_of(kWaiver), false,
     "Somebody signs that the claim need not hold for a while; every report lists it."},
};
inline constexpr Words kWhenAnswered[] = {"when answered"}, kWhenOnly[] = {"when"};
inline constexpr KeyGroup kClaimGroups[] = {kWhenOnly, kWhenAnswered};
inline constexpr Words kPromises[] = {"disposition", "known", "asked", "advice", "within"};
inline constexpr MapSpec kClaim{"a claim", kClaimKeys, kClaimGroups, kPromises};
inline constexpr Shape kClaimShape = map_of(kClaim);
inline constexpr Shape kClaims = list_of(kClaimShape);

}  // namespace signpost::shapes

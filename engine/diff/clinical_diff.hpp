// What changed clinically between two versions of a library: both are followed together by every possible patient, who
// answers both alike (see pair_journeys.hpp). Works on whatever compiles: refuted claims and missing advice stop
// nothing.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/explore/witness.hpp"
#include "engine/graph/decision_graph.hpp"
#include "engine/pathway/pathway.hpp"

namespace signpost {

// One version: as it was read, and compiled from that.
struct Version {
  const Library& library;
  const DecisionGraph& graph;
};

// Patients and answers that now end otherwise, by where they ended and where they end.
struct EndChange {
  enum class Kind : std::uint8_t { less_urgent, more_urgent, same_urgency };
  Kind kind = Kind::same_urgency;
  std::string topic;
  std::string old_end, new_end;                         // "file/outcome"
  std::string old_disposition, new_disposition;         // ids
  std::vector<std::string> no_longer_told, newly_told;  // advice, for somebody who ends so
  std::string journeys;   // of both together, exactly, as decimal digits; empty: not counted
  Witness before, after;  // one patient's journey in each; walked by the engine
};

// Something that is in one version only, or has another name.
struct NameChange {
  enum class Kind : std::uint8_t { added, removed, renamed };
  Kind kind = Kind::added;
  std::string what;  // "topic", "pathway", "question", "outcome", "answer", "advice", "disposition"
  std::string id, old_id;
};

// A text that changed under an id that did not.
struct TextChange {
  std::string place;  // "file/step/answer", "advice/rest"
  std::string part;   // "question", "help", "reason", ...
  std::string before, after;
};

struct ClinicalDiff {
  // Pairs of dispositions, by id, whose order of urgency turned round: first was more urgent, and is less urgent now.
  std::vector<std::pair<std::string, std::string>> order;
  std::vector<EndChange> ends;  // less urgent ones first, then more urgent, then the rest; by topic
  std::vector<NameChange> names;
  std::vector<TextChange> texts;
  std::vector<std::string> unfinished;  // topics in which too many pairs had to be told apart: nothing is known of them
  bool changed() const {
    return !order.empty() || !ends.empty() || !names.empty() || !texts.empty() || !unfinished.empty();
  }
};

// Diagram nodes of all pairs in one place: two versions have to be told apart as well as patients, so this is more than
// one place of one version may have.
inline constexpr std::size_t kWaysOfPairs = 1u << 20;

// `progress(done, all)`: topics. A topic in which some place would need more than `ways_of_pairs` is unfinished.
ClinicalDiff clinical_diff(const Version& old_version, const Version& new_version,
                           const std::function<void(std::size_t done, std::size_t all)>& progress = {},
                           std::size_t ways_of_pairs = kWaysOfPairs);

}  // namespace signpost

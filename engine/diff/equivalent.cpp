#include "engine/diff/equivalent.hpp"

#include <tuple>

#include "engine/diff/version_pair.hpp"
#include "engine/walk/answer_text.hpp"

namespace signpost {
namespace {

using Set = PatientSets::Set;

class Comparer {
 public:
  Comparer(const Library& library, const DecisionGraph& was, const DecisionGraph& now)
      : library_(library), g_{&was, &now} {}

  // False when a limit was passed.
  bool compare(const std::string& topic, const Program& was, const Program& now,
               std::optional<VersionDifference>& difference) const {
    const VersionPair versions(*g_[0], was, *g_[1], now);
    PatientSets sets(PatientSets::limits_for(library_.ways_in_one_place));
    PairJourneys pairs = versions.journeys(sets);
    std::optional<std::pair<PairJourneys::Place, Set>> found;
    pairs.ended = [&](PairJourneys::Place place, Set set) {
      if (found) return;
      if (const Set differing = differs(versions, pairs, sets, place, set)) found.emplace(place, differing);
    };
    const bool complete = pairs.follow(library_.ways_in_one_place);
    if (!found) return complete;
    VersionDifference d;
    d.topic = topic;
    d.was_end = versions.end(0, found->first);
    d.now_end = versions.end(1, found->first);
    std::tie(d.was, d.now) =
        versions.example(pairs, found->first, found->second, *g_[0]->topic_named(topic), *g_[1]->topic_named(topic));
    const auto name = [&](int side, const Program& program, OutcomeIndex outcome) {
      return outcome_name(*g_[side], ProgramIndex(&program - g_[side]->programs.data()), outcome);
    };
    d.was_outcome = name(0, was, d.was_end);
    d.now_outcome = name(1, now, d.now_end);
    d.was_disposition = g_[0]->dispositions[at(versions.outcome(0, d.was_end).disposition)].id;
    d.now_disposition = g_[1]->dispositions[at(versions.outcome(1, d.now_end).disposition)].id;
    difference = std::move(d);
    return true;
  }

 private:
  // Those who end otherwise; of those who are told other advice, who differ in the first item.
  static Set differs(const VersionPair& versions, PairJourneys& pairs, PatientSets& sets, PairJourneys::Place place,
                     Set set) {
    const Outcome &a = versions.outcome(0, versions.end(0, place)), &b = versions.outcome(1, versions.end(1, place));
    if (a.id != b.id || a.file != b.file || a.disposition != b.disposition) return set;
    for (const std::string& id : versions.advice(a, b)) {
      const auto [lost, gained] = versions.told_otherwise(pairs, sets, a, b, id, set);
      if (lost) return lost;
      if (gained) return gained;
    }
    return PatientSets::kEmpty;
  }

  const Library& library_;
  const DecisionGraph* g_[2];
};

}  // namespace

VersionComparison compare_versions(const Library& library, const DecisionGraph& was, const DecisionGraph& now,
                                   const std::set<std::string>& topics) {
  VersionComparison result;
  const Comparer comparer(library, was, now);
  for (const std::string& topic : topics) {
    const auto index = was.topic_named(topic), other = now.topic_named(topic);
    if (!index || !other) return {false, {}};
    for (const ProgramIndex p : was.topics[at(*index)].programs)
      for (const ProgramIndex q : now.topics[at(*other)].programs) {
        const Program &a = was.programs[at(p)], &b = now.programs[at(q)];
        if (a.pathway != b.pathway) continue;
        result.complete = comparer.compare(topic, a, b, result.difference) && result.complete;
        if (result.difference) return result;
      }
  }
  return result;
}

}  // namespace signpost

#include "engine/diff/clinical_diff.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "engine/diff/library_texts.hpp"
#include "engine/diff/version_pair.hpp"

namespace signpost {
namespace {

using Set = PatientSets::Set;
using Place = PairJourneys::Place;

// Where a disposition of the old version stands in the new one's order: twice its place there, or just after the one
// that came before it, where it is gone.
std::vector<int> ranks_now(const DecisionGraph& old_graph, const DecisionGraph& new_graph) {
  std::vector<int> ranks;
  int last = -1;
  for (const DispositionInfo& d : old_graph.dispositions) {
    const auto same = [&](const DispositionInfo& n) { return n.id == d.id; };
    const auto now = std::find_if(new_graph.dispositions.begin(), new_graph.dispositions.end(), same);
    if (now != new_graph.dispositions.end()) last = static_cast<int>(2 * (now - new_graph.dispositions.begin()));
    ranks.push_back(now != new_graph.dispositions.end() ? last : last + 1);
  }
  return ranks;
}

class Differ {
 public:
  Differ(const Version& before, const Version& after, std::size_t ways_of_pairs)
      : version_{&before, &after}, ranks_(ranks_now(before.graph, after.graph)), ways_of_pairs_(ways_of_pairs) {}

  ClinicalDiff run(const std::function<void(std::size_t, std::size_t)>& progress) {
    order();
    compare_texts(version_[0]->library, version_[1]->library, result_);
    const std::set<std::string> changed = changed_files(version_[0]->library, version_[1]->library);
    const auto& topics = version_[0]->graph.topics;
    for (std::size_t t = 0; t < topics.size(); ++t) {
      if (progress) progress(t, topics.size());
      const auto other = version_[1]->graph.topic_named(topics[t].id);
      if (!other) continue;
      if (touched(0, TopicIndex(t), changed) || touched(1, *other, changed)) compare(TopicIndex(t), *other);
    }
    std::stable_sort(result_.ends.begin(), result_.ends.end(),
                     [](const EndChange& a, const EndChange& b) { return a.kind < b.kind; });
    return std::move(result_);
  }

 private:
  void order() {
    const auto& old_order = version_[0]->graph.dispositions;
    for (std::size_t a = 0; a < old_order.size(); ++a)
      for (std::size_t b = a + 1; b < old_order.size(); ++b)
        if (ranks_[a] % 2 == 0 && ranks_[b] % 2 == 0 && ranks_[a] > ranks_[b])
          result_.order.emplace_back(old_order[a].id, old_order[b].id);
  }

  // Whether anything that the topic is made of has changed; what all share (facts, dispositions, advice) touches all.
  bool touched(int side, TopicIndex topic, const std::set<std::string>& changed) const {
    if (changed.count("") != 0) return true;
    const DecisionGraph& g = version_[side]->graph;
    for (ProgramIndex p : g.topics[at(topic)].programs) {
      const Program& program = g.programs[at(p)];
      for (std::uint32_t i = 0; i < program.nodes; ++i)
        if (changed.count(std::string(g.nodes[at(program.first_node) + i].file)) != 0) return true;
    }
    return false;
  }

  void compare(TopicIndex old_topic, TopicIndex new_topic) {
    steps_left_ = PatientSets::limits_for(ways_of_pairs_).steps;
    for (ProgramIndex p : version_[0]->graph.topics[at(old_topic)].programs)
      for (ProgramIndex q : version_[1]->graph.topics[at(new_topic)].programs) compare(old_topic, p, new_topic, q);
  }

  struct Found {
    EndChange change;
    Place place;
    std::set<std::string> gone, added;
  };

  void compare(TopicIndex old_topic, ProgramIndex p, TopicIndex new_topic, ProgramIndex q) {
    const VersionPair versions(version_[0]->graph, version_[0]->graph.programs[at(p)], version_[1]->graph,
                               version_[1]->graph.programs[at(q)]);
    std::map<std::tuple<OutcomeIndex, OutcomeIndex>, Found> found;
    const auto follow = [&](PatientSets::Mode mode, auto visit) {
      PatientSets sets(PatientSets::limits_for(ways_of_pairs_), mode);
      sets.allow(steps_left_);
      const bool all = within_limits([&] {
        PairJourneys pairs = versions.journeys(sets);
        pairs.ended = [&](Place place, Set set) { visit(pairs, sets, place, set); };
        return pairs.follow(ways_of_pairs_);
      });
      steps_left_ -= std::min(steps_left_, sets.steps());
      return all;
    };
    const bool whole =
        follow(PatientSets::Mode::sets, [&](PairJourneys& pairs, PatientSets& sets, Place place, Set set) {
          Found here;
          const Set otherwise = judge(versions, pairs, sets, place, set, here);
          if (!otherwise) return;
          auto [it, fresh] = found.try_emplace({versions.end(0, place), versions.end(1, place)}, std::move(here));
          if (!fresh) {
            it->second.gone.merge(here.gone);
            it->second.added.merge(here.added);
            return;
          }
          std::tie(it->second.change.before, it->second.change.after) =
              versions.example(pairs, place, otherwise, old_topic, new_topic);
        });
    const std::string& topic = version_[0]->graph.topics[at(old_topic)].id;
    if (!whole) {
      if (result_.unfinished.empty() || result_.unfinished.back() != topic) result_.unfinished.push_back(topic);
      return;
    }
    if (found.empty()) return;
    std::map<std::tuple<OutcomeIndex, OutcomeIndex>, Set> counted;
    std::map<std::tuple<OutcomeIndex, OutcomeIndex>, std::string> journeys;
    const bool countable =
        follow(PatientSets::Mode::counts, [&](PairJourneys& pairs, PatientSets& sets, Place place, Set set) {
          Found here;
          const Set otherwise = judge(versions, pairs, sets, place, set, here);
          if (!otherwise) return;
          Set& sum = counted[{versions.end(0, place), versions.end(1, place)}];
          sum = sets.unite(sum, otherwise);
          journeys[{versions.end(0, place), versions.end(1, place)}] = sets.count(sum);
        });
    for (auto& [ends, one] : found) {
      one.change.topic = topic;
      if (countable) one.change.journeys = journeys[ends];
      one.change.no_longer_told.assign(one.gone.begin(), one.gone.end());
      one.change.newly_told.assign(one.added.begin(), one.added.end());
      result_.ends.push_back(std::move(one.change));
    }
  }

  // Of the pairs that end so, those who end otherwise than before.
  Set judge(const VersionPair& versions, PairJourneys& pairs, PatientSets& sets, Place place, Set set,
            Found& found) const {
    const Outcome &old_end = versions.outcome(0, versions.end(0, place)),
                  &new_end = versions.outcome(1, versions.end(1, place));
    const int was = ranks_[at(old_end.disposition)], is = 2 * static_cast<int>(at(new_end.disposition));
    EndChange& change = found.change;
    change.kind = is > was   ? EndChange::Kind::less_urgent
                  : is < was ? EndChange::Kind::more_urgent
                             : EndChange::Kind::same_urgency;
    change.old_end = old_end.file + "/" + old_end.id;
    change.new_end = new_end.file + "/" + new_end.id;
    change.old_disposition = version_[0]->graph.dispositions[at(old_end.disposition)].id;
    change.new_disposition = version_[1]->graph.dispositions[at(new_end.disposition)].id;
    // One after the other, so that nobody is counted twice; but what is told otherwise is told of everybody.
    Set same = set;
    for (const std::string& id : versions.advice(old_end, new_end)) {
      const auto [gone, added] = versions.told_otherwise(pairs, sets, old_end, new_end, id, set);
      if (gone) found.gone.insert(id);
      if (added) found.added.insert(id);
      const auto [no_longer, newly] = versions.told_otherwise(pairs, sets, old_end, new_end, id, same);
      same = sets.minus(sets.minus(same, no_longer), newly);
    }
    const bool elsewhere =
        change.kind != EndChange::Kind::same_urgency || change.old_disposition != change.new_disposition;
    return elsewhere ? set : sets.minus(set, same);
  }

  const Version* version_[2];
  std::vector<int> ranks_;
  std::size_t ways_of_pairs_;
  std::uint64_t steps_left_ = 0;  // for all pairs of pathways of one topic
  ClinicalDiff result_;
};

}  // namespace

ClinicalDiff clinical_diff(const Version& before, const Version& after,
                           const std::function<void(std::size_t, std::size_t)>& progress, std::size_t ways_of_pairs) {
  return Differ(before, after, ways_of_pairs).run(progress);
}

}  // namespace signpost

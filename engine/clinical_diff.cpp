#include "engine/clinical_diff.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "engine/library_texts.hpp"
#include "engine/pair_journeys.hpp"
#include "engine/prove.hpp"

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
  Differ(const Version& before, const Version& after)
      : version_{&before, &after}, ranks_(ranks_now(before.graph, after.graph)) {}

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
    for (ProgramIndex p : version_[0]->graph.topics[at(old_topic)].programs)
      for (ProgramIndex q : version_[1]->graph.topics[at(new_topic)].programs) compare(old_topic, p, new_topic, q);
  }

  // The advice that anything in a program's reach gives or takes.
  std::vector<AdviceIndex> moved_advice(int side, const Program& program) const {
    const DecisionGraph& g = version_[side]->graph;
    std::set<AdviceIndex> moved;
    for (std::uint32_t i = 0; i < program.questions; ++i)
      for (const AnswerChoice& a : g.questions[at(program.first_question) + i].answers) {
        moved.insert(a.advice.begin(), a.advice.end());
        moved.insert(a.without_advice.begin(), a.without_advice.end());
      }
    return {moved.begin(), moved.end()};
  }

  struct Found {
    EndChange change;
    Place place;
    std::set<std::string> gone, added;
  };

  void compare(TopicIndex old_topic, ProgramIndex p, TopicIndex new_topic, ProgramIndex q) {
    const Program* program[2] = {&version_[0]->graph.programs[at(p)], &version_[1]->graph.programs[at(q)]};
    PairRules rules;
    rules.unseen_is_no = false;  // a tick that one version does not offer binds nobody: that it is gone is a change
    for (int side : {0, 1}) rules.watched_advice[side] = moved_advice(side, *program[side]);
    std::map<std::tuple<OutcomeIndex, OutcomeIndex>, Found> found;
    const auto follow = [&](PatientSets::Mode mode, auto visit) {
      PatientSets sets(mode);
      PairJourneys pairs({&version_[0]->graph, program[0]}, {&version_[1]->graph, program[1]}, rules, sets);
      pairs.ended = [&](Place place, Set set) { visit(pairs, sets, place, set); };
      return pairs.follow(kWaysOfPairs);
    };
    const auto end = [&](int side, Place place) {
      const std::uint32_t local = side == 0 ? place.first : place.second;
      return version_[side]->graph.nodes[at(program[side]->first_node) + local].outcome;
    };
    const bool whole =
        follow(PatientSets::Mode::sets, [&](PairJourneys& pairs, PatientSets& sets, Place place, Set set) {
          Found here;
          const Set otherwise = judge(pairs, sets, rules, end(0, place), end(1, place), set, here);
          if (!otherwise) return;
          auto [it, fresh] = found.try_emplace({end(0, place), end(1, place)}, std::move(here));
          if (!fresh) {
            it->second.gone.merge(here.gone);
            it->second.added.merge(here.added);
            return;
          }
          const PairJourneys::Pair pair = pairs.example(place, otherwise);
          it->second.change.before = witness_of(version_[0]->graph, pair, 0);
          it->second.change.after = witness_of(version_[1]->graph, pair, 1);
          replay(version_[0]->graph, old_topic, it->second.change.before, end(0, place));
          replay(version_[1]->graph, new_topic, it->second.change.after, end(1, place));
        });
    const std::string& topic = version_[0]->graph.topics[at(old_topic)].id;
    if (!whole) {
      if (result_.unfinished.empty() || result_.unfinished.back() != topic) result_.unfinished.push_back(topic);
      return;
    }
    if (found.empty()) return;
    std::map<std::tuple<OutcomeIndex, OutcomeIndex>, Set> counted;
    PatientSets* counting = nullptr;
    std::map<std::tuple<OutcomeIndex, OutcomeIndex>, std::string> journeys;
    const bool countable =
        follow(PatientSets::Mode::counts, [&](PairJourneys& pairs, PatientSets& sets, Place place, Set set) {
          Found here;
          const Set otherwise = judge(pairs, sets, rules, end(0, place), end(1, place), set, here);
          if (!otherwise) return;
          counting = &sets;
          Set& sum = counted[{end(0, place), end(1, place)}];
          sum = sets.unite(sum, otherwise);
          journeys[{end(0, place), end(1, place)}] = counting->count(sum);
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
  Set judge(PairJourneys& pairs, PatientSets& sets, const PairRules& rules, OutcomeIndex before, OutcomeIndex after,
            Set set, Found& found) {
    const Outcome& old_end = version_[0]->graph.outcomes[at(before)];
    const Outcome& new_end = version_[1]->graph.outcomes[at(after)];
    const int was = ranks_[at(old_end.disposition)], is = 2 * static_cast<int>(at(new_end.disposition));
    EndChange& change = found.change;
    change.kind = is > was   ? EndChange::Kind::less_urgent
                  : is < was ? EndChange::Kind::more_urgent
                             : EndChange::Kind::same_urgency;
    change.old_end = old_end.file + "/" + old_end.id;
    change.new_end = new_end.file + "/" + new_end.id;
    change.old_disposition = version_[0]->graph.dispositions[at(old_end.disposition)].id;
    change.new_disposition = version_[1]->graph.dispositions[at(new_end.disposition)].id;
    std::set<std::string> advice;
    for (int side : {0, 1}) {
      const DecisionGraph& g = version_[side]->graph;
      const Outcome& o = side == 0 ? old_end : new_end;
      for (const auto* items : {&o.advice, &o.worsening})
        for (AdviceIndex a : *items) advice.insert(g.advice[at(a)].id);
      for (AdviceIndex a : rules.watched_advice[side]) advice.insert(g.advice[at(a)].id);
    }
    // One after the other, so that nobody is counted twice; but what is told otherwise is told of everybody.
    Set same = set;
    for (const std::string& id : advice) {
      const Set all_were = told(pairs, sets, rules, 0, old_end, id, set),
                all_are = told(pairs, sets, rules, 1, new_end, id, set);
      if (sets.minus(all_were, all_are)) found.gone.insert(id);
      if (sets.minus(all_are, all_were)) found.added.insert(id);
      const Set was_told = told(pairs, sets, rules, 0, old_end, id, same),
                is_told = told(pairs, sets, rules, 1, new_end, id, same);
      same = sets.minus(sets.minus(same, sets.minus(was_told, is_told)), sets.minus(is_told, was_told));
    }
    const bool elsewhere =
        change.kind != EndChange::Kind::same_urgency || change.old_disposition != change.new_disposition;
    return elsewhere ? set : sets.minus(set, same);
  }

  // Those whom an outcome tells an item of advice.
  Set told(PairJourneys& pairs, PatientSets& sets, const PairRules& rules, int side, const Outcome& o,
           const std::string& id, Set set) {
    const DecisionGraph& g = version_[side]->graph;
    const Program& program = pairs.program(side);
    for (std::size_t i = 0; i < g.advice.size(); ++i) {
      if (g.advice[i].id != id) continue;
      const AdviceIndex a{static_cast<std::uint32_t>(i)};
      const auto holds = [&](const std::vector<AdviceIndex>& items) {
        return std::find(items.begin(), items.end(), a) != items.end();
      };
      const auto& watched = rules.watched_advice[side];
      const auto place = static_cast<std::size_t>(std::find(watched.begin(), watched.end(), a) - watched.begin());
      const PatientView its = pairs.view(side);
      Expansion& expansion = pairs.expansion(side);
      if (!holds(o.advice) && !holds(o.worsening))
        set = place < watched.size() ? its.where_is(set, expansion.added(place), symbol::yes) : PatientSets::kEmpty;
      if (place < watched.size()) set = sets.minus(set, its.where_is(set, expansion.taken(place), symbol::yes));
      if (TestIndex t = program.advice_only_if[i]; t != kNone<TestIndex>) set = pairs.where(side, t, set, Truth::yes);
      if (TestIndex t = program.advice_unless[i]; t != kNone<TestIndex>)
        set = sets.minus(set, pairs.where(side, t, set, Truth::yes));
      return set;
    }
    return PatientSets::kEmpty;
  }

  // Two versions have to be told apart as well as patients, so this is more than one place of one version may have.
  static constexpr std::size_t kWaysOfPairs = 1u << 20;

  const Version* version_[2];
  std::vector<int> ranks_;
  ClinicalDiff result_;
};

}  // namespace

ClinicalDiff clinical_diff(const Version& before, const Version& after,
                           const std::function<void(std::size_t, std::size_t)>& progress) {
  return Differ(before, after).run(progress);
}

}  // namespace signpost

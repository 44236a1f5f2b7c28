// Comparing claims: two patients who differ in one thing are followed together.
#include <optional>

#include "engine/graph/possible_ends.hpp"
#include "engine/prove/pair_journeys.hpp"
#include "engine/prove/prove.hpp"

namespace signpost {
namespace {

using Set = PatientSets::Set;
using Place = PairJourneys::Place;

class Comparer {
 public:
  Comparer(const Library& library, const DecisionGraph& g, TopicIndex topic, ProgramIndex first_program,
           const ProgramClaim& first, ProgramIndex second_program, const ProgramClaim& second, SharedSteps& steps)
      : g_(g),
        topic_(topic),
        program_{first_program, second_program},
        side_{{&g, &g.programs[at(first_program)]}, {&g, &g.programs[at(second_program)]}},
        claim_{&first, &second},
        never_more_(g.claims->all[first.claim].promise.kind == Promise::Kind::never_more_urgent),
        ends_{{g, *side_[0].program}, {g, *side_[1].program}},
        ways_(library.ways_in_one_place),
        steps_(steps),
        sets_(steps.sets()) {
    rules_.may_differ[0] = first.may_differ;
    rules_.may_differ[1] = second.may_differ;
    rules_.advice_of_ends = false;
    rules_.first = first.from_open;
    rules_.second = second.to_open;
    for (int side : {0, 1}) {
      const Expansion reader(g, *side_[side].program, PatientView{sets_});
      rules_.at_the_end[side].assign((reader.variable_count() + 63) / 64, 0);
      reader.test_reads(side == 0 ? first.from : second.to, rules_.at_the_end[side]);
    }
  }

  void run(ClaimFinding& found) {
    if (program_[0] == program_[1] && holds(found, true)) return;
    found.complete = true;
    if (holds(found, false) || !found.complete) return;
    found.counterexample = example(kLongestCounted);
    if (!found.counterexample) found.counterexample = example(0);
    found.complete = found.counterexample.has_value();
  }

 private:
  // Calls `broken` with those at each end who break the promise. False when a limit was passed.
  bool follow(PairJourneys& pairs, const std::function<void(Place, Set)>& broken) {
    pairs.matters = [this](Place place) {
      return never_more_ ? ends_[1].most_urgent[place.second] < ends_[0].least_urgent[place.first]
                         : ends_[1].least_urgent[place.second] > ends_[0].most_urgent[place.first];
    };
    pairs.ended = [&](Place place, Set set) {
      set = sets_.minus(set, pairs.where(0, claim_[0]->from, set, Truth::no));
      set = sets_.minus(set, pairs.where(1, claim_[1]->to, set, Truth::no));
      if (set) broken(place, set);
    };
    return pairs.follow(ways_);
  }

  bool holds(ClaimFinding& found, bool roughly) {
    steps_.next();
    sets_.clear();
    Watch watch;
    watch.red_flags = watch.advice_of_ends = false;
    Expansion walk(g_, *side_[0].program, PatientView{sets_}, watch);
    Explored everybody;
    if (roughly) everybody = explore_everybody(g_, *side_[0].program, sets_, walk);
    PairJourneys pairs(side_[0], side_[1], rules_, sets_);
    if (roughly) pairs.roughly = &everybody;
    bool any = false;
    found.complete = follow(pairs, [&](Place, Set) {
      any = true;
      pairs.stop();
    });
    found.speaks = pairs.anybody();
    return found.complete && !any;
  }

  // The shortest pair, where questions are counted and that is not too much; else any.
  std::optional<Counterexample> example(Symbol longest) {
    std::optional<Counterexample> found;
    steps_.next();
    within_limits([&] {
      sets_.clear();
      PairRules rules = rules_;
      rules.longest = longest;
      PairJourneys pairs(side_[0], side_[1], rules, sets_);
      std::optional<std::pair<Place, Set>> bad;
      int fewest = 0;
      const bool complete = follow(pairs, [&](Place place, Set set) {
        const auto [shortest, questions] = pairs.shortest(set);
        if (bad && questions >= fewest) return;
        bad.emplace(place, shortest);
        fewest = questions;
        if (longest == 0) pairs.stop();
      });
      if (complete && bad) found = shown(pairs.example(bad->first, bad->second), bad->first);
      return true;
    });
    return found;
  }

  Counterexample shown(const PairJourneys::Pair& pair, Place end) {
    Counterexample c;
    c.topic = topic_;
    c.compared_program = program_[0];
    c.program = program_[1];
    c.compared_end = g_.nodes[at(side_[0].program->first_node) + end.first].outcome;
    c.end = g_.nodes[at(side_[1].program->first_node) + end.second].outcome;
    c.compared = witness_of(g_, pair, 0);
    c.witness = witness_of(g_, pair, 1);
    replay(g_, topic_, *c.compared, c.compared_end);
    replay(g_, topic_, c.witness, c.end);
    return c;
  }

  const DecisionGraph& g_;
  TopicIndex topic_;
  ProgramIndex program_[2];
  PairSide side_[2];
  const ProgramClaim* claim_[2];
  bool never_more_;
  PossibleEnds ends_[2];
  std::size_t ways_;
  SharedSteps& steps_;
  PatientSets& sets_;
  PairRules rules_;
};

}  // namespace

ClaimFinding compare_patients(const Library& library, const DecisionGraph& g, TopicIndex topic,
                              ProgramIndex first_program, const ProgramClaim& first, ProgramIndex second_program,
                              const ProgramClaim& second, SharedSteps& steps) {
  ClaimFinding found;
  if (!within_limits([&] {
        Comparer(library, g, topic, first_program, first, second_program, second, steps).run(found);
        return true;
      }))
    found.complete = false;
  return found;
}

}  // namespace signpost

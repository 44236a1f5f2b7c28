// Comparing claims: two patients who differ in one thing are followed together.
#include "engine/pair_journeys.hpp"
#include "engine/possible_ends.hpp"
#include "engine/prove.hpp"

namespace signpost {
namespace {

void compare(const Library& library, const DecisionGraph& g, TopicIndex topic, ProgramIndex first_program,
             const ProgramClaim& first, ProgramIndex second_program, const ProgramClaim& second, ClaimFinding& found) {
  const Program& a = g.programs[at(first_program)];
  const Program& b = g.programs[at(second_program)];
  PatientSets sets(PatientSets::nodes_for(library.ways_in_one_place));
  PairRules rules;
  rules.may_differ[0] = first.may_differ;
  rules.may_differ[1] = second.may_differ;
  rules.advice_of_ends = false;
  rules.first = first.from_open;
  rules.second = second.to_open;
  Expansion reader(g, a, PatientView{sets}), other_reader(g, b, PatientView{sets});
  rules.at_the_end[0].assign((reader.variable_count() + 63) / 64, 0);
  rules.at_the_end[1].assign((other_reader.variable_count() + 63) / 64, 0);
  reader.test_reads(first.from, rules.at_the_end[0]);
  other_reader.test_reads(second.to, rules.at_the_end[1]);

  const bool never_more = g.claims->all[first.claim].promise.kind == Promise::Kind::never_more_urgent;
  const PossibleEnds first_ends(g, a), second_ends(g, b);
  PairJourneys pairs({&g, &a}, {&g, &b}, rules, sets);
  pairs.matters = [&](PairJourneys::Place place) {
    return never_more ? second_ends.most_urgent[place.second] < first_ends.least_urgent[place.first]
                      : second_ends.least_urgent[place.second] > first_ends.most_urgent[place.first];
  };
  std::optional<std::pair<PairJourneys::Place, PatientSets::Set>> bad;
  pairs.ended = [&](PairJourneys::Place place, PatientSets::Set set) {
    set = sets.minus(set, pairs.where(0, first.from, set, Truth::no));
    set = sets.minus(set, pairs.where(1, second.to, set, Truth::no));
    if (set && !bad) bad.emplace(place, set);
  };
  if (first_program == second_program) {
    Watch watch;
    watch.red_flags = watch.advice_of_ends = false;
    Expansion walk(g, a, PatientView{sets}, watch);
    const Explored everybody = explore_everybody(g, a, sets, walk);
    pairs.roughly = &everybody;
    const bool complete = pairs.follow(library.ways_in_one_place);
    pairs.roughly = nullptr;
    found.speaks = pairs.anybody();
    if (complete && !bad) return;
    bad.reset();
  }
  found.complete = pairs.follow(library.ways_in_one_place);
  found.speaks = pairs.anybody();
  if (!bad) return;

  const PairJourneys::Pair pair = pairs.example(bad->first, bad->second);
  Counterexample c;
  c.topic = topic;
  c.program = second_program;
  c.compared_program = first_program;
  c.end = g.nodes[at(b.first_node) + bad->first.second].outcome;
  c.compared_end = g.nodes[at(a.first_node) + bad->first.first].outcome;
  c.witness = witness_of(g, pair, 1);
  c.compared = witness_of(g, pair, 0);
  replay(g, topic, c.witness, c.end);
  replay(g, topic, *c.compared, c.compared_end);
  found.counterexample = std::move(c);
}

}  // namespace

ClaimFinding compare_patients(const Library& library, const DecisionGraph& g, TopicIndex topic,
                              ProgramIndex first_program, const ProgramClaim& first, ProgramIndex second_program,
                              const ProgramClaim& second) {
  ClaimFinding found;
  if (!within_memory([&] {
        compare(library, g, topic, first_program, first, second_program, second, found);
        return true;
      }))
    found.complete = false;
  return found;
}

}  // namespace signpost

#include "engine/explore/count_journeys.hpp"

#include <map>
#include <set>

#include "engine/explore/explored.hpp"
#include "engine/text/digits.hpp"

namespace signpost {
namespace {

using Set = PatientSets::Set;

class Counter {
 public:
  Counter(const DecisionGraph& graph, const Topic& topic, std::size_t limit)
      : g_(graph), topic_(topic), limit_(limit) {}

  JourneyCount run() {
    JourneyCount result;
    result.all = "0";
    if (g_.switches.size() != 0)
      for (ProgramIndex p : topic_.programs) find_switches(g_.programs[at(p)]);
    for (ProgramIndex p : topic_.programs)
      if (!within_limits([&] { return count(g_.programs[at(p)]); })) {
        result.all.clear();
        return result;
      }
    for (auto& [place, groups] : found_) {
      JourneyCount::Ending& ending = result.endings.emplace_back();
      ending.outcome = place.second;
      ending.journeys = "0";
      for (auto& [group, journeys] : groups) {
        ending.journeys = sum_of_digits(ending.journeys, journeys);
        ending.groups.push_back({group.first, group.second, journeys});
      }
      result.all = sum_of_digits(result.all, ending.journeys);
    }
    return result;
  }

 private:
  static Watch watch() {
    Watch watch;
    watch.red_flags = false;
    return watch;
  }

  // What chooses a pathway is told apart, too, though nothing on the way reads it.
  void find_switches(const Program& program) {
    PatientSets sets;
    const Expansion expansion(g_, program, PatientView{sets}, watch());
    const VariableBits none((expansion.variable_count() + 63) / 64, 0);
    VariableBits read = live_variables(g_, program, expansion, none)[at(program.start) - at(program.first_node)];
    expansion.test_reads(program.admits, read);
    for (std::size_t i = 0; i < g_.switches.size(); ++i)
      if (has_bit(read, static_cast<VariableIndex>(kFirstSwitch + i))) told_apart_.insert(i);
  }

  bool count(const Program& program) {
    PatientSets sets(PatientSets::limits_for(limit_), PatientSets::Mode::counts);
    Expansion expansion(g_, program, PatientView{sets}, watch());
    VariableBits patient((expansion.variable_count() + 63) / 64, 0);
    if (topic_.needs_age) patient[0] |= 1u << kAgeVariable;
    if (topic_.needs_sex) patient[0] |= 1u << kSexVariable;
    Explored explored = begin_exploring(g_, program, sets, expansion, patient);
    explored.arrived[explored.local(program.start)] =
        explored.kept(sets, program.start, kinds_of_patient(program, sets, explored.born));
    for (std::uint32_t i = 0; i < program.nodes; ++i) {
      const NodeIndex node{at(program.first_node) + i};
      const Set here = explored.arrived[i];
      if (!here) continue;
      if (sets.width(here) > limit_) return false;
      if (g_.nodes[at(node)].kind == Node::Kind::outcome) {
        ending(program, sets, g_.nodes[at(node)].outcome, here);
        continue;
      }
      Expansion::Listener listener;
      listener.arrive = [&](NodeIndex to, Set set, const AnswerLabel&) { explored.arrive(sets, node, to, set); };
      expansion.expand(node, here, listener);
    }
    return true;
  }

  // One patient of each kind that the topic tells apart. Claims cut ages finer, and what nobody reads is not told
  // apart.
  Set kinds_of_patient(const Program& program, PatientSets& sets, Set kinds) const {
    Set of_ages = PatientSets::kEmpty;
    Symbol last = 0;
    for (std::size_t cell = 0; cell < kAgeCells; ++cell) {
      const Symbol its = topic_.age_class[cell];
      if (its == last) continue;
      last = its;
      of_ages = sets.unite(of_ages, sets.where_is(kinds, kAgeVariable, program.age_class[cell]));
      if (!topic_.needs_age && of_ages) break;
    }
    kinds = of_ages;
    if (!topic_.needs_sex) kinds = sets.where_is(kinds, kSexVariable, symbol::not_said);
    if (!topic_.needs_party) kinds = sets.where_is(kinds, kPartyVariable, symbol::self);
    for (std::size_t i = 0; i < g_.switches.size(); ++i)
      if (told_apart_.count(i) == 0)
        kinds = sets.where_is(kinds, static_cast<VariableIndex>(kFirstSwitch + i),
                              g_.switches[i].on ? symbol::yes : symbol::no);
    return kinds;
  }

  void ending(const Program& program, PatientSets& sets, OutcomeIndex outcome, Set here) {
    auto& groups = found_[{g_.outcomes[at(outcome)].disposition, outcome}];
    for (Symbol age : sets.symbols(here, kAgeVariable)) {
      const Set of_age = sets.where_is(here, kAgeVariable, age);
      AgeCell from = 0;
      while (age != symbol::unknown && program.age_class[from] != age) ++from;
      for (Symbol sex : sets.symbols(of_age, kSexVariable)) {
        std::string& sum = groups[{from, sex}];
        sum = sum_of_digits(sum, sets.count(sets.where_is(of_age, kSexVariable, sex)));
      }
    }
  }

  const DecisionGraph& g_;
  const Topic& topic_;
  std::size_t limit_;
  std::set<std::size_t> told_apart_;  // switches
  std::map<std::pair<DispositionIndex, OutcomeIndex>, std::map<std::pair<AgeCell, Symbol>, std::string>> found_;
};

}  // namespace

JourneyCount count_journeys(const DecisionGraph& graph, TopicIndex topic, std::size_t ways_in_one_place) {
  return Counter(graph, graph.topics[at(topic)], ways_in_one_place).run();
}

AgeCell last_age(const Topic& topic, AgeCell from) {
  if (!topic.needs_age) return kAgeCells - 1;
  AgeCell last = from;
  while (last + 1 < kAgeCells && topic.age_class[last + 1u] == topic.age_class[from]) ++last;
  return last;
}

std::vector<PatientGroup> patient_groups(const DecisionGraph& graph, TopicIndex topic, const JourneyCount& count) {
  std::map<std::pair<AgeCell, Symbol>, PatientGroup> groups;
  for (const JourneyCount::Ending& ending : count.endings)
    for (const auto& part : ending.groups) {
      PatientGroup& group = groups[{part.from_age, part.sex}];
      if (group.by_disposition.empty()) {
        group.from_age = part.from_age;
        group.to_age = last_age(graph.topics[at(topic)], part.from_age);
        group.sex = part.sex;
        group.by_disposition.assign(graph.dispositions.size(), "0");
      }
      std::string& to = group.by_disposition[at(graph.outcomes[at(ending.outcome)].disposition)];
      to = sum_of_digits(to, part.journeys);
      group.journeys = sum_of_digits(group.journeys, part.journeys);
    }
  std::vector<PatientGroup> all;
  for (auto& [key, group] : groups) all.push_back(std::move(group));
  return all;
}

}  // namespace signpost

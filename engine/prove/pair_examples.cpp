// One pair out of a set that a finding is about: the way back from where it ended to where it began.
#include <algorithm>

#include "engine/explore/witness.hpp"
#include "engine/prove/pair_journeys.hpp"
#include "engine/walk/walk.hpp"

namespace signpost {

using Set = PatientSets::Set;

namespace {

Symbol symbol_of(const std::vector<std::pair<VariableIndex, Symbol>>& one, VariableIndex v) {
  for (auto [variable, symbol] : one)
    if (variable == v) return symbol;
  return symbol::unknown;
}

}  // namespace

// Goes back from a place to where the pairs began, which `place` becomes. Returns the pair there.
Set PairJourneys::trace(Place& place, Set set, Pair& pair) {
  const auto variables = static_cast<VariableIndex>(words_ * 64);
  const auto single = [&](Set from) {
    Set one = PatientSets::kUnknown;
    for (auto [v, symbol] : sets_.one(from)) one = sets_.with(one, v, symbol);
    return one;
  };
  Set patient = single(set);
  bool began = false;
  while (!began && !at_place(place).from.empty()) {
    const Here& here = at_place(place);
    const auto known = sets_.one(patient);
    bool found = false;
    for (Place before : here.from) {
      const int side = moves(before);
      const NodeIndex there = node(side, side == 0 ? before.first : before.second);
      const Node& n = side_[side].graph->nodes[at(there)];
      // What answering cannot have changed was so before.
      VariableBits local((expansion_[side]->variable_count() + 63) / 64, 0);
      expansion_[side]->writes(there, local);
      VariableBits written = mapped(side, local);
      if (parted_ != 0) set_bit(written, parted_);
      if (const SharedQuestion* q = n.question == kNone<QuestionIndex> ? nullptr : shared_[side].find(n.question)) {
        set_bit(written, q->said);
        if (q->owed != 0) set_bit(written, q->owed);
        for (const auto* its : {&q->item, &q->unseen})
          for (VariableIndex v : *its)
            if (v != 0) set_bit(written, v);
      }
      // Whoever has parted, and whose other has not yet, did so just before.
      const bool parted = parted_ != 0 && symbol_of(known, parted_) != symbol::unknown && before.first == before.second;
      const auto alike = alike_at_.find(before);
      if (parted && alike == alike_at_.end()) continue;
      Set these = parted ? alike->second : at_place(before).arrived;
      for (auto v = VariableIndex{0}; v < variables && these; ++v)
        if (has_bit(here.live, v) && !has_bit(written, v)) these = sets_.where_is(these, v, symbol_of(known, v));
      AnswerLabel label;
      const auto leads = [&](Set from, AnswerLabel* how, const OneWay& only = {}) {
        bool led = false;
        if (!from) return led;
        const auto look = [&](Place to, Set arriving, const AnswerLabel& its) {
          if (led || to != place) return;
          if (!sets_.common(sets_.keep(paid(arriving, here.live), here.live, here.live_key), patient)) return;
          led = true;
          if (how != nullptr) *how = its;
        };
        if (parted)
          part_first(before, from, only, look);
        else
          expand(before, from, only, look);
        return led;
      };
      if (!leads(these, &label)) continue;
      for (auto v = VariableIndex{0}; v < variables; ++v) {
        const auto symbols = sets_.symbols(these, v);
        if (symbols.size() < 2) continue;
        for (Symbol symbol : symbols)
          if (const Set fewer = sets_.where_is(these, v, symbol); leads(fewer, &label)) {
            these = fewer;
            break;
          }
      }
      const Question* q = n.question == kNone<QuestionIndex> ? nullptr : &side_[side].graph->questions[at(n.question)];
      if (q != nullptr && label.put) {
        if (q->kind == QuestionKind::tick && !label.unsure) {
          OneWay way;
          for (std::size_t i = 0; i < q->answers.size(); ++i) {
            OneWay without = way;
            without.may_tick &= ~(1u << i);
            // *Not sure* may lead to the same place, but is no way of ticking.
            AnswerLabel how;
            if (leads(these, &how, without) && !how.unsure)
              way = without;
            else
              way.must_tick |= 1u << i;
          }
          PatientState state;
          state.value.fill(symbol::unknown);
          const auto one = sets_.one(these);
          for (VariableIndex v = 0; v < side_[side].program->variables.size(); ++v)
            state[v] = symbol_of(one, view(side).at(v));
          label.ticks = way.must_tick & offer(*side_[side].graph, *side_[side].program, state, n.question).shown;
        }
        pair.answers[side].emplace_back(q->id, answer_words_of(*side_[side].program, *q, label));
      }
      place = before;
      patient = these;
      found = true;
      if (parted) began = true;
      break;
    }
    if (!found) break;
  }
  for (auto& answers : pair.answers) std::reverse(answers.begin(), answers.end());
  return patient;
}

std::pair<Set, int> PairJourneys::shortest(Set set) {
  std::pair<Set, int> fewest{PatientSets::kEmpty, 0};
  const VariableIndex lengths[2] = {expansion_[0]->length(), expansion_[1]->length()};
  for (Symbol first : view(0).symbols(set, lengths[0])) {
    const Set of_first = view(0).where_is(set, lengths[0], first);
    const Symbol second = view(1).symbols(of_first, lengths[1]).front();
    if (fewest.first == PatientSets::kEmpty || first + second < fewest.second)
      fewest = {view(1).where_is(of_first, lengths[1], second), first + second};
  }
  return fewest;
}

PairJourneys::Pair PairJourneys::example_from(Place& place, Set set,
                                              std::vector<std::pair<VariableIndex, Symbol>>& arrived) {
  Pair pair;
  arrived.clear();
  for (auto [v, symbol] : sets_.one(trace(place, set, pair)))
    if (v % kStride == 0) arrived.emplace_back(static_cast<VariableIndex>(v / kStride), symbol);
  return pair;
}

PairJourneys::Pair PairJourneys::example(Place place, Set set) {
  const auto variables = static_cast<VariableIndex>(words_ * 64);
  Pair pair;
  const Set patient = trace(place, set, pair);
  Set who = born_;
  const auto remembered = sets_.one(patient);
  const VariableBits& live = at_place(place).live;
  for (auto v = VariableIndex{0}; v < variables; ++v)
    if (has_bit(live, v)) who = sets_.where_is(who, v, symbol_of(remembered, v));
  // Where any age will do, a grown-up reads more naturally than a newborn.
  const AgeCell grown = age_of(30, AgeUnit::years)->first;
  for (int side : {0, 1})
    if (Set adult = view(side).where_is(who, kAgeVariable, side_[side].program->age_class[grown])) who = adult;
  const auto one = sets_.one(who);
  const Symbol ages[2] = {symbol_of(one, view(0).at(kAgeVariable)), symbol_of(one, view(1).at(kAgeVariable))};
  const bool same_age = !may_differ(0, kAgeVariable);
  const auto fits = [&](int side, std::size_t cell) { return side_[side].program->age_class[cell] == ages[side]; };
  for (int side : {0, 1}) {
    for (std::size_t cell = kAgeCells; cell-- > 0;)
      if (fits(side, cell) && (!same_age || fits(1 - side, cell))) pair.age[side] = static_cast<AgeCell>(cell);
    if (fits(side, grown) && (!same_age || fits(1 - side, grown))) pair.age[side] = grown;
    pair.sex[side] = symbol_of(one, view(side).at(kSexVariable));
    const auto& switches = side_[side].graph->switches;
    for (std::size_t i = 0; i < switches.size(); ++i)
      if (symbol_of(one, view(side).at(static_cast<VariableIndex>(kFirstSwitch + i))) == symbol::yes)
        pair.switches[side] |= 1u << i;
  }
  pair.party = symbol_of(one, view(0).at(kPartyVariable));
  return pair;
}

Witness witness_of(const DecisionGraph& g, const PairJourneys::Pair& pair, int side) {
  Witness w;
  w.age = pair.age[side];
  w.sex = pair.sex[side];
  w.party = pair.party;
  w.switches = pair.switches[side];
  for (std::size_t i = 0; i < g.switches.size(); ++i)
    if (const bool on = (w.switches >> i & 1u) != 0; on != g.switches[i].on)
      w.switched.push_back(g.switches[i].id + (on ? "=on" : "=off"));
  w.age_matters = w.sex_matters = true;
  w.answers = pair.answers[side];
  return w;
}

}  // namespace signpost

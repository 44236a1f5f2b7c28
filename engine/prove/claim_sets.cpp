#include "engine/prove/claim_sets.hpp"

#include <algorithm>

namespace signpost {

using Set = PatientSets::Set;

ClaimSets::ClaimSets(const DecisionGraph& graph, const Program& program, const ProgramClaim& claim, PatientSets& sets,
                     Expansion& expansion)
    : g_(graph),
      program_(program),
      claim_(claim),
      promise_(graph.claims->all[claim.claim].promise),
      s_(sets),
      e_(expansion) {}

Watch ClaimSets::watch(const DecisionGraph& g, const ProgramClaim& claim) {
  const ClaimInfo& info = g.claims->all[claim.claim];
  Watch watch;
  watch.red_flags = watch.advice_of_ends = false;
  watch.inside = claim.inside;
  watch.advice = info.promise.advice;
  if (info.promise.within >= 0) {
    watch.since = claim.since;
    watch.at_most = static_cast<Symbol>(info.promise.within + 1);
  }
  return watch;
}

VariableBits ClaimSets::reads() const {
  VariableBits bits((e_.variable_count() + 63) / 64, 0);
  auto set_bit = [&](VariableIndex v) { bits[v / 64] |= std::uint64_t{1} << (v % 64); };
  auto of_test = [&](auto&& self, const ClaimTest& t) -> void {
    if (t.op == ClaimTest::Op::test) e_.test_reads(t.test, bits);
    for (const ClaimTest& part : t.parts) self(self, part);
  };
  of_test(of_test, claim_.when);
  e_.test_reads(claim_.open, bits);
  e_.test_reads(claim_.since, bits);
  for (TestIndex t : claim_.known) e_.test_reads(t, bits);
  for (const Unasked& u : claim_.unasked) {
    set_bit(u.variable);
    for (const Unasked::Value& value : u.values) {
      if (value.where_so) set_bit(value.where_so);
      for (VariableIndex v : value.where_not_so) set_bit(v);
    }
    e_.test_reads(u.known_no, bits);
  }
  if (!claim_.inside.empty()) set_bit(e_.entered());
  if (promise_.within >= 0) set_bit(e_.counted());
  for (std::size_t i = 0; i < promise_.advice.size(); ++i) {
    set_bit(e_.added(i));
    set_bit(e_.taken(i));
    e_.test_reads(program_.advice_only_if[at(promise_.advice[i])], bits);
    e_.test_reads(program_.advice_unless[at(promise_.advice[i])], bits);
  }
  return bits;
}

bool ClaimSets::ends_so(const ClaimTest& t, OutcomeIndex end) const {
  const Outcome& o = g_.outcomes[at(end)];
  if (!t.dispositions.empty()) return t.dispositions[at(o.disposition)] != 0;
  return o.file == t.file && std::find(t.outcomes.begin(), t.outcomes.end(), o.id) != t.outcomes.end();
}

// What is certain of the test by the end alone.
Truth ClaimSets::at_most(const ClaimTest& t, OutcomeIndex end) const {
  using Op = ClaimTest::Op;
  switch (t.op) {
    case Op::test:
      return Truth::undecided;
    case Op::end:
      return ends_so(t, end) ? Truth::yes : Truth::no;
    case Op::negation: {
      Truth part = at_most(t.parts.front(), end);
      return part == Truth::undecided ? part : part == Truth::yes ? Truth::no : Truth::yes;
    }
    default: {
      const Truth decisive = t.op == Op::all ? Truth::no : Truth::yes;
      Truth result = t.op == Op::all ? Truth::yes : Truth::no;
      for (const ClaimTest& part : t.parts) {
        Truth its = at_most(part, end);
        if (its == decisive) return its;
        if (its == Truth::undecided) result = its;
      }
      return result;
    }
  }
}

bool ClaimSets::may_speak_of(OutcomeIndex end) const { return at_most(claim_.when, end) != Truth::no; }

Set ClaimSets::open(Set set) { return s_.minus(set, e_.where(claim_.open, set, Truth::no)); }

Set ClaimSets::where(const ClaimTest& t, OutcomeIndex end, Set set, Truth truth) {
  using Op = ClaimTest::Op;
  if (!set) return set;
  switch (t.op) {
    case Op::test:
      return e_.where(t.test, set, truth);
    case Op::end:
      return ends_so(t, end) == (truth == Truth::yes) ? set : PatientSets::kEmpty;
    case Op::negation:
      return where(t.parts.front(), end, set, truth == Truth::yes ? Truth::no : Truth::yes);
    default: {
      if ((t.op == Op::all) == (truth == Truth::yes)) {  // every part must have this truth
        for (const ClaimTest& part : t.parts) set = where(part, end, set, truth);
        return set;
      }
      Set found = PatientSets::kEmpty;
      for (const ClaimTest& part : t.parts) {
        Set these = where(part, end, set, truth);
        found = s_.unite(found, these);
        set = s_.minus(set, these);
      }
      return found;
    }
  }
}

// Of the patients who were not told about a thing: those of whom nothing is known about it, `never` included.
Set ClaimSets::not_told(const Unasked& u, Set set) {
  Set open = s_.where_is(set, u.variable, symbol::unknown);
  return u.known_no == kNone<TestIndex> ? open : s_.minus(open, e_.where(u.known_no, open, Truth::yes));
}

// Each of the patients who were not told, with each value that the thing may have.
Set ClaimSets::told(const Unasked& u, Set set) {
  Set any = PatientSets::kEmpty;
  for (const Unasked::Value& value : u.values) {
    Set these = set;
    if (value.where_so)  // still unknown where it has been completed: `never` tells that it is not so
      for (Symbol not_so : {symbol::unknown, symbol::no})
        these = s_.minus(these, s_.where_is(these, value.where_so, not_so));
    for (VariableIndex v : value.where_not_so) these = s_.minus(these, s_.where_is(these, v, symbol::yes));
    any = s_.unite(any, s_.with(these, u.variable, value.symbol));
  }
  return any;
}

Set ClaimSets::spoken_of(OutcomeIndex end, Set set) {
  if (!claim_.inside.empty()) set = s_.where_is(set, e_.entered(), symbol::yes);
  for (const Unasked& u : claim_.unasked) {
    Set open = not_told(u, set);
    set = s_.unite(s_.minus(set, open), told(u, open));
  }
  return where(claim_.when, end, set, Truth::yes);
}

ClaimSets::Example ClaimSets::example(OutcomeIndex end, Set set) {
  Example found;
  if (!claim_.inside.empty()) set = s_.where_is(set, e_.entered(), symbol::yes);
  std::vector<const Unasked*> open;
  // Rather somebody of whom all is known: what nobody asked is harder to believe.
  auto look = [&](auto&& self, std::size_t i, Set these) -> bool {
    if (!these) return false;
    if (i < claim_.unasked.size()) {
      const Unasked& u = claim_.unasked[i];
      Set asked = these, unknown = not_told(u, these);
      asked = s_.minus(asked, unknown);
      if (self(self, i + 1, asked)) return true;
      open.push_back(&u);
      if (self(self, i + 1, told(u, unknown))) return true;
      open.pop_back();
      return false;
    }
    these = where(claim_.when, end, these, Truth::yes);
    if (!these) return false;
    Set left = PatientSets::kUnknown;
    for (auto [v, symbol] : s_.one(these)) {
      const bool made_up =
          std::any_of(open.begin(), open.end(), [&, v = v](const Unasked* u) { return u->variable == v; });
      if (made_up)
        found.unasked.emplace_back(v, symbol);
      else
        left = s_.with(left, v, symbol);
    }
    found.patient = left;
    return true;
  };
  look(look, 0, set);
  return found;
}

Set ClaimSets::broken(OutcomeIndex end, Set set) {
  const Outcome& o = g_.outcomes[at(end)];
  if (promise_.of_disposition && !promise_.allowed[at(o.disposition)]) return set;
  Set kept = set;
  for (TestIndex t : claim_.known) kept = e_.where(t, kept, Truth::yes);
  if (promise_.within >= 0)
    kept = s_.minus(kept, s_.where_is(kept, e_.counted(), static_cast<Symbol>(promise_.within + 1)));
  for (std::size_t i = 0; i < promise_.advice.size(); ++i) {
    const AdviceIndex a = promise_.advice[i];
    auto holds = [&](const std::vector<AdviceIndex>& items) {
      return std::find(items.begin(), items.end(), a) != items.end();
    };
    if (!holds(o.advice) && !holds(o.worsening)) kept = s_.where_is(kept, e_.added(i), symbol::yes);
    kept = s_.minus(kept, s_.where_is(kept, e_.taken(i), symbol::yes));
    if (TestIndex t = program_.advice_only_if[at(a)]; t != kNone<TestIndex>) kept = e_.where(t, kept, Truth::yes);
    if (TestIndex t = program_.advice_unless[at(a)]; t != kNone<TestIndex>)
      kept = s_.minus(kept, e_.where(t, kept, Truth::yes));
  }
  return s_.minus(set, kept);
}

}  // namespace signpost

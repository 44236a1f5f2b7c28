#include "engine/walk.hpp"

#include <algorithm>

namespace signpost {
namespace {

std::int32_t points_of(const Variable& score, Symbol symbol) { return symbol == 0 ? 0 : score.score_base + symbol - 1; }
Symbol symbol_of_points(const Variable& score, std::int32_t points) {
  return points == 0 ? symbol::unknown : static_cast<Symbol>(points - score.score_base + 1);
}

bool compares(Comparison c, std::int32_t value, std::int32_t threshold) {
  switch (c) {
    case Comparison::less:
      return value < threshold;
    case Comparison::at_most:
      return value <= threshold;
    case Comparison::at_least:
      return value >= threshold;
    case Comparison::more:
      return value > threshold;
  }
  return false;
}

bool amount(QuestionKind kind) {
  return kind == QuestionKind::number || kind == QuestionKind::duration || kind == QuestionKind::date;
}

std::int32_t amount_value(const Question& q, const Given& given, Day on) {
  return q.kind == QuestionKind::date ? (on - given.value) * 24 * 60 : given.value;
}

int band_of(const Question& q, std::int32_t value) {
  for (std::size_t i = 0; i < q.bands.size(); ++i)
    if (value >= q.bands[i].from && value <= q.bands[i].to) return static_cast<int>(i);
  return -1;
}

bool fact_known(const Variable& v, Symbol s) { return s != symbol::unknown && !(v.has_unsure && s == v.symbols); }

}  // namespace

Truth truth(const DecisionGraph& g, const Program& p, const PatientState& state, TestIndex test) {
  const TestNode& n = g.tests[at(test)];
  auto part = [&](std::uint32_t i) { return truth(g, p, state, g.test_parts[n.first_part + i]); };
  switch (n.op) {
    case TestNode::Op::constant:
      return n.fallback;
    case TestNode::Op::leaf:
      return static_cast<Truth>(g.truth_tables[n.table + state[n.variable]]);
    case TestNode::Op::negation: {
      Truth t = part(0);
      return t == Truth::undecided ? t : t == Truth::yes ? Truth::no : Truth::yes;
    }
    case TestNode::Op::all:
    case TestNode::Op::any: {
      Truth decisive = n.op == TestNode::Op::all ? Truth::no : Truth::yes;
      Truth result = n.op == TestNode::Op::all ? Truth::yes : Truth::no;
      for (std::uint32_t i = 0; i < n.parts; ++i) {
        Truth t = part(i);
        if (t == decisive) return t;
        if (t == Truth::undecided) result = t;
      }
      return result;
    }
    case TestNode::Op::unless_known:
      if (state[n.variable] == symbol::unknown && part(1) == Truth::yes) return n.fallback;
      return part(0);
    case TestNode::Op::settled:
    case TestNode::Op::asked: {
      Truth t = part(0);
      if (t != Truth::undecided) return n.op == TestNode::Op::asked ? Truth::yes : t;
      for (std::uint32_t i = 1; i < n.parts; ++i)
        if (part(i) != Truth::yes) return Truth::undecided;
      return n.fallback;
    }
    case TestNode::Op::score: {
      const ScoreTest& s = g.score_tests[n.table];
      std::int32_t sure = points_of(p.variables[s.variable], state[s.variable]);
      std::int32_t low = sure + s.later_min, high = sure + s.later_max;
      for (const auto& plus : s.plus) {
        Truth t = truth(g, p, state, plus.when);
        if (t == Truth::no) continue;
        if (t == Truth::yes || plus.points < 0) low += plus.points;
        if (t == Truth::yes || plus.points > 0) high += plus.points;
      }
      bool at_low = compares(s.comparison, low, s.threshold), at_high = compares(s.comparison, high, s.threshold);
      return at_low == at_high ? (at_low ? Truth::yes : Truth::no) : Truth::undecided;
    }
  }
  return Truth::undecided;
}

void start_state(const DecisionGraph& g, const Program& p, const Journey& j, PatientState& state) {
  std::memset(state.value.data(), 0, p.variables.size());
  if (j.patient.age) {
    Symbol first = p.age_class[j.patient.age->first];
    if (first == p.age_class[j.patient.age->last]) state[kAgeVariable] = first;
  }
  if (j.patient.sex) state[kSexVariable] = static_cast<Symbol>(*j.patient.sex);
  if (j.patient.party) state[kPartyVariable] = static_cast<Symbol>(*j.patient.party);
  for (std::size_t i = 0; i < g.switches.size(); ++i)
    state[static_cast<VariableIndex>(kFirstSwitch + i)] = (j.switches >> i & 1u) ? symbol::yes : symbol::no;
}

Offer offer(const DecisionGraph& g, const Program& p, const PatientState& state, const Question& q) {
  Offer o;
  if (q.kind == QuestionKind::note) {
    o.put = q.variable == 0 || state[q.variable] == symbol::unknown;
    return o;
  }
  if (q.kind == QuestionKind::tick) {
    if (q.variable && state[q.variable] != symbol::unknown) {  // met before: answered as then
      o.put = false;
      o.unsure = state[q.variable] == symbol::list_unsure;
      for (std::size_t i = 0; i < q.answers.size(); ++i)
        if (state[q.answers[i].item] == symbol::yes) o.implied |= 1u << i;
      return o;
    }
    for (std::size_t i = 0; i < q.answers.size(); ++i) {
      const AnswerChoice& a = q.answers[i];
      if (a.only_if != kNone<TestIndex> && truth(g, p, state, a.only_if) != Truth::yes) continue;
      Symbol known = a.fact ? state[a.fact] : symbol::unknown;
      if (known == symbol::unknown && a.told_no != kNone<TestIndex> && truth(g, p, state, a.told_no) == Truth::yes)
        known = symbol::no;
      if (known == symbol::yes)
        o.implied |= 1u << i;
      else if (known != symbol::no)
        o.shown |= 1u << i;
    }
    o.put = o.shown != 0;
    return o;
  }
  Symbol value = q.variable ? state[q.variable] : symbol::unknown;
  if (value == symbol::unknown && q.told_no != kNone<TestIndex> && truth(g, p, state, q.told_no) == Truth::yes)
    value = symbol::no;
  if (value != symbol::unknown) {
    const Variable& v = p.variables[q.variable];
    if (fact_known(v, value)) {
      o.put = false;
      if (amount(q.kind))
        o.answer = q.band_of_symbol[value] == 255 ? -1 : q.band_of_symbol[value];
      else
        for (std::size_t i = 0; i < q.answers.size(); ++i)
          if (q.answers[i].value == value) o.answer = static_cast<int>(i);
      return o;
    }
    // Its own earlier *not sure*, where no other question has told the fact since.
    if (!q.records || (q.unsure_before && state[q.unsure_before] != symbol::unknown)) {
      o.put = false;
      o.unsure = true;
      return o;
    }
  }
  for (std::size_t i = 0; i < q.answers.size(); ++i) {
    const AnswerChoice& a = q.answers[i];
    if (a.only_if != kNone<TestIndex> && truth(g, p, state, a.only_if) != Truth::yes) continue;
    Symbol known = a.fact ? state[a.fact] : symbol::unknown;
    if (known == symbol::unknown && a.told_no != kNone<TestIndex> && truth(g, p, state, a.told_no) == Truth::yes)
      known = symbol::no;
    if (known == symbol::yes) {
      o.put = false;
      o.shown = 0;
      o.answer = static_cast<int>(i);
      return o;
    }
    if (known != symbol::no) o.shown |= 1u << i;
  }
  return o;
}

bool fits(const Question& q, const Offer& o, const Given& given, Day on) {
  // Somebody who was not sure of what was shown then has not been asked what is shown now.
  bool nothing_new = (q.kind != QuestionKind::tick && q.kind != QuestionKind::choose) || (o.shown & ~given.shown) == 0;
  if (given.kind == Given::Kind::unsure) return q.unsure && nothing_new;
  switch (q.kind) {
    case QuestionKind::note:
      return given.kind == Given::Kind::seen;
    case QuestionKind::tick:
      return given.kind == Given::Kind::ticks && (given.ticks & ~o.shown) == 0 && nothing_new;
    case QuestionKind::yes_no:
    case QuestionKind::choose:
      return given.kind == Given::Kind::answer && given.value >= 0 &&
             given.value < static_cast<std::int32_t>(q.answers.size()) && (o.shown >> given.value & 1u) && nothing_new;
    default: {
      if (given.kind != Given::Kind::amount) return false;
      if (q.kind == QuestionKind::date && given.value > on) return false;
      std::int64_t value = q.kind == QuestionKind::date ? (std::int64_t(on) - given.value) * 24 * 60 : given.value;
      return value >= q.from && value <= q.to && (value - q.from) % q.step_size == 0;
    }
  }
}

Taken take(const DecisionGraph&, const Program& p, PatientState& state, const Question& q, const Offer& o,
           const Given* given, Day on) {
  Taken t;
  auto put_fact = [&](VariableIndex v, Symbol s) {
    if (v) state[v] = s;
  };
  if (q.kind == QuestionKind::note) {
    put_fact(q.variable, symbol::yes);
    return t;
  }
  if (q.kind == QuestionKind::tick) {
    bool unsure = given ? given->kind == Given::Kind::unsure : o.unsure;
    bool met_before = q.variable && state[q.variable] != symbol::unknown;
    t.unsure = unsure;
    if (!unsure) t.answers = o.implied | (given ? given->ticks : 0);
    if (met_before) {
      // answered as then: nothing new is recorded
    } else {
      for (std::size_t i = 0; i < q.answers.size(); ++i) {
        const AnswerChoice& a = q.answers[i];
        bool shown = o.shown >> i & 1u, implied = o.implied >> i & 1u;
        Symbol s = shown     ? (unsure                  ? symbol::unsure
                                : (t.answers >> i & 1u) ? symbol::yes
                                                        : symbol::no)
                   : implied ? symbol::yes
                             : symbol::no;
        put_fact(a.item, s);
        if (shown) put_fact(a.fact, s);
      }
      put_fact(q.variable, unsure ? symbol::list_unsure : t.answers ? symbol::some : symbol::none);
    }
  } else {
    int answer = -1;
    bool said_unsure = given ? given->kind == Given::Kind::unsure : o.unsure;
    if (given) {
      if (said_unsure)
        answer = q.unsure_as;
      else if (given->kind == Given::Kind::amount)
        answer = band_of(q, amount_value(q, *given, on));
      else
        answer = given->value;
    } else if (said_unsure)
      answer = q.unsure_as;
    else
      answer = o.answer;
    if (answer >= 0)
      t.answers = 1u << answer;
    else
      t.unsure = true;
    // A choice that the known fact of one of its answers has answered is answered so for every later test, too.
    if (!given && !q.records && q.kind == QuestionKind::choose && answer >= 0)
      put_fact(q.variable, q.answers[static_cast<std::size_t>(answer)].value);
    if (given) {
      if (t.unsure) {
        if (q.variable) state[q.variable] = p.variables[q.variable].symbols;
        put_fact(q.unsure_before, 1);
        for (std::size_t i = 0; i < q.answers.size(); ++i)
          if (o.shown >> i & 1u) put_fact(q.answers[i].fact, symbol::unsure);
      } else if (amount(q.kind)) {
        if (q.variable) {
          const Variable& v = p.variables[q.variable];
          if (said_unsure)
            state[q.variable] = q.unsure_symbol;
          else
            state[q.variable] = static_cast<Symbol>(
                std::upper_bound(v.cells.begin(), v.cells.end(), amount_value(q, *given, on)) - v.cells.begin());
        }
      } else {
        put_fact(q.variable, q.answers[static_cast<std::size_t>(answer)].value);
        for (std::size_t i = 0; i < q.answers.size(); ++i)
          if ((o.shown >> i & 1u) && q.answers[i].fact)
            state[q.answers[i].fact] = static_cast<int>(i) == answer ? symbol::yes : symbol::no;
      }
    }
  }
  if (t.answers && !(q.counted && state[q.counted] != symbol::unknown)) {
    for (std::size_t i = 0; i < q.answers.size(); ++i) {
      if (!(t.answers >> i & 1u)) continue;
      for (const auto& points : q.answers[i].points) {
        const Variable& score = p.variables[points.score];
        state[points.score] = symbol_of_points(score, points_of(score, state[points.score]) + points.points);
      }
    }
  }
  put_fact(q.counted, 1);
  return t;
}

Move next(const DecisionGraph& g, const Program& p, const PatientState& state, const Node& n, const Taken& taken) {
  using Kind = EdgeLabel::Kind;
  if (n.kind == Node::Kind::ask) {
    if (taken.unsure) {
      if (n.unsure != kNone<NodeIndex>) return {n.unsure, {Kind::unsure, 0}};
    } else {
      for (std::uint32_t bits = taken.answers; bits;) {
        auto i = static_cast<std::uint32_t>(__builtin_ctz(bits));
        bits &= bits - 1;
        NodeIndex to = g.answer_targets[n.first_target + i];
        if (to != kNone<NodeIndex>) return {to, {Kind::answer, static_cast<std::uint16_t>(i)}};
      }
      if (taken.answers && n.any != kNone<NodeIndex>) return {n.any, {Kind::any, 0}};
      if (!taken.answers && n.none != kNone<NodeIndex>) return {n.none, {Kind::none, 0}};
    }
  }
  for (std::uint32_t r = 0; r < n.rules; ++r) {
    const NodeRule& rule = g.rules[n.first_rule + r];
    if (rule.when == kNone<TestIndex> || truth(g, p, state, rule.when) == Truth::yes)
      return {rule.to, {Kind::rule, static_cast<std::uint16_t>(r)}};
  }
  return {n.to, {Kind::otherwise, 0}};
}

Walked walk(const DecisionGraph& g, ProgramIndex program, const Journey& j, PatientState& state,
            std::vector<Passed>* trail) {
  const Program& p = g.programs[at(program)];
  start_state(g, p, j, state);
  Walked w;
  w.step.program = program;
  NodeIndex here = p.start;
  for (;;) {
    // Only in a graph that did not pass explore(): authors walk such a one to see what a finding means.
    if (here == kNone<NodeIndex>) {
      w.rejected =
          Rejected{Rejected::Code::answer_does_not_fit, {}, "this library was not proven: the journey leads nowhere"};
      return w;
    }
    const Node& n = g.nodes[at(here)];
    w.step.node = here;
    Passed passed{here, {}, {}, false, 0, {}};
    if (n.kind == Node::Kind::outcome) {
      w.step.kind = Step::Kind::outcome;
      w.step.outcome = n.outcome;
      w.step.question = kNone<QuestionIndex>;
      w.step.shown = 0;
      return w;
    }
    if (n.kind == Node::Kind::ask || n.kind == Node::Kind::note) {
      const Question& q = g.questions[at(n.question)];
      passed.offered = offer(g, p, state, q);
      const Given* given = nullptr;
      if (passed.offered.put) {
        if (w.used == j.answers.size()) {
          w.step.kind = n.kind == Node::Kind::ask ? Step::Kind::question : Step::Kind::note;
          w.step.question = n.question;
          w.step.shown = passed.offered.shown;
          return w;
        }
        given = &j.answers[w.used];
        if (given->question != n.question || !fits(q, passed.offered, *given, j.on)) {
          w.rejected = Rejected{Rejected::Code::answer_does_not_fit, q.id,
                                "the journey's answers do not fit its patient or topic"};
          w.step.question = n.question;
          w.step.shown = passed.offered.shown;
          return w;
        }
        passed.put = true;
        passed.given = static_cast<std::uint32_t>(w.used++);
      }
      passed.taken = take(g, p, state, q, passed.offered, given, j.on);
    }
    Move move = next(g, p, state, n, passed.taken);
    passed.how = move.how;
    if (trail) trail->push_back(passed);
    here = move.to;
  }
}

std::optional<QuestionIndex> demographic_needed(const DecisionGraph& g, const Journey& j) {
  const Topic& topic = g.topics[at(j.topics.front())];
  if (topic.needs_party && !j.patient.party) return kPartyQuestion;
  if (topic.needs_age &&
      (!j.patient.age || topic.age_class[j.patient.age->first] != topic.age_class[j.patient.age->last]))
    return kAgeQuestion;
  if (topic.needs_sex && !j.patient.sex) return kSexQuestion;
  return {};
}

ProgramIndex program_for(const DecisionGraph& g, const Journey& j) {
  PatientState state;
  for (ProgramIndex candidate : g.topics[at(j.topics.front())].programs) {
    const Program& p = g.programs[at(candidate)];
    start_state(g, p, j, state);
    if (truth(g, p, state, p.admits) == Truth::yes) return candidate;
  }
  return kNone<ProgramIndex>;
}

}  // namespace signpost

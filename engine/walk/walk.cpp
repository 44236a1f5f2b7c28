// The inner loop of the whole engine: two million steps a second are asked of it, and a step replays every answer. It
// reads the packed tables of the graph alone, allocates nothing, and goes through a question in one piece, so that what
// its parts hand each other stays in registers.
#include "engine/walk/walk.hpp"

#include <bit>
#include <cassert>
#include <span>

#include "engine/graph/walk_tables.hpp"

namespace signpost {
namespace {

using Way = WalkTables::Way;

std::int32_t points_of(std::int32_t base, Symbol symbol) { return symbol == 0 ? 0 : base + symbol - 1; }
Symbol symbol_of_points(std::int32_t base, std::int32_t points) {
  return points == 0 ? symbol::unknown : static_cast<Symbol>(points - base + 1);
}

// Nearly every test, and nearly every part of one, is a leaf.
Truth quick_truth(const DecisionGraph& g, const Program& p, const PatientState& state, TestIndex test) {
  const TestNode& n = g.tests[at(test)];
  if (n.op == TestNode::Op::leaf) return static_cast<Truth>(g.truth_tables[n.table + state[n.variable]]);
  return truth(g, p, state, test);
}

}  // namespace

Truth truth(const DecisionGraph& g, const Program& p, const PatientState& state, TestIndex test) {
  const TestNode& n = g.tests[at(test)];
  auto part = [&](std::uint32_t i) { return quick_truth(g, p, state, g.test_parts[n.first_part + i]); };
  if (n.op == TestNode::Op::all || n.op == TestNode::Op::any) {
    const Truth decisive = n.op == TestNode::Op::all ? Truth::no : Truth::yes;
    Truth result = n.op == TestNode::Op::all ? Truth::yes : Truth::no;
    for (std::uint32_t i = 0; i < n.parts; ++i) {
      const Truth t = part(i);
      if (t == decisive) return t;
      if (t == Truth::undecided) result = t;
    }
    return result;
  }
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
    case TestNode::Op::any:
      break;
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
      std::int32_t sure = points_of(p.variables[s.variable].score_base, state[s.variable]);
      std::int32_t low = sure + s.later_min, high = sure + s.later_max;
      for (const auto& plus : s.plus) {
        Truth t = quick_truth(g, p, state, plus.when);
        if (t == Truth::no) continue;
        if (t == Truth::yes || plus.points < 0) low += plus.points;
        if (t == Truth::yes || plus.points > 0) high += plus.points;
      }
      bool at_low = compares(low, s.comparison, s.threshold), at_high = compares(high, s.comparison, s.threshold);
      return at_low == at_high ? (at_low ? Truth::yes : Truth::no) : Truth::undecided;
    }
  }
  return Truth::undecided;
}

void start_state(const DecisionGraph& g, const Program& p, const Journey& j, PatientState& state) {
  std::memset(state.value.data(), 0, p.variables.size());
  state[kNowhere] = symbol::unknown;
  if (j.patient.age) {
    // An age that is exact enough for the topic is so for all that asks; only claims, who look on, cut finer.
    state[kAgeVariable] = p.age_class[j.patient.age->first];
  }
  if (j.patient.sex) state[kSexVariable] = static_cast<Symbol>(*j.patient.sex);
  if (j.patient.party) state[kPartyVariable] = static_cast<Symbol>(*j.patient.party);
  for (std::size_t i = 0; i < g.switches.size(); ++i)
    state[static_cast<VariableIndex>(kFirstSwitch + i)] = (j.switches >> i & 1u) ? symbol::yes : symbol::no;
}

namespace {

// What a walk reads, as plain pointers in a value that nothing else can reach. A symbol is a char to the compiler: it
// has to think that each one written may have changed whatever can be reached, and would read it all again.
struct Ground {
  const WalkTables::Stop* stops;
  const WalkTables::Asked* asked;
  const WalkTables::Choice* choices;
  const WalkTables::Item* items;
  const WalkTables::Points* points;
  const std::int32_t* cells;
  const WalkTables::Edge* edges;
  const WalkTables::Rule* rules;
  const WalkTables::Literal* literals;
  const std::uint8_t* cell_bands;
  const std::uint8_t* truth_tables;
  const DecisionGraph* graph;
  const Program* program;

  Ground(const DecisionGraph& g, const Program& p)
      : stops(g.walk_tables->stops.data()),
        asked(g.walk_tables->asked.data()),
        choices(g.walk_tables->choices.data()),
        items(g.walk_tables->items.data()),
        points(g.walk_tables->points.data()),
        cells(g.walk_tables->cells.data()),
        edges(g.walk_tables->edges.data()),
        rules(g.walk_tables->rules.data()),
        literals(g.walk_tables->literals.data()),
        cell_bands(g.walk_tables->cell_bands.data()),
        truth_tables(g.truth_tables.data()),
        graph(&g),
        program(&p) {}
};

// Without a branch: nobody can guess what people answer.
constexpr Symbol yes_or_no(bool yes) { return static_cast<Symbol>(symbol::no + yes); }
constexpr Symbol some_or_none(bool some) { return static_cast<Symbol>(symbol::none + some); }
constexpr std::uint32_t bit_if(bool so, const WalkTables::Item& item) { return so ? item.bit : 0; }
static_assert(yes_or_no(true) == symbol::yes && some_or_none(true) == symbol::some);

// The parts of a way through one question. They are put into the loop whole, so that what they hand each other stays in
// registers.

bool is_so(const Ground& g, const PatientState& state, const WalkTables::Literal& literal) {
  return (literal.variable == kNowhere
              ? truth(*g.graph, *g.program, state, TestIndex{literal.table})
              : static_cast<Truth>(g.truth_tables[literal.table + state[literal.variable]])) == literal.wanted;
}

// As holds(), a literal at a time and no more than it takes.
[[gnu::noinline]] bool holds_hard(const Ground& g, const PatientState& state, WalkTables::Guard guard) {
  bool clause = false;
  for (const auto& literal : std::span(g.literals + guard.first, guard.literals)) {
    clause = clause || is_so(g, state, literal);
    if (literal.more) continue;
    if (!clause) return false;
    clause = false;
  }
  return true;
}

// Whether a test is true; true where there is none.
[[gnu::always_inline]] inline bool holds(const Ground& g, const PatientState& state, WalkTables::Guard guard) {
  if (guard.hard) return holds_hard(g, state, guard);
  unsigned all = 1, clause = 0;
  for (const auto& literal : std::span(g.literals + guard.first, guard.literals)) {
    clause |= g.truth_tables[literal.table + state[literal.variable]] == static_cast<std::uint8_t>(literal.wanted);
    all &= clause | literal.more;
    clause &= literal.more;
  }
  return all != 0;
}

// Calls `visit` with the number of each bit.
template <class Visit>
[[gnu::always_inline]] inline void each_bit(std::uint32_t bits, Visit visit) {
  for (; bits != 0; bits &= bits - 1) visit(std::countr_zero(bits));
}

[[gnu::always_inline]] inline bool hidden(const Ground& g, const PatientState& state, const WalkTables::Choice& a) {
  return !holds(g, state, a.only_if);
}

// What is known already of the fact that an answer records.
[[gnu::always_inline]] inline Symbol known_of(const Ground& g, const PatientState& state, const WalkTables::Choice& a) {
  const Symbol known = state[a.fact];
  if (a.told_no.literals == 0 || known != symbol::unknown) return known;
  return holds(g, state, a.told_no) ? symbol::no : symbol::unknown;
}

[[gnu::always_inline]] inline std::span<const WalkTables::Item> items_of(const Ground& g, const WalkTables::Asked& q) {
  return {g.items + q.first_part, q.parts};
}

[[gnu::always_inline]] inline std::int32_t amount_value(const WalkTables::Asked& q, const Given& given, Day on) {
  return q.date ? (on - given.value) * 24 * 60 : given.value;
}

// The symbol that an amount gives the question's variable.
[[gnu::always_inline]] inline Symbol cell_of(const Ground& g, const WalkTables::Asked& q, std::int32_t value) {
  std::uint32_t below = 0;
  for (const std::int32_t from : std::span(g.cells + q.first_part, q.parts)) below += value >= from;
  return static_cast<Symbol>(below);
}

[[gnu::always_inline]] inline int band_of(const Ground& g, const WalkTables::Asked& q, std::int32_t value,
                                          Symbol cell) {
  const WalkTables::Choice* const answers = g.choices + q.first_choice;
  if (cell != symbol::unknown && cell <= q.parts)
    if (const std::uint8_t band = g.cell_bands[q.first_part + cell - 1u]; band != WalkTables::kLookCloser) return band;
  for (int i = 0; q.all >> i & 1u; ++i)
    if (value >= answers[i].band_from && value <= answers[i].band_to) return i;
  return -1;
}

template <Way way>
[[gnu::always_inline]] inline Offer offer_as(const Ground& g, const PatientState& state, const WalkTables::Asked& q) {
  const WalkTables::Choice* const answers = g.choices + q.first_choice;
  Offer o;
  const Symbol known = state[q.variable];
  if constexpr (way == Way::note) {
    o.put = known == symbol::unknown;
  } else if constexpr (way == Way::list) {
    if (known != symbol::unknown) {  // met before: answered as then
      o.put = false;
      o.unsure = known == symbol::list_unsure;
      for (const WalkTables::Item& item : items_of(g, q)) o.implied |= bit_if(state[item.item] == symbol::yes, item);
      return o;
    }
    o.shown = q.all;
    for (const WalkTables::Item& item : items_of(g, q)) {
      Symbol fact = state[item.fact];
      if (item.guarded) {
        if (hidden(g, state, answers[item.answer])) {
          o.shown &= ~item.bit;
          continue;
        }
        fact = known_of(g, state, answers[item.answer]);
      }
      o.implied |= bit_if(fact == symbol::yes, item);
      o.shown &= ~bit_if(fact == symbol::yes || fact == symbol::no, item);
    }
    o.put = o.shown != 0;
  } else {
    Symbol value = known;
    if (q.told_no.literals != 0 && value == symbol::unknown && holds(g, state, q.told_no)) value = symbol::no;
    if (value != symbol::unknown) {
      if (value != q.no_value) {
        o.put = false;
        if constexpr (way == Way::amount) {
          if (value <= q.parts) o.answer = band_of(g, q, g.cells[q.first_part + value - 1u], value);
        } else {
          for (int i = 0; q.all >> i & 1u; ++i)
            if (answers[i].value == value) o.answer = i;
        }
        return o;
      }
      // Its own earlier *not sure*, where no other question has told the fact since.
      if (!q.records || state[q.unsure_before] != symbol::unknown) {
        o.put = false;
        o.unsure = true;
        return o;
      }
    }
    o.shown = q.all & ~q.conditional;
    for (std::uint32_t bits = q.conditional; bits != 0; bits &= bits - 1) {
      const int i = std::countr_zero(bits);
      if (hidden(g, state, answers[i])) continue;
      const Symbol fact = known_of(g, state, answers[i]);
      if (fact == symbol::yes) {
        o.put = false;
        o.shown = 0;
        o.answer = i;
        return o;
      }
      if (fact != symbol::no) o.shown |= 1u << i;
    }
  }
  return o;
}

template <Way way>
[[gnu::always_inline]] inline bool fits_as(const WalkTables::Asked& q, const Offer& o, const Given& given, Day on) {
  // Somebody who was not sure of what was shown then has not been asked what is shown now.
  const bool nothing_new = (way != Way::list && way != Way::one) || (o.shown & ~given.shown & q.seen) == 0;
  if (given.kind == Given::Kind::unsure) return q.unsure && nothing_new;
  if constexpr (way == Way::note) return given.kind == Given::Kind::seen;
  if constexpr (way == Way::list)
    return given.kind == Given::Kind::ticks && (given.ticks & ~o.shown) == 0 && nothing_new;
  if constexpr (way == Way::one)
    return given.kind == Given::Kind::answer && static_cast<std::uint32_t>(given.value) < kMaxAnswers &&
           (o.shown >> given.value & 1u) && nothing_new;
  if (given.kind != Given::Kind::amount || (q.date && given.value > on)) return false;
  const std::int64_t value = q.date ? (std::int64_t(on) - given.value) * 24 * 60 : given.value;
  return value >= q.from && value <= q.to &&
         static_cast<std::uint32_t>(value - q.from) % static_cast<std::uint32_t>(q.step_size) == 0;
}

// Counts an answer's points, once for each patient.
[[gnu::always_inline]] inline void score(const Ground& g, PatientState& state, const WalkTables::Asked& q,
                                         const WalkTables::Choice& chosen) {
  if (q.counted != kNowhere && state[q.counted] != symbol::unknown) return;
  for (std::uint32_t i = 0; i < chosen.points; ++i) {
    const WalkTables::Points& points = g.points[chosen.first_points + i];
    Symbol& so_far = state[points.score];
    so_far = symbol_of_points(points.base, points_of(points.base, so_far) + points.points);
  }
}

// What was written where there is no variable is unknown again to the next question, which need not ask whether it has
// one.
[[gnu::always_inline]] inline void wipe_nowhere(PatientState& state) { state[kNowhere] = symbol::unknown; }

template <Way way>
[[gnu::always_inline]] inline Taken take_as(const Ground& g, PatientState& state, const WalkTables::Asked& q,
                                            const Offer& o, const Given* given, Day on) {
  const WalkTables::Choice* const answers = g.choices + q.first_choice;
  Taken t;
  if constexpr (way == Way::note) {
    state[q.variable] = symbol::yes;
    wipe_nowhere(state);
    return t;
  }
  const bool said_unsure = given ? given->kind == Given::Kind::unsure : o.unsure;
  if constexpr (way == Way::list) {
    const bool met_before = state[q.variable] != symbol::unknown;
    t.unsure = said_unsure;
    if (!said_unsure) t.answers = o.implied | (given ? given->ticks : 0);
    if (!met_before) {  // else answered as then: nothing new is recorded
      const std::uint32_t so = o.implied | t.answers;
      for (const WalkTables::Item& item : items_of(g, q)) {
        const bool shown = (o.shown & item.bit) != 0;
        const Symbol s = shown & said_unsure ? symbol::unsure : yes_or_no((so & item.bit) != 0);
        state[item.item] = s;
        state[shown ? item.fact : kNowhere] = s;
      }
      state[q.variable] = said_unsure ? symbol::list_unsure : some_or_none(t.answers != 0);
    }
  } else {
    [[maybe_unused]] Symbol cell = q.unsure_cell;
    int answer = -1;
    if (said_unsure) {
      answer = q.unsure_as;
    } else if (!given) {
      answer = o.answer;
    } else if constexpr (way == Way::amount) {
      const std::int32_t value = amount_value(q, *given, on);
      cell = cell_of(g, q, value);
      answer = band_of(g, q, value, cell);
    } else {
      answer = given->value;
    }
    if (answer >= 0)
      t.answers = 1u << answer;
    else
      t.unsure = true;
    if constexpr (way == Way::one) {
      // A choice that the known fact of one of its answers has answered is answered so for every later test, too.
      if (!given && !q.records && answer >= 0) state[q.variable] = answers[answer].value;
    }
    if (given) {
      if (t.unsure) {
        state[q.variable] = q.not_sure;
        state[q.unsure_before] = 1;
        each_bit(q.recording & o.shown, [&](int i) { state[answers[i].fact] = symbol::unsure; });
      } else if constexpr (way == Way::amount) {
        state[q.variable] = cell;
      } else {
        state[q.variable] = answers[answer].value;
        each_bit(q.recording & o.shown,
                 [&](int i) { state[answers[i].fact] = i == answer ? symbol::yes : symbol::no; });
      }
    }
  }
  if (const std::uint32_t bits = t.answers & q.scoring)
    each_bit(bits, [&](int chosen) { score(g, state, q, answers[chosen]); });
  state[q.counted] = 1;
  wipe_nowhere(state);
  return t;
}

// Where the rules of a node lead.
[[gnu::always_inline]] inline Move by_rules(const Ground& g, const PatientState& state, const WalkTables::Stop& n) {
  for (std::uint32_t r = 0; r < n.rules; ++r) {
    const WalkTables::Rule& rule = g.rules[n.first_rule + r];
    if (holds(g, state, rule.when)) return {rule.to, {EdgeLabel::Kind::rule, static_cast<std::uint16_t>(r)}};
  }
  return {n.to, {EdgeLabel::Kind::otherwise, 0}};
}

// Where an answered question leads.
template <Way way>
[[gnu::always_inline]] inline Move next_as(const Ground& g, const PatientState& state, const WalkTables::Stop& n,
                                           const Taken& taken) {
  using Kind = EdgeLabel::Kind;
  using T = WalkTables;
  if constexpr (way != Way::note) {
    const T::Edge* const edges = g.edges + n.first_edge;
    if (taken.unsure) {
      if (edges[T::kUnsure].to != kNone<NodeIndex>) return {edges[T::kUnsure].to, {Kind::unsure, 0}};
    } else {
      if (const std::uint32_t leading = taken.answers & n.leading) {
        const auto i = static_cast<std::uint32_t>(std::countr_zero(leading));
        return {edges[T::kFirstAnswer + i].to, {Kind::answer, static_cast<std::uint16_t>(i)}};
      }
      const bool none = taken.answers == 0;
      const NodeIndex there = edges[T::kAny + none].to;
      if (there != kNone<NodeIndex>) return {there, {none ? Kind::none : Kind::any, 0}};
    }
  }
  return by_rules(g, state, n);
}

// Where one of the answers of a plain question leads when it has just been given; false: look closer.
[[gnu::always_inline]] inline bool pass_plain(const Ground& g, const WalkTables::Stop& n, PatientState& state,
                                              const Given* next, const Given* end, NodeIndex& here) {
  const WalkTables::Asked& q = g.asked[n.subject];
  if (next == end || at(next->question) != n.subject || next->kind != Given::Kind::answer) return false;
  const auto answer = static_cast<std::uint32_t>(next->value);
  if (answer >= kMaxAnswers || !(q.all >> answer & 1u) || (q.seen & ~next->shown) != 0) return false;
  if (state[q.variable] != symbol::unknown) return false;
  const WalkTables::Edge& edge = g.edges[n.first_edge + WalkTables::kFirstAnswer + answer];
  state[q.variable] = edge.value;
  if (q.scoring >> answer & 1u) score(g, state, q, g.choices[q.first_choice + answer]);
  state[q.counted] = 1;
  wipe_nowhere(state);
  here = edge.to != kNone<NodeIndex> ? edge.to : by_rules(g, state, n).to;
  return true;
}

// What one question did.
enum class Fate : std::uint8_t { on, waits, does_not_fit };

// Goes through one question with the next of the journey's answers, if it is put.
template <Way way>
[[gnu::always_inline]] inline Fate pass(const Ground& g, const WalkTables::Stop& n, PatientState& state,
                                        const Given* next, const Given* end, Day on, Passed& passed, Move& move) {
  const WalkTables::Asked& q = g.asked[n.subject];
  passed.offered = offer_as<way>(g, state, q);
  passed.put = passed.offered.put;
  const Given* const given = passed.put ? next : nullptr;
  if (passed.put) {
    if (next == end) return Fate::waits;
    if (at(next->question) != n.subject || !fits_as<way>(q, passed.offered, *next, on)) return Fate::does_not_fit;
  }
  passed.taken = take_as<way>(g, state, q, passed.offered, given, on);
  move = next_as<way>(g, state, n, passed.taken);
  return Fate::on;
}

// Asks for what the walk will read of the questions that were answered, long before it gets there. In a large library
// where nobody was lately, waiting for memory is half of a step.
void fetch_ahead(const Ground& g, std::span<const WalkTables::Place> places, std::span<const Given> answers) {
  if (places.empty()) return;
  for (const Given& given : answers) {
    assert(at(given.question) < places.size());
    const WalkTables::Place& place = places[at(given.question)];
    __builtin_prefetch(g.stops + place.stop);
    __builtin_prefetch(g.asked + at(given.question));
    __builtin_prefetch(g.edges + place.first_edge);
    asm volatile("");  // or the compiler sees nothing come of this function, and leaves out every call
  }
}

template <bool traced>
void run(const DecisionGraph& graph, const Journey& j, PatientState& state, Walked& w, std::vector<Passed>* trail) {
  const Ground g(graph, graph.programs[at(w.step.program)]);
  const Given* const first = j.answers.data();
  const Given* const end = first + j.answers.size();
  const Given* next = first + w.used;
  const Day on = j.on;
  fetch_ahead(g, graph.walk_tables->places, {next, end});
  for (NodeIndex here = w.step.node;;) {
    Passed passed{here, {}, {}, false, 0, {}};
    Move move;
    Fate fate = Fate::on;
    // Only in a graph that did not pass explore(): authors walk such a one to see what a finding means.
    if (here == kNone<NodeIndex>) {
      w.rejected =
          Rejected{Rejected::Code::answer_does_not_fit, {}, "this library was not proven: the journey leads nowhere"};
      return;
    }
    const WalkTables::Stop& n = g.stops[at(here)];
    switch (n.way) {
      case Way::end:
        w.step.kind = Step::Kind::outcome;
        w.step.node = here;
        w.step.outcome = OutcomeIndex{n.subject};
        w.step.question = kNone<QuestionIndex>;
        w.step.shown = 0;
        w.used = static_cast<std::size_t>(next - first);
        return;
      case Way::decide:
        move = by_rules(g, state, n);
        break;
      case Way::note:
        fate = pass<Way::note>(g, n, state, next, end, on, passed, move);
        break;
      case Way::plain:
        if constexpr (!traced) {
          if (pass_plain(g, n, state, next, end, here)) {
            ++next;
            continue;
          }
        }
        [[fallthrough]];
      case Way::one:
        fate = pass<Way::one>(g, n, state, next, end, on, passed, move);
        break;
      case Way::amount:
        fate = pass<Way::amount>(g, n, state, next, end, on, passed, move);
        break;
      case Way::list:
        fate = pass<Way::list>(g, n, state, next, end, on, passed, move);
        break;
    }
    if (fate != Fate::on) {
      w.step.kind = n.way == Way::note ? Step::Kind::note : Step::Kind::question;
      w.step.node = here;
      w.step.question = QuestionIndex{n.subject};
      w.step.shown = passed.offered.shown;
      w.used = static_cast<std::size_t>(next - first);
      if (fate == Fate::does_not_fit)
        w.rejected = Rejected{Rejected::Code::answer_does_not_fit, graph.questions[n.subject].id,
                              "the journey's answers do not fit its patient or topic"};
      return;
    }
    if constexpr (traced) {
      passed.how = move.how;
      passed.given = static_cast<std::uint32_t>(passed.put ? next - first : 0);
      trail->push_back(passed);
    }
    next += passed.put;
    here = move.to;
  }
}

// Calls `visit` with the way of a question as a constant.
template <class Visit>
auto by_way(Way way, Visit visit) {
  switch (way) {
    case Way::note:
      return visit.template operator()<Way::note>();
    case Way::amount:
      return visit.template operator()<Way::amount>();
    case Way::list:
      return visit.template operator()<Way::list>();
    default:
      return visit.template operator()<Way::one>();
  }
}

}  // namespace

Offer offer(const DecisionGraph& g, const Program& p, const PatientState& state, QuestionIndex question) {
  const WalkTables::Asked& q = g.walk_tables->asked[at(question)];
  return by_way(q.way, [&]<Way way>() { return offer_as<way>(Ground(g, p), state, q); });
}

bool fits(const DecisionGraph& g, QuestionIndex question, const Offer& o, const Given& given, Day on) {
  const WalkTables::Asked& q = g.walk_tables->asked[at(question)];
  return by_way(q.way, [&]<Way way>() { return fits_as<way>(q, o, given, on); });
}

Taken take(const DecisionGraph& g, const Program& p, PatientState& state, QuestionIndex question, const Offer& o,
           const Given* given, Day on) {
  const WalkTables::Asked& q = g.walk_tables->asked[at(question)];
  return by_way(q.way, [&]<Way way>() { return take_as<way>(Ground(g, p), state, q, o, given, on); });
}

Walked start(const DecisionGraph& g, ProgramIndex program, const Journey& j, PatientState& state) {
  const Program& p = g.programs[at(program)];
  start_state(g, p, j, state);
  Walked w;
  w.step.program = program;
  w.step.node = p.start;
  return w;
}

void go_on(const DecisionGraph& g, const Journey& j, PatientState& state, Walked& walked, std::vector<Passed>* trail) {
  trail ? run<true>(g, j, state, walked, trail) : run<false>(g, j, state, walked, nullptr);
}

Walked walk(const DecisionGraph& g, ProgramIndex program, const Journey& j, PatientState& state,
            std::vector<Passed>* trail) {
  Walked w = start(g, program, j, state);
  go_on(g, j, state, w, trail);
  return w;
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
    if (g.tests[at(p.admits)].op != TestNode::Op::constant) start_state(g, p, j, state);
    if (truth(g, p, state, p.admits) == Truth::yes) return candidate;
  }
  return kNone<ProgramIndex>;
}

}  // namespace signpost

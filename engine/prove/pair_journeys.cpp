#include "engine/prove/pair_journeys.hpp"

#include <algorithm>
#include <bit>
#include <set>
#include <utility>

#include "engine/graph/graph_shape.hpp"

namespace signpost {
namespace {

using Set = PatientSets::Set;

// Whether any value between `from` and `end`, `end` left out, lies on the question's steps. Between two steps there is
// nothing that anybody could say.
bool can_be_given(const Question& q, std::int32_t from, std::int32_t end) {
  const std::int64_t beyond = std::int64_t{from} - q.from;
  const std::int64_t steps = beyond <= 0 ? 0 : (beyond + q.step_size - 1) / q.step_size;
  return q.from + steps * q.step_size < end;
}

// Where a question's amounts are told apart: each answer's or symbol's range of values, `to` included.
std::vector<std::pair<std::int32_t, std::int32_t>> ranges_of(const Program& program, const Question& q) {
  std::vector<std::pair<std::int32_t, std::int32_t>> ranges;
  if (!q.variable) {
    for (const auto& band : q.bands) ranges.emplace_back(band.from, band.to);
    return ranges;
  }
  const auto& cells = program.variables[q.variable].cells;
  ranges.emplace_back(0, -1);  // symbol 0 is no value
  for (std::size_t symbol = 1; symbol < q.band_of_symbol.size(); ++symbol) {
    if (q.band_of_symbol[symbol] == 255 || symbol > cells.size()) {
      ranges.emplace_back(0, -1);
      continue;
    }
    const auto& band = q.bands[q.band_of_symbol[symbol]];
    const std::int32_t end = symbol < cells.size() ? cells[symbol] - 1 : band.to;
    ranges.emplace_back(std::max(cells[symbol - 1], band.from), std::min(end, band.to));
  }
  return ranges;
}

}  // namespace

PairJourneys::PairJourneys(const PairSide& first, const PairSide& second, PairRules rules, PatientSets& sets)
    : side_{first, second}, rules_(std::move(rules)), sets_(sets), shared_{SharedAnswers(sets), SharedAnswers(sets)} {
  for (SharedAnswers& shared : shared_) {
    shared.unseen_is_no = rules_.unseen_is_no;
    shared.both_must = rules_.both_must_say_the_same;
  }
  share_questions();
  if (rules_.rank) parted_ = beside(0);
  for (int side : {0, 1}) {
    const PairSide& its = side_[side];
    Watch watch;
    watch.red_flags = false;
    watch.advice_of_ends = rules_.advice_of_ends;
    watch.advice = rules_.watched_advice[side];
    watch.longest = rules_.longest;
    expansion_[side].emplace(*its.graph, *its.program, view(side), watch, &shared_[side]);
    VariableBits also((expansion_[side]->variable_count() + 63) / 64, 0);
    add_bits(also, rules_.at_the_end[side]);
    if (rules_.longest != 0) set_bit(also, expansion_[side]->length());
    for (std::size_t i = 0; i < rules_.watched_advice[side].size(); ++i) {
      set_bit(also, expansion_[side]->added(i));
      set_bit(also, expansion_[side]->taken(i));
      const std::size_t advice = at(rules_.watched_advice[side][i]);
      expansion_[side]->test_reads(its.program->advice_only_if[advice], also);
      expansion_[side]->test_reads(its.program->advice_unless[advice], also);
    }
    expansion_[side]->test_reads(side == 0 ? rules_.first : rules_.second, also);
    add_bits(not_forgotten_, also);
    sets_.spend(steps_to_find_live(*its.program, *expansion_[side]));
    live_[side] = live_variables(*its.graph, *its.program, *expansion_[side], also);
    asked_[side].assign(its.program->nodes, {});
    for (std::size_t i = its.program->nodes; i-- > 0;) {
      const Node& n = its.graph->nodes[at(its.program->first_node) + i];
      VariableBits& bits = asked_[side][i];
      if (const SharedQuestion* q = n.question == kNone<QuestionIndex> ? nullptr : shared_[side].find(n.question)) {
        set_bit(bits, q->said);
        for (const auto* variables : {&q->item, &q->unseen})
          for (VariableIndex v : *variables)
            if (v != 0) set_bit(bits, v);
        if (side == 1 && q->owed != 0) set_bit(bits, q->owed);
      }
      each_edge(*its.graph, n,
                [&](NodeIndex to, EdgeLabel) { add_bits(bits, asked_[side][at(to) - at(its.program->first_node)]); });
    }
    words_ = std::max(words_, expansion_[side]->variable_count() * kStride / 64 + 1);
  }
  words_ = std::max<std::size_t>(words_, beside_.empty() ? 0 : *beside_.rbegin() / 64u + 1);
}

// -- what the two answer alike

bool PairJourneys::may_differ(int side, VariableIndex v) const {
  const auto& all = rules_.may_differ[side];
  return std::find(all.begin(), all.end(), v) != all.end();
}

// A variable for both, as near as can be to the patient's own of which it will tell (0: of none): far from it, every
// answer in between would have to be remembered to tell the one from the other.
VariableIndex PairJourneys::beside(VariableIndex v) {
  const auto beyond = static_cast<VariableIndex>(side_[0].program->variables.size());
  for (;; v = std::max(static_cast<VariableIndex>(v + 1), beyond))
    for (VariableIndex room = 2; v != 0 && room < kStride; ++room)
      if (const auto its = static_cast<VariableIndex>(v * kStride + room); beside_.insert(its).second) return its;
}

void PairJourneys::share_questions() {
  std::map<std::pair<std::string_view, std::string_view>, QuestionIndex> first;
  const auto each = [](const PairSide& side, auto visit) {
    for (std::uint32_t i = 0; i < side.program->questions; ++i)
      visit(QuestionIndex(at(side.program->first_question) + i),
            side.graph->questions[at(side.program->first_question) + i]);
  };
  each(side_[0], [&](QuestionIndex index, const Question& q) { first[{q.file, q.step}] = index; });
  each(side_[1], [&](QuestionIndex index, const Question& q) {
    if (auto it = first.find({q.file, q.step}); it != first.end()) share(it->second, index);
  });
}

void PairJourneys::share(QuestionIndex first, QuestionIndex second) {
  const Question* q[2] = {&side_[0].graph->questions[at(first)], &side_[1].graph->questions[at(second)]};
  if (q[0]->kind != q[1]->kind || q[0]->kind == QuestionKind::note) return;
  const auto differs = [&](int side, VariableIndex v) { return v != 0 && may_differ(side, v); };
  if (differs(0, q[0]->variable) || differs(1, q[1]->variable)) return;
  SharedQuestion shared[2];
  shared[0].said = shared[1].said = beside(q[0]->variable);
  if (rules_.alone) {
    shared[0].owed = shared[1].owed = beside(q[0]->variable);
    set_bit(owed_, shared[0].owed);
  }
  for (int side : {0, 1}) shared[side].unsure_one_sided = q[side]->unsure && !q[1 - side]->unsure;
  std::map<std::string_view, std::size_t> numbers;  // of answers by id
  for (int side : {0, 1})
    for (const AnswerChoice& a : q[side]->answers) numbers.try_emplace(a.id, numbers.size());
  if (is_amount(q[0]->kind)) {
    // Lengths of time are counted in minutes, whatever unit their range is written in.
    if (q[0]->kind == QuestionKind::number && q[0]->unit != q[1]->unit) return;
    std::set<std::int32_t> starts;
    std::vector<std::pair<std::int32_t, std::int32_t>> ranges[2];
    for (int side : {0, 1}) {
      ranges[side] = ranges_of(*side_[side].program, *q[side]);
      for (auto [from, to] : ranges[side])
        if (from <= to) starts.insert({from, to + 1});
    }
    const std::vector<std::int32_t> cut(starts.begin(), starts.end());
    if (cut.size() >= kUnsureSaid) return;  // too many to tell apart: each answers for themselves
    for (int side : {0, 1})
      for (auto [from, to] : ranges[side]) {
        std::vector<Symbol>& symbols = shared[side].cell.emplace_back();
        for (std::size_t i = 0; i < cut.size(); ++i)
          if (cut[i] >= from && cut[i] <= to &&
              can_be_given(*q[side], cut[i], i + 1 < cut.size() ? cut[i + 1] : to + 1))
            symbols.push_back(static_cast<Symbol>(i + 1));
      }
    for (int side : {0, 1}) {
      shared[side].amount_one_sided.assign(cut.size() + 1, 1);
      for (const auto& symbols : shared[1 - side].cell)
        for (Symbol both : symbols) shared[side].amount_one_sided[both] = 0;
    }
  } else if (q[0]->kind == QuestionKind::tick) {
    std::map<std::string_view, VariableIndex> items;
    for (const AnswerChoice& a : q[0]->answers)
      if (!differs(0, a.fact) && !differs(0, a.item) &&
          std::any_of(q[1]->answers.begin(), q[1]->answers.end(), [&](const AnswerChoice& b) { return a.id == b.id; }))
        items[a.id] = beside(a.fact != 0 ? a.fact : a.item);
    for (int side : {0, 1})
      for (const AnswerChoice& a : q[side]->answers) {
        auto it = items.find(a.id);
        shared[side].item.push_back(it == items.end() ? VariableIndex{0} : it->second);
      }
  } else {
    std::map<std::string_view, VariableIndex> unseen;
    for (int side : {0, 1})
      for (const AnswerChoice& a : q[side]->answers) {
        shared[side].answer.push_back(static_cast<Symbol>(numbers[a.id] + 1));
        const auto& others = q[1 - side]->answers;
        shared[side].answer_one_sided.push_back(
            std::none_of(others.begin(), others.end(), [&](const AnswerChoice& other) { return other.id == a.id; }));
        if (!shared[side].answer_one_sided.back() && (a.only_if != kNone<TestIndex> || a.fact != 0) &&
            !unseen.count(a.id))
          unseen[a.id] = beside(a.fact);
      }
    for (int side : {0, 1})
      for (const AnswerChoice& a : q[side]->answers) {
        auto it = unseen.find(a.id);
        shared[side].unseen.push_back(it == unseen.end() ? VariableIndex{0} : it->second);
      }
    for (int side : {0, 1})
      for (const AnswerChoice& a : q[side]->answers)
        if (differs(side, a.fact)) return;
  }
  shared_[0].questions.emplace(first, std::move(shared[0]));
  shared_[1].questions.emplace(second, std::move(shared[1]));
}

// -- who begins

Set PairJourneys::born() {
  const PatientView first = view(0), second = view(1);
  std::set<std::pair<Symbol, Symbol>> ages;
  const auto& a = side_[0].program->age_class;
  const auto& b = side_[1].program->age_class;
  for (std::size_t cell = 0; cell < kAgeCells; ++cell) ages.emplace(a[cell], b[cell]);
  if (may_differ(0, kAgeVariable))
    for (Symbol x = 1; x <= a.back(); ++x)
      for (Symbol y = 1; y <= b.back(); ++y) ages.emplace(x, y);
  Set all = PatientSets::kEmpty;
  for (auto [x, y] : ages) {
    const Set one = second.with(first.with(PatientSets::kUnknown, kAgeVariable, x), kAgeVariable, y);
    for (Symbol sex : {symbol::female, symbol::male, symbol::not_said})
      for (Symbol other : {symbol::female, symbol::male, symbol::not_said}) {
        if (sex != other && !may_differ(0, kSexVariable)) continue;
        const Set sexed = second.with(first.with(one, kSexVariable, sex), kSexVariable, other);
        for (Symbol party : {symbol::self, symbol::someone_else})
          for (Symbol others : {symbol::self, symbol::someone_else}) {
            if (party != others && !may_differ(0, kPartyVariable)) continue;
            all = sets_.unite(all, second.with(first.with(sexed, kPartyVariable, party), kPartyVariable, others));
          }
      }
  }
  const auto& switches = side_[0].graph->switches;
  const auto& others = side_[1].graph->switches;
  const auto both = [&](const PatientView& who, Set set, std::size_t i, auto also) {
    const auto v = static_cast<VariableIndex>(kFirstSwitch + i);
    return sets_.unite(also(who.with(set, v, symbol::no), symbol::no),
                       also(who.with(set, v, symbol::yes), symbol::yes));
  };
  const auto alone = [](Set set, Symbol) { return set; };
  for (std::size_t i = 0; i < switches.size(); ++i) {
    const auto same = [&](const SwitchInfo& s) { return s.id == switches[i].id; };
    const auto other = std::find_if(others.begin(), others.end(), same);
    const bool alike = other != others.end() && !may_differ(0, static_cast<VariableIndex>(kFirstSwitch + i));
    all = both(first, all, i, [&](Set set, Symbol symbol) {
      return alike ? second.with(set, static_cast<VariableIndex>(kFirstSwitch + (other - others.begin())), symbol)
                   : set;
    });
  }
  for (std::size_t i = 0; i < others.size(); ++i)
    if (second.symbols(all, static_cast<VariableIndex>(kFirstSwitch + i)) == std::vector<Symbol>{symbol::unknown})
      all = both(second, all, i, alone);
  all = expansion_[0]->where(side_[0].program->admits, all, Truth::yes);
  return expansion_[1]->where(side_[1].program->admits, all, Truth::yes);
}

// -- following

NodeIndex PairJourneys::node(int side, std::uint32_t local) const {
  return NodeIndex(at(side_[side].program->first_node) + local);
}

bool PairJourneys::over(int side, Place place) const {
  return side_[side].graph->nodes[at(node(side, side == 0 ? place.first : place.second))].kind == Node::Kind::outcome;
}

// Whoever has come less far, that answers are remembered for as short as possible.
int PairJourneys::moves(Place place) const {
  if (over(0, place)) return 1;
  if (over(1, place)) return 0;
  return std::uint64_t(place.first) * side_[1].program->nodes <= std::uint64_t(place.second) * side_[0].program->nodes
             ? 0
             : 1;
}

VariableBits PairJourneys::mapped(int side, const VariableBits& bits) const {
  VariableBits out(words_, 0);
  for (std::size_t v = 0; v < bits.size() * 64; ++v)
    if (has_bit(bits, static_cast<VariableIndex>(v))) set_bit(out, view(side).at(static_cast<VariableIndex>(v)));
  return out;
}

PairJourneys::Here& PairJourneys::at_place(Place place) {
  auto [it, fresh] = places_.try_emplace({place.first + place.second, place});
  Here& here = it->second;
  if (!fresh) return here;
  here.live = mapped(0, live_[0][place.first]);
  add_bits(here.live, mapped(1, live_[1][place.second]));
  add_bits(here.live, asked_[0][place.first]);
  add_bits(here.live, asked_[1][place.second]);
  // Between the two moves of those who part.
  if (parted_ != 0 && place.first > place.second) set_bit(here.live, parted_);
  here.live.resize(words_, 0);
  here.live_key = sets_.live_key(here.live);
  return here;
}

// Those of whom the two tests may yet both be so.
Set PairJourneys::open(Set set) {
  if (rules_.first != kNone<TestIndex>) set = sets_.minus(set, expansion_[0]->where(rules_.first, set, Truth::no));
  if (rules_.second != kNone<TestIndex>) set = sets_.minus(set, expansion_[1]->where(rules_.second, set, Truth::no));
  return set;
}

void PairJourneys::expand(Place place, Set set, const OneWay& only, const Arrive& arrive) {
  const int side = moves(place);
  const QuestionIndex question = question_at(side, place);
  if (side == 1 && parted_ != 0 && question != kNone<QuestionIndex>) {
    const Set together = sets_.where_is(set, parted_, symbol::unknown);
    part_second(place, sets_.minus(set, together), only, arrive);
    set = together;
  }
  const SharedQuestion* q = question == kNone<QuestionIndex> ? nullptr : shared_[side].find(question);
  if (side == 1 || q == nullptr || q->owed == 0) return move(place, set, only, false, arrive);
  const Set alone = shared_[0].first(*q, set);
  move(place, alone, only, true, arrive);
  move(place, sets_.minus(set, alone), only, false, arrive);
}

QuestionIndex PairJourneys::question_at(int side, Place place) const {
  return side_[side].graph->nodes[at(node(side, side == 0 ? place.first : place.second))].question;
}

// `owing`: the first says what the second has not said.
void PairJourneys::move(Place place, Set set, const OneWay& only, bool owing, const Arrive& arrive) {
  if (!set) return;
  const int side = moves(place);
  const QuestionIndex question = question_at(side, place);
  const SharedQuestion* q = question == kNone<QuestionIndex> ? nullptr : shared_[side].find(question);
  Expansion::Listener listener;
  listener.arrive = [&](NodeIndex to, Set arriving, const AnswerLabel& label) {
    if (q != nullptr && q->owed != 0 && label.put) {
      if (side == 1)
        arriving = sets_.with(arriving, q->owed, symbol::unknown);
      else if (owing && !rules_.alone(side_[0].graph->questions[at(question)], label))
        arriving = sets_.with(arriving, q->owed, symbol::yes);
    }
    const std::uint32_t local = at(to) - at(side_[side].program->first_node);
    arrive(side == 0 ? Place{local, place.second} : Place{place.first, local}, arriving, label);
  };
  expansion_[side]->expand(node(side, side == 0 ? place.first : place.second), set, listener, only);
}

// The first answers, and how seriously is remembered until the second has.
void PairJourneys::part_first(Place place, Set set, const OneWay& only, const Arrive& arrive) {
  const Question& q = side_[0].graph->questions[at(question_at(0, place))];
  shared_[0].parting = SharedAnswers::Parting::first;
  Expansion::Listener listener;
  listener.arrive = [&](NodeIndex to, Set arriving, const AnswerLabel& label) {
    const std::optional<Symbol> rank = rules_.rank(q, label);
    if (!label.put || !rank) return;
    arrive({at(to) - at(side_[0].program->first_node), place.second}, sets_.with(arriving, parted_, *rank), label);
  };
  expansion_[0]->expand(node(0, place.first), set, listener, only);
  shared_[0].parting = SharedAnswers::Parting::no;
}

void PairJourneys::part_second(Place place, Set set, const OneWay& only, const Arrive& arrive) {
  if (!set) return;
  const Question& q = side_[1].graph->questions[at(question_at(1, place))];
  const bool list = q.kind == QuestionKind::tick;
  shared_[1].parting = SharedAnswers::Parting::second;
  Expansion::Listener listener;
  listener.arrive = [&](NodeIndex to, Set arriving, const AnswerLabel& label) {
    const std::optional<Symbol> rank = rules_.rank(q, label);
    if (!label.put || (label.unsure ? !parting_.not_sure : !parting_.more_serious || !rank)) return;
    Set parted = PatientSets::kEmpty;
    for (Symbol its : sets_.symbols(arriving, parted_))
      if (label.unsure ? its == 1 : list || its < *rank)
        parted = sets_.unite(parted, sets_.where_is(arriving, parted_, its));
    if (!parted) return;
    arrive({place.first, at(to) - at(side_[1].program->first_node)}, sets_.with(parted, parted_, symbol::unknown),
           label);
  };
  expansion_[1]->expand(node(1, place.second), set, listener, only);
  shared_[1].parting = SharedAnswers::Parting::no;
}

// Without those of whom the second would have to say what they can no longer be asked.
Set PairJourneys::paid(Set arriving, const VariableBits& live) {
  for (std::size_t w = 0; w < owed_.size() && arriving; ++w)
    for (std::uint64_t bits = owed_[w] & ~live[w]; bits != 0; bits &= bits - 1)
      arriving = sets_.where_is(arriving,
                                static_cast<VariableIndex>(w * 64 + static_cast<std::size_t>(std::countr_zero(bits))),
                                symbol::unknown);
  return arriving;
}

bool PairJourneys::follow(std::size_t limit) {
  born_ = open(born());
  if (!born_) return true;
  const Place start = at_start();
  begin();
  arrive_at(start, start, born_);
  return follow_places(limit);
}

bool PairJourneys::follow_from_start(Set arrived, const std::function<Set(Set)>& differ, std::size_t limit) {
  begin();
  const Place start = at_start();
  arrive_at(start, start, differ(sets_.twice(arrived)));
  return follow_places(limit);
}

bool PairJourneys::follow_parted(const std::vector<std::pair<NodeIndex, Set>>& arrived, Parting parting,
                                 std::size_t limit) {
  begin();
  parting_ = parting;
  for (auto [n, set] : arrived) {
    const std::uint32_t local = at(n) - at(side_[0].program->first_node);
    if (!matters({local, local})) continue;
    at_place({local, local});
    alike_at_[{local, local}] =
        roughly == nullptr ? sets_.twice(set) : as_anybody({local, local}, PatientSets::kUnknown);
  }
  return follow_places(limit);
}

PairJourneys::Place PairJourneys::at_start() const {
  return {at(side_[0].program->start) - at(side_[0].program->first_node),
          at(side_[1].program->start) - at(side_[1].program->first_node)};
}

void PairJourneys::begin() {
  places_.clear();
  alike_at_.clear();
  stopped_ = false;
}

// Where they begin, `before` is the place itself.
void PairJourneys::arrive_at(Place place, Place before, Set set) {
  if (!matters(place)) return;
  Here& here = at_place(place);
  set = paid(set, here.live);
  if (roughly != nullptr) set = sets_.forget_alike(set, not_forgotten_, sets_.live_key(not_forgotten_));
  set = sets_.keep(set, here.live, here.live_key);
  if (!set) return;
  here.arrived = sets_.unite(here.arrived, set);
  if (before != place && (here.from.empty() || here.from.back() != before)) here.from.push_back(before);
}

bool PairJourneys::follow_places(std::size_t limit) {
  return within_limits([&] { return follow_all(limit); });
}

bool PairJourneys::follow_all(std::size_t limit) {
  for (auto it = places_.begin(); it != places_.end() && !stopped_; ++it) {
    const Place place = it->first.second;
    Set& set = it->second.arrived;
    set = open(set);
    if (rules_.alike_end_alike && place.first == place.second) set = sets_.minus(set, sets_.both_alike(set));
    if (set && sets_.width(set) > limit) return false;
    if (!over(0, place) || !over(1, place))
      move_on(place, set);
    else if (set && ended)
      ended(place, set);
  }
  return true;
}

void PairJourneys::move_on(Place place, Set set) {
  const auto arrive = [&](Place to, Set arriving, const AnswerLabel&) { arrive_at(to, place, arriving); };
  const auto parting = alike_at_.find(place);
  if (roughly == nullptr) {
    if (parting != alike_at_.end()) part_first(place, parting->second, {}, arrive);
    if (set) expand(place, set, {}, arrive);
    return;
  }
  if (set) set = as_anybody(place, set);
  if (place.first != place.second) {
    expand(place, set, {}, arrive);
    return;
  }
  // What the two have alike must be so for both, so both move before it is forgotten again.
  std::map<Place, Set> between;
  const auto wait = [&](Place to, Set arriving, const AnswerLabel&) {
    Set& there = between[to];
    there = sets_.unite(there, arriving);
  };
  if (parting != alike_at_.end()) part_first(place, parting->second, {}, wait);
  if (set) expand(place, set, {}, wait);
  for (auto [to, waiting] : between) expand(to, waiting, {}, arrive);
}

// Whoever moves at a place, with all that this reads or changes, as anybody comes there.
Set PairJourneys::as_anybody(Place place, Set set) {
  const int side = moves(place);
  const NodeIndex here = node(side, side == 0 ? place.first : place.second);
  VariableBits bits((side_[side].program->variables.size() + 63) / 64, 0);
  expansion_[side]->reads(here, bits);
  expansion_[side]->writes(here, bits);
  for (std::size_t w = 0; w < bits.size(); ++w) bits[w] &= w < not_forgotten_.size() ? ~not_forgotten_[w] : ~0ull;
  return sets_.restore_alike(set, sets_.keep(roughly->arrived[roughly->local(here)], bits, sets_.live_key(bits)),
                             static_cast<VariableIndex>(side));
}

}  // namespace signpost

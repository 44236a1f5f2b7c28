#include "engine/explore/patient_sets.hpp"

#include <algorithm>
#include <array>
#include <boost/multiprecision/cpp_int.hpp>
#include <cassert>
#include <map>
#include <unordered_map>
#include <utility>

namespace signpost {
namespace {

constexpr std::size_t kFirstTable = 4096;                  // slots of a table before it grows; a power of two
constexpr std::uint32_t kRounds = std::uint32_t{1} << 24;  // that one number holds beside the operation

// Every bit of the result depends on every bit of `x` (Steele and others, SplitMix64).
constexpr std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

}  // namespace

// How many ways the ends of diagrams stand for; nodes_[end].first is the place.
struct PatientSets::Ways {
  using Count = boost::multiprecision::cpp_int;
  std::vector<Count> of{0, 1};
  std::map<Count, Set> end{{0, kEmpty}, {1, kUnknown}};
};

PatientSets::PatientSets(Limits limits, Mode mode) : limits_(limits), mode_(mode) { clear(); }
PatientSets::~PatientSets() = default;

void PatientSets::clear() {
  nodes_ = {Node{kLast, 0, 0}, Node{kLast, 0, 1}};
  ways_ = std::make_unique<Ways>();
  pool_.clear();
  unique_.assign(kFirstTable, {});
  seen_.clear();
  walk_ = 0;
  live_keys_.clear();
  memory_used_ = kFirstTable;
  if (memory_.size() < memory_used_) memory_.resize(memory_used_);
  if (++round_ == kRounds) {
    std::fill(memory_.begin(), memory_.end(), Found{});
    round_ = 1;
  }
}

PatientSets::Set PatientSets::add_ends(Set a, Set b) {
  const Ways::Count sum = ways_->of[nodes_[a].first] + ways_->of[nodes_[b].first];
  spend(msb(sum) / 64);  // numbers of thousands of digits are possible, and each is kept
  auto [it, fresh] = ways_->end.try_emplace(sum, static_cast<Set>(nodes_.size()));
  if (fresh) {
    nodes_.push_back({kLast, 0, static_cast<std::uint32_t>(ways_->of.size())});
    ways_->of.push_back(sum);
  }
  return it->second;
}

std::string PatientSets::count(Set set) const {
  std::unordered_map<Set, Ways::Count> known;
  auto of = [&](auto&& self, Set s) -> Ways::Count {
    if (ends(s)) return ways_->of[nodes_[s].first];
    if (auto it = known.find(s); it != known.end()) return it->second;
    Ways::Count sum = 0;
    for (std::uint32_t i = 0; i < nodes_[s].count; ++i) sum += self(self, pool_[nodes_[s].first + i].to);
    known.emplace(s, sum);
    return sum;
  };
  return of(of, set).str();
}

void PatientSets::give_up() {
  making_.clear();
  throw TooMuchToTellApart();
}

PatientSets::Branches PatientSets::branches(Set s, VariableIndex at_variable) {
  if (s == kEmpty || top(s) != at_variable) return {0, 0, s};
  steps_ += nodes_[s].count;
  return {nodes_[s].first, nodes_[s].count, s};
}

PatientSets::Set PatientSets::make(VariableIndex variable, std::size_t from) {
  const std::size_t count = making_.size() - from;
  const Branch* const made = making_.data() + from;
  if (count == 0) return kEmpty;
  if (count == 1 && made[0].symbol == symbol::unknown) {
    const Set only = made[0].to;
    making_.resize(from);
    return only;
  }
  std::uint64_t mixed = variable;
  for (std::size_t i = 0; i < count; ++i) {
    mixed = (mixed ^ (std::uint64_t{made[i].to} << 8 | made[i].symbol)) * 0x9e3779b97f4a7c15ULL;
    mixed ^= mixed >> 32;
  }
  const auto hash = static_cast<std::uint32_t>(mix(mixed) >> 32);
  std::size_t slot = hash & (unique_.size() - 1);
  for (; unique_[slot].node != 0; slot = (slot + 1) & (unique_.size() - 1)) {
    if (unique_[slot].hash != hash) continue;
    const Set there = unique_[slot].node;
    if (nodes_[there].variable != variable || nodes_[there].count != count) continue;
    const Branch* const its = pool_.data() + nodes_[there].first;
    if (std::equal(made, made + count, its,
                   [](const Branch& x, const Branch& y) { return x.symbol == y.symbol && x.to == y.to; })) {
      making_.resize(from);
      return there;
    }
  }
  if (nodes_.size() >= limits_.nodes) give_up();
  const auto fresh = static_cast<Set>(nodes_.size());
  nodes_.push_back({variable, static_cast<std::uint16_t>(count), static_cast<std::uint32_t>(pool_.size())});
  pool_.insert(pool_.end(), made, made + count);
  making_.resize(from);
  unique_[slot] = {hash, fresh};
  if (nodes_.size() * 2 > unique_.size()) {
    std::vector<Made> more(unique_.size() * 2);
    for (const Made& node : unique_) {
      if (node.node == 0) continue;
      std::size_t free = node.hash & (more.size() - 1);
      while (more[free].node != 0) free = (free + 1) & (more.size() - 1);
      more[free] = node;
    }
    unique_ = std::move(more);
    remember_more();
  }
  return fresh;
}

std::size_t PatientSets::place_of(std::uint32_t what, std::uint32_t a, std::uint32_t b) const {
  return mix((std::uint64_t{b} << 32 | a) ^ what * 0x9e3779b97f4a7c15ULL) & (memory_used_ - 1);
}

const PatientSets::Set* PatientSets::recall(std::uint32_t op, std::uint32_t a, std::uint32_t b) {
  spend(1);
  const std::uint32_t what = round_ << 8 | op;
  const Found& found = memory_[place_of(what, a, b)];
  return found.what == what && found.a == a && found.b == b ? &found.result : nullptr;
}

PatientSets::Set PatientSets::remember(std::uint32_t op, std::uint32_t a, std::uint32_t b, Set result) {
  const std::uint32_t what = round_ << 8 | op;
  memory_[place_of(what, a, b)] = {what, a, b, result};
  return result;
}

// As many slots as there are for nodes.
void PatientSets::remember_more() {
  const std::size_t before = memory_used_;
  memory_used_ = std::min(unique_.size(), kMostRemembered);
  if (memory_used_ == before) return;
  if (memory_.size() < memory_used_) memory_.resize(memory_used_);
  // A result's place is the one that it had, or one past the slots that there were.
  for (std::size_t i = 0; i < before; ++i) {
    const Found found = memory_[i];
    if (found.what >> 8 == round_) memory_[place_of(found.what, found.a, found.b)] = found;
  }
}

PatientSets::Set PatientSets::unite(Set a, Set b) {
  if (a == kEmpty) return b;
  if (b == kEmpty) return a;
  if (a == b && mode_ == Mode::sets) return a;
  if (ends(a) && ends(b)) return add_ends(a, b);
  if (a > b) std::swap(a, b);
  if (const Set* known = recall(kUnite, a, b)) return *known;
  const VariableIndex v = std::min(top(a), top(b));
  const Branches left = branches(a, v), right = branches(b, v);
  const std::uint32_t lefts = size_of(left), rights = size_of(right);
  const std::size_t from = making_.size();
  for (std::uint32_t i = 0, j = 0; i < lefts || j < rights;) {
    if (j == rights || (i < lefts && branch(left, i).symbol < branch(right, j).symbol)) {
      making_.push_back(branch(left, i++));
    } else if (i == lefts || branch(right, j).symbol < branch(left, i).symbol) {
      making_.push_back(branch(right, j++));
    } else {
      const Symbol symbol = branch(left, i).symbol;
      const Set both = unite(branch(left, i++).to, branch(right, j++).to);
      making_.push_back({symbol, both});
    }
  }
  return remember(kUnite, a, b, make(v, from));
}

PatientSets::Set PatientSets::common(Set a, Set b) {
  if (a == kEmpty || b == kEmpty) return kEmpty;
  if (a == b || (ends(a) && ends(b))) return a;
  if (a > b && mode_ == Mode::sets) std::swap(a, b);
  if (const Set* known = recall(kCommon, a, b)) return *known;
  const VariableIndex v = std::min(top(a), top(b));
  const Branches left = branches(a, v), right = branches(b, v);
  const std::uint32_t lefts = size_of(left), rights = size_of(right);
  const std::size_t from = making_.size();
  for (std::uint32_t i = 0, j = 0; i < lefts && j < rights;) {
    const Branch l = branch(left, i), r = branch(right, j);
    if (l.symbol < r.symbol) {
      ++i;
    } else if (r.symbol < l.symbol) {
      ++j;
    } else {
      if (const Set s = common(l.to, r.to)) making_.push_back({l.symbol, s});
      ++i, ++j;
    }
  }
  return remember(kCommon, a, b, make(v, from));
}

PatientSets::Set PatientSets::minus(Set a, Set b) {
  if (b == kEmpty) return a;
  if (a == kEmpty || a == b || (ends(a) && ends(b))) return kEmpty;
  if (const Set* known = recall(kMinus, a, b)) return *known;
  const VariableIndex v = std::min(top(a), top(b));
  const Branches left = branches(a, v), right = branches(b, v);
  const std::uint32_t lefts = size_of(left), rights = size_of(right);
  const std::size_t from = making_.size();
  for (std::uint32_t i = 0, j = 0; i < lefts; ++i) {
    const Branch l = branch(left, i);
    while (j < rights && branch(right, j).symbol < l.symbol) ++j;
    const Set s = j < rights && branch(right, j).symbol == l.symbol ? minus(l.to, branch(right, j).to) : l.to;
    if (s) making_.push_back({l.symbol, s});
  }
  return remember(kMinus, a, b, make(v, from));
}

template <class F>
PatientSets::Set PatientSets::map_branches(Set s, F f) {
  const VariableIndex v = top(s);
  const Branches in = branches(s, v);
  const std::size_t from = making_.size();
  for (std::uint32_t i = 0; i < size_of(in); ++i) {
    const Branch b = branch(in, i);
    if (const Set to = f(b.to)) making_.push_back({b.symbol, to});
  }
  return make(v, from);
}

// The one branch to a set, of a symbol.
PatientSets::Set PatientSets::one_branch(VariableIndex variable, Symbol symbol, Set to) {
  const std::size_t from = making_.size();
  making_.push_back({symbol, to});
  return make(variable, from);
}

PatientSets::Set PatientSets::with(Set s, VariableIndex variable, Symbol symbol) {
  if (s == kEmpty) return kEmpty;
  if (top(s) > variable) return symbol == symbol::unknown ? s : one_branch(variable, symbol, s);
  const std::uint32_t what = std::uint32_t{variable} << 8 | symbol;
  if (const Set* known = recall(kWith, s, what)) return *known;
  if (top(s) != variable)
    return remember(kWith, s, what, map_branches(s, [&](Set to) { return with(to, variable, symbol); }));
  Set all = kEmpty;
  const Branches in = branches(s, variable);
  for (std::uint32_t i = 0; i < size_of(in); ++i) all = unite(all, branch(in, i).to);
  return remember(kWith, s, what, one_branch(variable, symbol, all));
}

// Those of the set whose branch at the variable is kept.
template <class F>
PatientSets::Set PatientSets::keep_branches(Set s, VariableIndex variable, F kept) {
  const Branches in = branches(s, variable);
  const std::size_t from = making_.size();
  for (std::uint32_t i = 0; i < size_of(in); ++i)
    if (kept(branch(in, i).symbol)) making_.push_back(branch(in, i));
  return make(variable, from);
}

PatientSets::Set PatientSets::where(Set s, VariableIndex variable, const std::uint8_t* table, std::uint32_t table_key,
                                    Truth truth) {
  if (s == kEmpty) return kEmpty;
  if (top(s) > variable) return table[symbol::unknown] == static_cast<std::uint8_t>(truth) ? s : kEmpty;
  const auto test = static_cast<std::uint32_t>(tests_.size());
  return where_truth(s, variable, table,
                     tests_.try_emplace(std::uint64_t{table_key} << 16 | variable, test).first->second, truth);
}

PatientSets::Set PatientSets::where_truth(Set s, VariableIndex variable, const std::uint8_t* table, std::uint32_t test,
                                          Truth truth) {
  if (s == kEmpty) return kEmpty;
  const auto holds = [&](Symbol symbol) { return table[symbol] == static_cast<std::uint8_t>(truth); };
  if (top(s) > variable) return holds(symbol::unknown) ? s : kEmpty;
  const std::uint32_t op = kWhere + static_cast<std::uint32_t>(truth);
  if (const Set* known = recall(op, s, test)) return *known;
  return remember(op, s, test, top(s) == variable ? keep_branches(s, variable, holds) : map_branches(s, [&](Set to) {
                    return where_truth(to, variable, table, test, truth);
                  }));
}

PatientSets::Set PatientSets::where_is(Set s, VariableIndex variable, Symbol symbol) {
  if (s == kEmpty) return kEmpty;
  if (top(s) > variable) return symbol == symbol::unknown ? s : kEmpty;
  const std::uint32_t what = std::uint32_t{variable} << 8 | symbol;
  if (const Set* known = recall(kWhereIs, s, what)) return *known;
  return remember(kWhereIs, s, what,
                  top(s) == variable ? keep_branches(s, variable, [&](Symbol its) { return its == symbol; })
                                     : map_branches(s, [&](Set to) { return where_is(to, variable, symbol); }));
}

std::uint32_t PatientSets::live_key(const std::vector<std::uint64_t>& live) {
  return live_keys_.try_emplace(live, static_cast<std::uint32_t>(live_keys_.size() + 1)).first->second;
}

PatientSets::Set PatientSets::keep(Set s, const std::vector<std::uint64_t>& live, std::uint32_t live_key) {
  if (ends(s)) return s;
  if (const Set* known = recall(kKeep, s, live_key)) return *known;
  const VariableIndex v = top(s);
  if (live[v / 64] >> (v % 64) & 1u)
    return remember(kKeep, s, live_key, map_branches(s, [&](Set to) { return keep(to, live, live_key); }));
  Set result = kEmpty;
  const Branches in = branches(s, v);
  for (std::uint32_t i = 0; i < size_of(in); ++i) result = unite(result, keep(branch(in, i).to, live, live_key));
  return remember(kKeep, s, live_key, result);
}

PatientSets::Set PatientSets::twice(Set s) {
  if (ends(s)) return s;
  if (const Set* known = recall(kTwice, s, 0)) return *known;
  const auto first = static_cast<VariableIndex>(top(s) * kStride);
  const Branches in = branches(s, top(s));
  const std::size_t from = making_.size();
  for (std::uint32_t i = 0; i < size_of(in); ++i) {
    const Branch b = branch(in, i);
    const Set to = with(twice(b.to), static_cast<VariableIndex>(first + 1), b.symbol);
    making_.push_back({b.symbol, to});
  }
  return remember(kTwice, s, 0, make(first, from));
}

PatientSets::Set PatientSets::both_alike(Set s) {
  if (ends(s)) return s;
  if (const Set* known = recall(kAlike, s, 0)) return *known;
  const VariableIndex v = top(s);
  // The second's, where the first's is unknown.
  if (v % kStride == 1) return remember(kAlike, s, 0, both_alike(where_is(s, v, symbol::unknown)));
  if (v % kStride != 0) return remember(kAlike, s, 0, map_branches(s, [&](Set to) { return both_alike(to); }));
  const auto second = static_cast<VariableIndex>(v + 1);
  const Branches in = branches(s, v);
  const std::size_t from = making_.size();
  for (std::uint32_t i = 0; i < size_of(in); ++i) {
    const Branch b = branch(in, i);
    const Set same = with(where_is(b.to, second, b.symbol), second, symbol::unknown);
    if (const Set rest = both_alike(same)) making_.push_back({b.symbol, with(rest, second, b.symbol)});
  }
  return remember(kAlike, s, 0, make(v, from));
}

PatientSets::Set PatientSets::forget_alike(Set s, const std::vector<std::uint64_t>& kept, std::uint32_t kept_key) {
  assert(mode_ == Mode::sets);
  if (ends(s)) return s;
  if (const Set* known = recall(kForgetAlike, s, kept_key)) return *known;
  const VariableIndex v = top(s);
  const auto its = static_cast<VariableIndex>(v / kStride);
  const bool keeps = its / 64u < kept.size() && (kept[its / 64u] >> (its % 64) & 1u) != 0;
  // At the second's variable the first's is unknown, so that the two are unlike already.
  if (keeps || v % kStride != 0)
    return remember(kForgetAlike, s, kept_key,
                    map_branches(s, [&](Set to) { return forget_alike(to, kept, kept_key); }));
  const auto second = static_cast<VariableIndex>(v + 1);
  Set result = kEmpty;
  const Branches in = branches(s, v);
  for (std::uint32_t i = 0; i < size_of(in); ++i) {
    const Branch b = branch(in, i);
    const Set alike = where_is(b.to, second, b.symbol), unlike = minus(b.to, alike);
    if (alike) result = unite(result, forget_alike(with(alike, second, symbol::unknown), kept, kept_key));
    if (unlike) result = unite(result, one_branch(v, b.symbol, forget_alike(unlike, kept, kept_key)));
  }
  return remember(kForgetAlike, s, kept_key, result);
}

PatientSets::Set PatientSets::restore_alike(Set s, Set as, VariableIndex side) {
  assert(mode_ == Mode::sets);
  if (s == kEmpty || as == kEmpty) return kEmpty;
  if (ends(as)) return s;
  const std::uint32_t op = kRestoreAlike + side;
  if (const Set* known = recall(op, s, as)) return *known;
  const auto first = static_cast<VariableIndex>(top(as) * kStride), second = static_cast<VariableIndex>(first + 1);
  if (top(s) < first) return remember(op, s, as, map_branches(s, [&](Set to) { return restore_alike(to, as, side); }));
  Set result = kEmpty;
  const Branches firsts = branches(s, first), all = branches(as, top(as));
  for (std::uint32_t i = 0; i < size_of(firsts); ++i) {
    const Branch x = branch(firsts, i);
    const Branches seconds = branches(x.to, second);
    for (std::uint32_t j = 0; j < size_of(seconds); ++j) {
      const Branch y = branch(seconds, j);
      const bool forgotten = x.symbol == symbol::unknown && y.symbol == symbol::unknown;
      for (std::uint32_t k = 0; k < size_of(all); ++k) {
        const Branch z = branch(all, k);
        if (!forgotten && z.symbol != (side == 0 ? x.symbol : y.symbol)) continue;
        const Set rest = restore_alike(y.to, z.to, side);
        if (!rest) continue;
        const Set pair = one_branch(second, forgotten ? z.symbol : y.symbol, rest);
        result = unite(result, one_branch(first, forgotten ? z.symbol : x.symbol, pair));
      }
    }
  }
  return remember(op, s, as, result);
}

void PatientSets::begin_walk(Set from) const {
  seen_.resize(nodes_.size(), 0);
  ++walk_;
  todo_.assign(1, from);
}

bool PatientSets::first_visit(Set s) const {
  ++steps_;
  return std::exchange(seen_[s], walk_) != walk_;
}

std::vector<Symbol> PatientSets::symbols(Set set, VariableIndex variable) const {
  std::array<bool, 256> found{};
  begin_walk(set);
  while (!todo_.empty()) {
    const Set s = todo_.back();
    todo_.pop_back();
    if (s == kEmpty || !first_visit(s)) continue;
    if (top(s) > variable) {
      found[0] = true;
      continue;
    }
    for (std::uint32_t i = 0; i < nodes_[s].count; ++i) {
      const Branch& b = pool_[nodes_[s].first + i];
      if (top(s) == variable)
        found[b.symbol] = true;
      else
        todo_.push_back(b.to);
    }
  }
  std::vector<Symbol> out;
  for (std::size_t i = 0; i < found.size(); ++i)
    if (found[i]) out.push_back(static_cast<Symbol>(i));
  return out;
}

std::vector<std::pair<VariableIndex, Symbol>> PatientSets::one(Set s) const {
  std::vector<std::pair<VariableIndex, Symbol>> out;
  while (!ends(s)) {
    const Branch& b = pool_[nodes_[s].first];
    if (b.symbol != symbol::unknown) out.emplace_back(nodes_[s].variable, b.symbol);
    s = b.to;
  }
  return out;
}

std::size_t PatientSets::width(Set set) const {
  std::size_t count = 0;
  begin_walk(set);
  while (!todo_.empty()) {
    const Set s = todo_.back();
    todo_.pop_back();
    if (ends(s) || !first_visit(s)) continue;
    ++count;
    for (std::uint32_t i = 0; i < nodes_[s].count; ++i) todo_.push_back(pool_[nodes_[s].first + i].to);
  }
  return count;
}

}  // namespace signpost

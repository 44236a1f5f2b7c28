#include "engine/patient_sets.hpp"

#include <algorithm>
#include <array>
#include <boost/multiprecision/cpp_int.hpp>
#include <cassert>
#include <map>
#include <unordered_map>
#include <utility>

namespace signpost {
namespace {

constexpr std::size_t kFirstTable = 4096;  // slots of a table before it grows; a power of two

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

PatientSets::PatientSets(std::size_t most_nodes, Mode mode) : most_nodes_(most_nodes), mode_(mode) { clear(); }
PatientSets::~PatientSets() = default;

void PatientSets::clear() {
  nodes_ = {Node{kLast, 0, 0}, Node{kLast, 0, 1}};
  hash_ = {0, 0};
  ways_ = std::make_unique<Ways>();
  pool_.clear();
  unique_.assign(kFirstTable, 0);
  seen_.clear();
  walk_ = 0;
  if (memory_.empty()) memory_.resize(kFirstTable);
  remembered_ = 0;
  ++round_;
}

PatientSets::Set PatientSets::add_ends(Set a, Set b) {
  const Ways::Count sum = ways_->of[nodes_[a].first] + ways_->of[nodes_[b].first];
  auto [it, fresh] = ways_->end.try_emplace(sum, static_cast<Set>(nodes_.size()));
  if (fresh) {
    nodes_.push_back({kLast, 0, static_cast<std::uint32_t>(ways_->of.size())});
    hash_.push_back(0);
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

PatientSets::Branches PatientSets::branches(Set s, VariableIndex at_variable) const {
  if (s == kEmpty || top(s) != at_variable) return {0, 0, s};
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
  for (std::size_t i = 0; i < count; ++i) mixed = mix(mixed ^ (std::uint64_t{made[i].to} << 8 | made[i].symbol));
  const auto hash = static_cast<std::uint32_t>(mixed >> 32);
  std::size_t slot = hash & (unique_.size() - 1);
  for (; unique_[slot] != 0; slot = (slot + 1) & (unique_.size() - 1)) {
    const Set there = unique_[slot];
    if (hash_[there] != hash || nodes_[there].variable != variable || nodes_[there].count != count) continue;
    const Branch* const its = pool_.data() + nodes_[there].first;
    if (std::equal(made, made + count, its,
                   [](const Branch& x, const Branch& y) { return x.symbol == y.symbol && x.to == y.to; })) {
      making_.resize(from);
      return there;
    }
  }
  if (nodes_.size() >= most_nodes_) {
    making_.clear();
    throw TooManySets();
  }
  const auto fresh = static_cast<Set>(nodes_.size());
  nodes_.push_back({variable, static_cast<std::uint16_t>(count), static_cast<std::uint32_t>(pool_.size())});
  hash_.push_back(hash);
  pool_.insert(pool_.end(), made, made + count);
  making_.resize(from);
  unique_[slot] = fresh;
  if (nodes_.size() * 3 > unique_.size() * 2) {
    unique_.assign(unique_.size() * 2, 0);
    for (Set s = 2; s < nodes_.size(); ++s) {
      if (nodes_[s].variable == kLast) continue;
      std::size_t free = hash_[s] & (unique_.size() - 1);
      while (unique_[free] != 0) free = (free + 1) & (unique_.size() - 1);
      unique_[free] = s;
    }
  }
  return fresh;
}

const PatientSets::Set* PatientSets::recall(std::uint64_t a, std::uint64_t b) const {
  for (std::size_t slot = mix(mix(a) ^ b) & (memory_.size() - 1); memory_[slot].round == round_;
       slot = (slot + 1) & (memory_.size() - 1))
    if (memory_[slot].a == a && memory_[slot].b == b) return &memory_[slot].result;
  return nullptr;
}

PatientSets::Set PatientSets::remember(std::uint64_t a, std::uint64_t b, Set result) {
  const auto put = [&](const Found& found) {
    std::size_t slot = mix(mix(found.a) ^ found.b) & (memory_.size() - 1);
    while (memory_[slot].round == round_) slot = (slot + 1) & (memory_.size() - 1);
    memory_[slot] = found;
  };
  if (++remembered_ > kMostRemembered) {
    remembered_ = 1;
    ++round_;
  }
  if (remembered_ * 3 > memory_.size() * 2) {
    const std::vector<Found> before = std::move(memory_);
    memory_.assign(before.size() * 2, {});
    for (const Found& found : before)
      if (found.round == round_) put(found);
  }
  put({a, b, result, round_});
  return result;
}

PatientSets::Set PatientSets::unite(Set a, Set b) {
  if (a == kEmpty) return b;
  if (b == kEmpty) return a;
  if (a == b && mode_ == Mode::sets) return a;
  if (ends(a) && ends(b)) return add_ends(a, b);
  if (a > b) std::swap(a, b);
  const std::uint64_t key = kUnite << 32 | a;
  if (const Set* known = recall(key, b)) return *known;
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
  return remember(key, b, make(v, from));
}

PatientSets::Set PatientSets::common(Set a, Set b) {
  if (a == kEmpty || b == kEmpty) return kEmpty;
  if (a == b || (ends(a) && ends(b))) return a;
  if (a > b && mode_ == Mode::sets) std::swap(a, b);
  const std::uint64_t key = kCommon << 32 | a;
  if (const Set* known = recall(key, b)) return *known;
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
  return remember(key, b, make(v, from));
}

PatientSets::Set PatientSets::minus(Set a, Set b) {
  if (b == kEmpty) return a;
  if (a == kEmpty || a == b || (ends(a) && ends(b))) return kEmpty;
  const std::uint64_t key = kMinus << 32 | a;
  if (const Set* known = recall(key, b)) return *known;
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
  return remember(key, b, make(v, from));
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
  const std::uint64_t key = kWith << 32 | s, what = std::uint64_t(variable) << 8 | symbol;
  if (const Set* known = recall(key, what)) return *known;
  if (top(s) != variable)
    return remember(key, what, map_branches(s, [&](Set to) { return with(to, variable, symbol); }));
  Set all = kEmpty;
  const Branches in = branches(s, variable);
  for (std::uint32_t i = 0; i < size_of(in); ++i) all = unite(all, branch(in, i).to);
  return remember(key, what, one_branch(variable, symbol, all));
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
  const auto holds = [&](Symbol symbol) { return table[symbol] == static_cast<std::uint8_t>(truth); };
  if (top(s) > variable) return holds(symbol::unknown) ? s : kEmpty;
  const std::uint64_t key = kWhere << 32 | s;
  const std::uint64_t what =
      std::uint64_t(table_key) << 32 | std::uint64_t(variable) << 8 | static_cast<std::uint64_t>(truth);
  if (const Set* known = recall(key, what)) return *known;
  return remember(key, what, top(s) == variable ? keep_branches(s, variable, holds) : map_branches(s, [&](Set to) {
                    return where(to, variable, table, table_key, truth);
                  }));
}

PatientSets::Set PatientSets::where_is(Set s, VariableIndex variable, Symbol symbol) {
  if (s == kEmpty) return kEmpty;
  if (top(s) > variable) return symbol == symbol::unknown ? s : kEmpty;
  const std::uint64_t key = kWhereIs << 32 | s, what = std::uint64_t(variable) << 8 | symbol;
  if (const Set* known = recall(key, what)) return *known;
  return remember(key, what,
                  top(s) == variable ? keep_branches(s, variable, [&](Symbol its) { return its == symbol; })
                                     : map_branches(s, [&](Set to) { return where_is(to, variable, symbol); }));
}

std::uint32_t PatientSets::live_key(const std::vector<std::uint64_t>& live) {
  return live_keys_.try_emplace(live, static_cast<std::uint32_t>(live_keys_.size() + 1)).first->second;
}

PatientSets::Set PatientSets::keep(Set s, const std::vector<std::uint64_t>& live, std::uint32_t live_key) {
  if (ends(s)) return s;
  const std::uint64_t key = kKeep << 32 | s;
  if (const Set* known = recall(key, live_key)) return *known;
  const VariableIndex v = top(s);
  if (live[v / 64] >> (v % 64) & 1u)
    return remember(key, live_key, map_branches(s, [&](Set to) { return keep(to, live, live_key); }));
  Set result = kEmpty;
  const Branches in = branches(s, v);
  for (std::uint32_t i = 0; i < size_of(in); ++i) result = unite(result, keep(branch(in, i).to, live, live_key));
  return remember(key, live_key, result);
}

PatientSets::Set PatientSets::twice(Set s, VariableIndex stride) {
  if (ends(s)) return s;
  const std::uint64_t key = kTwice << 32 | s;
  if (const Set* known = recall(key, stride)) return *known;
  const auto first = static_cast<VariableIndex>(top(s) * stride);
  const Branches in = branches(s, top(s));
  const std::size_t from = making_.size();
  for (std::uint32_t i = 0; i < size_of(in); ++i) {
    const Branch b = branch(in, i);
    const Set to = with(twice(b.to, stride), static_cast<VariableIndex>(first + 1), b.symbol);
    making_.push_back({b.symbol, to});
  }
  return remember(key, stride, make(first, from));
}

PatientSets::Set PatientSets::both_alike(Set s, VariableIndex stride) {
  if (ends(s)) return s;
  const std::uint64_t key = kAlike << 32 | s;
  if (const Set* known = recall(key, stride)) return *known;
  const VariableIndex v = top(s);
  // The second's, where the first's is unknown.
  if (v % stride == 1) return remember(key, stride, both_alike(where_is(s, v, symbol::unknown), stride));
  if (v % stride != 0) return remember(key, stride, map_branches(s, [&](Set to) { return both_alike(to, stride); }));
  const auto second = static_cast<VariableIndex>(v + 1);
  const Branches in = branches(s, v);
  const std::size_t from = making_.size();
  for (std::uint32_t i = 0; i < size_of(in); ++i) {
    const Branch b = branch(in, i);
    const Set same = with(where_is(b.to, second, b.symbol), second, symbol::unknown);
    if (const Set rest = both_alike(same, stride)) making_.push_back({b.symbol, with(rest, second, b.symbol)});
  }
  return remember(key, stride, make(v, from));
}

PatientSets::Set PatientSets::forget_alike(Set s, VariableIndex stride, const std::vector<std::uint64_t>& kept,
                                           std::uint32_t kept_key) {
  assert(mode_ == Mode::sets);
  if (ends(s)) return s;
  const std::uint64_t key = kForgetAlike << 32 | s, what = std::uint64_t{kept_key} << 8 | stride;
  if (const Set* known = recall(key, what)) return *known;
  const VariableIndex v = top(s);
  const auto its = static_cast<VariableIndex>(v / stride);
  const bool keeps = its / 64u < kept.size() && (kept[its / 64u] >> (its % 64) & 1u) != 0;
  // At the second's variable the first's is unknown, so that the two are unlike already.
  if (keeps || v % stride != 0)
    return remember(key, what, map_branches(s, [&](Set to) { return forget_alike(to, stride, kept, kept_key); }));
  const auto second = static_cast<VariableIndex>(v + 1);
  Set result = kEmpty;
  const Branches in = branches(s, v);
  for (std::uint32_t i = 0; i < size_of(in); ++i) {
    const Branch b = branch(in, i);
    const Set alike = where_is(b.to, second, b.symbol), unlike = minus(b.to, alike);
    if (alike) result = unite(result, forget_alike(with(alike, second, symbol::unknown), stride, kept, kept_key));
    if (unlike) result = unite(result, one_branch(v, b.symbol, forget_alike(unlike, stride, kept, kept_key)));
  }
  return remember(key, what, result);
}

PatientSets::Set PatientSets::restore_alike(Set s, Set as, VariableIndex stride, VariableIndex side) {
  assert(mode_ == Mode::sets);
  if (s == kEmpty || as == kEmpty) return kEmpty;
  if (ends(as)) return s;
  const std::uint64_t key = kRestoreAlike << 32 | s, what = (std::uint64_t{as} * 2 + side) << 8 | stride;
  if (const Set* known = recall(key, what)) return *known;
  const auto first = static_cast<VariableIndex>(top(as) * stride), second = static_cast<VariableIndex>(first + 1);
  if (top(s) < first)
    return remember(key, what, map_branches(s, [&](Set to) { return restore_alike(to, as, stride, side); }));
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
        const Set rest = restore_alike(y.to, z.to, stride, side);
        if (!rest) continue;
        const Set pair = one_branch(second, forgotten ? z.symbol : y.symbol, rest);
        result = unite(result, one_branch(first, forgotten ? z.symbol : x.symbol, pair));
      }
    }
  }
  return remember(key, what, result);
}

void PatientSets::begin_walk(Set from) const {
  seen_.resize(nodes_.size(), 0);
  ++walk_;
  todo_.assign(1, from);
}

bool PatientSets::first_visit(Set s) const { return std::exchange(seen_[s], walk_) != walk_; }

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

std::vector<std::uint64_t> PatientSets::known_variables(Set set) const {
  std::vector<std::uint64_t> bits;
  begin_walk(set);
  while (!todo_.empty()) {
    const Set s = todo_.back();
    todo_.pop_back();
    if (ends(s) || !first_visit(s)) continue;
    if (bits.size() <= top(s) / 64u) bits.resize(top(s) / 64u + 1, 0);
    bits[top(s) / 64u] |= std::uint64_t{1} << (top(s) % 64);
    for (std::uint32_t i = 0; i < nodes_[s].count; ++i) todo_.push_back(pool_[nodes_[s].first + i].to);
  }
  return bits;
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

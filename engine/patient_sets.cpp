#include "engine/patient_sets.hpp"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <map>
#include <unordered_set>

namespace signpost {

// How many ways the ends of diagrams stand for; nodes_[end].first is the place.
struct PatientSets::Ways {
  using Count = boost::multiprecision::cpp_int;
  std::vector<Count> of{0, 1};
  std::map<Count, Set> end{{0, kEmpty}, {1, kUnknown}};
};

PatientSets::PatientSets(Mode mode) : mode_(mode) { clear(); }
PatientSets::~PatientSets() = default;

void PatientSets::clear() {
  nodes_ = {Node{kLast, 0, 0}, Node{kLast, 0, 1}};
  ways_ = std::make_unique<Ways>();
  pool_.clear();
  unique_.clear();
  memory_.clear();
}

PatientSets::Set PatientSets::add_ends(Set a, Set b) {
  const Ways::Count sum = ways_->of[nodes_[a].first] + ways_->of[nodes_[b].first];
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

std::size_t PatientSets::branches(Set s, VariableIndex at_variable, std::vector<Branch>& out) const {
  out.clear();
  if (s == kEmpty) return 0;
  if (top(s) != at_variable)
    out.push_back({symbol::unknown, s});
  else
    out.assign(pool_.begin() + nodes_[s].first, pool_.begin() + nodes_[s].first + nodes_[s].count);
  return out.size();
}

PatientSets::Set PatientSets::make(VariableIndex variable, const std::vector<Branch>& branches) {
  if (branches.empty()) return kEmpty;
  if (branches.size() == 1 && branches.front().symbol == symbol::unknown) return branches.front().to;
  std::size_t hash = variable;
  for (const Branch& b : branches) hash = hash * 1000003 ^ (std::size_t(b.to) << 8 | b.symbol);
  auto [from, to] = unique_.equal_range(hash);
  for (auto it = from; it != to; ++it) {
    const Node& n = nodes_[it->second];
    if (n.variable == variable && n.count == branches.size() &&
        std::equal(branches.begin(), branches.end(), pool_.begin() + n.first,
                   [](const Branch& x, const Branch& y) { return x.symbol == y.symbol && x.to == y.to; }))
      return it->second;
  }
  Set made = static_cast<Set>(nodes_.size());
  nodes_.push_back({variable, static_cast<std::uint16_t>(branches.size()), static_cast<std::uint32_t>(pool_.size())});
  pool_.insert(pool_.end(), branches.begin(), branches.end());
  unique_.emplace(hash, made);
  return made;
}

PatientSets::Set PatientSets::unite(Set a, Set b) {
  if (a == kEmpty) return b;
  if (b == kEmpty) return a;
  if (a == b && mode_ == Mode::sets) return a;
  if (ends(a) && ends(b)) return add_ends(a, b);
  if (a > b) std::swap(a, b);
  Key key{kUnite << 32 | a, b};
  if (auto it = memory_.find(key); it != memory_.end()) return it->second;
  VariableIndex v = std::min(top(a), top(b));
  std::vector<Branch> left, right, out;
  branches(a, v, left);
  branches(b, v, right);
  std::size_t i = 0, j = 0;
  while (i < left.size() || j < right.size()) {
    if (j == right.size() || (i < left.size() && left[i].symbol < right[j].symbol))
      out.push_back(left[i++]);
    else if (i == left.size() || right[j].symbol < left[i].symbol)
      out.push_back(right[j++]);
    else {
      out.push_back({left[i].symbol, unite(left[i].to, right[j].to)});
      ++i, ++j;
    }
  }
  return memory_[key] = make(v, out);
}

PatientSets::Set PatientSets::common(Set a, Set b) {
  if (a == kEmpty || b == kEmpty) return kEmpty;
  if (a == b || (ends(a) && ends(b))) return a;
  if (a > b && mode_ == Mode::sets) std::swap(a, b);
  Key key{kCommon << 32 | a, b};
  if (auto it = memory_.find(key); it != memory_.end()) return it->second;
  VariableIndex v = std::min(top(a), top(b));
  std::vector<Branch> left, right, out;
  branches(a, v, left);
  branches(b, v, right);
  for (std::size_t i = 0, j = 0; i < left.size() && j < right.size();) {
    if (left[i].symbol < right[j].symbol)
      ++i;
    else if (right[j].symbol < left[i].symbol)
      ++j;
    else {
      if (Set s = common(left[i].to, right[j].to)) out.push_back({left[i].symbol, s});
      ++i, ++j;
    }
  }
  return memory_[key] = make(v, out);
}

PatientSets::Set PatientSets::minus(Set a, Set b) {
  if (b == kEmpty) return a;
  if (a == kEmpty || a == b || (ends(a) && ends(b))) return kEmpty;
  Key key{kMinus << 32 | a, b};
  if (auto it = memory_.find(key); it != memory_.end()) return it->second;
  VariableIndex v = std::min(top(a), top(b));
  std::vector<Branch> left, right, out;
  branches(a, v, left);
  branches(b, v, right);
  std::size_t j = 0;
  for (const Branch& l : left) {
    while (j < right.size() && right[j].symbol < l.symbol) ++j;
    Set s = j < right.size() && right[j].symbol == l.symbol ? minus(l.to, right[j].to) : l.to;
    if (s) out.push_back({l.symbol, s});
  }
  return memory_[key] = make(v, out);
}

template <class F>
PatientSets::Set PatientSets::map_branches(Set s, F f) {
  std::vector<Branch> in, out;
  VariableIndex v = top(s);
  branches(s, v, in);
  for (const Branch& b : in)
    if (Set to = f(b.to)) out.push_back({b.symbol, to});
  return make(v, out);
}

PatientSets::Set PatientSets::with(Set s, VariableIndex variable, Symbol symbol) {
  if (s == kEmpty) return kEmpty;
  if (top(s) > variable) return symbol == symbol::unknown ? s : make(variable, {{symbol, s}});
  Key key{kWith << 32 | s, std::uint64_t(variable) << 8 | symbol};
  if (auto it = memory_.find(key); it != memory_.end()) return it->second;
  Set result;
  if (top(s) == variable) {
    std::vector<Branch> in;
    branches(s, variable, in);
    Set all = kEmpty;
    for (const Branch& b : in) all = unite(all, b.to);
    result = make(variable, {{symbol, all}});
  } else {
    result = map_branches(s, [&](Set to) { return with(to, variable, symbol); });
  }
  return memory_[key] = result;
}

PatientSets::Set PatientSets::where(Set s, VariableIndex variable, const std::uint8_t* table, std::uint32_t table_key,
                                    Truth truth) {
  if (s == kEmpty) return kEmpty;
  if (top(s) > variable) return table[0] == static_cast<std::uint8_t>(truth) ? s : kEmpty;
  Key key{kWhere << 32 | s,
          std::uint64_t(table_key) << 32 | std::uint64_t(variable) << 8 | static_cast<std::uint64_t>(truth)};
  if (auto it = memory_.find(key); it != memory_.end()) return it->second;
  Set result;
  if (top(s) == variable) {
    std::vector<Branch> in, out;
    branches(s, variable, in);
    for (const Branch& b : in)
      if (table[b.symbol] == static_cast<std::uint8_t>(truth)) out.push_back(b);
    result = make(variable, out);
  } else {
    result = map_branches(s, [&](Set to) { return where(to, variable, table, table_key, truth); });
  }
  return memory_[key] = result;
}

PatientSets::Set PatientSets::where_is(Set s, VariableIndex variable, Symbol symbol) {
  if (s == kEmpty) return kEmpty;
  if (top(s) > variable) return symbol == symbol::unknown ? s : kEmpty;
  Key key{kWhereIs << 32 | s, std::uint64_t(variable) << 8 | symbol};
  if (auto it = memory_.find(key); it != memory_.end()) return it->second;
  Set result;
  if (top(s) == variable) {
    std::vector<Branch> in, out;
    branches(s, variable, in);
    for (const Branch& b : in)
      if (b.symbol == symbol) out.push_back(b);
    result = make(variable, out);
  } else {
    result = map_branches(s, [&](Set to) { return where_is(to, variable, symbol); });
  }
  return memory_[key] = result;
}

PatientSets::Set PatientSets::keep(Set s, const std::vector<std::uint64_t>& live, std::uint32_t live_key) {
  if (ends(s)) return s;
  Key key{kKeep << 32 | s, live_key};
  if (auto it = memory_.find(key); it != memory_.end()) return it->second;
  VariableIndex v = top(s);
  Set result = kEmpty;
  if (live[v / 64] >> (v % 64) & 1u) {
    result = map_branches(s, [&](Set to) { return keep(to, live, live_key); });
  } else {
    std::vector<Branch> in;
    branches(s, v, in);
    for (const Branch& b : in) result = unite(result, keep(b.to, live, live_key));
  }
  return memory_[key] = result;
}

std::vector<Symbol> PatientSets::symbols(Set set, VariableIndex variable) const {
  std::vector<char> found(256, 0);
  std::unordered_set<Set> seen;
  std::vector<Set> todo{set};
  while (!todo.empty()) {
    Set s = todo.back();
    todo.pop_back();
    if (s == kEmpty || !seen.insert(s).second) continue;
    if (top(s) > variable) {
      found[0] = 1;
      continue;
    }
    for (std::uint32_t i = 0; i < nodes_[s].count; ++i) {
      const Branch& b = pool_[nodes_[s].first + i];
      if (top(s) == variable)
        found[b.symbol] = 1;
      else
        todo.push_back(b.to);
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
  std::unordered_set<Set> seen;
  std::vector<Set> todo{set};
  while (!todo.empty()) {
    Set s = todo.back();
    todo.pop_back();
    if (ends(s) || !seen.insert(s).second) continue;
    for (std::uint32_t i = 0; i < nodes_[s].count; ++i) todo.push_back(pool_[nodes_[s].first + i].to);
  }
  return seen.size();
}

}  // namespace signpost

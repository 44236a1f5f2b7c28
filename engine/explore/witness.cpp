#include "engine/explore/witness.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/amounts/measure.hpp"
#include "engine/walk/walk.hpp"

namespace signpost {
namespace {

using Set = PatientSets::Set;

class Finder {
 public:
  Finder(const DecisionGraph& g, const Program& p, PatientSets& s, Expansion& e, const Explored& x)
      : g_(g), p_(p), s_(s), e_(e), x_(x) {}

  Witness find_within(NodeIndex node, Set bad, AnswerLabel label) {
    Set after = single(s_.one(bad));
    Set these = before_answering(node, after);
    const Node& n = g_.nodes[at(node)];
    if (label.put) {
      for (VariableIndex v = 0; v < e_.variable_count(); ++v) {
        auto symbols = s_.symbols(these, v);
        if (symbols.size() < 2) continue;
        for (Symbol symbol : symbols)
          if (Set fewer = s_.where_is(these, v, symbol); reports(node, fewer, after)) {
            these = fewer;
            break;
          }
      }
      if (is_list(n) && !label.unsure)
        label.ticks = ticks(node, these, [&](const OneWay& way) { return reports(node, these, after, &way); });
    }
    Witness w = find(node, these);
    for (auto [v, symbol] : s_.one(bad)) w.state[v] = symbol;
    if (label.put && n.question != kNone<QuestionIndex>)
      w.answers.emplace_back(g_.questions[at(n.question)].id, value(g_.questions[at(n.question)], label));
    return w;
  }

  Witness find(NodeIndex node, Set bad) {
    Witness w;
    w.state.assign(e_.variable_count(), symbol::unknown);
    for (auto [v, symbol] : s_.one(bad)) w.state[v] = symbol;
    Set here = single(s_.one(bad));
    while (node != p_.start) {
      auto [before, patient, label] = step_back(node, here);
      const Node& n = g_.nodes[at(before)];
      if (label.put && n.question != kNone<QuestionIndex>)
        w.answers.emplace_back(g_.questions[at(n.question)].id, value(g_.questions[at(n.question)], label));
      node = before;
      here = patient;
    }
    std::reverse(w.answers.begin(), w.answers.end());
    // Who they are: anybody born who agrees with what is remembered at the start.
    Set who = x_.born;
    auto remembered = s_.one(here);
    for (VariableIndex v = 0; v < p_.variables.size(); ++v)
      if (live(p_.start, v)) who = s_.where_is(who, v, symbol_of(remembered, v));
    // Where any age will do, a grown-up reads more naturally than a newborn.
    Age grown = *age_of(30, AgeUnit::years);
    if (Set adult = s_.where_is(who, kAgeVariable, p_.age_class[grown.first])) who = adult;
    auto person = s_.one(who);
    Symbol age_class = symbol_of(person, kAgeVariable);
    for (int cell = kAgeCells; cell-- > 0;)
      if (p_.age_class[static_cast<std::size_t>(cell)] == age_class) w.age = static_cast<AgeCell>(cell);
    if (p_.age_class[grown.first] == age_class) w.age = grown.first;
    if (Symbol s = symbol_of(person, kSexVariable)) w.sex = s;
    if (Symbol s = symbol_of(person, kPartyVariable)) w.party = s;
    for (std::size_t i = 0; i < g_.switches.size(); ++i) {
      const auto v = static_cast<VariableIndex>(kFirstSwitch + i);
      const bool matters = live(p_.start, v) || p_.admits != kNone<TestIndex>;
      const bool on = matters ? symbol_of(person, v) == symbol::yes : g_.switches[i].on;
      w.switches |= static_cast<std::uint32_t>(on) << i;
      if (on != g_.switches[i].on) w.switched.push_back(g_.switches[i].id + (on ? "=on" : "=off"));
    }
    w.age_matters = p_.variables[kAgeVariable].symbols > 1;
    w.sex_matters = live(p_.start, kSexVariable) || p_.admits != kNone<TestIndex>;
    return w;
  }

 private:
  std::size_t local(NodeIndex n) const { return at(n) - at(x_.first); }
  bool live(NodeIndex n, VariableIndex v) const { return has_bit(x_.live[local(n)], v); }
  static Symbol symbol_of(const std::vector<std::pair<VariableIndex, Symbol>>& patient, VariableIndex v) {
    for (auto [variable, symbol] : patient)
      if (variable == v) return symbol;
    return symbol::unknown;
  }
  Set single(const std::vector<std::pair<VariableIndex, Symbol>>& patient) {
    Set s = PatientSets::kUnknown;
    for (auto [v, symbol] : patient) s = s_.with(s, v, symbol);
    return s;
  }

  // The patients at a node who can become one of `after`, as far as what answering there cannot change tells.
  Set before_answering(NodeIndex node, Set after) {
    Set these = x_.arrived[local(node)];
    std::vector<std::uint64_t> written(x_.live[0].size(), 0);
    e_.writes(node, written);
    auto one = s_.one(after);
    for (VariableIndex v = 0; v < e_.variable_count(); ++v) {
      if (has_bit(written, v)) continue;
      Set fewer = s_.where_is(these, v, symbol_of(one, v));
      if (fewer) these = fewer;
    }
    return these;
  }

  // Does answering at the node, by some of these patients, make one that is reported and is in `after`?
  // `only`: and not by *not sure*.
  bool reports(NodeIndex node, Set these, Set after, const OneWay* only = nullptr) {
    bool found = false;
    auto look = [&](Set set, const AnswerLabel& how) {
      found = found || (!(only && how.unsure) && s_.common(set, after) != PatientSets::kEmpty);
    };
    Expansion::Listener listener;
    listener.undecided = [&](std::uint32_t, Set set, const AnswerLabel& how) { look(set, how); };
    listener.also_true = [&](std::uint32_t, std::uint32_t, Set set, const AnswerLabel& how) { look(set, how); };
    listener.left_out = [&](Set set, const AnswerLabel& how) { look(set, how); };
    e_.expand(node, these, listener, only ? *only : OneWay{});
    return found;
  }

  // Do some of these patients at `before` become `patient` at `node`? `only`: and not by *not sure*.
  bool leads(NodeIndex before, Set these, NodeIndex node, Set patient, AnswerLabel* label,
             const OneWay* only = nullptr) {
    bool found = false;
    Expansion::Listener listener;
    listener.arrive = [&](NodeIndex to, Set set, const AnswerLabel& how) {
      if (found || to != node || (only && how.unsure)) return;
      Set kept = s_.keep(set, x_.live[local(node)], x_.live_key[local(node)]);
      if (s_.common(kept, patient) == PatientSets::kEmpty) return;
      found = true;
      if (label) *label = how;
    };
    e_.expand(before, these, listener, only ? *only : OneWay{});
    return found;
  }

  struct Back {
    NodeIndex before;
    Set patient;
    AnswerLabel label;
  };

  Back step_back(NodeIndex node, Set patient) {
    auto known = s_.one(patient);
    for (NodeIndex before : x_.from[local(node)]) {
      // What answering cannot have changed must have been so before.
      Set these = x_.arrived[local(before)];
      std::vector<std::uint64_t> written(x_.live[0].size(), 0);
      e_.writes(before, written);
      for (VariableIndex v = 0; v < e_.variable_count() && these; ++v)
        if (live(node, v) && !has_bit(written, v)) these = s_.where_is(these, v, symbol_of(known, v));
      AnswerLabel label;
      if (!these || !leads(before, these, node, patient, &label)) continue;
      // Narrow down to one patient, variable by variable: some symbol always keeps the way open.
      for (VariableIndex v = 0; v < e_.variable_count(); ++v) {
        auto symbols = s_.symbols(these, v);
        if (symbols.size() < 2) continue;
        for (Symbol symbol : symbols) {
          Set fewer = s_.where_is(these, v, symbol);
          if (leads(before, fewer, node, patient, &label)) {
            these = fewer;
            break;
          }
        }
      }
      if (is_list(g_.nodes[at(before)]) && label.put && !label.unsure)
        label.ticks =
            ticks(before, these, [&](const OneWay& way) { return leads(before, these, node, patient, nullptr, &way); });
      return {before, these, label};
    }
    return {p_.start, patient, {}};  // not reached: every patient who arrived came from somewhere
  }

  bool is_list(const Node& n) const {
    return n.kind == Node::Kind::ask && g_.questions[at(n.question)].kind == QuestionKind::tick;
  }

  // Which items one patient ticked: as few as keep `possible` true.
  template <class F>
  std::uint32_t ticks(NodeIndex node, Set patient, F possible) {
    OneWay way;
    const Question& q = g_.questions[at(g_.nodes[at(node)].question)];
    for (std::size_t i = 0; i < q.answers.size(); ++i) {
      OneWay without = way;
      without.may_tick &= ~(1u << i);
      if (possible(without))
        way = without;
      else
        way.must_tick |= 1u << i;
    }
    PatientState state;
    std::fill(state.value.begin(), state.value.end(), symbol::unknown);
    for (auto [v, symbol] : s_.one(patient))
      if (v < p_.variables.size()) state[v] = symbol;
    return way.must_tick & offer(g_, p_, state, g_.nodes[at(node)].question).shown;
  }

  std::string value(const Question& q, const AnswerLabel& label) const { return answer_words_of(p_, q, label); }

  const DecisionGraph& g_;
  const Program& p_;
  PatientSets& s_;
  Expansion& e_;
  const Explored& x_;
};

}  // namespace

std::string Witness::person() const {
  if (!age_matters && !sex_matters) return "anybody";
  auto [count, unit] = age_parts(age);
  static constexpr const char* kUnits[] = {"day", "week", "month", "year"};
  bool child = age < kAgeCells - 105;  // under 16 years
  std::string noun;
  if (sex_matters) {
    noun = sex == symbol::female ? (child ? " girl" : " woman")
           : sex == symbol::male ? (child ? " boy" : " man")
                                 : (child ? " child whose sex was not said" : " person whose sex was not said");
  }
  if (!age_matters) return "a" + (noun.empty() ? " person" : noun);
  bool an = count == 8 || count == 11 || count == 18 || (count >= 80 && count <= 89);
  return fmt::format("{} {}-{}-old{}", an ? "an" : "a", count, kUnits[static_cast<std::size_t>(unit)], noun);
}

std::string Witness::journey() const {
  std::string text;
  for (const auto& [question, value] : answers) text += (text.empty() ? "" : ", ") + question + ": " + value;
  return text.empty() ? "before the first question" : text;
}

std::string Witness::command(const std::string& topic) const {
  std::string text = fmt::format("signpost run {} --age \"{}\" --sex {}", topic, age_text(age),
                                 sex == symbol::female ? "female"
                                 : sex == symbol::male ? "male"
                                                       : "not-said");
  if (party == symbol::someone_else) text += " --party someone-else";
  for (const std::string& s : switched) text += " --switch " + s;
  std::string list;
  for (const auto& [question, value] : answers) list += (list.empty() ? "" : ",") + question + "=" + value;
  if (!list.empty()) text += " --answers \"" + list + "\"";
  return text;
}

std::string answer_words_of(const Program& program, const Question& q, const AnswerLabel& label) {
  if (q.kind == QuestionKind::note) return "seen";
  if (label.unsure) return "unsure";
  if (q.kind == QuestionKind::tick) {
    std::string text;
    for (std::size_t i = 0; i < q.answers.size(); ++i)
      if (label.ticks >> i & 1u) text += (text.empty() ? "" : "+") + q.answers[i].id;
    return text.empty() ? "none" : text;
  }
  auto i = static_cast<std::size_t>(label.answer);
  if (label.symbol && q.variable) {
    const std::vector<std::int32_t>& cells = program.variables[q.variable].cells;
    const std::int32_t from = std::max(cells[label.symbol - 1u], q.bands[i].from), stands = stands_for(q, i);
    const bool same = stands >= from && (label.symbol == cells.size() || stands < cells[label.symbol]);
    if (!same || q.answers[i].id == "given")
      return q.kind == QuestionKind::number ? thousandths_text(from)
             : q.kind == QuestionKind::date ? minutes_text(from) + " ago"
                                            : minutes_text(from);
  }
  return q.answers[i].id;
}

Witness find_witness(const DecisionGraph& g, const Program& p, PatientSets& sets, Expansion& e,
                     const Explored& explored, NodeIndex node, PatientSets::Set bad) {
  return Finder(g, p, sets, e, explored).find(node, bad);
}

Witness find_witness_within(const DecisionGraph& g, const Program& p, PatientSets& sets, Expansion& e,
                            const Explored& explored, NodeIndex node, PatientSets::Set bad, const AnswerLabel& label) {
  return Finder(g, p, sets, e, explored).find_within(node, bad, label);
}

std::string undecided_reason(const DecisionGraph& g, const Program& p, const std::vector<Symbol>& symbols,
                             TestIndex test) {
  PatientState state;
  for (std::size_t v = 0; v < p.variables.size(); ++v) state.value[v] = symbols[v];
  std::string reason;
  auto look = [&](auto&& self, TestIndex t) -> void {
    if (t == kNone<TestIndex> || !reason.empty() || truth(g, p, state, t) != Truth::undecided) return;
    const TestNode& n = g.tests[at(t)];
    if (n.op == TestNode::Op::leaf) {
      const Variable& v = p.variables[n.variable];
      std::string name = v.name.substr(0, 5) == "fact " ? v.name.substr(5) : v.name;
      if (state[n.variable] == symbol::unknown)
        reason = fmt::format("`{}` was not asked", name);
      else
        reason = fmt::format("`{}` was answered *not sure*", name);
      return;
    }
    if (n.op == TestNode::Op::score) {
      reason =
          fmt::format("`{}` can still change: questions that count for it come later", p.variables[n.variable].name);
      for (const auto& plus : g.score_tests[n.table].plus)
        if (truth(g, p, state, plus.when) == Truth::undecided) {
          reason.clear();
          self(self, plus.when);
        }
      return;
    }
    for (std::uint32_t i = 0; i < n.parts; ++i) self(self, g.test_parts[n.first_part + i]);
  };
  look(look, test);
  return reason.empty() ? "not enough is known" : reason;
}

}  // namespace signpost

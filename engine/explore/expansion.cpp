#include "engine/explore/expansion.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "engine/explore/variable_bits.hpp"
#include "engine/graph/graph_shape.hpp"

namespace signpost {
namespace {

const Expansion::Listener kNobodyListens;

}  // namespace

Expansion::Expansion(const DecisionGraph& graph, const Program& program, PatientView sets, Watch watch,
                     SharedAnswers* shared)
    : g_(graph),
      program_(program),
      s_(sets),
      shared_(shared),
      watch_(std::move(watch)),
      memory_{static_cast<VariableIndex>(program.variables.size()),
              static_cast<VariableIndex>(program.variables.size() + 1)},
      first_watched_(static_cast<VariableIndex>(program.variables.size() + 2)),
      max_since_(static_cast<Symbol>(std::min(graph.red_flag_within, 200) + 2)) {}

// -- tests
// ---------------------------------------------------------------------------------------------------------------

Expansion::Set Expansion::where(TestIndex test, Set set, Truth truth) {
  if (set == PatientSets::kEmpty) return set;
  s_.sets.spend(1);  // what is asked of nobody's variables makes no set, but there can be very many such tests
  if (truth == Truth::undecided) {
    Set rest = s_.minus(set, where(test, set, Truth::yes));
    return s_.minus(rest, where(test, rest, Truth::no));
  }
  const TestNode& n = g_.tests[at(test)];
  auto part = [&](std::uint32_t i) { return g_.test_parts[n.first_part + i]; };
  switch (n.op) {
    case TestNode::Op::constant:
      return n.fallback == truth ? set : PatientSets::kEmpty;
    case TestNode::Op::leaf:
      return leaf(n, set, truth);
    case TestNode::Op::negation:
      return where(part(0), set, truth == Truth::yes ? Truth::no : Truth::yes);
    case TestNode::Op::all:
    case TestNode::Op::any: {
      bool every = (n.op == TestNode::Op::all) == (truth == Truth::yes);  // all parts must have this truth
      if (every) {
        for (std::uint32_t i = 0; i < n.parts && set; ++i) set = where(part(i), set, truth);
        return set;
      }
      Set found = PatientSets::kEmpty;
      for (std::uint32_t i = 0; i < n.parts && set; ++i) {
        Set these = where(part(i), set, truth);
        found = s_.unite(found, these);
        set = s_.minus(set, these);
      }
      return found;
    }
    case TestNode::Op::unless_known: {
      Set never = where(part(1), s_.where_is(set, n.variable, symbol::unknown), Truth::yes);
      Set rest = where(part(0), s_.minus(set, never), truth);
      return n.fallback == truth ? s_.unite(rest, never) : rest;
    }
    case TestNode::Op::settled:
    case TestNode::Op::asked:
      return settled(n, set, truth);
    case TestNode::Op::score:
      return score(n, set, truth);
  }
  return PatientSets::kEmpty;
}

Expansion::Set Expansion::leaf(const TestNode& n, Set set, Truth truth) {
  return s_.where(set, n.variable, g_.truth_tables.data() + n.table, n.table, truth);
}

Expansion::Set Expansion::settled(const TestNode& n, Set set, Truth truth) {
  TestIndex meaning = g_.test_parts[n.first_part];
  Set yes = where(meaning, set, Truth::yes), no = where(meaning, set, Truth::no);
  Set told = s_.minus(s_.minus(set, yes), no);
  for (std::uint32_t i = 1; i < n.parts && told; ++i) told = where(g_.test_parts[n.first_part + i], told, Truth::yes);
  Set result = n.op == TestNode::Op::settled ? (truth == Truth::yes ? yes : no)
               : truth == Truth::yes         ? s_.unite(yes, no)
                                             : PatientSets::kEmpty;
  return n.fallback == truth ? s_.unite(result, told) : result;
}

Expansion::Set Expansion::score(const TestNode& n, Set set, Truth truth) {
  const ScoreTest& test = g_.score_tests[n.table];
  const Variable& v = program_.variables[test.variable];
  Set found = PatientSets::kEmpty;
  std::function<void(std::size_t, Set, std::int32_t, std::int32_t)> split = [&](std::size_t i, Set these,
                                                                                std::int32_t low, std::int32_t high) {
    if (!these) return;
    if (i == test.plus.size()) {
      bool at_low = compares(low, test.comparison, test.threshold),
           at_high = compares(high, test.comparison, test.threshold);
      if (at_low == at_high && at_low == (truth == Truth::yes)) found = s_.unite(found, these);
      return;
    }
    const auto& plus = test.plus[i];
    Set yes = where(plus.when, these, Truth::yes), no = where(plus.when, these, Truth::no);
    Set open = s_.minus(s_.minus(these, yes), no);
    split(i + 1, yes, low + plus.points, high + plus.points);
    split(i + 1, no, low, high);
    split(i + 1, open, low + std::min(0, plus.points), high + std::max(0, plus.points));
  };
  for (Symbol symbol : s_.symbols(set, test.variable)) {
    std::int32_t points = symbol == 0 ? 0 : v.score_base + symbol - 1;
    split(0, s_.where_is(set, test.variable, symbol), points + test.later_min, points + test.later_max);
  }
  return found;
}

// -- what answering changes
// ------------------------------------------------------------------------------------------------

Expansion::Set Expansion::flagged(Set set, DispositionIndex disposition) {
  if (disposition == kNone<DispositionIndex> || !set || !watch_.red_flags) return set;
  auto promised = static_cast<Symbol>(at(disposition) + 1);
  Set changed = PatientSets::kEmpty, same = PatientSets::kEmpty;
  for (Symbol s : s_.symbols(set, memory_.worst)) {
    Set these = s_.where_is(set, memory_.worst, s);
    if (s == 0) {
      Set begun = s_.with(s_.with(these, memory_.worst, promised), memory_.since, 1);
      changed = s_.unite(changed, begun);
    } else if (s > promised)
      changed = s_.unite(changed, s_.with(these, memory_.worst, promised));
    else
      same = s_.unite(same, these);
  }
  return s_.unite(changed, same);
}

Expansion::Set Expansion::counted_one_more(Set set, const Listener& listener) {
  Set out = s_.where_is(set, memory_.since, 0);
  for (Symbol s : s_.symbols(set, memory_.since)) {
    if (s == 0) continue;
    Set these = s_.where_is(set, memory_.since, s);
    auto more = static_cast<Symbol>(std::min<int>(s + 1, max_since_));
    if (more == max_since_ && listener.too_late) listener.too_late(these);
    out = s_.unite(out, s_.with(these, memory_.since, more));
  }
  if (watch_.longest != 0) out = one_more(length(), watch_.longest, out);
  if (watch_.since == kNone<TestIndex>) return out;
  const Set begun = where(watch_.since, out, Truth::yes);
  return s_.unite(s_.minus(out, begun), one_more(counted(), watch_.at_most, begun));
}

Expansion::Set Expansion::one_more(VariableIndex counter, Symbol at_most, Set set) {
  Set out = PatientSets::kEmpty;
  for (Symbol s : s_.symbols(set, counter)) {
    const auto more = std::min(static_cast<Symbol>(s + 1), at_most);
    out = s_.unite(out, s_.with(s_.where_is(set, counter, s), counter, more));
  }
  return out;
}

// What an answer adds to the advice, or takes from it.
Expansion::Set Expansion::noted(const AnswerChoice& a, Set set) {
  for (std::size_t i = 0; i < watch_.advice.size() && set; ++i) {
    auto holds = [&](const std::vector<AdviceIndex>& items) {
      return std::find(items.begin(), items.end(), watch_.advice[i]) != items.end();
    };
    if (holds(a.advice)) set = s_.with(set, added(i), symbol::yes);
    if (holds(a.without_advice)) set = s_.with(set, taken(i), symbol::yes);
  }
  return set;
}

Expansion::Set Expansion::come_to(NodeIndex node, Set set) {
  if (watch_.inside.empty() || !watch_.inside[at(node) - at(program_.first_node)]) return set;
  return s_.with(set, entered(), symbol::yes);
}

void Expansion::arrive(NodeIndex to, Set set, const Listener& listener, const AnswerLabel& label) {
  if (!listener.arrive) return;
  listener.arrive(to, come_to(to, set), label);
}

Expansion::Set Expansion::add_points(const Question& q, const AnswerChoice& a, Set set) {
  if (a.points.empty() || !set) return set;
  Set done = PatientSets::kEmpty;
  if (q.counted) {
    done = s_.where_is(set, q.counted, 1);
    set = s_.minus(set, done);
  }
  for (const auto& points : a.points) {
    const Variable& v = program_.variables[points.score];
    Set out = PatientSets::kEmpty;
    for (Symbol s : s_.symbols(set, points.score)) {
      std::int32_t total = (s == 0 ? 0 : v.score_base + s - 1) + points.points;
      auto then = static_cast<Symbol>(total == 0 ? 0 : total - v.score_base + 1);
      out = s_.unite(out, s_.with(s_.where_is(set, points.score, s), points.score, then));
    }
    set = out;
  }
  return s_.unite(set, done);
}

Expansion::Set Expansion::mark_counted(const Question& q, Set set) {
  return q.counted ? s_.with(set, q.counted, 1) : set;
}

std::pair<Expansion::Set, Expansion::Set> Expansion::known(VariableIndex fact, TestIndex told_no, Set set) {
  if (!fact) return {PatientSets::kEmpty, PatientSets::kEmpty};
  Set yes = s_.where_is(set, fact, symbol::yes), no = s_.where_is(set, fact, symbol::no);
  if (told_no != kNone<TestIndex>)
    no = s_.unite(no, where(told_no, s_.where_is(set, fact, symbol::unknown), Truth::yes));
  return {yes, no};
}

Expansion::Set Expansion::visible(const AnswerChoice& a, std::size_t index, Set set, const Listener& listener) {
  if (a.only_if == kNone<TestIndex>) return set;
  Set yes = where(a.only_if, set, Truth::yes);
  if (listener.answer_undecided) {
    Set open = s_.minus(s_.minus(set, yes), where(a.only_if, set, Truth::no));
    if (open) listener.answer_undecided(index, open);
  }
  return yes;
}

// -- nodes
// ---------------------------------------------------------------------------------------------------------------

void Expansion::expand(NodeIndex index, Set set, const Listener& listener, const OneWay& only) {
  if (!set) return;
  const Node& n = g_.nodes[at(index)];
  if (n.kind == Node::Kind::outcome) return;
  if (n.kind == Node::Kind::ask) {
    const Question& q = g_.questions[at(n.question)];
    if (q.kind == QuestionKind::tick)
      ask_list(index, set, listener, only);
    else
      ask_one(index, set, listener);
    return;
  }
  AnswerLabel label;
  if (n.kind == Node::Kind::note) {
    const Question& q = g_.questions[at(n.question)];
    Set again = q.variable ? s_.minus(set, s_.where_is(set, q.variable, symbol::unknown)) : PatientSets::kEmpty;
    follow(index, kNone<NodeIndex>, again, listener, label);
    label.put = true;
    Set put = s_.minus(set, again);
    follow(index, kNone<NodeIndex>, q.variable ? s_.with(put, q.variable, symbol::yes) : put, listener, label);
    return;
  }
  follow(index, kNone<NodeIndex>, set, listener, label);
}

Expansion::Set Expansion::chosen(const Question& q, const AnswerChoice& a, Set set) {
  return mark_counted(q, noted(a, flagged(add_points(q, a, set), a.red_flag)));
}

void Expansion::ask_one(NodeIndex index, Set set, const Listener& listener) {
  const Node& n = g_.nodes[at(index)];
  const Question& q = g_.questions[at(n.question)];
  auto target = [&](std::size_t answer) { return g_.answer_targets[n.first_target + answer]; };
  auto implied = [&](int answer, Set these) {
    if (!these) return;
    AnswerLabel label;
    label.answer = answer;
    auto i = static_cast<std::size_t>(answer);
    follow(index, target(i), chosen(q, q.answers[i], these), listener, label);
  };
  auto implied_unsure = [&](Set these) {
    if (!these) return;
    if (q.unsure_as >= 0) return implied(q.unsure_as, these);
    AnswerLabel label;
    label.unsure = true;
    follow(index, n.unsure, mark_counted(q, these), listener, label);
  };

  // Not put: its own earlier *not sure*, a known fact, or what `never` tells.
  if (q.unsure_before) {
    // Whoever was not sure here, unless another question has told the fact since.
    Set before = s_.where_is(s_.where_is(set, q.unsure_before, 1), q.variable, program_.variables[q.variable].symbols);
    implied_unsure(before);
    set = s_.minus(set, before);
  }
  if (q.told_no != kNone<TestIndex>) {
    Set never = where(q.told_no, s_.where_is(set, q.variable, symbol::unknown), Truth::yes);
    for (std::size_t i = 0; i < q.answers.size(); ++i)
      if (q.answers[i].value == symbol::no) implied(static_cast<int>(i), never);
    set = s_.minus(set, never);
  }
  if (q.variable) {
    const Variable& v = program_.variables[q.variable];
    for (Symbol symbol : s_.symbols(set, q.variable)) {
      if (symbol == symbol::unknown) continue;
      Set these = s_.where_is(set, q.variable, symbol);
      if (v.has_unsure && symbol == v.symbols) {
        if (q.records) continue;  // somebody was not sure elsewhere: this question may be put all the same
        implied_unsure(these);
      } else if (is_amount(q.kind)) {
        std::uint8_t band = q.band_of_symbol[symbol];
        if (band == 255) {
          if (listener.outside) listener.outside(these);
        } else
          implied(band, these);
      } else {
        for (std::size_t i = 0; i < q.answers.size(); ++i)
          if (q.answers[i].value == symbol) implied(static_cast<int>(i), these);
      }
      set = s_.minus(set, these);
    }
  }
  // Whoever is left is asked, which counts before the answer tells anything.
  std::vector<Set> shown(q.answers.size(), PatientSets::kEmpty);
  if (is_amount(q.kind)) {
    set = counted_one_more(set, listener);
  } else {
    // An answer whose fact is known to be yes answers the question; the first such one does.
    Set open = set;
    for (std::size_t i = 0; i < q.answers.size(); ++i) {
      const AnswerChoice& a = q.answers[i];
      if (!a.fact) continue;
      Set seen = visible(a, i, open, kNobodyListens);
      Set yes = known(a.fact, a.told_no, seen).first;
      implied(static_cast<int>(i), q.variable && !q.records ? s_.with(yes, q.variable, a.value) : yes);
      open = s_.minus(open, yes);
    }
    set = counted_one_more(open, listener);
    for (std::size_t i = 0; i < q.answers.size(); ++i) {
      const AnswerChoice& a = q.answers[i];
      Set seen = visible(a, i, set, listener);
      shown[i] = s_.minus(seen, known(a.fact, a.told_no, seen).second);
      if (listener.offered && shown[i]) listener.offered(i, shown[i]);
    }
  }
  if (!set) return;

  const SharedQuestion* const alike =
      shared_ && shared_->parting == SharedAnswers::Parting::no ? shared_->find(n.question) : nullptr;
  // Put: one set for each way to answer. The facts of all answers that were shown are told by it: yes for the chosen
  // one, no for the others; not sure for all where none was chosen (`i` past the end). Split by what was shown first,
  // so that no change disturbs a later split.
  std::function<Set(std::size_t, std::size_t, Set)> tell = [&](std::size_t i, std::size_t other, Set these) -> Set {
    if (!these || other == q.answers.size()) return these;
    const VariableIndex fact = q.answers[other].fact;
    const VariableIndex hidden = alike && !alike->unseen.empty() ? alike->unseen[other] : VariableIndex{0};
    if (!fact && !hidden) return tell(i, other + 1, these);
    Set seen = s_.common(these, shown[other]);
    Set unseen = tell(i, other + 1, s_.minus(these, seen));
    seen = tell(i, other + 1, seen);
    Symbol symbol = i == q.answers.size() ? symbol::unsure : other == i ? symbol::yes : symbol::no;
    if (fact) seen = s_.with(seen, fact, symbol);
    if (hidden) unseen = s_.sets.with(unseen, hidden, symbol::yes);
    return s_.unite(seen, unseen);
  };
  // Of those who are asked second, who may say what the other could not.
  auto one_sided = [&](const std::vector<char>& never, const std::vector<VariableIndex>& unseen, std::size_t i,
                       Set these) {
    if (!alike || shared_->both_must) return PatientSets::kEmpty;
    if (i < never.size() && never[i]) return s_.minus(these, shared_->first(*alike, these));
    return i < unseen.size() && unseen[i] ? s_.sets.where_is(these, unseen[i], symbol::yes) : PatientSets::kEmpty;
  };
  auto give = [&](std::size_t i, Set these, const AnswerLabel& how) {
    if (!these) return;
    const AnswerChoice& a = q.answers[i];
    if (q.variable && !is_amount(q.kind)) these = s_.with(these, q.variable, a.value);
    follow(index, target(i), chosen(q, a, these), listener, how);
  };
  AnswerLabel label;
  label.put = true;
  const Set unbound = alike ? unable_to_say_alike(q, *alike, set, shown) : PatientSets::kEmpty;
  // An amount is said as finely as either tells it apart, so that every way is counted whoever is asked first.
  const auto say_amount = [&](std::size_t cell) {
    if (!alike) return set;
    Set said = PatientSets::kEmpty;
    for (Symbol amount : alike->cell[cell])
      said = s_.unite(said,
                      shared_->say(*alike, amount, set, unbound, one_sided(alike->amount_one_sided, {}, amount, set)));
    return said;
  };
  if (is_amount(q.kind)) {
    for (std::size_t band = 0; band < q.answers.size(); ++band) {
      label.answer = static_cast<int>(band);
      if (!q.variable) {
        give(band, say_amount(band), label);
        continue;
      }
      for (std::size_t symbol = 1; symbol < q.band_of_symbol.size(); ++symbol)
        if (q.band_of_symbol[symbol] == band) {
          label.symbol = static_cast<Symbol>(symbol);
          give(band, s_.with(say_amount(symbol), q.variable, label.symbol), label);
        }
    }
  } else {
    for (std::size_t i = 0; i < q.answers.size(); ++i) {
      label.answer = static_cast<int>(i);
      const auto told = [&](Set these) { return tell(i, 0, these); };
      give(i,
           alike ? shared_->say(*alike, alike->answer[i], shown[i], unbound,
                                one_sided(alike->answer_one_sided, alike->unseen, i, shown[i]), told)
                 : told(shown[i]),
           label);
    }
  }
  if (!q.unsure) return;
  const std::size_t counts_as = q.unsure_as >= 0 ? static_cast<std::size_t>(q.unsure_as) : q.answers.size();
  const auto told = [&](Set these) { return tell(counts_as, 0, these); };
  Set these = alike ? shared_->say(*alike, kUnsureSaid, set, unbound,
                                   one_sided({static_cast<char>(alike->unsure_one_sided)}, {}, 0, set), told)
                    : told(set);
  label.unsure = true;
  if (q.unsure_as >= 0) {
    label.answer = q.unsure_as;
    label.symbol = q.unsure_symbol;
    if (is_amount(q.kind) && q.variable) these = s_.with(these, q.variable, q.unsure_symbol);
    give(static_cast<std::size_t>(q.unsure_as), these, label);
  } else {
    label.answer = -1;
    if (q.variable) these = s_.with(these, q.variable, program_.variables[q.variable].symbols);
    if (q.unsure_before) these = s_.with(these, q.unsure_before, 1);
    follow(index, n.unsure, mark_counted(q, these), listener, label);
  }
}

// Of those who are asked, whose other has given an answer that they cannot give.
Expansion::Set Expansion::unable_to_say_alike(const Question& q, const SharedQuestion& alike, Set set,
                                              const std::vector<Set>& shown) {
  if (shared_->both_must) return PatientSets::kEmpty;
  std::vector<Symbol> sayable;
  if (q.unsure) sayable.push_back(kUnsureSaid);
  for (const auto& symbols : alike.cell) sayable.insert(sayable.end(), symbols.begin(), symbols.end());
  sayable.insert(sayable.end(), alike.answer.begin(), alike.answer.end());
  Set unbound = shared_->unbound(alike, sayable, set);
  for (std::size_t i = 0; i < alike.answer.size(); ++i)
    unbound = s_.unite(unbound, s_.sets.where_is(s_.minus(set, s_.common(set, shown[i])), alike.said, alike.answer[i]));
  return unbound;
}

// A list, item by item: after each item the patients are told apart only by where they are bound, whether anything is
// ticked and whether anything was shown, so that n items cost n steps and not 2^n.
void Expansion::ask_list(NodeIndex index, Set set, const Listener& listener, const OneWay& only) {
  const Node& n = g_.nodes[at(index)];
  const Question& q = g_.questions[at(n.question)];
  if (q.variable) {
    Set again = s_.minus(set, s_.where_is(set, q.variable, symbol::unknown));
    list_again(index, again, listener);
    set = s_.minus(set, again);
    if (!set) return;
  }
  // Whoever is shown anything is asked; the count of questions since a red flag goes on before this page's own flags
  // begin theirs.
  Set silent = set;  // shown nothing
  for (const AnswerChoice& a : q.answers) {
    Set seen = visible(a, 0, silent, kNobodyListens);
    auto [yes, no] = known(a.fact, a.told_no, seen);
    silent = s_.minus(silent, s_.minus(s_.minus(seen, yes), no));
  }
  Set asked = s_.minus(set, silent);
  const SharedQuestion* const alike = shared_ ? shared_->find(n.question) : nullptr;
  const auto parting = shared_ ? shared_->parting : SharedAnswers::Parting::no;
  if (alike && parting == SharedAnswers::Parting::no) {
    // Whoever was not sure answers so here too, where that can be said; who may be not sure goes on below as `set`:
    // everybody, where only this one of the two offers it.
    Set unsure = s_.sets.where_is(asked, alike->said, kUnsureSaid);
    asked = s_.minus(asked, unsure);
    if (!q.unsure) asked = s_.unite(asked, s_.sets.with(unsure, alike->said, 0));
    if (!alike->unsure_one_sided) set = s_.unite(silent, s_.unite(shared_->first(*alike, asked), unsure));
  }
  using Control = std::tuple<NodeIndex, bool, bool>;  // target of the first tick that has one, anything ticked, put
  std::map<Control, Set> layer{{{kNone<NodeIndex>, false, true}, counted_one_more(asked, listener)},
                               {{kNone<NodeIndex>, false, false}, silent}};
  for (std::size_t i = 0; i < q.answers.size(); ++i) {
    const AnswerChoice& a = q.answers[i];
    NodeIndex to = g_.answer_targets[n.first_target + i];
    std::map<Control, Set> next_layer;
    auto put_in = [&](Control c, Set s) {
      if (!s) return;
      Set& there = next_layer[c];
      there = s_.unite(there, s);
    };
    for (auto& [control, these] : layer) {
      if (!these) continue;
      auto [bound, any, put] = control;
      NodeIndex ticked_to = bound != kNone<NodeIndex> ? bound : to;
      Set seen = visible(a, i, these, listener);
      auto [yes, no] = known(a.fact, a.told_no, seen);
      Set open = s_.minus(s_.minus(seen, yes), no);
      Set hidden = s_.unite(s_.minus(these, seen), no);
      if (listener.offered && open) listener.offered(i, open);
      auto item = [&](Set s, Symbol symbol) { return a.item ? s_.with(s, a.item, symbol) : s; };
      auto fact = [&](Set s, Symbol symbol) { return a.fact ? s_.with(s, a.fact, symbol) : s; };
      auto ticked = [&](Set s) { return noted(a, flagged(add_points(q, a, s), a.red_flag)); };
      Set tick = open, leave = open;
      if (alike && alike->item[i] != 0 && put) {
        const VariableIndex said = alike->item[i];
        const Set first =
            parting == SharedAnswers::Parting::second ? PatientSets::kEmpty : shared_->first(*alike, open);
        tick = s_.unite(s_.sets.with(first, said, kTicked), s_.sets.where_is(s_.minus(open, first), said, kTicked));
        leave = s_.unite(s_.sets.with(first, said, kNotTicked),
                         s_.minus(s_.minus(open, first), s_.sets.where_is(s_.minus(open, first), said, kTicked)));
        // The other ticked what these are not shown: it counts as not ticked, so the two are no pair. Or it binds
        // nobody, and neither does it when these were asked first.
        if (parting == SharedAnswers::Parting::second)
          tick = open;
        else if (shared_->unseen_is_no)
          hidden = s_.minus(hidden, s_.sets.where_is(hidden, said, kTicked));
        else
          tick = s_.unite(tick, s_.sets.where_is(s_.minus(open, first), said, 0));
      }
      put_in({bound, any, put}, item(hidden, symbol::no));
      put_in({ticked_to, true, put}, ticked(item(yes, symbol::yes)));
      if (only.may_tick >> i & 1u) put_in({ticked_to, true, put}, ticked(fact(item(tick, symbol::yes), symbol::yes)));
      if (!(only.must_tick >> i & 1u)) put_in({bound, any, put}, fact(item(leave, symbol::no), symbol::no));
    }
    layer = std::move(next_layer);
  }
  for (auto& [control, these] : layer) {
    auto [bound, any, put] = control;
    AnswerLabel label;
    label.put = put;
    label.any_tick = any;
    Set s = these;
    if (q.variable) s = s_.with(s, q.variable, any ? symbol::some : symbol::none);
    s = mark_counted(q, s);
    if (alike && put && parting == SharedAnswers::Parting::no)
      s = s_.unite(s_.minus(s, shared_->first(*alike, s)),
                   s_.sets.with(shared_->first(*alike, s), alike->said, kListSaid));
    NodeIndex direct = bound != kNone<NodeIndex> ? bound : any ? n.any : n.none;
    follow(index, direct, s, listener, label);
  }
  if (q.unsure && !only.must_tick) list_unsure(index, set, listener);
}

void Expansion::list_unsure(NodeIndex index, Set set, const Listener& listener) {
  const Node& n = g_.nodes[at(index)];
  const Question& q = g_.questions[at(n.question)];
  // They count as asked before anything is told; whether that is too late, ask_list() has said.
  Set put = PatientSets::kEmpty, not_put = counted_one_more(set, kNobodyListens);
  for (const AnswerChoice& a : q.answers) {
    auto step = [&](Set these, bool already_put) {
      Set seen = visible(a, 0, these, kNobodyListens);
      auto [yes, no] = known(a.fact, a.told_no, seen);
      Set open = s_.minus(s_.minus(seen, yes), no);
      Set rest = s_.minus(these, open);
      auto item = [&](Set s, Symbol symbol) { return a.item ? s_.with(s, a.item, symbol) : s; };
      Set kept = s_.unite(item(s_.minus(rest, yes), symbol::no), item(yes, symbol::yes));
      Set asked = item(open, symbol::unsure);
      if (a.fact) asked = s_.with(asked, a.fact, symbol::unsure);
      return already_put ? std::pair{s_.unite(asked, kept), PatientSets::kEmpty} : std::pair{asked, kept};
    };
    auto [a1, nothing] = step(put, true);
    auto [a2, still] = step(not_put, false);
    put = s_.unite(a1, a2);
    not_put = still;
  }
  if (!put) return;
  AnswerLabel label;
  label.put = true;
  label.unsure = true;
  const SharedQuestion* alike = shared_ ? shared_->find(n.question) : nullptr;
  if (alike != nullptr && shared_->parting == SharedAnswers::Parting::no)
    put = shared_->say(*alike, kUnsureSaid, put, PatientSets::kEmpty,
                       alike->unsure_one_sided ? s_.minus(put, shared_->first(*alike, put)) : PatientSets::kEmpty);
  Set s = q.variable ? s_.with(put, q.variable, symbol::list_unsure) : put;
  follow(index, n.unsure, mark_counted(q, s), listener, label);
}

// A list that was put before counts as answered then.
void Expansion::list_again(NodeIndex index, Set set, const Listener& listener) {
  if (!set) return;
  const Node& n = g_.nodes[at(index)];
  const Question& q = g_.questions[at(n.question)];
  AnswerLabel label;
  Set unsure = s_.where_is(set, q.variable, symbol::list_unsure);
  label.unsure = true;
  follow(index, n.unsure, unsure, listener, label);
  label.unsure = false;
  std::map<std::pair<NodeIndex, bool>, Set> layer{{{kNone<NodeIndex>, false}, s_.minus(set, unsure)}};
  for (std::size_t i = 0; i < q.answers.size(); ++i) {
    const AnswerChoice& a = q.answers[i];
    NodeIndex to = g_.answer_targets[n.first_target + i];
    std::map<std::pair<NodeIndex, bool>, Set> next_layer;
    auto put_in = [&](std::pair<NodeIndex, bool> c, Set s) {
      if (s) next_layer[c] = s_.unite(next_layer[c], s);
    };
    for (auto& [control, these] : layer) {
      Set yes = s_.where_is(these, a.item, symbol::yes);
      put_in({control.first != kNone<NodeIndex> ? control.first : to, true},
             noted(a, flagged(add_points(q, a, yes), a.red_flag)));
      put_in(control, s_.minus(these, yes));
    }
    layer = std::move(next_layer);
  }
  for (auto& [control, these] : layer) {
    NodeIndex direct = control.first != kNone<NodeIndex> ? control.first : control.second ? n.any : n.none;
    follow(index, direct, mark_counted(q, these), listener, label);
  }
}

void Expansion::follow(NodeIndex index, NodeIndex direct, Set set, const Listener& listener, const AnswerLabel& label) {
  if (!set) return;
  if (direct != kNone<NodeIndex>) {
    arrive(direct, set, listener, label);
    return;
  }
  const Node& n = g_.nodes[at(index)];
  for (std::uint32_t r = 0; r < n.rules && set; ++r) {
    std::uint32_t rule_index = n.first_rule + r;
    const NodeRule& rule = g_.rules[rule_index];
    Set yes = set;
    if (rule.when != kNone<TestIndex>) {
      yes = where(rule.when, set, Truth::yes);
      Set open = s_.minus(s_.minus(set, yes), where(rule.when, set, Truth::no));
      if (open && listener.undecided) listener.undecided(rule_index, open, label);
    }
    if (!yes) continue;
    if (listener.fired) listener.fired(rule_index, yes);
    if (listener.also_true && n.kind != Node::Kind::floors)
      for (std::uint32_t later = r + 1; later < n.rules; ++later) {
        const NodeRule& other = g_.rules[n.first_rule + later];
        if (other.when == kNone<TestIndex> || other.to == rule.to) continue;
        if (Set both = where(other.when, yes, Truth::yes))
          listener.also_true(rule_index, n.first_rule + later, both, label);
      }
    arrive(rule.to, yes, listener, label);
    set = s_.minus(set, yes);
  }
  if (!set) return;
  if (n.to != kNone<NodeIndex>) {
    arrive(n.to, set, listener, label);
  } else if (listener.left_out)
    listener.left_out(set, label);
}

// -- reads and writes
// ------------------------------------------------------------------------------------------------------

void Expansion::test_reads(TestIndex test, std::vector<std::uint64_t>& bits) const {
  if (test == kNone<TestIndex>) return;
  const TestNode& n = g_.tests[at(test)];
  if (n.op == TestNode::Op::leaf || n.op == TestNode::Op::unless_known) set_bit(bits, n.variable);
  if (n.op == TestNode::Op::score) {
    set_bit(bits, n.variable);
    for (const auto& plus : g_.score_tests[n.table].plus) test_reads(plus.when, bits);
  }
  for (std::uint32_t i = 0; i < n.parts; ++i) test_reads(g_.test_parts[n.first_part + i], bits);
}

void Expansion::reads(NodeIndex index, std::vector<std::uint64_t>& bits) const {
  const Node& n = g_.nodes[at(index)];
  for (std::uint32_t r = 0; r < n.rules; ++r) test_reads(g_.rules[n.first_rule + r].when, bits);
  if (watch_.red_flags) {
    set_bit(bits, memory_.worst);
    set_bit(bits, memory_.since);
  }
  if (n.kind == Node::Kind::outcome) {
    if (!watch_.advice_of_ends) return;
    const Outcome& o = g_.outcomes[at(n.outcome)];
    for (const auto* items : {&o.advice, &o.worsening})
      for (AdviceIndex a : *items) {
        test_reads(program_.advice_only_if[at(a)], bits);
        test_reads(program_.advice_unless[at(a)], bits);
      }
    return;
  }
  if (n.question == kNone<QuestionIndex>) return;
  const Question& q = g_.questions[at(n.question)];
  for (VariableIndex v : {q.variable, q.counted, q.unsure_before})
    if (v) set_bit(bits, v);
  test_reads(q.told_no, bits);
  for (const AnswerChoice& a : q.answers) {
    test_reads(a.only_if, bits);
    test_reads(a.told_no, bits);
    if (a.fact) set_bit(bits, a.fact);
    if (a.item) set_bit(bits, a.item);
  }
}

void Expansion::writes(NodeIndex index, std::vector<std::uint64_t>& bits) const {
  const Node& n = g_.nodes[at(index)];
  for (std::size_t v = first_watched_; v < variable_count(); ++v) set_bit(bits, static_cast<VariableIndex>(v));
  if (n.question == kNone<QuestionIndex>) return;
  const Question& q = g_.questions[at(n.question)];
  for (VariableIndex v : {q.variable, q.counted, q.unsure_before})
    if (v) set_bit(bits, v);
  if (watch_.red_flags) {
    set_bit(bits, memory_.worst);
    set_bit(bits, memory_.since);
  }
  for (const AnswerChoice& a : q.answers) {
    if (a.fact) set_bit(bits, a.fact);
    if (a.item) set_bit(bits, a.item);
    for (const auto& p : a.points) set_bit(bits, p.score);
  }
}

}  // namespace signpost

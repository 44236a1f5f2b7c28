#include "engine/compile/test_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/amounts/measure.hpp"
#include "engine/names/age_cuts.hpp"
#include "engine/pathway/amount.hpp"

namespace signpost {
namespace {

char truth(bool yes) { return static_cast<char>(yes ? Truth::yes : Truth::no); }

// True at the symbols of the values that a test names.
std::string table_of_values(const Condition& c, const Variable& v, Reading reading) {
  const Truth unsure = reading == Reading::claim ? Truth::no : Truth::undecided;
  std::string t = GraphBuilder::table(v, Truth::undecided, unsure, Truth::no);
  for (const Name& value : c.values) {
    if (value.text == "no" && v.has_unsure && reading == Reading::claim) t[v.symbols] = truth(true);
    if (value.text == "unsure" && v.has_unsure) t[v.symbols] = truth(true);
    for (std::size_t i = 0; i < v.values.size(); ++i)
      if (v.values[i] == value.text) t[i + 1] = truth(true);
  }
  return t;
}

}  // namespace

TestIndex TestBuilder::build(const Condition& c, const FileNames* scope, Reading reading, Draft here) {
  using K = Condition::Kind;
  switch (c.kind) {
    case K::everyone:
      return graph_.constant(Truth::yes);
    case K::negation:
      return graph_.negation(build(c.parts.front(), scope, reading, here));
    case K::all:
    case K::any: {
      std::vector<TestIndex> parts;
      for (const Condition& part : c.parts) parts.push_back(build(part, scope, reading, here));
      TestNode node;
      node.op = c.kind == K::all ? TestNode::Op::all : TestNode::Op::any;
      return graph_.test(node, parts);
    }
    case K::score:
      return score(c, *scope, reading, here);
    case K::outcome_is:
    case K::level_is:
    case K::disposition:
      return graph_.constant(Truth::undecided);  // of claims, which ask the end itself: see program_claims.cpp
    default:
      return leaf(c, scope, reading);
  }
}

TestIndex TestBuilder::score(const Condition& c, const FileNames& scope, Reading reading, Draft here) {
  if (reading == Reading::open) return graph_.constant(Truth::undecided);
  const ScoreInFile seen = graph_.names.score(c.subject.text, scope);
  ScoreTest test;
  test.variable = variables_.of(seen.score);
  test.comparison = c.comparison;
  test.threshold = parse_thousandths(c.quantity).value_or(0) / kThousand;
  if (here != kNoDraft) {
    const PointsRange to_come = points_.after(*seen.score, here);
    test.later_min = to_come.low;
    test.later_max = to_come.high;
  }
  std::int32_t low = variables_[test.variable].score_base, high = low + variables_[test.variable].symbols - 1;
  for (const ScoreRule& r : seen.score->plus) {
    test.plus.push_back({build(r.when, seen.file, reading), r.points});
    low += std::min(0, r.points);
    high += std::max(0, r.points);
  }
  bool reachable = c.comparison == Comparison::at_least ? high >= test.threshold && low < test.threshold
                   : c.comparison == Comparison::more   ? high > test.threshold && low <= test.threshold
                   : c.comparison == Comparison::less   ? low < test.threshold && high >= test.threshold
                                                        : low <= test.threshold && high > test.threshold;
  if (!reachable)
    graph_.diagnostics.add(
        Code::score_unattainable, c.at,
        fmt::format("`{}` never changes: the score runs from {} to {}", condition_text(c), low, high),
        "choose a threshold within that range");
  TestNode node;
  node.op = TestNode::Op::score;
  node.variable = test.variable;
  node.table = static_cast<std::uint32_t>(graph_.graph.score_tests.size());
  graph_.graph.score_tests.push_back(std::move(test));
  return graph_.test(node);
}

TestIndex TestBuilder::leaf(const Condition& c, const FileNames* scope, Reading reading) {
  using K = Condition::Kind;
  const Truth unsure = reading == Reading::claim ? Truth::no : Truth::undecided;
  if (reading == Reading::open && (c.kind == K::is_unsure || c.kind == K::known))
    return graph_.constant(Truth::undecided);
  Meaning m = graph_.names.meaning(c.subject.text, scope);
  if (m.kind == Meaning::Kind::age) return age(c);
  if (m.kind == Meaning::Kind::sex || m.kind == Meaning::Kind::party) {
    const VariableIndex index = m.kind == Meaning::Kind::sex ? kSexVariable : kPartyVariable;
    return graph_.leaf(index, table_of_values(c, variables_[index], reading));
  }
  if (m.kind == Meaning::Kind::flip) {
    std::string t{static_cast<char>(Truth::undecided), truth(false), truth(true)};
    return graph_.leaf(static_cast<VariableIndex>(kFirstSwitch + m.index), t);
  }

  const Fact* fact = m.kind == Meaning::Kind::fact ? &library().facts[m.index] : nullptr;
  if (fact && fact->type == FactType::means) {
    if (c.kind == K::known) return means(*fact, true, reading);
    TestIndex yes = means(*fact, false, reading);
    bool wants_no = c.kind == K::is &&
                    std::none_of(c.values.begin(), c.values.end(), [](const Name& n) { return n.text == "yes"; });
    return wants_no ? graph_.negation(yes) : yes;
  }

  const void* key = fact ? static_cast<const void*>(fact) : m.step;
  if (c.kind == K::includes)
    key = &m.step->answers[static_cast<std::size_t>(answer_index(*m.step, c.values.front().text))];
  VariableIndex index = variables_.of(key);
  const Variable& v = variables_[index];
  std::string t;
  switch (c.kind) {
    case K::truth:
    case K::includes:
      t = {static_cast<char>(Truth::undecided), truth(false), truth(true), static_cast<char>(unsure)};
      break;
    case K::is_none:
      t = {static_cast<char>(Truth::undecided), truth(true), truth(false), static_cast<char>(unsure)};
      break;
    case K::is_unsure:
      t = GraphBuilder::table(v, Truth::undecided, Truth::yes, Truth::no);
      break;
    case K::known:
      t = GraphBuilder::table(v, Truth::undecided, Truth::no, Truth::yes);
      break;
    case K::compare:
    case K::ago: {
      t = GraphBuilder::table(v, Truth::undecided, unsure, Truth::no);
      bool number = fact ? fact->type == FactType::number : m.step->ask == AskKind::number;
      std::int32_t threshold =
          (number ? parse_thousandths(c.quantity) : parse_minutes(c.quantity + " " + c.unit)).value_or(0);
      for (std::size_t i = 0; i < v.cells.size() && i + 1 < t.size(); ++i)
        t[i + 1] = truth(compares(v.cells[i], c.comparison, threshold));
      break;
    }
    case K::is: {
      const AuthoredStep* through = m.step;
      if (through && is_amount(through->ask)) {  // bands
        t = GraphBuilder::table(v, Truth::undecided, unsure, Truth::no);
        auto amount = read_amount(*through, nullptr);
        for (const Name& value : c.values) {
          const Interval& band = amount->bands[static_cast<std::size_t>(answer_index(*through, value.text))];
          for (std::size_t i = 0; i < v.cells.size() && i + 1 < t.size(); ++i)
            if (v.cells[i] >= band.from && v.cells[i] <= band.to) t[i + 1] = truth(true);
        }
      } else
        t = table_of_values(c, v, reading);
      break;
    }
    default:
      t = GraphBuilder::table(v, Truth::undecided, Truth::undecided, Truth::undecided);
      break;
  }
  if (!fact) return graph_.leaf(index, t);
  return on_fact(*fact, t, static_cast<Truth>(t[std::min<std::size_t>(symbol::no, t.size() - 1)]), reading);
}

TestIndex TestBuilder::age(const Condition& c) {
  std::string t = GraphBuilder::table(variables_[kAgeVariable], Truth::undecided, Truth::undecided, Truth::no);
  AgeCell bound = age_bound(c);
  bool upward = c.comparison == Comparison::at_least || c.comparison == Comparison::more;
  for (std::size_t i = 0; i < variables_.ages.size(); ++i) t[i + 1] = truth((variables_.ages[i] >= bound) == upward);
  return graph_.leaf(kAgeVariable, t);
}

// A test of a fact that is known to be no wherever its `never` holds and it was not asked.
TestIndex TestBuilder::on_fact(const Fact& fact, const std::string& table, Truth when_no, Reading reading) {
  const VariableIndex index = variables_.of(&fact);
  TestIndex leaf = graph_.leaf(index, table);
  if (!fact.never) return leaf;
  TestNode node;
  node.op = TestNode::Op::unless_known;
  node.variable = index;
  node.fallback = when_no;
  return graph_.test(node, {leaf, never(fact, reading)});
}

// A claim looks back on what was known without asking: that is settled on the way, as *not sure* stood there.
TestIndex TestBuilder::never(const Fact& fact, Reading reading) {
  return build(*fact.never, nullptr, reading == Reading::claim ? Reading::walk : reading);
}

TestIndex TestBuilder::told(const Fact& fact) {
  if (auto it = told_.find(&fact); it != told_.end()) return it->second;
  const Variable& v = variables_[variables_.of(&fact)];
  TestIndex made = on_fact(fact, GraphBuilder::table(v, Truth::no, Truth::yes, Truth::yes), Truth::yes, Reading::walk);
  told_[&fact] = made;
  return made;
}

// The facts that somebody can tell, of which a `means:` is made.
void TestBuilder::facts_of(const Condition& c, std::vector<const Fact*>& facts) const {
  for (const Condition& part : c.parts) facts_of(part, facts);
  if (c.subject.empty()) return;
  Meaning m = graph_.names.meaning(c.subject.text, nullptr);
  if (m.kind != Meaning::Kind::fact) return;
  const Fact& fact = library().facts[m.index];
  if (fact.type == FactType::means)
    facts_of(*fact.means, facts);
  else if (std::find(facts.begin(), facts.end(), &fact) == facts.end())
    facts.push_back(&fact);
}

// `asked`: whether it is known, rather than whether it is so.
TestIndex TestBuilder::means(const Fact& fact, bool asked, Reading reading) {
  if (reading == Reading::open) return build(*fact.means, nullptr, reading);
  std::vector<const Fact*> facts;
  facts_of(*fact.means, facts);
  // What *not sure* of a part makes of the whole is settled here, for claims too.
  std::vector<TestIndex> parts{build(*fact.means, nullptr)};
  for (const Fact* f : facts) parts.push_back(told(*f));
  TestNode node;
  node.op = asked ? TestNode::Op::asked : TestNode::Op::settled;
  node.fallback = asked                          ? (fact.if_unsure.empty() ? Truth::no : Truth::yes)
                  : fact.if_unsure.empty()       ? (reading == Reading::claim ? Truth::no : Truth::undecided)
                  : fact.if_unsure.text == "yes" ? Truth::yes
                                                 : Truth::no;
  return graph_.test(node, parts);
}

}  // namespace signpost

#include "engine/scenarios/bring_about.hpp"

#include <algorithm>
#include <utility>

#include "engine/amounts/measure.hpp"

namespace signpost {

namespace {

// The first value from `low` on, below `end`, that somebody would give: whole days before whole hours before minutes.
std::int64_t natural(const Question& q, std::int64_t low, std::int64_t end) {
  low = std::max<std::int64_t>(low, q.from);
  if (q.kind == QuestionKind::duration) {
    for (const std::int64_t unit : {std::int64_t{kMinutesOfDay}, std::int64_t{60}}) {
      const std::int64_t up = (low + unit - 1) / unit * unit;
      if (up < end && up <= q.to) return up;
    }
    return low;
  }
  const std::int64_t over = (low - q.from) % q.step_size;
  return over == 0 ? low : low + q.step_size - over;
}

}  // namespace

std::size_t Dice::below(std::size_t count) {
  state_ ^= state_ << 13;
  state_ ^= state_ >> 7;
  state_ ^= state_ << 17;
  return static_cast<std::size_t>((state_ >> 11) % count);
}

BringAbout::BringAbout(const DecisionGraph& graph, const Imaginable& from, ProgramIndex program, Dice& dice)
    : graph_(graph), from_(from), program_(graph.programs[at(program)]), dice_(dice), patient_(from.patient) {}

template <class F>
void BringAbout::each_question(F f) const {
  for (std::uint32_t i = 0; i < program_.questions; ++i) f(graph_.questions[at(program_.first_question) + i]);
}

bool BringAbout::passed(NodeIndex node) const {
  return std::any_of(from_.trail.begin(), from_.trail.end(), [&](const Passed& p) { return p.node == node; });
}

void BringAbout::test(TestIndex test, bool yes) {
  const TestNode& n = graph_.tests[at(test)];
  // What is so already is best left alone, mostly.
  const bool same_program = &graph_.programs[at(from_.program)] == &program_;
  if (same_program && !dice_.one_in(8)) {
    const Truth now = truth(graph_, program_, from_.end, test);
    if (now == (yes ? Truth::yes : Truth::no)) return;
  }
  const auto part = [&](std::size_t i) { return graph_.test_parts[n.first_part + i]; };
  switch (n.op) {
    case TestNode::Op::constant:
    case TestNode::Op::asked:
      return;
    case TestNode::Op::leaf: {
      std::vector<Symbol> right;
      for (int s = 1; s <= program_.variables[n.variable].symbols; ++s)
        if (static_cast<Truth>(graph_.truth_tables[n.table + static_cast<std::uint32_t>(s)]) ==
            (yes ? Truth::yes : Truth::no))
          right.push_back(static_cast<Symbol>(s));
      if (!right.empty()) variable(n.variable, right[dice_.below(right.size())]);
      return;
    }
    case TestNode::Op::negation:
      return this->test(part(0), !yes);
    case TestNode::Op::all:
    case TestNode::Op::any:
      if (n.parts == 0) return;
      if (yes == (n.op == TestNode::Op::all)) {
        for (std::uint32_t i = 0; i < n.parts; ++i) this->test(part(i), yes);
      } else {
        this->test(part(dice_.below(n.parts)), yes);
      }
      return;
    case TestNode::Op::unless_known:
      if (n.fallback == (yes ? Truth::yes : Truth::no) && dice_.one_in(4)) return this->test(part(1), true);
      if (dice_.one_in(2)) this->test(part(1), false);
      return this->test(part(0), yes);
    case TestNode::Op::settled:
      return this->test(part(0), yes);
    case TestNode::Op::score: {
      const ScoreTest& s = graph_.score_tests[n.table];
      const bool high = (s.comparison == Comparison::at_least || s.comparison == Comparison::more) == yes;
      const std::int64_t edge = s.threshold + (s.comparison == Comparison::at_most || s.comparison == Comparison::more);
      score(n.variable, high ? edge + static_cast<std::int64_t>(dice_.below(3))
                             : edge - 1 - static_cast<std::int64_t>(dice_.below(3)));
      return;
    }
  }
}

void BringAbout::variable(VariableIndex v, Symbol symbol) {
  const Variable& about = program_.variables[v];
  if (v == kAgeVariable) {
    std::vector<AgeCell> cells;
    for (int cell = 0; cell < kAgeCells; ++cell)
      if (program_.age_class[static_cast<std::size_t>(cell)] == symbol) cells.push_back(static_cast<AgeCell>(cell));
    if (cells.empty() || program_.age_class[patient_.age] == symbol) return;
    patient_.age = dice_.one_in(2) ? cells.front() : cells.back();
    return;
  }
  if (v == kSexVariable) {
    patient_.sex = static_cast<Sex>(symbol);
    return;
  }
  if (v == kPartyVariable) {
    patient_.party = static_cast<Party>(symbol);
    return;
  }
  if (about.kind == Variable::Kind::switched) {
    const std::uint32_t bit = std::uint32_t{1} << (v - kFirstSwitch);
    patient_.switches = symbol == symbol::yes ? patient_.switches | bit : patient_.switches & ~bit;
    return;
  }
  each_question([&](const Question& q) {
    for (std::size_t i = 0; i < q.answers.size(); ++i)
      if (q.answers[i].fact == v || q.answers[i].item == v) {
        if (q.kind == QuestionKind::tick)
          symbol == symbol::unsure ? unsure(q) : item(q, i, symbol == symbol::yes);
        else if (symbol == symbol::yes)
          answer(q, i);
      }
    if (q.variable != v) return;
    const bool not_sure = about.has_unsure && symbol == about.symbols;
    if (not_sure) return unsure(q);
    if (q.kind == QuestionKind::tick) {
      if (symbol == symbol::none)
        none(q);
      else
        any_answer(q);
      return;
    }
    if (is_amount(q.kind)) {
      const std::int64_t low = about.cells[symbol - 1U];
      const std::int64_t end = symbol < about.cells.size() ? about.cells[symbol] : std::int64_t{q.to} + 1;
      amount(q, natural(q, low, end));
      return;
    }
    for (std::size_t i = 0; i < q.answers.size(); ++i)
      if (q.answers[i].value == symbol) answer(q, i);
  });
}

void BringAbout::item(const Question& q, std::size_t answer, bool ticked) {
  Given& given = patient_.answers[question_key(q)];
  if (given.kind != Given::Kind::ticks) given = Given{};
  given.kind = Given::Kind::ticks;
  const std::uint32_t bit = std::uint32_t{1} << answer;
  given.ticks = ticked ? given.ticks | bit : given.ticks & ~bit;
}

void BringAbout::answer(const Question& q, std::size_t answer) {
  Given given;
  if (q.kind == QuestionKind::tick) {
    given.kind = Given::Kind::ticks;
    given.ticks = std::uint32_t{1} << answer;
  } else if (is_amount(q.kind)) {
    if (answer >= q.bands.size()) return;
    return amount(q, natural(q, q.bands[answer].from, std::int64_t{q.bands[answer].to} + 1));
  } else {
    given.kind = Given::Kind::answer;
    given.value = static_cast<std::int32_t>(answer);
  }
  patient_.answers[question_key(q)] = given;
}

void BringAbout::none(const Question& q) {
  Given given;
  given.kind = Given::Kind::ticks;
  patient_.answers[question_key(q)] = given;
}

void BringAbout::unsure(const Question& q) {
  Given given;
  given.kind = Given::Kind::unsure;
  patient_.answers[question_key(q)] = given;
}

void BringAbout::amount(const Question& q, std::int64_t value) {
  if (value < q.from || value > q.to) return;
  Given given;
  given.kind = Given::Kind::amount;
  given.value =
      static_cast<std::int32_t>(q.kind == QuestionKind::date ? from_.journey.on - value / kMinutesOfDay : value);
  patient_.answers[question_key(q)] = given;
}

void BringAbout::amount(VariableIndex v, std::int64_t value) {
  each_question([&](const Question& q) {
    if (q.variable == v && is_amount(q.kind)) amount(q, value);
  });
}

void BringAbout::score(VariableIndex score, std::int64_t points) {
  std::vector<const Question*> giving;
  each_question([&](const Question& q) {
    const bool gives = std::any_of(q.answers.begin(), q.answers.end(), [&](const AnswerChoice& a) {
      return std::any_of(a.points.begin(), a.points.end(), [&](const auto& p) { return p.score == score; });
    });
    if (gives) giving.push_back(&q);
  });
  const auto worth = [&](const AnswerChoice& a) {
    std::int64_t sum = 0;
    for (const AnswerChoice::Points& p : a.points)
      if (p.score == score) sum += p.points;
    return sum;
  };
  // Questions in any order, each with an answer that does not overshoot.
  for (std::size_t i = giving.size(); i > 1; --i) std::swap(giving[i - 1], giving[dice_.below(i)]);
  for (const Question* q : giving) {
    if (q->kind == QuestionKind::tick) none(*q);
    std::vector<std::size_t> order(q->answers.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[dice_.below(i)]);
    for (const std::size_t i : order) {
      const std::int64_t more = worth(q->answers[i]);
      if (more > points || (q->kind == QuestionKind::tick && more == 0)) continue;
      if (q->kind == QuestionKind::tick) {
        item(*q, i, true);
        points -= more;
        continue;
      }
      answer(*q, i);
      points -= more;
      break;
    }
  }
}

void BringAbout::any_answer(const Question& q) {
  const std::size_t choices = q.answers.size() + (q.unsure ? 1 : 0);
  if (choices == 0) return;
  const std::size_t i = dice_.below(choices);
  i < q.answers.size() ? answer(q, i) : unsure(q);
}

void BringAbout::anything() {
  std::vector<const Question*> put;
  for (const Passed& p : from_.trail)
    if (p.put && graph_.nodes[at(p.node)].kind == Node::Kind::ask)
      put.push_back(&graph_.questions[at(graph_.nodes[at(p.node)].question)]);
  if (!put.empty()) any_answer(*put[dice_.below(put.size())]);
}

void BringAbout::to_the_rules(const Node& node) {
  if (node.kind != Node::Kind::ask) return;
  for (const Passed& p : from_.trail)
    if (graph_.nodes[at(p.node)].location == node.location &&
        (p.how.kind == EdgeLabel::Kind::rule || p.how.kind == EdgeLabel::Kind::otherwise))
      return;  // the answer leads there already
  const Question& q = graph_.questions[at(node.question)];
  std::vector<std::size_t> without;  // q.answers.size(): none of these; one more: not sure
  for (std::size_t i = 0; i < q.answers.size(); ++i)
    if (graph_.answer_targets[node.first_target + i] == kNone<NodeIndex> &&
        (q.kind != QuestionKind::tick || node.any == kNone<NodeIndex>))
      without.push_back(i);
  if (q.kind == QuestionKind::tick && node.none == kNone<NodeIndex>) without.push_back(q.answers.size());
  if (q.unsure && q.unsure_as < 0 && node.unsure == kNone<NodeIndex>) without.push_back(q.answers.size() + 1);
  if (without.empty()) return;
  const std::size_t chosen = without[dice_.below(without.size())];
  if (chosen < q.answers.size())
    answer(q, chosen);
  else if (chosen == q.answers.size())
    none(q);
  else
    unsure(q);
}

void BringAbout::come_to_rule(const Node& node, std::size_t rule) {
  to_the_rules(node);
  for (std::size_t r = 0; r < rule; ++r) {
    const TestIndex when = graph_.rules[node.first_rule + r].when;
    if (when != kNone<TestIndex>) test(when, false);
  }
}

void BringAbout::leave(NodeIndex index, EdgeLabel how) {
  const Node& node = graph_.nodes[at(index)];
  using Kind = EdgeLabel::Kind;
  if (how.kind == Kind::rule || how.kind == Kind::otherwise) {
    const std::size_t rule = how.kind == Kind::rule ? how.index : node.rules;
    come_to_rule(node, rule);
    if (rule < node.rules) {
      const TestIndex when = graph_.rules[node.first_rule + rule].when;
      if (when != kNone<TestIndex>) test(when, true);
    }
    return;
  }
  if (node.kind != Node::Kind::ask) return;
  const Question& q = graph_.questions[at(node.question)];
  switch (how.kind) {
    case Kind::answer:
      return answer(q, how.index);
    case Kind::none:
      return none(q);
    case Kind::unsure:
      return unsure(q);
    default:
      break;
  }
  std::vector<std::size_t> plain;
  for (std::size_t i = 0; i < q.answers.size(); ++i)
    if (graph_.answer_targets[node.first_target + i] == kNone<NodeIndex>) plain.push_back(i);
  if (!plain.empty()) answer(q, plain[dice_.below(plain.size())]);
}

void BringAbout::reach(NodeIndex node, const std::vector<std::vector<std::pair<NodeIndex, EdgeLabel>>>& before) {
  // Backwards, until a node that the patient passes.
  NodeIndex here = node;
  while (!passed(here)) {
    const auto& ways = before[at(here)];
    if (ways.empty()) return;
    std::vector<std::size_t> near;
    for (std::size_t i = 0; i < ways.size(); ++i)
      if (passed(ways[i].first)) near.push_back(i);
    const std::size_t chosen =
        near.empty() || dice_.one_in(6) ? dice_.below(ways.size()) : near[dice_.below(near.size())];
    leave(ways[chosen].first, ways[chosen].second);
    here = ways[chosen].first;
  }
}

}  // namespace signpost

#include "engine/scenarios/aims.hpp"

#include <algorithm>
#include <utility>

#include "engine/graph/graph_shape.hpp"
#include "engine/walk/walk.hpp"

namespace signpost {

namespace {

// Goes through the programs node by node.
class AimFinder {
 public:
  explicit AimFinder(const CoverageMap& map) : map_(map), graph_(map.graph()), aims_(map.parts().size()) {
    for (std::size_t p = 0; p < graph_.programs.size(); ++p) {
      program_ = static_cast<ProgramIndex>(p);
      const Program& program = graph_.programs[p];
      admits(program);
      for (const PartIndex part : map_.begun_with(program)) add(part, aim(Aim::Kind::reach, program.start));
      for (std::uint32_t i = 0; i < program.nodes; ++i) node(NodeIndex{at(program.first_node) + i});
    }
  }

  std::vector<std::vector<Aim>> found() { return std::move(aims_); }

 private:
  Aim aim(Aim::Kind kind, NodeIndex node) const {
    Aim made;
    made.kind = kind;
    made.program = program_;
    made.node = node;
    return made;
  }
  void add(PartIndex part, const Aim& made) {
    if (part != kNoPart) aims_[part].push_back(made);
  }

  // Both sides of a test and both sides of its thresholds, at a node.
  void test(SiteIndex site, NodeIndex node, TestIndex when, Aim::Kind kind, std::size_t index) {
    if (site == kNoPart) return;
    const TestSite& here = map_.sites()[site];
    Aim made = aim(kind, node);
    made.index = index;
    made.when = when;
    add(here.yes, made);
    made.yes = false;
    add(here.no, made);
    made.kind = Aim::Kind::value;
    for (const Threshold& t : here.thresholds) {
      made.threshold = &t;
      made.above = false;
      add(t.below, made);
      made.above = true;
      add(t.above, made);
    }
  }

  void admits(const Program& program) {
    const SiteIndex site = map_.admits_site(program.pathway);
    if (site == kNoPart) return;
    test(site, program.start, program.admits, Aim::Kind::test, Aims::kNoRule);
    // Whoever is led elsewhere walks another pathway of the topic.
    for (const Topic& topic : graph_.topics) {
      if (std::find(topic.programs.begin(), topic.programs.end(), program_) == topic.programs.end()) continue;
      const ProgramIndex own = program_;
      for (const ProgramIndex other : topic.programs) {
        if (other == own) continue;
        program_ = other;
        Aim made = aim(Aim::Kind::test, graph_.programs[at(other)].start);
        made.when = graph_.programs[at(other)].admits;
        made.index = Aims::kNoRule;
        add(map_.sites()[site].no, made);
        for (const Threshold& t : map_.sites()[site].thresholds)
          for (const bool above : {false, true}) {
            Aim value = made;
            value.kind = Aim::Kind::value;
            value.threshold = &t;
            value.above = above;
            add(above ? t.above : t.below, value);
          }
      }
      program_ = own;
    }
  }

  void node(NodeIndex index) {
    const Node& n = graph_.nodes[at(index)];
    const bool step = n.kind != Node::Kind::floors && n.kind != Node::Kind::outcome && !n.jump;
    if (step) add(map_.step_part(n.location), aim(Aim::Kind::reach, index));
    if (n.kind == Node::Kind::outcome) {
      add(map_.outcome_part(n.location), aim(Aim::Kind::reach, index));
      const Outcome& outcome = graph_.outcomes[at(n.outcome)];
      for (const auto* list : {&outcome.advice, &outcome.worsening})
        for (const AdviceIndex item : *list) advice(item, aim(Aim::Kind::reach, index));
    }
    if (n.kind == Node::Kind::note)
      for (const AdviceIndex item : graph_.questions[at(n.question)].note_advice)
        advice(item, aim(Aim::Kind::reach, index));
    if (n.kind == Node::Kind::ask) question(index, graph_.questions[at(n.question)]);
    if (!n.jump) {
      for (std::size_t r = 0; r < n.rules; ++r) {
        const NodeRule& rule = graph_.rules[n.first_rule + r];
        test(map_.rule_site(rule.location), index, rule.when, Aim::Kind::rule, r);
        if (rule.when != kNone<TestIndex>) points(index, r, rule.when);
      }
    }
    if (step) uses(index, n);
    if (n.jump)
      for (const PartIndex part : map_.jumped_into(n.file)) add(part, aim(Aim::Kind::reach, index));
  }

  void question(NodeIndex index, const Question& q) {
    for (std::size_t i = 0; i < q.answers.size(); ++i) {
      Aim made = aim(Aim::Kind::answer, index);
      made.index = i;
      add(map_.answer_part(q.location, i), made);
      for (const AdviceIndex item : q.answers[i].advice) advice(item, made);
      if (q.answers[i].only_if != kNone<TestIndex>)
        test(map_.only_if_site(q.location, i), index, q.answers[i].only_if, Aim::Kind::test, 0);
    }
    add(map_.none_part(q.location), aim(Aim::Kind::none, index));
    add(map_.unsure_part(q.location), aim(Aim::Kind::unsure, index));
    for (const Threshold& t : map_.cuts(q.location)) {
      Aim made = aim(Aim::Kind::cut, index);
      made.threshold = &t;
      add(t.below, made);
      made.above = true;
      add(t.above, made);
    }
  }

  // An item of advice that would be told if the aim comes about.
  void advice(AdviceIndex item, Aim made) {
    const Program& program = graph_.programs[at(program_)];
    if (map_.advice_only_if_site(item) == kNoPart && map_.advice_unless_site(item) == kNoPart)
      add(map_.advice_part(item), made);
    for (const auto& [site, when] : {std::pair(map_.advice_only_if_site(item), program.advice_only_if[at(item)]),
                                     std::pair(map_.advice_unless_site(item), program.advice_unless[at(item)])}) {
      if (site == kNoPart || when == kNone<TestIndex>) continue;
      const TestSite& here = map_.sites()[site];
      Aim tested = made;
      tested.when = when;
      add(here.yes, tested);
      const bool only_if = here.kind == TestSite::Kind::advice_only_if;
      if (only_if) add(map_.advice_part(item), tested);
      tested.yes = false;
      add(here.no, tested);
      if (!only_if) add(map_.advice_part(item), tested);
      for (const Threshold& t : here.thresholds)
        for (const bool above : {false, true}) {
          Aim value = made;
          value.threshold = &t;
          value.above = above;
          add(above ? t.above : t.below, value);
        }
    }
  }

  void points(NodeIndex index, std::size_t rule, TestIndex when) {
    const TestNode& n = graph_.tests[at(when)];
    if (n.op != TestNode::Op::score) {
      for (std::uint32_t i = 0; i < n.parts; ++i) points(index, rule, graph_.test_parts[n.first_part + i]);
      return;
    }
    const ScoreTest& s = graph_.score_tests[n.table];
    const Variable& variable = graph_.programs[at(program_)].variables[s.variable];
    for (std::size_t i = 0; i < s.plus.size(); ++i)
      test(map_.points_site(variable, i), index, s.plus[i].when, Aim::Kind::rule, rule);
  }

  void uses(NodeIndex index, const Node& n) {
    each_edge(graph_, n, [&](NodeIndex, EdgeLabel how) {
      for (const PartIndex part : map_.led_into(graph_.programs[at(program_)], n.location, how)) {
        Aim made = aim(Aim::Kind::leave, index);
        made.how = how;
        add(part, made);
      }
    });
  }

  const CoverageMap& map_;
  const DecisionGraph& graph_;
  ProgramIndex program_{};
  std::vector<std::vector<Aim>> aims_;
};

// Everybody whom a program admits, as far as they can be told apart before the first question.
class Admitted {
 public:
  explicit Admitted(const DecisionGraph& graph, const Program& program) : graph_(graph), program_(program) {
    const std::size_t switches = graph.switches.size();
    if (switches > kMostSwitchesGoneThrough) return;
    known_ = true;
    for (int cell = 0; cell < kAgeCells; ++cell)
      for (const Sex sex : {Sex::female, Sex::male, Sex::not_said})
        for (const Party party : {Party::self, Party::someone_else})
          for (std::uint32_t on = 0; on < std::uint32_t{1} << switches; ++on) {
            const auto age = static_cast<AgeCell>(cell);
            journey_.patient = {Age{age, age}, sex, party};
            journey_.switches = on;
            start_state(graph, program, journey_, state_);
            if (truth(graph, program, state_, program.admits) == Truth::yes) everybody_.push_back(journey_);
          }
  }

  // Whether somebody can be such a one; yes where that depends on answers.
  bool test_may_be(TestIndex test, bool yes) {
    if (!known_ || !of_the_patient(test)) return true;
    const Truth wanted = yes ? Truth::yes : Truth::no;
    return std::any_of(everybody_.begin(), everybody_.end(), [&](const Journey& journey) {
      start_state(graph_, program_, journey, state_);
      return truth(graph_, program_, state_, test) == wanted;
    });
  }
  bool age_may_be(std::int64_t cell) const {
    if (!known_) return true;
    return std::any_of(everybody_.begin(), everybody_.end(),
                       [&](const Journey& journey) { return journey.patient.age->first == cell; });
  }

 private:
  bool of_the_patient(TestIndex test) const {
    const TestNode& n = graph_.tests[at(test)];
    if (n.op == TestNode::Op::constant) return true;
    if (n.op == TestNode::Op::leaf) return n.variable < kFirstSwitch + graph_.switches.size();
    if (n.op != TestNode::Op::all && n.op != TestNode::Op::any && n.op != TestNode::Op::negation) return false;
    for (std::uint32_t i = 0; i < n.parts; ++i)
      if (!of_the_patient(graph_.test_parts[n.first_part + i])) return false;
    return true;
  }

  const DecisionGraph& graph_;
  const Program& program_;
  bool known_ = false;
  Journey journey_;
  PatientState state_;
  std::vector<Journey> everybody_;
};

}  // namespace

Aims::Aims(const CoverageMap& map) : aims_(AimFinder(map).found()), impossible_(map.parts().size(), 0) {
  const DecisionGraph& graph = map.graph();
  for (std::size_t i = 0; i < aims_.size(); ++i) impossible_[i] = aims_[i].empty() ? 0 : 1;
  for (std::size_t p = 0; p < graph.programs.size(); ++p) {
    Admitted admitted(graph, graph.programs[p]);
    for (std::size_t i = 0; i < aims_.size(); ++i) {
      for (const Aim& aim : aims_[i]) {
        if (impossible_[i] == 0) break;
        if (at(aim.program) != p) continue;
        bool may_be = true;
        if (aim.threshold != nullptr) {
          const std::int64_t value = aim.above ? aim.threshold->first_above : aim.threshold->last_below;
          may_be = aim.threshold->of != Threshold::Of::age || admitted.age_may_be(value);
        } else if (aim.when != kNone<TestIndex>) {
          may_be = admitted.test_may_be(aim.when, aim.yes);
        }
        if (may_be) impossible_[i] = 0;
      }
    }
  }
}

bool Aims::possible(PartIndex part) const { return impossible_[part] == 0; }

}  // namespace signpost

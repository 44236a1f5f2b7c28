// What one journey shows: its trail, read node by node beside what the authors wrote.
#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "engine/amounts/measure.hpp"
#include "engine/scenarios/coverage_map.hpp"
#include "engine/walk/walk.hpp"

namespace signpost {

class TrailReader {
 public:
  TrailReader(const CoverageMap& map, const Journey& journey) : map_(map), graph_(map.graph_), journey_(journey) {}

  Shown run() {
    if (journey_.topics.empty() || demographic_needed(graph_, journey_)) return {};
    const ProgramIndex index = program_for(graph_, journey_);
    if (index == kNone<ProgramIndex>) return {};
    program_ = &graph_.programs[at(index)];
    std::vector<Passed> trail;
    const Walked walked = walk(graph_, index, journey_, end_, &trail);
    if (walked.rejected || walked.step.kind != Step::Kind::outcome) return {};
    admitted(index);
    show_all(map_.begun_with(*program_));
    for (const Passed& passed : trail) pass(passed);
    show(map_.outcome_part(graph_.outcomes[at(walked.step.outcome)].location));
    advise(graph_.outcomes[at(walked.step.outcome)]);
    for (auto* list : {&shown_.parts, &shown_.sites}) {
      std::sort(list->begin(), list->end());
      list->erase(std::unique(list->begin(), list->end()), list->end());
      if (!list->empty() && list->back() == kNoPart) list->pop_back();
    }
    return std::move(shown_);
  }

 private:
  // A number, or minutes, that somebody gave, and how far the next possible one is.
  struct ExactValue {
    std::int64_t value = 0;
    std::int64_t step = 1;
  };

  void show(PartIndex part) { shown_.parts.push_back(part); }

  // A test was come to, and was true or not.
  void come_to(SiteIndex index, bool yes) {
    if (index == kNoPart) return;
    shown_.sites.push_back(index);
    const TestSite& site = map_.sites_[index];
    show(yes ? site.yes : site.no);
    for (const Threshold& t : site.thresholds) try_threshold(t);
  }

  void try_threshold(const Threshold& t) {
    if (t.of == Threshold::Of::age) {
      if (!journey_.patient.age) return;
      if (journey_.patient.age->last == t.bound - 1) show(t.below);
      if (journey_.patient.age->first == t.bound) show(t.above);
      return;
    }
    if (t.of == Threshold::Of::score) return;  // with the test itself, which knows what adds to it
    const auto given = values_.find(t.variable);
    if (given != values_.end()) near(t, given->second);
  }

  void near(const Threshold& t, const ExactValue& given) {
    const std::int64_t reach = t.tolerance > 0 ? t.tolerance : given.step;
    if (given.value < t.bound && given.value >= t.bound - reach) show(t.below);
    if (given.value >= t.bound && given.value < t.bound + reach) show(t.above);
  }

  void admitted(ProgramIndex chosen) {
    for (const ProgramIndex candidate : graph_.topics[at(journey_.topics.front())].programs)
      come_to(map_.admits_site(graph_.programs[at(candidate)].pathway), candidate == chosen);
  }

  void show_all(const std::vector<PartIndex>& parts) {
    for (const PartIndex part : parts) show(part);
  }

  void pass(const Passed& passed) {
    const Node& node = graph_.nodes[at(passed.node)];
    const CoverageMap::Asked* const here = map_.asked(node.location);
    const bool step = here != nullptr && node.kind != Node::Kind::floors && !node.jump;
    if (step) show(here->reached);
    if (passed.put && here != nullptr) answer(node, *here, passed);
    if (node.kind == Node::Kind::ask) count(graph_.questions[at(node.question)], passed);
    rules(node, passed.how);
    if (step) show_all(map_.led_into(*program_, node.location, passed.how));
    if (node.jump) show_all(map_.jumped_into(node.file));
  }

  void answer(const Node& node, const CoverageMap::Asked& here, const Passed& passed) {
    const Question& q = graph_.questions[at(node.question)];
    const Given& given = journey_.answers[passed.given];
    // Whether an answer is offered is looked at where the question is put.
    for (std::size_t i = 0; i < q.answers.size(); ++i) {
      if (q.answers[i].only_if == kNone<TestIndex>) continue;
      come_to(map_.only_if_site(node.location, i), truth(graph_, *program_, end_, q.answers[i].only_if) == Truth::yes);
    }
    if (q.kind == QuestionKind::note) return advise_note(q);
    const auto answered = [&](std::size_t i) {
      if (i < here.answers.size()) show(here.answers[i]);
    };
    switch (given.kind) {
      case Given::Kind::unsure:
        return show(here.unsure);
      case Given::Kind::seen:
        return;
      case Given::Kind::answer:
        return answered(static_cast<std::size_t>(given.value));
      case Given::Kind::ticks:
        if (given.ticks == 0) show(here.none);
        for (std::size_t i = 0; i < q.answers.size(); ++i)
          if (given.ticks >> i & 1U) answered(i);
        return;
      case Given::Kind::amount:
        break;
    }
    ExactValue exact;
    const bool date = q.kind == QuestionKind::date;
    exact.value = date ? (journey_.on - given.value) * std::int64_t{kMinutesOfDay} : given.value;
    exact.step = date ? kMinutesOfDay : q.step_size;
    for (std::size_t i = 0; i < q.bands.size(); ++i)
      if (exact.value >= q.bands[i].from && exact.value <= q.bands[i].to) answered(i);
    for (const Threshold& cut : here.cuts) near(cut, exact);
    if (q.variable != 0) values_[program_->variables[q.variable].name] = exact;
  }

  // What answers add to scores and to the advice, whether they were given or known already.
  void count(const Question& q, const Passed& passed) {
    const bool points = q.counted == 0 || counted_.insert(q.counted).second;
    for (std::size_t i = 0; i < q.answers.size(); ++i) {
      if ((passed.taken.answers >> i & 1U) == 0) continue;
      const AnswerChoice& a = q.answers[i];
      added_.insert(added_.end(), a.advice.begin(), a.advice.end());
      taken_away_.insert(taken_away_.end(), a.without_advice.begin(), a.without_advice.end());
      if (!points) continue;
      for (const AnswerChoice::Points& p : a.points) points_[p.score] += p.points;
    }
  }

  void rules(const Node& node, EdgeLabel how) {
    if (how.kind != EdgeLabel::Kind::rule && how.kind != EdgeLabel::Kind::otherwise) return;
    const std::size_t fired = how.kind == EdgeLabel::Kind::rule ? how.index : node.rules;
    for (std::size_t r = 0; r < node.rules && r <= fired; ++r) {
      const NodeRule& rule = graph_.rules[node.first_rule + r];
      const SiteIndex index = node.jump ? kNoPart : map_.rule_site(rule.location);
      if (index == kNoPart) continue;
      come_to(index, r == fired);
      if (rule.when != kNone<TestIndex>) scores(map_.sites_[index], rule.when);
    }
  }

  // The scores that a test reads, and what adds to them.
  void scores(const TestSite& site, TestIndex test) {
    const TestNode& n = graph_.tests[at(test)];
    if (n.op != TestNode::Op::score) {
      for (std::uint32_t i = 0; i < n.parts; ++i) scores(site, graph_.test_parts[n.first_part + i]);
      return;
    }
    const ScoreTest& s = graph_.score_tests[n.table];
    const Variable& variable = program_->variables[s.variable];
    std::int64_t total = points_[s.variable];
    for (std::size_t i = 0; i < s.plus.size(); ++i) {
      const bool so = truth(graph_, *program_, end_, s.plus[i].when) == Truth::yes;
      if (so) total += s.plus[i].points;
      come_to(map_.points_site(variable, i), so);
    }
    for (const Threshold& t : site.thresholds) {
      if (t.of != Threshold::Of::score || t.variable != variable.name) continue;
      if (total == t.bound - 1) show(t.below);
      if (total == t.bound) show(t.above);
    }
  }

  void advise_note(const Question& q) {
    for (const AdviceIndex item : q.note_advice)
      if (!removed(item)) consider(item);
  }

  void advise(const Outcome& outcome) {
    std::vector<AdviceIndex> items = outcome.advice;
    items.insert(items.end(), outcome.worsening.begin(), outcome.worsening.end());
    items.insert(items.end(), added_.begin(), added_.end());
    for (const AdviceIndex item : items)
      if (!removed(item)) consider(item);
  }

  bool removed(AdviceIndex item) const {
    return std::find(taken_away_.begin(), taken_away_.end(), item) != taken_away_.end();
  }

  void consider(AdviceIndex item) {
    const TestIndex only_if = program_->advice_only_if[at(item)];
    const TestIndex unless = program_->advice_unless[at(item)];
    bool given = true;
    if (only_if != kNone<TestIndex>) {
      const bool yes = truth(graph_, *program_, end_, only_if) == Truth::yes;
      come_to(map_.advice_only_if_site(item), yes);
      given = given && yes;
    }
    if (unless != kNone<TestIndex>) {
      const bool yes = truth(graph_, *program_, end_, unless) == Truth::yes;
      come_to(map_.advice_unless_site(item), yes);
      given = given && !yes;
    }
    if (given) show(map_.advice_part(item));
  }

  const CoverageMap& map_;
  const DecisionGraph& graph_;
  const Journey& journey_;
  const Program* program_ = nullptr;
  PatientState end_;  // at the outcome: what is known once is known for good
  std::unordered_map<std::string, ExactValue> values_;
  std::unordered_map<VariableIndex, std::int64_t> points_;
  std::unordered_set<VariableIndex> counted_;
  std::vector<AdviceIndex> added_, taken_away_;
  Shown shown_;
};

Shown CoverageMap::shown(const Journey& journey) const { return TrailReader(*this, journey).run(); }

}  // namespace signpost

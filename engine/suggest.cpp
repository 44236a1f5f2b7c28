#include "engine/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "engine/answer_text.hpp"
#include "engine/bring_about.hpp"
#include "engine/graph_shape.hpp"
#include "engine/imagined.hpp"
#include "engine/scenario.hpp"

namespace signpost {

namespace {

using Ways = std::vector<std::vector<std::pair<NodeIndex, EdgeLabel>>>;

// One way to show a part: come to a node of a program, and bring something about there.
struct Aim {
  enum class Kind : std::uint8_t { reach, answer, none, unsure, leave, test, rule, value, cut };
  Kind kind = Kind::reach;
  ProgramIndex program{};
  NodeIndex node = kNone<NodeIndex>;
  std::size_t index = 0;                 // answer, rule
  EdgeLabel how;                         // leave
  TestIndex when = kNone<TestIndex>;     // test; rule: looked at beside the rule
  bool yes = true;                       // test, rule
  const Threshold* threshold = nullptr;  // value, cut
  bool above = false;
};

// For every part, the ways to show it.
class Aims {
 public:
  static constexpr std::size_t kNoRule = static_cast<std::size_t>(-1);  // Aim::index: nothing needs to be come to

  explicit Aims(const CoverageMap& map) : map_(map), graph_(map.graph()), aims_(map.parts().size()) {
    for (std::size_t p = 0; p < graph_.programs.size(); ++p) {
      program_ = static_cast<ProgramIndex>(p);
      const Program& program = graph_.programs[p];
      admits(program);
      for (const PartIndex part : map_.begun_with(program)) add(part, aim(Aim::Kind::reach, program.start));
      for (std::uint32_t i = 0; i < program.nodes; ++i) node(NodeIndex{at(program.first_node) + i});
    }
  }

  const std::vector<Aim>& of(PartIndex part) const { return aims_[part]; }

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
    test(site, program.start, program.admits, Aim::Kind::test, kNoRule);
    // Whoever is led elsewhere walks another pathway of the topic.
    for (const Topic& topic : graph_.topics) {
      if (std::find(topic.programs.begin(), topic.programs.end(), program_) == topic.programs.end()) continue;
      const ProgramIndex own = program_;
      for (const ProgramIndex other : topic.programs) {
        if (other == own) continue;
        program_ = other;
        Aim made = aim(Aim::Kind::test, graph_.programs[at(other)].start);
        made.when = graph_.programs[at(other)].admits;
        made.index = kNoRule;
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

// A patient who was walked, and what that showed.
struct Walk {
  Imaginable way;
  Shown shown;
};

class Search {
 public:
  Search(const CoverageMap& map, const Coverage& coverage, const std::vector<bool>& wanted, std::size_t tries)
      : map_(map), graph_(map.graph()), tries_(tries), aims_(map), before_(graph_.nodes.size()) {
    missing_.assign(map.parts().size(), false);
    for (PartIndex i = 0; i < missing_.size(); ++i) missing_[i] = wanted[i] && coverage.shown_by[i] == 0;
    wanted_ = missing_;
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i)
      each_edge(graph_, graph_.nodes[i], [&](NodeIndex to, EdgeLabel how) {
        before_[at(to)].emplace_back(NodeIndex{static_cast<std::uint32_t>(i)}, how);
      });
    begin();
  }

  Suggestions run() {
    for (const PartIndex part : in_order()) {
      if (!missing_[part]) continue;
      const std::size_t found = look_for(part);
      if (found == kNobody)
        result_.not_found.push_back(part);
      else
        accept(simpler(walks_[found]));
    }
    std::sort(result_.not_found.begin(), result_.not_found.end());
    finish();
    return std::move(result_);
  }

 private:
  static constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

  // Steps first, in the order in which they are met: what comes later is then looked for among patients who come near.
  std::vector<PartIndex> in_order() const {
    std::vector<PartIndex> order;
    std::vector<bool> seen(map_.parts().size(), false);
    for (const Node& node : graph_.nodes) {
      const PartIndex part = node.kind == Node::Kind::outcome ? kNoPart : map_.step_part(node.location);
      if (part == kNoPart || seen[part]) continue;
      seen[part] = true;
      order.push_back(part);
    }
    for (PartIndex i = 0; i < map_.parts().size(); ++i)
      if (!seen[i]) order.push_back(i);
    return order;
  }

  // Patients to begin with: those of the library's scenarios, and for each pathway one of every age and sex that it
  // tells apart.
  void begin() {
    for (const Scenario& scenario : map_.library().scenarios) {
      const ScenarioResult result = run_scenario(graph_, scenario);
      if (!result.journey.topics.empty()) keep(patient_of(graph_, result.journey));
    }
    for (std::size_t t = 0; t < graph_.topics.size(); ++t) {
      for (const ProgramIndex p : graph_.topics[t].programs) {
        const Program& program = graph_.programs[at(p)];
        for (int cell = 0; cell < kAgeCells; ++cell) {
          const auto here = static_cast<std::size_t>(cell);
          if (cell > 0 && program.age_class[here] == program.age_class[here - 1]) continue;
          for (const Sex sex : {Sex::female, Sex::male}) {
            Imagined patient;
            patient.topic = static_cast<TopicIndex>(t);
            patient.age = static_cast<AgeCell>(cell);
            patient.sex = sex;
            patient.party = party_by_age(Age{patient.age, patient.age});
            for (std::size_t i = 0; i < graph_.switches.size(); ++i)
              patient.switches |= static_cast<std::uint32_t>(graph_.switches[i].on) << i;
            keep(patient);
          }
        }
      }
    }
  }

  // Walks a patient, and keeps the walk when it shows or comes to anything that none before it did. The number of the
  // walk, or kNobody.
  std::size_t keep(const Imagined& patient) {
    std::optional<Imaginable> way = imagine(graph_, patient);
    if (!way) return kNobody;
    Walk walk{std::move(*way), {}};
    walk.shown = map_.shown(walk.way.journey);
    bool fresh = false;
    for (const PartIndex part : walk.shown.parts) fresh |= shown_.insert({walk.way.program, part}).second;
    for (const Passed& passed : walk.way.trail) fresh |= passed_.insert(passed.node).second;
    if (!fresh) return kNobody;
    walks_.push_back(std::move(walk));
    return walks_.size() - 1;
  }

  std::size_t showing(PartIndex part) const {
    // The one with the fewest answers to state.
    std::size_t best = kNobody;
    std::size_t fewest = 0;
    for (std::size_t i = 0; i < walks_.size(); ++i) {
      if (!walks_[i].shown.has(part)) continue;
      const std::vector<bool>& less = walks_[i].way.less_serious;
      const auto stated = static_cast<std::size_t>(std::count(less.begin(), less.end(), false));
      if (best != kNobody && stated >= fewest) continue;
      best = i;
      fewest = stated;
    }
    return best;
  }

  std::size_t look_for(PartIndex part) {
    if (const std::size_t found = showing(part); found != kNobody) return found;
    const std::vector<Aim>& aims = aims_.of(part);
    if (aims.empty()) return kNobody;
    for (std::size_t i = 0; i < tries_; ++i) {
      const Aim& aim = aims[i < aims.size() ? i : dice_.below(aims.size())];
      const std::size_t base = near(aim);
      if (base == kNobody) continue;
      BringAbout change(graph_, walks_[base].way, aim.program, dice_);
      bring(change, aim);
      if (dice_.one_in(3)) change.anything();
      Imagined patient = change.patient();
      const std::size_t kept = keep(patient);
      if (kept != kNobody && walks_[kept].shown.has(part)) return kept;
    }
    return kNobody;
  }

  // A walk from which to change: one that passes the aim's node, or comes into its program at all.
  std::size_t near(const Aim& aim) {
    std::vector<std::size_t> passing, same, topic;
    for (std::size_t i = 0; i < walks_.size(); ++i) {
      const Imaginable& way = walks_[i].way;
      if (way.program == aim.program) {
        same.push_back(i);
        const bool passes =
            std::any_of(way.trail.begin(), way.trail.end(), [&](const Passed& p) { return p.node == aim.node; });
        if (passes) passing.push_back(i);
      }
      const std::vector<ProgramIndex>& programs = graph_.topics[at(way.patient.topic)].programs;
      if (std::find(programs.begin(), programs.end(), aim.program) != programs.end()) topic.push_back(i);
    }
    const auto any = [&](const std::vector<std::size_t>& some) { return some[dice_.below(some.size())]; };
    if (!passing.empty() && !dice_.one_in(6)) return any(passing);
    if (!same.empty()) return any(same);
    return topic.empty() ? kNobody : any(topic);
  }

  void bring(BringAbout& change, const Aim& aim) {
    const Node& node = graph_.nodes[at(aim.node)];
    if (aim.index != Aims::kNoRule) change.reach(aim.node, before_);
    switch (aim.kind) {
      case Aim::Kind::reach:
        break;
      case Aim::Kind::answer:
        change.answer(graph_.questions[at(node.question)], aim.index);
        break;
      case Aim::Kind::none:
        change.none(graph_.questions[at(node.question)]);
        break;
      case Aim::Kind::unsure:
        change.unsure(graph_.questions[at(node.question)]);
        break;
      case Aim::Kind::leave:
        change.leave(aim.node, aim.how);
        break;
      case Aim::Kind::rule:
        change.come_to_rule(node, aim.index);
        break;
      case Aim::Kind::cut:
        change.amount(graph_.questions[at(node.question)],
                      aim.above ? aim.threshold->first_above : aim.threshold->last_below);
        return;
      case Aim::Kind::test:
        break;
      case Aim::Kind::value:
        if (node.rules > 0 && aim.index < node.rules) change.come_to_rule(node, aim.index);
        break;
    }
    if (aim.threshold != nullptr) return value(change, aim);
    if (aim.when != kNone<TestIndex>) change.test(aim.when, aim.yes);
  }

  void value(BringAbout& change, const Aim& aim) {
    const Threshold& t = *aim.threshold;
    const std::int64_t value = aim.above ? t.first_above : t.last_below;
    if (t.of == Threshold::Of::age) return change.age(static_cast<AgeCell>(value));
    const std::vector<Variable>& variables = graph_.programs[at(aim.program)].variables;
    for (std::size_t v = 0; v < variables.size(); ++v) {
      if (variables[v].name != t.variable) continue;
      const auto index = static_cast<VariableIndex>(v);
      t.of == Threshold::Of::score ? change.score(index, value) : change.amount(index, value);
    }
  }

  std::vector<PartIndex> news(const Shown& shown) const {
    std::vector<PartIndex> fresh;
    for (const PartIndex part : shown.parts)
      if (missing_[part]) fresh.push_back(part);
    return fresh;
  }

  // The same with fewer answers to state, as long as it shows no less that is missing.
  Walk simpler(Walk walk) {
    const std::vector<PartIndex> promised = news(walk.shown);
    const auto as_good = [&](const Imagined& patient) {
      std::optional<Imaginable> way = imagine(graph_, patient);
      if (!way) return false;
      Shown shown = map_.shown(way->journey);
      if (!std::all_of(promised.begin(), promised.end(), [&](PartIndex p) { return shown.has(p); })) return false;
      walk = Walk{std::move(*way), std::move(shown)};
      return true;
    };
    // Only what was asked, to begin with.
    Imagined asked = walk.way.patient;
    asked.answers.clear();
    for (std::size_t i = 0; i < walk.way.journey.answers.size(); ++i) {
      if (walk.way.less_serious[i]) continue;
      const Given& given = walk.way.journey.answers[i];
      asked.answers[question_key(graph_.questions[at(given.question)])] = given;
    }
    as_good(asked);
    // An age that readers take for anybody's, unless another is what is shown.
    for (const int years : {30, 50, 70, 10, 3}) {
      const Age age = age_of(years, AgeUnit::years).value_or(Age{});
      if (walk.way.patient.age == age.first) break;
      Imagined plain = walk.way.patient;
      plain.age = age.first;
      plain.party = party_by_age(age);
      if (as_good(plain)) break;
    }
    std::vector<std::string> keys;
    for (const auto& [key, given] : walk.way.patient.answers) keys.push_back(key);
    for (const std::string& key : keys) {
      Imagined without = walk.way.patient;
      if (without.answers.erase(key) > 0) as_good(without);
    }
    Imagined usual = walk.way.patient;
    usual.party = party_by_age(Age{usual.age, usual.age});
    if (usual.party != walk.way.patient.party) as_good(usual);
    return walk;
  }

  void accept(Walk walk) {
    for (const PartIndex part : walk.shown.parts) missing_[part] = false;
    accepted_.push_back(std::move(walk));
  }

  // Leaves out whatever the others together show as well, and writes the rest down.
  void finish() {
    std::vector<std::size_t> times(map_.parts().size(), 0);
    for (const Walk& walk : accepted_)
      for (const PartIndex part : walk.shown.parts) ++times[part];
    std::vector<bool> needed(accepted_.size(), true);
    for (std::size_t i = 0; i < accepted_.size(); ++i) {
      const auto& parts = accepted_[i].shown.parts;
      needed[i] = std::any_of(parts.begin(), parts.end(), [&](PartIndex p) { return wanted_[p] && times[p] == 1; });
      if (!needed[i])
        for (const PartIndex part : parts) --times[part];
    }
    std::vector<bool> told(map_.parts().size(), false);
    for (std::size_t p = 0; p < graph_.programs.size(); ++p)
      for (std::size_t i = 0; i < accepted_.size(); ++i) {
        if (!needed[i] || at(accepted_[i].way.program) != p) continue;
        Suggestion made;
        for (const PartIndex part : accepted_[i].shown.parts) {
          if (!wanted_[part] || told[part]) continue;
          told[part] = true;
          made.parts.push_back(part);
        }
        if (made.parts.empty()) continue;
        made.scenario = written(accepted_[i].way, made.parts.front());
        result_.scenarios.push_back(std::move(made));
      }
  }

  Scenario written(const Imaginable& way, PartIndex first) const {
    const auto name = [](std::string text) { return Name{std::move(text), {}}; };
    Scenario scenario;
    const Patient& patient = way.journey.patient;
    const std::string who = fmt::format("{}, {}", age_text(*patient.age), sex_word(*patient.sex));
    scenario.name.text = fmt::format("{}: {}", who, map_.parts()[first].what);
    scenario.pathway = name(graph_.programs[at(way.program)].pathway);
    scenario.age.text = age_text(*patient.age);
    scenario.sex.text = sex_word(*patient.sex);
    if (*patient.party != party_by_age(patient.age))
      scenario.party.text = *patient.party == Party::self ? "self" : "someone-else";
    for (std::size_t i = 0; i < graph_.switches.size(); ++i) {
      const bool on = way.journey.switches >> i & 1U;
      if (on == graph_.switches[i].on) continue;
      (on ? scenario.switches_on : scenario.switches_off).push_back(name(graph_.switches[i].id));
    }
    for (std::size_t i = 0; i < way.journey.answers.size(); ++i) {
      if (way.less_serious[i]) continue;
      const Given& given = way.journey.answers[i];
      const AnswerValue value = answer_value(graph_, given.question, given, way.journey.on);
      ScenarioAnswer answer;
      answer.question = name(graph_.questions[at(given.question)].id);
      if (const auto* several = std::get_if<std::vector<std::string>>(&value);
          several != nullptr && !several->empty()) {
        answer.list = true;
        for (const std::string& one : *several) answer.values.push_back(name(one));
      } else {
        answer.values.push_back(name(answer_text(value)));
      }
      scenario.answers.push_back(std::move(answer));
    }
    scenario.others_none = true;
    scenario.disposition = name(graph_.dispositions[at(graph_.outcomes[at(way.outcome)].disposition)].id);
    scenario.outcome = name(outcome_name(graph_, way.program, way.outcome));
    return scenario;
  }

  static std::string sex_word(Sex sex) {
    return sex == Sex::female ? "female" : sex == Sex::male ? "male" : "not-said";
  }

  const CoverageMap& map_;
  const DecisionGraph& graph_;
  std::vector<bool> wanted_;  // what the library's scenarios do not show
  std::size_t tries_;
  Aims aims_;
  Ways before_;
  Dice dice_;
  std::vector<bool> missing_;  // the same without what is accepted
  std::vector<Walk> walks_;
  std::set<std::pair<ProgramIndex, PartIndex>> shown_;
  std::set<NodeIndex> passed_;
  std::vector<Walk> accepted_;
  Suggestions result_;
};

}  // namespace

Suggestions suggest(const CoverageMap& map, const Coverage& coverage, const std::vector<bool>& wanted,
                    std::size_t patients_for_one_part) {
  return Search(map, coverage, wanted, patients_for_one_part).run();
}

}  // namespace signpost

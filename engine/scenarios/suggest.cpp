#include "engine/scenarios/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "engine/graph/graph_shape.hpp"
#include "engine/scenarios/aims.hpp"
#include "engine/scenarios/bring_about.hpp"
#include "engine/scenarios/imagined.hpp"
#include "engine/walk/answer_text.hpp"
#include "engine/walk/scenario.hpp"

namespace signpost {

namespace {

using Ways = std::vector<std::vector<std::pair<NodeIndex, EdgeLabel>>>;

// Cut between two words where it is too long.
std::string shortened(std::string text) {
  if (text.size() <= kLongestName) return text;
  const std::string end = " ...";
  text.resize(text.rfind(' ', kLongestName - end.size()));
  return text + end;
}

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
    for (PartIndex i = 0; i < missing_.size(); ++i) missing_[i] = wanted[i] && missing(coverage, i);
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
    scenario.name.text = shortened(fmt::format("{}: {}", who, map_.parts()[first].what));
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

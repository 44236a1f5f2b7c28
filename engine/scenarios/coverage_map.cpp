#include "engine/scenarios/coverage_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>

#include "engine/amounts/measure.hpp"
#include "engine/amounts/quantity.hpp"
#include "engine/names/age_cuts.hpp"
#include "engine/pathway/amount.hpp"

namespace signpost {

namespace {

bool upward(Comparison comparison) { return comparison == Comparison::at_most || comparison == Comparison::more; }

std::int64_t floor_to(std::int64_t value, std::int64_t low, std::int64_t grid) {
  const std::int64_t over = (value - low) % grid;
  return value - (over < 0 ? over + grid : over);
}

// "72 hours" rather than "3 days" where the author thinks in hours.
std::string time_text(std::int64_t minutes, std::int64_t unit, std::string_view word) {
  const std::int64_t count = minutes / unit;
  std::string_view one = word;
  if (one.ends_with('s')) one.remove_suffix(1);
  return count == 1 ? fmt::format("1 {}", one) : fmt::format("{} {}s", count, one);
}

}  // namespace

std::string_view part_kind_name(Part::Kind kind) {
  static constexpr std::string_view kNames[kPartKinds] = {"step",     "answer",  "band",  "rule",
                                                          "boundary", "outcome", "advice"};
  return kNames[static_cast<std::size_t>(kind)];
}

bool Shown::has(PartIndex part) const { return std::binary_search(parts.begin(), parts.end(), part); }

// Fills a CoverageMap from what the authors wrote.
class CoverageBuilder {
 public:
  explicit CoverageBuilder(CoverageMap& map) : map_(map), names_(map.names_), library_(map.library_) {}

  void run() {
    for (const FileNames& file : names_.files()) {
      file_ = &file;
      pathway(*file.pathway);
    }
    file_ = nullptr;
    for (const AdviceItem& item : library_.advice) advice(item);
  }

 private:
  PartIndex part(Part::Kind kind, Location where, std::string what) {
    map_.parts_.push_back({kind, where, std::move(what)});
    return static_cast<PartIndex>(map_.parts_.size() - 1);
  }

  // A site with both its sides, each told in a sentence.
  SiteIndex site(TestSite::Kind kind, Location where, const Condition& when, std::string yes, std::string no) {
    TestSite made;
    made.kind = kind;
    made.at = where;
    made.yes = part(Part::Kind::rule, where, std::move(yes));
    made.no = part(Part::Kind::rule, where, std::move(no));
    thresholds(when, where, made.thresholds);
    map_.sites_.push_back(std::move(made));
    return static_cast<SiteIndex>(map_.sites_.size() - 1);
  }

  void pathway(const Pathway& p) {
    if (!p.module && p.admits.kind != Condition::Kind::everyone) {
      const std::string test = condition_text(p.admits);
      map_.admits_[p.id.text] =
          site(TestSite::Kind::admits, p.admits.at, p.admits, fmt::format("`for: {}` lets somebody in", test),
               fmt::format("`for: {}` leads somebody to another pathway", test));
    }
    for (const AuthoredStep& s : p.steps) step(s);
    for (const Floor& floor : p.floors) {
      const std::string test = condition_text(floor.when);
      map_.rules_[floor.at] =
          site(TestSite::Kind::floor, floor.at, floor.when, fmt::format("the floor `{}` lifts somebody", test),
               fmt::format("the floor `{}` is come to and not true", test));
    }
    for (const Score& score : p.scores) {
      std::vector<SiteIndex>& sites = map_.points_[{"score " + score.id.text, score.meaning.text}];
      for (const ScoreRule& rule : score.plus) {
        const std::string test = condition_text(rule.when);
        sites.push_back(site(TestSite::Kind::points, rule.at, rule.when,
                             fmt::format("`{}` adds to the score `{}`", test, score.id.text),
                             fmt::format("`{}` is not true where the score `{}` is read", test, score.id.text)));
      }
    }
    for (const AuthoredOutcome& o : p.outcomes)
      map_.outcomes_[o.id.at] = part(Part::Kind::outcome, o.id.at, fmt::format("`{}` is the outcome", o.id.text));
  }

  void step(const AuthoredStep& s) {
    CoverageMap::Asked& here = map_.steps_[s.id.at];
    here.step = &s;
    here.file = file_;
    here.reached = part(Part::Kind::step, s.id.at, fmt::format("`{}` is reached", s.id.text));
    if (s.kind == AuthoredStep::Kind::ask) answers(s, here);
    for (const Rule& rule : s.then) {
      if (!rule.when) {
        TestSite made;
        made.at = rule.at;
        made.yes = part(Part::Kind::rule, rule.at, fmt::format("`otherwise` of `{}` is taken", s.id.text));
        map_.sites_.push_back(std::move(made));
        map_.rules_[rule.at] = static_cast<SiteIndex>(map_.sites_.size() - 1);
        continue;
      }
      const std::string test = condition_text(*rule.when);
      map_.rules_[rule.at] =
          site(TestSite::Kind::rule, rule.at, *rule.when, fmt::format("the rule `{}` of `{}` is true", test, s.id.text),
               fmt::format("the rule `{}` of `{}` is come to and not true", test, s.id.text));
    }
  }

  void answers(const AuthoredStep& s, CoverageMap::Asked& here) {
    const bool bands = s.ask == AskKind::number || s.ask == AskKind::duration || s.ask == AskKind::date;
    for (const Answer& a : s.answers) {
      // The answers of a set stand in a file of their own, and are counted at each question that names it.
      const Location where = a.id.at.file == s.id.at.file && a.id.at.line != 0 ? a.id.at : s.id.at;
      here.answers.push_back(part(bands ? Part::Kind::band : Part::Kind::answer, where,
                                  fmt::format("`{}` is answered `{}`", s.id.text, a.id.text)));
      here.only_if.push_back(kNoPart);
      if (a.only_if) {
        const std::string test = condition_text(*a.only_if);
        here.only_if.back() =
            site(TestSite::Kind::only_if, where, *a.only_if,
                 fmt::format("`{}` of `{}` is offered, by its only-if `{}`", a.id.text, s.id.text, test),
                 fmt::format("`{}` of `{}` is not offered, by its only-if `{}`", a.id.text, s.id.text, test));
      }
    }
    if (s.ask == AskKind::tick)
      here.none = part(Part::Kind::answer, s.none.empty() ? s.id.at : s.none.at,
                       fmt::format("`{}` is answered none of these", s.id.text));
    if (!s.unsure.empty())
      here.unsure = part(Part::Kind::answer, s.unsure.at, fmt::format("`{}` is answered not sure", s.id.text));
    if (bands) between_bands(s, here);
  }

  void between_bands(const AuthoredStep& s, CoverageMap::Asked& here) {
    const std::optional<Amount> amount = read_amount(s, nullptr);
    if (!amount || amount->bands.empty()) return;
    std::vector<std::size_t> order(amount->bands.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return amount->bands[a].from < amount->bands[b].from; });
    for (std::size_t i = 1; i < order.size(); ++i) {
      const Answer& upper = s.answers[order[i]];
      Threshold cut;
      cut.of = Threshold::Of::amount;
      cut.bound = amount->bands[order[i]].from;
      std::string_view unit = unit_of(upper.range.text, true);
      if (unit.empty()) unit = unit_of(s.answers[order[i - 1]].range.text, false);
      values_of(cut, *amount, unit);
      sides(cut, *amount, unit, upper.range.at, fmt::format("`{}`", s.id.text),
            fmt::format("begins `{}`", upper.id.text), fmt::format("ends `{}`", s.answers[order[i - 1]].id.text));
      here.cuts.push_back(std::move(cut));
    }
  }

  static std::string_view unit_of(const std::string& range, bool low) {
    const std::optional<RangeWords> words = parse_range(range);
    if (!words) return {};
    const std::optional<Bound>& bound = low ? words->low : words->high;
    return bound ? bound->at.unit : std::string_view();
  }

  // The last value below a threshold and the first above it, as somebody would give them.
  static void values_of(Threshold& t, const Amount& amount, std::string_view unit) {
    std::int64_t grid = amount.grid;
    std::int64_t low = amount.low;
    if (amount.kind == AskKind::duration) {
      t.tolerance = grid = minutes_in(unit).value_or(60);
      low = 0;
    }
    if (amount.kind == AskKind::date) grid = kMinutesOfDay;
    t.last_below = floor_to(t.bound - 1, low, grid);
    t.first_above = t.last_below + grid;
  }

  void sides(Threshold& t, const Amount& amount, std::string_view unit, Location where, const std::string& what,
             const std::string& above, const std::string& below) {
    const auto words = [&](std::int64_t value) {
      if (amount.kind == AskKind::number) {
        const std::string number = thousandths_text(static_cast<std::int32_t>(value));
        return amount.unit.empty() ? number : fmt::format("{} {}", number, amount.unit);
      }
      if (amount.kind == AskKind::duration && t.tolerance > 0)
        return time_text(value, t.tolerance, unit.empty() ? "hour" : unit);
      return minutes_text(static_cast<std::int32_t>(value));
    };
    const auto fits = [&](std::int64_t value) { return value >= amount.low && value <= amount.high; };
    if (fits(t.last_below))
      t.below = part(Part::Kind::boundary, where, fmt::format("{} is {}, which {}", what, words(t.last_below), below));
    if (fits(t.first_above))
      t.above = part(Part::Kind::boundary, where, fmt::format("{} is {}, which {}", what, words(t.first_above), above));
  }

  // The thresholds of a test, wherever in it they stand.
  void thresholds(const Condition& c, Location where, std::vector<Threshold>& into) {
    for (const Condition& p : c.parts) thresholds(p, where, into);
    using K = Condition::Kind;
    if (c.kind == K::score) return score(c, where, into);
    if (c.kind != K::compare && c.kind != K::ago) return;
    const Meaning m = names_.meaning(c.subject.text, file_);
    if (m.kind == Meaning::Kind::age) return age(c, where, into);
    const AuthoredStep* asked = m.step;
    Threshold t;
    t.of = Threshold::Of::amount;
    if (m.kind == Meaning::Kind::fact) {
      const Fact& fact = library_.facts[m.index];
      t.variable = "fact " + fact.id.text;
      if (asked == nullptr) asked = asks(fact);
    } else if (asked != nullptr && file_ != nullptr) {
      t.variable = file_->pathway->id.text + "/" + asked->id.text;
    }
    if (asked == nullptr || t.variable.empty()) return;
    const std::optional<Amount> amount = read_amount(*asked, nullptr);
    if (!amount) return;
    const std::optional<std::int32_t> value =
        amount->kind == AskKind::number ? parse_thousandths(c.quantity) : parse_minutes(c.quantity + " " + c.unit);
    if (!value) return;
    t.bound = *value + (upward(c.comparison) ? 1 : 0);
    values_of(t, *amount, c.unit);
    const std::string test = condition_text(c);
    sides(t, *amount, c.unit, where, fmt::format("in `{}`, `{}`", test, c.subject.text), "is the first on its side",
          "is the last on its side");
    into.push_back(std::move(t));
  }

  void age(const Condition& c, Location where, std::vector<Threshold>& into) {
    Threshold t;
    t.bound = age_bound(c);
    if (t.bound <= 0 || t.bound >= kAgeCells) return;
    t.last_below = t.bound - 1;
    t.first_above = t.bound;
    const std::string test = condition_text(c);
    t.below = part(Part::Kind::boundary, where,
                   fmt::format("`{}` is tried at {}", test, age_text(static_cast<AgeCell>(t.last_below))));
    t.above = part(Part::Kind::boundary, where,
                   fmt::format("`{}` is tried at {}", test, age_text(static_cast<AgeCell>(t.first_above))));
    into.push_back(std::move(t));
  }

  void score(const Condition& c, Location where, std::vector<Threshold>& into) {
    Threshold t;
    t.of = Threshold::Of::score;
    t.variable = "score " + c.subject.text;
    t.bound = parse_thousandths(c.quantity).value_or(0) / kThousand + (upward(c.comparison) ? 1 : 0);
    t.last_below = t.bound - 1;
    t.first_above = t.bound;
    const std::string test = condition_text(c);
    t.below = part(Part::Kind::boundary, where, fmt::format("`{}` is tried with {} points", test, t.last_below));
    t.above = part(Part::Kind::boundary, where, fmt::format("`{}` is tried with {} points", test, t.first_above));
    into.push_back(std::move(t));
  }

  // Some step that records the fact: what values it can have.
  const AuthoredStep* asks(const Fact& fact) const {
    for (const Pathway& p : library_.pathways)
      for (const AuthoredStep& s : p.steps)
        if (s.records.text == fact.id.text) return &s;
    return nullptr;
  }

  void advice(const AdviceItem& item) {
    CoverageMap::AdviceParts& here = map_.advice_.emplace_back();
    here.given = part(Part::Kind::advice, item.id.at, fmt::format("`{}` is given", item.id.text));
    const auto conditional = [&](const Condition& when, TestSite::Kind kind, std::string_view word) {
      TestSite made;
      made.kind = kind;
      made.at = item.id.at;
      PartIndex& withheld = kind == TestSite::Kind::advice_only_if ? made.no : made.yes;
      withheld = part(Part::Kind::advice, item.id.at,
                      fmt::format("`{}` is withheld by its {} `{}`", item.id.text, word, condition_text(when)));
      thresholds(when, item.id.at, made.thresholds);
      map_.sites_.push_back(std::move(made));
      return static_cast<SiteIndex>(map_.sites_.size() - 1);
    };
    if (item.only_if) here.only_if = conditional(*item.only_if, TestSite::Kind::advice_only_if, "only-if");
    if (item.unless) here.unless = conditional(*item.unless, TestSite::Kind::advice_unless, "unless");
  }

  CoverageMap& map_;
  const Names& names_;
  const Library& library_;
  const FileNames* file_ = nullptr;  // null: advice, which sees facts alone
};

CoverageMap::CoverageMap(const Library& library, const DecisionGraph& graph)
    : library_(library), graph_(graph), names_(library) {
  CoverageBuilder(*this).run();
}

const CoverageMap::Asked* CoverageMap::asked(Location step) const {
  const auto it = steps_.find(step);
  return it == steps_.end() ? nullptr : &it->second;
}

const AuthoredStep* CoverageMap::step_at(Location step) const {
  const Asked* const here = asked(step);
  return here == nullptr ? nullptr : here->step;
}

SiteIndex CoverageMap::rule_site(Location rule) const {
  const auto it = rules_.find(rule);
  return it == rules_.end() ? kNoPart : it->second;
}

SiteIndex CoverageMap::only_if_site(Location question, std::size_t answer) const {
  const Asked* const here = asked(question);
  return here == nullptr || answer >= here->only_if.size() ? kNoPart : here->only_if[answer];
}

PartIndex CoverageMap::step_part(Location step) const {
  const Asked* const here = asked(step);
  return here == nullptr ? kNoPart : here->reached;
}

PartIndex CoverageMap::answer_part(Location question, std::size_t answer) const {
  const Asked* const here = asked(question);
  return here == nullptr || answer >= here->answers.size() ? kNoPart : here->answers[answer];
}

PartIndex CoverageMap::none_part(Location question) const {
  const Asked* const here = asked(question);
  return here == nullptr ? kNoPart : here->none;
}

PartIndex CoverageMap::unsure_part(Location question) const {
  const Asked* const here = asked(question);
  return here == nullptr ? kNoPart : here->unsure;
}

PartIndex CoverageMap::outcome_part(Location outcome) const {
  const auto it = outcomes_.find(outcome);
  return it == outcomes_.end() ? kNoPart : it->second;
}

const std::vector<Threshold>& CoverageMap::cuts(Location question) const {
  static const std::vector<Threshold> kNothing;
  const Asked* const here = asked(question);
  return here == nullptr ? kNothing : here->cuts;
}

SiteIndex CoverageMap::admits_site(std::string_view pathway) const {
  const auto it = admits_.find(pathway);
  return it == admits_.end() ? kNoPart : it->second;
}

SiteIndex CoverageMap::points_site(const Variable& variable, std::size_t plus) const {
  const auto it = points_.find({variable.name, variable.words});
  return it == points_.end() || plus >= it->second.size() ? kNoPart : it->second[plus];
}

std::vector<PartIndex> CoverageMap::entered(const FileNames* file, const Name* to) const {
  std::vector<PartIndex> parts;
  // Modules do not use each other in a circle, and neither do jumps: this ends.
  while (file != nullptr && to != nullptr && !to->empty()) {
    if (to->text.starts_with(kJump)) {
      file = names_.pathway(std::string_view(to->text).substr(kJump.size()));
    } else {
      const std::uint32_t index = file->step(to->text);
      if (index == kNoIndex) break;
      const AuthoredStep& step = file->pathway->steps[index];
      if (step.kind != AuthoredStep::Kind::use) break;
      parts.push_back(step_part(step.id.at));
      file = names_.module(step.use.text);
    }
    to = file == nullptr ? nullptr : &file->pathway->start;
  }
  return parts;
}

std::vector<PartIndex> CoverageMap::begun(const Program& program, std::size_t n) const {
  const bool module = n < library_.first.size();
  const FileNames* const file = module ? names_.module(library_.first[n].text) : names_.pathway(program.pathway);
  return file == nullptr ? std::vector<PartIndex>() : entered(file, &file->pathway->start);
}

std::vector<PartIndex> CoverageMap::begun_with(const Program& program) const { return begun(program, 0); }

std::vector<PartIndex> CoverageMap::jumped_into(std::string_view pathway) const {
  const FileNames* const file = names_.pathway(pathway);
  return file == nullptr ? std::vector<PartIndex>() : entered(file, &file->pathway->start);
}

std::vector<PartIndex> CoverageMap::led_into(const Program& program, Location at, EdgeLabel how) const {
  const Asked* const here = asked(at);
  if (here == nullptr) return {};
  const AuthoredStep& step = *here->step;
  using Kind = EdgeLabel::Kind;
  const Name* to = nullptr;
  if (how.kind == Kind::answer && how.index < step.answers.size()) to = &step.answers[how.index].to;
  if (how.kind == Kind::any) to = &step.any;
  if (how.kind == Kind::none) to = &step.none;
  if (how.kind == Kind::unsure) to = &step.unsure;
  if (how.kind == Kind::rule && how.index < step.then.size()) to = &step.then[how.index].to;
  if (how.kind == Kind::otherwise) to = &step.to;
  if (to != nullptr && to->text == "done")
    for (std::size_t n = 0; n < library_.first.size(); ++n)
      if (here->file == names_.module(library_.first[n].text)) return begun(program, n + 1);
  return entered(here->file, to);
}

}  // namespace signpost

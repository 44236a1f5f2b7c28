#include "engine/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "engine/age.hpp"
#include "engine/amount.hpp"
#include "engine/claim.hpp"
#include "engine/measure.hpp"

namespace signpost {
namespace {

template <class Things, class Map>
void index_all(const Things& things, Map& map) {
  map.reserve(things.size());
  for (std::uint32_t i = 0; i < things.size(); ++i) map.try_emplace(things[i].id.text, i);
}

}  // namespace

Names::Names(const Library& library) : library_(library) {
  index_all(library.facts, facts_);
  index_all(library.dispositions, dispositions_);
  index_all(library.advice, advice_);
  index_all(library.evidence, evidence_);
  index_all(library.switches, switches_);
  for (std::uint32_t i = 0; i < library.pathways.size(); ++i) {
    const Pathway& p = library.pathways[i];
    FileNames& names = files_.emplace_back();
    names.pathway = &p;
    index_all(p.steps, names.steps);
    index_all(p.outcomes, names.outcomes);
    index_all(p.scores, names.scores);
    (p.module ? modules_ : pathways_).try_emplace(p.id.text, i);
  }
}

const FileNames* Names::pathway(std::string_view id) const {
  auto i = FileNames::look(pathways_, id);
  return i == kNoIndex ? nullptr : &files_[i];
}

const FileNames* Names::module(std::string_view id) const {
  auto i = FileNames::look(modules_, id);
  return i == kNoIndex ? nullptr : &files_[i];
}

Meaning Names::meaning(std::string_view name, const FileNames* file) const {
  if (name == "age") return {Meaning::Kind::age, 0, nullptr};
  if (name == "sex") return {Meaning::Kind::sex, 0, nullptr};
  if (name == "party") return {Meaning::Kind::party, 0, nullptr};
  std::uint32_t as_fact = fact(name);
  if (file) {
    std::uint32_t as_step = file->step(name);
    if (as_step != kNoIndex && file->pathway->steps[as_step].kind == AuthoredStep::Kind::ask) {
      const AuthoredStep& step = file->pathway->steps[as_step];
      if (!step.records.empty()) {
        std::uint32_t recorded = fact(step.records.text);
        if (as_fact != kNoIndex && as_fact != recorded) return {Meaning::Kind::ambiguous, 0, nullptr};
        return {Meaning::Kind::fact, recorded, &step};
      }
      if (as_fact != kNoIndex) return {Meaning::Kind::ambiguous, 0, nullptr};
      return {Meaning::Kind::step, as_step, &step};
    }
  }
  if (as_fact != kNoIndex) return {Meaning::Kind::fact, as_fact, nullptr};
  auto as_switch = FileNames::look(switches_, name);
  if (as_switch != kNoIndex) return {Meaning::Kind::flip, as_switch, nullptr};
  return {};
}

const FileNames* Names::score_file(std::string_view id, const FileNames& file) const {
  if (file.scores.count(id)) return &file;
  for (const AuthoredStep& step : file.pathway->steps)
    if (step.kind == AuthoredStep::Kind::use)
      if (const FileNames* used = module(step.use.text); used && used->scores.count(id)) return used;
  return nullptr;
}

namespace {

// One pass over the library, file by file.
class Checker {
 public:
  Checker(const Names& names, Diagnostics& out) : names_(names), library_(names.library()), out_(out) {}

  void run() {
    duplicates(library_.facts);
    duplicates(library_.dispositions);
    duplicates(library_.advice);
    duplicates(library_.evidence);
    duplicates(library_.switches);
    if (library_.switches.size() > kMaxSwitches)
      out_.add(Code::too_many, library_.switches[kMaxSwitches].id.at,
               fmt::format("there are {} switches; {} is the most", library_.switches.size(), kMaxSwitches),
               "take out those that no deployment uses");
    pathway_ids();
    file_ = nullptr;
    for (const Fact& fact : library_.facts) check_fact(fact);
    for (const AdviceItem& item : library_.advice) {
      allow_party_ = true;
      if (item.only_if) condition(*item.only_if);
      if (item.unless) condition(*item.unless);
      allow_party_ = false;
    }
    for (const Variant& variant : library_.variants) variant_condition(variant.when);
    for (const Name& module : library_.first)
      if (!names_.module(module.text)) unknown(Code::unknown_name, module, "module", module_words());
    if (library_.first.empty())
      out_.add(Code::no_screen, {},
               "The library names no module that runs `first`, so nothing checks for an emergency before each topic",
               "name the life-threat screen in library.yaml: first: [life-threat]");
    for (const Claim& claim : library_.claims) check_claim(claim);
    for (const FileNames& file : names_.files()) {
      file_ = &file;
      check_file();
    }
    file_ = nullptr;
  }

 private:
  template <class Things>
  void duplicates(const Things& things) {
    std::unordered_map<std::string_view, Location> seen;
    for (const auto& thing : things) {
      auto [it, fresh] = seen.try_emplace(thing.id.text, thing.id.at);
      if (!fresh)
        out_.add(Code::duplicate_id, thing.id.at, fmt::format("`{}` is defined twice", thing.id.text),
                 "give one of them another id")
            .notes.push_back({it->second, "first defined here"});
    }
  }

  void pathway_ids() {
    std::unordered_map<std::string_view, Location> seen;
    for (const Pathway& p : library_.pathways) {
      auto [it, fresh] = seen.try_emplace(p.id.text, p.id.at);
      if (!fresh)
        out_.add(Code::duplicate_id, p.id.at, fmt::format("`{}` is the id of two files", p.id.text),
                 "pathways and modules share one set of ids: rename one file and its id")
            .notes.push_back({it->second, "first used here"});
    }
  }

  std::vector<std::string_view> module_words() const {
    std::vector<std::string_view> words;
    for (const Pathway& p : library_.pathways)
      if (p.module) words.push_back(p.id.text);
    return words;
  }

  Diagnostic& unknown(Code code, const Name& name, std::string_view kind, const std::vector<std::string_view>& known) {
    std::string help;
    if (auto near = did_you_mean(name.text, known); !near.empty())
      help = fmt::format("did you mean `{}`?", near);
    else if (!known.empty() && known.size() <= 12)
      help = fmt::format("known here: {}", fmt::join(known, ", "));
    else
      help = fmt::format("define the {} or correct the name", kind);
    return out_.add(code, name.at, fmt::format("there is no {} `{}`", kind, name.text), help);
  }

  template <class Things>
  static std::vector<std::string_view> ids(const Things& things) {
    std::vector<std::string_view> words;
    for (const auto& thing : things) words.push_back(thing.id.text);
    return words;
  }

  void dispositions(const Name& name) {
    if (!name.empty() && names_.disposition(name.text) == kNoIndex)
      unknown(Code::unknown_name, name, "disposition", ids(library_.dispositions));
  }
  void advice(const std::vector<Name>& items) {
    for (const Name& name : items)
      if (names_.advice(name.text) == kNoIndex) unknown(Code::unknown_name, name, "advice", ids(library_.advice));
  }
  void evidence(const std::vector<Name>& items) {
    for (const Name& name : items)
      if (names_.evidence(name.text) == kNoIndex) unknown(Code::unknown_name, name, "evidence", ids(library_.evidence));
  }

  // -- tests
  // -------------------------------------------------------------------------------------------------------------
  std::vector<std::string_view> test_words() const {
    std::vector<std::string_view> words{"age", "sex"};
    if (allow_party_) words.push_back("party");
    for (const Fact& f : library_.facts) words.push_back(f.id.text);
    for (const Switch& s : library_.switches) words.push_back(s.id.text);
    if (file_)
      for (const AuthoredStep& s : file_->pathway->steps)
        if (s.kind == AuthoredStep::Kind::ask) words.push_back(s.id.text);
    return words;
  }

  void no_answer(const Name& value, const Name& subject, const std::vector<std::string_view>& known) {
    auto near = did_you_mean(value.text, known);
    out_.add(Code::no_such_answer, value.at, fmt::format("`{}` has no answer `{}`", subject.text, value.text),
             near.empty() ? fmt::format("its answers: {}", fmt::join(known, ", "))
                          : fmt::format("did you mean `{}`?", near));
  }

  void wrong_kind(const Condition& c, std::string message, std::string help) {
    out_.add(Code::wrong_kind, c.at, std::move(message), std::move(help));
  }

  void variant_condition(const Condition& c) {
    for (const Condition& part : c.parts) variant_condition(part);
    if (c.kind == Condition::Kind::everyone || !c.parts.empty()) return;
    bool fits = (c.subject.text == "party" && c.kind == Condition::Kind::is) ||
                (c.subject.text == "age" && c.kind == Condition::Kind::compare);
    if (!fits)
      out_.add(Code::not_allowed_here, c.at, "wording may look at party and age only",
               "write it with `party is someone-else` and `age < 16 years`");
    else {
      allow_party_ = true;
      condition(c);
      allow_party_ = false;
    }
  }

  void condition(const Condition& c) {
    using K = Condition::Kind;
    if (c.kind == K::everyone) return;
    if (c.kind == K::all || c.kind == K::any || c.kind == K::negation) {
      for (const Condition& part : c.parts) condition(part);
      return;
    }
    if (c.kind == K::score) {
      if (!file_ || !names_.score_file(c.subject.text, *file_)) {
        std::vector<std::string_view> known;
        if (file_)
          for (const Score& s : file_->pathway->scores) known.push_back(s.id.text);
        unknown(Code::unknown_name, c.subject, "score", known);
      }
      return;
    }
    if (c.kind == K::outcome_is) {
      if (file_)
        for (const Name& v : c.values)
          if (file_->outcome(v.text) == kNoIndex)
            unknown(Code::unknown_name, v, "outcome", ids(file_->pathway->outcomes));
      return;
    }
    if (c.kind == K::level_is) return;
    if (c.kind == K::disposition) {
      for (const Name& v : c.values) dispositions(v);
      return;
    }
    Meaning m = names_.meaning(c.subject.text, file_);
    switch (m.kind) {
      case Meaning::Kind::nothing:
        if (file_ && names_.module(c.subject.text))
          out_.add(Code::unknown_name, c.subject.at,
                   fmt::format("`{}` is a module, not a fact: a test cannot see into it", c.subject.text),
                   "test the fact that the module records");
        else
          unknown(Code::unknown_name, c.subject, "fact or question", test_words());
        return;
      case Meaning::Kind::ambiguous:
        out_.add(Code::duplicate_id, c.subject.at,
                 fmt::format("`{}` is a fact and also a step of this file that does not record it", c.subject.text),
                 "rename the step");
        return;
      case Meaning::Kind::age:
        return age(c);
      case Meaning::Kind::sex:
        return closed(c, {"female", "male", "not-said"});
      case Meaning::Kind::party:
        if (!allow_party_)
          out_.add(Code::not_allowed_here, c.at, "`party` may not decide where somebody goes",
                   "whoever asks, the outcome is the same: use it in wording, advice and `only-if` alone");
        return closed(c, {"self", "someone-else"});
      case Meaning::Kind::flip:
        if (c.kind != K::truth)
          wrong_kind(c, fmt::format("`{}` is a switch: it is on or off", c.subject.text),
                     fmt::format("write `{0}` or `not {0}`", c.subject.text));
        return;
      case Meaning::Kind::fact:
        return fact_test(c, library_.facts[m.index], m.step);
      case Meaning::Kind::step:
        return step_test(c, *m.step);
    }
  }

  void closed(const Condition& c, std::vector<std::string_view> words) {
    if (c.kind != Condition::Kind::is)
      return wrong_kind(c, fmt::format("`{}` is tested with `is`", c.subject.text),
                        fmt::format("such as `{} is {}`", c.subject.text, words.front()));
    for (const Name& v : c.values)
      if (std::find(words.begin(), words.end(), v.text) == words.end()) no_answer(v, c.subject, words);
  }

  void age(const Condition& c) {
    if (c.kind != Condition::Kind::compare) return wrong_kind(c, "`age` is compared", "such as `age >= 5 years`");
    std::optional<AgeUnit> unit = age_unit(c.unit);
    auto count = parse_thousandths(c.quantity);
    if (!unit || !count || *count % kThousand != 0) {
      out_.add(Code::bad_condition, c.at, fmt::format("`{} {}` is no age", c.quantity, c.unit),
               "write days, weeks, months or years, such as `age < 3 months`");
      return;
    }
    std::string hint;
    if (!age_threshold(*count / kThousand, *unit, &hint))
      out_.add(Code::threshold_inside_step, c.at, fmt::format("ages are not told apart at {} {}", c.quantity, c.unit),
               hint);
  }

  static std::optional<AgeUnit> age_unit(std::string_view text) {
    if (text == "day" || text == "days") return AgeUnit::days;
    if (text == "week" || text == "weeks") return AgeUnit::weeks;
    if (text == "month" || text == "months") return AgeUnit::months;
    if (text == "year" || text == "years") return AgeUnit::years;
    return {};
  }

  void amount(const Condition& c, AskKind kind, std::string_view unit) {
    if (kind == AskKind::number) {
      if (!parse_thousandths(c.quantity))
        out_.add(Code::bad_condition, c.at, fmt::format("`{}` is no number", c.quantity),
                 "digits, with at most three after the point");
      else if (c.unit != unit)
        out_.add(Code::unit_differs, c.at,
                 fmt::format("`{}` is measured in {}, not {}", c.subject.text, unit.empty() ? "plain numbers" : unit,
                             c.unit.empty() ? "plain numbers" : c.unit),
                 unit.empty() ? "leave the unit out" : fmt::format("write `{} {}`", c.quantity, unit));
    } else if (!parse_minutes(c.quantity + " " + c.unit)) {
      out_.add(Code::bad_condition, c.at, fmt::format("`{} {}` is no length of time", c.quantity, c.unit),
               "such as `6 weeks`; units are minutes, hours, days, weeks, months (30 days) and years (365 days)");
    }
  }

  void fact_test(const Condition& c, const Fact& fact, const AuthoredStep* through) {
    using K = Condition::Kind;
    std::vector<std::string_view> bands;
    if (through)
      for (const Answer& a : through->answers) bands.push_back(a.id.text);
    switch (fact.type) {
      case FactType::yes_no:
        if (c.kind == K::truth || c.kind == K::is_unsure || c.kind == K::known) return;
        if (c.kind == K::is) return yes_no_values(c);
        return wrong_kind(c, fmt::format("`{}` is a yes-or-no fact", fact.id.text),
                          fmt::format("write `{0}`, `not {0}` or `{0} is unsure`", fact.id.text));
      case FactType::means:
        if (c.kind == K::truth || c.kind == K::known) return;
        if (c.kind == K::is) return yes_no_values(c);
        return wrong_kind(c, fmt::format("`{}` follows from other facts, so it is yes or no", fact.id.text),
                          fmt::format("write `{0}` or `not {0}`", fact.id.text));
      case FactType::one_of:
        if (c.kind == K::is_unsure || c.kind == K::known) return;
        if (c.kind == K::is) {
          std::vector<std::string_view> words;
          for (const Name& v : fact.values) words.push_back(v.text);
          for (const Name& v : c.values)
            if (std::find(words.begin(), words.end(), v.text) == words.end()) no_answer(v, c.subject, words);
          return;
        }
        return wrong_kind(c, fmt::format("`{}` is one of several values", fact.id.text),
                          fmt::format("write `{} is value`", fact.id.text));
      case FactType::number:
      case FactType::duration:
      case FactType::date:
        if (c.kind == K::is_unsure || c.kind == K::known) return;
        if (c.kind == K::is && through) {
          for (const Name& v : c.values)
            if (std::find(bands.begin(), bands.end(), v.text) == bands.end()) no_answer(v, c.subject, bands);
          return;
        }
        return amount_test(c,
                           fact.type == FactType::number     ? AskKind::number
                           : fact.type == FactType::duration ? AskKind::duration
                                                             : AskKind::date,
                           fact.unit.text);
    }
  }

  void amount_test(const Condition& c, AskKind kind, std::string_view unit) {
    using K = Condition::Kind;
    if (kind == AskKind::date && c.kind != K::ago)
      return wrong_kind(c, fmt::format("`{}` is a date: only the time gone by can be tested", c.subject.text),
                        fmt::format("such as `{} ago > 6 weeks`", c.subject.text));
    if (kind != AskKind::date && c.kind != K::compare)
      return wrong_kind(c, fmt::format("`{}` is an amount: it is compared", c.subject.text),
                        fmt::format("such as `{} >= {}`", c.subject.text,
                                    kind == AskKind::number ? "10 " + std::string(unit) : "3 days"));
    amount(c, kind, unit);
    if (kind == AskKind::date)
      if (auto minutes = parse_minutes(c.quantity + " " + c.unit); minutes && *minutes % (24 * 60) != 0)
        out_.add(Code::threshold_inside_step, c.at, "dates are told apart by whole days only",
                 "write a whole number of days");
  }

  void yes_no_values(const Condition& c) {
    for (const Name& v : c.values)
      if (v.text != "yes" && v.text != "no") no_answer(v, c.subject, {"yes", "no", "unsure"});
  }

  void step_test(const Condition& c, const AuthoredStep& step) {
    using K = Condition::Kind;
    std::vector<std::string_view> words;
    for (const Answer& a : step.answers) words.push_back(a.id.text);
    auto in_words = [&] {
      for (const Name& v : c.values)
        if (std::find(words.begin(), words.end(), v.text) == words.end()) no_answer(v, c.subject, words);
    };
    if (c.kind == K::is_unsure || c.kind == K::known) {
      if (c.kind == K::is_unsure && step.unsure.empty())
        out_.add(Code::no_such_answer, c.at, fmt::format("`{}` does not offer *not sure*", step.id.text),
                 "give the question `unsure:` or leave the test out");
      return;
    }
    switch (step.ask) {
      case AskKind::yes_no:
        if (c.kind == K::truth) return;
        if (c.kind == K::is) return yes_no_values(c);
        return wrong_kind(c, fmt::format("`{}` is answered yes or no", step.id.text),
                          fmt::format("write `{0} is yes` or `not {0}`", step.id.text));
      case AskKind::choose:
        if (c.kind == K::is) return in_words();
        return wrong_kind(c, fmt::format("`{}` has one answer of several", step.id.text),
                          fmt::format("write `{} is {}`", step.id.text, words.empty() ? "answer" : words.front()));
      case AskKind::tick:
        if (c.kind == K::includes) return in_words();
        if (c.kind == K::is_none) return;
        return wrong_kind(c, fmt::format("`{}` is a list", step.id.text),
                          fmt::format("write `{0} includes {1}` or `{0} is none`", step.id.text,
                                      words.empty() ? "item" : words.front()));
      case AskKind::number:
      case AskKind::duration:
      case AskKind::date:
        if (c.kind == K::is) return in_words();
        return amount_test(c, step.ask, step.range ? std::string_view(step.range->unit.text) : std::string_view());
    }
  }

  // -- facts
  // -------------------------------------------------------------------------------------------------------------
  void check_fact(const Fact& fact) {
    if (fact.values.size() > kMaxListAnswers)
      out_.add(Code::too_many, fact.id.at,
               fmt::format("`{}` has {} values; {} is the most", fact.id.text, fact.values.size(), kMaxListAnswers),
               "no question could offer so many");
    if (fact.never) condition(*fact.never);
    if (fact.means) condition(*fact.means);
    if (!fact.if_unsure.empty()) {
      std::vector<std::string_view> words{"yes", "no"};
      if (fact.type == FactType::one_of) {
        words.clear();
        for (const Name& v : fact.values) words.push_back(v.text);
      }
      bool amount = fact.type == FactType::number || fact.type == FactType::duration || fact.type == FactType::date;
      if (amount)
        out_.add(Code::wrong_kind, fact.if_unsure.at, "a measured fact cannot count *not sure* as a value",
                 "send *not sure* to a step of its own with `unsure:` at the question");
      else if (std::find(words.begin(), words.end(), fact.if_unsure.text) == words.end())
        no_answer(fact.if_unsure, fact.id, words);
    }
    if (fact.type == FactType::means) means_circle(fact);
  }

  void means_circle(const Fact& fact) {
    std::vector<const Fact*> path;
    std::function<bool(const Fact&)> visit = [&](const Fact& f) {
      if (std::find(path.begin(), path.end(), &f) != path.end()) return &f == &fact;
      path.push_back(&f);
      std::function<bool(const Condition&)> reads = [&](const Condition& c) {
        for (const Condition& part : c.parts)
          if (reads(part)) return true;
        auto i = c.subject.empty() ? kNoIndex : names_.fact(c.subject.text);
        return i != kNoIndex && visit(library_.facts[i]);
      };
      bool round = (f.means && reads(*f.means)) || (f.never && reads(*f.never));
      if (!round) path.pop_back();
      return round;
    };
    if (visit(fact)) {
      std::string way;
      for (const Fact* f : path) way += f->id.text + " -> ";
      out_.add(Code::circle, fact.id.at,
               fmt::format("the meaning of `{}` goes round in a circle: {}{}", fact.id.text, way, fact.id.text),
               "say what it means by facts that are asked");
    }
  }

  // -- files
  // -------------------------------------------------------------------------------------------------------------
  void check_file() {
    const Pathway& p = *file_->pathway;
    duplicates(p.steps);
    duplicates(p.outcomes);
    duplicates(p.scores);
    for (const AuthoredOutcome& o : p.outcomes)
      if (auto s = file_->step(o.id.text); s != kNoIndex)
        out_.add(Code::duplicate_id, o.id.at, fmt::format("`{}` is a step and an outcome", o.id.text),
                 "a target must mean one thing: rename one of them")
            .notes.push_back({p.steps[s].id.at, "the step"});
    evidence(p.evidence);
    if (!p.module) {
      condition(p.admits);
      only_patient(p.admits);
    }
    if (p.start.text.substr(0, kJump.size()) == kJump)
      out_.add(Code::unknown_target, p.start.at, "a pathway cannot start with a jump",
               "start with a step or an outcome of this file");
    else
      target(p.start);
    for (const Score& s : p.scores) {
      evidence(s.evidence);
      for (const ScoreRule& r : s.plus) condition(r.when);
    }
    for (const AuthoredStep& step : p.steps) check_step(step);
    for (const Floor& floor : p.floors) {
      condition(floor.when);
      evidence(floor.evidence);
      if (file_->outcome(floor.outcome.text) == kNoIndex)
        unknown(Code::unknown_target, floor.outcome, "outcome", ids(p.outcomes));
    }
    for (const AuthoredOutcome& outcome : p.outcomes) check_outcome(outcome);
    for (const Claim& claim : p.claims) check_claim(claim);
  }

  void only_patient(const Condition& c) {
    for (const Condition& part : c.parts) only_patient(part);
    if (c.subject.empty() || c.kind == Condition::Kind::everyone) return;
    Meaning m = names_.meaning(c.subject.text, file_);
    if (m.kind == Meaning::Kind::fact || m.kind == Meaning::Kind::step)
      out_.add(Code::not_allowed_here, c.subject.at,
               fmt::format("`for` is decided before anything is asked, so it cannot read `{}`", c.subject.text),
               "use age, sex and switches, and ask the rest in a first step");
  }

  std::vector<std::string_view> target_words() const {
    std::vector<std::string_view> words = ids(file_->pathway->steps);
    for (const AuthoredOutcome& o : file_->pathway->outcomes) words.push_back(o.id.text);
    if (file_->pathway->module) words.push_back("done");
    return words;
  }

  void target(const Name& name) {
    if (name.empty()) return;
    if (name.text == "done") {
      if (!file_->pathway->module)
        out_.add(Code::not_allowed_here, name.at, "only a module can be `done`", "lead to an outcome");
      return;
    }
    if (name.text.substr(0, kJump.size()) == kJump) {
      Name id{name.text.substr(kJump.size()), name.at};
      const FileNames* file = names_.pathway(id.text);
      if (!file) {
        std::vector<std::string_view> words;
        for (const Pathway& p : library_.pathways)
          if (!p.module) words.push_back(p.id.text);
        unknown(Code::unknown_target, id, "pathway", words);
      } else if (file->pathway->status == Status::retired)
        out_.add(Code::unknown_target, name.at, fmt::format("the pathway `{}` is retired", id.text),
                 "lead to one that is in use");
      return;
    }
    if (file_->step(name.text) != kNoIndex || file_->outcome(name.text) != kNoIndex) return;
    unknown(Code::unknown_target, name, "step or outcome", target_words());
  }

  void check_step(const AuthoredStep& step) {
    evidence(step.evidence);
    advice(step.advice);
    dispositions(step.red_flag);
    target(step.to);
    target(step.any);
    target(step.none);
    for (const Rule& rule : step.then) {
      if (rule.when) condition(*rule.when);
      target(rule.to);
      evidence(rule.evidence);
    }
    for (std::size_t i = 0; i + 1 < step.then.size(); ++i)
      if (!step.then[i].when)
        out_.add(Code::rule_never_fires, step.then[i + 1].at,
                 fmt::format("no rule after `otherwise` is ever looked at, in `{}`", step.id.text),
                 "put `otherwise` last");
    bool goes_on = !step.to.empty() || !step.then.empty();
    if (step.kind == AuthoredStep::Kind::use) {
      if (!names_.module(step.use.text)) unknown(Code::unknown_name, step.use, "module", module_words());
      if (!goes_on)
        no_route(step.id, fmt::format("after the module `{}`, `{}` leads nowhere", step.use.text, step.id.text));
    } else if (step.kind != AuthoredStep::Kind::ask) {
      if (!goes_on) no_route(step.id, fmt::format("`{}` leads nowhere", step.id.text));
    } else {
      check_question(step, goes_on);
    }
  }

  void no_route(const Name& at, std::string message) {
    out_.add(Code::no_route, at.at, std::move(message), "give it a `to:` or rules under `then:`");
  }

  void check_question(const AuthoredStep& step, bool goes_on) {
    if (step.answers.size() > kMaxListAnswers)
      out_.add(Code::too_many, step.id.at,
               fmt::format("`{}` has {} answers; {} is the most", step.id.text, step.answers.size(), kMaxListAnswers),
               "split the question: nobody reads so long a list");
    bool amount = step.ask == AskKind::number || step.ask == AskKind::duration || step.ask == AskKind::date;
    for (const Answer& a : step.answers) {
      target(a.to);
      dispositions(a.red_flag);
      advice(a.advice);
      advice(a.without_advice);
      if (a.only_if) {
        allow_party_ = true;
        condition(*a.only_if);
        allow_party_ = false;
      }
      for (const Points& points : a.score)
        if (!names_.score_file(points.score.text, *file_))
          unknown(Code::unknown_name, points.score, "score", ids(file_->pathway->scores));
      if (!a.records.empty()) {
        auto f = names_.fact(a.records.text);
        if (f == kNoIndex)
          unknown(Code::unknown_name, a.records, "fact", ids(library_.facts));
        else if (library_.facts[f].type != FactType::yes_no)
          out_.add(
              Code::wrong_kind, a.records.at,
              fmt::format("an answer of a list can only record a yes-or-no fact, and `{}` is none", a.records.text),
              "record it with a question of its own");
      }
      if (step.ask != AskKind::tick && a.to.empty() && !goes_on)
        no_route(a.id, fmt::format("the answer `{}` of `{}` leads nowhere", a.id.text, step.id.text));
    }
    if (step.ask == AskKind::tick && !goes_on) {
      if (step.any.empty() &&
          std::any_of(step.answers.begin(), step.answers.end(), [](const Answer& a) { return a.to.empty(); }))
        no_route(step.id, fmt::format("a tick in `{}` leads nowhere: there is no `any:`", step.id.text));
      if (step.none.empty())
        no_route(step.id, fmt::format("*none of these* in `{}` leads nowhere: there is no `none:`", step.id.text));
    }
    if (amount && step.answers.empty() && !goes_on) no_route(step.id, fmt::format("`{}` leads nowhere", step.id.text));
    if (amount) read_amount(step, &out_);
    check_records(step);
    if (!step.unsure.empty()) check_unsure(step);
  }

  void check_records(const AuthoredStep& step) {
    if (step.records.empty()) return;
    auto f = names_.fact(step.records.text);
    if (f == kNoIndex) {
      unknown(Code::unknown_name, step.records, "fact", ids(library_.facts));
      return;
    }
    const Fact& fact = library_.facts[f];
    auto differs = [&](std::string_view wanted) {
      out_.add(Code::wrong_kind, step.records.at,
               fmt::format("`{}` cannot record `{}`: {}", step.id.text, fact.id.text, wanted),
               "record another fact, or ask in the fact's own way")
          .notes.push_back({fact.id.at, "the fact"});
    };
    if (fact.type == FactType::means) return differs("that fact follows from others and is never asked");
    bool fits = (step.ask == AskKind::yes_no && fact.type == FactType::yes_no) ||
                (step.ask == AskKind::choose && fact.type == FactType::one_of) ||
                (step.ask == AskKind::number && fact.type == FactType::number) ||
                (step.ask == AskKind::duration && fact.type == FactType::duration) ||
                (step.ask == AskKind::date && fact.type == FactType::date);
    if (step.ask == AskKind::tick) return differs("a list records at its answers");
    if (!fits) return differs("the question is of another kind");
    if (step.ask == AskKind::choose)
      for (const Answer& a : step.answers)
        if (std::none_of(fact.values.begin(), fact.values.end(), [&](const Name& v) { return v.text == a.id.text; }))
          no_answer(a.id, fact.id, [&] {
            std::vector<std::string_view> w;
            for (const Name& v : fact.values) w.push_back(v.text);
            return w;
          }());
    if (step.ask == AskKind::number && step.range && step.range->unit.text != fact.unit.text)
      out_.add(Code::unit_differs, step.range->at, fmt::format("`{}` is measured in {}", fact.id.text, fact.unit.text),
               "ask in the fact's own unit");
  }

  void check_unsure(const AuthoredStep& step) {
    bool is_answer = std::any_of(step.answers.begin(), step.answers.end(),
                                 [&](const Answer& a) { return a.id.text == step.unsure.text; });
    if (!is_answer)
      target(step.unsure);
    else if (step.ask == AskKind::tick)
      out_.add(Code::wrong_kind, step.unsure.at, "*not sure* about a list cannot count as one of its answers",
               "lead it to a step or an outcome");
    if (step.records.empty()) return;
    auto f = names_.fact(step.records.text);
    if (f == kNoIndex) return;
    const Fact& fact = library_.facts[f];
    bool agrees = fact.if_unsure.empty() ? !is_answer : fact.if_unsure.text == step.unsure.text;
    if (!agrees)
      out_.add(Code::unsure_disagrees, step.unsure.at,
               fact.if_unsure.empty() ? fmt::format("*not sure* counts as `{}` here, but `{}` says nothing of the kind",
                                                    step.unsure.text, fact.id.text)
                                      : fmt::format("*not sure* counts as `{}` for `{}`, not `{}`", fact.if_unsure.text,
                                                    fact.id.text, step.unsure.text),
               fact.if_unsure.empty()
                   ? fmt::format("say it once for all questions, in facts.yaml: if-unsure: {}", step.unsure.text)
                   : fmt::format("write unsure: {}", fact.if_unsure.text))
          .notes.push_back({fact.if_unsure.empty() ? fact.id.at : fact.if_unsure.at, "the fact"});
  }

  void check_outcome(const AuthoredOutcome& o) {
    dispositions(o.disposition);
    advice(o.advice);
    advice(o.worsening);
    evidence(o.evidence);
    auto d = names_.disposition(o.disposition.text);
    bool ambulance = o.disposition.text.substr(0, 9) == "ambulance";
    if (o.advice.empty() && o.worsening.empty())
      out_.add(Code::outcome_without_advice, o.id.at, fmt::format("`{}` tells the patient nothing to do", o.id.text),
               "name what to do meanwhile under `advice:`");
    if (d == kNoIndex || ambulance) return;
    if (o.worsening.empty())
      out_.add(Code::worsening_missing, o.id.at,
               fmt::format("`{}` does not say what would mean it got worse", o.id.text),
               "add `worsening: [...]`, with at least one item that `calls: 999`");
    else if (std::none_of(o.worsening.begin(), o.worsening.end(), [&](const Name& n) {
               auto i = names_.advice(n.text);
               return i == kNoIndex || library_.advice[i].calls_999;
             }))
      out_.add(Code::worsening_without_999, o.id.at,
               fmt::format("no worsening item of `{}` says when to call 999", o.id.text),
               "add an item with `calls: 999` in advice.yaml");
  }

  void check_claim(const Claim& claim) {
    bool before = allow_party_;
    for (const auto* c : {&claim.when, &claim.from, &claim.to, &claim.answered})
      if (*c) condition(**c);
    allow_party_ = before;
    advice(claim.advice);
    evidence(claim.evidence);
    for (const auto* list : {&claim.known, &claim.asked})
      for (const Name& name : *list)
        if (names_.meaning(name.text, file_).kind == Meaning::Kind::nothing)
          unknown(Code::unknown_name, name, "fact or question", test_words());
    if (!claim.within.empty() && !questions_of(claim.within.text))
      out_.add(Code::bad_condition, claim.within.at, fmt::format("`{}` is no number of questions", claim.within.text),
               fmt::format("write `within: 3 questions`, at most {}", kMaxWithin));
    const bool of_two = claim.disposition.text == "never less urgent" || claim.disposition.text == "never more urgent";
    if (of_two != claim.from.has_value())
      out_.add(Code::bad_condition, claim.at,
               claim.from ? "two patients are compared, but nothing is promised of the two"
                          : fmt::format("`{}` is said of one patient", claim.disposition.text),
               "`compare:` goes with `disposition: never less urgent` or `never more urgent`, and they with it");
    if (!claim.disposition.empty()) {
      std::string_view text = claim.disposition.text;
      for (std::string_view lead : {"at least ", "at most ", "exactly ", "never "})
        if (text.substr(0, lead.size()) == lead) {
          Name d{std::string(text.substr(lead.size())), claim.disposition.at};
          if (d.text == "less urgent" || d.text == "more urgent") return;
          dispositions(d);
          return;
        }
      const auto says = [&](std::string_view lead, auto means) {
        return text.substr(0, lead.size()) == lead && means(text.substr(lead.size()));
      };
      const auto is_level = [](std::string_view word) {
        return word == "emergency" || word == "urgent" || word == "routine" || word == "self-care";
      };
      if (text == "face to face" || says("level is ", is_level) ||
          says("within ", [](std::string_view time) { return parse_minutes(time).has_value(); }))
        return;
      out_.add(Code::bad_condition, claim.disposition.at, fmt::format("`{}` says nothing about a disposition", text),
               "write `at least X`, `at most X`, `exactly X`, `never X`, `within 1 hour`, `face to face` or `level is "
               "emergency`");
    }
  }

  static constexpr std::size_t kMaxSwitches = 32;     // a journey carries them as bits of one 32-bit word
  static constexpr std::size_t kMaxListAnswers = 31;  // ticks travel as bits of one 32-bit word

  const Names& names_;
  const Library& library_;
  Diagnostics& out_;
  const FileNames* file_ = nullptr;
  bool allow_party_ = false;
};

}  // namespace

void check_names(const Names& names, Diagnostics& diagnostics) { Checker(names, diagnostics).run(); }

void check_circles(const Names& names, Diagnostics& diagnostics) {
  // Every step of every file is a place; targets, the modules that are used, and jumps lead from place to place. A
  // search in depth with its own stack, so that no author's file can exhaust ours, finds each circle once and can print
  // it.
  struct Place {
    std::uint32_t file, step;
  };
  std::vector<std::vector<std::uint32_t>> first(names.files().size());
  std::vector<Place> places;
  for (std::uint32_t f = 0; f < names.files().size(); ++f)
    for (std::uint32_t s = 0; s < names.files()[f].pathway->steps.size(); ++s) {
      first[f].push_back(static_cast<std::uint32_t>(places.size()));
      places.push_back({f, s});
    }
  auto file_index = [&](const FileNames* file) { return static_cast<std::uint32_t>(file - names.files().data()); };
  auto next = [&](std::uint32_t place) {
    std::vector<std::uint32_t> out;
    const FileNames& file = names.files()[places[place].file];
    const AuthoredStep& step = file.pathway->steps[places[place].step];
    auto lead = [&](const FileNames& where, const Name& to) {
      if (to.empty() || to.text == "done") return;
      if (to.text.substr(0, kJump.size()) == kJump) {
        if (const FileNames* other = names.pathway(std::string_view(to.text).substr(kJump.size())))
          if (auto s = other->step(other->pathway->start.text); s != kNoIndex)
            out.push_back(first[file_index(other)][s]);
        return;
      }
      if (auto s = where.step(to.text); s != kNoIndex) out.push_back(first[file_index(&where)][s]);
    };
    if (step.kind == AuthoredStep::Kind::use)
      if (const FileNames* module = names.module(step.use.text)) lead(*module, module->pathway->start);
    for (const Answer& a : step.answers) lead(file, a.to);
    for (const Rule& r : step.then) lead(file, r.to);
    lead(file, step.to);
    lead(file, step.any);
    lead(file, step.none);
    if (!step.unsure.empty() && std::none_of(step.answers.begin(), step.answers.end(),
                                             [&](const Answer& a) { return a.id.text == step.unsure.text; }))
      lead(file, step.unsure);
    return out;
  };
  enum : char { fresh, open, closed };
  std::vector<char> state(places.size(), fresh);
  struct Visit {
    std::uint32_t place;
    std::vector<std::uint32_t> next;
    std::size_t at = 0;
  };
  for (std::uint32_t root = 0; root < places.size(); ++root) {
    if (state[root] != fresh) continue;
    std::vector<Visit> stack{{root, next(root)}};
    state[root] = open;
    while (!stack.empty()) {
      Visit& top = stack.back();
      if (top.at == top.next.size()) {
        state[top.place] = closed;
        stack.pop_back();
        continue;
      }
      std::uint32_t to = top.next[top.at++];
      if (state[to] == fresh) {
        state[to] = open;
        stack.push_back({to, next(to)});
      } else if (state[to] == open) {
        std::string way;
        bool on = false;
        Location at{};
        for (const Visit& v : stack) {
          on = on || v.place == to;
          if (!on) continue;
          const Pathway& p = *names.files()[places[v.place].file].pathway;
          const AuthoredStep& s = p.steps[places[v.place].step];
          if (v.place == to) at = s.id.at;
          way += p.id.text + "/" + s.id.text + " -> ";
        }
        const Pathway& p = *names.files()[places[to].file].pathway;
        way += p.id.text + "/" + p.steps[places[to].step].id.text;
        diagnostics.add(Code::circle, at, "these steps lead round in a circle: " + way,
                        "a journey must always go forward: lead one of them elsewhere");
      }
    }
  }
}

}  // namespace signpost

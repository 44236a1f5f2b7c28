#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "engine/amounts/measure.hpp"
#include "engine/names/age_cuts.hpp"
#include "engine/names/check_parts.hpp"

namespace signpost {
namespace {

// Whatever a test here may name, for suggestions.
std::vector<std::string_view> test_words(const NameScope& scope) {
  std::vector<std::string_view> words{"age", "sex"};
  if (scope.party) words.push_back("party");
  for (const Fact& f : scope.library().facts) words.push_back(f.id.text);
  for (const Switch& s : scope.library().switches) words.push_back(s.id.text);
  if (scope.file)
    for (const AuthoredStep& s : scope.file->pathway->steps)
      if (s.kind == AuthoredStep::Kind::ask) words.push_back(s.id.text);
  return words;
}

void wrong_kind(const NameScope& scope, const Condition& c, std::string message, std::string help) {
  scope.diagnostics.add(Code::wrong_kind, c.at, std::move(message), std::move(help));
}

// A test of one of a few words that the engine itself knows.
void closed(const NameScope& scope, const Condition& c, std::vector<std::string_view> words) {
  if (c.kind != Condition::Kind::is)
    return wrong_kind(scope, c, fmt::format("`{}` is tested with `is`", c.subject.text),
                      fmt::format("such as `{} is {}`", c.subject.text, words.front()));
  for (const Name& v : c.values)
    if (std::find(words.begin(), words.end(), v.text) == words.end()) report_no_answer(scope, v, c.subject, words);
}

void age(const NameScope& scope, const Condition& c) {
  if (c.kind != Condition::Kind::compare) return wrong_kind(scope, c, "`age` is compared", "such as `age >= 5 years`");
  std::optional<AgeUnit> unit = age_unit(c.unit);
  auto count = parse_thousandths(c.quantity);
  if (!unit || !count || *count % kThousand != 0) {
    scope.diagnostics.add(Code::bad_condition, c.at, fmt::format("`{} {}` is no age", c.quantity, c.unit),
                          "write days, weeks, months or years, such as `age < 3 months`");
    return;
  }
  std::string hint;
  if (!age_threshold(*count / kThousand, *unit, &hint))
    scope.diagnostics.add(Code::threshold_inside_step, c.at,
                          fmt::format("ages are not told apart at {} {}", c.quantity, c.unit), hint);
}

void yes_no_values(const NameScope& scope, const Condition& c) {
  for (const Name& v : c.values)
    if (v.text != "yes" && v.text != "no") report_no_answer(scope, v, c.subject, {"yes", "no", "unsure"});
}

void amount(const NameScope& scope, const Condition& c, AskKind kind, std::string_view unit) {
  if (kind == AskKind::number) {
    if (!parse_thousandths(c.quantity))
      scope.diagnostics.add(Code::bad_condition, c.at, fmt::format("`{}` is no number", c.quantity),
                            "digits, with at most three after the point");
    else if (c.unit != unit)
      scope.diagnostics.add(
          Code::unit_differs, c.at,
          fmt::format("`{}` is measured in {}, not {}", c.subject.text, unit.empty() ? "plain numbers" : unit,
                      c.unit.empty() ? "plain numbers" : c.unit),
          unit.empty() ? "leave the unit out" : fmt::format("write `{} {}`", c.quantity, unit));
  } else if (!parse_minutes(c.quantity + " " + c.unit)) {
    scope.diagnostics.add(
        Code::bad_condition, c.at, fmt::format("`{} {}` is no length of time", c.quantity, c.unit),
        "such as `6 weeks`; units are minutes, hours, days, weeks, months (30 days) and years (365 days)");
  }
}

void amount_test(const NameScope& scope, const Condition& c, AskKind kind, std::string_view unit) {
  using K = Condition::Kind;
  if (kind == AskKind::date && c.kind != K::ago)
    return wrong_kind(scope, c, fmt::format("`{}` is a date: only the time gone by can be tested", c.subject.text),
                      fmt::format("such as `{} ago > 6 weeks`", c.subject.text));
  if (kind != AskKind::date && c.kind != K::compare)
    return wrong_kind(scope, c, fmt::format("`{}` is an amount: it is compared", c.subject.text),
                      fmt::format("such as `{} >= {}`", c.subject.text,
                                  kind == AskKind::number ? "10 " + std::string(unit) : "3 days"));
  amount(scope, c, kind, unit);
  if (kind == AskKind::date)
    if (auto minutes = parse_minutes(c.quantity + " " + c.unit); minutes && *minutes % (24 * 60) != 0)
      scope.diagnostics.add(Code::threshold_inside_step, c.at, "dates are told apart by whole days only",
                            "write a whole number of days");
}

// `through`: the step by which the fact was named; null when it was named itself.
void fact_test(const NameScope& scope, const Condition& c, const Fact& fact, const AuthoredStep* through) {
  using K = Condition::Kind;
  std::vector<std::string_view> bands;
  if (through)
    for (const Answer& a : through->answers) bands.push_back(a.id.text);
  switch (fact.type) {
    case FactType::yes_no:
      if (c.kind == K::truth || c.kind == K::is_unsure || c.kind == K::known) return;
      if (c.kind == K::is) return yes_no_values(scope, c);
      return wrong_kind(scope, c, fmt::format("`{}` is a yes-or-no fact", fact.id.text),
                        fmt::format("write `{0}`, `not {0}` or `{0} is unsure`", fact.id.text));
    case FactType::means:
      if (c.kind == K::truth || c.kind == K::known) return;
      if (c.kind == K::is) return yes_no_values(scope, c);
      return wrong_kind(scope, c, fmt::format("`{}` follows from other facts, so it is yes or no", fact.id.text),
                        fmt::format("write `{0}` or `not {0}`", fact.id.text));
    case FactType::one_of:
      if (c.kind == K::is_unsure || c.kind == K::known) return;
      if (c.kind == K::is) {
        std::vector<std::string_view> words;
        for (const Name& v : fact.values) words.push_back(v.text);
        for (const Name& v : c.values)
          if (std::find(words.begin(), words.end(), v.text) == words.end())
            report_no_answer(scope, v, c.subject, words);
        return;
      }
      return wrong_kind(scope, c, fmt::format("`{}` is one of several values", fact.id.text),
                        fmt::format("write `{} is value`", fact.id.text));
    case FactType::number:
    case FactType::duration:
    case FactType::date:
      if (c.kind == K::is_unsure || c.kind == K::known) return;
      if (c.kind == K::is && through) {
        for (const Name& v : c.values)
          if (std::find(bands.begin(), bands.end(), v.text) == bands.end())
            report_no_answer(scope, v, c.subject, bands);
        return;
      }
      return amount_test(scope, c,
                         fact.type == FactType::number     ? AskKind::number
                         : fact.type == FactType::duration ? AskKind::duration
                                                           : AskKind::date,
                         fact.unit.text);
  }
}

void step_test(const NameScope& scope, const Condition& c, const AuthoredStep& step) {
  using K = Condition::Kind;
  std::vector<std::string_view> words;
  for (const Answer& a : step.answers) words.push_back(a.id.text);
  auto in_words = [&] {
    for (const Name& v : c.values)
      if (std::find(words.begin(), words.end(), v.text) == words.end()) report_no_answer(scope, v, c.subject, words);
  };
  if (c.kind == K::is_unsure || c.kind == K::known) {
    if (c.kind == K::is_unsure && step.unsure.empty())
      scope.diagnostics.add(Code::no_such_answer, c.at, fmt::format("`{}` does not offer *not sure*", step.id.text),
                            "give the question `unsure:` or leave the test out");
    return;
  }
  switch (step.ask) {
    case AskKind::yes_no:
      if (c.kind == K::truth) return;
      if (c.kind == K::is) return yes_no_values(scope, c);
      return wrong_kind(scope, c, fmt::format("`{}` is answered yes or no", step.id.text),
                        fmt::format("write `{0} is yes` or `not {0}`", step.id.text));
    case AskKind::choose:
      if (c.kind == K::is) return in_words();
      return wrong_kind(scope, c, fmt::format("`{}` has one answer of several", step.id.text),
                        fmt::format("write `{} is {}`", step.id.text, words.empty() ? "answer" : words.front()));
    case AskKind::tick:
      if (c.kind == K::includes) return in_words();
      if (c.kind == K::is_none) return;
      return wrong_kind(scope, c, fmt::format("`{}` is a list", step.id.text),
                        fmt::format("write `{0} includes {1}` or `{0} is none`", step.id.text,
                                    words.empty() ? "item" : words.front()));
    case AskKind::number:
    case AskKind::duration:
    case AskKind::date:
      if (c.kind == K::is) return in_words();
      return amount_test(scope, c, step.ask, step.range ? std::string_view(step.range->unit.text) : std::string_view());
  }
}

}  // namespace

void check_condition(const NameScope& scope, const Condition& c) {
  using K = Condition::Kind;
  if (c.kind == K::everyone) return;
  if (c.kind == K::all || c.kind == K::any || c.kind == K::negation) {
    for (const Condition& part : c.parts) check_condition(scope, part);
    return;
  }
  if (c.kind == K::score) {
    if (!scope.file || !scope.names.score(c.subject.text, *scope.file).score) {
      std::vector<std::string_view> known;
      if (scope.file)
        for (const Score& s : scope.file->pathway->scores) known.push_back(s.id.text);
      report_unknown(scope, Code::unknown_name, c.subject, "score", known);
    }
    return;
  }
  if (c.kind == K::outcome_is) {
    if (scope.file)
      for (const Name& v : c.values)
        if (scope.file->outcome(v.text) == kNoIndex)
          report_unknown(scope, Code::unknown_name, v, "outcome", ids(scope.file->pathway->outcomes));
    return;
  }
  if (c.kind == K::level_is) return;
  if (c.kind == K::disposition) {
    for (const Name& v : c.values) check_disposition(scope, v);
    return;
  }
  Meaning m = scope.names.meaning(c.subject.text, scope.file);
  switch (m.kind) {
    case Meaning::Kind::nothing:
      if (scope.file && scope.names.module(c.subject.text))
        scope.diagnostics.add(Code::unknown_name, c.subject.at,
                              fmt::format("`{}` is a module, not a fact: a test cannot see into it", c.subject.text),
                              "test the fact that the module records");
      else
        report_unknown(scope, Code::unknown_name, c.subject, "fact or question", test_words(scope));
      return;
    case Meaning::Kind::ambiguous:
      scope.diagnostics.add(
          Code::duplicate_id, c.subject.at,
          fmt::format("`{}` is a fact and also a step of this file that does not record it", c.subject.text),
          "rename the step");
      return;
    case Meaning::Kind::age:
      return age(scope, c);
    case Meaning::Kind::sex:
      return closed(scope, c, {"female", "male", "not-said"});
    case Meaning::Kind::party:
      if (!scope.party)
        scope.diagnostics.add(Code::not_allowed_here, c.at, "`party` may not decide where somebody goes",
                              "whoever asks, the outcome is the same: use it in wording, advice and `only-if` alone");
      return closed(scope, c, {"self", "someone-else"});
    case Meaning::Kind::flip:
      if (c.kind != K::truth)
        wrong_kind(scope, c, fmt::format("`{}` is a switch: it is on or off", c.subject.text),
                   fmt::format("write `{0}` or `not {0}`", c.subject.text));
      return;
    case Meaning::Kind::fact:
      return fact_test(scope, c, scope.library().facts[m.index], m.step);
    case Meaning::Kind::step:
      return step_test(scope, c, *m.step);
  }
}

void check_tested_name(const NameScope& scope, const Name& name) {
  if (scope.names.meaning(name.text, scope.file).kind == Meaning::Kind::nothing)
    report_unknown(scope, Code::unknown_name, name, "fact or question", test_words(scope));
}

}  // namespace signpost

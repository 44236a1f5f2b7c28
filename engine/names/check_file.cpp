#include <algorithm>
#include <string>
#include <utility>

#include "engine/names/check_parts.hpp"
#include "engine/pathway/amount.hpp"

namespace signpost {
namespace {

// `for`: what is known of a patient before the first question.
void only_patient(const NameScope& scope, const Condition& c) {
  for (const Condition& part : c.parts) only_patient(scope, part);
  if (c.subject.empty() || c.kind == Condition::Kind::everyone) return;
  Meaning m = scope.names.meaning(c.subject.text, scope.file);
  if (m.kind == Meaning::Kind::fact || m.kind == Meaning::Kind::step)
    scope.diagnostics.add(
        Code::not_allowed_here, c.subject.at,
        fmt::format("`for` is decided before anything is asked, so it cannot read `{}`", c.subject.text),
        "use age, sex and switches, and ask the rest in a first step");
}

// `plus`: points that depended on points could go round in a circle.
void no_score(const NameScope& scope, const Condition& c) {
  for (const Condition& part : c.parts) no_score(scope, part);
  if (c.kind == Condition::Kind::score)
    scope.diagnostics.add(Code::not_allowed_here, c.subject.at,
                          fmt::format("points cannot depend on the score `{}`", c.subject.text),
                          "test what the score is made of");
}

std::vector<std::string_view> target_words(const NameScope& scope) {
  std::vector<std::string_view> words = ids(scope.file->pathway->steps);
  for (const AuthoredOutcome& o : scope.file->pathway->outcomes) words.push_back(o.id.text);
  if (scope.file->pathway->module) words.push_back("done");
  return words;
}

// Where a step, an answer or a rule leads.
void target(const NameScope& scope, const Name& name) {
  if (name.empty()) return;
  if (name.text == "done") {
    if (!scope.file->pathway->module)
      scope.diagnostics.add(Code::not_allowed_here, name.at, "only a module can be `done`", "lead to an outcome");
    return;
  }
  if (name.text.substr(0, kJump.size()) == kJump) {
    Name id{name.text.substr(kJump.size()), name.at};
    const FileNames* file = scope.names.pathway(id.text);
    if (!file) {
      std::vector<std::string_view> words;
      for (const Pathway& p : scope.library().pathways)
        if (!p.module) words.push_back(p.id.text);
      report_unknown(scope, Code::unknown_target, id, "pathway", words);
    } else if (file->pathway->status == Status::retired)
      scope.diagnostics.add(Code::unknown_target, name.at, fmt::format("the pathway `{}` is retired", id.text),
                            "lead to one that is in use");
    return;
  }
  if (scope.file->step(name.text) != kNoIndex || scope.file->outcome(name.text) != kNoIndex) return;
  report_unknown(scope, Code::unknown_target, name, "step or outcome", target_words(scope));
}

void no_route(const NameScope& scope, const Name& at, std::string message) {
  scope.diagnostics.add(Code::no_route, at.at, std::move(message), "give it a `to:` or rules under `then:`");
}

void check_records(const NameScope& scope, const AuthoredStep& step) {
  if (step.records.empty()) return;
  auto f = scope.names.fact(step.records.text);
  if (f == kNoIndex) {
    report_unknown(scope, Code::unknown_name, step.records, "fact", ids(scope.library().facts));
    return;
  }
  const Fact& fact = scope.library().facts[f];
  auto differs = [&](std::string_view wanted) {
    scope.diagnostics
        .add(Code::wrong_kind, step.records.at,
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
        report_no_answer(scope, a.id, fact.id, [&] {
          std::vector<std::string_view> w;
          for (const Name& v : fact.values) w.push_back(v.text);
          return w;
        }());
  if (step.ask == AskKind::number && step.range && step.range->unit.text != fact.unit.text)
    scope.diagnostics.add(Code::unit_differs, step.range->at,
                          fmt::format("`{}` is measured in {}", fact.id.text, fact.unit.text),
                          "ask in the fact's own unit");
}

void check_unsure(const NameScope& scope, const AuthoredStep& step) {
  bool is_answer = std::any_of(step.answers.begin(), step.answers.end(),
                               [&](const Answer& a) { return a.id.text == step.unsure.text; });
  if (!is_answer)
    target(scope, step.unsure);
  else if (step.ask == AskKind::tick)
    scope.diagnostics.add(Code::wrong_kind, step.unsure.at,
                          "*not sure* about a list cannot count as one of its answers",
                          "lead it to a step or an outcome");
  if (step.records.empty()) return;
  auto f = scope.names.fact(step.records.text);
  if (f == kNoIndex) return;
  const Fact& fact = scope.library().facts[f];
  bool agrees = fact.if_unsure.empty() ? !is_answer : fact.if_unsure.text == step.unsure.text;
  if (!agrees)
    scope.diagnostics
        .add(Code::unsure_disagrees, step.unsure.at,
             fact.if_unsure.empty() ? fmt::format("*not sure* counts as `{}` here, but `{}` says nothing of the kind",
                                                  step.unsure.text, fact.id.text)
                                    : fmt::format("*not sure* counts as `{}` for `{}`, not `{}`", fact.if_unsure.text,
                                                  fact.id.text, step.unsure.text),
             fact.if_unsure.empty()
                 ? fmt::format("say it once for all questions, in facts.yaml: if-unsure: {}", step.unsure.text)
                 : fmt::format("write unsure: {}", fact.if_unsure.text))
        .notes.push_back({fact.if_unsure.empty() ? fact.id.at : fact.if_unsure.at, "the fact"});
}

// `goes_on`: the step itself says where to go, for answers that do not.
void check_question(const NameScope& scope, const AuthoredStep& step, bool goes_on) {
  if (step.answers.size() > kMaxListAnswers)
    scope.diagnostics.add(
        Code::too_many, step.id.at,
        fmt::format("`{}` has {} answers; {} is the most", step.id.text, step.answers.size(), kMaxListAnswers),
        "split the question: nobody reads so long a list");
  const bool amount = is_amount(step.ask);
  for (const Answer& a : step.answers) {
    target(scope, a.to);
    check_disposition(scope, a.red_flag);
    check_advice(scope, a.advice);
    check_advice(scope, a.without_advice);
    if (a.only_if) check_condition(scope.with_party(), *a.only_if);
    for (const Points& points : a.score)
      if (!scope.names.score(points.score.text, *scope.file).score)
        report_unknown(scope, Code::unknown_name, points.score, "score", ids(scope.file->pathway->scores));
    if (!a.records.empty()) {
      auto f = scope.names.fact(a.records.text);
      if (f == kNoIndex)
        report_unknown(scope, Code::unknown_name, a.records, "fact", ids(scope.library().facts));
      else if (scope.library().facts[f].type != FactType::yes_no)
        scope.diagnostics.add(
            Code::wrong_kind, a.records.at,
            fmt::format("an answer of a list can only record a yes-or-no fact, and `{}` is none", a.records.text),
            "record it with a question of its own");
    }
    if (step.ask != AskKind::tick && a.to.empty() && !goes_on)
      no_route(scope, a.id, fmt::format("the answer `{}` of `{}` leads nowhere", a.id.text, step.id.text));
  }
  if (step.ask == AskKind::tick && !goes_on) {
    if (step.any.empty() &&
        std::any_of(step.answers.begin(), step.answers.end(), [](const Answer& a) { return a.to.empty(); }))
      no_route(scope, step.id, fmt::format("a tick in `{}` leads nowhere: there is no `any:`", step.id.text));
    if (step.none.empty())
      no_route(scope, step.id, fmt::format("*none of these* in `{}` leads nowhere: there is no `none:`", step.id.text));
  }
  if (amount && step.answers.empty() && !goes_on)
    no_route(scope, step.id, fmt::format("`{}` leads nowhere", step.id.text));
  if (amount) read_amount(step, &scope.diagnostics);
  check_records(scope, step);
  if (!step.unsure.empty()) check_unsure(scope, step);
}

void check_step(const NameScope& scope, const AuthoredStep& step) {
  check_evidence(scope, step.evidence);
  check_advice(scope, step.advice);
  check_disposition(scope, step.red_flag);
  target(scope, step.to);
  target(scope, step.any);
  target(scope, step.none);
  for (const Rule& rule : step.then) {
    if (rule.when) check_condition(scope, *rule.when);
    target(scope, rule.to);
    check_evidence(scope, rule.evidence);
  }
  for (std::size_t i = 0; i + 1 < step.then.size(); ++i)
    if (!step.then[i].when)
      scope.diagnostics.add(Code::rule_never_fires, step.then[i + 1].at,
                            fmt::format("no rule after `otherwise` is ever looked at, in `{}`", step.id.text),
                            "put `otherwise` last");
  bool goes_on = !step.to.empty() || !step.then.empty();
  if (step.kind == AuthoredStep::Kind::use) {
    check_module(scope, step.use);
    if (!goes_on)
      no_route(scope, step.id, fmt::format("after the module `{}`, `{}` leads nowhere", step.use.text, step.id.text));
  } else if (step.kind != AuthoredStep::Kind::ask) {
    if (!goes_on) no_route(scope, step.id, fmt::format("`{}` leads nowhere", step.id.text));
  } else {
    check_question(scope, step, goes_on);
  }
}

void check_outcome(const NameScope& scope, const AuthoredOutcome& o) {
  check_disposition(scope, o.disposition);
  check_advice(scope, o.advice);
  check_advice(scope, o.worsening);
  check_evidence(scope, o.evidence);
  auto d = scope.names.disposition(o.disposition.text);
  bool ambulance = o.disposition.text.substr(0, 9) == "ambulance";
  if (o.advice.empty() && o.worsening.empty())
    scope.diagnostics.add(Code::outcome_without_advice, o.id.at,
                          fmt::format("`{}` tells the patient nothing to do", o.id.text),
                          "name what to do meanwhile under `advice:`");
  if (d == kNoIndex || ambulance) return;
  if (o.worsening.empty())
    scope.diagnostics.add(Code::worsening_missing, o.id.at,
                          fmt::format("`{}` does not say what would mean it got worse", o.id.text),
                          "add `worsening: [...]`, with at least one item that `calls: 999`");
  else if (std::none_of(o.worsening.begin(), o.worsening.end(), [&](const Name& n) {
             auto i = scope.names.advice(n.text);
             return i == kNoIndex || scope.library().advice[i].calls_999;
           }))
    scope.diagnostics.add(Code::worsening_without_999, o.id.at,
                          fmt::format("no worsening item of `{}` says when to call 999", o.id.text),
                          "add an item with `calls: 999` in advice.yaml");
}

}  // namespace

void check_file(const NameScope& scope) {
  const Pathway& p = *scope.file->pathway;
  check_unique(p.steps, scope.diagnostics);
  check_unique(p.outcomes, scope.diagnostics);
  check_unique(p.scores, scope.diagnostics);
  for (const AuthoredOutcome& o : p.outcomes)
    if (auto s = scope.file->step(o.id.text); s != kNoIndex)
      scope.diagnostics
          .add(Code::duplicate_id, o.id.at, fmt::format("`{}` is a step and an outcome", o.id.text),
               "a target must mean one thing: rename one of them")
          .notes.push_back({p.steps[s].id.at, "the step"});
  check_evidence(scope, p.evidence);
  if (!p.module) {
    check_condition(scope, p.admits);
    only_patient(scope, p.admits);
  }
  if (p.start.text.substr(0, kJump.size()) == kJump)
    scope.diagnostics.add(Code::unknown_target, p.start.at, "a pathway cannot start with a jump",
                          "start with a step or an outcome of this file");
  else
    target(scope, p.start);
  for (const Score& s : p.scores) {
    check_evidence(scope, s.evidence);
    for (const ScoreRule& r : s.plus) {
      check_condition(scope, r.when);
      no_score(scope, r.when);
    }
  }
  for (const AuthoredStep& step : p.steps) check_step(scope, step);
  for (const Floor& floor : p.floors) {
    check_condition(scope, floor.when);
    check_evidence(scope, floor.evidence);
    if (scope.file->outcome(floor.outcome.text) == kNoIndex)
      report_unknown(scope, Code::unknown_target, floor.outcome, "outcome", ids(p.outcomes));
  }
  for (const AuthoredOutcome& outcome : p.outcomes) check_outcome(scope, outcome);
  for (const Claim& claim : p.claims) check_claim(scope, claim);
}

}  // namespace signpost

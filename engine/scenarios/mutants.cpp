#include "engine/scenarios/mutants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/scenarios/shifted.hpp"

namespace signpost {
namespace {

using Kind = Mutant::Kind;

Pathway& pathway_in(Library& library, std::uint32_t file) {
  return *std::find_if(library.pathways.begin(), library.pathways.end(),
                       [&](const Pathway& p) { return p.file == file; });
}

// Where a test stands, in any copy of the library.
using TestPlace = std::function<Condition*(Library&)>;

// The terms of a test from left to right, itself first.
void each_term(Condition& test, const std::function<void(Condition&)>& visit) {
  visit(test);
  for (Condition& part : test.parts) each_term(part, visit);
}

void negate(Condition& test) {
  if (test.kind == Condition::Kind::negation) {
    Condition inner = std::move(test.parts.front());
    test = std::move(inner);
    return;
  }
  Condition negation;
  negation.kind = Condition::Kind::negation;
  negation.at = test.at;
  negation.parts.push_back(std::move(test));
  test = std::move(negation);
}

void clear(Name& name) { name.text.clear(); }

// The answer of a yes/no question that its red flag is about.
std::size_t serious_answer(const AuthoredStep& step) {
  const std::string_view id = step.worse == Worse::no ? "no" : "yes";
  for (std::size_t i = 0; i < step.answers.size(); ++i)
    if (step.answers[i].id.text == id) return i;
  return 0;
}

class MutantMaker {
 public:
  explicit MutantMaker(const Library& library) : library_(library), copy_(library) {}

  std::vector<Mutant> all() {
    for (const Pathway& p : library_.pathways) {
      if (p.status == Status::retired) continue;
      file_ = &p;
      for (std::size_t s = 0; s < p.steps.size(); ++s) step(s);
      floors();
      for (const AuthoredOutcome& outcome : p.outcomes) lower(outcome);
      scores();
    }
    file_ = nullptr;
    advice();
    facts();
    std::stable_sort(made_.begin(), made_.end(), [](const Mutant& a, const Mutant& b) {
      return std::pair(a.at.file, a.at.line) < std::pair(b.at.file, b.at.line);
    });
    return std::move(made_);
  }

 private:
  void add(Kind kind, Location at, std::string words, std::string caught_by, std::function<void(Library&)> apply) {
    made_.push_back({kind, at, std::move(words), std::move(caught_by), std::move(apply)});
  }
  // A change of one step of the file at hand.
  void change(Kind kind, Location at, std::string words, std::string caught_by, std::size_t step,
              std::function<void(AuthoredStep&)> how) {
    add(kind, at, std::move(words), std::move(caught_by),
        [file = file_->file, step, how = std::move(how)](Library& l) { how(pathway_in(l, file).steps[step]); });
  }

  // -- steps

  void step(std::size_t s) {
    const AuthoredStep& here = file_->steps[s];
    if (here.kind == AuthoredStep::Kind::ask) {
      answers(s);
      red_flags(s);
      edges(s);
    }
    rules(s);
  }

  // Neighbouring ways out of a question, in the order of answers, then any, none and not sure.
  void answers(std::size_t s) {
    const AuthoredStep& here = file_->steps[s];
    using Way = std::function<Name&(AuthoredStep&)>;
    std::vector<std::pair<std::string, Way>> ways;
    for (std::size_t i = 0; i < here.answers.size(); ++i)
      if (!here.answers[i].to.empty())
        ways.emplace_back("`" + here.answers[i].id.text + "`",
                          [i](AuthoredStep& in) -> Name& { return in.answers[i].to; });
    if (!here.any.empty()) ways.emplace_back("any of these", [](AuthoredStep& in) -> Name& { return in.any; });
    if (!here.none.empty()) ways.emplace_back("none of these", [](AuthoredStep& in) -> Name& { return in.none; });
    const bool counts_as = std::any_of(here.answers.begin(), here.answers.end(),
                                       [&](const Answer& a) { return a.id.text == here.unsure.text; });
    if (!here.unsure.empty() && !counts_as)
      ways.emplace_back("not sure", [](AuthoredStep& in) -> Name& { return in.unsure; });
    AuthoredStep looked_at = here;
    for (std::size_t i = 0; i + 1 < ways.size(); ++i) {
      const Name first = ways[i].second(looked_at), second = ways[i + 1].second(looked_at);
      if (first.text == second.text) continue;
      change(
          Kind::swap_targets, first.at,
          fmt::format("{} and {} of `{}` change places: they lead to `{}` and `{}`", ways[i].first, ways[i + 1].first,
                      here.id.text, second.text, first.text),
          fmt::format("a scenario in which `{}` is answered {} or {}", here.id.text, ways[i].first, ways[i + 1].first),
          s, [one = ways[i].second, other = ways[i + 1].second](AuthoredStep& in) {
            std::swap(one(in).text, other(in).text);
          });
    }
  }

  void red_flags(std::size_t s) {
    const AuthoredStep& here = file_->steps[s];
    if (here.ask == AskKind::tick) {
      for (std::size_t i = 0; i < here.answers.size(); ++i) {
        const Answer& a = here.answers[i];
        const bool alone = !a.red_flag.empty() || (!here.red_flag.empty() && !a.to.empty());
        if (alone && !here.none.empty() && a.to.text != here.none.text) unflagged_item(s, i);
      }
      if (!here.red_flag.empty() && !here.any.empty() && here.any.text != here.none.text)
        change(Kind::drop_red_flag, here.red_flag.at,
               fmt::format("`{}` has no red flag: any of these leads to `{}`, as none of these does", here.id.text,
                           here.none.text),
               fmt::format("a scenario in which any of `{}` is ticked", here.id.text), s, [](AuthoredStep& in) {
                 clear(in.red_flag);
                 in.any.text = in.none.text;
               });
      return;
    }
    if (here.answers.size() < 2) return;
    for (std::size_t i = 0; i < here.answers.size(); ++i) {
      const bool by_step = !here.red_flag.empty() && here.ask == AskKind::yes_no && i == serious_answer(here);
      const Answer& harmless = here.answers[i + 1 < here.answers.size() ? here.answers.size() - 1 : 0];
      if ((here.answers[i].red_flag.empty() && !by_step) || here.answers[i].to.text == harmless.to.text) continue;
      change(Kind::drop_red_flag, by_step ? here.red_flag.at : here.answers[i].red_flag.at,
             fmt::format("`{}` of `{}` has no red flag: it leads where `{}` leads", here.answers[i].id.text,
                         here.id.text, harmless.id.text),
             fmt::format("a scenario in which `{}` is answered `{}`", here.id.text, here.answers[i].id.text), s,
             [i, by_step, to = harmless.to.text](AuthoredStep& in) {
               clear(by_step ? in.red_flag : in.answers[i].red_flag);
               in.answers[i].to.text = to;
             });
    }
  }

  // One item of a list loses its flag; the others keep theirs.
  void unflagged_item(std::size_t s, std::size_t i) {
    const AuthoredStep& here = file_->steps[s];
    const Answer& item = here.answers[i];
    change(Kind::drop_red_flag, item.red_flag.empty() ? item.id.at : item.red_flag.at,
           fmt::format("`{}` of `{}` has no red flag: it leads to `{}`, as none of these does", item.id.text,
                       here.id.text, here.none.text),
           fmt::format("a scenario in which `{}` of `{}` is ticked", item.id.text, here.id.text), s,
           [i](AuthoredStep& in) {
             for (std::size_t j = 0; j < in.answers.size(); ++j)
               if (j != i && in.answers[j].red_flag.empty()) in.answers[j].red_flag = in.red_flag;
             clear(in.red_flag);
             clear(in.answers[i].red_flag);
             in.answers[i].to = in.none;
           });
  }

  void edges(std::size_t s) {
    const AuthoredStep& here = file_->steps[s];
    for (const ShiftedEdge& edge : shifted_edges(here)) {
      const Answer &below = here.answers[edge.below], &above = here.answers[edge.above];
      change(Kind::shift_threshold, below.range.at,
             fmt::format("the edge between `{}` and `{}` of `{}` moves from {} to {}", below.id.text, above.id.text,
                         here.id.text, edge.was, edge.now),
             fmt::format("a scenario in which `{}` is answered {}", here.id.text, edge.telling), s,
             [edge](AuthoredStep& in) {
               in.answers[edge.below].range.text = edge.below_range;
               in.answers[edge.above].range.text = edge.above_range;
             });
    }
    for (std::size_t i = 0; i < here.answers.size(); ++i)
      if (here.answers[i].only_if)
        test(here.answers[i].only_if->at,
             fmt::format("the `only-if` of `{}` in `{}`", here.answers[i].id.text, here.id.text),
             [file = file_->file, s, i](Library& l) { return &*pathway_in(l, file).steps[s].answers[i].only_if; });
  }

  void rules(std::size_t s) {
    const AuthoredStep& here = file_->steps[s];
    for (std::size_t r = 0; r < here.then.size(); ++r) {
      const Rule& rule = here.then[r];
      if (rule.when) {
        const std::string words = condition_text(*rule.when);
        change(Kind::drop_rule, rule.at, fmt::format("the rule `{}` of `{}` is dropped", words, here.id.text),
               fmt::format("a scenario of somebody for whom `{}` is true at `{}`", words, here.id.text), s,
               [r](AuthoredStep& in) { in.then.erase(in.then.begin() + static_cast<std::ptrdiff_t>(r)); });
        test(rule.at, fmt::format("the rule of `{}`", here.id.text),
             [file = file_->file, s, r](Library& l) { return &*pathway_in(l, file).steps[s].then[r].when; });
      }
      if (r + 1 < here.then.size() && rule.to.text != here.then[r + 1].to.text)
        change(Kind::swap_targets, rule.to.at,
               fmt::format("two rules of `{}` change places: the earlier leads to `{}`, the later to `{}`",
                           here.id.text, here.then[r + 1].to.text, rule.to.text),
               fmt::format("a scenario that comes to `{}` and goes on to `{}` or `{}`", here.id.text, rule.to.text,
                           here.then[r + 1].to.text),
               s, [r](AuthoredStep& in) { std::swap(in.then[r].to.text, in.then[r + 1].to.text); });
    }
  }

  // -- floors, outcomes, scores

  void floors() {
    for (std::size_t i = 0; i < file_->floors.size(); ++i) {
      const Floor& floor = file_->floors[i];
      const std::string words = condition_text(floor.when);
      add(Kind::drop_floor, floor.at, fmt::format("the floor `{}` is dropped", words),
          fmt::format("a scenario of somebody for whom `{}` is true, and who ends in `{}` only by the floor", words,
                      floor.outcome.text),
          [file = file_->file, i](Library& l) {
            auto& floors = pathway_in(l, file).floors;
            floors.erase(floors.begin() + static_cast<std::ptrdiff_t>(i));
          });
      test(floor.at, "the floor", [file = file_->file, i](Library& l) { return &pathway_in(l, file).floors[i].when; });
    }
  }

  void lower(const AuthoredOutcome& outcome) {
    const auto same = [&](const Disposition& d) { return d.id.text == outcome.disposition.text; };
    const auto found = std::find_if(library_.dispositions.begin(), library_.dispositions.end(), same);
    if (found == library_.dispositions.end() || found + 1 == library_.dispositions.end()) return;
    const std::string lower = (found + 1)->id.text;
    const auto index = static_cast<std::size_t>(&outcome - file_->outcomes.data());
    add(Kind::lower_disposition, outcome.disposition.at,
        fmt::format("the outcome `{}` becomes {}, no longer {}", outcome.id.text, lower, outcome.disposition.text),
        fmt::format("a scenario that ends in `{}` and expects {}, or a claim about these patients", outcome.id.text,
                    outcome.disposition.text),
        [file = file_->file, index, lower](Library& l) {
          pathway_in(l, file).outcomes[index].disposition.text = lower;
        });
  }

  void scores() {
    for (std::size_t i = 0; i < file_->scores.size(); ++i)
      for (std::size_t r = 0; r < file_->scores[i].plus.size(); ++r) {
        const Score& score = file_->scores[i];
        const ScoreRule& plus = score.plus[r];
        const std::string words = condition_text(plus.when);
        add(Kind::drop_points, plus.at, fmt::format("the score `{}` gets no points for `{}`", score.id.text, words),
            fmt::format("a scenario in which the points for `{}` decide", words),
            [file = file_->file, i, r](Library& l) {
              auto& all = pathway_in(l, file).scores[i].plus;
              all.erase(all.begin() + static_cast<std::ptrdiff_t>(r));
            });
        test(plus.at, fmt::format("the score `{}`", score.id.text),
             [file = file_->file, i, r](Library& l) { return &pathway_in(l, file).scores[i].plus[r].when; });
      }
  }

  // -- what all files share

  void advice() {
    for (std::size_t i = 0; i < library_.advice.size(); ++i) {
      const AdviceItem& item = library_.advice[i];
      if (item.only_if)
        test(item.only_if->at, fmt::format("the `only-if` of the advice `{}`", item.id.text),
             [i](Library& l) { return &*l.advice[i].only_if; });
      if (item.unless)
        test(item.unless->at, fmt::format("the `unless` of the advice `{}`", item.id.text),
             [i](Library& l) { return &*l.advice[i].unless; });
    }
  }

  void facts() {
    for (std::size_t i = 0; i < library_.facts.size(); ++i) {
      const Fact& fact = library_.facts[i];
      if (fact.never)
        test(fact.never->at, fmt::format("the `never` of the fact `{}`", fact.id.text),
             [i](Library& l) { return &*l.facts[i].never; });
      if (fact.means)
        test(fact.means->at, fmt::format("what the fact `{}` means", fact.id.text),
             [i](Library& l) { return &*l.facts[i].means; });
    }
  }

  // -- tests

  void test(Location at, const std::string& whose, const TestPlace& place) {
    Condition& written = *place(copy_);
    std::size_t n = 0;
    each_term(written, [&](Condition& term) {
      for (const ShiftedTerm& shifted : shifted_terms(library_, file_, term))
        add(Kind::shift_threshold, at,
            fmt::format("in {}, `{}` becomes `{}`", whose, condition_text(term), condition_text(shifted.term)),
            fmt::format("a scenario of {} who meets this test", shifted.telling),
            [place, n, to = shifted.term](Library& l) {
              std::size_t i = 0;
              each_term(*place(l), [&](Condition& same) {
                if (i++ != n) return;
                same.quantity = to.quantity;
                same.unit = to.unit;
              });
            });
      ++n;
    });
    add(Kind::negate_test, at, fmt::format("{} is negated: `{}`", whose, negated_text(written)),
        fmt::format("a scenario of anybody who meets `{}`", condition_text(written)),
        [place](Library& l) { negate(*place(l)); });
  }

  static std::string negated_text(Condition test) {
    negate(test);
    return condition_text(test);
  }

  const Library& library_;
  Library copy_;                   // test places look into a library that may be changed
  const Pathway* file_ = nullptr;  // at hand; null: advice and facts
  std::vector<Mutant> made_;
};

}  // namespace

std::string_view mutant_kind_name(Kind kind) {
  static constexpr std::string_view kNames[] = {"swap-targets", "shift-threshold", "drop-rule",         "drop-floor",
                                                "drop-points",  "drop-red-flag",   "lower-disposition", "negate-test"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::vector<Mutant> mutants_of(const Library& library) { return MutantMaker(library).all(); }

}  // namespace signpost

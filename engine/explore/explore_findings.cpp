#include "engine/explore/explore_findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace signpost {
namespace {

std::string place(const Node& n) { return std::string(n.file) + "/" + std::string(n.step); }

// What is still read; of a list, how many of its answers.
std::string kept_names(const Program& program, const VariableBits& live) {
  constexpr std::size_t kNamed = 12;
  std::vector<std::pair<std::string_view, int>> kept;
  for (VariableIndex v = kFirstSwitch; v < program.variables.size(); ++v) {
    if (!has_bit(live, v)) continue;
    const Variable& variable = program.variables[v];
    const bool item = variable.kind == Variable::Kind::item;
    const std::string_view name =
        std::string_view(variable.name).substr(0, item ? variable.name.rfind('/') : variable.name.npos);
    const auto known = std::find_if(kept.begin(), kept.end(), [&](const auto& k) { return k.first == name; });
    if (known != kept.end())
      known->second += item;
    else if (kept.size() < kNamed)
      kept.emplace_back(name, item);
  }
  std::string text;
  for (const auto& [name, answers] : kept) {
    text += (text.empty() ? "" : ", ") + std::string(name);
    if (answers != 0) text += fmt::format(" ({} {})", answers, answers == 1 ? "answer" : "answers");
  }
  return text;
}

}  // namespace

void ExploreFindings::show(Diagnostic& finding, const Witness& who) const {
  finding.notes.push_back({{}, "for example " + who.person() + "; " + who.journey()});
  finding.notes.push_back({{}, "see it: " + who.command(topic_.id)});
}

void ExploreFindings::rule_undecided(const Program& program, NodeIndex node, std::uint32_t rule, const Who& who) {
  const NodeRule& r = g_.rules[rule];
  if (!first_time(Code::undecided, r.location)) return;
  const Witness w = who();
  const Node& n = g_.nodes[at(node)];
  const std::string what = n.kind == Node::Kind::floors ? "the floor"
                           : n.jump                     ? "the `for` of the pathway jumped to,"
                                                        : "the rule";
  show(out_.add(Code::undecided, r.location,
                fmt::format("{} `{}` cannot be decided for {}: {}", what, g_.rule_labels[rule], w.person(),
                            undecided_reason(g_, program, w.state, r.when)),
                "ask it on every way that leads here, say what *not sure* counts as, or test first what "
                "tells these patients apart"),
       w);
}

void ExploreFindings::answer_undecided(const Program& program, NodeIndex node, std::size_t answer, const Who& who) {
  const Node& n = g_.nodes[at(node)];
  const AnswerChoice& a = g_.questions[at(n.question)].answers[answer];
  // Once for each answer: answers have no place of their own in the graph.
  if (!first_time(Code::undecided,
                  {n.location.file, n.location.line, n.location.column + static_cast<std::uint32_t>(answer), 0}))
    return;
  const Witness w = who();
  show(out_.add(Code::undecided, n.location,
                fmt::format("whether `{}` offers `{}` cannot be decided for {}: {}", place(n), a.id, w.person(),
                            undecided_reason(g_, program, w.state, a.only_if)),
                "ask before this question what `only-if` reads"),
       w);
}

void ExploreFindings::left_out(NodeIndex node, const Who& who) {
  const Node& n = g_.nodes[at(node)];
  const Code code = n.jump ? Code::jump_not_admitted : Code::nobody_left_out;
  if (!first_time(code, n.location)) return;
  const Witness w = who();
  Diagnostic& d = n.jump
                      ? out_.add(code, n.location,
                                 fmt::format("the jump leads to `{}`, which does not admit {}", n.file, w.person()),
                                 "jump only where the other pathway's `for` holds")
                      : out_.add(code, n.location, fmt::format("no rule of `{}` is true for {}", place(n), w.person()),
                                 "add `otherwise:` with the more urgent way, or a rule for these patients");
  show(d, w);
}

void ExploreFindings::outside_bands(NodeIndex node, const Who& who) {
  const Node& n = g_.nodes[at(node)];
  if (!first_time(Code::bands_gap, n.location)) return;
  const Witness w = who();
  show(out_.add(Code::bands_gap, n.location,
                fmt::format("a value that {} gave to an earlier question is in no band of `{}`", w.person(), place(n)),
                "let both questions have the same range"),
       w);
}

void ExploreFindings::offered_by_same_page(NodeIndex node, std::size_t answer) {
  const Node& n = g_.nodes[at(node)];
  if (!first_time(Code::not_allowed_here, n.location)) return;
  out_.add(Code::not_allowed_here, n.location,
           fmt::format("whether `{}` offers `{}` depends on what the same page records", place(n),
                       g_.questions[at(n.question)].answers[answer].id),
           "ask the one before the other, in a question of its own");
}

void ExploreFindings::same_fact_twice(NodeIndex node, std::size_t first, std::size_t second) {
  const Node& n = g_.nodes[at(node)];
  const Question& q = g_.questions[at(n.question)];
  if (!first_time(Code::duplicate_id, n.location)) return;
  out_.add(
      Code::duplicate_id, n.location,
      fmt::format("`{}` and `{}` of `{}` record the same fact", q.answers[first].id, q.answers[second].id, place(n)),
      "let one answer record it");
}

bool ExploreFindings::told_overlap(std::uint32_t later) const {
  return reported_.count({static_cast<int>(Code::overlap_less_urgent), g_.rules[later].location}) != 0;
}

void ExploreFindings::overlap(std::uint32_t wins, std::uint32_t later, DispositionIndex in, DispositionIndex at_least,
                              const Who& who) {
  if (!first_time(Code::overlap_less_urgent, g_.rules[later].location)) return;
  const Witness w = who();
  Diagnostic& d = out_.add(
      Code::overlap_less_urgent, g_.rules[later].location,
      fmt::format("`{}` is also true for {}, but the earlier rule `{}` wins and can end in {} "
                  "where this one ends at least in {}",
                  g_.rule_labels[later], w.person(), g_.rule_labels[wins], disposition(in), disposition(at_least)),
      "put the more urgent rule first");
  d.notes.push_back({g_.rules[wins].location, "the rule that wins"});
  show(d, w);
}

void ExploreFindings::tick_order(NodeIndex node, std::size_t wins, std::size_t later, DispositionIndex in,
                                 DispositionIndex at_least) {
  const Node& n = g_.nodes[at(node)];
  const Question& q = g_.questions[at(n.question)];
  if (!first_time(Code::overlap_less_urgent, n.location)) return;
  out_.add(Code::overlap_less_urgent, n.location,
           fmt::format("in `{}`, the tick `{}` stands above `{}` but can end less urgently ({} against {}): whoever "
                       "ticks both goes the way of the first",
                       place(n), q.answers[wins].id, q.answers[later].id, disposition(in), disposition(at_least)),
           "order the list worst first");
}

void ExploreFindings::red_flag_late(NodeIndex node, const Who& who) {
  const Node& n = g_.nodes[at(node)];
  if (!first_time(Code::red_flag_late, n.location)) return;
  const Witness w = who();
  show(out_.add(Code::red_flag_late, n.location,
                fmt::format("`{}` is put more than {} questions after a red flag, to {}", place(n), g_.red_flag_within,
                            w.person()),
                "act on the red flag sooner, or raise `red-flag-within` in library.yaml"),
       w);
}

void ExploreFindings::red_flag_not_kept(const Outcome& outcome, DispositionIndex promised, const Who& who) {
  if (!first_time(Code::red_flag_not_kept, outcome.location)) return;
  const Witness w = who();
  show(out_.add(Code::red_flag_not_kept, outcome.location,
                fmt::format("{} gave a red flag for {} and ends here, in {}", w.person(), disposition(promised),
                            disposition(outcome.disposition)),
                "lead the red flag's answer to where it promises, or correct the flag"),
       w);
}

void ExploreFindings::tells_nothing(const Outcome& outcome, const Who& who) {
  if (!first_time(Code::outcome_without_advice, outcome.location)) return;
  const Witness w = who();
  show(out_.add(Code::outcome_without_advice, outcome.location,
                fmt::format("`{}` tells {} nothing to do: every item is withheld", outcome.id, w.person()),
                "add advice that everybody is given"),
       w);
}

void ExploreFindings::tells_no_999(const Outcome& outcome, const Who& who) {
  if (!first_time(Code::worsening_without_999, outcome.location)) return;
  const Witness w = who();
  show(out_.add(Code::worsening_without_999, outcome.location,
                fmt::format("`{}` does not tell {} when to call 999", outcome.id, w.person()),
                "add an item with `calls: 999` that nothing withholds"),
       w);
}

void ExploreFindings::two_pathways(const Program& program, const Witness& who) {
  out_.add(Code::not_exactly_one_pathway, program.location,
           fmt::format("{} meets two pathways of the topic `{}`", who.person(), topic_.id),
           "make their `for` exclude each other");
}

void ExploreFindings::no_pathway(const Program& any, const Witness& who) {
  out_.add(Code::not_exactly_one_pathway, any.location,
           fmt::format("{} meets no pathway of the topic `{}`", who.person(), topic_.id),
           "widen a `for`, or add a pathway for these patients whose `start` is an outcome that says where to turn");
}

void ExploreFindings::too_many_ways(const Program& program, NodeIndex node, const VariableBits& live,
                                    const std::string& how_many) {
  const Node& n = g_.nodes[at(node)];
  if (!first_time(Code::too_many_ways, n.location)) return;
  out_.add(Code::too_many_ways, n.location,
           fmt::format("`{}` has to tell too many kinds of patient apart ({}), so nothing after it is proven", place(n),
                       how_many),
           "each answer to one question may come with each answer to another: let a rule read a question's answers "
           "soon after it is asked, or add them up in a score. Kept until here: " +
               kept_names(program, live));
}

// Before anybody is asked anything there are ages, sexes and switches, and what a `for` makes of them.
void ExploreFindings::too_many_admitted(const Program& program) {
  if (!first_time(Code::too_many_ways, program.location)) return;
  out_.add(Code::too_many_ways, program.location,
           fmt::format("whom `{}` is for tells too many kinds of patient apart, so nothing of it is proven",
                       program.pathway),
           "let `for` weigh fewer switches against each other");
}

}  // namespace signpost

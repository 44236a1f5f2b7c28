#include "engine/prove/unwritten_claims.hpp"

#include <fmt/format.h>

#include <functional>
#include <optional>
#include <set>
#include <string_view>

#include "engine/explore/shared_steps.hpp"
#include "engine/graph/graph_shape.hpp"
#include "engine/graph/possible_ends.hpp"
#include "engine/prove/answer_ranks.hpp"
#include "engine/prove/pair_journeys.hpp"

namespace signpost {
namespace {

using Set = PatientSets::Set;
using Kind = UnwrittenFinding::Kind;

// Diagram nodes: what comparing at one question has left behind is no use at the next.
constexpr std::size_t kTidyAt = 1'000'000;

// So many comparisons may be made in vain before no more are made.
constexpr std::uint64_t kComparisonsBeyondLimits = 3;

class Unwritten {
 public:
  Unwritten(const Library& library, const DecisionGraph& graph, TopicIndex topic, ProgramIndex index)
      : library_(library),
        g_(graph),
        topic_(topic),
        index_(index),
        program_(graph.programs[at(index)]),
        ends_(graph, program_),
        sets_(PatientSets::limits_for(library.ways_in_one_place)),
        steps_(sets_, kComparisonsBeyondLimits) {}

  UnwrittenFindings run() {
    screen();
    if (!within_limits([&] {
          explore();
          someone_else();
          answers();
          return true;
        })) {
      UnwrittenFinding finding;
      finding.location = program_.location;
      finding.name = program_.pathway;
      finding.complete = false;
      result_.found.push_back(std::move(finding));
    }
    return std::move(result_);
  }

 private:
  // A way of comparing: whom, and by what rules. They set out from where everybody comes in `explored_`.
  struct Comparing {
    PairRules rules;
    std::function<bool(PairJourneys::Place)> matters;
    std::function<bool(PairJourneys&)> follow;
    bool party_differs = false;
  };

  NodeIndex node(std::uint32_t local) const { return NodeIndex{at(program_.first_node) + local}; }
  std::uint32_t local(NodeIndex n) const { return at(n) - at(program_.first_node); }

  // `longest`: questions put are counted so far; 0: not counted.
  void explore(Symbol longest = 0) {
    Watch watch;
    watch.red_flags = watch.advice_of_ends = false;
    watch.longest = longest;
    sets_.clear();
    expansion_.emplace(g_, program_, PatientView{sets_}, watch);
    VariableBits also;
    if (longest != 0) set_bit(also, expansion_->length());
    explored_ = explore_everybody(g_, program_, sets_, *expansion_, also);
  }

  // The modules that run first, and those that they use.
  std::set<std::string_view> screen_files() const {
    std::set<std::string_view> files;
    for (const Name& module : library_.first) files.insert(module.text);
    for (std::size_t before = 0; before != files.size();) {
      before = files.size();
      for (const Pathway& p : library_.pathways)
        for (const AuthoredStep& s : p.steps)
          if (files.count(p.id.text) && s.kind == AuthoredStep::Kind::use) files.insert(s.use.text);
    }
    return files;
  }

  // From the start, as far as the screen's files.
  void screen() {
    const std::set<std::string_view> files = screen_files();
    std::vector<char> before(program_.nodes, 0);
    before[local(program_.start)] = 1;
    for (std::uint32_t i = 0; i < program_.nodes; ++i) {
      const Node& n = g_.nodes[at(node(i))];
      if (!before[i] || !files.count(n.file)) continue;
      if (n.kind == Node::Kind::outcome) {
        const Outcome& o = g_.outcomes[at(n.outcome)];
        if (!files.count(o.file) || g_.dispositions[at(o.disposition)].level == Level::emergency) continue;
        UnwrittenFinding finding;
        finding.kind = Kind::screen;
        finding.location = o.location;
        finding.name = o.id;
        result_.found.push_back(std::move(finding));
        continue;
      }
      each_edge(g_, n, [&](NodeIndex to, EdgeLabel) { before[local(to)] = 1; });
    }
  }

  void answers() {
    AnswerRanks ranks(program_);
    Comparing comparing;
    comparing.rules.alike_end_alike = true;
    comparing.rules.advice_of_ends = false;
    comparing.rules.rank = [&](const Question& q, const AnswerLabel& a) { return ranks.rank(q, a); };
    comparing.rules.alone = [&](const Question& q, const AnswerLabel& a) { return ranks.rank(q, a) == Symbol{1}; };
    comparing.matters = [&](PairJourneys::Place place) {
      return ends_.least_urgent[place.second] > ends_.most_urgent[place.first];
    };
    std::vector<NodeIndex> all;
    for (std::uint32_t i = 0; i < program_.nodes; ++i) {
      const Node& n = g_.nodes[at(node(i))];
      if (n.kind != Node::Kind::ask || !explored_.arrived[i] || !ranks.any(g_.questions[at(n.question)])) continue;
      all.push_back(node(i));
      result_.questions.push_back(g_.questions[at(n.question)].location);
    }
    const auto parting_at = [&](std::vector<NodeIndex> nodes, Parting parting) {
      comparing.follow = [this, nodes = std::move(nodes), parting](PairJourneys& pairs) {
        std::vector<std::pair<NodeIndex, Set>> where;
        for (NodeIndex n : nodes) where.emplace_back(n, explored_.arrived[local(n)]);
        return pairs.follow_parted(where, parting, library_.ways_in_one_place);
      };
      return comparing;
    };
    // Roughly first, all at once; what that leaves open, exactly, all at once; and where that does not hold, or is too
    // much, one by one.
    if (holds(parting_at(all, {}), true)) return;
    std::vector<NodeIndex> open;
    for (NodeIndex n : all)
      if (!holds(parting_at({n}, {}), true)) open.push_back(n);
    if (holds(parting_at(open, {}), false)) return;
    for (NodeIndex n : open) {
      const Question& q = g_.questions[at(g_.nodes[at(n)].question)];
      for (Kind kind : {Kind::more_serious, Kind::not_sure}) {
        UnwrittenFinding finding;
        finding.kind = kind;
        finding.location = q.location;
        finding.name = q.id;
        const Parting parting{kind == Kind::more_serious, kind == Kind::not_sure};
        judge(parting_at({n}, parting), std::move(finding));
      }
    }
  }

  void someone_else() {
    const Set everybody = explored_.arrived[local(program_.start)];
    if (sets_.symbols(everybody, kPartyVariable) == std::vector<Symbol>{symbol::unknown}) return;  // nothing reads it
    Comparing comparing;
    comparing.rules.alike_end_alike = true;
    comparing.rules.advice_of_ends = false;
    comparing.rules.both_must_say_the_same = true;
    comparing.rules.may_differ[0] = comparing.rules.may_differ[1] = {kPartyVariable};
    comparing.party_differs = true;
    comparing.matters = [&](PairJourneys::Place place) {
      const OutcomeIndex first = ends_.only[place.first];
      return first == kNone<OutcomeIndex> || first != ends_.only[place.second];
    };
    comparing.follow = [&](PairJourneys& pairs) {
      const auto differ = [&](Set both) {
        return pairs.view(1).with(pairs.view(0).with(both, kPartyVariable, symbol::self), kPartyVariable,
                                  symbol::someone_else);
      };
      return pairs.follow_from_start(explored_.arrived[local(program_.start)], differ, library_.ways_in_one_place);
    };
    UnwrittenFinding finding;
    finding.kind = Kind::someone_else;
    finding.location = program_.location;
    finding.name = program_.pathway;
    if (!holds(comparing, true)) judge(comparing, std::move(finding));
  }

  PairSide side() const { return {&g_, &program_}; }

  // What one comparison may take. Where nothing is left for another, nothing more is compared.
  void next_comparison() {
    if (steps_.left() == 0) throw TooMuchToTellApart();
    steps_.next();
  }

  // Whether nobody is found who ends otherwise than they should, and all were followed.
  bool holds(const Comparing& comparing, bool roughly) {
    next_comparison();
    if (sets_.size() > kTidyAt) explore();
    return within_limits([&] {
      PairJourneys pairs(side(), side(), comparing.rules, sets_);
      pairs.matters = comparing.matters;
      bool any = false;
      pairs.ended = [&](PairJourneys::Place, Set) {
        any = true;
        pairs.stop();
      };
      if (roughly) pairs.roughly = &explored_;
      return comparing.follow(pairs) && !any;
    });
  }

  // Adds the finding, with an example, unless it holds.
  void judge(const Comparing& comparing, UnwrittenFinding finding) {
    if (holds(comparing, false)) return;
    finding.counterexample = example(comparing, kLongestCounted);
    if (!finding.counterexample) finding.counterexample = example(comparing, 0);
    finding.complete = finding.counterexample.has_value();
    result_.found.push_back(std::move(finding));
    next_comparison();
    explore();
  }

  // The shortest pair, where questions are counted and that is not too much; else any; nothing where there is none, or
  // too much to find one.
  std::optional<Counterexample> example(Comparing comparing, Symbol longest) {
    std::optional<Counterexample> found;
    next_comparison();
    within_limits([&] {
      explore(longest);
      comparing.rules.longest = longest;
      PairJourneys pairs(side(), side(), comparing.rules, sets_);
      pairs.matters = comparing.matters;
      std::optional<std::pair<PairJourneys::Place, Set>> bad;
      int fewest = 0;
      pairs.ended = [&](PairJourneys::Place place, Set set) {
        const auto [shortest, questions] = pairs.shortest(set);
        if (bad && questions >= fewest) return;
        bad.emplace(place, shortest);
        fewest = questions;
        if (longest == 0) pairs.stop();
      };
      if (comparing.follow(pairs) && bad) found = shown(comparing, pairs, bad->first, bad->second);
      return true;
    });
    return found;
  }

  Counterexample shown(const Comparing& comparing, PairJourneys& pairs, PairJourneys::Place end, Set bad) {
    std::vector<std::pair<VariableIndex, Symbol>> arrived;
    PairJourneys::Place began = end;
    const PairJourneys::Pair pair = pairs.example_from(began, bad, arrived);
    const NodeIndex from = node(began.first);
    Set who = explored_.arrived[local(from)];
    for (VariableIndex v = 0; v < expansion_->variable_count(); ++v) {
      if (comparing.party_differs && v == kPartyVariable) continue;
      Symbol symbol = symbol::unknown;
      for (auto [variable, its] : arrived)
        if (variable == v) symbol = its;
      if (has_bit(explored_.live[local(from)], v)) who = sets_.where_is(who, v, symbol);
    }
    const Witness until = find_witness(g_, program_, sets_, *expansion_, explored_, from, who);
    const auto of = [&](int side) {
      Witness w = until;
      w.answers.insert(w.answers.end(), pair.answers[side].begin(), pair.answers[side].end());
      return w;
    };
    Counterexample c;
    c.topic = topic_;
    c.program = c.compared_program = index_;
    c.compared = of(0);
    c.witness = of(1);
    if (comparing.party_differs) {
      c.compared->party = symbol::self;
      c.witness.party = symbol::someone_else;
    }
    c.compared_end = g_.nodes[at(node(end.first))].outcome;
    c.end = g_.nodes[at(node(end.second))].outcome;
    replay(g_, topic_, *c.compared, c.compared_end);
    replay(g_, topic_, c.witness, c.end);
    return c;
  }

  const Library& library_;
  const DecisionGraph& g_;
  TopicIndex topic_;
  ProgramIndex index_;
  const Program& program_;
  PossibleEnds ends_;
  PatientSets sets_;
  SharedSteps steps_;
  std::optional<Expansion> expansion_;
  Explored explored_;
  UnwrittenFindings result_;
};

std::string answer_to(const Witness& w, const std::string& question) {
  for (const auto& [id, value] : w.answers)
    if (id == question) return value;
  return {};
}

}  // namespace

void report(const DecisionGraph& g, const UnwrittenFinding& finding, Diagnostics& out) {
  if (finding.kind == Kind::screen) {
    out.add(Code::screen_left, finding.location,
            fmt::format("somebody ends in `{}`, which is no emergency, before the life-threat screen is through",
                        finding.name),
            "let the modules named in `first` end in emergencies, or go on with `to: done`");
    return;
  }
  const Code code = finding.kind == Kind::more_serious ? Code::more_serious_less_urgent
                    : finding.kind == Kind::not_sure   ? Code::unsure_less_urgent
                                                       : Code::someone_else_differs;
  if (!finding.counterexample) {
    out.add(Code::claim_not_proven, finding.location,
            fmt::format("`{}`: whether {} could not be proven: too many kinds of patient have to be told apart",
                        finding.name,
                        finding.kind == Kind::more_serious ? "more serious answers never end less urgently"
                        : finding.kind == Kind::not_sure   ? "*not sure* never ends less urgently"
                                                           : "asking for somebody else changes words only"),
            "read what is asked sooner after it is asked");
    return;
  }
  const Counterexample& c = *finding.counterexample;
  const auto end = [&](OutcomeIndex o) {
    const Outcome& outcome = g.outcomes[at(o)];
    return fmt::format("`{}` ({})", outcome.id, g.dispositions[at(outcome.disposition)].id);
  };
  std::string message, help;
  if (finding.kind == Kind::someone_else) {
    message =
        fmt::format("by the same answers, who asks for themselves ends in {}, and who asks for somebody else in {}",
                    end(c.compared_end), end(c.end));
    help = "an `only-if` on `party` must not hide an answer that later questions or outcomes read";
  } else {
    message = fmt::format("`{}`: {} who answers `{}` ends in {}, and who answers `{}` in {}, which is less urgent",
                          finding.name, c.witness.person(), answer_to(*c.compared, finding.name), end(c.compared_end),
                          answer_to(c.witness, finding.name), end(c.end));
    help = finding.kind == Kind::not_sure
               ? "let *not sure* lead at least as far as the least serious answer, or count as an answer: `unsure: yes`"
               : "mend the way that the more serious answer goes; or say `worse:` which answer it is; `worse: neither` "
                 "where none is";
  }
  Diagnostic& d = out.add(code, finding.location, std::move(message), std::move(help));
  const std::string& topic = g.topics[at(c.topic)].id;
  d.notes.push_back({g.outcomes[at(c.compared_end)].location, "the one: " + c.compared->journey()});
  d.notes.push_back({{}, "see it: " + c.compared->command(topic)});
  d.notes.push_back({g.outcomes[at(c.end)].location, "the other: " + c.witness.journey()});
  d.notes.push_back({{}, "see it: " + c.witness.command(topic)});
}

UnwrittenFindings unwritten_claims(const Library& library, const DecisionGraph& graph, TopicIndex topic,
                                   ProgramIndex program) {
  return Unwritten(library, graph, topic, program).run();
}

}  // namespace signpost

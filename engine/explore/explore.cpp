// One exploration of each program, in topological order: the patients who arrive at a node move on as a set, what
// nothing reads any more is forgotten, and whoever could get lost is reported with a patient to show it.
#include "engine/explore/explore.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/explore/expansion.hpp"
#include "engine/explore/in_parallel.hpp"
#include "engine/explore/witness.hpp"
#include "engine/graph/graph_shape.hpp"

namespace signpost {
namespace {

using Set = PatientSets::Set;

// Of the steps that proving may take: whose patients are harder to follow than that could not be proven either.
constexpr std::uint64_t kShareOfExploring = 4;

std::string place(const Node& n) { return std::string(n.file) + "/" + std::string(n.step); }

// What exploring some topics found, and what of the graph somebody came by.
struct Found {
  Exploration result;
  Diagnostics out;
  bool whole = true;  // no program was cut short by a limit
  std::set<Location> reached, fired;
  std::set<std::pair<Location, std::size_t>> offered;
};

// One topic. Topics are independent of each other; each is one thread's alone.
class Explorer {
 public:
  Explorer(const Library& library, const DecisionGraph& graph, Found& found)
      : library_(library),
        g_(graph),
        out_(found.out),
        result_(found.result),
        whole_(found.whole),
        reached_(found.reached),
        fired_(found.fired),
        offered_(found.offered) {}

  void run(TopicIndex topic) {
    topic_ = &g_.topics[at(topic)];
    sets_.allow(sets_.limits().steps / kShareOfExploring);
    if (!within_limits([&] {
          one_pathway_each(*topic_);
          return true;
        }))
      too_many_admitted(*program_);
    for (ProgramIndex p : topic_->programs) explore(g_.programs[at(p)]);
    numbers(topic);
  }

 private:
  // -- findings
  // ------------------------------------------------------------------------------------------------------------

  // Each place is reported once, with the first patient that shows it.
  bool first_time(Code code, Location where) { return reported_.insert({static_cast<int>(code), where}).second; }

  Witness witness(NodeIndex node, Set bad) {
    return find_witness(g_, *program_, sets_, *expansion_, explored_, node, bad);
  }

  void show(Diagnostic& d, const Witness& w) {
    d.notes.push_back({{}, "for example " + w.person() + "; " + w.journey()});
    d.notes.push_back({{}, "see it: " + w.command(topic_->id)});
  }

  void undecided(NodeIndex node, std::uint32_t rule, Set set, const AnswerLabel& label) {
    const NodeRule& r = g_.rules[rule];
    if (!first_time(Code::undecided, r.location)) return;
    Witness w = within(node, set, label);
    const Node& n = g_.nodes[at(node)];
    std::string what = n.kind == Node::Kind::floors ? "the floor"
                       : n.jump                     ? "the `for` of the pathway jumped to,"
                                                    : "the rule";
    // The state that the test saw is the one after answering.
    auto after = sets_.one(set);
    std::vector<Symbol> state(program_->variables.size() + 2, symbol::unknown);
    for (auto [v, s] : after) state[v] = s;
    Diagnostic& d = out_.add(Code::undecided, r.location,
                             fmt::format("{} `{}` cannot be decided for {}: {}", what, g_.rule_labels[rule], w.person(),
                                         undecided_reason(g_, *program_, state, r.when)),
                             "ask it on every way that leads here, say what *not sure* counts as, or test first what "
                             "tells these patients apart");
    show(d, w);
  }

  Witness within(NodeIndex node, Set set, const AnswerLabel& label) {
    return find_witness_within(g_, *program_, sets_, *expansion_, explored_, node, set, label);
  }

  // -- one program
  // -----------------------------------------------------------------------------------------------------------

  std::size_t words() const { return (expansion_->variable_count() + 63) / 64; }
  std::size_t local(NodeIndex n) const { return explored_.local(n); }

  void explore(const Program& program) {
    program_ = &program;
    sets_.clear();
    expansion_.emplace(g_, program, PatientView{sets_});
    removable_.clear();
    for (std::uint32_t i = 0; i < program.questions; ++i)
      for (const AnswerChoice& a : g_.questions[at(program.first_question) + i].answers)
        removable_.insert(a.without_advice.begin(), a.without_advice.end());
    sets_.allow(sets_.limits().steps / kShareOfExploring);
    if (!within_limits([&] {
          explored_ = begin_exploring(g_, program, sets_, *expansion_, VariableBits(words(), 0));
          return true;
        })) {
      too_many_admitted(program);
      return;
    }
    for (std::uint32_t i = 0; i < program.nodes; ++i) {
      if (!explored_.arrived[i]) continue;
      NodeIndex node{at(program.first_node) + i};
      const std::size_t width = sets_.width(explored_.arrived[i]);
      result_.widest = std::max(result_.widest, width);
      if (width > library_.ways_in_one_place) {
        too_many_ways(node, fmt::format("{} ways; the limit is {}", width, library_.ways_in_one_place));
        return;
      }
      reached_.insert(g_.nodes[at(node)].location);
      if (!within_limits([&] {
            if (g_.nodes[at(node)].kind == Node::Kind::outcome)
              outcome(node);
            else
              move_on(node);
            return true;
          })) {
        too_many_ways(node,
                      sets_.out_of_steps() ? "following them all takes too much work" : "more than memory should hold");
        return;
      }
    }
  }

  void too_many_ways(NodeIndex node, const std::string& how_many) {
    whole_ = false;
    const Node& n = g_.nodes[at(node)];
    if (!first_time(Code::too_many_ways, n.location)) return;
    out_.add(Code::too_many_ways, n.location,
             fmt::format("`{}` has to tell too many kinds of patient apart ({}), so nothing after it is proven",
                         place(n), how_many),
             "each answer to one question may come with each answer to another: let a rule read a question's answers "
             "soon after it is asked, or add them up in a score. Kept until here: " +
                 kept_until(node));
  }

  // What is still read at a node or after it; of a list, how many of its answers.
  std::string kept_until(NodeIndex node) const {
    constexpr std::size_t kNamed = 12;
    std::vector<std::pair<std::string_view, int>> kept;
    for (VariableIndex v = kFirstSwitch; v < program_->variables.size(); ++v) {
      if (!has_bit(explored_.live[local(node)], v)) continue;
      const Variable& variable = program_->variables[v];
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

  // Before anybody is asked anything there are ages, sexes and switches, and what a `for` makes of them.
  void too_many_admitted(const Program& program) {
    whole_ = false;
    if (!first_time(Code::too_many_ways, program.location)) return;
    out_.add(Code::too_many_ways, program.location,
             fmt::format("whom `{}` is for tells too many kinds of patient apart, so nothing of it is proven",
                         program.pathway),
             "let `for` weigh fewer switches against each other");
  }

  void move_on(NodeIndex node) {
    const Node& n = g_.nodes[at(node)];
    same_page_reads(node);
    Expansion::Listener listener;
    listener.arrive = [&](NodeIndex to, Set set, const AnswerLabel&) { explored_.arrive(sets_, node, to, set); };
    listener.fired = [&](std::uint32_t rule, Set) { fired_.insert(g_.rules[rule].location); };
    listener.undecided = [&](std::uint32_t rule, Set set, const AnswerLabel& label) {
      undecided(node, rule, set, label);
    };
    listener.also_true = [&](std::uint32_t rule, std::uint32_t later, Set set, const AnswerLabel& label) {
      overlap(node, rule, later, set, label);
    };
    listener.left_out = [&](Set set, const AnswerLabel& label) { left_out(node, set, label); };
    listener.offered = [&](std::size_t answer, Set) { offered_.insert({n.location, answer}); };
    listener.answer_undecided = [&](std::size_t answer, Set set) {
      const Question& q = g_.questions[at(n.question)];
      if (!first_time(Code::undecided,
                      {n.location.file, n.location.line, n.location.column + static_cast<std::uint32_t>(answer), 0}))
        return;
      Witness w = within(node, set, {});
      Diagnostic& d =
          out_.add(Code::undecided, n.location,
                   fmt::format("whether `{}` offers `{}` cannot be decided for {}: {}", place(n), q.answers[answer].id,
                               w.person(), undecided_reason(g_, *program_, w.state, q.answers[answer].only_if)),
                   "ask before this question what `only-if` reads");
      show(d, w);
    };
    listener.outside = [&](Set set) {
      if (!first_time(Code::bands_gap, n.location)) return;
      Witness w = witness(node, set);
      Diagnostic& d = out_.add(
          Code::bands_gap, n.location,
          fmt::format("a value that {} gave to an earlier question is in no band of `{}`", w.person(), place(n)),
          "let both questions have the same range");
      show(d, w);
    };
    listener.too_late = [&](Set set) {
      if (!first_time(Code::red_flag_late, n.location)) return;
      Witness w = within(node, set, {});
      Diagnostic& d = out_.add(Code::red_flag_late, n.location,
                               fmt::format("`{}` is put more than {} questions after a red flag, to {}", place(n),
                                           g_.red_flag_within, w.person()),
                               "act on the red flag sooner, or raise `red-flag-within` in library.yaml");
      show(d, w);
    };
    expansion_->expand(node, explored_.arrived[local(node)], listener);
    tick_order(node);
  }

  // An answer of a list may not be offered or told by what the same list records: all its answers are offered at once.
  void same_page_reads(NodeIndex node) {
    const Node& n = g_.nodes[at(node)];
    if (n.kind != Node::Kind::ask) return;
    const Question& q = g_.questions[at(n.question)];
    for (std::size_t i = 0; i < q.answers.size(); ++i) {
      std::vector<std::uint64_t> bits(words(), 0);
      expansion_->test_reads(q.answers[i].only_if, bits);
      expansion_->test_reads(q.answers[i].told_no, bits);
      for (std::size_t j = 0; j < q.answers.size(); ++j) {
        VariableIndex fact = q.answers[j].fact;
        bool read = fact && has_bit(bits, fact);
        bool twice = fact && j < i && q.answers[i].fact == fact;
        if (read && first_time(Code::not_allowed_here, n.location))
          out_.add(
              Code::not_allowed_here, n.location,
              fmt::format("whether `{}` offers `{}` depends on what the same page records", place(n), q.answers[i].id),
              "ask the one before the other, in a question of its own");
        if (twice && first_time(Code::duplicate_id, n.location))
          out_.add(
              Code::duplicate_id, n.location,
              fmt::format("`{}` and `{}` of `{}` record the same fact", q.answers[j].id, q.answers[i].id, place(n)),
              "let one answer record it");
      }
    }
  }

  void left_out(NodeIndex node, Set set, const AnswerLabel& label) {
    const Node& n = g_.nodes[at(node)];
    Code code = n.jump ? Code::jump_not_admitted : Code::nobody_left_out;
    if (!first_time(code, n.location)) return;
    Witness w = within(node, set, label);
    Diagnostic& d =
        n.jump ? out_.add(code, n.location,
                          fmt::format("the jump leads to `{}`, which does not admit {}", n.file, w.person()),
                          "jump only where the other pathway's `for` holds")
               : out_.add(code, n.location, fmt::format("no rule of `{}` is true for {}", place(n), w.person()),
                          "add `otherwise:` with the more urgent way, or a rule for these patients");
    show(d, w);
  }

  // -- urgency
  // ---------------------------------------------------------------------------------------------------------------

  // The least urgent disposition that a node can end in.
  std::uint8_t least_urgent(NodeIndex node) {
    auto [it, fresh] = least_.try_emplace(at(node), std::uint8_t{0});
    if (!fresh) return it->second;
    const Node& n = g_.nodes[at(node)];
    std::uint8_t worst = 0;
    if (n.kind == Node::Kind::outcome)
      worst = at(g_.outcomes[at(n.outcome)].disposition);
    else
      each_edge(g_, n, [&](NodeIndex to, EdgeLabel) { worst = std::max(worst, least_urgent(to)); });
    return least_[at(node)] = worst;
  }

  // Where these very patients can end least urgently, if they go on at `node`.
  std::uint8_t least_urgent_for(NodeIndex node, Set set) {
    std::map<std::uint32_t, Set> todo{{at(node), explored_.kept(sets_, node, set)}};
    std::uint8_t worst = 0;
    while (!todo.empty()) {
      auto [here, these] = *todo.begin();
      todo.erase(todo.begin());
      const Node& n = g_.nodes[here];
      if (n.kind == Node::Kind::outcome) {
        worst = std::max(worst, at(g_.outcomes[at(n.outcome)].disposition));
        continue;
      }
      Expansion::Listener listener;
      listener.arrive = [&](NodeIndex to, Set arriving, const AnswerLabel&) {
        Set& there = todo[at(to)];
        there = sets_.unite(there, explored_.kept(sets_, to, arriving));
      };
      expansion_->expand(NodeIndex{here}, these, listener);
    }
    return worst;
  }

  void overlap(NodeIndex node, std::uint32_t rule, std::uint32_t later, Set set, const AnswerLabel& label) {
    NodeIndex first = g_.rules[rule].to, second = g_.rules[later].to;
    if (least_urgent(first) <= least_urgent(second) ||
        reported_.count({static_cast<int>(Code::overlap_less_urgent), g_.rules[later].location}))
      return;
    std::uint8_t a = least_urgent_for(first, set), b = least_urgent_for(second, set);
    if (a <= b) return;
    if (!first_time(Code::overlap_less_urgent, g_.rules[later].location)) return;
    Witness w = within(node, set, label);
    Diagnostic& d = out_.add(Code::overlap_less_urgent, g_.rules[later].location,
                             fmt::format("`{}` is also true for {}, but the earlier rule `{}` wins and can end in {} "
                                         "where this one ends at least in {}",
                                         g_.rule_labels[later], w.person(), g_.rule_labels[rule], g_.dispositions[a].id,
                                         g_.dispositions[b].id),
                             "put the more urgent rule first");
    d.notes.push_back({g_.rules[rule].location, "the rule that wins"});
    show(d, w);
  }

  // The first tick that leads somewhere decides, so it must not lead less urgently than a later one.
  void tick_order(NodeIndex node) {
    const Node& n = g_.nodes[at(node)];
    if (n.kind != Node::Kind::ask) return;
    const Question& q = g_.questions[at(n.question)];
    if (q.kind != QuestionKind::tick) return;
    auto leads = [&](std::size_t i) { return g_.answer_targets[n.first_target + i]; };
    for (std::size_t i = 0; i < q.answers.size(); ++i)
      for (std::size_t j = i + 1; j < q.answers.size(); ++j) {
        if (leads(i) == kNone<NodeIndex> || leads(j) == kNone<NodeIndex> || leads(i) == leads(j)) continue;
        if (least_urgent(leads(i)) > least_urgent(leads(j))) tick_finding(node, i, j);
      }
  }

  void tick_finding(NodeIndex node, std::size_t i, std::size_t j) {
    const Node& n = g_.nodes[at(node)];
    const Question& q = g_.questions[at(n.question)];
    if (!first_time(Code::overlap_less_urgent, n.location)) return;
    out_.add(Code::overlap_less_urgent, n.location,
             fmt::format("in `{}`, the tick `{}` stands above `{}` but can end less urgently ({} against {}): whoever "
                         "ticks both goes the way of the first",
                         place(n), q.answers[i].id, q.answers[j].id,
                         g_.dispositions[least_urgent(g_.answer_targets[n.first_target + i])].id,
                         g_.dispositions[least_urgent(g_.answer_targets[n.first_target + j])].id),
             "order the list worst first");
  }

  // -- outcomes
  // --------------------------------------------------------------------------------------------------------------

  void outcome(NodeIndex node) {
    const Node& n = g_.nodes[at(node)];
    const Outcome& o = g_.outcomes[at(n.outcome)];
    Set all = explored_.arrived[local(node)];
    auto without = [&](Set these, const std::vector<AdviceIndex>& items, bool only_999) {
      for (AdviceIndex a : items) {
        if (!these) break;
        if (removable_.count(a) || (only_999 && !g_.advice[at(a)].calls_999)) continue;
        Set given = these;
        if (TestIndex t = program_->advice_only_if[at(a)]; t != kNone<TestIndex>)
          given = expansion_->where(t, given, Truth::yes);
        if (TestIndex t = program_->advice_unless[at(a)]; t != kNone<TestIndex>)
          given = sets_.minus(given, expansion_->where(t, given, Truth::yes));
        these = sets_.minus(these, given);
      }
      return these;
    };
    Set nothing = without(without(all, o.advice, false), o.worsening, false);
    if (nothing && first_time(Code::outcome_without_advice, o.location)) {
      Witness w = witness(node, nothing);
      Diagnostic& d = out_.add(Code::outcome_without_advice, o.location,
                               fmt::format("`{}` tells {} nothing to do: every item is withheld", o.id, w.person()),
                               "add advice that everybody is given");
      show(d, w);
    }
    if (!o.worsening.empty()) {
      Set silent = without(all, o.worsening, true);
      if (silent && first_time(Code::worsening_without_999, o.location)) {
        Witness w = witness(node, silent);
        Diagnostic& d = out_.add(Code::worsening_without_999, o.location,
                                 fmt::format("`{}` does not tell {} when to call 999", o.id, w.person()),
                                 "add an item with `calls: 999` that nothing withholds");
        show(d, w);
      }
    }
    // Red flags: 1 + disposition promised; unknown (0) where none was given.
    VariableIndex memory = expansion_->red_flags().worst;
    result_.reached.insert(n.outcome);
    for (Symbol s : sets_.symbols(all, memory)) {
      if (s != 0 && g_.dispositions[s - 1u].level == Level::emergency) result_.flagged.insert(n.outcome);
      if (s == 0 || s - 1 >= at(o.disposition)) continue;
      if (!first_time(Code::red_flag_not_kept, o.location)) continue;
      Witness w = witness(node, sets_.where_is(all, memory, s));
      Diagnostic& d = out_.add(Code::red_flag_not_kept, o.location,
                               fmt::format("{} gave a red flag for {} and ends here, in {}", w.person(),
                                           g_.dispositions[s - 1u].id, g_.dispositions[at(o.disposition)].id),
                               "lead the red flag's answer to where it promises, or correct the flag");
      show(d, w);
    }
  }

  // -- the topic as a whole
  // ----------------------------------------------------------------------------------------------------

  void one_pathway_each(const Topic& topic) {
    const Program& any = g_.programs[at(topic.programs.front())];
    program_ = &any;
    sets_.clear();
    expansion_.emplace(g_, any, PatientView{sets_});
    Set everybody = PatientSets::kEmpty;
    for (int age = 1; age <= any.variables[kAgeVariable].symbols; ++age)
      for (Symbol sex : {symbol::female, symbol::male, symbol::not_said})
        everybody = sets_.unite(
            everybody,
            sets_.with(sets_.with(PatientSets::kUnknown, kAgeVariable, static_cast<Symbol>(age)), kSexVariable, sex));
    for (std::size_t i = 0; i < g_.switches.size(); ++i) {
      auto v = static_cast<VariableIndex>(kFirstSwitch + i);
      everybody = sets_.unite(sets_.with(everybody, v, symbol::no), sets_.with(everybody, v, symbol::yes));
    }
    auto person = [&](Set set) {
      Witness w;
      w.age_matters = any.variables[kAgeVariable].symbols > 1;
      for (auto [v, s] : sets_.one(set)) {
        if (v == kSexVariable) w.sex = s;
        if (v != kAgeVariable) continue;
        for (int cell = kAgeCells; cell-- > 0;)
          if (any.age_class[static_cast<std::size_t>(cell)] == s) w.age = static_cast<AgeCell>(cell);
      }
      w.sex_matters = true;
      return w.person();
    };
    Set met = PatientSets::kEmpty;
    for (ProgramIndex i : topic.programs) {
      const Program& p = g_.programs[at(i)];
      program_ = &p;
      Set these = expansion_->where(p.admits, everybody, Truth::yes);
      if (Set twice = sets_.common(met, these))
        out_.add(Code::not_exactly_one_pathway, p.location,
                 fmt::format("{} meets two pathways of the topic `{}`", person(twice), topic.id),
                 "make their `for` exclude each other");
      met = sets_.unite(met, these);
    }
    if (Set none = sets_.minus(everybody, met))
      out_.add(
          Code::not_exactly_one_pathway, any.location,
          fmt::format("{} meets no pathway of the topic `{}`", person(none), topic.id),
          "widen a `for`, or add a pathway for these patients whose `start` is an outcome that says where to turn");
  }

  void numbers(TopicIndex t) {
    TopicNumbers n;
    n.topic = t;
    std::set<std::pair<std::string_view, std::string_view>> steps;
    std::set<std::uint32_t> outcomes;
    std::size_t questions = 0;
    bool first = true;
    for (ProgramIndex i : g_.topics[at(t)].programs) {
      const Program& p = g_.programs[at(i)];
      for (std::uint32_t k = 0; k < p.nodes; ++k) {
        const Node& node = g_.nodes[at(p.first_node) + k];
        if (node.kind == Node::Kind::outcome)
          outcomes.insert(at(node.outcome));
        else if (node.kind != Node::Kind::floors && !node.jump)
          steps.insert({node.file, node.step});
      }
      for (std::uint32_t k = 0; k < p.questions; ++k)
        questions += g_.questions[at(p.first_question) + k].kind != QuestionKind::note;
      const Node& start = g_.nodes[at(p.start)];
      n.shortest = first ? start.fewest : std::min<int>(n.shortest, start.fewest);
      n.longest = std::max<int>(n.longest, start.most);
      first = false;
    }
    n.steps = steps.size();
    n.questions = questions;
    n.outcomes = outcomes.size();
    result_.topics.push_back(n);
  }

  const Library& library_;
  const DecisionGraph& g_;
  Diagnostics& out_;
  Exploration& result_;
  bool& whole_;
  std::set<Location>&reached_, &fired_;
  std::set<std::pair<Location, std::size_t>>& offered_;
  const Topic* topic_ = nullptr;
  const Program* program_ = nullptr;
  PatientSets sets_{PatientSets::limits_for(library_.ways_in_one_place)};
  std::optional<Expansion> expansion_;
  Explored explored_;
  std::set<AdviceIndex> removable_;
  std::set<std::pair<int, Location>> reported_;
  std::map<std::uint32_t, std::uint8_t> least_;
};

// What nobody came by, in all topics together.
class Unused {
 public:
  Unused(const Library& library, const DecisionGraph& graph, const Found& found, Diagnostics& out)
      : library_(library),
        g_(graph),
        reached_(found.reached),
        fired_(found.fired),
        offered_(found.offered),
        out_(out) {}

  void run() {
    never_fired();
    never_reached();
  }

 private:
  void never_fired() {
    std::set<Location> told;
    for (std::size_t i = 0; i < g_.nodes.size(); ++i) {
      const Node& n = g_.nodes[i];
      if (n.kind == Node::Kind::floors || n.jump || !reached_.count(n.location)) continue;
      for (std::uint32_t r = 0; r < n.rules; ++r) {
        const NodeRule& rule = g_.rules[n.first_rule + r];
        if (rule.when == kNone<TestIndex> || fired_.count(rule.location) || !told.insert(rule.location).second)
          continue;
        out_.add(Code::rule_never_fires, rule.location,
                 fmt::format("the rule `{}` of `{}` is true for nobody who meets it", g_.rule_labels[n.first_rule + r],
                             place(n)),
                 "look for an earlier rule that takes everybody, or for a contradiction in the test");
      }
    }
  }

  void never_reached() {
    std::set<std::string_view> used;
    for (const Node& n : g_.nodes) used.insert(n.file);
    for (const Pathway& p : library_.pathways) {
      if (p.status == Status::retired) continue;
      if (p.module && !used.count(p.id.text)) {
        out_.add(Code::unused, p.id.at, fmt::format("nothing uses the module `{}`", p.id.text),
                 "use it, or delete the file");
        continue;
      }
      for (const AuthoredStep& s : p.steps)
        if (s.kind == AuthoredStep::Kind::use ? !reached_use(p, s) : !reached_.count(s.id.at))
          out_.add(Code::unreachable, s.id.at, fmt::format("no patient reaches the step `{}`", s.id.text),
                   "lead something to it, or delete it");
      for (const AuthoredOutcome& o : p.outcomes)
        if (!reached_.count(o.id.at))
          out_.add(Code::unreachable, o.id.at, fmt::format("no patient ends in `{}`", o.id.text),
                   "lead something to it, or delete it");
    }
    never_given();
    std::set<std::pair<Location, std::size_t>> seen;
    for (const Node& n : g_.nodes) {
      if (n.kind != Node::Kind::ask || !reached_.count(n.location)) continue;
      const Question& q = g_.questions[at(n.question)];
      for (std::size_t i = 0; i < q.answers.size(); ++i)
        if (q.answers[i].only_if != kNone<TestIndex> && !offered_.count({n.location, i}) &&
            seen.insert({n.location, i}).second)
          out_.add(Code::unreachable, n.location,
                   fmt::format("`{}` offers its answer `{}` to nobody", place(n), q.answers[i].id),
                   "correct its `only-if`, or delete the answer");
    }
  }

  void never_given() {
    std::set<AdviceIndex> given;
    auto note = [&](const std::vector<AdviceIndex>& items) { given.insert(items.begin(), items.end()); };
    for (const Outcome& o : g_.outcomes) {
      note(o.advice);
      note(o.worsening);
    }
    for (const Question& q : g_.questions) {
      note(q.note_advice);
      for (const AnswerChoice& a : q.answers) note(a.advice);
    }
    for (std::size_t i = 0; i < g_.advice.size(); ++i)
      if (!given.count(AdviceIndex(i)))
        out_.add(Code::unused, g_.advice[i].location, fmt::format("nothing gives the advice `{}`", g_.advice[i].id),
                 "give it where it helps, or delete it");
  }

  // A step that uses a module is reached where the module's end is, or where the module is entered and ends in outcomes
  // of its own.
  bool reached_use(const Pathway& p, const AuthoredStep& s) const {
    if (reached_.count(s.id.at)) return true;
    for (const Pathway& m : library_.pathways)
      if (m.module && m.id.text == s.use.text) {
        bool entered = std::any_of(m.steps.begin(), m.steps.end(),
                                   [&](const AuthoredStep& x) { return reached_.count(x.id.at) != 0; });
        return entered && targeted(p, s);
      }
    return false;
  }
  bool targeted(const Pathway& p, const AuthoredStep& s) const {
    if (p.start.text == s.id.text) return true;
    for (const AuthoredStep& other : p.steps) {
      auto is = [&](const Name& n) { return n.text == s.id.text; };
      if (is(other.to) || is(other.any) || is(other.none) || is(other.unsure)) return true;
      for (const Answer& a : other.answers)
        if (is(a.to)) return true;
      for (const Rule& r : other.then)
        if (is(r.to)) return true;
    }
    return false;
  }

  const Library& library_;
  const DecisionGraph& g_;
  const std::set<Location>&reached_, &fired_;
  const std::set<std::pair<Location, std::size_t>>& offered_;
  Diagnostics& out_;
};

// What a topic found, to what earlier ones did: each place is reported once, with the patient of the first topic.
void add(Found& all, Found&& topic, std::set<std::pair<int, Location>>& told) {
  std::set<std::pair<int, Location>> here;
  for (const Diagnostic& d : topic.out.all()) {
    const std::pair place{static_cast<int>(d.code), d.location};
    if (told.count(place)) continue;
    here.insert(place);
    all.out.add(d.code, d.location, d.message, d.help).notes = d.notes;
  }
  told.insert(here.begin(), here.end());
  all.whole = all.whole && topic.whole;
  all.reached.merge(topic.reached);
  all.fired.merge(topic.fired);
  all.offered.merge(topic.offered);
  all.result.topics.insert(all.result.topics.end(), topic.result.topics.begin(), topic.result.topics.end());
  all.result.reached.merge(topic.result.reached);
  all.result.flagged.merge(topic.result.flagged);
  all.result.widest = std::max(all.result.widest, topic.result.widest);
}

}  // namespace

Exploration explore(const Library& library, const DecisionGraph& graph, Diagnostics& diagnostics, unsigned threads) {
  std::vector<Found> of_topic(graph.topics.size());
  in_parallel(of_topic.size(), threads,
              [&](std::size_t t) { Explorer(library, graph, of_topic[t]).run(TopicIndex(t)); });
  Found all;
  std::set<std::pair<int, Location>> told;
  for (Found& found : of_topic) add(all, std::move(found), told);
  // What a cut exploration did not see may be there all the same.
  if (all.whole) Unused(library, graph, all, all.out).run();
  diagnostics.append(std::move(all.out));
  return std::move(all.result);
}

}  // namespace signpost

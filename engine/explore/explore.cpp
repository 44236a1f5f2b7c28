// One exploration of each program, in topological order: the patients who arrive at a node move on as a set, what
// nothing reads any more is forgotten, and whoever could get lost is reported with a patient to show it. What is said
// of them is in explore_findings.cpp.
#include "engine/explore/explore.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/explore/expansion.hpp"
#include "engine/explore/explore_findings.hpp"
#include "engine/explore/in_parallel.hpp"
#include "engine/explore/unused.hpp"
#include "engine/explore/witness.hpp"
#include "engine/graph/graph_shape.hpp"

namespace signpost {
namespace {

using Set = PatientSets::Set;

// Of the steps that proving may take: whose patients are harder to follow than that could not be proven either.
constexpr std::uint64_t kShareOfExploring = 4;

// What exploring some topics found, and what of the graph somebody came by.
struct Found {
  Exploration result;
  Diagnostics out;
  bool whole = true;  // no program was cut short by a limit
  CameBy came_by;
};

// One topic. Topics are independent of each other; each is one thread's alone.
class Explorer {
 public:
  Explorer(const Library& library, const DecisionGraph& graph, TopicIndex topic, Found& found)
      : library_(library),
        g_(graph),
        index_(topic),
        topic_(graph.topics[at(topic)]),
        findings_(graph, topic_, found.out),
        result_(found.result),
        whole_(found.whole),
        came_by_(found.came_by) {}

  void run() {
    sets_.allow(sets_.limits().steps / kShareOfExploring);
    if (!within_limits([&] {
          one_pathway_each();
          return true;
        }))
      too_many_admitted(*program_);
    for (ProgramIndex p : topic_.programs) explore(g_.programs[at(p)]);
    numbers();
  }

 private:
  // A patient of a set that arrived at a node, and of one inside it.
  Witness witness(NodeIndex node, Set bad) {
    return find_witness(g_, *program_, sets_, *expansion_, explored_, node, bad);
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
      came_by_.reached.insert(g_.nodes[at(node)].location);
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
    findings_.too_many_ways(*program_, node, explored_.live[local(node)], how_many);
  }

  void too_many_admitted(const Program& program) {
    whole_ = false;
    findings_.too_many_admitted(program);
  }

  void move_on(NodeIndex node) {
    const Node& n = g_.nodes[at(node)];
    same_page_reads(node);
    Expansion::Listener listener;
    listener.arrive = [&](NodeIndex to, Set set, const AnswerLabel&) { explored_.arrive(sets_, node, to, set); };
    listener.fired = [&](std::uint32_t rule, Set) { came_by_.fired.insert(g_.rules[rule].location); };
    listener.undecided = [&](std::uint32_t rule, Set set, const AnswerLabel& label) {
      findings_.rule_undecided(*program_, node, rule, [&] { return after_answering(node, set, label); });
    };
    listener.also_true = [&](std::uint32_t rule, std::uint32_t later, Set set, const AnswerLabel& label) {
      overlap(node, rule, later, set, label);
    };
    listener.left_out = [&](Set set, const AnswerLabel& label) {
      findings_.left_out(node, [&] { return within(node, set, label); });
    };
    listener.offered = [&](std::size_t answer, Set) { came_by_.offered.insert({n.location, answer}); };
    listener.answer_undecided = [&](std::size_t answer, Set set) {
      findings_.answer_undecided(*program_, node, answer, [&] { return within(node, set, {}); });
    };
    listener.outside = [&](Set set) { findings_.outside_bands(node, [&] { return witness(node, set); }); };
    listener.too_late = [&](Set set) { findings_.red_flag_late(node, [&] { return within(node, set, {}); }); };
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
        if (read) findings_.offered_by_same_page(node, i);
        if (twice) findings_.same_fact_twice(node, j, i);
      }
    }
  }

  // A rule's test sees the patients after they have answered.
  Witness after_answering(NodeIndex node, Set set, const AnswerLabel& label) {
    Witness w = within(node, set, label);
    w.state.assign(program_->variables.size() + 2, symbol::unknown);
    for (auto [v, s] : sets_.one(set)) w.state[v] = s;
    return w;
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
    if (least_urgent(first) <= least_urgent(second) || findings_.told_overlap(later)) return;
    std::uint8_t a = least_urgent_for(first, set), b = least_urgent_for(second, set);
    if (a <= b) return;
    findings_.overlap(rule, later, DispositionIndex{a}, DispositionIndex{b}, [&] { return within(node, set, label); });
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
        const std::uint8_t a = least_urgent(leads(i)), b = least_urgent(leads(j));
        if (a > b) findings_.tick_order(node, i, j, DispositionIndex{a}, DispositionIndex{b});
      }
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
    if (nothing) findings_.tells_nothing(o, [&] { return witness(node, nothing); });
    if (!o.worsening.empty())
      if (Set silent = without(all, o.worsening, true))
        findings_.tells_no_999(o, [&] { return witness(node, silent); });
    // Red flags: 1 + disposition promised; unknown (0) where none was given.
    VariableIndex memory = expansion_->red_flags().worst;
    result_.reached.insert(n.outcome);
    for (Symbol s : sets_.symbols(all, memory)) {
      if (s != 0 && g_.dispositions[s - 1u].level == Level::emergency) result_.flagged.insert(n.outcome);
      if (s == 0 || s - 1 >= at(o.disposition)) continue;
      findings_.red_flag_not_kept(o, DispositionIndex{static_cast<std::uint8_t>(s - 1)},
                                  [&] { return witness(node, sets_.where_is(all, memory, s)); });
    }
  }

  // -- the topic as a whole
  // ----------------------------------------------------------------------------------------------------

  void one_pathway_each() {
    const Program& any = g_.programs[at(topic_.programs.front())];
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
      return w;
    };
    Set met = PatientSets::kEmpty;
    for (ProgramIndex i : topic_.programs) {
      const Program& p = g_.programs[at(i)];
      program_ = &p;
      Set these = expansion_->where(p.admits, everybody, Truth::yes);
      if (Set twice = sets_.common(met, these)) findings_.two_pathways(p, person(twice));
      met = sets_.unite(met, these);
    }
    if (Set none = sets_.minus(everybody, met)) findings_.no_pathway(any, person(none));
  }

  void numbers() {
    TopicNumbers n;
    n.topic = index_;
    std::set<std::pair<std::string_view, std::string_view>> steps;
    std::set<std::uint32_t> outcomes;
    std::size_t questions = 0;
    bool first = true;
    for (ProgramIndex i : topic_.programs) {
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
  const TopicIndex index_;
  const Topic& topic_;
  ExploreFindings findings_;
  Exploration& result_;
  bool& whole_;
  CameBy& came_by_;
  const Program* program_ = nullptr;
  PatientSets sets_{PatientSets::limits_for(library_.ways_in_one_place)};
  std::optional<Expansion> expansion_;
  Explored explored_;
  std::set<AdviceIndex> removable_;
  std::map<std::uint32_t, std::uint8_t> least_;
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
  all.came_by.reached.merge(topic.came_by.reached);
  all.came_by.fired.merge(topic.came_by.fired);
  all.came_by.offered.merge(topic.came_by.offered);
  all.result.topics.insert(all.result.topics.end(), topic.result.topics.begin(), topic.result.topics.end());
  all.result.reached.merge(topic.result.reached);
  all.result.flagged.merge(topic.result.flagged);
  all.result.widest = std::max(all.result.widest, topic.result.widest);
}

}  // namespace

Exploration explore(const Library& library, const DecisionGraph& graph, Diagnostics& diagnostics, unsigned threads) {
  std::vector<Found> of_topic(graph.topics.size());
  in_parallel(of_topic.size(), threads,
              [&](std::size_t t) { Explorer(library, graph, TopicIndex(t), of_topic[t]).run(); });
  Found all;
  std::set<std::pair<int, Location>> told;
  for (Found& found : of_topic) add(all, std::move(found), told);
  // What a cut exploration did not see may be there all the same.
  if (all.whole) find_unused(library, graph, all.came_by, all.out);
  diagnostics.append(std::move(all.out));
  return std::move(all.result);
}

}  // namespace signpost

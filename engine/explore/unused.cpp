#include "engine/explore/unused.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace signpost {
namespace {

class Unused {
 public:
  Unused(const Library& library, const DecisionGraph& graph, const CameBy& came_by, Diagnostics& out)
      : library_(library), g_(graph), came_by_(came_by), out_(out) {}

  void run() {
    never_fired();
    never_reached();
  }

 private:
  void never_fired() {
    std::set<Location> told;
    for (std::size_t i = 0; i < g_.nodes.size(); ++i) {
      const Node& n = g_.nodes[i];
      if (n.kind == Node::Kind::floors || n.jump || !came_by_.reached.count(n.location)) continue;
      for (std::uint32_t r = 0; r < n.rules; ++r) {
        const NodeRule& rule = g_.rules[n.first_rule + r];
        if (rule.when == kNone<TestIndex> || came_by_.fired.count(rule.location) || !told.insert(rule.location).second)
          continue;
        out_.add(Code::rule_never_fires, rule.location,
                 fmt::format("the rule `{}` of `{}/{}` is true for nobody who meets it",
                             g_.rule_labels[n.first_rule + r], n.file, n.step),
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
        if (s.kind == AuthoredStep::Kind::use ? !reached_use(p, s) : !came_by_.reached.count(s.id.at))
          out_.add(Code::unreachable, s.id.at, fmt::format("no patient reaches the step `{}`", s.id.text),
                   "lead something to it, or delete it");
      for (const AuthoredOutcome& o : p.outcomes)
        if (!came_by_.reached.count(o.id.at))
          out_.add(Code::unreachable, o.id.at, fmt::format("no patient ends in `{}`", o.id.text),
                   "lead something to it, or delete it");
    }
    never_given();
    std::set<std::pair<Location, std::size_t>> seen;
    for (const Node& n : g_.nodes) {
      if (n.kind != Node::Kind::ask || !came_by_.reached.count(n.location)) continue;
      const Question& q = g_.questions[at(n.question)];
      for (std::size_t i = 0; i < q.answers.size(); ++i)
        if (q.answers[i].only_if != kNone<TestIndex> && !came_by_.offered.count({n.location, i}) &&
            seen.insert({n.location, i}).second)
          out_.add(Code::unreachable, n.location,
                   fmt::format("`{}/{}` offers its answer `{}` to nobody", n.file, n.step, q.answers[i].id),
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
    if (came_by_.reached.count(s.id.at)) return true;
    for (const Pathway& m : library_.pathways)
      if (m.module && m.id.text == s.use.text) {
        bool entered = std::any_of(m.steps.begin(), m.steps.end(),
                                   [&](const AuthoredStep& x) { return came_by_.reached.count(x.id.at) != 0; });
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
  const CameBy& came_by_;
  Diagnostics& out_;
};

}  // namespace

void find_unused(const Library& library, const DecisionGraph& graph, const CameBy& came_by, Diagnostics& out) {
  Unused(library, graph, came_by, out).run();
}

}  // namespace signpost

// What is said of pairs of patients, held against every pair of journeys of small libraries: comparing claims; and what
// is claimed without being written, of the same patient, who at one question answers more seriously, or is not sure; or
// who asks for somebody else.
#include "engine/prove/unwritten_claims.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <stdexcept>

#include "engine/graph/claim.hpp"
#include "tests/property/tapes.hpp"

namespace signpost::naive {
namespace {

using Kind = UnwrittenFinding::Kind;
using Refuted = std::set<std::pair<Location, Kind>>;

// `worse:` for some questions, in both forms of the library. The test made both and alone lists them.
void say_what_is_worse(Compiled& c, Tape& tape) {
  auto& graph = const_cast<DecisionGraph&>(*c.graph);
  for (Pathway& file : c.library.pathways)
    for (AuthoredStep& step : file.steps) {
      if (step.kind != AuthoredStep::Kind::ask) continue;
      const unsigned choice = tape.pick(4);
      if (step.ask == AskKind::yes_no && choice > 1) step.worse = choice == 2 ? Worse::no : Worse::neither;
      if (step.ask == AskKind::choose && choice > 0) step.worse = Worse::first;
      if (step.ask == AskKind::tick && choice > 2) step.worse = Worse::neither;
      for (Question& q : graph.questions)
        if (q.file == file.id.text && q.step == step.id.text) q.worse = step.worse;
    }
}

// How serious a reply is, from 1; nothing where that is not said, and of *not sure*. What a list knew already counts.
std::optional<int> rank(const Put& put, const Reply& reply, bool any_tick) {
  const AuthoredStep& step = *put.step;
  if (reply.kind == Reply::Kind::unsure) return {};
  if (step.ask == AskKind::yes_no && step.worse != Worse::neither)
    return 1 + ((reply.answer == "yes") == (step.worse != Worse::no));
  if (step.ask == AskKind::tick && step.worse != Worse::neither) return 1 + any_tick;
  if (step.ask == AskKind::choose && step.worse == Worse::first)
    for (std::size_t i = 0; i < step.answers.size(); ++i)
      if (step.answers[i].id.text == reply.answer) return static_cast<int>(step.answers.size() - i);
  return {};
}

struct WalkedAlone {
  Trace trace;
  std::map<std::string, std::size_t> put;  // question -> where in the trace
  std::vector<std::optional<int>> ranks;   // of the replies
  std::size_t disposition = 0;             // position: smaller is more urgent
  std::string end;
};

WalkedAlone walked(const Library& library, Trace trace) {
  WalkedAlone w;
  w.trace = std::move(trace);
  for (std::size_t i = 0; i < w.trace.put.size(); ++i) {
    const Put& p = w.trace.put[i];
    const std::string key = p.file->id.text + "/" + p.step->id.text;
    const bool list = p.step->kind == AuthoredStep::Kind::ask && p.step->ask == AskKind::tick;
    w.ranks.push_back(p.step->kind == AuthoredStep::Kind::ask
                          ? rank(p, w.trace.replies[i], list && !w.trace.memory.own.at(key).ticked.empty())
                          : std::nullopt);
    if (p.step->kind == AuthoredStep::Kind::ask) w.put[key] = i;
  }
  while (library.dispositions.at(w.disposition).id.text != w.trace.ended->disposition) ++w.disposition;
  w.end = w.trace.ended->file + "/" + w.trace.ended->outcome;
  return w;
}

// Every journey of one patient; nothing when there are more than `most`.
std::optional<std::vector<WalkedAlone>> all_of(const Compiled& c, const Start& start, std::size_t most) {
  std::vector<WalkedAlone> all;
  std::string complaint;
  const bool every = all_walks(
      [&](const Chooser& chooser) -> std::string {
        if (all.size() == most) return "too many";
        Trace trace = walk(c.library, start, [&](const Put& put, const Trace&) {
          const std::vector<Reply> replies = replies_to(c.library, put, start.on);
          return std::optional<Reply>(replies[chooser(static_cast<unsigned>(replies.size()))]);
        });
        if (!trace.ended) return "stuck";
        all.push_back(walked(c.library, std::move(trace)));
        return {};
      },
      100'000, complaint);
  if (!every) return {};
  return all;
}

bool lists(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

// Whether two who are both put a question answer it alike. `must`: what one of them cannot answer, nobody may. What
// records `fact` they may answer differently.
bool alike(const Put& a, const Reply& one, const Put& b, const Reply& other, bool must, const std::string& fact) {
  const auto records_it = [&](const Answer& answer) { return !fact.empty() && answer.records.text == fact; };
  const auto& answers = a.step->answers;
  if (a.step->ask == AskKind::tick) {
    if (one.kind != other.kind) return false;
    return std::all_of(answers.begin(), answers.end(), [&](const Answer& item) {
      return records_it(item) || one.ticks.count(item.id.text) == other.ticks.count(item.id.text);
    });
  }
  if ((!fact.empty() && a.step->records.text == fact) || std::any_of(answers.begin(), answers.end(), records_it))
    return true;
  if (one == other) return true;
  const auto can = [](const Put& put, const Reply& reply) {
    return reply.kind != Reply::Kind::answer || lists(put.shown, reply.answer);
  };
  return !must && (!can(b, one) || !can(a, other));
}

// Whether the two answer alike after the first `from` questions, but for what records `fact`; and, where `least` is
// wanted, what the first alone is asked least seriously.
bool pair_from(const WalkedAlone& first, const WalkedAlone& second, std::size_t from, bool least, bool must,
               const std::string& fact = {}) {
  for (const auto& [question, i] : first.put) {
    if (i < from) continue;
    const auto other = second.put.find(question);
    if (other != second.put.end()) {
      if (!alike(first.trace.put[i], first.trace.replies[i], second.trace.put[other->second],
                 second.trace.replies[other->second], must, fact))
        return false;
    } else if (least && first.ranks[i] != 1) {
      return false;
    }
  }
  return true;
}

void compare_answers(const std::vector<WalkedAlone>& all, Refuted& refuted) {
  for (const WalkedAlone& first : all)
    for (const WalkedAlone& second : all) {
      if (second.disposition <= first.disposition) continue;
      std::size_t i = 0;
      while (i < first.trace.replies.size() && i < second.trace.replies.size() &&
             first.trace.replies[i] == second.trace.replies[i])
        ++i;
      if (i == first.trace.replies.size() || i == second.trace.replies.size()) continue;
      const Put& put = first.trace.put[i];
      if (put.step->kind != AuthoredStep::Kind::ask) continue;
      const Reply& less = first.trace.replies[i];
      const Reply& more = second.trace.replies[i];
      const auto of_first = first.ranks[i], of_second = second.ranks[i];
      if (!of_first) continue;
      const bool unsure = more.kind == Reply::Kind::unsure;
      if (unsure && *of_first != 1) continue;
      if (!unsure && put.step->ask == AskKind::tick &&
          !std::includes(more.ticks.begin(), more.ticks.end(), less.ticks.begin(), less.ticks.end()))
        continue;
      if (!unsure && put.step->ask != AskKind::tick && !(of_second && *of_second > *of_first)) continue;
      if (!pair_from(first, second, i + 1, true, false)) continue;
      refuted.insert({put.step->id.at, unsure ? Kind::not_sure : Kind::more_serious});
    }
}

// What every pair of journeys says; nothing when there are too many.
std::optional<Refuted> judged(const Compiled& c, std::size_t most) {
  Refuted refuted;
  for (const std::string& topic : topics_of(c))
    for (const Start& start : one_of_each_kind(c.library, topic, kSomeDay)) {
      const auto all = all_of(c, start, most);
      if (!all) return {};
      compare_answers(*all, refuted);
      if (start.party != "self") continue;
      Start other = start;
      other.party = "someone-else";
      const auto others = all_of(c, other, most);
      if (!others) return {};
      for (const WalkedAlone& first : *all)
        for (const WalkedAlone& second : *others)
          if (first.end != second.end && pair_from(first, second, 0, false, true))
            refuted.insert({admitting(c.library, start).front()->id.at, Kind::someone_else});
    }
  return refuted;
}

Refuted found(const Compiled& c) {
  Refuted all;
  for (std::size_t t = 0; t < c.graph->topics.size(); ++t)
    for (ProgramIndex p : c.graph->topics[t].programs)
      for (const UnwrittenFinding& f : unwritten_claims(c.library, *c.graph, TopicIndex(t), p).found) {
        if (f.kind == Kind::screen) continue;
        RC_ASSERT(f.complete);
        all.insert({f.location, f.kind});
      }
  return all;
}

std::string words(const Compiled& c, const Refuted& all) {
  std::string text;
  for (const auto& [at, kind] : all)
    text += c.library.sources.file(at.file).path + ":" + std::to_string(at.line) + " kind " +
            std::to_string(static_cast<int>(kind)) + "\n";
  return text;
}

// Of each fact that somebody is asked: that whoever lists it is never less urgent, and never more urgent.
struct ComparingClaims {
  std::vector<std::string> facts;
  std::string text = "safety:\n";
};
ComparingClaims comparing_claims(const Library& library) {
  std::set<std::string> facts;
  for (const Pathway& file : library.pathways)
    for (const AuthoredStep& step : file.steps) {
      if (step.ask == AskKind::yes_no && !step.records.text.empty()) facts.insert(step.records.text);
      if (step.ask != AskKind::choose && step.ask != AskKind::tick) continue;
      for (const Answer& a : step.answers)
        if (!a.records.text.empty()) facts.insert(a.records.text);
    }
  ComparingClaims claims;
  claims.facts.assign(facts.begin(), facts.end());
  for (const std::string& fact : claims.facts)
    for (const char* promise : {"never less urgent", "never more urgent"})
      claims.text += "  - claim: Of " + fact + "\n    compare: { from: not " + fact + ", to: " + fact +
                     " }\n    disposition: " + promise + "\n";
  return claims;
}

// Whether a pair of journeys breaks each claim, two for each fact; nothing when there are too many journeys.
std::optional<std::vector<char>> compared(const Compiled& c, const std::vector<std::string>& facts, std::size_t most) {
  std::vector<char> broken(facts.size() * 2, 0);
  for (const std::string& topic : topics_of(c))
    for (const Start& start : one_of_each_kind(c.library, topic, kSomeDay)) {
      const auto all = all_of(c, start, most);
      if (!all) return {};
      for (std::size_t f = 0; f < facts.size(); ++f) {
        const auto certainly = [&](const WalkedAlone& w, bool is) {
          const Value value = fact_value(c.library, start, w.trace.memory, facts[f]);
          return value.kind == Value::Kind::word ? (value.word == "yes") == is
                                                 : value.kind == Value::Kind::unsure && !is;  // *not sure* counts as no
        };
        for (const WalkedAlone& first : *all)
          for (const WalkedAlone& second : *all) {
            if (first.disposition == second.disposition || certainly(first, true) || certainly(second, false)) continue;
            if (!pair_from(first, second, 0, false, false, facts[f])) continue;
            broken[f * 2 + (second.disposition < first.disposition)] = 1;
          }
      }
    }
  return broken;
}

TEST_CASE("two patients who differ in a fact are compared as every pair of journeys compares them") {
  int libraries = 0, refuted = 0;
  holds("comparing claims are exact", [&] {
    const auto of_library = *tapes();
    Tape tape(of_library);
    TinyOptions options;
    options.most_steps = 3;
    std::vector<NamedText> files = tiny_library(tape, options);
    Diagnostics findings;
    const ComparingClaims claims = comparing_claims(read_library(files, "", findings));
    if (claims.facts.empty()) return;
    files.push_back({"safety.yaml", claims.text});
    const Compiled c = compiled(files);
    if (!c.walkable) return;
    const auto ours = compared(c, claims.facts, 60);
    if (!ours) return;
    Diagnostics found;
    const Proof proof = prove(c.library, *c.graph, c.exploration, kSomeDay, found);
    ++libraries;
    RC_ASSERT(proof.claims.size() == ours->size());
    for (std::size_t i = 0; i < ours->size(); ++i) {
      refuted += (*ours)[i];
      const bool theirs = proof.claims[i].verdict == ClaimResult::Verdict::refuted;
      if (theirs != static_cast<bool>((*ours)[i]))
        RC_FAIL(c.graph->claims->all[i].text + (i % 2 ? " never more urgent" : " never less urgent") +
                (theirs ? ": refuted, but no pair of journeys does\n" : ": a pair of journeys refutes it\n") +
                render_text(found, c.library.sources) + shown(files));
    }
  });
  CHECK(libraries > 10);  // else nothing was compared
  if (std::getenv("SIGNPOST_TALLY"))
    std::cout << libraries << " libraries, " << refuted << " comparing claims refuted\n";
}

TEST_CASE("more serious answers and not sure are compared as every pair of journeys compares them") {
  int libraries = 0, claims = 0;
  holds("unwritten claims are exact", [&] {
    const auto of_library = *tapes(), of_worse = *tapes();
    Tape tape(of_library), worse(of_worse);
    TinyOptions options;
    options.most_steps = 3;
    const std::vector<NamedText> files = tiny_library(tape, options);
    Compiled c = compiled(files);
    if (!c.walkable) return;
    say_what_is_worse(c, worse);
    const auto ours = judged(c, 60);
    if (!ours) return;
    Refuted theirs;
    try {
      theirs = found(c);
    } catch (const std::logic_error& e) {  // a counterexample that the engine does not walk
      RC_FAIL(e.what() + shown(files));
    }
    ++libraries;
    claims += static_cast<int>(ours->size());
    if (*ours != theirs)
      RC_FAIL("every pair judged says\n" + words(c, *ours) + "and proving says\n" + words(c, theirs) + shown(files));
  });
  CHECK(libraries > 10);  // else nothing was compared
  if (std::getenv("SIGNPOST_TALLY"))
    std::cout << libraries << " libraries, " << claims << " unwritten claims refuted\n";
}

}  // namespace
}  // namespace signpost::naive

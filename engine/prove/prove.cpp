#include "engine/prove/prove.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "engine/explore/in_parallel.hpp"
#include "engine/explore/shared_steps.hpp"
#include "engine/graph/graph_shape.hpp"
#include "engine/prove/claim_sets.hpp"
#include "engine/prove/unwritten_claims.hpp"
#include "engine/walk/engine.hpp"

namespace signpost {
namespace {

// So often a claim of a pathway may be followed in vain before nothing is left for the others.
constexpr std::uint64_t kClaimsBeyondLimits = 4;

// What is claimed without being written takes as long as some such number of claims.
constexpr std::size_t kClaimsOfTheUnwritten = 20;

using Set = PatientSets::Set;
using Verdict = ClaimResult::Verdict;

class ProgramProver {
 public:
  ProgramProver(const Library& library, const DecisionGraph& graph, TopicIndex topic, ProgramIndex program,
                SharedSteps& steps)
      : library_(library),
        g_(graph),
        topic_(topic),
        index_(program),
        program_(graph.programs[at(program)]),
        steps_(steps),
        sets_(steps.sets()) {}

  ClaimFinding examine(const ProgramClaim& claim) {
    ClaimFinding found;
    if (!within_limits([&] {
          examine(claim, found);
          return true;
        }))
      found.complete = false;
    return found;
  }

 private:
  void examine(const ProgramClaim& claim, ClaimFinding& found) {
    std::vector<std::pair<NodeIndex, Set>> broken;
    follow(claim, ClaimSets::watch(g_, claim), found, broken);
    if (broken.empty()) return;
    // Once more, counting, for the shortest; if that is too much to count, any will do.
    Watch counting = ClaimSets::watch(g_, claim);
    counting.longest = kLongestCounted;
    ClaimFinding again;
    std::vector<std::pair<NodeIndex, Set>> counted;
    const bool by_length = within_limits([&] {
      follow(claim, counting, again, counted);
      return again.complete;
    });
    if (!by_length) {
      counted.clear();
      follow(claim, ClaimSets::watch(g_, claim), again, counted);
    }
    NodeIndex node = counted.front().first;
    Set bad = counted.front().second;
    if (by_length) {
      Symbol fewest = kLongestCounted + 1;
      for (auto& [n, set] : counted)
        for (Symbol questions : sets_.symbols(set, expansion_->length())) {
          if (questions >= fewest) break;
          const Set these = sets_.where_is(set, expansion_->length(), questions);
          if (!claim_->spoken_of(g_.nodes[at(n)].outcome, these)) continue;  // they break it, but it is not about them
          fewest = questions;
          node = n;
          bad = these;
        }
    }
    found.counterexample = show(node, bad);
  }

  // Follows every patient of whom the claim may speak. `broken` receives those at each end who refute it.
  void follow(const ProgramClaim& claim, const Watch& watch, ClaimFinding& found,
              std::vector<std::pair<NodeIndex, Set>>& broken) {
    steps_.next();
    sets_.clear();
    expansion_.emplace(g_, program_, PatientView{sets_}, watch);
    claim_.emplace(g_, program_, claim, sets_, *expansion_);
    VariableBits reads = claim_->reads();
    if (watch.longest != 0) set_bit(reads, expansion_->length());
    explored_ = begin_exploring(g_, program_, sets_, *expansion_, reads);
    Set& first = explored_.arrived[explored_.local(program_.start)];
    first = expansion_->come_to(program_.start, first);
    const std::vector<char> matters = nodes_that_matter();
    for (std::uint32_t i = 0; i < program_.nodes; ++i) {
      const NodeIndex node{at(program_.first_node) + i};
      Set& here = explored_.arrived[i];
      if (!matters[i]) here = PatientSets::kEmpty;
      here = claim_->open(here);
      if (!here) continue;
      if (sets_.width(here) > library_.ways_in_one_place) {
        found.complete = false;
        return;
      }
      if (g_.nodes[at(node)].kind == Node::Kind::outcome) {
        at_the_end(claim, node, here, found, broken);
        continue;
      }
      Expansion::Listener listener;
      listener.arrive = [&](NodeIndex to, Set set, const AnswerLabel&) {
        if (matters[explored_.local(to)]) explored_.arrive(sets_, node, to, set);
      };
      expansion_->expand(node, here, listener);
    }
  }

  // Nodes from which an end can be reached that the claim may speak of.
  std::vector<char> nodes_that_matter() const {
    std::vector<char> matters(program_.nodes, 0);
    for (std::size_t i = program_.nodes; i-- > 0;) {
      const Node& n = g_.nodes[at(program_.first_node) + i];
      if (n.kind == Node::Kind::outcome) matters[i] = claim_->may_speak_of(n.outcome);
      each_edge(g_, n, [&](NodeIndex to, EdgeLabel) { matters[i] |= matters[explored_.local(to)]; });
    }
    return matters;
  }

  void at_the_end(const ProgramClaim& claim, NodeIndex node, Set here, ClaimFinding& found,
                  std::vector<std::pair<NodeIndex, Set>>& broken) {
    const OutcomeIndex end = g_.nodes[at(node)].outcome;
    const Promise& promise = g_.claims->all[claim.claim].promise;
    const Outcome& o = g_.outcomes[at(end)];
    Set breaking = claim_->broken(end, here);
    if (breaking && claim_->spoken_of(end, breaking)) {
      found.speaks = true;
      broken.emplace_back(node, breaking);
    }
    const bool emergency = g_.dispositions[at(o.disposition)].level == Level::emergency;
    const bool guards =
        emergency && promise.of_disposition &&
        std::find(promise.allowed.begin() + at(o.disposition), promise.allowed.end(), 0) != promise.allowed.end();
    if ((!found.speaks || guards) && claim_->spoken_of(end, here)) {
      found.speaks = true;
      if (guards) found.guarded.push_back(end);
    }
  }

  Counterexample show(NodeIndex node, Set bad) {
    const OutcomeIndex end = g_.nodes[at(node)].outcome;
    const ClaimSets::Example example = claim_->example(end, bad);
    Counterexample c;
    c.topic = topic_;
    c.program = index_;
    c.end = end;
    c.witness = find_witness(g_, program_, sets_, *expansion_, explored_, node, example.patient);
    for (auto [variable, symbol] : example.unasked) {
      const Variable& v = program_.variables[variable];
      c.unasked.push_back({v.name.substr(0, 5) == "fact " ? v.name.substr(5) : v.name,
                           symbol <= v.values.size() ? v.values[symbol - 1u] : cell_text(v, symbol), v.words});
    }
    replay(g_, topic_, c.witness, end);
    return c;
  }

  static std::string cell_text(const Variable& v, Symbol symbol) {
    return fmt::format("{} or more, in thousandths or minutes", v.cells[symbol - 1u]);
  }

  const Library& library_;
  const DecisionGraph& g_;
  TopicIndex topic_;
  ProgramIndex index_;
  const Program& program_;
  SharedSteps& steps_;
  PatientSets& sets_;
  std::optional<Expansion> expansion_;
  std::optional<ClaimSets> claim_;
  Explored explored_;
};

class Prover {
 public:
  Prover(const Library& library, const DecisionGraph& graph, const Exploration& exploration, Day today,
         Diagnostics& out)
      : library_(library), g_(graph), exploration_(exploration), today_(today), out_(out) {}

  Proof run(const std::function<void(std::size_t, std::size_t)>& progress, unsigned threads) {
    examine_all(progress, threads);
    Proof proof;
    proof.claims.resize(g_.claims->all.size());
    std::vector<char> speaks(proof.claims.size(), 0);
    for (std::size_t p = 0; p < g_.programs.size(); ++p)
      for (std::size_t i = 0; i < findings_[p].size(); ++i) {
        const std::uint32_t claim = g_.claims->of_program[p][i].claim;
        ClaimFinding& found = findings_[p][i];
        ClaimResult& result = proof.claims[claim];
        speaks[claim] |= found.speaks;
        for (OutcomeIndex o : found.guarded) guarded_.insert(o);
        if (!found.complete && result.verdict == Verdict::proven) {
          result.verdict = Verdict::not_proven;
          result.out_of_steps = found.out_of_steps;
        }
        if (!found.counterexample) continue;
        result.verdict = Verdict::refuted;
        if (!result.counterexample || found.counterexample->questions() < result.counterexample->questions())
          result.counterexample = std::move(found.counterexample);
      }
    for (std::size_t c = 0; c < proof.claims.size(); ++c) {
      ClaimResult& result = proof.claims[c];
      const ClaimInfo& info = g_.claims->all[c];
      if (result.verdict == Verdict::proven && !speaks[c]) result.verdict = Verdict::about_nobody;
      if (result.verdict == Verdict::refuted && waived(info)) result.verdict = Verdict::waived;
      report(info, result);
    }
    unwritten(proof);
    unnoticed();
    return proof;
  }

 private:
  // Programs are independent of each other, and so are what is claimed of each in writing and what is without. What
  // takes longest comes first, that no thread is left alone with it at the end.
  void examine_all(const std::function<void(std::size_t, std::size_t)>& progress, unsigned threads) {
    findings_.resize(g_.programs.size());
    unwritten_.resize(g_.programs.size());
    struct Part {
      TopicIndex topic;
      ProgramIndex program;
      std::size_t claims;  // none: what is not written
    };
    std::vector<Part> parts;
    for (std::size_t t = 0; t < g_.topics.size(); ++t)
      for (ProgramIndex p : g_.topics[t].programs) {
        parts.push_back({TopicIndex(t), p, 0});
        if (const std::size_t claims = g_.claims->of_program[at(p)].size(); claims != 0)
          parts.push_back({TopicIndex(t), p, claims});
      }
    const auto length = [&](const Part& part) {
      return g_.programs[at(part.program)].nodes * std::max<std::size_t>(part.claims, kClaimsOfTheUnwritten);
    };
    std::stable_sort(parts.begin(), parts.end(), [&](const Part& a, const Part& b) { return length(b) < length(a); });
    in_parallel(
        parts.size(), threads,
        [&](std::size_t i) {
          const auto& [topic, program, claims] = parts[i];
          if (claims != 0)
            findings_[at(program)] = examine(topic, program);
          else
            unwritten_[at(program)] = unwritten_claims(library_, g_, topic, program);
        },
        progress);
  }

  // The claims of one program, in their order, for they share the steps that may be taken.
  std::vector<ClaimFinding> examine(TopicIndex topic, ProgramIndex program) const {
    std::vector<ClaimFinding> found;
    PatientSets sets(PatientSets::limits_for(library_.ways_in_one_place));
    SharedSteps steps(sets, kClaimsBeyondLimits);
    ProgramProver prover(library_, g_, topic, program, steps);
    for (const ProgramClaim& claim : g_.claims->of_program[at(program)]) {
      found.push_back(g_.claims->all[claim.claim].comparing ? compare(topic, program, claim, steps)
                                                            : prover.examine(claim));
      found.back().out_of_steps = sets.out_of_steps();
    }
    return found;
  }

  // With everybody of the same program; and where the claim is made of the whole topic, of its other programs too.
  ClaimFinding compare(TopicIndex topic, ProgramIndex first, const ProgramClaim& claim, SharedSteps& steps) const {
    ClaimFinding found;
    for (ProgramIndex second : g_.topics[at(topic)].programs)
      for (const ProgramClaim& other : g_.claims->of_program[at(second)]) {
        if (other.claim != claim.claim) continue;
        ClaimFinding one = compare_patients(library_, g_, topic, first, claim, second, other, steps);
        found.speaks = found.speaks || one.speaks;
        found.complete = found.complete && one.complete;
        if (!found.counterexample) found.counterexample = std::move(one.counterexample);
      }
    return found;
  }

  bool waived(const ClaimInfo& info) const {
    auto until = parse_day(info.waived_until);
    return until && today_ <= *until;
  }

  void report(const ClaimInfo& info, const ClaimResult& result) {
    if (result.verdict == Verdict::about_nobody) {
      out_.add(Code::claim_about_nobody, info.location,
               fmt::format("no patient is ever such that \"{}\" speaks of them", info.text),
               "correct the `when`, or delete the claim: it guards nothing");
      return;
    }
    if (result.verdict == Verdict::not_proven) {
      out_.add(Code::claim_not_proven, info.location,
               fmt::format("\"{}\" could not be proven: too many kinds of patient have to be told apart{}", info.text,
                           result.out_of_steps ? ", and following them all takes too much work"
                                               : fmt::format(" at once (the limit is {})", library_.ways_in_one_place)),
               "let the claim read fewer answers, or ask what it reads later");
      return;
    }
    if (result.verdict != Verdict::refuted) return;
    const Counterexample& c = *result.counterexample;
    const Outcome& end = g_.outcomes[at(c.end)];
    const std::string& topic = g_.topics[at(c.topic)].id;
    Diagnostic& d = out_.add(
        Code::claim_refuted, info.location,
        fmt::format("\"{}\" does not hold: {} ends in `{}` ({})", info.text, c.witness.person(), end.id,
                    g_.dispositions[at(end.disposition)].id),
        "mend the way that the patient goes; or correct the claim; or let somebody sign for it with `waived:`");
    d.notes.push_back({end.location, "where the journey ends"});
    if (c.compared) {
      const Outcome& other = g_.outcomes[at(c.compared_end)];
      d.notes.push_back({other.location, fmt::format("{}, who answers alike, ends here, in {}", c.compared->person(),
                                                     g_.dispositions[at(other.disposition)].id)});
      d.notes.push_back({{}, fmt::format("the one: {}", c.compared->journey())});
      d.notes.push_back({{}, "see it: " + c.compared->command(topic)});
    }
    d.notes.push_back({{}, fmt::format("{}: {}", topic, c.witness.journey())});
    for (const Counterexample::MightBe& m : c.unasked)
      d.notes.push_back({{},
                         fmt::format("and nobody asked: `{}` might be {}{}", m.name, m.value,
                                     m.words.empty() ? "" : " (" + m.words + ")")});
    d.notes.push_back({{}, "see it: " + c.witness.command(topic)});
    d.notes.push_back({{}, "as a scenario:\n" + scenario_text(g_, info, c)});
  }

  // Each place once, with the shortest counterexample of all programs.
  void unwritten(Proof& proof) {
    std::map<std::pair<Location, UnwrittenFinding::Kind>, const UnwrittenFinding*> worst;
    std::set<Location> questions;
    const auto length = [](const UnwrittenFinding& f) {
      return f.counterexample ? f.counterexample->questions() : f.complete ? 0 : 1000;
    };
    for (const UnwrittenFindings& of_program : unwritten_) {
      questions.insert(of_program.questions.begin(), of_program.questions.end());
      for (const UnwrittenFinding& f : of_program.found) {
        const UnwrittenFinding*& known = worst[{f.location, f.kind}];
        if (known == nullptr || length(f) < length(*known)) known = &f;
      }
    }
    proof.questions_compared = questions.size();
    for (const auto& [place, f] : worst) {
      const bool open = !f->counterexample && !f->complete;
      ++(open ? proof.unwritten_not_proven : proof.unwritten_refuted);
      signpost::report(g_, *f, out_);
    }
  }

  // An emergency that no red flag and no claim speaks of could be lowered, and nothing would notice.
  void unnoticed() {
    std::set<Location> told;
    for (OutcomeIndex o : exploration_.reached) {
      const Outcome& outcome = g_.outcomes[at(o)];
      if (g_.dispositions[at(outcome.disposition)].level != Level::emergency) continue;
      if (exploration_.flagged.count(o) || guarded_.count(o) || !told.insert(outcome.location).second) continue;
      out_.add(Code::emergency_unnoticed, outcome.location,
               fmt::format("nothing would notice if `{}` were made less urgent: no red flag and no claim speaks of "
                           "anybody who ends here",
                           outcome.id),
               "put `red-flag:` on the answers that lead here, or write a claim about these patients");
    }
  }

  const Library& library_;
  const DecisionGraph& g_;
  const Exploration& exploration_;
  Day today_;
  Diagnostics& out_;
  std::vector<std::vector<ClaimFinding>> findings_;  // by program, as its claims
  std::vector<UnwrittenFindings> unwritten_;         // by program
  std::set<OutcomeIndex> guarded_;
};

constexpr Day kSomeDay = 20'000;  // 4 October 2024; any will do, for ages and times gone by are counted from it

}  // namespace

void replay(const DecisionGraph& g, TopicIndex topic, const Witness& witness, OutcomeIndex end) {
  std::vector<NamedAnswer> answers;
  for (const auto& [question, value] : witness.answers) {
    std::vector<std::string> parts;
    for (std::size_t from = 0; from <= value.size();) {
      const std::size_t plus = std::min(value.find('+', from), value.size());
      parts.push_back(value.substr(from, plus - from));
      from = plus + 1;
    }
    answers.emplace_back(question, parts.size() == 1 ? AnswerValue(value) : AnswerValue(parts));
  }
  Patient patient;
  patient.age = Age{witness.age, witness.age};
  patient.sex = static_cast<Sex>(witness.sex);
  patient.party = static_cast<Party>(witness.party);
  const auto walked = evaluate(g, {g.topics[at(topic)].id}, patient, kSomeDay, witness.switches, answers);
  const auto* answered = std::get_if<Answered>(&walked);
  if (answered != nullptr && answered->step.kind == Step::Kind::outcome && answered->step.outcome == end) return;
  throw std::logic_error(
      fmt::format("a counterexample does not come out as it was found: {}; the proof and the engine disagree",
                  witness.command(g.topics[at(topic)].id)));
}

std::size_t Counterexample::questions() const {
  return static_cast<std::size_t>(std::count_if(witness.answers.begin(), witness.answers.end(),
                                                [](const auto& answer) { return answer.second != "seen"; }));
}

std::size_t Proof::count(Verdict verdict) const {
  return static_cast<std::size_t>(
      std::count_if(claims.begin(), claims.end(), [&](const ClaimResult& r) { return r.verdict == verdict; }));
}

Proof prove(const Library& library, const DecisionGraph& graph, const Exploration& exploration, Day today,
            Diagnostics& diagnostics, const std::function<void(std::size_t, std::size_t)>& progress, unsigned threads) {
  return Prover(library, graph, exploration, today, diagnostics).run(progress, threads);
}

const ClaimResult* result_of(const DecisionGraph& graph, const Proof& proof, const Claim& claim) {
  const std::vector<ClaimInfo>& all = graph.claims->all;
  const auto it =
      std::find_if(all.begin(), all.end(), [&](const ClaimInfo& info) { return info.location == claim.at; });
  return it == all.end() ? nullptr : &proof.claims[static_cast<std::size_t>(it - all.begin())];
}

std::string summary(const Proof& proof) {
  auto of = [&](Verdict verdict, std::string_view words) {
    const std::size_t n = proof.count(verdict);
    return n == 0 ? std::string() : fmt::format(", {} {}", n, words);
  };
  return fmt::format("{} of {} claims proven", proof.count(Verdict::proven), proof.claims.size()) +
         of(Verdict::refuted, "refuted") + of(Verdict::waived, "waived") + of(Verdict::about_nobody, "about nobody") +
         of(Verdict::not_proven, "not proven");
}

std::string unwritten_summary(const Proof& proof) {
  std::string text = fmt::format("{} questions compared by their answers", proof.questions_compared);
  if (proof.unwritten_refuted + proof.unwritten_not_proven == 0) return text;
  return text + fmt::format(", {} unwritten claims refuted", proof.unwritten_refuted) +
         (proof.unwritten_not_proven == 0 ? "" : fmt::format(", {} not proven", proof.unwritten_not_proven));
}

std::string scenario_text(const DecisionGraph& g, const ClaimInfo& claim, const Counterexample& c) {
  static constexpr const char* kSex[] = {"", "female", "male", "not-said"};
  std::string quoted = claim.text;
  for (std::size_t at = 0; (at = quoted.find('\'', at)) != std::string::npos; at += 2) quoted.insert(at, 1, '\'');
  std::string text =
      fmt::format("  - name: '{}'\n    patient: {{ age: {}, sex: {}{} }}\n", quoted, age_text(c.witness.age),
                  kSex[c.witness.sex], c.witness.party == symbol::someone_else ? ", party: someone-else" : "");
  if (!c.witness.switched.empty()) {
    text += "    switches: {";
    for (std::size_t i = 0; i < c.witness.switched.size(); ++i) {
      const std::string& s = c.witness.switched[i];
      text += fmt::format("{} {}: {}", i ? "," : "", s.substr(0, s.find('=')), s.substr(s.find('=') + 1));
    }
    text += " }\n";
  }
  if (!c.witness.answers.empty()) text += "    answers:\n";
  for (const auto& [question, value] : c.witness.answers) {
    std::string list;
    for (char ch : value) list += ch == '+' ? std::string(", ") : std::string(1, ch);
    text += fmt::format("      {}: {}\n", question, list == value ? value : "[" + list + "]");
  }
  const Promise& promise = claim.promise;
  auto last = std::find(promise.allowed.rbegin(), promise.allowed.rend(), 1);
  if (promise.of_disposition && last != promise.allowed.rend())
    text += fmt::format("    expect: {{ disposition: {} }}\n",
                        g.dispositions[static_cast<std::size_t>(promise.allowed.rend() - last) - 1].id);
  else
    text += fmt::format("    expect: {{ outcome: {} }}  # where it ends now; say where it should\n",
                        g.outcomes[at(c.end)].id);
  return text;
}

}  // namespace signpost

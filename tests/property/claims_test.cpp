// What proving says of claims, held against every patient and every journey of small libraries, walked and judged one
// by one. What was proven holds of everybody; whoever is shown really breaks the claim, and nobody does so sooner.
#include <algorithm>
#include <iostream>
#include <optional>
#include <random>
#include <utility>

#include "engine/graph/claim.hpp"
#include "engine/prove/prove.hpp"
#include "tests/property/claim_judge.hpp"
#include "tests/property/tapes.hpp"
#include "tests/property/tiny_claims.hpp"

namespace signpost::naive {
namespace {

using Verdict = ClaimResult::Verdict;

// What all journeys together say of one claim.
struct Judged {
  bool speaks = false;                // of somebody
  std::optional<std::size_t> fewest;  // questions put to whoever refutes it
  std::string story;                  // of the first who does
};

std::size_t questions_put(const Trace& trace) {
  return static_cast<std::size_t>(std::count_if(
      trace.put.begin(), trace.put.end(), [](const Put& put) { return put.step->kind == AuthoredStep::Kind::ask; }));
}

std::string story_of(const Start& start, const Trace& trace) {
  Together together;
  together.trace = trace;
  return words_of(start) + "\n" + together.story();
}

// Every journey of every patient, judged; nothing when there are more than `most`.
std::optional<std::vector<Judged>> judge_all(const Compiled& c, const std::vector<PlacedClaim>& claims,
                                             std::size_t most) {
  std::vector<Judged> judged(claims.size());
  for (const std::string& topic : topics_of(c)) {
    for (const Start& start : one_of_each_kind(c.library, topic, kSomeDay)) {
      std::string complaint;
      const bool all = all_walks(
          [&](const Chooser& chooser) -> std::string {
            if (most-- == 0) return "too many";
            std::vector<ClaimJudge> judges;
            for (const PlacedClaim& claim : claims) judges.emplace_back(c.library, start, claim);
            const Trace trace = walk(c.library, start, [&](const Put& put, const Trace& so_far) {
              for (ClaimJudge& judge : judges) judge.put(put, so_far);
              const std::vector<Reply> replies = replies_to(c.library, put, start.on);
              return std::optional<Reply>(replies[chooser(static_cast<unsigned>(replies.size()))]);
            });
            if (!trace.ended) return "stuck";
            for (std::size_t i = 0; i < judges.size(); ++i) {
              const bool kept = judges[i].kept(trace);
              if (kept ? judged[i].speaks : judged[i].fewest && *judged[i].fewest <= questions_put(trace)) continue;
              if (!judges[i].speaks(trace)) continue;
              judged[i].speaks = true;
              if (kept) continue;
              judged[i].fewest = questions_put(trace);
              judged[i].story = story_of(start, trace);
            }
            return {};
          },
          100'000, complaint);
      if (!all) return {};
    }
  }
  return judged;
}

// The reply that an answer in the engine's numbers is.
Reply reply_of(const Question& question, const Given& given) {
  switch (given.kind) {
    case Given::Kind::unsure:
      return {Reply::Kind::unsure, {}, {}, 0};
    case Given::Kind::seen:
      return {Reply::Kind::seen, {}, {}, 0};
    case Given::Kind::answer:
      return {Reply::Kind::answer, question.answers[static_cast<std::size_t>(given.value)].id, {}, 0};
    case Given::Kind::ticks: {
      Reply reply{Reply::Kind::ticks, {}, {}, 0};
      for (std::size_t i = 0; i < question.answers.size(); ++i) {
        if (given.ticks >> i & 1u) reply.ticks.insert(question.answers[i].id);
      }
      return reply;
    }
    default:
      return {Reply::Kind::amount, {}, {}, given.value};
  }
}

std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t plus = std::min(text.find('+', from), text.size());
    parts.push_back(text.substr(from, plus - from));
    from = plus + 1;
  }
  return parts;
}

// Walks a counterexample with the engine and, with the same answers, the interpreter. What is wrong with it, or
// nothing.
std::string wrong_with(const Compiled& c, const PlacedClaim& claim, const Counterexample& example,
                       std::optional<std::size_t> fewest) {
  const DecisionGraph& graph = *c.graph;
  const Witness& w = example.witness;
  Start start{graph.topics[at(example.topic)].id,
              w.age,
              w.sex == symbol::female ? "female"
              : w.sex == symbol::male ? "male"
                                      : "not-said",
              w.party == symbol::self ? "self" : "someone-else",
              kSomeDay,
              {}};
  for (std::size_t i = 0; i < graph.switches.size(); ++i) start.switches[graph.switches[i].id] = w.switches >> i & 1u;
  std::vector<NamedAnswer> named;
  for (const auto& [question, value] : w.answers) {
    const std::vector<std::string> parts = parts_of(value);
    named.emplace_back(question, parts.size() == 1 ? AnswerValue(value) : AnswerValue(parts));
  }
  const auto walked = evaluate(graph, {start.topic}, patient_of(start), start.on, switches_of(graph, start), named);
  const auto* answered = std::get_if<Answered>(&walked);
  if (!answered || answered->step.kind != Step::Kind::outcome || answered->step.outcome != example.end)
    return "the engine does not walk it to its end: " + w.command(start.topic);
  ClaimJudge judge(c.library, start, claim);
  std::size_t next = 0;
  const Trace trace = walk(c.library, start, [&](const Put& put, const Trace& so_far) -> std::optional<Reply> {
    judge.put(put, so_far);
    if (next == answered->journey.answers.size()) return {};
    const Given& given = answered->journey.answers[next++];
    const Question& question = graph.questions[at(given.question)];
    return question.id == put.question ? std::optional(reply_of(question, given)) : std::nullopt;
  });
  const std::string story = story_of(start, trace);
  if (!trace.ended) return "the interpreter does not walk it to its end\n" + story;
  if (judge.kept(trace)) return "it keeps the promise\n" + story;
  ClaimJudge::Might might;
  for (const auto& one : example.unasked) {
    // Amounts are named by their cell alone, and items by their list; everything else as the judge names it.
    if (one.value == "yes" || one.value == "no" || one.value.find(' ') == std::string::npos) {
      if (std::count(one.name.begin(), one.name.end(), '/') < 2 && one.value != "none" && one.value != "some")
        might.emplace_back(one.name, one.value);
    }
  }
  if (!judge.speaks(trace)) return "the claim does not speak of it\n" + story;
  if (!judge.speaks(trace, might)) return "what nobody asked cannot be so\n" + story;
  if (fewest && questions_put(trace) != *fewest)
    return "it has " + std::to_string(questions_put(trace)) + " questions, and there is one with " +
           std::to_string(*fewest) + "\n" + story;
  return {};
}

const ClaimResult* result_of(const Compiled& c, const Proof& proof, const PlacedClaim& placed) {
  const std::vector<ClaimInfo>& all = c.graph->claims->all;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].location == placed.claim->at) return &proof.claims[i];
  }
  return nullptr;  // of a module that nobody uses
}

const char* name_of(Verdict verdict) {
  return verdict == Verdict::proven         ? "proven"
         : verdict == Verdict::refuted      ? "refuted"
         : verdict == Verdict::about_nobody ? "about nobody"
         : verdict == Verdict::not_proven   ? "not proven"
                                            : "waived";
}

struct Tally {
  int libraries = 0, claims = 0, proven = 0, refuted = 0, nobody = 0;
  std::string words() const {
    return std::to_string(claims) + " claims of " + std::to_string(libraries) +
           " libraries: " + std::to_string(proven) + " proven, " + std::to_string(refuted) + " refuted, " +
           std::to_string(nobody) + " about nobody";
  }
};

Verdict verdict_of(const Judged& judged) {
  return judged.fewest ? Verdict::refuted : judged.speaks ? Verdict::proven : Verdict::about_nobody;
}

// Where proving and judging differ; nothing when they agree or when there is too much to judge.
std::string disagreement(const Compiled& c, std::size_t most, Tally& tally) {
  const std::vector<PlacedClaim> claims = claims_of(c.library);
  const auto judged = judge_all(c, claims, most);
  if (!judged) return {};
  Diagnostics findings;
  const Proof proof = prove(c.library, *c.graph, c.exploration, kSomeDay, findings);
  ++tally.libraries;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const Verdict ours = verdict_of((*judged)[i]);
    const ClaimResult* result = result_of(c, proof, claims[i]);
    const Verdict theirs = result ? result->verdict : Verdict::about_nobody;
    ++tally.claims;
    tally.proven += ours == Verdict::proven;
    tally.refuted += ours == Verdict::refuted;
    tally.nobody += ours == Verdict::about_nobody;
    const std::string where = "line " + std::to_string(claims[i].claim->at.line) + " of " +
                              (claims[i].file ? claims[i].file->id.text : "safety.yaml") + ": ";
    if (ours != theirs)
      return where + name_of(theirs) + ", but every journey judged says " + name_of(ours) + "\n" + (*judged)[i].story +
             render_text(findings, c.library.sources);
    if (theirs != Verdict::refuted) continue;
    const std::string wrong = wrong_with(c, claims[i], *result->counterexample, (*judged)[i].fewest);
    if (!wrong.empty()) return where + wrong + "\n" + render_text(findings, c.library.sources);
  }
  return {};
}

// A small library with claims, or nothing where it has mistakes.
std::optional<Compiled> claimed(Tape& tape, Tape& promises, unsigned claims, std::vector<NamedText>& files,
                                TinyOptions options = {}) {
  options.most_steps = 3;
  files = tiny_library(tape, options);
  Diagnostics findings;
  const Library library = read_library(files, "", findings);
  files = with_claims(promises, library, files, claims);
  Compiled c = compiled(files);
  if (!c.walkable) return {};
  return c;
}

std::size_t journeys_judged() { return 4000; }

TEST_CASE("what is proven holds of everybody and what is refuted does not") {
  Tally tally;
  int refused = 0;
  std::string one;
  holds(
      "proofs are exact",
      [&] {
        const auto of_library = *tapes(), of_claims = *tapes();
        Tape tape(of_library), promises(of_claims);
        std::vector<NamedText> files;
        const auto c = claimed(tape, promises, 8, files);
        if (!c) {
          ++refused;
          return;
        }
        const std::string wrong = disagreement(*c, journeys_judged(), tally);
        if (!wrong.empty()) RC_FAIL(wrong + shown(files));
      },
      2);
  if (std::getenv("SIGNPOST_TALLY")) std::cout << tally.words() << ", " << refused << " libraries refused\n";
}

// Small libraries with claims, at most `seeds` of them: whether one is judged otherwise than proven once the graph has
// been spoilt. `spoil` says whether there was anything to spoil; where there was not, nobody is judged.
template <class Spoil>
bool caught(std::uint32_t seeds, const TinyOptions& options, Spoil&& spoil) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    std::mt19937 random(seed);
    const auto tape_of = [&](unsigned most) {
      std::vector<std::uint16_t> tape(random() % most);
      for (std::uint16_t& choice : tape) choice = static_cast<std::uint16_t>(random() % 5000);
      return tape;
    };
    Tape tape(tape_of(160)), promises(tape_of(200));
    std::vector<NamedText> files;
    const auto c = claimed(tape, promises, 8, files, options);
    if (!c) continue;
    // The test made it and alone has it.
    if (!spoil(const_cast<DecisionGraph&>(*c->graph))) continue;
    Tally tally;
    try {
      if (!disagreement(*c, 1000, tally).empty()) return true;
    } catch (const std::logic_error&) {  // a counterexample that the engine does not walk
      return true;
    }
  }
  return false;
}

TEST_CASE("a prover that forgets something is caught") {
  // Whether any claim was changed.
  const auto each_claim = [](DecisionGraph& graph, const auto& f) {
    bool any = false;
    for (auto& claims : graph.claims->of_program) {
      for (ProgramClaim& claim : claims) any = f(claim) || any;
    }
    return any;
  };
  TinyOptions modules, points;
  modules.uses = 30;
  points.scores = points.read_scores = 100;
  const auto has_points = [](const DecisionGraph& graph) {
    return std::any_of(graph.tests.begin(), graph.tests.end(),
                       [](const TestNode& test) { return test.op == TestNode::Op::score; });
  };
  SECTION("one that forgets nothing is not") {
    // What is caught below is the fault.
    CHECK_FALSE(caught(200, {}, [](DecisionGraph&) { return true; }));
    CHECK_FALSE(caught(40, modules, [](DecisionGraph&) { return true; }));
    CHECK_FALSE(caught(150, points, has_points));
  }
  SECTION("that what nobody asked may be anything") {
    CHECK(caught(60, {}, [&](DecisionGraph& graph) {
      return each_claim(graph, [](ProgramClaim& claim) {
        if (claim.unasked.empty()) return false;
        claim.unasked.pop_back();
        return true;
      });
    }));
  }
  SECTION("one of the things that must be known") {
    CHECK(caught(60, {}, [&](DecisionGraph& graph) {
      return each_claim(graph, [](ProgramClaim& claim) {
        const bool any = !claim.known.empty();
        claim.known.clear();
        return any;
      });
    }));
  }
  SECTION("that a module's claim speaks of nobody who does not come to the module") {
    CHECK(caught(200, modules, [&](DecisionGraph& graph) {
      return each_claim(graph, [](ProgramClaim& claim) { return !std::exchange(claim.inside, {}).empty(); });
    }));
  }
  SECTION("that two patients may differ in their points alone where their ways meet") {
    // What its tests read is what is remembered of somebody on the way: points that none reads are merged.
    CHECK(caught(200, points, [&](DecisionGraph& graph) {
      const bool any = has_points(graph);
      for (TestNode& test : graph.tests) {
        if (test.op == TestNode::Op::score) test.variable = kAgeVariable;
      }
      return any;
    }));
  }
}

// A library of one pathway, with the facts of the smallest random one and `never` for some of them.
Compiled library_of(const std::string& steps, const std::string& claims, const std::string& first = "",
                    const std::vector<std::pair<std::string, std::string>>& facts = {}) {
  Tape none({});
  std::vector<NamedText> files = tiny_library(none);
  for (NamedText& file : files) {
    if (file.path == "topics/p-one.yaml")
      file.text =
          "pathway: p-one\ntopic: one\nfor: everyone\ntitle: A small one\nversion: 1.0.0\nstatus: draft\nstart: "
          "a\nsteps:\n" +
          steps +
          "outcomes:\n  now: { disposition: ambulance-now, reason: \"It may be serious.\", advice: [plain] }\n  home: "
          "{ disposition: self-care, reason: \"It is not.\", advice: [plain], worsening: [worse] }\n" +
          (first.empty() ? "safety:\n" + claims : "");
    if (file.path == "modules/m-a.yaml" && !first.empty())
      file.text = "module: m-a\ntitle: A small one\nstart: first\nsteps:\n" + first + "safety:\n" + claims;
    if (file.path == "library.yaml" && !first.empty()) file.text += "first: [m-a]\n";
    for (const auto& [fact, key] : facts) {
      const std::string head = "  " + fact + ":\n";
      if (file.path == "facts.yaml") file.text.insert(file.text.find(head) + head.size(), "    " + key + "\n");
    }
  }
  return compiled(files);
}

std::string verdict_in(const Compiled& c) {
  INFO(c.text());
  REQUIRE(c.walkable);
  Tally tally;
  CHECK(disagreement(c, 10'000, tally) == "");
  Diagnostics findings;
  return name_of(prove(c.library, *c.graph, c.exploration, kSomeDay, findings).claims.at(0).verdict);
}

std::string claimed_when(const std::string& when, const std::string& promise = "disposition: at least ambulance-now") {
  return "  - claim: Something is promised\n    when: " + when + "\n    " + promise + "\n";
}

const std::string kMetBySome = "  a: { question: \"Is a so?\", yes: b, no: home }\n";

TEST_CASE("a claim of the module that runs first is of whoever meets its first question") {
  CHECK(verdict_in(library_of("  a: { question: \"Is a so?\", yes: home, no: now }\n",
                              "  - claim: Something\n    disposition: at least ambulance-now\n",
                              "  first: { question: \"Is it?\", yes: done, no: done }\n")) == "refuted");
}

TEST_CASE("a list that nobody asked is none where none of its items is so") {
  const std::string steps = kMetBySome +
                            "  b:\n    question: Which?\n    tick:\n      one: This one\n      two: { text: \"That "
                            "one\", records: fact-a }\n    to: home\n";
  CHECK(verdict_in(library_of(steps, claimed_when("b is none and b includes one"))) == "about nobody");
  CHECK(verdict_in(library_of(steps, claimed_when("b is none and fact-a"))) == "about nobody");
  CHECK(verdict_in(library_of(steps, claimed_when("not b is none and not b includes one and fact-a is no"))) ==
        "about nobody");
  CHECK(verdict_in(library_of(steps, claimed_when("not b is none and not b includes one"))) == "refuted");
}

TEST_CASE("an item that nobody asked is not so where its fact is never so") {
  const std::string steps =
      kMetBySome +
      "  b:\n    question: Which?\n    tick:\n      two: { text: \"That one\", records: fact-a }\n    to: now\n";
  const std::vector<std::pair<std::string, std::string>> never = {{"fact-a", "never: sex is male"}};
  CHECK(verdict_in(library_of(steps, claimed_when("b includes two and sex is male"), "", never)) == "about nobody");
  CHECK(verdict_in(library_of(steps, claimed_when("b includes two and sex is female"), "", never)) == "refuted");
}

TEST_CASE("one of several that nobody asked is the first whose fact is so") {
  const std::string steps = kMetBySome +
                            "  b:\n    question: Which?\n    choose:\n      one: { text: \"This\", records: fact-a }\n "
                            "     two: { text: \"That\", records: fact-b }\n      other: Another\n    to: home\n";
  CHECK(verdict_in(library_of(steps, claimed_when("b is one and not fact-a"))) == "about nobody");
  CHECK(verdict_in(library_of(steps, claimed_when("b is other and fact-b"))) == "about nobody");
  CHECK(verdict_in(library_of(steps, claimed_when("b is two and fact-a"))) == "about nobody");
  CHECK(verdict_in(library_of(steps, claimed_when("b is two and not fact-a"))) == "refuted");
}

TEST_CASE("not sure counts as no, and what is no is no") {
  const std::string steps = "  a: { question: \"Is a so?\", records: fact-a, yes: now, no: now, unsure: home }\n";
  CHECK(verdict_in(library_of(steps, claimed_when("fact-a is no"))) == "refuted");
  CHECK(verdict_in(library_of(steps, claimed_when("not fact-a"))) == "refuted");
  CHECK(verdict_in(library_of(steps, claimed_when("fact-a"))) == "proven");
}

TEST_CASE("never is settled on the way, so that not sure settles nothing") {
  const std::string steps = "  a: { question: \"Is a so?\", records: fact-a, yes: now, no: now, unsure: home }\n";
  CHECK(verdict_in(library_of(steps, claimed_when("fact-b"), "", {{"fact-b", "never: not fact-a"}})) == "refuted");
}

TEST_CASE("an amount that nobody asked lies in the range of its question") {
  const std::string steps = kMetBySome +
                            "  b:\n    question: How much?\n    number: { unit: °C, from: 36.0, to: 41.0, step: 0.5 "
                            "}\n    bands: { low: below 38.0, high: 38.0 and over }\n    to: home\n";
  CHECK(verdict_in(library_of(steps, claimed_when("not b is low and not b is high"))) == "about nobody");
  CHECK(verdict_in(library_of(steps, claimed_when("b >= 39.0 °C"))) == "refuted");
}

TEST_CASE("the question whose answer makes a claim speak of somebody is none of the further ones") {
  const std::string list =
      "  a:\n    question: Which?\n    tick:\n      one: { text: \"This\", records: fact-a }\n    unsure: home\n    "
      "to: home\n";
  CHECK(verdict_in(library_of(list, claimed_when("not fact-a", "within: 0 questions"))) == "proven");
  const std::string choice =
      "  a:\n    question: Which?\n    choose:\n      one: { text: \"This\", records: fact-a }\n      other: Another\n "
      "   to: home\n";
  CHECK(verdict_in(library_of(choice, claimed_when("fact-a", "within: 0 questions"))) == "proven");
}

TEST_CASE("whoever breaks a promise sooner, but is nobody of whom the claim speaks, is not shown for it") {
  const std::string steps =
      "  a: { question: \"Is a so?\", records: fact-a, yes: b, no: home }\n  b: { question: \"Is b so?\", yes: home, "
      "no: now }\n";
  CHECK(verdict_in(library_of(steps, claimed_when("not (known fact-a and fact-a is no)"))) == "refuted");
}

TEST_CASE("whoever ticked something is not shown as having ticked nothing") {
  const std::string steps =
      "  a:\n    question: Which?\n    tick:\n      one: This one\n    none: now\n    any: b\n    unsure: b\n  b: { "
      "question: \"Is b so?\", yes: home, no: home }\n";
  CHECK(verdict_in(library_of(steps, claimed_when("not a is unsure"))) == "refuted");
  CHECK(verdict_in(library_of(steps, claimed_when("disposition is self-care"))) == "refuted");
}

TEST_CASE("a date within a band is shown as it is") {
  const std::string steps =
      "  a:\n    question: When was it?\n    date: { from: 1 year ago, to: today }\n    bands: { recent: up to 6 "
      "weeks, old: over 6 weeks }\n    to: home\n";
  CHECK(verdict_in(library_of(steps, claimed_when("a ago > 10 days and a is recent"))) == "refuted");
}

TEST_CASE("an unusual amount is shown as it is") {
  const std::string steps =
      "  a:\n    question: How much?\n    number: { unit: °C, from: 34.0, to: 41.0, step: 0.5, usual: 36.0 to 40.5 }\n "
      "   bands: { low: below 38.0, high: 38.0 and over }\n    to: home\n";
  CHECK(verdict_in(library_of(steps, claimed_when("a < 35.0 °C"))) == "refuted");
}

TEST_CASE("a fact that follows is known where not sure counts as something") {
  const std::string steps =
      "  a: { question: \"Is a so?\", records: fact-a, yes: home, no: home, unsure: b }\n  b: { question: \"Is b "
      "so?\", records: fact-b, yes: home, no: home, unsure: home }\n";
  const std::string promise = "  - claim: Something is promised\n    when: fact-a is unsure\n    known: [risk]\n";
  CHECK(verdict_in(library_of(steps, promise)) == "refuted");
  CHECK(verdict_in(library_of(steps, promise, "", {{"risk", "if-unsure: yes"}})) == "proven");
}

}  // namespace
}  // namespace signpost::naive

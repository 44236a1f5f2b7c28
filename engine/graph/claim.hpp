// Claims as compiled: what is promised of which patients, over the variables of one program. Made by compile() beside
// the decision graph, read by prove() alone; nothing that serves a patient looks here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/decision_graph.hpp"

namespace signpost {

// What a claim promises of the end of a journey.
struct Promise {
  enum class Kind : std::uint8_t {
    journeys,           // of each journey for itself
    never_less_urgent,  // of two journeys: the second never ends less urgently than the first
    never_more_urgent,
  };
  Kind kind = Kind::journeys;
  bool of_disposition = false;
  std::vector<char> allowed;  // of_disposition: by disposition, whether a journey may end so
  std::vector<AdviceIndex> advice;
  int within = -1;  // further questions at most; -1: not promised
};

// One claim of the library, whatever the program.
struct ClaimInfo {
  std::string text;
  std::string file;  // pathway or module that it is written in; empty: safety.yaml, and so of every program
  Location location;
  Promise promise;
  bool comparing = false;
  bool answered = false;  // `when answered`: of answers that were given; else what nobody asked may be anything
  std::string waived_by, waived_reason, waived_until;  // until: an ISO date; empty: not waived
};

// A test of a patient at the end of a journey, which may also speak of the end itself.
struct ClaimTest {
  enum class Op : std::uint8_t { test, end, all, any, negation };
  Op op = Op::test;
  TestIndex test = kNone<TestIndex>;  // *not sure* counts as no in it
  std::vector<std::string> outcomes;  // end: ids of outcomes of `file`, or
  std::string file;
  std::vector<char> dispositions;  // end: by disposition
  std::vector<ClaimTest> parts;
};

// A variable that a claim reads and that a journey may leave unknown.
struct Unasked {
  // What it may be; *not sure* is nothing that it may be. An answer that records a fact is so only where the fact is.
  struct Value {
    Symbol symbol = symbol::unknown;
    VariableIndex where_so = 0;               // this must be so, or *not sure*; 0: nothing must
    std::vector<VariableIndex> where_not_so;  // none of these may be so
  };
  VariableIndex variable = 0;
  TestIndex known_no = kNone<TestIndex>;  // the fact's `never`: where it is yes, the fact is known to be no
  std::vector<Value> values;
};

// A claim over one program.
struct ProgramClaim {
  std::uint32_t claim = 0;             // into Claims::all
  ClaimTest when;                      // whom it is about, once they have ended; *not sure* counts as no
  TestIndex open = kNone<TestIndex>;   // on the way: where it is no, `when` can no longer come true
  TestIndex since = kNone<TestIndex>;  // on the way: where it is yes, questions begin to count
  std::vector<Unasked> unasked;        // what `when` reads, unless it speaks of given answers alone
  std::vector<TestIndex> known;        // each must be yes at the end
  // Comparing: at the end, and where they can no longer come true; and in what the two patients may differ.
  TestIndex from = kNone<TestIndex>, to = kNone<TestIndex>, from_open = kNone<TestIndex>, to_open = kNone<TestIndex>;
  std::vector<VariableIndex> may_differ;
  // By node of the program: whether whoever arrives there has come to the claim's file, and so is spoken of. Empty
  // where everybody is.
  std::vector<char> inside;
};

struct DecisionGraph::Claims {
  std::vector<ClaimInfo> all;
  std::vector<std::vector<ProgramClaim>> of_program;  // by program
};

using Claims = DecisionGraph::Claims;

inline constexpr int kMaxWithin = 100;  // questions that a claim may count
// "3 questions"; nothing for other words.
std::optional<int> questions_of(std::string_view text);

}  // namespace signpost

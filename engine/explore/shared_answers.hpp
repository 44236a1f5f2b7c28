// What two journeys that are followed together have answered alike. A question that both are asked gets the same
// answer: whoever is asked first remembers what they said, for as long as the other may still be asked.
//
// Of a list, what only one of the two is shown counts as not ticked, unless it binds nobody. An answer that the other
// cannot give (it is not shown, or is no longer there) binds nobody, unless both must say the same.
#pragma once

#include <functional>
#include <unordered_map>
#include <vector>

#include "engine/explore/patient_sets.hpp"
#include "engine/graph/decision_graph.hpp"

namespace signpost {

// One question as one of the two knows it. Answers have numbers of their own here, the same for both.
struct SharedQuestion {
  VariableIndex said = 0;                 // 0 nothing yet, 1.. an answer, kUnsureSaid
  std::vector<Symbol> answer;             // one of several: of each answer
  std::vector<std::vector<Symbol>> cell;  // amounts: of each symbol of the question's variable (or of each band)
  // Answers, amounts (by what is said) and *not sure* that the other never can give: whoever gives them is bound by
  // nothing.
  std::vector<char> answer_one_sided, amount_one_sided;
  bool unsure_one_sided = false;
  std::vector<VariableIndex>
      unseen;                       // one of several: yes where whoever was asked first was not shown it; 0: always is
  std::vector<VariableIndex> item;  // lists: of each item, kTicked or kNotTicked; 0: may differ
  VariableIndex owed = 0;  // yes: the first has said it one_sided so far, and the second must say it yet; 0: need not
};

inline constexpr Symbol kUnsureSaid = 254;
inline constexpr Symbol kListSaid = 1;
inline constexpr Symbol kNotTicked = 1, kTicked = 2;

// The questions of one side's program that the two share.
class SharedAnswers {
 public:
  using Set = PatientSets::Set;

  explicit SharedAnswers(PatientSets& sets) : s_(sets) {}

  std::unordered_map<QuestionIndex, SharedQuestion> questions;
  bool unseen_is_no = true;  // what only one of the two is shown; else it binds nobody
  bool both_must = false;  // say the same: whoever cannot is no part of a pair; else what they cannot say binds nobody
  // Where the two part: the first ticks of a list, and the second ticks as much or more; all else is not said alike.
  enum class Parting : std::uint8_t { no, first, second };
  Parting parting = Parting::no;

  const SharedQuestion* find(QuestionIndex question) const {
    auto it = questions.find(question);
    return it == questions.end() ? nullptr : &it->second;
  }
  // Of `these`, who may say `symbol`, and have then said so: those who are asked first, those whose other has said the
  // same, and `unbound`, whose other has said what they cannot say.
  // `tell` is what saying so tells of them, done to each part of `these` before they have said it.
  // `one_sided`: those who say what the other could not.
  Set say(
      const SharedQuestion& q, Symbol symbol, Set these, Set unbound, Set one_sided,
      const std::function<Set(Set)>& tell = [](Set set) { return set; });
  // Those whose other has said something that is none of `symbols`.
  Set unbound(const SharedQuestion& q, const std::vector<Symbol>& symbols, Set these);

  Set first(const SharedQuestion& q, Set these) { return s_.where_is(these, q.said, 0); }
  PatientSets& sets() { return s_; }

 private:
  PatientSets& s_;
};

}  // namespace signpost

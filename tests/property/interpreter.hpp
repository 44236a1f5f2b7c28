// The meaning of the pathway language, written a second time and as simply as possible: an interpreter that walks what
// the authors wrote, by name, in maps of strings. It shares the authored form and the ages with the compiled engine and
// nothing else, so that an agreement of the two says something. Slow and clear; for tests only. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/age.hpp"
#include "engine/pathway.hpp"

namespace signpost::naive {

// What a walk starts from.
struct Start {
  std::string topic;
  AgeCell age = 0;
  std::string sex = "female";            // female | male | not-said
  std::string party = "self";            // self | someone-else
  Day on = 0;                            // the journey's day
  std::map<std::string, bool> switches;  // those not named have their default
};

// A person's answer to one question.
struct Reply {
  enum class Kind { answer, ticks, amount, unsure, seen } kind = Kind::answer;
  std::string answer;           // an answer's id
  std::set<std::string> ticks;  // a list: those ticked; empty is "none of these"
  std::int64_t amount = 0;      // thousandths of a number, minutes of a duration, the Day of a date
  friend bool operator==(const Reply&, const Reply&) = default;
};

// A question, or a note, as it is put.
struct Put {
  std::string question;  // as in API and scenarios: "onset", "life-threat/breathing"
  const Pathway* file = nullptr;
  const AuthoredStep* step = nullptr;
  std::vector<std::string> shown;  // yes/no, choose and lists: ids that are offered, in the author's order
  bool unsure = false;             // "not sure" is offered
};

// What the walk could not do. A library without errors never comes here.
struct Stuck {
  enum class Kind {
    undecided,     // a rule, only-if, score or floor that nothing decides
    left_out,      // no rule, no answer's target and no `to`
    no_pathway,    // nobody or more than one pathway of the topic admits the patient
    not_admitted,  // a jump to a pathway that does not admit the patient
    no_answer,     // a question with nothing to choose from, or a value that no band covers
    no_such_name,  // a name that nothing has
  } kind = Kind::undecided;
  std::string file, step, words;
};

struct Ended {
  std::string file, outcome, disposition;
  std::set<std::string> advice, worsening;  // told, after only-if, unless, additions and removals
};

struct RedFlag {
  std::string disposition;
  std::size_t put = 0;  // how many questions had been put when it was given, that one included
  std::string question;
};

struct Trace {
  std::vector<Put> put;                            // in order; the last one is unanswered when `waiting`
  std::vector<Reply> replies;                      // to those put
  std::vector<std::set<std::string>> note_advice;  // told at each note put, in order
  std::vector<RedFlag> red_flags;                  // given or implied
  bool waiting = false;                            // the answerer gave nothing for the last question put
  std::optional<Ended> ended;
  std::optional<Stuck> stuck;
};

// Asked for each question put; nothing ends the walk there.
using Answerer = std::function<std::optional<Reply>(const Put&, const Trace&)>;

// Walks `topic` of the library. Replies must be among those offered; amounts lie in the question's range and on its
// step.
Trace walk(const Library& library, const Start& start, const Answerer& answerer);

// The whole numbers that an amount question asks for: thousandths, or minutes (dates: minutes gone by).
struct Bounds {
  std::int64_t from = 0, to = 0, step = 1;
};
Bounds bounds_of(const AuthoredStep& step);

// "38.0" in thousandths.
std::int64_t thousandths(const std::string& digits);
// 72 and "hours" in minutes.
std::int64_t minutes(const std::string& digits, const std::string& unit);
// Whether `value` lies in the words of a range such as "over 12 hours and up to 72 hours".
bool in_range(const std::string& range, bool is_number, std::int64_t value);
// Every quantity that the words of a range name, in thousandths or minutes.
std::vector<std::int64_t> edges_of(const std::string& range, bool is_number);

// The pathways of the topic that admit the patient; exactly one where the library has no errors.
std::vector<const Pathway*> admitting(const Library& library, const Start& start);

}  // namespace signpost::naive

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

#include "engine/amounts/age.hpp"
#include "engine/pathway/pathway.hpp"

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

// What is known of one thing. A band without an amount comes of "not sure" that counts as a band.
struct Value {
  enum class Kind { unknown, unsure, word, amount, band } kind = Kind::unknown;
  std::string word;
  std::int64_t amount = 0;
  const AuthoredStep* banded = nullptr;
  bool certain() const { return kind != Kind::unknown && kind != Kind::unsure; }
};

// What was answered to one question, or implied.
struct Own {
  Value value;                   // yes/no, choose and amounts
  bool unsure = false;           // a list answered "not sure"
  std::set<std::string> ticked;  // a list
};

// A score of a file.
using ScoreKey = std::pair<const Pathway*, std::string>;

// All that a walk has learnt so far.
struct Memory {
  std::map<std::string, Value> facts;  // told
  std::map<std::string, Own> own;      // "file/step" -> what was answered, given or implied
  std::map<ScoreKey, int> points;
  std::set<const Pathway*> entered;  // the pathway that it began in, and files of which it has met a step
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
  Memory memory;                                   // at each question put as it was before, and at the end
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
// The band that holds the amount; null if none does.
const Answer* band_of(const AuthoredStep& step, std::int64_t amount);

// "38.0" in thousandths.
std::int64_t thousandths(const std::string& digits);
// 72 and "hours" in minutes.
std::int64_t minutes(const std::string& digits, const std::string& unit);
// Whether `value` lies in the words of a range such as "over 12 hours and up to 72 hours".
bool in_range(const std::string& range, bool is_number, std::int64_t value);
// Every quantity that the words of a range name, in thousandths or minutes.
std::vector<std::int64_t> edges_of(const std::string& range, bool is_number);

enum class Truth { no, yes, open };

// What *not sure* is to a test: undecided to whoever is on the way; to whoever looks back it counts as no.
enum class Looking { on, back };

// Whether a test that stands in `file` (null: in a file of the whole library) holds for what is known. No further
// points are expected of any question.
Truth holds(const Library& library, const Start& start, const Memory& memory, const Condition& condition,
            const Pathway* file, Looking looking = Looking::on);
// What is known of a fact: told, or following from what was told.
Value fact_value(const Library& library, const Start& start, const Memory& memory, const std::string& fact);

// The pathways of the topic that admit the patient; exactly one where the library has no errors.
std::vector<const Pathway*> admitting(const Library& library, const Start& start);

}  // namespace signpost::naive

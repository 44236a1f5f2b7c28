// The authored form: what clinicians wrote, as words with their places. The compiler (compile.cpp) is the only file
// that knows both this form and the decision graph. Plain structs, filled by the reader, never changed afterwards. Maps
// of the files become vectors in the author's order. A Name or Text with empty text was not written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/pathway/condition.hpp"
#include "engine/text/location.hpp"
#include "engine/text/source.hpp"

namespace signpost {

struct Text {
  std::string text;  // as written, with <variants> unresolved
  Location at;
  bool empty() const { return text.empty(); }
};

struct Points {  // one entry of `score:`
  Name score;
  int points = 0;
};

// One way to answer: of yes/no, choose, tick, or one band of a number, duration or date.
struct Answer {
  Name id;    // "yes", "no", or the author's id
  Text text;  // yes/no and bands: empty
  Text help;
  Text range;     // bands only: "38.0 to 38.9"
  Name to;        // may be empty
  Name records;   // a yes/no fact that this answer records
  Name red_flag;  // disposition; the question's own `red-flag` is NOT copied here
  std::vector<Points> score;
  std::vector<Name> advice, without_advice;
  std::optional<Condition> only_if;
  bool confirm = false;
};

struct Rule {
  std::optional<Condition> when;  // empty: `otherwise`
  Name to;
  std::vector<Name> evidence;
  Location at;
};

enum class AskKind { yes_no, choose, tick, number, duration, date };
enum class Worse { unstated, no, neither, first, higher, lower };

// `number: { unit, from, to, step, usual }`, `duration: {...}`, `date: {...}`, as written.
struct Range {
  Location at;
  Text unit, from, to, step, usual;
};

struct AuthoredStep {
  Name id;
  enum class Kind { ask, decide, use, note } kind = Kind::decide;

  // ask
  AskKind ask = AskKind::yes_no;
  Text question, why, help;
  std::vector<Answer> answers;  // yes, no | choose | tick | bands
  std::optional<Range> range;   // number, duration, date
  Name records;                 // a fact
  Name red_flag;                // on the question: the more serious answer, or every tick
  Worse worse = Worse::unstated;
  Name unsure;     // an answer that it counts as, or a target; empty: not offered
  Name any, none;  // tick

  Name use;                  // module
  Text note;                 // note
  std::vector<Name> advice;  // note

  std::vector<Rule> then;
  Name to;
  std::vector<Name> evidence;
};

struct Floor {
  Condition when;
  Name outcome;
  std::vector<Name> evidence;
  Location at;
};

struct AuthoredOutcome {
  Name id;
  Name disposition;
  Text reason;
  std::vector<Name> advice, worsening, evidence;
};

struct Waiver {
  std::string by, reason, until;
};

struct Claim {
  Text claim;
  std::optional<Condition> when;
  std::optional<Condition> from, to;  // `compare:`
  Text disposition;                   // "at least ambulance-now", "never less urgent"
  std::vector<Name> known, asked, advice, evidence;
  std::optional<Condition> answered;
  Text within;  // "3 questions", "1 hour"
  std::optional<Waiver> waived;
  Location at;
};

struct ScoreRule {
  Condition when;
  int points = 0;
  Location at;
};

struct Score {
  Name id;
  Text meaning;
  std::vector<ScoreRule> plus;
  std::vector<Name> evidence;
};

enum class Status { draft, approved, retired };

struct Approval {
  std::string by, role, date, digest;
};

// A pathway or a module: one file.
struct Pathway {
  Name id;
  bool module = false;
  std::uint32_t file = 0;
  Name topic;  // pathways; its own id if not written
  Text title, version, area;
  Status status = Status::draft;
  std::optional<Approval> approval;
  Condition admits;  // `for:`
  std::vector<Text> search;
  std::vector<std::pair<std::string, std::string>> codes;
  std::string author, approver, review_by;
  std::vector<Name> evidence;
  Name start;
  std::vector<AuthoredStep> steps;
  std::vector<Floor> floors;
  std::vector<AuthoredOutcome> outcomes;
  std::vector<Claim> claims;
  std::vector<Score> scores;
  std::vector<Name> was;
};

enum class FactType { yes_no, number, duration, date, one_of, means };

struct Fact {
  Name id;
  FactType type = FactType::yes_no;
  Text meaning;
  Text unit;
  std::vector<Name> values;  // one of
  Name if_unsure;            // yes | no | a value; empty: undecided
  Text reason;
  std::optional<Condition> never;
  std::optional<Condition> means;
};

enum class Level { emergency, urgent, routine, self_care };

struct Disposition {
  Name id;
  Text service, within, contact, heading, code;
  Level level = Level::routine;
};

struct AdviceItem {
  Name id;
  Text text;
  std::optional<Condition> only_if, unless;
  bool calls_999 = false;
};

struct Variant {
  Name id;
  Condition when;  // `everyone` for `otherwise`
};

struct Phrase {
  Text self;                 // what the author writes between < and >
  std::vector<Text> others;  // one for each variant after the first
};

struct Evidence {
  Name id;
  Text title, url, year;
};

struct Switch {
  Name id;
  Text meaning;
  bool on = false;
};

struct GlossaryEntry {
  Text word, meaning;
};

struct ScenarioAnswer {
  Name question;             // "step" or "file/step"
  std::vector<Name> values;  // ids, "unsure", "38.2", "2 hours", an ISO date; several for a list
  bool list = false;         // written as [ ]
};

struct Scenario {
  Text name;
  Name pathway;
  Location at;
  Text age, sex, party, on;
  std::vector<Name> switches_on, switches_off;
  std::vector<ScenarioAnswer> answers;
  bool others_none = false;  // whatever else is asked: the least serious answer, no or none of these
  Name disposition, outcome;
  std::vector<Name> advice_includes, advice_excludes, asked, not_asked;
  int questions_at_most = 0;  // 0: not stated
};

// What a library may be used for, for whoever answers for its safety.
struct IntendedUse {
  Text purpose, patients, users, setting, manufacturer;
  std::vector<Text> not_for;
};

// The whole folder.
struct Library {
  Sources sources;
  Text name, version;
  std::optional<IntendedUse> intended_use;
  std::vector<Name> first;  // modules before every start
  int red_flag_within = 3;  // further questions
  std::size_t ways_in_one_place = 65536;
  std::vector<Switch> switches;
  std::vector<Fact> facts;
  std::vector<Disposition> dispositions;  // most urgent first
  std::vector<AdviceItem> advice;
  std::vector<Variant> variants;  // the first is "self"
  std::vector<Phrase> phrases;
  std::vector<Evidence> evidence;
  std::vector<GlossaryEntry> glossary;
  std::vector<Claim> claims;      // safety.yaml
  std::vector<Pathway> pathways;  // pathways and modules, in order of path
  std::vector<Scenario> scenarios;
};

}  // namespace signpost

// The compiled form: what the machine walks. Indices only; no string is compared while walking.
//
// For each pathway there is one Program: the life-threat screen, then the pathway, with every module put in where it is
// used, as one graph without circles. A patient-so-far is an array of small numbers, one for each Variable of the
// program; 0 always means "not known yet". Tests are three-valued and never undecided where the compiler passed them.
//
// Built by compile() and immutable afterwards: any number of threads may walk one graph.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "engine/amounts/age.hpp"
#include "engine/pathway/pathway.hpp"
#include "engine/text/location.hpp"
#include "engine/text/text_pool.hpp"

namespace signpost {

// Strong index types. kNone of each means "none".
enum class NodeIndex : std::uint32_t {};
enum class QuestionIndex : std::uint32_t {};
enum class OutcomeIndex : std::uint32_t {};
enum class TextIndex : std::uint32_t {};
enum class TestIndex : std::uint32_t {};
enum class AdviceIndex : std::uint32_t {};
enum class ProgramIndex : std::uint32_t {};
enum class TopicIndex : std::uint32_t {};
enum class DispositionIndex : std::uint8_t {};  // position in dispositions.yaml: smaller is more urgent
using VariableIndex = std::uint16_t;            // within a program
using VariantIndex = std::uint8_t;              // wording: 0 is "self"
using Symbol = std::uint8_t;                    // a value of a variable; 0 is "unknown"

template <class Index>
inline constexpr Index kNone = static_cast<Index>(static_cast<std::underlying_type_t<Index>>(-1));
template <class Index>
constexpr auto at(Index i) {
  return static_cast<std::underlying_type_t<Index>>(i);
}

inline constexpr std::size_t kMaxAnswers = 31;          // of one question: they are bits of 32, and a 0 ends them
inline constexpr std::size_t kMaxVariables = 1024;      // of one program: facts and answers that anything reads
inline constexpr std::size_t kMaxSymbols = 255;         // values that one variable may have to tell apart
inline constexpr std::size_t kMaxProgramNodes = 65536;  // nodes of one pathway with its modules put in

// Fixed symbols.
namespace symbol {
inline constexpr Symbol unknown = 0;
inline constexpr Symbol no = 1, yes = 2, unsure = 3;  // yes/no facts, questions and list items; switches (no is off)
inline constexpr Symbol none = 1, some = 2, list_unsure = 3;  // a list as a whole
inline constexpr Symbol female = 1, male = 2, not_said = 3;   // sex
inline constexpr Symbol self = 1, someone_else = 2;           // party
}  // namespace symbol

// The first variables of every program.
inline constexpr VariableIndex kAgeVariable = 0, kSexVariable = 1, kPartyVariable = 2, kFirstSwitch = 3;

struct Variable {
  enum class Kind : std::uint8_t { age, sex, party, switched, yes_no, one_of, amount, list, item, score, counted };
  Kind kind = Kind::yes_no;
  Symbol symbols = 0;  // values besides unknown: 1..symbols; "not sure", where there is one, is the last
  bool has_unsure = false;
  std::string name;   // "fact pregnant", "headache/onset", for witnesses and diagrams
  std::string words;  // the fact's meaning or the question's text, for clinicians
  // amount: lower ends of the cells, ascending, in thousandths (numbers) or minutes (durations, time gone by); symbol
  // k+1 is cell k
  std::vector<std::int32_t> cells;
  std::vector<std::string> values;  // names of symbols 1.., for witnesses
  std::int32_t score_base = 0;      // score: symbol = points - score_base + 1
};

enum class Truth : std::uint8_t { no, yes, undecided };

// One node of a test; parts of a test stand together at [first_part, first_part + parts).
struct TestNode {
  enum class Op : std::uint8_t {
    constant,  // fallback
    leaf,      // truth_tables[table + value of variable]
    all,
    any,
    negation,
    unless_known,  // a fact with `never:`: parts[0] is the leaf; if the variable is unknown and parts[1] is yes, truth
                   // is `fallback`
    settled,  // a fact with `means:`: parts[0]; if that is undecided and all other parts (each "was told") are yes,
              // `fallback`
    asked,    // `known x` of a `means` fact: parts[0] decided: yes; else no if all the others are yes, else undecided
    score,    // points so far and still possible against a threshold
  };
  Op op = Op::constant;
  Truth fallback = Truth::undecided;
  VariableIndex variable = 0;
  std::uint32_t table = 0;                  // leaf: offset into truth_tables; score: index into score_tests
  std::uint32_t first_part = 0, parts = 0;  // into test_parts
};

struct ScoreTest {
  VariableIndex variable = 0;
  Comparison comparison = Comparison::at_least;
  std::int32_t threshold = 0;
  std::int32_t later_min = 0, later_max = 0;  // what questions further on can still add
  struct Plus {
    TestIndex when;
    std::int32_t points;
  };
  std::vector<Plus> plus;
};

enum class QuestionKind : std::uint8_t { yes_no, choose, tick, number, duration, date, note, party, age, sex };
// Answered by an amount, which bands cut.
constexpr bool is_amount(QuestionKind kind) {
  return kind == QuestionKind::number || kind == QuestionKind::duration || kind == QuestionKind::date;
}

struct AnswerChoice {
  std::string id;
  TextIndex text = kNone<TextIndex>, help = kNone<TextIndex>;
  DispositionIndex red_flag = kNone<DispositionIndex>;
  bool confirm = false;
  std::vector<AdviceIndex> advice, without_advice;
  struct Points {
    VariableIndex score;
    std::int32_t points;
  };
  std::vector<Points> points;
  VariableIndex fact = 0;  // items that record: the fact's variable; 0 none
  VariableIndex item = 0;  // items that a test reads: their own variable; 0 none
  TestIndex only_if = kNone<TestIndex>;
  TestIndex told_no = kNone<TestIndex>;  // the fact's `never`: where it is yes, the fact is known to be no
  Symbol value = 0;                      // yes/no and choose: the symbol that this answer gives the question's variable
};

// A question (or note) as asked within one program. The same authored question in two programs is two Questions.
struct Question {
  std::string id;  // as in API, scenarios and tokens: "onset", "life-threat/breathing-now", "patient/age"
  QuestionKind kind = QuestionKind::yes_no;
  std::string file;  // module or pathway that it is written in
  std::string step;
  Location location;
  TextIndex text = kNone<TextIndex>, why = kNone<TextIndex>, help = kNone<TextIndex>;
  std::vector<AnswerChoice> answers;  // bands are not answers that a person sees
  VariableIndex variable = 0;         // what it answers: a fact's or its own; 0 for lists without readers and notes
  VariableIndex counted = 0;          // set when a score-bearing question may be met twice: its points count once
  VariableIndex unsure_before =
      0;  // set when it records, may be met twice, and *not sure* leads elsewhere: asked once all the same
  bool records = false;                  // the variable is a fact's
  TestIndex told_no = kNone<TestIndex>;  // the fact's `never`: where it is yes, the question counts as answered no
  bool unsure = false;                   // "not sure" is offered
  int unsure_as = -1;                    // answer index that it counts as; -1: it has a target of its own
  Worse worse = Worse::unstated;
  std::vector<std::string> evidence;
  // amounts, in thousandths (number) or minutes (duration); date: days before the journey's day
  std::string unit;  // "°C"; duration: "hours", the unit of its `from` and `to`
  std::int32_t from = 0, to = 0, step_size = 1, usual_from = 0, usual_to = 0;
  bool has_usual = false;
  std::vector<std::uint8_t>
      band_of_symbol;  // answer index of each symbol of the variable; 255: outside this question's range
  struct Band {
    std::int32_t from, to;
  };
  std::vector<Band> bands;   // amounts: of each answer
  Symbol unsure_symbol = 0;  // amounts: what "not sure" that counts as a band gives the variable
  std::vector<AdviceIndex> note_advice;
};

struct Node {
  enum class Kind : std::uint8_t { ask, note, decide, floors, outcome };
  Kind kind = Kind::decide;
  QuestionIndex question = kNone<QuestionIndex>;  // ask, note
  OutcomeIndex outcome = kNone<OutcomeIndex>;     // outcome; floors: the one that was reached
  std::uint32_t first_target = 0;  // ask: into answer_targets, one for each answer; kNone: on to the rules
  NodeIndex any = kNone<NodeIndex>, none = kNone<NodeIndex>, unsure = kNone<NodeIndex>;
  std::uint32_t first_rule = 0, rules = 0;
  NodeIndex to = kNone<NodeIndex>;  // when no rule is true
  std::string_view file, step;      // the authored step, for outlines and findings; into interned names
  Location location;
  bool jump = false;       // decide: into another pathway, whose `for` is the one rule
  bool after_use = false;  // decide: what follows a module that the step uses
  std::uint16_t fewest = 0,
                most = 0;  // questions still to come from here, this one included, on the shortest and longest way
};

struct NodeRule {
  TestIndex when = kNone<TestIndex>;  // kNone: otherwise
  NodeIndex to = kNone<NodeIndex>;
  Location location;
};

struct Outcome {
  std::string id, file;
  DispositionIndex disposition{};
  TextIndex reason = kNone<TextIndex>;
  std::vector<AdviceIndex> advice, worsening;
  std::vector<std::string> evidence;
  Location location;
};

struct DispositionInfo {
  std::string id, service, within, contact, heading, code;
  Level level = Level::routine;
};

struct AdviceInfo {
  std::string id;
  TextIndex text = kNone<TextIndex>;
  bool calls_999 = false;
  Location location;
};

// What one pathway became.
struct Program {
  std::string pathway;  // id
  TextIndex title = kNone<TextIndex>;
  std::string version, status;
  std::string digest;  // SHA-256 of the pathway's file, hex
  NodeIndex start = kNone<NodeIndex>;
  NodeIndex first_node{};
  std::uint32_t nodes =
      0;  // [first_node, first_node + nodes), in topological order: every edge leads to a larger index
  QuestionIndex first_question{};
  std::uint32_t questions = 0;
  std::vector<Variable> variables;
  std::array<Symbol, kAgeCells> age_class{};  // cell -> symbol of the age variable
  std::vector<TestIndex> advice_only_if,
      advice_unless;  // by AdviceIndex, compiled for this program; kNone: no condition
  TestIndex admits = kNone<TestIndex>;
  Location location;
};

struct Topic {
  std::string id, title, area;
  std::vector<std::string> search;
  std::vector<ProgramIndex> programs;
  std::string admits;  // canonical text of `for`, such as "age >= 16 years"; several joined by " or "
  bool needs_party = false, needs_age = false, needs_sex = false;
  std::array<Symbol, kAgeCells> age_class{};  // joint classes of all its programs: is a coarse age exact enough?
};

struct SwitchInfo {
  std::string id;
  bool on = false;  // default
};

struct DecisionGraph {
  DecisionGraph();
  ~DecisionGraph();
  DecisionGraph(const DecisionGraph&) = delete;
  DecisionGraph& operator=(const DecisionGraph&) = delete;

  std::string library;  // its name
  std::string digest;   // SHA-256 over all files that it was made of, hex: pins journeys
  int red_flag_within = 3;
  std::vector<DispositionInfo> dispositions;
  std::vector<AdviceInfo> advice;
  std::vector<SwitchInfo> switches;
  std::vector<Topic> topics;  // in order of title
  std::vector<Program> programs;
  std::vector<Node> nodes;
  std::vector<NodeIndex> answer_targets;
  std::vector<NodeRule> rules;
  std::vector<Question> questions;  // [0], [1], [2] are patient/party, patient/age, patient/sex
  std::vector<Outcome> outcomes;
  std::vector<TestNode> tests;
  std::vector<TestIndex> test_parts;
  std::vector<std::uint8_t> truth_tables;
  std::vector<ScoreTest> score_tests;
  std::vector<std::pair<std::string, std::string>> glossary;  // word, meaning

  std::vector<std::string> variants;     // "self", "child", "other"
  std::vector<std::string> rule_labels;  // canonical text of rules[i].when, for drawings and `because`
  std::string_view text(TextIndex, VariantIndex) const;
  TextPool texts;  // variants.size() of them for each TextIndex

  std::optional<TopicIndex> topic_named(std::string_view id) const;
  // The question of a program by its id; patient/* belong to every program.
  std::optional<QuestionIndex> question_named(ProgramIndex, std::string_view id) const;
  // The variable array's initial part for a patient: which wording variant speaks to them.
  VariantIndex variant(std::optional<Age> age, bool someone_else) const;
  struct VariantRule {
    std::optional<bool> someone_else;  // nothing: whoever asks
    AgeCell first = 0, last = kAgeCells - 1;
  };
  std::vector<std::vector<VariantRule>>
      variant_rules;  // for each variant: any of these; the first variant that fits speaks

  std::unordered_set<std::string> words;  // what the string views of nodes look into

  // The same nodes and edges as a Boost graph (compressed sparse row), for algorithms; see
  // engine/graph/graph_shape.hpp.
  struct Shape;
  std::unique_ptr<Shape> shape;

  // The part of all this that a walk reads, packed; see engine/graph/walk_tables.hpp.
  struct WalkTables;
  std::unique_ptr<const WalkTables> walk_tables;
  // What is promised of it; see engine/graph/claim.hpp.
  struct Claims;
  std::unique_ptr<Claims> claims;
};

inline constexpr QuestionIndex kPartyQuestion{0}, kAgeQuestion{1}, kSexQuestion{2};

}  // namespace signpost

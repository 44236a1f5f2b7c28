// The walk itself: how an answer moves a patient-so-far through the graph. engine.cpp's functions are thin around it,
// and witnesses of the exploration are replayed by it. Internal to the engine.
#pragma once

#include <array>
#include <cstring>
#include <optional>
#include <vector>

#include "engine/graph/edge_label.hpp"
#include "engine/graph/walk_tables.hpp"
#include "engine/walk/engine.hpp"

namespace signpost {

// A patient so far: the value of every variable of a program.
struct PatientState {
  std::array<Symbol, kMaxVariables + 1> value;
  Symbol& operator[](VariableIndex v) { return value[v]; }
  Symbol operator[](VariableIndex v) const { return value[v]; }
};

// Three-valued; never undecided for tests and patients that the exploration passed.
Truth truth(const DecisionGraph& graph, const Program& program, const PatientState& state, TestIndex test);

// Sets the patient's own variables; the rest become unknown.
void start_state(const DecisionGraph& graph, const Program& program, const Journey& journey, PatientState& state);

// The answers of a question for this patient: which are offered, and which another question has told already.
struct Offer {
  std::uint32_t shown = 0;
  std::uint32_t implied = 0;  // list items known to be so
  bool put = true;            // false: the question counts as answered without being put
  bool unsure = false;        // not put: it counts as answered *not sure*
  int answer = -1;            // not put, no list: counts as this answer
};
Offer offer(const DecisionGraph& graph, const Program& program, const PatientState& state, QuestionIndex question);

// What was answered, whether given or implied.
struct Taken {
  std::uint32_t answers = 0;  // bits: the chosen answer, or every ticked item
  bool unsure = false;        // not sure with a target of its own
};

// Records an answer in the state. `given` is null when the question was not put.
Taken take(const DecisionGraph& graph, const Program& program, PatientState& state, QuestionIndex question,
           const Offer& offer, const Given* given, Day on);

// Where an answered question, or a deciding node, leads.
struct Move {
  NodeIndex to = kNone<NodeIndex>;
  EdgeLabel how;
};

// One node passed on the way.
struct Passed {
  NodeIndex node;
  EdgeLabel how;
  Taken taken;
  bool put = false;         // a question that was put and answered
  std::uint32_t given = 0;  // put: index into journey.answers
  Offer offered;
};

// How far a walk has come.
struct Walked {
  std::optional<Rejected> rejected;
  Step step;
  std::size_t used = 0;  // answers of the journey that were used
};

// Sets the patient at the start of a program.
Walked start(const DecisionGraph& graph, ProgramIndex program, const Journey& journey, PatientState& state);
// Walks on from where `walked` stopped, by the answers that it has not used. `trail`, when given, receives every node
// that is passed.
void go_on(const DecisionGraph& graph, const Journey& journey, PatientState& state, Walked& walked,
           std::vector<Passed>* trail = nullptr);
// Both: replays journey.answers through a program.
Walked walk(const DecisionGraph& graph, ProgramIndex program, const Journey& journey, PatientState& state,
            std::vector<Passed>* trail = nullptr);

// Whether a given answer can be one to what is offered now.
bool fits(const DecisionGraph& graph, QuestionIndex question, const Offer& offer, const Given& given, Day on);

// What demographic question must be put before anything else; nothing when all that the topic needs is known.
std::optional<QuestionIndex> demographic_needed(const DecisionGraph& graph, const Journey& journey);
// The pathway that admits the patient.
ProgramIndex program_for(const DecisionGraph& graph, const Journey& journey);

// The value that the id of a band stands for, as an answer: the first usual one.
std::int32_t stands_for(const Question& question, std::size_t band);
// What of `shown` an answer to the question keeps (Given::shown): nothing where it is not one of several.
std::uint32_t shown_kept(const Question& question, std::uint32_t shown);
// Turns a value from outside into one that fits the question, or says why not.
std::variant<Given, Rejected> to_given(const DecisionGraph& graph, QuestionIndex question, const AnswerValue& value,
                                       std::uint32_t shown, Day on, bool confirmed);

}  // namespace signpost

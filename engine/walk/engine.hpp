// Walking the decision graph. Every function here is pure: no clock, no locale, no input or output, no logging.
// A caller's mistake is a value (Rejected). Thread-safe on one graph.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/graph/decision_graph.hpp"
#include "engine/graph/journey.hpp"

namespace signpost {

// Why a request cannot be followed. `code` is stable and documented in docs/api.md; `detail` names ids only, never free
// text of the caller.
struct Rejected {
  enum class Code : std::uint8_t {
    unknown_topic,          // "unknown-topic"
    topic_not_for_patient,  // no pathway of the topic admits the patient
    too_many_topics,        // more than the engine can walk together
    unknown_question,       // the question is none of this journey's
    question_not_asked,     // it is not the one that is asked now, nor one already answered
    answer_does_not_fit,    // not offered, wrong kind, or several where one is wanted
    value_out_of_range,     // outside from-to, or a date to come
    value_unusual,          // outside `usual`, or an answer that says `confirm`: give it again with confirmed = true
    age_too_coarse,         // a threshold of the topic falls inside it
    journey_over,           // an outcome has been reached
    too_many_answers,
  };
  Code code;
  std::string question;  // id, or empty
  std::string detail;
};
std::string_view rejected_name(Rejected::Code code);

// What comes next.
struct Step {
  enum class Kind : std::uint8_t { question, note, outcome };
  Kind kind = Kind::question;
  ProgramIndex program = kNone<ProgramIndex>;  // kNone while only demographics are being asked
  NodeIndex node = kNone<NodeIndex>;
  QuestionIndex question = kNone<QuestionIndex>;  // question, note
  OutcomeIndex outcome = kNone<OutcomeIndex>;     // outcome
  std::uint32_t shown = 0;                        // question: bit i, answer i is offered
};

// Replays the journey and says what comes next. An answer that does not fit what is asked makes it Rejected.
std::variant<Step, Rejected> step(const DecisionGraph& graph, const Journey& journey);

// A new journey. `switches`: bits of graph.switches, or the defaults.
std::variant<Journey, Rejected> begin(const DecisionGraph& graph, const std::vector<std::string>& topics,
                                      Patient patient, Day on, std::optional<std::uint32_t> switches = {});

struct Answered {
  Journey journey;
  Step step;
  std::vector<std::string> dropped;  // ids of questions whose earlier answers no longer hold
};

// Gives the answer to the question that is asked now (`question` must name it). `confirmed`: an unusual value or an
// answer with `confirm` was shown once more and is meant.
std::variant<Answered, Rejected> answer(const DecisionGraph& graph, Journey journey, std::string_view question,
                                        const AnswerValue& value, bool confirmed = false);

// Gives another answer to a question that was already answered (or to patient/*). A later answer is kept if its
// question is reached again, it is still offered, and nothing is shown now that was not shown then.
std::variant<Answered, Rejected> change(const DecisionGraph& graph, const Journey& journey, std::string_view question,
                                        const AnswerValue& value, bool confirmed = false);

// Goes on from where the journey stands by its held answers, as far as they fit. `dropped` is kept and added to.
std::variant<Answered, Rejected> go_on_by_held(const DecisionGraph& graph, Journey journey,
                                               std::vector<std::string> dropped = {});

// The journey before the last answer was given: how "back" is done. The last answer is held, so that going on again
// keeps it. An unanswered journey stays as it is.
Journey back(const DecisionGraph& graph, const Journey& journey);

// A journey from answers by id in any order, as `evaluate`, scenarios and `run --answers` give it. Answers that are
// never asked for make it Rejected (question_not_asked) unless `lenient`.
using NamedAnswer = std::pair<std::string, AnswerValue>;
std::variant<Answered, Rejected> evaluate(const DecisionGraph& graph, const std::vector<std::string>& topics,
                                          Patient patient, Day on, std::optional<std::uint32_t> switches,
                                          const std::vector<NamedAnswer>& answers);

// An answer that was asked and given, for people and for the API.
struct Reviewed {
  QuestionIndex question;
  Given given;           // patient/*: kind answer with the symbol, or for age kind amount with the first cell
  bool implied = false;  // not put: another question had told it
};
// Every question asked so far, in order, demographics first where they were needed: those of a journey that step()
// takes, which is not asked again.
std::vector<Reviewed> review(const DecisionGraph& graph, const Journey& journey);

// The answers that chose the outcome (see docs/pathway-language.md): those read by the test that chose it, or by the
// rules above it that failed, and those read by a floor that lifted it. Empty unless an outcome has been reached.
struct Reason {
  QuestionIndex question = kNone<QuestionIndex>;  // patient/age and patient/sex too
  Given given;
};
std::vector<Reason> because(const DecisionGraph& graph, const Journey& journey);

// What the person is told at an outcome or note: advice after only-if, unless, additions and removals (removals win).
struct Told {
  std::vector<AdviceIndex> advice, worsening;
};
Told told(const DecisionGraph& graph, const Journey& journey);

// Words of an answer for a person: "Yes", "38.2 °C", "A fit; Slurred speech", "None of these", "Not sure".
std::string answer_words(const DecisionGraph& graph, QuestionIndex question, const Given& given, VariantIndex variant);
// The same as ids for API and scripts: "yes", "38.2", {"fit","speech"}, "none", "unsure", an ISO date.
AnswerValue answer_value(const DecisionGraph& graph, QuestionIndex question, const Given& given, Day on);

// How far along: questions put so far, and the fewest and most still to come on any way from here.
struct Progress {
  int asked = 0, at_least = 0, at_most = 0;
};
Progress progress(const DecisionGraph& graph, const Journey& journey, const Step& step);

VariantIndex variant_of(const DecisionGraph& graph, const Journey& journey);

}  // namespace signpost

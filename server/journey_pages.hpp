// The pages of a journey: questions, notes, outcomes and the list of answers, rendered when the library is loaded, with
// holes that are filled for each request. Knows nothing of HTTP.
//
// Immutable after construction; safe to share between threads.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/walk/engine.hpp"
#include "server/form.hpp"
#include "server/html.hpp"

namespace signpost {

// What stands in a question's fields.
struct Entered {
  std::uint32_t checked = 0;  // bit i: answer i
  bool none = false, unsure = false;
  std::string first, second, third;  // number; or day, month and year; as typed
  int unit = -1;                     // of the question's units; -1: its usual one
};
// From an answer that was given, or from what was sent and found wrong.
Entered entered(const DecisionGraph& graph, QuestionIndex question, const Given& given, Day on);
Entered entered(const Question& question, const Form& form);

// What a person did wrong, as a sentence that says how to mend it.
struct Mistake {
  std::string words;
};
// The value that a form gives.
std::variant<AnswerValue, Mistake> form_answer(const DecisionGraph& graph, const Step& step, const Form& form,
                                               VariantIndex variant, Day on);
// What a person is told when the engine does not take the value.
std::string mistake_words(const DecisionGraph& graph, const Rejected& rejected, const Step& step, VariantIndex variant,
                          Day on);
// The id of the field that a mistake is about.
std::string mistaken_field(const DecisionGraph& graph, const Step& step);

// What is around the content of one page, as HTML.
struct Around {
  std::string action;   // where the form goes
  std::string hidden;   // hidden fields of every form
  std::string caption;  // "Chest pain, question 3"
  std::string more;     // links after the content
  bool old = false;     // the answers are more than a day old
};

struct Rendered {
  std::string title, main;  // HTML
};

class JourneyPages {
 public:
  // Keeps a reference to `graph`.
  explicit JourneyPages(const DecisionGraph& graph);

  // `mistake`: empty, or what is wrong with what was entered.
  Rendered question(const Journey& journey, const Step& step, const Around& around, const Entered& entered,
                    std::string_view mistake) const;
  Rendered note(const Journey& journey, const Step& step, const Around& around) const;
  // `answers`: rows of the answers given, as answer_rows() makes them.
  Rendered outcome(const Journey& journey, const Step& step, const Around& around, std::string_view answers) const;
  Rendered answers(const Around& around, std::string_view rows) const;
  // The answer once more, to be sent again as it was: `fields` are hidden fields.
  Rendered confirm(const Around& around, std::string_view rows) const;

  // One row of a list of answers; `change` is HTML and may be empty.
  static void append_row(std::string& out, std::string_view question, std::string_view answer, std::string_view change);

 private:
  const HoledPage& of(const std::vector<std::uint32_t>& index, std::size_t which, VariantIndex variant) const;
  std::uint32_t keep(std::string marked);
  std::string question_template(const Question& question, VariantIndex variant) const;
  std::string note_template(const Question& question, VariantIndex variant) const;
  std::string outcome_template(const Outcome& outcome, VariantIndex variant) const;
  void append_advice(std::string& out, const std::vector<AdviceIndex>& advice, VariantIndex variant) const;

  const DecisionGraph& graph_;
  std::size_t variants_;
  std::vector<HoledPage> pages_;                     // each different page once: most speak alike to everybody
  std::vector<std::uint32_t> questions_, outcomes_;  // [index * variants_ + variant] -> pages_
  std::vector<std::string> advice_, versions_;
  HoledPage answers_, confirm_;
  std::string old_;
  std::map<std::string, std::uint32_t> seen_;  // only while loading
};

// The units that a duration or an age may be given in, its usual one marked by `usual`.
std::vector<std::string> units_of(const Question& question);
std::size_t usual_unit(const Question& question);

// "22 November 2026"
std::string day_words(Day day);

}  // namespace signpost

#include "cli/journey_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/amounts/measure.hpp"
#include "engine/drawing/drawing_text.hpp"
#include "engine/walk/answer_text.hpp"
#include "server/step_json.hpp"

namespace signpost {

namespace {

constexpr std::string_view kIndent = "  ";

std::string words(const DecisionGraph& graph, TextIndex text, VariantIndex variant) {
  return text == kNone<TextIndex> ? std::string() : std::string(graph.text(text, variant));
}

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string in_unit(std::int32_t minutes, const std::string& unit) {
  const std::int32_t size = minutes_in(unit).value_or(1);
  return minutes % size == 0 ? answer_text(Duration{minutes / size, unit}) : minutes_text(minutes);
}

// "between 34 and 43 °C, in steps of 0.1"
std::string range_text(const Question& question, Day on) {
  switch (question.kind) {
    case QuestionKind::number: {
      std::string text = fmt::format("A number between {} and {}{}{}", thousandths_text(question.from),
                                     thousandths_text(question.to), question.unit.empty() ? "" : " ", question.unit);
      if (question.step_size != kThousand)
        text += fmt::format(", in steps of {}", thousandths_text(question.step_size));
      return text;
    }
    case QuestionKind::duration:
      return fmt::format("How long, between {} and {}, such as 3 {}", in_unit(question.from, question.unit),
                         in_unit(question.to, question.unit), question.unit.empty() ? "days" : question.unit);
    case QuestionKind::date:
      return fmt::format("A date, such as {}, or '3 days ago'", day_text(on));
    case QuestionKind::age:
      return "Such as 34 years, 5 months, 10 weeks or 3 days, or a date of birth";
    case QuestionKind::tick:
      return "All that apply, such as 1 3";
    default:
      return {};
  }
}

void append_items(std::string& out, const DecisionGraph& graph, const std::vector<AdviceIndex>& items,
                  VariantIndex variant, const Terminal& terminal) {
  for (const AdviceIndex item : items) {
    out +=
        wrapped(without_marks(words(graph, graph.advice[at(item)].text, variant)), terminal.width, "  \u2022 ", "    ");
  }
}

std::string section(std::string_view name, const Terminal& terminal) {
  return "\n" + painted(name, Paint::bold, terminal.colour_out) + "\n";
}

// "Call 999: ambulance, now"
std::string service_line(const DispositionInfo& disposition) {
  if (disposition.level == Level::self_care && disposition.contact == "none") return {};  // the heading says it all
  std::string line;
  for (const std::string* part : {&disposition.contact, &disposition.service, &disposition.within}) {
    if (!part->empty() && *part != "none") line += (line.empty() ? "" : ", ") + *part;
  }
  return capital(line);
}

}  // namespace

Paint paint_of(Level level) {
  switch (level) {
    case Level::emergency:
      return Paint::red;
    case Level::urgent:
      return Paint::yellow;
    case Level::routine:
      return Paint::blue;
    case Level::self_care:
      return Paint::green;
  }
  return Paint::plain;
}

std::string question_text(const DecisionGraph& graph, const Journey& journey, const Step& step,
                          const std::vector<Choice>& choices, const Terminal& terminal) {
  const Question& question = graph.questions[at(step.question)];
  const VariantIndex variant = variant_of(graph, journey);
  std::string out = "\n";
  const Progress far = progress(graph, journey, step);
  if (far.at_most > 0) {
    const int least = far.asked + far.at_least;
    const int most = far.asked + far.at_most;
    const std::string total = least == most ? std::to_string(most) : fmt::format("{} to {}", least, most);
    out += painted_lines(fmt::format("Question {} (of {})", far.asked + 1, total), terminal.width, Paint::dim,
                         terminal.colour_out);
  }
  out += painted_lines(question_words(graph, step.question, variant), terminal.width, Paint::bold, terminal.colour_out);
  if (const std::string range = range_text(question, journey.on); !range.empty())
    out += wrapped(range, terminal.width, kIndent, kIndent);
  const int digits = choices.size() > 9 ? 2 : 1;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const std::string number = fmt::format("  {:>{}}  ", i + 1, digits);
    const std::string rest(number.size(), ' ');
    out += wrapped(choices[i].text, terminal.width, number, rest);
    if (!choices[i].help.empty()) out += wrapped(choices[i].help, terminal.width, rest, rest);
  }
  return out;
}

std::string help_text(const DecisionGraph& graph, const Journey& journey, const Step& step,
                      const std::vector<Choice>& choices, const Terminal& terminal) {
  const Question& question = graph.questions[at(step.question)];
  const VariantIndex variant = variant_of(graph, journey);
  std::string out;
  const std::string why = words(graph, question.why, variant);
  const std::string help = words(graph, question.help, variant);
  if (!why.empty()) out += wrapped("Why we ask: " + without_marks(why), terminal.width, kIndent, kIndent);
  if (!help.empty()) out += wrapped(without_marks(help), terminal.width, kIndent, kIndent);
  const std::string text = words(graph, question.text, variant);
  for (const auto& [word, meaning] : graph.glossary) {
    if (text.find(word) != std::string::npos)
      out += wrapped(fmt::format("{}: {}", capital(word), meaning), terminal.width, kIndent, kIndent);
  }
  std::string keys = question.kind == QuestionKind::tick ? "Type the numbers of all that apply, such as 1 3"
                     : choices.empty()                   ? "Type the answer"
                                                         : "Type a number or the first letters of an answer";
  keys += "; b goes back, q stops.";
  return out + wrapped(keys, terminal.width, kIndent, kIndent);
}

std::string note_text(const DecisionGraph& graph, const Journey& journey, const Step& step, const Terminal& terminal) {
  const Question& question = graph.questions[at(step.question)];
  const VariantIndex variant = variant_of(graph, journey);
  std::string out = "\n" + wrapped(without_marks(words(graph, question.text, variant)), terminal.width, "! ", "  ");
  append_items(out, graph, told(graph, journey).advice, variant, terminal);
  return out +
         painted_lines("Press Enter to go on.", terminal.width, Paint::dim, terminal.colour_out, kIndent, kIndent);
}

std::string outcome_text(const DecisionGraph& graph, const Journey& journey, const Step& step,
                         const Terminal& terminal) {
  const Outcome& outcome = graph.outcomes[at(step.outcome)];
  const DispositionInfo& disposition = graph.dispositions[at(outcome.disposition)];
  const VariantIndex variant = variant_of(graph, journey);
  const Paint paint = paint_of(disposition.level);
  std::string out = "\n";
  out += painted_lines(disposition.heading.empty() ? capital(disposition.service) : disposition.heading, terminal.width,
                       paint, terminal.colour_out);
  out += painted_lines(service_line(disposition), terminal.width, paint, terminal.colour_out);
  if (const std::string reason = words(graph, outcome.reason, variant); !reason.empty())
    out += "\n" + wrapped(without_marks(reason), terminal.width);

  const Told said = told(graph, journey);
  if (!said.advice.empty()) {
    out += section(disposition.level == Level::self_care ? "What to do" : "What to do meanwhile", terminal);
    append_items(out, graph, said.advice, variant, terminal);
  }
  if (!said.worsening.empty()) {
    out += section("When to worry", terminal);
    append_items(out, graph, said.worsening, variant, terminal);
  }
  const std::vector<Reason> reasons = because(graph, journey);
  if (!reasons.empty()) {
    out += section("Why", terminal);
    for (const Reason& reason : reasons) {
      const std::string_view asked = question_words(graph, reason.question, variant);
      // An age as it was told: "4 years", not the first of the months that it may be.
      const bool age = reason.question == kAgeQuestion && journey.patient.age;
      const std::string answered =
          age ? age_text(*journey.patient.age) : answer_words(graph, reason.question, reason.given, variant);
      out += wrapped(fmt::format("{} {}", asked, answered), terminal.width, "  \u2022 ", "    ");
    }
  }
  const std::string ids = fmt::format("{} ({}), outcome {}", disposition.id, level_name(disposition.level),
                                      outcome_name(graph, step.program, step.outcome));
  out += "\n" + painted_lines(ids, terminal.width, Paint::dim, terminal.colour_out);
  return out;
}

std::vector<std::string> given_answers(const DecisionGraph& graph, const Journey& journey) {
  std::vector<std::string> answers;
  for (const Reviewed& each : review(graph, journey)) {
    if (each.implied || each.question <= kSexQuestion) continue;
    answers.push_back(graph.questions[at(each.question)].id + "=" +
                      answer_text(answer_value(graph, each.question, each.given, journey.on)));
  }
  return answers;
}

}  // namespace signpost

#include "server/step_json.hpp"

#include "engine/amounts/measure.hpp"
#include "server/json.hpp"

namespace signpost {
namespace {

void append_member(std::string& out, std::string_view name, std::string_view text) {
  out += ",\"";
  out += name;
  out += "\":";
  append_json(out, text);
}

// Says nothing where nothing was written.
void append_words(std::string& out, const DecisionGraph& graph, std::string_view name, TextIndex text,
                  VariantIndex variant) {
  if (text != kNone<TextIndex>) append_member(out, name, graph.text(text, variant));
}

std::string_view api_kind(QuestionKind kind) {
  switch (kind) {
    case QuestionKind::yes_no:
    case QuestionKind::choose:
    case QuestionKind::party:
    case QuestionKind::sex:
      return "one";
    case QuestionKind::tick:
      return "many";
    case QuestionKind::number:
      return "number";
    case QuestionKind::duration:
      return "duration";
    case QuestionKind::date:
      return "date";
    case QuestionKind::age:
      return "age";
    case QuestionKind::note:
      return "note";
  }
  return "one";
}

std::int64_t minutes_in_unit(std::string_view unit) {
  if (unit == "hours" || unit == "hour") return 60;
  if (unit == "days" || unit == "day") return 24 * 60;
  if (unit == "weeks" || unit == "week") return 7 * 24 * 60;
  if (unit == "months" || unit == "month") return 30 * 24 * 60;
  if (unit == "years" || unit == "year") return 365 * 24 * 60;
  return 1;
}

void append_duration(std::string& out, std::int64_t minutes, const std::string& unit) {
  append_json(out, AnswerValue(Duration{minutes / minutes_in_unit(unit), unit}));
}

}  // namespace

std::string_view level_name(Level level) {
  switch (level) {
    case Level::emergency:
      return "emergency";
    case Level::urgent:
      return "urgent";
    case Level::routine:
      return "routine";
    case Level::self_care:
      return "self-care";
  }
  return "routine";
}

std::string_view question_words(const DecisionGraph& graph, QuestionIndex index, VariantIndex variant) {
  const Question& question = graph.questions[at(index)];
  if (question.text != kNone<TextIndex>) return graph.text(question.text, variant);
  const bool self = variant == 0;
  switch (question.kind) {
    case QuestionKind::party:
      return "Who needs help?";
    case QuestionKind::age:
      return self ? "How old are you?" : "How old is the person who needs help?";
    case QuestionKind::sex:
      return self ? "What is your sex?" : "What is the sex of the person who needs help?";
    default:
      return question.id;
  }
}

std::string_view choice_words(const DecisionGraph& graph, const AnswerChoice& answer, VariantIndex variant) {
  if (answer.text != kNone<TextIndex>) return graph.text(answer.text, variant);
  return answer.id == "yes"  ? std::string_view("Yes")
         : answer.id == "no" ? std::string_view("No")
                             : std::string_view(answer.id);
}

StepJson::StepJson(const DecisionGraph& graph)
    : graph_(graph), variants_(graph.variants.empty() ? 1 : graph.variants.size()) {
  questions_.reserve(graph.questions.size() * variants_);
  for (std::size_t question = 0; question < graph.questions.size(); ++question)
    for (std::size_t variant = 0; variant < variants_; ++variant)
      questions_.push_back(question_pieces(graph.questions[question], static_cast<VariantIndex>(variant)));
  for (const AdviceInfo& advice : graph.advice)
    for (std::size_t variant = 0; variant < variants_; ++variant) {
      std::string piece = "{\"id\":";
      append_json(piece, std::string_view(advice.id));
      append_words(piece, graph, "text", advice.text, static_cast<VariantIndex>(variant));
      if (advice.calls_999) piece += ",\"calls\":\"999\"";
      advice_.push_back(piece + '}');
    }
  for (const Outcome& outcome : graph.outcomes)
    for (std::size_t variant = 0; variant < variants_; ++variant) {
      const DispositionInfo& disposition = graph.dispositions[at(outcome.disposition)];
      std::string piece = "{\"kind\":\"outcome\",\"outcome\":{\"id\":";
      append_json(piece, std::string_view(outcome.id));
      piece += ",\"disposition\":{\"id\":";
      append_json(piece, std::string_view(disposition.id));
      append_member(piece, "level", level_name(disposition.level));
      piece += ",\"urgency\":";
      append_json(piece, static_cast<std::int64_t>(at(outcome.disposition)) + 1);
      append_member(piece, "heading", disposition.heading);
      append_member(piece, "timeframe", disposition.within);
      append_member(piece, "service", disposition.service);
      append_member(piece, "contact", disposition.contact);
      if (!disposition.code.empty()) append_member(piece, "code", disposition.code);
      piece += '}';
      append_words(piece, graph, "reason", outcome.reason, static_cast<VariantIndex>(variant));
      outcomes_.push_back(std::move(piece));
    }
  for (const Topic& topic : graph.topics) {
    std::string piece = "{\"id\":";
    append_json(piece, std::string_view(topic.id));
    append_member(piece, "title", topic.title);
    if (!topic.area.empty()) append_member(piece, "bodyArea", topic.area);
    append_member(piece, "for", topic.admits);
    topics_.push_back(piece + '}');
  }
  for (const Program& program : graph.programs) {
    std::string piece = ",\"pathway\":{\"id\":";
    append_json(piece, std::string_view(program.pathway));
    append_member(piece, "version", program.version);
    append_member(piece, "status", program.status);
    programs_.push_back(piece + '}');
  }
}

StepJson::QuestionPieces StepJson::question_pieces(const Question& question, VariantIndex variant) const {
  QuestionPieces pieces;
  const auto index = static_cast<QuestionIndex>(&question - graph_.questions.data());
  const bool note = question.kind == QuestionKind::note;
  std::string& head = pieces.head;
  head = note ? "{\"kind\":\"note\",\"note\":{\"id\":" : "{\"kind\":\"question\",\"question\":{\"id\":";
  append_json(head, std::string_view(question.id));
  if (!note) append_member(head, "kind", api_kind(question.kind));
  append_member(head, "text", question_words(graph_, index, variant));
  append_words(head, graph_, "why", question.why, variant);
  append_words(head, graph_, "help", question.help, variant);
  switch (question.kind) {
    case QuestionKind::yes_no:
    case QuestionKind::choose:
    case QuestionKind::tick:
    case QuestionKind::party:
    case QuestionKind::sex:
      head += ",\"answers\":[";
      for (const AnswerChoice& answer : question.answers) {
        std::string piece = "{\"id\":";
        append_json(piece, std::string_view(answer.id));
        append_member(piece, "text", choice_words(graph_, answer, variant));
        append_words(piece, graph_, "help", answer.help, variant);
        if (answer.confirm) piece += ",\"confirm\":true";
        pieces.answers.push_back(piece + '}');
      }
      pieces.tail = "]";
      break;
    case QuestionKind::number:
      append_member(head, "unit", question.unit);
      head += ",\"from\":";
      append_json_thousandths(head, question.from);
      head += ",\"to\":";
      append_json_thousandths(head, question.to);
      head += ",\"step\":";
      append_json_thousandths(head, question.step_size);
      break;
    case QuestionKind::duration:
      head += ",\"from\":";
      append_duration(head, question.from, question.unit);
      head += ",\"to\":";
      append_duration(head, question.to, question.unit);
      break;
    case QuestionKind::age:
    case QuestionKind::date:
    case QuestionKind::note:
      break;
  }
  if (question.unsure) pieces.tail += ",\"unsure\":true";
  pieces.tail += "}}";
  return pieces;
}

void StepJson::append(std::string& out, const Journey& journey, const Step& step) const {
  const VariantIndex variant = variant_of(graph_, journey);
  switch (step.kind) {
    case Step::Kind::question:
      return append_question(out, journey, step, variant);
    case Step::Kind::note:
      return append_note(out, journey, step, variant);
    case Step::Kind::outcome:
      return append_outcome(out, journey, step, variant);
  }
}

void StepJson::append_question(std::string& out, const Journey& journey, const Step& step, VariantIndex variant) const {
  const Question& question = graph_.questions[at(step.question)];
  const QuestionPieces& pieces = questions_[at(step.question) * variants_ + variant];
  out += pieces.head;
  bool first = true;
  for (std::size_t i = 0; i < pieces.answers.size(); ++i) {
    if ((step.shown >> i & 1u) == 0) continue;
    if (!first) out += ',';
    first = false;
    out += pieces.answers[i];
  }
  if (question.kind == QuestionKind::tick) {  // "none of these" is always offered, and stands alone
    out += first ? "" : ",";
    out += "{\"id\":\"none\",\"text\":\"None of these\",\"alone\":true}";
  }
  if (question.kind == QuestionKind::date) {
    append_member(out, "from", day_text(journey.on - question.to / kMinutesOfDay));  // the graph counts time gone by
    append_member(out, "to", day_text(journey.on - question.from / kMinutesOfDay));
  }
  out += pieces.tail;
}

void StepJson::append_advice(std::string& out, const std::vector<AdviceIndex>& advice, VariantIndex variant) const {
  out += '[';
  for (std::size_t i = 0; i < advice.size(); ++i) {
    if (i > 0) out += ',';
    out += advice_[at(advice[i]) * variants_ + variant];
  }
  out += ']';
}

void StepJson::append_note(std::string& out, const Journey& journey, const Step& step, VariantIndex variant) const {
  const QuestionPieces& pieces = questions_[at(step.question) * variants_ + variant];
  out += pieces.head;
  out += ",\"advice\":";
  append_advice(out, told(graph_, journey).advice, variant);
  out += pieces.tail;
}

void StepJson::append_outcome(std::string& out, const Journey& journey, const Step& step, VariantIndex variant) const {
  out += outcomes_[at(step.outcome) * variants_ + variant];
  const Told heard = told(graph_, journey);
  out += ",\"advice\":";
  append_advice(out, heard.advice, variant);
  out += ",\"worsening\":";
  append_advice(out, heard.worsening, variant);
  out += ",\"because\":[";
  bool first = true;
  for (const Reason& reason : because(graph_, journey)) {
    if (!first) out += ',';
    first = false;
    out += "{\"question\":";
    append_json(out, std::string_view(graph_.questions[at(reason.question)].id));
    out += ",\"answer\":";
    append_json(out, answer_value(graph_, reason.question, reason.given, journey.on));
    append_member(out, "text", question_words(graph_, reason.question, variant));
    append_member(out, "words", answer_words(graph_, reason.question, reason.given, variant));
    out += '}';
  }
  out += ']';
  if (step.program != kNone<ProgramIndex>) out += programs_[at(step.program)];
  out += "}}";
}

void StepJson::append_review(std::string& out, const Journey& journey) const {
  const VariantIndex variant = variant_of(graph_, journey);
  out += '[';
  bool first = true;
  for (const Reviewed& reviewed : review(graph_, journey)) {
    const Question& question = graph_.questions[at(reviewed.question)];
    if (!first) out += ',';
    first = false;
    out += "{\"question\":";
    append_json(out, std::string_view(question.id));
    append_member(out, "text", question_words(graph_, reviewed.question, variant));
    out += ",\"answer\":";
    append_json(out, answer_value(graph_, reviewed.question, reviewed.given, journey.on));
    append_member(out, "words", answer_words(graph_, reviewed.question, reviewed.given, variant));
    out += reviewed.implied ? ",\"implied\":true" : "";
    // What another answer told can only be changed there; a note was read, not answered.
    out += reviewed.implied || question.kind == QuestionKind::note ? ",\"canChange\":false}" : ",\"canChange\":true}";
  }
  out += ']';
}

}  // namespace signpost

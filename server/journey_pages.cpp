#include "server/journey_pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/text/utf8.hpp"
#include "server/page_templates.hpp"
#include "server/step_json.hpp"

namespace signpost {
namespace {

struct Unit {
  const char* name;
  std::int64_t minutes;
};
constexpr Unit kUnits[] = {{"minutes", 1},   {"hours", 60},     {"days", 1440},
                           {"weeks", 10080}, {"months", 43200}, {"years", 525600}};
constexpr const char* kAgeUnits[] = {"years", "months", "weeks", "days"};
constexpr std::int32_t kMinutesInDay = 24 * 60;
constexpr const char* kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                   "July",    "August",   "September", "October", "November", "December"};

std::int64_t minutes_of(std::string_view unit) {
  for (const Unit& known : kUnits)
    if (unit == known.name) return known.minutes;
  return 1;
}

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

// A number as people type it: spaces around, a comma for the point, a unit behind.
std::optional<double> typed_number(std::string_view text) {
  std::string plain(trimmed(text));
  std::replace(plain.begin(), plain.end(), ',', '.');
  double number = 0;
  const auto end = std::from_chars(plain.data(), plain.data() + plain.size(), number, std::chars_format::fixed);
  if (end.ec != std::errc() || !std::isfinite(number)) return std::nullopt;
  const std::string_view rest =
      trimmed(std::string_view(end.ptr, static_cast<std::size_t>(plain.data() + plain.size() - end.ptr)));
  if (rest.size() > 10 || rest.find_first_of("0123456789.,") != std::string_view::npos)
    return std::nullopt;  // "3 to 4", "1.2.3"
  return number;
}

std::optional<int> typed_whole(std::string_view text) {
  text = trimmed(text);
  int number = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size() || text.empty()) return std::nullopt;
  return number;
}

// A month as a number or a name: "3", "03", "mar", "March".
std::optional<int> typed_month(std::string_view text) {
  if (const auto number = typed_whole(text)) return number;
  std::string name(trimmed(text));
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  if (name.size() < 3) return std::nullopt;
  for (int month = 0; month < 12; ++month) {
    std::string full = kMonths[month];
    full[0] = static_cast<char>(full[0] - 'A' + 'a');
    if (full.starts_with(name) || (name.size() == 4 && full.substr(0, 3) == name.substr(0, 3))) return month + 1;
  }
  return std::nullopt;
}

std::string number_words(std::int32_t thousandths) {
  std::string text = fmt::format("{:.3f}", thousandths / 1000.0);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string duration_words(std::int64_t minutes, const std::string& unit) {
  const std::int64_t per = minutes_of(unit);
  const std::int64_t count = minutes / per;
  std::string name = unit;
  if (count == 1 && !name.empty() && name.back() == 's') name.pop_back();
  return fmt::format("{} {}", count, name);
}

bool by_choice(QuestionKind kind) {
  return kind == QuestionKind::yes_no || kind == QuestionKind::choose || kind == QuestionKind::tick ||
         kind == QuestionKind::party || kind == QuestionKind::sex;
}

// The telephone number that a heading or a manner of contact names.
std::string phone_of(const DispositionInfo& disposition) {
  for (const char* number : {"999", "111"})
    for (const std::string* text : {&disposition.heading, &disposition.contact})
      if (text->find(number) != std::string::npos) return number;
  return {};
}

std::string_view level_words(Level level) {
  switch (level) {
    case Level::emergency:
      return "Emergency";
    case Level::urgent:
      return "Urgent";
    case Level::routine:
      return "Not urgent";
    case Level::self_care:
      return "Self-care";
  }
  return "";
}

}  // namespace

std::vector<std::string> units_of(const Question& question) {
  std::vector<std::string> units;
  if (question.kind == QuestionKind::age) {
    units.assign(std::begin(kAgeUnits), std::end(kAgeUnits));
  } else {
    // Those that can say something between the ends; minutes only where a day is long.
    for (const Unit& unit : kUnits)
      if (unit.minutes <= question.to && (unit.minutes > 1 || question.to <= 365 * 24 * 60) &&
          (unit.minutes * 1000 > question.from))
        units.emplace_back(unit.name);
    if (units.empty()) units.emplace_back(kUnits[0].name);
  }
  return units;
}

std::size_t usual_unit(const Question& question) {
  if (question.kind == QuestionKind::age) return 0;
  const auto units = units_of(question);
  // The author's unit; of a long range, such as up to 1 year, days are what people count in.
  std::string wanted = question.unit;
  if (minutes_of(wanted) > minutes_of("days") && question.from < kMinutesInDay) wanted = "days";
  const auto found = std::find(units.begin(), units.end(), wanted);
  return found == units.end() ? 0 : static_cast<std::size_t>(found - units.begin());
}

std::string day_words(Day day) {
  const std::string iso = day_text(day);  // 2026-11-22
  const auto month = static_cast<std::size_t>((iso[5] - '0') * 10 + iso[6] - '1');
  return fmt::format("{} {} {}", (iso[8] - '0') * 10 + iso[9] - '0', kMonths[month], iso.substr(0, 4));
}

Entered entered(const DecisionGraph& graph, QuestionIndex index, const Given& given, Day on) {
  const Question& question = graph.questions[at(index)];
  Entered out;
  switch (given.kind) {
    case Given::Kind::unsure:
      out.unsure = true;
      break;
    case Given::Kind::seen:
      break;
    case Given::Kind::answer:
      out.checked = 1u << given.value;
      break;
    case Given::Kind::ticks:
      out.checked = given.ticks;
      out.none = given.ticks == 0;
      break;
    case Given::Kind::amount: {
      const AnswerValue value = answer_value(graph, index, given, on);
      if (const auto* const duration = std::get_if<Duration>(&value)) {
        out.first = std::to_string(duration->value);
        const auto units = units_of(question);
        const auto found = std::find(units.begin(), units.end(), duration->unit);
        if (found != units.end()) out.unit = static_cast<int>(found - units.begin());
      } else if (const auto* const number = std::get_if<double>(&value)) {
        out.first = number_words(static_cast<std::int32_t>(std::lround(*number * 1000)));
      } else if (const auto* const iso = std::get_if<std::string>(&value); iso != nullptr && iso->size() == 10) {
        out.first = std::to_string(std::stoi(iso->substr(8, 2)));
        out.second = std::to_string(std::stoi(iso->substr(5, 2)));
        out.third = iso->substr(0, 4);
      }
      break;
    }
  }
  return out;
}

Entered entered(const Question& question, const Form& form) {
  Entered out;
  for (const std::string_view chosen : form.all("answer")) {
    if (chosen == "none") out.none = true;
    if (chosen == "unsure") out.unsure = true;
    for (std::size_t i = 0; i < question.answers.size(); ++i)
      if (question.answers[i].id == chosen) out.checked |= 1u << i;
  }
  // Cut off where nobody types so much: it is shown again.
  constexpr std::size_t kMostShown = 40;
  const auto typed = [&](std::string_view name) {
    const std::string_view text = form[name];
    return std::string(front_of(text.substr(0, text.find_first_of("\r\n")), kMostShown));
  };
  if (question.kind == QuestionKind::date) {
    out.first = typed("day");
    out.second = typed("month");
    out.third = typed("year");
  } else {
    out.first = typed("amount");
  }
  const auto units = units_of(question);
  const auto unit = std::find(units.begin(), units.end(), form["unit"]);
  if (unit != units.end()) out.unit = static_cast<int>(unit - units.begin());
  return out;
}

std::string mistaken_field(const DecisionGraph& graph, const Step& step) {
  const Question& question = graph.questions[at(step.question)];
  if (question.kind == QuestionKind::date) return "day";
  if (!by_choice(question.kind)) return "amount";
  for (std::size_t i = 0; i < question.answers.size(); ++i)
    if (step.shown >> i & 1u) return fmt::format("answer-{}", i);
  return "none";
}

std::variant<AnswerValue, Mistake> form_answer(const DecisionGraph& graph, const Step& step, const Form& form,
                                               VariantIndex variant, Day on) {
  const Question& question = graph.questions[at(step.question)];
  const auto chosen = form.all("answer");
  const bool unsure = std::find(chosen.begin(), chosen.end(), "unsure") != chosen.end();
  const std::string asked(question_words(graph, step.question, variant));
  switch (question.kind) {
    case QuestionKind::note:
      return Seen{};
    case QuestionKind::yes_no:
    case QuestionKind::choose:
    case QuestionKind::party:
    case QuestionKind::sex:
      if (unsure && question.unsure) return Unsure{};
      if (chosen.size() == 1) return AnswerValue(std::string(chosen.front()));
      return Mistake{"Choose an answer to “" + asked + "”"};
    case QuestionKind::tick: {
      if (chosen.empty()) return Mistake{"Choose all that apply, or “None of these”"};
      if (unsure) {
        if (chosen.size() > 1) return Mistake{"Choose what applies, or “I am not sure”, but not both"};
        return Unsure{};
      }
      std::vector<std::string> ids(chosen.begin(), chosen.end());
      if (std::find(ids.begin(), ids.end(), "none") != ids.end()) {
        if (ids.size() > 1) return Mistake{"Choose what applies, or “None of these”, but not both"};
        ids.clear();
      }
      return ids;
    }
    case QuestionKind::number: {
      const bool empty = trimmed(form["amount"]).empty();
      if (unsure && empty) return Unsure{};
      if (unsure) return Mistake{"Enter a number, or choose “I am not sure”, but not both"};
      const auto number = typed_number(form["amount"]);
      if (!number)
        return Mistake{
            fmt::format("Enter a number from {} to {}", number_words(question.from), number_words(question.to))};
      return *number;
    }
    case QuestionKind::duration: {
      const bool empty = trimmed(form["amount"]).empty();
      if (unsure && empty) return Unsure{};
      if (unsure) return Mistake{"Enter how long, or choose “I am not sure”, but not both"};
      const auto number = typed_number(form["amount"]);
      const std::string unit(form["unit"]);
      const auto units = units_of(question);
      if (!number || *number < 0 || *number > 1e6 || std::find(units.begin(), units.end(), unit) == units.end())
        return Mistake{"Enter how long as a number, such as 3, and choose a unit"};
      if (*number == std::floor(*number)) return Duration{static_cast<std::int64_t>(*number), unit};
      return Duration{std::llround(*number * static_cast<double>(minutes_of(unit))), "minutes"};
    }
    case QuestionKind::age: {
      const auto number = typed_whole(form["amount"]);
      const std::string unit(form["unit"]);
      if (!number || *number < 0 || std::find(std::begin(kAgeUnits), std::end(kAgeUnits), unit) == std::end(kAgeUnits))
        return Mistake{"Enter the age as a whole number, such as 34"};
      return Duration{*number, unit};
    }
    case QuestionKind::date: {
      const bool empty =
          trimmed(form["day"]).empty() && trimmed(form["month"]).empty() && trimmed(form["year"]).empty();
      if (unsure && empty) return Unsure{};
      if (unsure) return Mistake{"Enter a date, or choose “I am not sure”, but not both"};
      const auto day = typed_whole(form["day"]), month = typed_month(form["month"]), year = typed_whole(form["year"]);
      if (day && month && year && *day > 0 && *day < 32 && *month > 0 && *month < 13 && *year > 1000 && *year < 10000) {
        std::string iso = fmt::format("{:04}-{:02}-{:02}", *year, *month, *day);
        if (parse_day(iso)) return iso;
      }
      return Mistake{fmt::format("Enter a real date, such as {}", day_words(on))};
    }
  }
  return Mistake{"Choose an answer"};
}

std::string mistake_words(const DecisionGraph& graph, const Rejected& rejected, const Step& step, VariantIndex variant,
                          Day on) {
  const Question& question = graph.questions[at(step.question)];
  if (rejected.code == Rejected::Code::age_too_coarse)
    return "Enter the age more exactly: in months for a child under 5, in weeks for a baby under 13 weeks, in days for "
           "a baby under 4 weeks";
  switch (question.kind) {
    case QuestionKind::number:
      return fmt::format("Enter a number from {} to {}", number_words(question.from), number_words(question.to));
    case QuestionKind::duration:
      return fmt::format("Enter a time from {} to {}", duration_words(question.from, question.unit),
                         duration_words(question.to, question.unit));
    case QuestionKind::date:
      return fmt::format("Enter a date from {} to {}", day_words(on - question.to / kMinutesInDay),
                         day_words(on - question.from / kMinutesInDay));
    case QuestionKind::age:
      return "Enter an age up to 120 years. For a child under 5 you may give months, for a baby under 13 weeks weeks, "
             "under 4 weeks days";
    default:
      return "Choose an answer to “" + std::string(question_words(graph, step.question, variant)) + "”";
  }
}

// ---- rendering, when the library is loaded

JourneyPages::JourneyPages(const DecisionGraph& graph)
    : graph_(graph), variants_(graph.variants.empty() ? 1 : graph.variants.size()) {
  const auto each_variant = [&](auto make) {
    for (std::size_t variant = 0; variant < variants_; ++variant) make(static_cast<VariantIndex>(variant));
  };
  for (const Question& question : graph.questions)
    each_variant([&](VariantIndex variant) {
      questions_.push_back(keep(question.kind == QuestionKind::note ? note_template(question, variant)
                                                                    : question_template(question, variant)));
    });
  for (const Outcome& outcome : graph.outcomes)
    each_variant([&](VariantIndex variant) { outcomes_.push_back(keep(outcome_template(outcome, variant))); });
  for (const AdviceInfo& advice : graph.advice)
    each_variant([&](VariantIndex variant) {
      advice_.push_back("<li>" +
                        markdown_inline_html(advice.text == kNone<TextIndex> ? std::string_view()
                                                                             : graph.text(advice.text, variant)) +
                        "</li>\n");
    });
  const std::string release = html(std::string_view(graph.digest).substr(0, 12));
  for (const Program& program : graph.programs)
    versions_.push_back(fmt::format("Pathway {} {} ({}), library {}, release <span class=\"digest\">{}</span>",
                                    html(program.pathway), html(program.version),
                                    program.status == "approved" ? "approved" : "draft, not clinically approved",
                                    html(graph.library), release));
  answers_ = HoledPage(render_template("answers", {}));
  confirm_ = HoledPage(render_template("confirm", {}));
  old_ =
      "<div class=\"note\"><p><strong>You began more than a day ago.</strong> Things may have changed since. If "
      "anything is different now, start again.</p></div>";
  seen_.clear();
}

std::uint32_t JourneyPages::keep(std::string marked) {
  const auto [place, fresh] = seen_.try_emplace(std::move(marked), static_cast<std::uint32_t>(pages_.size()));
  if (fresh) pages_.emplace_back(place->first);
  return place->second;
}

const HoledPage& JourneyPages::of(const std::vector<std::uint32_t>& index, std::size_t which,
                                  VariantIndex variant) const {
  return pages_[index[which * variants_ + variant]];
}

std::string JourneyPages::question_template(const Question& question, VariantIndex variant) const {
  const auto words = [&](TextIndex text) {
    return text == kNone<TextIndex> ? std::string_view() : graph_.text(text, variant);
  };
  const auto index = static_cast<QuestionIndex>(&question - graph_.questions.data());
  TemplateData data;
  data.set("id", question.id);
  data.set("text", question_words(graph_, index, variant));
  data.set_if("why", words(question.why));
  const std::string help = question.help == kNone<TextIndex> ? std::string() : markdown_html(words(question.help));
  if (help.empty())
    data.flag("help", false);
  else
    data.set_html("help", help);
  const bool many = question.kind == QuestionKind::tick;
  data.flag("many", many);
  const std::string how =
      question.kind == QuestionKind::age
          ? "For a child under 5, give months. For a baby under 13 weeks, give weeks; under 4 weeks, days."
      : question.kind == QuestionKind::date ? "For example, 27 3 2026."
                                            : "";
  data.set_if("how", how);

  std::string described =
      (question.why != kNone<TextIndex> ? "why " : "") + std::string(many || !how.empty() ? "how " : "");
  if (described.empty()) {
    described = mark_if(Flag::error) + " aria-describedby=\"wrong\"" + mark_end();
  } else {
    described.pop_back();
    described = " aria-describedby=\"" + described + mark_if(Flag::error) + " wrong" + mark_end() + '"';
  }
  data.set_html("described", described);

  std::vector<TemplateData> choices;
  if (by_choice(question.kind))
    for (std::size_t i = 0; i < question.answers.size() && i < kMaxAnswers; ++i) {
      const AnswerChoice& answer = question.answers[i];
      TemplateData row;
      row.set_html("if_shown", mark_if(Flag::shown, i)).set_html("if_checked", mark_if(Flag::checked, i));
      row.set("type", many ? "checkbox" : "radio").set("place", std::to_string(i)).set("choice", answer.id);
      row.set("words", choice_words(graph_, answer, variant)).set_if("meaning", words(answer.help));
      choices.push_back(std::move(row));
    }
  data.list("choices", std::move(choices));

  data.flag("number", question.kind == QuestionKind::number);
  data.flag("date", question.kind == QuestionKind::date);
  const bool amount = question.kind == QuestionKind::duration || question.kind == QuestionKind::age;
  data.flag("amount", amount);
  data.set_if("measure", question.kind == QuestionKind::number ? std::string_view(question.unit) : std::string_view());
  data.set("label", question.kind == QuestionKind::number
                        ? (question.unit.empty() ? std::string("Number") : "Number, in " + question.unit)
                    : question.kind == QuestionKind::age ? std::string("Age")
                                                         : std::string("How long"));
  std::vector<TemplateData> units;
  if (amount) {
    const auto names = units_of(question);
    for (std::size_t i = 0; i < names.size(); ++i) {
      TemplateData row;
      row.set("unit", names[i]).set_html("if_unit", mark_if(Flag::unit, i));
      units.push_back(std::move(row));
    }
  }
  data.list("units", std::move(units));
  data.flag("or", many || (question.unsure && !by_choice(question.kind)));
  data.flag("offers_none", many);
  data.flag("offers_unsure", question.unsure);
  data.set("unsure_type", by_choice(question.kind) && !many ? "radio" : "checkbox");
  return render_template("question", data);
}

std::string JourneyPages::note_template(const Question& question, VariantIndex variant) const {
  TemplateData data;
  data.set("id", question.id);
  data.set_html("text", markdown_html(question_words(
                            graph_, static_cast<QuestionIndex>(&question - graph_.questions.data()), variant)));
  return render_template("note", data);
}

std::string JourneyPages::outcome_template(const Outcome& outcome, VariantIndex variant) const {
  const DispositionInfo& disposition = graph_.dispositions[at(outcome.disposition)];
  const bool emergency = disposition.level == Level::emergency;
  TemplateData data;
  data.set("heading", disposition.heading);
  data.set_if("timeframe", disposition.within == "no limit" ? std::string()
                           : disposition.within == "now"    ? std::string("How soon: now, without waiting.")
                                                            : "How soon: within " + disposition.within + ".");
  data.set("level", level_name(disposition.level)).set("level_words", level_words(disposition.level));
  data.set("service", capital(disposition.service));
  if (outcome.reason == kNone<TextIndex>)
    data.flag("reason", false);
  else
    data.set_html("reason", markdown_html(graph_.text(outcome.reason, variant)));
  data.set_if("phone", phone_of(disposition)).flag("emergency", emergency);
  data.set("advice_heading", phone_of(disposition) == "999"          ? "What to do until help comes"
                             : disposition.level == Level::self_care ? "What you can do"
                                                                     : "What to do until then");
  return render_template("outcome", data);
}

// ---- filling, for each request

namespace {

void fill_around(Filling& filling, const Around& around, const std::string& old) {
  filling[PageValue::action] = around.action;
  filling[PageValue::hidden] = around.hidden;
  filling[PageValue::caption] = around.caption;
  filling[PageValue::more] = around.more;
  filling[PageValue::old] = old;
  filling.set(Flag::old, 0, around.old);
}

}  // namespace

void JourneyPages::append_advice(std::string& out, const std::vector<AdviceIndex>& advice, VariantIndex variant) const {
  for (const AdviceIndex item : advice) out += advice_[at(item) * variants_ + variant];
}

void JourneyPages::append_row(std::string& out, std::string_view question, std::string_view answer,
                              std::string_view change) {
  // A list, not a description list: two questions of a topic may have the same words.
  out += "<li><b>";
  append_html(out, question);
  out += "</b> <span>";
  append_html(out, answer);
  out += "</span>";
  if (!change.empty()) {
    out += " <span class=\"change\">";
    out += change;
    out += "</span>";
  }
  out += "</li>\n";
}

Rendered JourneyPages::question(const Journey& journey, const Step& step, const Around& around, const Entered& entered,
                                std::string_view mistake) const {
  const Question& question = graph_.questions[at(step.question)];
  const VariantIndex variant = variant_of(graph_, journey);
  const HoledPage& page = of(questions_, at(step.question), variant);
  const std::string first = html(entered.first), second = html(entered.second), third = html(entered.third);
  const std::string error = html(mistake), error_to = mistake.empty() ? std::string() : mistaken_field(graph_, step);
  Filling filling;
  fill_around(filling, around, old_);
  filling[PageValue::first] = first;
  filling[PageValue::second] = second;
  filling[PageValue::third] = third;
  filling[PageValue::error] = error;
  filling[PageValue::error_to] = error_to;
  filling.set(Flag::error, 0, !mistake.empty());
  filling.set(Flag::none, 0, entered.none);
  filling.set(Flag::unsure, 0, entered.unsure);
  for (std::size_t i = 0; i < kMaxAnswers; ++i) {
    filling.set(Flag::shown, i, step.shown >> i & 1u);
    filling.set(Flag::checked, i, entered.checked >> i & 1u);
  }
  if (question.kind == QuestionKind::duration || question.kind == QuestionKind::age)
    filling.set(Flag::unit, entered.unit >= 0 ? static_cast<std::size_t>(entered.unit) : usual_unit(question));
  Rendered rendered{html(question_words(graph_, step.question, variant)), {}};
  rendered.main.reserve(page.size() + 1024);
  page.write(rendered.main, filling);
  return rendered;
}

Rendered JourneyPages::note(const Journey& journey, const Step& step, const Around& around) const {
  const VariantIndex variant = variant_of(graph_, journey);
  std::string advice;
  append_advice(advice, told(graph_, journey).advice, variant);
  Filling filling;
  fill_around(filling, around, old_);
  filling[PageValue::advice] = advice;
  filling.set(Flag::has_advice, 0, !advice.empty());
  Rendered rendered{"Before you go on", {}};
  of(questions_, at(step.question), variant).write(rendered.main, filling);
  return rendered;
}

Rendered JourneyPages::outcome(const Journey& journey, const Step& step, const Around& around,
                               std::string_view answers) const {
  const VariantIndex variant = variant_of(graph_, journey);
  const Told heard = told(graph_, journey);
  std::string advice, worsening, reasons;
  append_advice(advice, heard.advice, variant);
  append_advice(worsening, heard.worsening, variant);
  for (const Reason& reason : because(graph_, journey))
    append_row(reasons, question_words(graph_, reason.question, variant),
               answer_words(graph_, reason.question, reason.given, variant), {});
  const std::string when = day_words(journey.on);
  Filling filling;
  fill_around(filling, around, old_);
  filling[PageValue::advice] = advice;
  filling[PageValue::worsening] = worsening;
  filling[PageValue::because] = reasons;
  filling[PageValue::answers] = answers;
  filling[PageValue::when] = when;
  if (step.program != kNone<ProgramIndex>) filling[PageValue::version] = versions_[at(step.program)];
  filling.set(Flag::has_advice, 0, !advice.empty());
  filling.set(Flag::has_worsening, 0, !worsening.empty());
  filling.set(Flag::has_because, 0, !reasons.empty());
  Rendered rendered{html(graph_.dispositions[at(graph_.outcomes[at(step.outcome)].disposition)].heading), {}};
  of(outcomes_, at(step.outcome), variant).write(rendered.main, filling);
  return rendered;
}

Rendered JourneyPages::answers(const Around& around, std::string_view rows) const {
  Filling filling;
  fill_around(filling, around, old_);
  filling[PageValue::answers] = rows;
  Rendered rendered{"Your answers so far", {}};
  answers_.write(rendered.main, filling);
  return rendered;
}

Rendered JourneyPages::confirm(const Around& around, std::string_view rows) const {
  Filling filling;
  fill_around(filling, around, old_);
  filling[PageValue::answers] = rows;
  Rendered rendered{"Please check your answer", {}};
  confirm_.write(rendered.main, filling);
  return rendered;
}

}  // namespace signpost

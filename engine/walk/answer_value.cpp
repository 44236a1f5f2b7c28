// Answers between people's words, ids for scripts, and the graph's numbers.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/amounts/measure.hpp"
#include "engine/walk/engine.hpp"
#include "engine/walk/walk.hpp"

namespace signpost {
namespace {

constexpr std::int32_t kMinutesInDay = 24 * 60;

bool amount(QuestionKind kind) {
  return kind == QuestionKind::number || kind == QuestionKind::duration || kind == QuestionKind::date;
}

// "3 days" for the unit in which it divides, as a Duration.
Duration duration_of(std::int32_t minutes, const std::string& unit) {
  if (auto per = minutes_in(unit); per && minutes % *per == 0) return {minutes / *per, unit};
  std::string text = minutes_text(minutes);
  auto space = text.find(' ');
  return {std::stoll(text.substr(0, space)), std::string(*plural_unit(text.substr(space + 1)))};
}

int decimals_of(std::int32_t step) { return step % 1000 == 0 ? 0 : step % 100 == 0 ? 1 : step % 10 == 0 ? 2 : 3; }

}  // namespace

std::int32_t stands_for(const Question& q, std::size_t band) {
  const Question::Band& b = q.bands[band];
  return q.has_usual && b.from < q.usual_from && b.to >= q.usual_from ? q.usual_from : b.from;
}

std::uint32_t shown_kept(const Question& question, std::uint32_t shown) {
  return question.kind == QuestionKind::choose || question.kind == QuestionKind::tick ? shown : 0;
}

std::variant<Given, Rejected> to_given(const DecisionGraph& g, QuestionIndex index, const AnswerValue& value,
                                       std::uint32_t shown, Day on, bool confirmed) {
  const Question& q = g.questions[at(index)];
  auto bad = [&](Rejected::Code code = Rejected::Code::answer_does_not_fit, std::string detail = {}) {
    return Rejected{code, q.id, std::move(detail)};
  };
  Given given;
  given.question = index;
  given.shown = shown_kept(q, shown);
  const std::string* word = std::get_if<std::string>(&value);
  if (std::holds_alternative<Unsure>(value) || (word && *word == "unsure")) {
    if (!q.unsure) return bad();
    given.kind = Given::Kind::unsure;
    return given;
  }
  if (q.kind == QuestionKind::note) {
    if (!std::holds_alternative<Seen>(value) && !(word && *word == "seen")) return bad();
    given.kind = Given::Kind::seen;
    return given;
  }
  auto answer_named = [&](const std::string& id) {
    for (std::size_t i = 0; i < q.answers.size(); ++i)
      if (q.answers[i].id == id) return static_cast<int>(i);
    return -1;
  };
  if (q.kind == QuestionKind::yes_no || q.kind == QuestionKind::choose) {
    if (!word) return bad();
    int i = answer_named(*word);
    if (i < 0 || !(shown >> i & 1u)) return bad();
    if (q.answers[static_cast<std::size_t>(i)].confirm && !confirmed) return bad(Rejected::Code::value_unusual);
    given.kind = Given::Kind::answer;
    given.value = i;
    return given;
  }
  if (q.kind == QuestionKind::tick) {
    given.kind = Given::Kind::ticks;
    std::vector<std::string> one;
    const std::vector<std::string>* ids = std::get_if<std::vector<std::string>>(&value);
    if (word) {
      if (*word != "none") one.push_back(*word);
      ids = &one;
    }
    if (!ids) return bad();
    if (ids->size() == 1 && ids->front() == "none") {
      one.clear();
      ids = &one;
    }
    for (const std::string& id : *ids) {
      int i = answer_named(id);
      if (i < 0 || !(shown >> i & 1u) || (given.ticks >> i & 1u)) return bad();
      if (q.answers[static_cast<std::size_t>(i)].confirm && !confirmed) return bad(Rejected::Code::value_unusual);
      given.ticks |= 1u << i;
    }
    return given;
  }
  if (!amount(q.kind)) return bad();

  given.kind = Given::Kind::amount;
  std::int64_t v = 0;
  if (int band = word ? answer_named(*word) : -1; band >= 0) {  // a band stands for its first usual value
    v = stands_for(q, static_cast<std::size_t>(band));
    if (q.kind == QuestionKind::date) v = on - v / kMinutesInDay;
    given.value = static_cast<std::int32_t>(v);
    return given;
  }
  if (q.kind == QuestionKind::number) {
    double number = 0;
    if (const double* d = std::get_if<double>(&value))
      number = *d;
    else if (word) {
      auto t = parse_thousandths(*word);
      if (!t) return bad();
      number = *t / 1000.0;
    } else
      return bad();
    if (!std::isfinite(number) || std::abs(number) > kMaxAmount / 1000.0)
      return bad(Rejected::Code::value_out_of_range);
    auto steps = std::llround((number * 1000.0 - q.from) / q.step_size);  // numbers are rounded to the question's step
    v = q.from + steps * q.step_size;
  } else if (q.kind == QuestionKind::duration) {
    if (const Duration* d = std::get_if<Duration>(&value)) {
      auto per = minutes_in(d->unit);
      if (!per) return bad();
      if (d->value < 0 || d->value > kMaxAmount / *per) return bad(Rejected::Code::value_out_of_range);
      v = d->value * *per;
    } else if (word) {
      auto minutes = parse_minutes(*word);
      if (!minutes) return bad();
      v = *minutes;
    } else
      return bad();
  } else {
    if (!word) return bad();
    auto day = parse_day(*word);
    if (const auto ago = word->rfind(" ago"); ago != std::string::npos && ago + 4 == word->size())  // "40 days ago"
      if (auto minutes = parse_minutes(word->substr(0, ago))) day = on - *minutes / kMinutesInDay;
    if (!day) return bad();
    v = (std::int64_t(on) - *day) * kMinutesInDay;
    given.value = *day;
  }
  if (v < q.from || v > q.to) return bad(Rejected::Code::value_out_of_range);
  if (q.has_usual && !confirmed && (v < q.usual_from || v > q.usual_to)) return bad(Rejected::Code::value_unusual);
  for (std::size_t i = 0; i < q.bands.size(); ++i)
    if (!confirmed && q.answers[i].confirm && v >= q.bands[i].from && v <= q.bands[i].to)
      return bad(Rejected::Code::value_unusual);
  if (q.kind != QuestionKind::date) given.value = static_cast<std::int32_t>(v);
  return given;
}

AnswerValue answer_value(const DecisionGraph& g, QuestionIndex index, const Given& given, Day) {
  const Question& q = g.questions[at(index)];
  switch (given.kind) {
    case Given::Kind::unsure:
      return Unsure{};
    case Given::Kind::seen:
      return Seen{};
    case Given::Kind::answer:
      return q.answers[static_cast<std::size_t>(given.value)].id;
    case Given::Kind::ticks: {
      std::vector<std::string> ids;
      for (std::size_t i = 0; i < q.answers.size(); ++i)
        if (given.ticks >> i & 1u) ids.push_back(q.answers[i].id);
      return ids;
    }
    case Given::Kind::amount:
      break;
  }
  if (q.kind == QuestionKind::age) {
    auto [count, unit] = age_parts(static_cast<AgeCell>(given.value));
    static constexpr const char* kUnits[] = {"days", "weeks", "months", "years"};
    return Duration{count, kUnits[static_cast<std::size_t>(unit)]};
  }
  if (q.kind == QuestionKind::date) return day_text(given.value);
  if (q.kind == QuestionKind::number) return given.value / 1000.0;
  return duration_of(given.value, q.unit);
}

std::string answer_words(const DecisionGraph& g, QuestionIndex index, const Given& given, VariantIndex variant) {
  const Question& q = g.questions[at(index)];
  auto words = [&](std::size_t i) -> std::string {
    const AnswerChoice& a = q.answers[i];
    if (a.text != kNone<TextIndex>) return std::string(g.text(a.text, variant));
    return a.id == "yes" ? "Yes" : a.id == "no" ? "No" : a.id;
  };
  switch (given.kind) {
    case Given::Kind::unsure:
      return "Not sure";
    case Given::Kind::seen:
      return "Read";
    case Given::Kind::answer:
      return words(static_cast<std::size_t>(given.value));
    case Given::Kind::ticks: {
      std::string text;
      for (std::size_t i = 0; i < q.answers.size(); ++i)
        if (given.ticks >> i & 1u) text += (text.empty() ? "" : "; ") + words(i);
      return text.empty() ? "None of these" : text;
    }
    case Given::Kind::amount:
      break;
  }
  if (q.kind == QuestionKind::age) return age_text(static_cast<AgeCell>(given.value));
  if (q.kind == QuestionKind::date) return day_text(given.value);
  if (q.kind == QuestionKind::number)
    return thousandths_text(given.value, decimals_of(q.step_size)) + (q.unit.empty() ? "" : " " + q.unit);
  Duration d = duration_of(given.value, q.unit);
  std::string unit = d.unit;
  if (d.value == 1) unit.pop_back();
  return std::to_string(d.value) + " " + unit;
}

}  // namespace signpost

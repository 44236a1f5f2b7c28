#include "engine/scenarios/shifted.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "engine/amounts/age.hpp"
#include "engine/amounts/measure.hpp"
#include "engine/amounts/quantity.hpp"
#include "engine/pathway/amount.hpp"

namespace signpost {
namespace {

std::optional<AgeUnit> age_unit(std::string_view unit) {
  const auto plural = plural_unit(unit);
  if (!plural) return {};
  if (*plural == "days") return AgeUnit::days;
  if (*plural == "weeks") return AgeUnit::weeks;
  if (*plural == "months") return AgeUnit::months;
  if (*plural == "years") return AgeUnit::years;
  return {};
}

std::string_view unit_name(AgeUnit unit) {
  static constexpr std::string_view kNames[] = {"days", "weeks", "months", "years"};
  return kNames[static_cast<std::size_t>(unit)];
}

// Of two thresholds, the one whose own value lies on different sides of them: `x >= 3` and `x >= 2` differ at 2.
bool lower_tells(const Condition& term) {
  return term.comparison == Comparison::at_least || term.comparison == Comparison::less;
}

// Ages go from one cell to the next.
std::vector<ShiftedTerm> shifted_age(const Condition& term) {
  const auto unit = age_unit(term.unit);
  const auto count = parse_integer(term.quantity);
  const auto cell = unit && count ? age_threshold(*count, *unit, nullptr) : std::nullopt;
  std::vector<ShiftedTerm> made;
  if (!cell) return made;
  for (const int by : {-1, 1}) {
    const int shifted = *cell + by;
    if (shifted <= 0 || shifted >= kAgeCells) continue;
    const auto [number, words] = age_parts(static_cast<AgeCell>(shifted));
    ShiftedTerm& one = made.emplace_back(ShiftedTerm{term, {}});
    one.term.quantity = std::to_string(number);
    one.term.unit = unit_name(words);
    const int tells = lower_tells(term) ? std::min<int>(shifted, *cell) : std::max<int>(shifted, *cell);
    one.telling = "somebody of " + age_text(static_cast<AgeCell>(tells));
  }
  return made;
}

// The step in which a number can be given: that of the question named, or of one that records the fact.
std::int32_t step_of(const Library& library, const Pathway* file, const Condition& term) {
  for (const Pathway& p : library.pathways)
    for (const AuthoredStep& s : p.steps) {
      const bool named = (&p == file && s.id.text == term.subject.text) || s.records.text == term.subject.text;
      if (!named || s.kind != AuthoredStep::Kind::ask || s.ask != AskKind::number) continue;
      if (const auto amount = read_amount(s, nullptr)) return amount->grid;
    }
  const std::size_t point = term.quantity.find('.');
  std::int32_t step = kThousand;
  if (point != std::string::npos)
    for (std::size_t i = point + 1; i < term.quantity.size(); ++i) step /= 10;
  return step;
}

std::vector<ShiftedTerm> shifted_number(const Condition& term, std::int32_t step) {
  std::vector<ShiftedTerm> made;
  const auto value = parse_thousandths(term.quantity);
  if (!value) return made;
  const std::size_t point = term.quantity.find('.');
  const int decimals = point == std::string::npos ? -1 : static_cast<int>(term.quantity.size() - point - 1);
  for (const std::int32_t by : {-step, step}) {
    ShiftedTerm& one = made.emplace_back(ShiftedTerm{term, {}});
    one.term.quantity = thousandths_text(*value + by, decimals);
    const bool written = lower_tells(term) == (by > 0);
    one.telling = fmt::format("somebody with `{}` at {}{}{}", term.subject.text,
                              written ? term.quantity : one.term.quantity, term.unit.empty() ? "" : " ", term.unit);
  }
  return made;
}

// The unit in which an end of a band is written: "under 5 days", "2 to 6 weeks"; 0 where that end is not written.
std::int32_t unit_written(const Answer& band, bool low) {
  const auto words = parse_range(band.range.text);
  if (!words) return 0;
  const auto &end = low ? words->low : words->high, &other = low ? words->high : words->low;
  if (!end) return 0;
  const std::string_view unit = end->at.unit.empty() && other ? other->at.unit : end->at.unit;
  return minutes_in(unit).value_or(0);
}

// The unit in which people would write the time: that of the rounder end.
std::int32_t unit_of(std::int32_t minutes) {
  const std::string text = minutes_text(minutes);
  const std::size_t space = text.rfind(' ');
  return space == std::string::npos ? 1 : minutes_in(std::string_view(text).substr(space + 1)).value_or(1);
}

}  // namespace

std::vector<ShiftedTerm> shifted_terms(const Library& library, const Pathway* file, const Condition& term) {
  using K = Condition::Kind;
  if (term.kind == K::score) return shifted_number(term, kThousand);
  if (term.kind != K::compare && term.kind != K::ago) return {};
  if (term.subject.text == "age") return shifted_age(term);
  const bool time = term.kind == K::ago || minutes_in(term.unit);
  return shifted_number(term, time ? kThousand : step_of(library, file, term));
}

std::vector<ShiftedEdge> shifted_edges(const AuthoredStep& step) {
  std::vector<ShiftedEdge> made;
  const auto amount = read_amount(step, nullptr);
  if (!amount || amount->bands.size() != step.answers.size()) return made;
  std::vector<std::size_t> order(amount->bands.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return amount->bands[a].from < amount->bands[b].from; });
  const auto range = [&](std::int32_t from, std::int32_t to) {
    return fmt::format("{} to {}", amount_text(amount->kind, from), amount_text(amount->kind, to));
  };
  for (std::size_t i = 0; i + 1 < order.size(); ++i) {
    const Interval below = amount->bands[order[i]], above = amount->bands[order[i + 1]];
    std::int32_t by = amount->grid;
    // People write the rounder of the two ends: "under 5 days", "up to 14 days".
    const bool time = amount->kind != AskKind::number;
    const bool round_above = !time || unit_of(above.from) > unit_of(below.to);
    const std::int32_t written = round_above ? above.from : below.to;
    if (amount->kind == AskKind::duration) {
      const Answer &lower = step.answers[order[i]], &higher = step.answers[order[i + 1]];
      by = std::max({amount->grid, unit_written(lower, false), unit_written(higher, true)});
    }
    for (const std::int32_t shift : {-by, by}) {
      ShiftedEdge edge;
      edge.below = order[i];
      edge.above = order[i + 1];
      const std::int32_t to = below.to + shift, from = above.from + shift;
      if (to < below.from || from > above.to) continue;
      edge.below_range = range(below.from, to);
      edge.above_range = range(from, above.to);
      edge.was = amount_text(amount->kind, written);
      edge.now = amount_text(amount->kind, written + shift);
      edge.telling = round_above == (shift > 0) ? edge.was : edge.now;
      made.push_back(std::move(edge));
    }
  }
  return made;
}

}  // namespace signpost

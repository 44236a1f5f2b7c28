#include "engine/names/age_cuts.hpp"

#include "engine/amounts/measure.hpp"

namespace signpost {

std::optional<AgeUnit> age_unit(std::string_view word) {
  if (word == "day" || word == "days") return AgeUnit::days;
  if (word == "week" || word == "weeks") return AgeUnit::weeks;
  if (word == "month" || word == "months") return AgeUnit::months;
  if (word == "year" || word == "years") return AgeUnit::years;
  return {};
}

AgeCell age_bound(const Condition& c) {
  auto count = parse_thousandths(c.quantity);
  auto cell = age_threshold(count.value_or(0) / kThousand, age_unit(c.unit).value_or(AgeUnit::years), nullptr);
  int bound = cell.value_or(0);
  if (c.comparison == Comparison::at_most || c.comparison == Comparison::more) ++bound;
  return static_cast<AgeCell>(bound);
}

std::array<Symbol, kAgeCells> age_classes(const std::set<AgeCell>& cuts) {
  std::array<Symbol, kAgeCells> classes{};
  Symbol symbol = 1;
  for (int cell = 0; cell < kAgeCells; ++cell) {
    if (cell > 0 && cuts.count(static_cast<AgeCell>(cell))) ++symbol;
    classes[static_cast<std::size_t>(cell)] = symbol;
  }
  return classes;
}

}  // namespace signpost

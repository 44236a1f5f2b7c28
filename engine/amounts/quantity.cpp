#include "engine/amounts/quantity.hpp"

#include <charconv>
#include <utility>

#include "engine/amounts/measure.hpp"

namespace signpost {

namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::optional<Bound> bound(std::string_view text, bool included) {
  const std::optional<Quantity> quantity = parse_quantity(text);
  if (!quantity) return std::nullopt;
  return Bound{*quantity, included};
}

std::optional<RangeWords> both(std::optional<Bound> low, std::optional<Bound> high) {
  if (!low || !high) return std::nullopt;
  return RangeWords{low, high};
}

}  // namespace

bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (whole.empty() || (whole.size() > 1 && whole[0] == '0')) return false;
  for (const char c : whole) {
    if (!digit(c)) return false;
  }
  if (point == std::string_view::npos) return true;
  const std::string_view fraction = text.substr(point + 1);
  for (const char c : fraction) {
    if (!digit(c)) return false;
  }
  return !fraction.empty();
}

std::optional<int> parse_integer(std::string_view text) {
  constexpr std::size_t kMostDigits = 9;
  if (!is_number(text) || text.find('.') != std::string_view::npos) return std::nullopt;
  if (text.size() - (text[0] == '-' ? 1 : 0) > kMostDigits) return std::nullopt;
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::optional<Quantity> parse_quantity(std::string_view text) {
  text = trimmed(text);
  std::size_t end = text.starts_with('-') ? 1 : 0;
  while (end < text.size() && (digit(text[end]) || text[end] == '.')) ++end;
  const Quantity quantity{text.substr(0, end), trimmed(text.substr(end))};
  if (!is_number(quantity.number)) return std::nullopt;
  // "3 weeks and below 5 weeks" is no unit.
  if (quantity.unit.find_first_of("0123456789") != std::string_view::npos) return std::nullopt;
  return quantity;
}

std::optional<std::int64_t> duration_minutes(const Quantity& quantity) {
  const std::optional<int> count = parse_integer(quantity.number);
  const std::optional<std::int32_t> each = minutes_in(quantity.unit);
  if (!count || *count < 0 || !each) return std::nullopt;
  const std::int64_t minutes = std::int64_t{*count} * *each;
  return minutes <= kMaxAmount ? std::optional(minutes) : std::nullopt;
}

std::optional<RangeWords> parse_range(std::string_view text) {
  text = trimmed(text);
  const auto after = [&text](std::string_view word) -> std::optional<std::string_view> {
    if (!text.starts_with(word)) return std::nullopt;
    return text.substr(word.size());
  };
  const auto split = [](std::string_view whole,
                        std::string_view at) -> std::optional<std::pair<std::string_view, std::string_view>> {
    const std::size_t found = whole.find(at);
    if (found == std::string_view::npos) return std::nullopt;
    return std::pair{whole.substr(0, found), whole.substr(found + at.size())};
  };
  const bool over = text.starts_with("over ");
  if (over || text.starts_with("from ")) {
    const std::string_view rest = text.substr(5);
    if (const auto parts = split(rest, " and up to "))
      return both(bound(parts->first, !over), bound(parts->second, true));
    if (const auto parts = split(rest, " and under "))
      return both(bound(parts->first, !over), bound(parts->second, false));
    if (!over) return std::nullopt;
    const std::optional<Bound> low = bound(rest, false);
    return low ? std::optional(RangeWords{low, std::nullopt}) : std::nullopt;
  }
  for (const auto& [word, included] :
       {std::pair{std::string_view("below "), false}, {"under ", false}, {"up to ", true}}) {
    if (const auto rest = after(word)) {
      const std::optional<Bound> high = bound(*rest, included);
      return high ? std::optional(RangeWords{std::nullopt, high}) : std::nullopt;
    }
  }
  if (text.ends_with(" and over")) {
    const std::optional<Bound> low = bound(text.substr(0, text.size() - 9), true);
    return low ? std::optional(RangeWords{low, std::nullopt}) : std::nullopt;
  }
  if (const auto parts = split(text, " to ")) return both(bound(parts->first, true), bound(parts->second, true));
  return std::nullopt;
}

}  // namespace signpost

#include "engine/amounts/measure.hpp"

#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "engine/amounts/quantity.hpp"

namespace signpost {
namespace {

struct TimeUnit {
  std::string_view one, many;
  std::int32_t minutes;
};
constexpr std::array<TimeUnit, 6> kTimeUnits{{{"minute", "minutes", 1},
                                              {"hour", "hours", 60},
                                              {"day", "days", 24 * 60},
                                              {"week", "weeks", 7 * 24 * 60},
                                              {"month", "months", 30 * 24 * 60},
                                              {"year", "years", 365 * 24 * 60}}};

std::string_view trim(std::string_view s) {
  while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
  while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
  return s;
}

}  // namespace

std::optional<std::int32_t> parse_thousandths(std::string_view text) {
  text = trim(text);
  bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  auto point = text.find('.');
  std::string_view whole = text.substr(0, point);
  std::string_view part = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (whole.empty() || whole.size() > 7 || part.size() > 3 || (point != std::string_view::npos && part.empty()))
    return {};
  if (whole.size() > 1 && whole.front() == '0') return {};
  std::int64_t value = 0;
  for (char c : whole) {
    if (c < '0' || c > '9') return {};
    value = value * 10 + (c - '0');
  }
  int digits = 0;
  for (char c : part) {
    if (c < '0' || c > '9') return {};
    value = value * 10 + (c - '0');
    ++digits;
  }
  for (; digits < 3; ++digits) value *= 10;
  if (value > kMaxAmount) return {};
  return static_cast<std::int32_t>(negative ? -value : value);
}

std::string thousandths_text(std::int32_t value, int decimals) {
  std::int64_t v = value;
  std::string out = v < 0 ? "-" : "";
  if (v < 0) v = -v;
  out += std::to_string(v / kThousand);
  std::string part = std::to_string(v % kThousand + kThousand).substr(1);
  if (decimals >= 0)
    part.resize(static_cast<std::size_t>(std::min(decimals, 3)));
  else
    while (!part.empty() && part.back() == '0') part.pop_back();
  if (!part.empty()) out += "." + part;
  return out;
}

std::optional<std::int32_t> minutes_in(std::string_view unit) {
  for (const auto& u : kTimeUnits)
    if (unit == u.one || unit == u.many) return u.minutes;
  return {};
}

std::optional<std::string_view> plural_unit(std::string_view unit) {
  for (const auto& u : kTimeUnits)
    if (unit == u.one || unit == u.many) return u.many;
  return {};
}

std::optional<std::int32_t> parse_minutes(std::string_view text) {
  text = trim(text);
  auto space = text.find(' ');
  if (space == std::string_view::npos) return {};
  std::string_view digits = text.substr(0, space);
  auto per = minutes_in(trim(text.substr(space)));
  std::int64_t count = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (!per || error != std::errc() || end != digits.data() + digits.size() || count < 0 || count > kMaxAmount / *per)
    return {};
  return static_cast<std::int32_t>(count * *per);
}

std::string minutes_text(std::int32_t minutes) {
  if (minutes == 0) return "0 minutes";
  for (auto u = kTimeUnits.rbegin(); u != kTimeUnits.rend(); ++u)
    if (minutes % u->minutes == 0) {
      std::int32_t count = minutes / u->minutes;
      return std::to_string(count) + " " + std::string(count == 1 ? u->one : u->many);
    }
  return std::to_string(minutes) + " minutes";
}

std::optional<Interval> parse_interval(std::string_view text, AmountKind kind, std::int32_t low, std::int32_t high,
                                       std::int32_t grid, std::string* off_grid) {
  auto words = parse_range(text);
  if (!words) return {};
  Interval result{low, high};
  auto read = [&](const Bound& bound, std::string_view other_unit, int inward, std::int32_t& end) {
    std::string written(bound.at.number);
    std::string_view unit = bound.at.unit.empty() ? other_unit : bound.at.unit;  // "2 to 6 weeks"
    if (kind == AmountKind::duration) written += " " + std::string(unit);
    auto value = kind == AmountKind::number ? parse_thousandths(written) : parse_minutes(written);
    if (!value) return false;
    if ((*value - low) % grid != 0 && off_grid) *off_grid = written;
    end = *value + (bound.included ? 0 : inward * grid);
    return true;
  };
  auto unit_of = [](const std::optional<Bound>& bound) { return bound ? bound->at.unit : std::string_view(); };
  if (words->low && !read(*words->low, unit_of(words->high), 1, result.from)) return {};
  if (words->high && !read(*words->high, unit_of(words->low), -1, result.to)) return {};
  return result;
}

}  // namespace signpost

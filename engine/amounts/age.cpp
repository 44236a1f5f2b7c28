#include "engine/amounts/age.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <utility>

namespace signpost {

namespace {

// Where each unit begins in the list of cells, and the count of its first cell.
constexpr int kFirstWeekCell = 28, kFirstMonthCell = 37, kFirstYearCell = 94;
constexpr int kFirstWeek = 4, kLastWeek = 12, kFirstMonth = 3, kFirstYear = 5, kOldest = 120;
static_assert(kFirstWeekCell + (kLastWeek - kFirstWeek) + 1 == kFirstMonthCell);
static_assert(kFirstMonthCell + (kFirstYear * 12 - kFirstMonth) == kFirstYearCell);
static_assert(kFirstYearCell + (kOldest - kFirstYear) + 1 == kAgeCells);

constexpr int kFirstCalendarYear = 1890, kLastCalendarYear = 2199;

AgeCell cell(int index) { return static_cast<AgeCell>(index); }
AgeCell week_cell(int weeks) { return cell(kFirstWeekCell + weeks - kFirstWeek); }
AgeCell month_cell(int months) { return cell(kFirstMonthCell + months - kFirstMonth); }
AgeCell year_cell(int years) { return cell(kFirstYearCell + years - kFirstYear); }

// Days to a civil date and back (Howard Hinnant's algorithms, proleptic Gregorian).
struct Date {
  int year, month, day;
};

constexpr Day day_of(Date date) {
  const int y = date.year - (date.month <= 2 ? 1 : 0);
  const int era = y / 400;
  const int year_of_era = y - era * 400;
  const int day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

constexpr Date date_of(Day day) {
  const int z = day + 719468;
  const int era = (z >= 0 ? z : z - 146096) / 146097;
  const int day_of_era = z - era * 146097;
  const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int shifted = (5 * day_of_year + 2) / 153;
  const int month = shifted + (shifted < 10 ? 3 : -9);
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day_of_year - (153 * shifted + 2) / 5 + 1};
}

constexpr bool leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }
constexpr int days_in_month(int year, int month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

// Whole months from one date to another. Who is born on the 31st completes a month of 30 days on the 1st of the next,
// and who is born on 29 February a common year on 1 March.
constexpr int months_between(Date from, Date to) {
  return (to.year - from.year) * 12 + (to.month - from.month) - (to.day < from.day ? 1 : 0);
}

// The cell of a completed age stated in days and months at once, as a calendar gives it.
AgeCell cell_for(int days, int months) {
  if (months >= kFirstYear * 12) return year_cell(months / 12);
  if (months >= kFirstMonth) return month_cell(months);
  if (days >= kFirstWeek * 7)
    return week_cell(std::min(days / 7, kLastWeek));  // a 13th week before 3 months is the 12th
  return cell(days);
}

// How few and how many days `months` whole months can last, over every day of birth of four years (with a leap day).
struct MonthLength {
  int fewest = 1 << 30, most = 0;
};
constexpr int kMonthsInDays = kFirstYear * 12 + 1;

const std::array<MonthLength, kMonthsInDays>& month_lengths() {
  static const std::array<MonthLength, kMonthsInDays> lengths = [] {
    std::array<MonthLength, kMonthsInDays> found;
    for (Day born = day_of({2003, 1, 1}); born < day_of({2007, 1, 1}); ++born) {
      const Date date = date_of(born);
      for (int months = 0; months < kMonthsInDays; ++months) {
        const int since = date.month - 1 + months;
        Date complete{date.year + since / 12, since % 12 + 1, date.day};
        Day day = 0;
        if (complete.day > days_in_month(complete.year, complete.month)) {
          day = day_of({complete.year, complete.month, days_in_month(complete.year, complete.month)}) + 1;
        } else {
          day = day_of(complete);
        }
        MonthLength& length = found[static_cast<std::size_t>(months)];
        length.fewest = std::min(length.fewest, day - born);
        length.most = std::max(length.most, day - born);
      }
    }
    return found;
  }();
  return lengths;
}

// The cells of somebody who is between `first` and `last` completed days old.
std::optional<Age> cells_of_days(int first, int last) {
  if (last < kFirstWeek * 7) return Age{cell(first), cell(last)};
  const auto& lengths = month_lengths();
  if (first >= lengths.back().fewest)
    return std::nullopt;  // five years in days: nobody counts so, and the calendar decides
  int fewest_months = 0, most_months = 0;
  for (int months = 0; months < kMonthsInDays; ++months) {
    if (lengths[static_cast<std::size_t>(months)].most <= first) fewest_months = months;
    if (lengths[static_cast<std::size_t>(months)].fewest <= last) most_months = months;
  }
  return Age{cell_for(first, fewest_months), cell_for(last, most_months)};
}

std::string_view unit_word(AgeUnit unit) {
  switch (unit) {
    case AgeUnit::days:
      return "day";
    case AgeUnit::weeks:
      return "week";
    case AgeUnit::months:
      return "month";
    case AgeUnit::years:
      return "year";
  }
  return "";
}

std::string counted(int count, AgeUnit unit) {
  std::string text = std::to_string(count) + " ";
  text += unit_word(unit);
  if (count != 1) text += 's';
  return text;
}

std::optional<AgeUnit> unit_of(std::string_view word) {
  for (const AgeUnit unit : {AgeUnit::days, AgeUnit::weeks, AgeUnit::months, AgeUnit::years}) {
    const std::string_view singular = unit_word(unit);
    if (word == singular || (word.size() == singular.size() + 1 && word.starts_with(singular) && word.back() == 's')) {
      return unit;
    }
  }
  return std::nullopt;
}

// Plain digits without a leading zero.
std::optional<int> plain_number(std::string_view digits) {
  if (digits.empty() || digits.size() > 6 || (digits.size() > 1 && digits[0] == '0')) return std::nullopt;
  int number = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (failure != std::errc{} || end != digits.data() + digits.size() || digits[0] == '-') return std::nullopt;
  return number;
}

}  // namespace

std::optional<Age> age_of(int count, AgeUnit unit) {
  if (count < 0 || count > 100'000) return std::nullopt;
  switch (unit) {
    case AgeUnit::days:
      return cells_of_days(count, count);
    case AgeUnit::weeks:
      if (count >= kFirstWeek && count <= kLastWeek) return Age{week_cell(count), week_cell(count)};
      return cells_of_days(count * 7, count * 7 + 6);
    case AgeUnit::months:
      if (count >= kFirstYear * 12) return age_of(count / 12, AgeUnit::years);
      if (count >= kFirstMonth) return Age{month_cell(count), month_cell(count)};
      return Age{cell_for(month_lengths()[static_cast<std::size_t>(count)].fewest, count),
                 cell_for(month_lengths()[static_cast<std::size_t>(count + 1)].most - 1, count)};
    case AgeUnit::years:
      if (count > kOldest) return std::nullopt;
      if (count >= kFirstYear) return Age{year_cell(count), year_cell(count)};
      if (count == 0) return Age{0, month_cell(11)};
      return Age{month_cell(count * 12), month_cell(count * 12 + 11)};
  }
  return std::nullopt;
}

std::optional<Age> parse_age(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const std::optional<int> count = plain_number(text.substr(0, space));
  const std::optional<AgeUnit> unit = unit_of(text.substr(space + 1));
  if (!count || !unit) return std::nullopt;
  return age_of(*count, *unit);
}

std::optional<AgeCell> age_on(Day born, Day on) {
  if (on < born) return std::nullopt;
  const int months = months_between(date_of(born), date_of(on));
  if (months / 12 > kOldest) return std::nullopt;
  return cell_for(on - born, months);
}

std::optional<AgeCell> age_threshold(int count, AgeUnit unit, std::string* hint) {
  const auto say = [hint](int instead, AgeUnit in) {
    if (hint != nullptr) *hint = "say " + counted(instead, in);
    return std::nullopt;
  };
  if (hint != nullptr) hint->clear();
  if (count < 0) return say(0, AgeUnit::days);
  switch (unit) {
    case AgeUnit::days:
      if (count < kFirstWeek * 7) return cell(count);
      if (count <= kLastWeek * 7 && count % 7 == 0) return week_cell(count / 7);
      if (count < kLastWeek * 7 + 4) return say((count + 3) / 7, AgeUnit::weeks);
      if (count < 1750) return say(std::max(kFirstMonth, (count * 12 + 182) / 365), AgeUnit::months);
      return say(std::min(kOldest, (count + 182) / 365), AgeUnit::years);
    case AgeUnit::weeks:
      if (count < kFirstWeek) return cell(count * 7);
      if (count <= kLastWeek) return week_cell(count);
      if (count < 250) return say(std::max(kFirstMonth, (count * 12 + 26) / 52), AgeUnit::months);
      return say(std::min(kOldest, (count + 26) / 52), AgeUnit::years);
    case AgeUnit::months:
      if (count == 0) return cell(0);
      if (count < kFirstMonth) return say(count * 4, AgeUnit::weeks);
      if (count < kFirstYear * 12) return month_cell(count);
      if (count % 12 == 0 && count / 12 <= kOldest) return year_cell(count / 12);
      return say(std::min(kOldest, (count + 6) / 12), AgeUnit::years);
    case AgeUnit::years:
      if (count > kOldest) return say(kOldest, AgeUnit::years);
      if (count == 0) return cell(0);
      return count < kFirstYear ? month_cell(count * 12) : year_cell(count);
  }
  return std::nullopt;
}

std::pair<int, AgeUnit> age_parts(AgeCell age) {
  if (age >= kFirstYearCell) return {age - kFirstYearCell + kFirstYear, AgeUnit::years};
  if (age >= kFirstMonthCell) return {age - kFirstMonthCell + kFirstMonth, AgeUnit::months};
  if (age >= kFirstWeekCell) return {age - kFirstWeekCell + kFirstWeek, AgeUnit::weeks};
  return {age, AgeUnit::days};
}

std::string age_text(AgeCell age) {
  const auto [count, unit] = age_parts(age);
  return counted(count, unit);
}

std::string age_text(Age age) {
  if (age.first == age.last) return age_text(age.first);
  for (const auto& [largest, unit] :
       {std::pair{kFirstYear - 1, AgeUnit::years}, std::pair{kFirstMonth - 1, AgeUnit::months},
        std::pair{kFirstWeek - 1, AgeUnit::weeks}}) {
    for (int count = 0; count <= largest; ++count) {
      if (age_of(count, unit) == age) return counted(count, unit);
    }
  }
  return age_text(age.first) + " to " + age_text(age.last);
}

std::string age_range_text(AgeCell first, AgeCell last) {
  if (first == 0 && last == kAgeCells - 1) return "any age";
  if (first == last) return age_text(first);
  if (first == 0) return "under " + age_text(static_cast<AgeCell>(last + 1));
  if (last == kAgeCells - 1) return age_text(first) + " and over";
  const auto [count, unit] = age_parts(first);
  const bool same_unit = unit == age_parts(last).second;
  return (same_unit ? std::to_string(count) : age_text(first)) + " to " + age_text(last);
}

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [text](std::size_t from, std::size_t count) {
    int value = 0;
    for (std::size_t i = from; i < from + count; ++i) {
      if (text[i] < '0' || text[i] > '9') return -1;
      value = value * 10 + (text[i] - '0');
    }
    return value;
  };
  const Date date{number(0, 4), number(5, 2), number(8, 2)};
  if (date.year < kFirstCalendarYear || date.year > kLastCalendarYear || date.month < 1 || date.month > 12)
    return std::nullopt;
  if (date.day < 1 || date.day > days_in_month(date.year, date.month)) return std::nullopt;
  return day_of(date);
}

std::string day_text(Day day) {
  const Date date = date_of(day);
  std::array<char, 40> text{};
  const int size = std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", date.year, date.month, date.day);
  return std::string(text.data(), static_cast<std::size_t>(size));
}

}  // namespace signpost

// Ages as completed steps: days 0-27, weeks 4-12, months 3-59, years 5-120, 210 in all, as clinicians state cut-offs.
// An age is an index into that list ("cell"), so that comparing ages is comparing integers and nothing is rounded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signpost {

using AgeCell = std::uint8_t;
inline constexpr int kAgeCells = 210;

enum class AgeUnit : std::uint8_t { days, weeks, months, years };

// A calendar day as days since 1970-01-01.
using Day = std::int32_t;

// What is known of an age: one cell when it was given exactly, more when it was given coarsely ("3 years" is months
// 36-47).
struct Age {
  AgeCell first = 0, last = 0;
  friend bool operator==(const Age&, const Age&) = default;
};

// All cells that a completed age of `count` units may be; nothing when it is out of range (years to 120).
std::optional<Age> age_of(int count, AgeUnit unit);
// "34 years", "10 weeks", "1 day"; nothing when the text is no age.
std::optional<Age> parse_age(std::string_view text);
// The exact cell of a person born on `born`, on the day `on`, counted by the calendar; nothing if born later or over
// 120 years ago.
std::optional<AgeCell> age_on(Day born, Day on);
// The cell at which "age >= count unit" begins to hold; nothing when the threshold falls inside a cell, with `hint` set
// to what the author should write instead ("say 8 weeks").
std::optional<AgeCell> age_threshold(int count, AgeUnit unit, std::string* hint);

// "4 months", "1 year"
std::string age_text(AgeCell cell);
std::string age_text(Age age);
// Ages from one cell to another, both in: "any age", "under 5 years", "12 to 59 months", "16 years and over".
std::string age_range_text(AgeCell first, AgeCell last);
// The count and unit of a cell.
std::pair<int, AgeUnit> age_parts(AgeCell cell);

// ISO date "2026-11-22" <-> Day; nothing when it is no date between 1890 and 2199.
std::optional<Day> parse_day(std::string_view text);
std::string day_text(Day day);

}  // namespace signpost

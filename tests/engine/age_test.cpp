#include "engine/amounts/age.hpp"

#include <catch2/catch.hpp>

using namespace signpost;

namespace {

Day day(const char* text) {
  const auto parsed = parse_day(text);
  REQUIRE(parsed);
  return *parsed;
}

std::string on(const char* born, const char* today) {
  const auto age = age_on(day(born), day(today));
  return age ? age_text(*age) : "none";
}

std::string coarse(int count, AgeUnit unit) {
  const auto age = age_of(count, unit);
  return age ? age_text(age->first) + " - " + age_text(age->last) : "none";
}

}  // namespace

TEST_CASE("every age cell round-trips through its text and its parts") {
  for (int i = 0; i < kAgeCells; ++i) {
    const auto cell = static_cast<AgeCell>(i);
    CAPTURE(i, age_text(cell));
    const Age exact{cell, cell};
    CHECK(parse_age(age_text(cell)) == exact);
    const auto [count, unit] = age_parts(cell);
    CHECK(age_of(count, unit) == exact);
    CHECK(age_threshold(count, unit, nullptr) == cell);
    CHECK(age_text(exact) == age_text(cell));
  }
}

TEST_CASE("a coarse age covers every cell that it may be") {
  CHECK(coarse(0, AgeUnit::years) == "0 days - 11 months");
  CHECK(coarse(3, AgeUnit::years) == "36 months - 47 months");
  CHECK(coarse(0, AgeUnit::months) == "0 days - 4 weeks");
  CHECK(coarse(1, AgeUnit::months) == "4 weeks - 8 weeks");
  CHECK(coarse(2, AgeUnit::months) == "8 weeks - 12 weeks");
  CHECK(coarse(66, AgeUnit::months) == "5 years - 5 years");
  CHECK(coarse(0, AgeUnit::weeks) == "0 days - 6 days");
  CHECK(coarse(3, AgeUnit::weeks) == "21 days - 27 days");
  CHECK(coarse(13, AgeUnit::weeks) == "12 weeks - 3 months");
  CHECK(coarse(30, AgeUnit::days) == "4 weeks - 4 weeks");
  CHECK(coarse(90, AgeUnit::days) == "12 weeks - 3 months");
}

TEST_CASE("a coarse age covers the exact age of everybody born so long ago") {
  const Day today = day("2026-11-22");
  for (int days = 0; days < 1700; ++days) {
    const auto exact = age_on(today - days, today);
    REQUIRE(exact);
    CAPTURE(days, age_text(*exact));
    for (const auto& age : {age_of(days, AgeUnit::days), age_of(days / 7, AgeUnit::weeks)}) {
      REQUIRE(age);
      CHECK(age->first <= *exact);
      // A week cell is the completed week, so a stated "12 weeks" may be 3 months by the calendar for two days of it.
      CHECK((age->last >= *exact || *exact == 37));
    }
  }
}

TEST_CASE("a range of ages is said as people say it") {
  const auto cell = [](const char* text) { return parse_age(text)->first; };
  CHECK(age_range_text(0, kAgeCells - 1) == "any age");
  CHECK(age_range_text(0, cell("59 months")) == "under 5 years");
  CHECK(age_range_text(0, cell("6 days")) == "under 7 days");
  CHECK(age_range_text(cell("12 months"), cell("59 months")) == "12 to 59 months");
  CHECK(age_range_text(cell("8 weeks"), cell("59 months")) == "8 weeks to 59 months");
  CHECK(age_range_text(cell("5 years"), cell("15 years")) == "5 to 15 years");
  CHECK(age_range_text(cell("5 years"), cell("5 years")) == "5 years");
  CHECK(age_range_text(cell("16 years"), kAgeCells - 1) == "16 years and over");
}

TEST_CASE("a coarse age is shown as it was stated") {
  CHECK(age_text(*age_of(3, AgeUnit::years)) == "3 years");
  CHECK(age_text(*age_of(1, AgeUnit::years)) == "1 year");
  CHECK(age_text(*age_of(2, AgeUnit::months)) == "2 months");
  CHECK(age_text(*age_of(1, AgeUnit::weeks)) == "1 week");
  CHECK(age_text(Age{30, 60}) == "6 weeks to 26 months");
}

TEST_CASE("ages beyond the list are refused") {
  CHECK_FALSE(age_of(121, AgeUnit::years));
  CHECK_FALSE(age_of(-1, AgeUnit::days));
  CHECK_FALSE(age_of(1830, AgeUnit::days));
  CHECK_FALSE(age_of(1452, AgeUnit::months));
  CHECK(age_of(120, AgeUnit::years));
  CHECK(age_of(1451, AgeUnit::months));
}

TEST_CASE("words that are no age are refused") {
  for (const char* text : {"", "34", "34years", "years", " 34 years", "34 years ", "034 years", "3.5 years", "-1 years",
                           "34 Years", "34 yearss", "34  years", "9999999 years", "34 decades"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_age(text));
  }
  CHECK(parse_age("1 day"));
  CHECK(parse_age("1 days"));
}

TEST_CASE("an age is counted by the calendar") {
  CHECK(on("2026-11-22", "2026-11-22") == "0 days");
  CHECK(on("2026-10-26", "2026-11-22") == "27 days");
  CHECK(on("2026-10-25", "2026-11-22") == "4 weeks");
  CHECK(on("2026-08-23", "2026-11-22") == "12 weeks");
  CHECK(on("2026-08-22", "2026-11-22") == "3 months");
  CHECK(on("2021-11-23", "2026-11-22") == "59 months");
  CHECK(on("2021-11-22", "2026-11-22") == "5 years");
  CHECK(on("1906-11-22", "2026-11-22") == "120 years");
  CHECK(on("1905-11-22", "2026-11-22") == "none");
  CHECK(on("2026-11-23", "2026-11-22") == "none");
}

TEST_CASE("a thirteenth week before three months counts as the twelfth") {
  CHECK(on("2026-06-01", "2026-08-31") == "12 weeks");  // 91 days, and 3 months only on 1 September
  CHECK(on("2026-06-01", "2026-09-01") == "3 months");
  CHECK(on("2027-02-01", "2027-04-30") == "12 weeks");
  CHECK(on("2027-02-01", "2027-05-01") == "3 months");  // 89 days
}

TEST_CASE("who is born on 29 February has a birthday on 1 March in common years") {
  CHECK(on("2020-02-29", "2026-02-28") == "5 years");
  CHECK(on("2020-02-29", "2026-03-01") == "6 years");
  CHECK(on("2020-02-29", "2028-02-28") == "7 years");
  CHECK(on("2020-02-29", "2028-02-29") == "8 years");
  CHECK(on("2024-02-29", "2025-02-28") == "11 months");
  CHECK(on("2024-02-29", "2025-03-01") == "12 months");
}

TEST_CASE("who is born on the 31st completes a month of 30 days on the next first") {
  CHECK(on("2026-01-31", "2026-04-30") == "12 weeks");
  CHECK(on("2026-01-31", "2026-05-01") == "3 months");
}

TEST_CASE("age never falls from one day to the next") {
  for (const char* born : {"2020-02-29", "2019-12-31", "2024-01-31", "2021-06-01"}) {
    AgeCell before = 0;
    for (Day today = day(born); today < day(born) + 3000; ++today) {
      const auto now = age_on(day(born), today);
      REQUIRE(now);
      CHECK(*now >= before);
      before = *now;
    }
  }
}

TEST_CASE("a threshold inside a cell says what to write instead") {
  const auto row = GENERATE(table<int, AgeUnit, std::string>({
      {1, AgeUnit::months, "say 4 weeks"},
      {2, AgeUnit::months, "say 8 weeks"},
      {13, AgeUnit::weeks, "say 3 months"},
      {26, AgeUnit::weeks, "say 6 months"},
      {30, AgeUnit::days, "say 4 weeks"},
      {90, AgeUnit::days, "say 3 months"},
      {365, AgeUnit::days, "say 12 months"},
      {61, AgeUnit::months, "say 5 years"},
      {66, AgeUnit::months, "say 6 years"},
      {121, AgeUnit::years, "say 120 years"},
  }));
  std::string hint = "as before";
  CAPTURE(std::get<0>(row));
  CHECK_FALSE(age_threshold(std::get<0>(row), std::get<1>(row), &hint));
  CHECK(hint == std::get<2>(row));
}

TEST_CASE("a hint is itself a threshold") {
  for (const AgeUnit unit : {AgeUnit::days, AgeUnit::weeks, AgeUnit::months, AgeUnit::years}) {
    for (int count = 0; count < 2500; ++count) {
      std::string hint;
      if (age_threshold(count, unit, &hint)) continue;
      CAPTURE(count, hint);
      REQUIRE(hint.starts_with("say "));
      const std::string said = hint.substr(4);
      const std::size_t space = said.find(' ');
      const std::string word = said.substr(space + 1);
      const AgeUnit in = word[0] == 'd'   ? AgeUnit::days
                         : word[0] == 'w' ? AgeUnit::weeks
                         : word[0] == 'm' ? AgeUnit::months
                                          : AgeUnit::years;
      CHECK(age_threshold(std::stoi(said), in, nullptr));
    }
  }
}

TEST_CASE("a threshold may be written in another unit where it is the same day or month") {
  CHECK(age_threshold(28, AgeUnit::days, nullptr) == age_threshold(4, AgeUnit::weeks, nullptr));
  CHECK(age_threshold(84, AgeUnit::days, nullptr) == age_threshold(12, AgeUnit::weeks, nullptr));
  CHECK(age_threshold(1, AgeUnit::years, nullptr) == age_threshold(12, AgeUnit::months, nullptr));
  CHECK(age_threshold(60, AgeUnit::months, nullptr) == age_threshold(5, AgeUnit::years, nullptr));
  CHECK(age_threshold(3, AgeUnit::weeks, nullptr) == age_threshold(21, AgeUnit::days, nullptr));
  CHECK(age_threshold(0, AgeUnit::months, nullptr) == AgeCell{0});
}

TEST_CASE("days are read and printed as ISO dates between 1890 and 2199") {
  CHECK(parse_day("1970-01-01") == Day{0});
  CHECK(parse_day("1970-01-02") == Day{1});
  CHECK(parse_day("2000-03-01") == Day{11017});
  for (Day d = day("1890-01-01"); d <= day("2199-12-31"); d += 13) CHECK(parse_day(day_text(d)) == d);
  CHECK(day_text(day("2024-02-29")) == "2024-02-29");
  for (const char* text :
       {"1889-12-31", "2200-01-01", "2023-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-04-31",
        "2026-1-01", "26-01-01", "2026/01/01", "2026-01-01 ", "", "2026-0a-01", "today"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_day(text));
  }
}

#include "engine/amounts/quantity.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace signpost;

TEST_CASE("numbers are plain digits without a leading nought") {
  for (const char* text : {"0", "7", "38.5", "0.1", "-2", "120", "10.00"}) {
    CAPTURE(text);
    CHECK(is_number(text));
  }
  for (const char* text : {"", "-", "010", "08", "0x10", "1e3", "1_000", "1,5", ".5", "5.", "1.2.3", "+3", " 3", "3 ",
                           "12abc", "--1", "-01"}) {
    CAPTURE(text);
    CHECK_FALSE(is_number(text));
  }
  CHECK(parse_integer("-12") == -12);
  CHECK(parse_integer("999999999") == 999999999);
  CHECK_FALSE(parse_integer("1000000000"));
  CHECK_FALSE(parse_integer("1.0"));
}

TEST_CASE("lengths of time are counted in minutes") {
  const auto minutes = [](std::string_view text) {
    const auto quantity = parse_quantity(text);
    return quantity ? duration_minutes(*quantity) : std::nullopt;
  };
  CHECK(minutes("0 minutes") == 0);
  CHECK(minutes("1 hour") == 60);
  CHECK(minutes("2 days") == 2880);
  CHECK(minutes("1 week") == 7 * 1440);
  CHECK(minutes("1 month") == 30 * 1440);
  CHECK(minutes("1 year") == 365 * 1440);
  for (const char* text : {"1", "hour", "1.5 hours", "-1 hours", "1 Hour", "1 fortnight", "99999999 years"}) {
    CAPTURE(text);
    CHECK_FALSE(minutes(text));
  }
}

TEST_CASE("ranges are read in their ten spellings") {
  struct Row {
    const char* text;
    const char* low;
    bool low_in;
    const char* high;
    bool high_in;
  };
  const auto row = GENERATE(values<Row>({{"below 36.0", "", false, "36.0", false},
                                         {"under 5 days", "", false, "5", false},
                                         {"up to 40", "", false, "40", true},
                                         {"over 60", "60", false, "", false},
                                         {"39.0 and over", "39.0", true, "", false},
                                         {"38.0 to 38.9", "38.0", true, "38.9", true},
                                         {"over 12 hours and up to 72 hours", "12", false, "72", true},
                                         {"over 1 and under 2", "1", false, "2", false},
                                         {"from 1 and under 2", "1", true, "2", false},
                                         {"from 1 and up to 2", "1", true, "2", true}}));
  CAPTURE(row.text);
  const auto range = parse_range(row.text);
  REQUIRE(range);
  REQUIRE(range->low.has_value() == (*row.low != '\0'));
  REQUIRE(range->high.has_value() == (*row.high != '\0'));
  if (range->low) CHECK((range->low->at.number == row.low && range->low->included == row.low_in));
  if (range->high) CHECK((range->high->at.number == row.high && range->high->included == row.high_in));
}

TEST_CASE("words that are no range are refused") {
  for (const char* text :
       {"", "38", "less than 3", "3 or more", "between 1 and 2", "over", "over three", "from 1", "1 to", "to 2",
        "over 3 weeks and below 5 weeks", "1 to 2 to 3", "010 to 20", "up to 5 and over 3"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_range(text));
  }
}

TEST_CASE("a quantity keeps its unit as written") {
  const auto quantity = parse_quantity(" 38.0 °C ");
  REQUIRE(quantity);
  CHECK(quantity->number == "38.0");
  CHECK(quantity->unit == "°C");
  CHECK(parse_quantity("60 breaths in a minute")->unit == "breaths in a minute");
  CHECK_FALSE(parse_quantity("°C"));
}

#include "engine/pathway/condition.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace signpost;

namespace {

struct ReadCondition {
  Condition condition;
  Diagnostics diagnostics;
};

ReadCondition read_condition(std::string_view text, bool claim = false) {
  ReadCondition result;
  result.condition = parse_condition(text, Location{0, 7, 11, 0}, result.diagnostics, claim);
  return result;
}

// The same test, wherever it stands.
bool same(const Condition& a, const Condition& b) {
  if (a.kind != b.kind || a.subject.text != b.subject.text || a.quantity != b.quantity || a.unit != b.unit)
    return false;
  if (a.comparison != b.comparison || a.compared != b.compared) return false;
  if (a.values.size() != b.values.size() || a.parts.size() != b.parts.size()) return false;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    if (a.values[i].text != b.values[i].text) return false;
  }
  for (std::size_t i = 0; i < a.parts.size(); ++i) {
    if (!same(a.parts[i], b.parts[i])) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("tests are read and printed in one spelling") {
  const auto row = GENERATE(table<std::string, std::string>({
      {"everyone", "everyone"},
      {"pregnant", "pregnant"},
      {"  pregnant  ", "pregnant"},
      {"now is yes", "now is yes"},
      {"temperature/reading is raised", "temperature/reading is raised"},
      {"not pregnant", "not pregnant"},
      {"not not pregnant", "not not pregnant"},
      {"not heart-like is none", "not heart-like is none"},
      {"a and b and c", "a and b and c"},
      {"a and (b and c)", "a and b and c"},
      {"(a or b) and c", "(a or b) and c"},
      {"((a))", "a"},
      {"not (a or b)", "not (a or b)"},
      {"age<5 years", "age < 5 years"},
      {"age >= 18 months and sex is female", "age >= 18 months and sex is female"},
      {"temperature >= 38.0 °C", "temperature >= 38.0 °C"},
      {"temperature >= 38.0°C", "temperature >= 38.0 °C"},
      {"breaths > 60 breaths in a minute and a", "breaths > 60 breaths in a minute and a"},
      {"site is one of (arm jaw back)", "site is one of (arm jaw back)"},
      {"site is one of (arm)", "site is arm"},
      {"heart-like includes tight", "heart-like includes tight"},
      {"signs is none", "signs is none"},
      {"signs is unsure", "signs is unsure"},
      {"known temperature", "known temperature"},
      {"not known temperature", "not known temperature"},
      {"last-period ago > 6 weeks", "last-period ago > 6 weeks"},
      {"score feverpain >= 4", "score feverpain >= 4"},
      {"score feverpain >= -1 and a", "score feverpain >= -1 and a"},
      {"score is yes", "score is yes"},
      {"score >= 3", "score >= 3"},
      {"level is high", "level is high"},
      {"a\n  and b", "a and b"},
  }));
  CAPTURE(std::get<0>(row));
  const ReadCondition result = read_condition(std::get<0>(row));
  CHECK(result.diagnostics.all().empty());
  CHECK(condition_text(result.condition) == std::get<1>(row));
}

TEST_CASE("claims may speak of the end of the journey") {
  const auto row = GENERATE(table<std::string, Condition::Kind>({
      {"outcome is look-after-at-home", Condition::Kind::outcome_is},
      {"outcome is one of (a b)", Condition::Kind::outcome_is},
      {"level is emergency", Condition::Kind::level_is},
      {"disposition is self-care", Condition::Kind::disposition},
      {"disposition is less urgent than ed-4h", Condition::Kind::disposition},
      {"disposition is more urgent than ed-4h", Condition::Kind::disposition},
  }));
  const ReadCondition result = read_condition(std::get<0>(row), true);
  CHECK(result.diagnostics.all().empty());
  CHECK(result.condition.kind == std::get<1>(row));
  CHECK(condition_text(result.condition) == std::get<0>(row));
  CHECK(read_condition("disposition is less urgent than ed-4h").diagnostics.errors() == 1);
}

TEST_CASE("the parts of a test keep their places") {
  const ReadCondition result = read_condition("age >= 5 years and (now is yes or site is one of (arm jaw))");
  REQUIRE(result.diagnostics.all().empty());
  const Condition& all = result.condition;
  CHECK(all.at == Location{0, 7, 11, 59});
  REQUIRE(all.parts.size() == 2);
  CHECK(all.parts[0].at == Location{0, 7, 11, 14});
  CHECK(all.parts[1].at == Location{0, 7, 31, 38});
  REQUIRE(all.parts[1].parts.size() == 2);
  CHECK(all.parts[1].parts[1].values[1].at == Location{0, 7, 65, 3});
}

TEST_CASE("columns are counted in characters") {
  const ReadCondition result = read_condition("temperature >= 38.0 °C and Fever");
  REQUIRE(result.diagnostics.all().size() == 1);
  CHECK(result.diagnostics.all()[0].location == Location{0, 7, 38, 5});
}

TEST_CASE("a test over several lines keeps the place of each piece") {
  const std::vector<TextPlace> places{{0, {0, 3, 9, 0}}, {6, {0, 4, 5, 0}}};
  Diagnostics diagnostics;
  const std::string_view text = "a and b-c is x-y";
  const Condition condition = parse_condition(text, places, diagnostics);
  REQUIRE(condition.parts.size() == 2);
  CHECK(condition.parts[0].at == Location{0, 3, 9, 1});
  CHECK(condition.parts[1].at == Location{0, 4, 5, 10});
  CHECK(condition.parts[1].values[0].at == Location{0, 4, 12, 3});
  CHECK(condition.at == Location{0, 3, 9, 5});
}

TEST_CASE("mistakes in tests are told with their column and how to mend them") {
  struct Row {
    const char* text;
    std::uint32_t column, length;
    const char* message;
    const char* help;
  };
  const Row row = GENERATE(values<Row>({
      {"", 11, 0, "the test is empty", ""},
      {"a and b or c", 19, 2, "`and` and `or` stand together without brackets", "brackets round"},
      {"a or b and c", 18, 3, "`and` and `or` stand together without brackets", "a and (b or c)"},
      {"a and", 13, 3, "ends too early", ""},
      {"and a", 11, 3, "`and` cannot stand here", ""},
      {"a b", 13, 1, "`b` cannot stand here", ""},
      {"(a or b", 11, 1, "this bracket is never closed", ""},
      {"a or b)", 17, 1, "a bracket is closed that was never opened", ""},
      {"()", 12, 1, "a bracket is closed", ""},
      {"sex = female", 15, 1, "`=` is no part of a test", "write `is`"},
      {"sex == female", 15, 2, "`==` is no part of a test", "write `is`"},
      {"Sex is male", 11, 3, "`Sex` is no name", ""},
      {"sex is Male", 18, 4, "`Male` is no name", ""},
      {"a AND b", 13, 3, "`AND` is written in capitals", "small letters"},
      {"a && b", 13, 2, "`&&` is no part of a test", "`and`"},
      {"age ≥ 5 years", 15, 1, "`≥` is no part of a test", "write >="},
      {"age >= five years", 18, 4, "a number is meant", ""},
      {"age >=", 15, 2, "ends too early", ""},
      {"age >= 010 years", 18, 3, "begins with a nought", "leave the nought out"},
      {"now is not yes", 18, 3, "`is not` is no part of a test", "not (now is yes)"},
      {"now is", 15, 2, "ends too early", ""},
      {"temperature is 38", 26, 2, "compared with < <= > or >=", ""},
      {"site is one of (arm, jaw)", 30, 1, "a comma is no part of a test", "separated by spaces"},
      {"site is one of ()", 27, 1, "are empty", ""},
      {"site is one of arm", 26, 3, "an opening bracket is meant", ""},
      {"site is one of (arm", 27, 3, "ends too early", ""},
      {"score feverpain", 17, 9, "ends too early", ""},
      {"known", 11, 5, "ends too early", ""},
      {"last-period ago 6 weeks", 27, 1, "one of < <= > >=", ""},
      {"a/b/c is yes", 11, 5, "`a/b/c` cannot stand here", ""},
      {"everyone and a", 20, 3, "", ""},
  }));
  CAPTURE(row.text);
  const ReadCondition result = read_condition(row.text);
  if (std::string_view(row.text) == "everyone and a") {
    // `everyone` alone is the test that always holds; elsewhere it is a name, which the compiler will not know.
    CHECK(result.diagnostics.all().empty());
    return;
  }
  REQUIRE(result.diagnostics.all().size() == 1);
  const Diagnostic& found = result.diagnostics.all()[0];
  CHECK(found.code == Code::bad_condition);
  CHECK(found.location == Location{0, 7, row.column, row.length});
  CHECK_THAT(found.message, Catch::Matchers::Contains(row.message));
  CHECK_THAT(found.help, Catch::Matchers::Contains(row.help));
  CHECK(result.condition.kind == Condition::Kind::everyone);
}

TEST_CASE("brackets may be nested up to the limit and no further") {
  const auto nested = [](std::size_t depth) { return std::string(depth, '(') + "a" + std::string(depth, ')'); };
  CHECK(read_condition(nested(kMaxConditionDepth)).diagnostics.all().empty());
  const ReadCondition deep = read_condition(nested(kMaxConditionDepth + 1));
  REQUIRE(deep.diagnostics.all().size() == 1);
  CHECK(deep.diagnostics.all()[0].code == Code::too_many);
  std::string nots = "a";
  for (std::size_t i = 0; i < kMaxConditionDepth; ++i) nots = "not " + nots;
  CHECK(read_condition(nots).diagnostics.all().empty());
  CHECK(read_condition("not " + nots).diagnostics.errors() == 1);
}

TEST_CASE("a test may have words up to the limit and no more") {
  std::string text = "a";
  for (std::size_t words = 1; words + 2 <= kMaxConditionTerms; words += 2) text += " or a";
  CHECK(read_condition(text).diagnostics.all().empty());
  const ReadCondition longer = read_condition(text + " or a");
  REQUIRE(longer.diagnostics.all().size() == 1);
  CHECK(longer.diagnostics.all()[0].code == Code::too_many);
}

namespace {

Condition random_condition(std::mt19937& random, int depth) {
  const auto pick = [&random](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
  const auto name = [&] { return Name{std::string(1, static_cast<char>('a' + pick(26))) + "-x", {}}; };
  using Kind = Condition::Kind;
  Condition c;
  const int kinds = depth > 0 ? 13 : 10;
  switch (pick(kinds)) {
    case 0:
      c.kind = Kind::truth, c.subject = name();
      break;
    case 1:
      c.kind = Kind::is, c.subject = name();
      for (int i = 0; i <= pick(3); ++i) c.values.push_back(name());
      break;
    case 2:
      c.kind = Kind::includes, c.subject = name(), c.values.push_back(name());
      break;
    case 3:
      c.kind = Kind::is_none, c.subject = name();
      break;
    case 4:
      c.kind = Kind::is_unsure, c.subject = name();
      break;
    case 5:
      c.kind = Kind::known, c.subject = name();
      break;
    case 6:
    case 7:
    case 8:
      c.kind = pick(2) != 0 ? Kind::compare : pick(2) != 0 ? Kind::ago : Kind::score;
      c.subject = name(), c.quantity = std::to_string(pick(100)), c.comparison = static_cast<Comparison>(pick(4));
      if (c.kind != Kind::score && pick(2) != 0) c.unit = "breaths in a minute";
      break;
    case 9:
      c.kind = Kind::disposition, c.subject.text = "disposition", c.values.push_back(name());
      if (pick(2) != 0) c.compared = true, c.comparison = pick(2) != 0 ? Comparison::less : Comparison::more;
      break;
    case 10:
      c.kind = Kind::negation, c.parts.push_back(random_condition(random, depth - 1));
      break;
    default:
      c.kind = pick(2) != 0 ? Kind::all : Kind::any;
      while (c.parts.size() < 2) {
        for (int i = 0; i <= 1 + pick(2); ++i) {
          Condition part = random_condition(random, depth - 1);
          if (part.kind != c.kind) c.parts.push_back(std::move(part));
        }
      }
  }
  return c;
}

}  // namespace

TEST_CASE("whatever is printed is read back as the same test") {
  std::mt19937 random(20261122);
  int read_back = 0;
  for (int round = 0; round < 3000; ++round) {
    const Condition made = random_condition(random, 4);
    const std::string text = condition_text(made);
    CAPTURE(text);
    const ReadCondition result = read_condition(text, true);
    if (!result.diagnostics.all().empty() && result.diagnostics.all()[0].code == Code::too_many) continue;
    REQUIRE(result.diagnostics.all().empty());
    REQUIRE(same(result.condition, made));
    CHECK(condition_text(result.condition) == text);
    ++read_back;
  }
  CHECK(read_back > 2500);
}

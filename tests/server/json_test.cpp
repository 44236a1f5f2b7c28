#include "server/json.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace signpost;

namespace {

template <class What>
JsonProblem problem_of(const Parsed<What>& parsed) {
  REQUIRE(std::holds_alternative<JsonProblem>(parsed));
  return std::get<JsonProblem>(parsed);
}
template <class What>
What read_of(const Parsed<What>& parsed) {
  if (const auto* const problem = std::get_if<JsonProblem>(&parsed))
    FAIL("refused: " << problem->code << " at " << problem->where);
  return std::get<What>(parsed);
}
std::string text_of(std::string_view text) {
  std::string out;
  append_json(out, text);
  return out;
}
std::string value_of(const AnswerValue& value) {
  std::string out;
  append_json(out, value);
  return out;
}
AnswerValue answered(const std::string& value) {
  return read_of(parse_answer(R"({"journey":"t","answer":{"question":"q","value":)" + value + "}}")).value;
}

}  // namespace

TEST_CASE("a triage request is read whole") {
  const auto read = read_of(parse_triage(
      R"({"topics":["sore-throat","fever"],"patient":{"age":{"years":23},"sex":"female","party":"self"},"language":"en"})"));
  CHECK(read.topics == std::vector<std::string>{"sore-throat", "fever"});
  CHECK(std::get<Age>(read.patient.age) == *age_of(23, AgeUnit::years));
  CHECK(read.patient.sex == Sex::female);
  CHECK(read.patient.party == Party::self);
  CHECK(read.language == "en");
}

TEST_CASE("one topic may be named shortly and everything about the patient left out") {
  const auto read = read_of(parse_triage(R"({"topic":"sore-throat"})"));
  CHECK(read.topics == std::vector<std::string>{"sore-throat"});
  CHECK(std::holds_alternative<std::monostate>(read.patient.age));
  CHECK_FALSE(read.patient.sex.has_value());
}

TEST_CASE("an age is one count of one unit or a day of birth") {
  const auto age = [](const std::string& text) {
    return parse_triage(R"({"topic":"x","patient":{"age":)" + text + "}}");
  };
  CHECK(std::get<Age>(read_of(age(R"({"days":3})")).patient.age) == *age_of(3, AgeUnit::days));
  CHECK(std::get<Age>(read_of(age(R"({"months":14})")).patient.age) == *age_of(14, AgeUnit::months));
  const auto born = read_of(age(R"({"born":"2024-03-01"})")).patient;
  CHECK(patient_on(born, *parse_day("2026-11-22"))->age ==
        Age{*age_on(*parse_day("2024-03-01"), *parse_day("2026-11-22")),
            *age_on(*parse_day("2024-03-01"), *parse_day("2026-11-22"))});
  CHECK_FALSE(patient_on(born, *parse_day("2024-02-29")).has_value());
  for (const char* wrong : {R"({"years":3.9})", R"({"years":3.0})", R"({"years":true})", R"({"years":"3"})",
                            R"({"years":null})", R"({"years":[3]})", "3", "\"3 years\"", "[]"}) {
    CAPTURE(wrong);
    CHECK(problem_of(age(wrong)).code == "wrong-type");
  }
  for (const char* wrong : {R"({"years":-1})", R"({"years":121})", R"({"years":4294967296})",
                            R"({"born":"2024-02-30"})", R"({"born":"soon"})"}) {
    CAPTURE(wrong);
    CHECK(problem_of(age(wrong)).code == "out-of-range");
  }
  CHECK(problem_of(age(R"({"years":18446744073709551615})")).code == "wrong-type");
  CHECK(problem_of(age("{}")).code == "missing-field");
  CHECK(problem_of(age(R"({"years":3,"months":1})")).code == "unknown-field");
  CHECK(problem_of(age(R"({"decades":3})")).code == "unknown-field");
}

TEST_CASE("each kind of answer is read as what it is") {
  CHECK(answered(R"("yes")") == AnswerValue(std::string("yes")));
  CHECK(answered(R"("unsure")") == AnswerValue(Unsure{}));
  CHECK(answered(R"("seen")") == AnswerValue(Seen{}));
  CHECK(answered(R"(["a","b"])") == AnswerValue(std::vector<std::string>{"a", "b"}));
  CHECK(answered("[]") == AnswerValue(std::vector<std::string>{}));
  CHECK(answered("38.2") == AnswerValue(38.2));
  CHECK(answered("38") == AnswerValue(38.0));
  CHECK(answered("-1") == AnswerValue(-1.0));
  CHECK(answered(R"({"value":3,"unit":"days"})") == AnswerValue(Duration{3, "days"}));
  CHECK(answered(R"({"years":34})") == AnswerValue(Duration{34, "years"}));
  CHECK(answered(R"({"born":"1990-05-01"})") == AnswerValue(std::string("1990-05-01")));
  for (const char* wrong :
       {"null", "true", R"({"value":3.5,"unit":"days"})", R"({"value":"3","unit":"days"})", R"([1])", R"([["a"]])"}) {
    CAPTURE(wrong);
    CHECK(problem_of(parse_answer(std::string(R"({"journey":"t","answer":{"question":"q","value":)") + wrong + "}}"))
              .code == "wrong-type");
  }
}

TEST_CASE("an answer says when an unusual value is meant") {
  CHECK_FALSE(read_of(parse_answer(R"({"journey":"t","answer":{"question":"q","value":1}})")).confirmed);
  CHECK(read_of(parse_answer(R"({"journey":"t","answer":{"question":"q","value":1,"confirmed":true}})")).confirmed);
  CHECK(read_of(parse_change(R"({"journey":"t","question":"q","value":1,"confirmed":true})")).confirmed);
  CHECK(problem_of(parse_change(R"({"journey":"t","question":"q","value":1,"confirmed":"yes"})")).code == "wrong-type");
}

TEST_CASE("a journey in clear is read with its day and answers") {
  const auto read = read_of(parse_evaluate(
      R"({"topics":["x"],"patient":{"sex":"not-said"},"on":"2026-11-22","answers":[{"question":"a","value":"yes"},{"question":"b","value":["c"]}]})"));
  CHECK(read.on == parse_day("2026-11-22"));
  CHECK(read.answers.size() == 2);
  CHECK(read.answers[1] == NamedAnswer{"b", std::vector<std::string>{"c"}});
  CHECK(read_of(parse_evaluate(R"({"topic":"x"})")).answers.empty());
  CHECK(problem_of(parse_evaluate(R"({"topic":"x","on":"yesterday"})")).code == "out-of-range");
  CHECK(problem_of(parse_evaluate(R"({"topic":"x","answers":[{"question":"a"}]})")).code == "missing-field");
  CHECK(problem_of(parse_evaluate(R"({"topic":"x","answers":[{"question":"a","value":"b","why":1}]})")).code ==
        "unknown-field");
}

TEST_CASE("what is no JSON is told apart from what is the wrong JSON") {
  for (const char* text : {"", " ", "{", "}", "{\"q\":\"x\"", "{'q':'x'}", "{\"q\":\"x\",}", "{\"q\":\"x\"} {}",
                           "{\"q\":\"x\"}x", "// c\n{\"q\":\"x\"}", "NaN", "{\"q\":01}", "{\"q\":\"\\ud800\"}",
                           "{\"q\":\"\xff\"}", "{\"q\":\"\xc0\xaf\"}", "{\"q\":\"a\nb\"}", "{\"q\":1e999}"}) {
    CAPTURE(text);
    const auto problem = problem_of(parse_search(text));
    CHECK(problem.status == 400);
    CHECK(problem.code == "not-json");
  }
  for (const char* text : {"[]", "1", "\"x\"", "null"}) {
    CAPTURE(text);
    const auto problem = problem_of(parse_search(text));
    CHECK(problem.status == 422);
    CHECK(problem.code == "wrong-type");
  }
}

TEST_CASE("a key given twice is refused at any depth") {
  CHECK(problem_of(parse_search(R"({"q":"x","q":"y"})")).code == "duplicate-key");
  CHECK(problem_of(parse_triage(R"({"topic":"x","patient":{"sex":"male","sex":"female"}})")).code == "duplicate-key");
  CHECK(problem_of(parse_triage(R"({"topic":"x","patient":{"sex":"male","s\u0065x":"female"}})")).code ==
        "duplicate-key");
  CHECK(problem_of(parse_search(R"({"q":"x","q":"y"})")).status == 400);
}

TEST_CASE("nesting beyond the limit is refused and at the limit is not") {
  const auto nested = [](std::size_t lists) {
    return R"({"q":)" + std::string(lists, '[') + std::string(lists, ']') + "}";
  };
  CHECK(problem_of(parse_search(nested(kMaxJsonDepth - 1))).code == "wrong-type");
  CHECK(problem_of(parse_search(nested(kMaxJsonDepth))).code == "too-deep");
  CHECK(problem_of(parse_search(nested(100'000))).code == "too-deep");
}

TEST_CASE("a field that nobody knows is refused and never echoed") {
  const auto problem = problem_of(parse_triage(R"({"topic":"x","patient":{"name":"Jo Secret"}})"));
  CHECK(problem.code == "unknown-field");
  CHECK(problem.where == "/patient");
  CHECK(problem_of(parse_triage(R"({"topic":"x","topics":["y"]})")).code == "unknown-field");
  CHECK(problem_of(parse_review(R"({"journey":"t","question":"q"})")).code == "unknown-field");
  std::string wide = R"({"q":"x")";
  for (std::size_t i = 0; i < kMaxJsonMembers; ++i) wide += ",\"k" + std::to_string(i) + "\":1";
  CHECK(problem_of(parse_search(wide + "}")).code == "unknown-field");
}

TEST_CASE("a field that is wanted and missing is named") {
  CHECK(problem_of(parse_search("{}")).where == "/q");
  CHECK(problem_of(parse_triage("{}")).where == "/topics");
  CHECK(problem_of(parse_answer(R"({"answer":{"question":"q","value":1}})")).where == "/journey");
  CHECK(problem_of(parse_answer(R"({"journey":"t"})")).where == "/answer");
  CHECK(problem_of(parse_answer(R"({"journey":"t","answer":{"question":"q"}})")).where == "/answer/value");
  CHECK(problem_of(parse_change(R"({"journey":"t","value":1})")).where == "/question");
}

TEST_CASE("NUL is refused in any text") {
  CHECK(problem_of(parse_search("{\"q\":\"a\\u0000b\"}")).code == "not-json");
  CHECK(problem_of(parse_answer("{\"journey\":\"t\",\"answer\":{\"question\":\"q\\u0000\",\"value\":1}}")).code ==
        "not-json");
}

TEST_CASE("texts longer than any id or search are refused") {
  CHECK(read_of(parse_search(R"({"q":")" + std::string(kMaxSearchChars, 'a') + "\"}")).q.size() == kMaxSearchChars);
  CHECK(problem_of(parse_search(R"({"q":")" + std::string(kMaxSearchChars + 1, 'a') + "\"}")).code == "too-long");
  CHECK(problem_of(parse_triage(R"({"topic":")" + std::string(kMaxIdChars + 1, 'a') + "\"}")).code == "too-long");
  std::string many = R"({"topic":"x","answers":[)";
  for (std::size_t i = 0; i <= kMaxJourneyAnswers; ++i)
    many += std::string(i > 0 ? "," : "") + R"({"question":"a","value":"b"})";
  CHECK(problem_of(parse_evaluate(many + "]}")).code == "too-long");
  std::string nodes = R"({"topics":[)";
  for (int i = 0; i < 5000; ++i) nodes += "1,";
  CHECK(problem_of(parse_triage(nodes + "1]}")).code == "too-long");
}

TEST_CASE("any bytes are refused or read and never crash") {
  std::mt19937 dice(11);
  const std::string seed =
      R"({"topics":["x"],"patient":{"age":{"years":3},"sex":"male"},"on":"2026-11-22","answers":[{"question":"a","value":{"value":3,"unit":"days"}}]})";
  for (int round = 0; round < 3000; ++round) {
    std::string text = seed;
    for (unsigned change = 1 + dice() % 4; change > 0; --change)
      text[dice() % text.size()] = static_cast<char>(dice() % 2 ? dice() : "{}[]\":,0e-\\u"[dice() % 12]);
    (void)parse_evaluate(text);
    (void)parse_answer(text);
  }
}

TEST_CASE("texts are written so that they read back as they were") {
  CHECK(text_of("plain words") == "\"plain words\"");
  CHECK(text_of("say \"no\" \\ or\n\x01") == R"("say \"no\" \\ or\n\u0001")");
  CHECK(text_of("38 \xc2\xb0"
                "C") ==
        "\"38 \xc2\xb0"
        "C\"");
  CHECK(text_of("</script>") == "\"</script>\"");
  CHECK(text_of("bad \xff byte") == "\"bad \xef\xbf\xbd byte\"");
  CHECK(text_of("") == "\"\"");
}

TEST_CASE("numbers are written from whole thousandths") {
  const auto written = [](std::int32_t thousandths) {
    std::string out;
    append_json_thousandths(out, thousandths);
    return out;
  };
  CHECK(written(38200) == "38.2");
  CHECK(written(38000) == "38");
  CHECK(written(5) == "0.005");
  CHECK(written(-500) == "-0.5");
  CHECK(written(0) == "0");
  CHECK(written(INT32_MIN) == "-2147483.648");
}

TEST_CASE("answers are written as the API spells them") {
  CHECK(value_of(std::string("yes")) == "\"yes\"");
  CHECK(value_of(std::vector<std::string>{"a", "b"}) == R"(["a","b"])");
  CHECK(value_of(std::vector<std::string>{}) == "[]");
  CHECK(value_of(38.2) == "38.2");
  CHECK(value_of(Duration{3, "days"}) == R"({"value":3,"unit":"days"})");
  CHECK(value_of(Unsure{}) == "\"unsure\"");
  CHECK(value_of(Seen{}) == "\"seen\"");
}

#include "cli/choices.hpp"

#include <catch2/catch.hpp>

#include "cli/given_answers.hpp"
#include "engine/walk/answer_text.hpp"

using namespace signpost;

namespace {

const Day kToday = *parse_day("2026-11-22");

std::string meaning(const Question& question, const std::vector<Choice>& choices, std::string_view line) {
  const Typed typed = understand(question, choices, kToday, line);
  switch (typed.kind) {
    case Typed::Kind::answer:
      return answer_text(typed.value);
    case Typed::Kind::back:
      return "(back)";
    case Typed::Kind::help:
      return "(help)";
    case Typed::Kind::quit:
      return "(quit)";
    case Typed::Kind::wrong:
      return "wrong: " + typed.wrong;
  }
  return {};
}

Question of_kind(QuestionKind kind, bool unsure = false) {
  Question question;
  question.kind = kind;
  question.unsure = unsure;
  return question;
}

const std::vector<Choice> kYesNo{{"yes", "Yes", {}}, {"no", "No", {}}, {"unsure", "Not sure", {}}};
const std::vector<Choice> kPlaces{{"arm", "In the arm", {}}, {"back", "In the back", {}}, {"jaw", "Lower jaw", {}}};
const std::vector<Choice> kSigns{{"fit", "A fit", {}},
                                 {"speech", "Slurred speech", {}},
                                 {"sick", "Being sick", {}},
                                 {"none", "None of these", {}},
                                 {"unsure", "Not sure", {}}};

}  // namespace

TEST_CASE("yes or no is answered with numbers, letters and words") {
  const Question question = of_kind(QuestionKind::yes_no, true);
  CHECK(meaning(question, kYesNo, "1") == "yes");
  CHECK(meaning(question, kYesNo, "y") == "yes");
  CHECK(meaning(question, kYesNo, "YES") == "yes");
  CHECK(meaning(question, kYesNo, "n") == "no");
  CHECK(meaning(question, kYesNo, "  no ") == "no");
  CHECK(meaning(question, kYesNo, "u") == "unsure");
  CHECK(meaning(question, kYesNo, "not") == "unsure");
  CHECK(meaning(question, kYesNo, "3") == "unsure");
  CHECK(meaning(question, kYesNo, "4") == "wrong: There is no answer 4. Type a number from 1 to 3.");
  CHECK(meaning(question, kYesNo, "maybe").starts_with("wrong: 'maybe' is none of the answers"));
  CHECK(meaning(question, kYesNo, "") == "wrong: Type an answer, or ? for help.");
}

TEST_CASE("keys to go back, for help and to stop are known everywhere") {
  for (const QuestionKind kind : {QuestionKind::yes_no, QuestionKind::tick, QuestionKind::number, QuestionKind::date,
                                  QuestionKind::note, QuestionKind::age}) {
    const Question question = of_kind(kind);
    CHECK(meaning(question, kYesNo, "b") == "(back)");
    CHECK(meaning(question, kYesNo, "back") == "(back)");
    CHECK(meaning(question, kYesNo, "?") == "(help)");
    CHECK(meaning(question, kYesNo, "q") == "(quit)");
  }
}

TEST_CASE("an answer that is called back is meant when its whole id is typed") {
  const Question question = of_kind(QuestionKind::choose);
  CHECK(meaning(question, kPlaces, "back") == "back");
  CHECK(meaning(question, kPlaces, "b") == "(back)");
  CHECK(meaning(question, kPlaces, "arm") == "arm");
  CHECK(meaning(question, kPlaces, "low") == "jaw");
  CHECK(meaning(question, kPlaces, "in") == "wrong: 'in' could be In the arm or In the back. Type its number.");
}

TEST_CASE("a list takes several numbers or words, and nothing beside none of these") {
  const Question question = of_kind(QuestionKind::tick, true);
  CHECK(meaning(question, kSigns, "1 3") == "fit+sick");
  CHECK(meaning(question, kSigns, "3,1") == "sick+fit");
  CHECK(meaning(question, kSigns, "fit and speech") == "fit+speech");
  CHECK(meaning(question, kSigns, "1 1") == "fit");
  CHECK(meaning(question, kSigns, "a fit") == "fit");
  CHECK(meaning(question, kSigns, "4") == "none");
  CHECK(meaning(question, kSigns, "none of these") == "none");
  CHECK(meaning(question, kSigns, "not sure") == "unsure");
  CHECK(meaning(question, kSigns, "1 4") == "wrong: 'None of these' and 'not sure' stand alone.");
  CHECK(meaning(question, kSigns, "1 9") == "wrong: There is no answer 9. Type a number from 1 to 5.");
  CHECK(meaning(question, kSigns, ",") == "wrong: Type the numbers of all that apply, such as 1 3.");
}

TEST_CASE("a number may carry its unit but no comma") {
  Question question = of_kind(QuestionKind::number, true);
  question.unit = "\u00b0C";
  question.from = 33000;
  CHECK(meaning(question, {}, "38.2") == "38.2");
  CHECK(meaning(question, {}, "38.2 \u00b0C") == "38.2");
  CHECK(meaning(question, {}, "38") == "38");
  CHECK(meaning(question, {}, "38,2") == "wrong: Write the number with a point, such as 38.2.");
  CHECK(meaning(question, {}, "hot") == "wrong: 'hot' is not a number. Type one such as 33.");
  CHECK(meaning(question, {}, "u") == "unsure");
  question.unsure = false;
  CHECK(meaning(question, {}, "not sure").starts_with("wrong:"));
}

TEST_CASE("a length of time needs its unit") {
  Question question = of_kind(QuestionKind::duration);
  question.unit = "hours";
  CHECK(meaning(question, {}, "3 days") == "3 days");
  CHECK(meaning(question, {}, "3days") == "3 days");
  CHECK(meaning(question, {}, "1 week") == "1 week");
  CHECK(meaning(question, {}, "90 Minutes") == "90 minutes");
  CHECK(meaning(question, {}, "3") == "wrong: Say in what: 3 minutes, hours, days, weeks, months or years?");
  CHECK(meaning(question, {}, "-3 days").starts_with("wrong:"));
  CHECK(meaning(question, {}, "long") == "wrong: 'long' is not a length of time. Type one such as 3 hours.");
}

TEST_CASE("a date may be written in several ways with the day first") {
  const Question question = of_kind(QuestionKind::date);
  CHECK(meaning(question, {}, "2026-11-01") == "2026-11-01");
  CHECK(meaning(question, {}, "1/11/2026") == "2026-11-01");
  CHECK(meaning(question, {}, "01.11.2026") == "2026-11-01");
  CHECK(meaning(question, {}, "today") == "2026-11-22");
  CHECK(meaning(question, {}, "Yesterday") == "2026-11-21");
  CHECK(meaning(question, {}, "3 weeks ago") == "2026-11-01");
  CHECK(meaning(question, {}, "31/2/2026").starts_with("wrong: '31/2/2026' is not a date."));
  CHECK(meaning(question, {}, "5 hours ago").starts_with("wrong:"));
}

TEST_CASE("an age is years unless it says otherwise and may be a date of birth") {
  const Question question = of_kind(QuestionKind::age);
  CHECK(meaning(question, {}, "34") == "34 years");
  CHECK(meaning(question, {}, "5 months") == "5 months");
  CHECK(meaning(question, {}, "2024-11-22") == "24 months");
  CHECK(meaning(question, {}, "2027-01-01") == "wrong: Nobody born on 2027-01-01 has an age on 2026-11-22.");
  CHECK(meaning(question, {}, "old").starts_with("wrong: 'old' is not an age."));
}

TEST_CASE("a note is answered with the empty line too") {
  CHECK(meaning(of_kind(QuestionKind::note), {}, "") == "seen");
}

TEST_CASE("written answers are cut at commas and lines") {
  std::string wrong;
  const auto answers = parse_written_answers("# a comment\nnow=yes, signs = fit+speech\r\nlast=2 hours,\n", &wrong);
  REQUIRE(answers);
  REQUIRE(answers->size() == 3);
  CHECK((*answers)[0].question == "now");
  CHECK((*answers)[1].question == "signs");
  CHECK((*answers)[1].words == std::vector<std::string>{"fit", "speech"});
  CHECK((*answers)[2].words == std::vector<std::string>{"2 hours"});
  CHECK(parse_written_answers("", &wrong)->empty());
}

TEST_CASE("written answers that are not such are refused with what is wrong") {
  std::string wrong;
  for (const char* text : {"now", "=yes", "now="}) {
    CHECK_FALSE(parse_written_answers(text, &wrong));
    CHECK(wrong == std::string("'") + text + "' is not an answer such as question=yes");
  }
  CHECK_FALSE(parse_written_answers("now=yes,now=no", &wrong));
  CHECK(wrong == "now is answered twice");
}

TEST_CASE("answers in words become values of the question and back") {
  const auto value = [](QuestionKind kind, std::vector<std::string> words) {
    std::string wrong;
    const std::optional<AnswerValue> read = answer_of_words(kind, words, &wrong);
    return read ? answer_text(*read) : "wrong: " + wrong;
  };
  CHECK(value(QuestionKind::tick, {"fit", "sick"}) == "fit+sick");
  CHECK(value(QuestionKind::tick, {"none"}) == "none");
  CHECK(value(QuestionKind::tick, {}) == "none");
  CHECK(value(QuestionKind::number, {"38.20"}) == "38.2");
  CHECK(value(QuestionKind::number, {"-2"}) == "-2");
  CHECK(value(QuestionKind::number, {"1e3"}) == "wrong: '1e3' is not a number such as 38 or 38.2");
  CHECK(value(QuestionKind::duration, {"1 day"}) == "1 day");
  CHECK(value(QuestionKind::duration, {"36 hour"}) == "36 hours");
  CHECK(value(QuestionKind::duration, {"soon"}) ==
        "wrong: 'soon' is not a length of time such as '2 hours' or '3 days'");
  CHECK(value(QuestionKind::date, {"2026-02-30"}) == "wrong: '2026-02-30' is not a date such as 2026-11-22");
  CHECK(value(QuestionKind::note, {"seen"}) == "seen");
  CHECK(value(QuestionKind::note, {"yes"}) == "wrong: a note is answered with 'seen', not with 'yes'");
  CHECK(value(QuestionKind::yes_no, {"yes", "no"}) == "wrong: this question takes one answer, not 2");
  CHECK(value(QuestionKind::yes_no, {"unsure"}) == "unsure");
}

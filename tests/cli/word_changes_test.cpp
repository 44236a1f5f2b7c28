#include "cli/word_changes.hpp"

#include <catch2/catch.hpp>

using namespace signpost;

namespace {

// "same -removed- +added+"
std::string shown(std::string_view before, std::string_view after) {
  std::string text;
  for (const WordRun& run : word_changes(before, after)) {
    const char* const around = run.kind == WordRun::Kind::removed ? "-" : run.kind == WordRun::Kind::added ? "+" : "";
    text += (text.empty() ? "" : " ") + (around + run.text) + around;
  }
  return text;
}

}  // namespace

TEST_CASE("words that are in both wordings stay and the others are removed or added") {
  CHECK(shown("Rest for two days.", "Rest for two days.") == "Rest for two days.");
  CHECK(shown("Rest for two days.", "Rest for three days.") == "Rest for -two- +three+ days.");
  CHECK(shown("Rest for two days.", "Rest for days.") == "Rest for -two- days.");
  CHECK(shown("Rest for days.", "Rest and sleep for days.") == "Rest +and sleep+ for days.");
  CHECK(shown("", "Rest.") == "+Rest.+");
  CHECK(shown("Rest.", "") == "-Rest.-");
  CHECK(shown("", "").empty());
}

TEST_CASE("how a text is broken into lines is no change but its paragraphs are") {
  CHECK(shown("Rest for\n  two days.", "Rest for two days.") == "Rest for two days.");
  CHECK(shown("Rest. Then get up again.", "Rest.\n\nThen get up again.") == "Rest. +\n\n+ Then get up again.");
}

TEST_CASE("a wording with hardly a word in common is replaced as a whole") {
  CHECK(shown("Call a doctor if you are worried about it", "Go to bed now and take a tablet for the pain") ==
        "-Call a doctor if you are worried about it- +Go to bed now and take a tablet for the pain+");
}

TEST_CASE("wordings that are too long to be compared word by word are replaced as a whole") {
  std::string one, other;
  for (int i = 0; i < 2500; ++i) {
    one += "a ";
    other += i == 0 ? "b " : "a ";
  }
  const auto runs = word_changes(one, other);
  REQUIRE(runs.size() == 2);
  CHECK(runs[0].kind == WordRun::Kind::removed);
  CHECK(runs[1].kind == WordRun::Kind::added);
  one.resize(one.size() / 2);
  other.resize(other.size() / 2);
  CHECK(word_changes(one, other).size() == 3);
}

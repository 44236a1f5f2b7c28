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
  const auto words = [](const std::string& first, int count) {
    std::string text = first;
    for (int i = 1; i < count; ++i) text += " a";
    return text;
  };
  // A place before, between and after the words of each: 2,000 times 2,000 places are compared, and no more.
  CHECK(word_changes(words("a", 1999), words("b", 1999)).size() == 3);
  const auto runs = word_changes(words("a", 1999), words("b", 2000));
  REQUIRE(runs.size() == 2);
  CHECK(runs[0].kind == WordRun::Kind::removed);
  CHECK(runs[1].kind == WordRun::Kind::added);
}

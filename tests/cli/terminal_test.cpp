#include "cli/terminal.hpp"

#include <catch2/catch.hpp>

#include "cli/place.hpp"
#include "cli/replay_line.hpp"
#include "tests/support/process.hpp"

using namespace signpost;

TEST_CASE("words are wrapped whole and further lines hang") {
  CHECK(wrapped("one two three four", 9, "- ", "  ") == "- one two\n  three\n  four\n");
  CHECK(wrapped("", 20).empty());
  CHECK(wrapped("a word-that-is-longer-than-any-line b", 10) == "a\nword-that-is-longer-than-any-line\nb\n");
}

TEST_CASE("width is counted in characters and wide ones take two columns") {
  CHECK(columns_of("\u00e9\u00e8") == 2);
  CHECK(columns_of("\u4f60\u597d") == 4);
  CHECK(wrapped("\u00e9\u00e9\u00e9 \u00e9\u00e9\u00e9", 7) == "\u00e9\u00e9\u00e9 \u00e9\u00e9\u00e9\n");
  CHECK(padded("\u00e9", 3) == "\u00e9  ");
}

TEST_CASE("paragraphs and lists keep their lines") {
  CHECK(wrapped("One\ntwo.\n\nThree:\n- four\n- five six seven", 12) ==
        "One two.\n\nThree:\n- four\n- five six\n  seven\n");
}

TEST_CASE("a pathway cannot steer the terminal") {
  CHECK(wrapped("red \x1b[31malert\x07", 40).find('\x1b') == std::string::npos);
  CHECK(wrapped("a\u202eb", 40).find("\u202e") == std::string::npos);
}

TEST_CASE("colour is added only where it is wanted") {
  CHECK(painted("x", Paint::red, false) == "x");
  CHECK(painted("x", Paint::red, true) == "\x1b[1;31mx\x1b[0m");
  CHECK(painted("", Paint::red, true).empty());
}

TEST_CASE("the first word is the library when it is a folder or a path and else a topic") {
  const tests::TemporaryFolder folder;
  CHECK(place_of({}).dir == "pathways");
  CHECK(place_of({"no-such-folder-here"}).topics == std::vector<std::string>{"no-such-folder-here"});
  CHECK(place_of({"no-such-folder-here"}).dir == "pathways");
  CHECK(place_of({folder.path()}).dir == folder.path());
  CHECK(place_of({folder.path(), "knee"}).topics == std::vector<std::string>{"knee"});
  CHECK(place_of({"no/such"}).dir == "no/such");
  CHECK(place_of({"./knee"}).topics.empty());
}

TEST_CASE("the line that replays a journey is read by a shell as it was meant") {
  ReplayParts parts;
  parts.dir = "pathways";
  parts.topic = "knee";
  parts.age = "34 years";
  parts.sex = "female";
  parts.answers = {"signs=hot+locked", "since=2 days"};
  CHECK(replay_line(parts) ==
        "signpost run knee --age \"34 years\" --sex female --answers \"signs=hot+locked,since=2 days\"");
  parts.dir = "mine";
  parts.answers.clear();
  parts.switches = {"night=on"};
  CHECK(replay_line(parts) == "signpost run ./mine knee --age \"34 years\" --sex female --switch night=on");
  CHECK(shell_word("a$b") == "'a$b'");
  CHECK(shell_word("it's $5") == "'it'\\''s $5'");
  CHECK(shell_word("") == "\"\"");
}

// `signpost run` as a person meets it, at a pseudo-terminal.

#include <catch2/catch.hpp>
#include <sstream>

#include "cli/terminal.hpp"
#include "tests/cli/called.hpp"

using namespace signpost::tests;

namespace {

std::vector<std::string> run(std::vector<std::string> words) {
  words.insert(words.begin(), {SIGNPOST_PROGRAM, "run", kLibrary});
  return words;
}

Start plain() {
  Start start;
  start.environment = {{"NO_COLOR", "1"}, {"TERM", "xterm"}, {"COLUMNS", ""}};
  return start;
}

int widest_line(const std::string& text) {
  std::istringstream lines(text);
  int widest = 0;
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, signpost::columns_of(line));
  return widest;
}

const std::vector<std::string> kAdult{"knee",    "--age", "30 years", "--sex",     "male",
                                      "--party", "self",  "--on",     "2026-11-22"};

}  // namespace

TEST_CASE("a whole journey is walked at the terminal") {
  TerminalSession terminal(run({"--on", "2026-11-22"}), 80, plain());
  CHECK(has(terminal.until("> "), "1  Knee trouble"));
  terminal.type("knee");
  terminal.until("Who is this for?");
  terminal.until("> ");
  terminal.type("1");
  // The age is asked only where a text or a test needs it.
  std::string seen = terminal.until("> ");
  if (has(seen, "How old are you?")) {
    terminal.type("30");
    seen = terminal.until("> ");
  }
  CHECK(has(seen, "Is any of this happening right now?"));
  CHECK(has(seen, "3  None of these"));
  terminal.type("3");
  terminal.until("Is any of this so?");
  terminal.until("> ");
  terminal.type("4");
  CHECK(has(terminal.until("> "), "1  In front, over the kneecap"));
  terminal.type("side");
  terminal.until("How long has it hurt?");
  terminal.until("> ");
  terminal.type("3");
  CHECK(has(terminal.until("> "), "Say in what: 3 minutes, hours, days"));
  terminal.type("3 weeks");
  terminal.until("When was the last fall or blow?");
  terminal.until("> ");
  terminal.type("22/10/2026");
  CHECK(has(terminal.until("> "), "Try to bend the knee now"));
  terminal.type("");
  terminal.until("Can you walk four steps?");
  terminal.until("> ");
  terminal.type("y");
  const std::string end = terminal.rest();
  CHECK(has(end, "This can be looked after at home"));
  CHECK(has(end, "What to do\n"));
  CHECK(has(end, "raise it on a cushion when you sit"));
  CHECK(has(end, "When to worry\n"));
  CHECK(has(end, "since=3 weeks,fall=2026-10-22"));
  CHECK(terminal.code() == 0);
}

TEST_CASE("back shows the question before and the answer may be another") {
  TerminalSession terminal(run(kAdult), 80, plain());
  terminal.until("> ");
  terminal.type("b");
  CHECK(has(terminal.until("> "), "This is the first question."));
  terminal.type("none");
  terminal.until("Is any of this so?");
  terminal.until("> ");
  terminal.type("1");
  const std::string end = terminal.rest();
  CHECK(has(end, "outcome hospital"));

  TerminalSession other(run(kAdult), 80, plain());
  other.until("> ");
  other.type("none");
  other.until("> ");
  other.type("hot");
  other.until("What is your temperature?");
  other.until("> ");
  other.type("b");
  CHECK(has(other.until("> "), "Is any of this so?"));
  other.type("1");
  CHECK(has(other.rest(), "signs=bone\n"));
}

TEST_CASE("help says why and what helps and which keys there are") {
  TerminalSession terminal(run(kAdult), 80, plain());
  terminal.until("> ");
  terminal.type("none");
  terminal.until("> ");
  terminal.type("2");
  terminal.until("> ");
  terminal.type("?");
  const std::string help = terminal.until("> ");
  CHECK(has(help, "Why we ask: A hot joint with a fever can be an infection."));
  CHECK(has(help, "Take it under the tongue or in the ear."));
  CHECK(has(help, "b goes back, q stops."));
  terminal.type("q");
  terminal.rest();
  CHECK(terminal.code() == 0);
}

TEST_CASE("an unusual number is asked once more") {
  TerminalSession terminal(run(kAdult), 80, plain());
  terminal.until("> ");
  terminal.type("none");
  terminal.until("> ");
  terminal.type("2");
  terminal.until("> ");
  terminal.type("50");
  CHECK(has(terminal.until("> "), "outside what can be answered here"));
  terminal.type("34");
  CHECK(has(terminal.until("> "), "You answered 34. Is that right?"));
  terminal.type("n");
  CHECK(has(terminal.until("> "), "Then answer again."));
  terminal.type("42.5");
  CHECK(has(terminal.until("> "), "You answered 42.5. Is that right?"));
  terminal.type("y");
  CHECK(has(terminal.rest(), "outcome hospital"));
}

TEST_CASE("lines keep within the width of the terminal") {
  TerminalSession terminal(run(kAdult), 40, plain());
  std::string seen = terminal.until("> ");
  terminal.type("none");
  seen += terminal.until("> ");
  CHECK(has(seen, "Not breathing, choking"));
  CHECK(widest_line(seen) <= 40);
  terminal.resize(24);
  terminal.type("hot");
  seen = terminal.until("> ");
  CHECK(has(seen, "temperature"));
  CHECK(widest_line(seen) <= 24);
  terminal.type("38.5");
  const std::string end = terminal.rest();
  // The line that replays the journey is for a shell and stays whole.
  CHECK(widest_line(end.substr(0, end.find("Again: "))) <= 24);
}

TEST_CASE("an urgent end is coloured at a terminal and never with NO_COLOR") {
  for (const bool colour : {true, false}) {
    Start start = plain();
    if (colour) start.environment["NO_COLOR"] = "";
    TerminalSession terminal(run(kAdult), 80, start);
    terminal.until("> ");
    terminal.type("bleeding");
    const std::string end = terminal.rest();
    CHECK(has(end, "Call 999 now"));
    CHECK(has(end, "\x1b[1;31m") == colour);
    CHECK(has(end, "\x1b[") == colour);
  }
}

TEST_CASE("the end of the input stops the program at a terminal") {
  TerminalSession terminal(run(kAdult), 80, plain());
  terminal.until("> ");
  terminal.type("\x04");
  terminal.rest();
  CHECK(terminal.code() == 0);
}

TEST_CASE("somebody who asks for a child reads about the child") {
  TerminalSession terminal(run({"knee", "--age", "9 years", "--party", "someone-else", "--on", "2026-11-22"}), 80,
                           plain());
  terminal.until("> ");
  terminal.type("none");
  terminal.until("> ");
  terminal.type("2");
  CHECK(has(terminal.until("> "), "What is your child's temperature?"));
}

// The program as a script sees it: exit code, stdout, stderr.

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/cli/called.hpp"

using namespace signpost::tests;

namespace {

// A copy of the test library in which one text of one file is another.
void copy_library(const TemporaryFolder& folder, const std::string& file, const std::string& from,
                  const std::string& to) {
  std::filesystem::copy(kLibrary, folder.path(), std::filesystem::copy_options::recursive);
  std::string text = file_text(kLibrary + "/" + file);
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  folder.write(file, text.replace(at, from.size(), to));
}

}  // namespace

TEST_CASE("every command has help with an example") {
  const Finished top = call({"--help"});
  CHECK(top.code == 0);
  CHECK(top.err.empty());
  for (const char* command :
       {"check", "run", "test", "graph", "stats", "diff", "report", "explain", "new", "schema", "serve", "api-key"}) {
    INFO(command);
    CHECK(has(top.out, command));
    const Finished help = call({command, "--help"});
    CHECK(help.code == 0);
    CHECK(help.err.empty());
    CHECK(has(help.out, "Examples:\n"));
    CHECK(has(help.out, std::string("  signpost ") + command));
  }
}

TEST_CASE("the version is told") {
  const Finished version = call({"--version"});
  CHECK(version.code == 0);
  CHECK(version.out.starts_with("signpost 0."));
}

TEST_CASE("wrong usage ends with 2 and says what is wrong on stderr") {
  const std::vector<std::vector<std::string>> wrong{
      {},
      {"walk"},
      {"check", "--colour"},
      {"check", kLibrary, "--format", "xml"},
      {"check", kLibrary, "knee"},
      {"run", kLibrary, "knees"},
      {"run", kLibrary, "knee", "--age", "old"},
      {"run", kLibrary, "knee", "--sex", "unknown"},
      {"run", kLibrary, "knee", "--party", "you"},
      {"run", kLibrary, "knee", "--on", "tomorrow"},
      {"run", kLibrary, "knee", "--switch", "day"},
      {"run", kLibrary, "knee", "--switch", "night=dark", "--json"},
      {"run", kLibrary, "--json"},
      {"run", kLibrary, "knee", "elbow"},
      {"run", kLibrary, "knee", "--answers", "nothing=yes"},
      {"run", kLibrary, "knee", "--answers", "life-threat/right-now=none,signs=bone+arm", "--age", "30"},
      {"run", kLibrary, "knee", "--answers", "life-threat/right-now=none"},
      {"test", kLibrary, "elbow"},
      {"stats", kLibrary, "elbow"},
      {"graph", kLibrary},
      {"graph", kLibrary, "elbow"},
      {"explain", "no-such-finding-at-all"},
      {"schema", "poem"},
      {"serve", kLibrary, "--port", "70000"},
      {"serve", kLibrary, "--port", "http"},
      {"new"},
      {"new", "Sore Throat"}};
  for (const std::vector<std::string>& words : wrong) {
    std::string line;
    for (const std::string& word : words) line += " " + word;
    INFO("signpost" + line);
    const Finished finished = call(words);
    CHECK(finished.code == 2);
    CHECK(finished.out.empty());
    CHECK(has(finished.err, "signpost: "));
  }
}

TEST_CASE("a name that is nearly right is suggested") {
  CHECK(has(call({"run", kLibrary, "kneee", "--json"}).err, "Did you mean 'knee'?"));
  CHECK(has(call({"explain", "duplicate-keys"}).err, "Did you mean 'duplicate-key'?"));
}

TEST_CASE("a machine that fails ends with 3") {
  const TemporaryFolder folder;
  Start here;
  here.folder = folder.path();
  const Finished missing = call({"check"}, here);
  CHECK(missing.code == 3);
  CHECK(missing.out.empty());
  CHECK(has(missing.err, "cannot read the library 'pathways': No such file or directory"));
  CHECK(call({"check", "no/such/folder"}).code == 3);
  CHECK(call({"graph", kLibrary, "knee", "-o", folder.path() + "/no/such/folder/knee.dot"}).code == 3);
  CHECK(call({"run", kLibrary, "knee", "--answers", folder.path() + "/none.txt"}).code == 3);
}

TEST_CASE("a port that is taken is a machine that fails") {
  const int taken = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(bind(taken, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(listen(taken, 1) == 0);
  REQUIRE(getsockname(taken, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  const Finished finished = call({"serve", kLibrary, "--port", std::to_string(ntohs(address.sin_port))});
  close(taken);
  INFO(finished.out + finished.err);
  CHECK(finished.code == 3);
  CHECK(finished.out.empty());
}

TEST_CASE("what cannot be written is no success") {
  Start full;
  full.out_file = "/dev/full";
  const Finished finished = call({"explain"}, full);
  CHECK(finished.code == 3);
  CHECK(has(finished.err, "No space left on device"));
}

TEST_CASE("a right library is checked with a summary") {
  const Finished finished = call({"check", kLibrary});
  INFO(finished.out);
  CHECK(finished.code == 0);
  CHECK(finished.err.empty());
  CHECK(has(finished.out, "1 topic, "));
  CHECK(has(finished.out, "7 questions, 3 scenarios; 0 errors, "));
  CHECK_FALSE(has(finished.out, "\x1b["));
}

TEST_CASE("the library named pathways is checked when none is named") {
  const TemporaryFolder folder;
  std::filesystem::copy(kLibrary, folder.path() + "/pathways", std::filesystem::copy_options::recursive);
  Start here;
  here.folder = folder.path();
  CHECK(call({"check"}, here).code == 0);
  CHECK(has(call({"test", "knee"}, here).out, "3 passed, 0 failed"));
}

TEST_CASE("drafts are refused for release") {
  const Finished finished = call({"check", kLibrary, "--release"});
  CHECK(finished.code == 1);
  CHECK(has(finished.out, "[not-approved]"));
  CHECK(has(finished.err, "not fit for release: 1 pathway is not approved"));
}

TEST_CASE("a mistake is shown where it stands and ends with 1") {
  const TemporaryFolder folder;
  copy_library(folder, "topics/knee.yaml", "no: be-seen", "no: be-sen");
  const Finished finished = call({"check", folder.path()});
  CHECK(finished.code == 1);
  CHECK(has(finished.out, "/topics/knee.yaml:"));
  CHECK(has(finished.out, "[unknown-target]"));
  CHECK(has(finished.out, "1 error"));
  for (const char* command : {"run", "test", "stats", "graph"}) {
    INFO(command);
    const Finished other = call({command, folder.path(), "knee"});
    CHECK(other.code == 1);
    CHECK(other.out.empty());
    CHECK(has(other.err, "[unknown-target]"));
    CHECK(has(other.err, "signpost check"));
  }
}

TEST_CASE("a patient that a finding names can be walked") {
  const TemporaryFolder folder;
  copy_library(folder, "topics/knee.yaml", "      - otherwise: walk\n",
               "      - when: age >= 2 years\n        to: walk\n");
  const Finished checked = call({"check", folder.path()});
  CHECK(checked.code == 1);
  CHECK(has(checked.out, "[patients-left-out]"));
  const Finished walked = call({"run", folder.path(), "knee", "--age", "12 months", "--sex", "female", "--answers",
                                "life-threat/right-now=none,signs=none,where=front,since=1 day"});
  INFO(walked.out + walked.err);
  CHECK(walked.code == 1);
  CHECK(has(walked.err, "it is walked as it is"));
  CHECK(has(walked.err, "the journey leads nowhere"));
}

TEST_CASE("findings are given as one document") {
  const TemporaryFolder folder;
  copy_library(folder, "topics/knee.yaml", "no: be-seen", "no: be-sen");
  for (const std::vector<std::string>& format : {std::vector<std::string>{"--json"}, {"--format", "json"}}) {
    std::vector<std::string> words{"check", folder.path()};
    words.insert(words.end(), format.begin(), format.end());
    const Finished json = call(words);
    CHECK(json.code == 1);
    CHECK(json.out.starts_with("{"));
    CHECK(json.out.ends_with("}\n"));
    CHECK(has(json.out, "\"unknown-target\""));
  }
  const Finished sarif = call({"check", folder.path(), "--format", "sarif"});
  CHECK(sarif.code == 1);
  CHECK(has(sarif.out, "\"2.1.0\""));
  CHECK(has(sarif.out, "unknown-target"));
}

TEST_CASE("scenarios are run and counted") {
  const Finished finished = call({"test", kLibrary});
  CHECK(finished.out == "3 passed, 0 failed\n");
  CHECK(finished.code == 0);
  CHECK(call({"test", kLibrary, "knee"}).out == finished.out);
}

TEST_CASE("a failed scenario says what was expected and what came and how to see it again") {
  const TemporaryFolder folder;
  copy_library(folder, "topics/knee.test.yaml", "expect: { disposition: ed-1h, outcome: hospital, not-asked: [where] }",
               "expect: { disposition: self-care }");
  const Finished finished = call({"test", folder.path()});
  CHECK(finished.code == 1);
  CHECK(has(finished.out,
            "/topics/knee.test.yaml:3: failed: Out of place: expected disposition self-care, got ed-1h (outcome "
            "hospital)\n"));
  CHECK(has(finished.out, "  again: signpost run " + folder.path() +
                              " knee --age \"30 years\" --sex male --on 2026-01-01 --answers "));
  CHECK(has(finished.out, "signs=bone"));
  CHECK(has(finished.out, "2 passed, 1 failed\n"));
  const Finished json = call({"test", folder.path(), "--json"});
  CHECK(json.code == 1);
  CHECK(has(json.out, R"("name":"Out of place")"));
  CHECK(has(json.out, R"("passed":2,"failed":1})"));
}

TEST_CASE("a journey is walked from given answers") {
  const Finished finished = call({"run", kLibrary, "knee", "--age", "30 years", "--sex", "male", "--on", "2026-11-22",
                                  "--answers", "life-threat/right-now=none,signs=bone"});
  INFO(finished.out + finished.err);
  CHECK(finished.code == 0);
  CHECK(finished.err.empty());
  CHECK(has(finished.out, "Go to A&E now\n"));
  CHECK(has(finished.out, "The joint may be infected or out of place."));
  CHECK(has(finished.out, "When to worry\n"));
  CHECK(has(finished.out, "Why\n"));
  CHECK(has(finished.out, "The kneecap stands out at the side"));
  CHECK(has(finished.out, "Not clinically approved"));
  CHECK(has(finished.out, "ed-1h (emergency), outcome hospital"));
}

TEST_CASE("the line that a journey ends with replays it") {
  Start start;
  start.input = "none\n2\n38.4\n";
  const Finished asked = call(
      {"run", kLibrary, "knee", "--age", "30 years", "--sex", "male", "--party", "self", "--on", "2026-11-22"}, start);
  INFO(asked.out + asked.err);
  REQUIRE(asked.code == 0);
  const std::string expected = "Again: signpost run " + kLibrary +
                               " knee --age \"30 years\" --sex male --party self --on 2026-11-22 --answers "
                               "life-threat/right-now=none,signs=hot,how-hot=38.4\n";
  CHECK(has(asked.out, expected));
  const Finished again = call({"run", kLibrary, "knee", "--age", "30 years", "--sex", "male", "--party", "self", "--on",
                               "2026-11-22", "--answers", "life-threat/right-now=none,signs=hot,how-hot=38.4"});
  CHECK(has(again.out, expected));
  CHECK(has(again.out, "outcome hospital"));
}

TEST_CASE("answers may stand in a file or come from stdin") {
  const TemporaryFolder folder;
  const std::string answers = "# by hand\nlife-threat/right-now=none\nsigns=hot+locked\nhow-hot=38.4\n";
  const std::string file = folder.write("answers.txt", answers);
  const Finished from_file = call({"run", kLibrary, "knee", "--age", "30", "--answers", file});
  INFO(from_file.out + from_file.err);
  CHECK(from_file.code == 0);
  CHECK(has(from_file.out, "outcome hospital"));
  Start start;
  start.input = answers;
  CHECK(has(call({"run", kLibrary, "knee", "--age", "30", "--answers", "-"}, start).out, "outcome hospital"));
}

TEST_CASE("a step is given as one document") {
  const Finished outcome = call({"run", kLibrary, "knee", "--age", "30", "--party", "self", "--json", "--answers",
                                 "life-threat/right-now=none,signs=bone"});
  CHECK(outcome.code == 0);
  CHECK(outcome.out.starts_with("{\"topic\":\"knee\","));
  CHECK(has(outcome.out, R"("step":{"kind":"outcome")"));
  CHECK(has(outcome.out,
            R"("answers":[{"question":"life-threat/right-now","value":[]},{"question":"signs","value":["bone"]}])"));
  const Finished question = call({"run", kLibrary, "knee", "--age", "30", "--party", "self", "--json"});
  CHECK(question.code == 0);
  CHECK(has(question.out, R"("step":{"kind":"question")"));
  CHECK(has(question.out, R"("answers":[]})"));
}

TEST_CASE("answers that stop early say what is asked next") {
  const Finished finished =
      call({"run", kLibrary, "knee", "--age", "30", "--party", "self", "--answers", "life-threat/right-now=none"});
  CHECK(finished.code == 0);
  CHECK(has(finished.out, "Is any of this so?"));
  CHECK(has(finished.out, "Not answered yet: signs"));
}

TEST_CASE("lines that end before an outcome end with 1") {
  Start start;
  start.input = "none\n";
  const Finished finished = call({"run", kLibrary, "knee", "--age", "30", "--party", "self"}, start);
  CHECK(finished.code == 1);
  CHECK(has(finished.err, "the answers ended before an outcome was reached"));
}

TEST_CASE("a topic is drawn in each form") {
  const Finished dot = call({"graph", kLibrary, "knee"});
  CHECK(dot.code == 0);
  CHECK(dot.out.starts_with("digraph \"knee\" {\n"));
  CHECK(call({"graph", kLibrary, "knee", "--format", "dot"}).out == dot.out);
  CHECK(call({"graph", kLibrary, "knee", "--format", "mermaid"}).out.starts_with("flowchart TD\n"));
  const Finished svg = call({"graph", kLibrary, "knee", "--format", "svg"});
  INFO(svg.err);
  CHECK(svg.code == 0);
  CHECK(has(svg.out, "<svg "));
  CHECK(has(svg.out, "The kneecap stands"));
  const Finished outline = call({"graph", kLibrary, "knee", "--outline"});
  CHECK(has(outline.out, "Ask (walk): Can you walk four steps?"));
  CHECK(call({"graph", kLibrary, "knee", "--format", "png"}).code == 2);
}

TEST_CASE("a drawing is written to a file whose name says in which form") {
  const TemporaryFolder folder;
  const std::string svg = folder.path() + "/knee.svg";
  const Finished finished = call({"graph", kLibrary, "knee", "-o", svg});
  CHECK(finished.code == 0);
  CHECK(finished.out.empty());
  CHECK(has(file_text(svg), "<svg "));
  CHECK(call({"graph", kLibrary, "knee", "-o", folder.path() + "/knee.mmd"}).code == 0);
  CHECK(file_text(folder.path() + "/knee.mmd").starts_with("flowchart TD\n"));
}

TEST_CASE("numbers are told for each topic") {
  const Finished table = call({"stats", kLibrary});
  CHECK(table.code == 0);
  CHECK(has(table.out, "TOPIC"));
  CHECK(has(table.out, "\nknee "));
  CHECK_FALSE(has(table.out, "primary-care-24h"));
  CHECK(has(call({"stats", kLibrary, "knee"}).out, "\n     1  primary-care-24h\n"));
  const Finished json = call({"stats", kLibrary, "knee", "--json"});
  CHECK(json.code == 0);
  CHECK(has(json.out, R"("topics":[{"id":"knee",)"));
  CHECK(has(json.out, R"("mix":{"ambulance-now":1,"ed-1h":1,"primary-care-24h":1,"self-care":1})"));
}

TEST_CASE("journeys are told for each group of patients") {
  // On the first page each of the two signs is ticked or not, or the person is not sure: four ways into an ambulance,
  // for whoever asks (two), by day and at night (two).
  const Finished text = call({"stats", kLibrary, "knee", "--groups"});
  CHECK(text.code == 0);
  CHECK(has(text.out, "knee: journeys by age and sex, and where they end\n"));
  CHECK(has(text.out, "AGE                SEX  JOURNEYS  EMERGENCY  URGENT  ROUTINE  SELF-CARE\n"));
  CHECK(has(text.out,
            "\nunder 16 years     any     1,504         64     960        0        480\n"
            "               16  ambulance-now\n"));
  CHECK(has(text.out,
            "\nany age            any     3,008        128   1,920        0        960\n"
            "               32  ambulance-now\n"));
  // Without a topic, levels are enough.
  CHECK_FALSE(has(call({"stats", kLibrary, "--groups"}).out, "ambulance-now"));
  CHECK_FALSE(has(call({"stats", kLibrary, "knee"}).out, "AGE"));
  CHECK(has(call({"stats", kLibrary, "--json"}).out,
            R"("endings":[{"outcome":"life-threat/ambulance","disposition":"ambulance-now","journeys":"32","groups":[)"
            R"({"fromAge":"0 days","toAge":"15 years","sex":null,"journeys":"16"},)"
            R"({"fromAge":"16 years","toAge":"120 years","sex":null,"journeys":"16"}]},)"));
}

TEST_CASE("findings are explained") {
  const Finished list = call({"explain"});
  CHECK(list.code == 0);
  CHECK(has(list.out, "patients-left-out"));
  const Finished one = call({"explain", "duplicate-key"});
  CHECK(one.code == 0);
  CHECK(has(one.out, "duplicate-key (error)\n"));
  CHECK(has(one.out, "\nWrong\n"));
  CHECK(has(one.out, "\nRight\n"));
}

TEST_CASE("a new topic in an empty folder is a library that is right and whose scenarios pass") {
  const TemporaryFolder folder;
  Start here;
  here.folder = folder.path();
  const Finished made = call({"new", "sore-throat"}, here);
  INFO(made.out + made.err);
  REQUIRE(made.code == 0);
  CHECK(has(made.out, "wrote pathways/topics/sore-throat.yaml\n"));
  const Finished checked = call({"check"}, here);
  INFO(checked.out);
  CHECK(checked.code == 0);
  CHECK(has(checked.out, "0 errors"));
  const Finished tested = call({"test", "sore-throat"}, here);
  INFO(tested.out);
  CHECK(tested.code == 0);
  CHECK(has(tested.out, "3 passed, 0 failed"));
}

TEST_CASE("a new topic in a library uses what the library has") {
  const TemporaryFolder folder;
  std::filesystem::copy(kLibrary, folder.path(), std::filesystem::copy_options::recursive);
  const Finished made = call({"new", folder.path(), "elbow"});
  INFO(made.out + made.err);
  REQUIRE(made.code == 0);
  const Finished checked = call({"check", folder.path()});
  INFO(checked.out);
  CHECK(checked.code == 0);
  CHECK(has(call({"test", folder.path(), "elbow"}).out, "3 passed, 0 failed"));
  CHECK(has(file_text(folder.path() + "/topics/elbow.yaml"), "disposition: primary-care-24h"));
}

TEST_CASE("nothing is ever written over") {
  const TemporaryFolder folder;
  std::filesystem::copy(kLibrary, folder.path(), std::filesystem::copy_options::recursive);
  const std::string before = file_text(folder.path() + "/topics/knee.yaml");
  const Finished refused = call({"new", folder.path(), "knee"});
  CHECK(refused.code == 2);
  CHECK(has(refused.err, "is there already; nothing was written"));
  CHECK(file_text(folder.path() + "/topics/knee.yaml") == before);
}

TEST_CASE("schemas for editors are printed and written") {
  const Finished kinds = call({"schema"});
  CHECK(kinds.code == 0);
  CHECK(has(kinds.out, "pathway\n"));
  const Finished one = call({"schema", "pathway"});
  CHECK(one.code == 0);
  CHECK(one.out.starts_with("{"));
  CHECK(has(one.out, "\"red-flag\""));
  const TemporaryFolder folder;
  CHECK(call({"schema", "-o", folder.path() + "/schemas"}).code == 0);
  CHECK(file_text(folder.path() + "/schemas/pathway.schema.json") == one.out);
}

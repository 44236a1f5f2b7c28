// `signpost report`, as a script sees it.

#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>
#include <set>

#include "tests/cli/called.hpp"

using namespace signpost::tests;

namespace {

namespace fs = std::filesystem;

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

const std::string kDay = "2026-11-22";

// A project with the test library in pathways/, and whatever a test puts beside it.
class Project {
 public:
  Project() { fs::copy(kLibrary, library(), fs::copy_options::recursive); }

  std::string library() const { return folder_.path() + "/pathways"; }
  void write(const std::string& file, const std::string& text) const { folder_.write(file, text); }
  void replace(const std::string& file, const std::string& from, const std::string& to) const {
    std::string text = file_text(folder_.path() + "/" + file);
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    write(file, text.replace(at, from.size(), to));
  }
  // Reports and returns what was said; the page is left in `page`.
  Finished report(std::vector<std::string> more = {}) {
    const std::string file = folder_.path() + "/dossier.html";
    std::vector<std::string> words{"report", library(), "--on", kDay, "-o", file};
    words.insert(words.end(), more.begin(), more.end());
    Finished finished = call(words);
    std::error_code ignored;
    page = fs::exists(file, ignored) ? file_text(file) : std::string();
    fs::remove(file, ignored);
    return finished;
  }

  std::string page;

 private:
  TemporaryFolder folder_;
};

std::string log_with(const std::string& links) {
  return "judged-by: nobody\nhazards:\n  not-heard:\n    hazard: A knee is \"out\" & nobody <b>looks</b> at it.\n"
         "    causes:\n      - The question is misread\n    effect: It heals badly.\n"
         "    before: { severity: major, likelihood: high }\n    controls:\n      - control: It is asked first.\n"
         "        shown-by:\n" +
         links +
         "      - control: Somebody tries it with people.\n        left-to: the organisation that uses it\n"
         "    after: { severity: major, likelihood: low }\n";
}

}  // namespace

TEST_CASE("the dossier holds every part of a library") {
  Project project;
  project.write("docs/hazards.yaml",
                log_with("          - scenario: Out of place\n            in: topics/knee.test.yaml\n"
                         "          - test: a knee is bent\n            in: tests/knee_test.cpp\n"
                         "          - code: red-flag-not-kept\n"));
  project.write("tests/knee_test.cpp", "TEST_CASE(\"a knee is bent\") {}\n");
  project.write("pathways/evidence.yaml",
                "evidence:\n  ng1: { title: \"A guideline\", year: 2024, url: \"https://example.org/\" }\n");
  project.write(
      "pathways/safety.yaml",
      "safety:\n  - claim: A bone that stands out goes to hospital\n    when: age >= 0 days\n    disposition: "
      "at most ambulance-now\n    evidence: [ng1]\n");
  project.replace("pathways/library.yaml", "library: tests\n",
                  "library: tests\nversion: 2.3.4\nintended-use:\n  purpose: To sort knees.\n  patients: Whoever has "
                  "knees.\n  users: Anybody.\n  setting: At home.\n  not-for:\n    - Elbows\n");
  project.replace("pathways/topics/knee.yaml", "start: signs\n",
                  "owner: { author: A. Author, approver: none, review-by: 2026-11-21 }\nstart: signs\n");
  const Finished finished = project.report();
  INFO(finished.err);
  CHECK(finished.code == 0);
  CHECK(finished.out.empty());
  CHECK(finished.err.ends_with("dossier.html\n"));
  const std::string& page = project.page;
  for (const char* part : {
           "<!DOCTYPE html>\n<html lang=\"en-GB\">",
           "<title>Clinical safety dossier: tests</title>",
           "<strong>Not clinically approved.</strong>",
           "<dd>2.3.4</dd>",
           "<dd>2026-11-22</dd>",
           // intended use
           "To sort knees.",
           "<li>Elbows</li>",
           "Nobody answers for it as its manufacturer.",
           // summary
           "<th scope=\"row\">Safety claims</th><td>1 of 1 claims proven</td>",
           "3 passed, 0 failed",
           "The mutation score: it takes minutes, and was not asked for (--mutants).",
           "none was named (--since OLD)",
           // hazards
           "not-heard",
           "No Clinical Safety Officer has judged the hazard log.",
           "likelihood high",
           "Left to: the organisation that uses it",
           "<span class=\"good\">passes</span>",
           "there, not run by this report",
           "<code>red-flag-not-kept</code>",
           // claims, waivers, scenarios, coverage
           "A bone that stands out goes to hospital",
           "<span class=\"good\">proven</span>",
           "No claim is waived.",
           "Hot, with a fever",
           "What the scenarios show of each file",
           "What no scenario shows",
           // reviews
           "The day of review has passed: knee (2026-11-21).",
           "A. Author",
           // the pathway: outline, question, answer, red flag, why, help, note, outcome, advice, evidence
           "1. Ask (right-now)",
           "go to 2 (signs)",
           "What is your temperature?",
           "<span class=\"label\">Worded for other:</span>",
           "A hot joint with a fever can be an infection.",
           "Take it under the tongue or in the ear.",
           "The kneecap stands out at the side",
           "red flag: at least ed-1h",
           "Try to bend the knee now",
           "Go to A&amp;E now",
           "The joint may be infected or out of place.",
           "Call 999 if you become short of breath or confused.",
           "<a href=\"#evidence-ng1\">ng1</a>",
           "<tr id=\"evidence-ng1\">",
           "https://example.org/",
           // files and sign-off
           "<th scope=\"row\">topics/knee.yaml</th>",
           "Clinical Safety Officer (manufacturer, DCB0129)",
       }) {
    CAPTURE(part);
    CHECK(has(page, part));
  }
  // Bound to the content: on the cover and beside each signature.
  std::smatch digest;
  REQUIRE(std::regex_search(page, digest, std::regex("Content digest</dt><dd class=\"digest\">([0-9a-f]{64})<")));
  CHECK(count(page, digest[1].str()) == 1 + 6);
  // The same on the same day, letter by letter.
  const std::string before = page;
  CHECK(project.report().code == 0);
  CHECK(project.page == before);
}

TEST_CASE("the dossier is one page that needs nothing from anywhere") {
  Project project;
  project.report();
  const std::string& page = project.page;
  REQUIRE(page.ends_with("</html>\n"));
  for (const char* never :
       {"<script", "<link", "<img", "src=", " style=", "javascript:", "@import", "url(", "{{", "}}", "\x01"}) {
    CAPTURE(never);
    CHECK_FALSE(has(page, never));
  }
  CHECK(count(page, "<h1>") == 1);
  CHECK(count(page, "<table") == count(page, "<caption"));
  std::set<std::string> ids;
  const std::regex id(" id=\"([^\"]*)\"");
  for (std::sregex_iterator it(page.begin(), page.end(), id), end; it != end; ++it) {
    CAPTURE((*it)[1].str());
    CHECK(ids.insert((*it)[1].str()).second);
  }
  const std::regex to("(?:href=\"#|aria-labelledby=\")([^\"]*)\"");
  for (std::sregex_iterator it(page.begin(), page.end(), to), end; it != end; ++it) {
    CAPTURE((*it)[1].str());
    CHECK(ids.count((*it)[1].str()) == 1);
  }
}

TEST_CASE("what an author writes stays text in the dossier") {
  Project project;
  project.write("docs/hazards.yaml", log_with("          - code: no-screen\n"));
  project.replace("pathways/topics/knee.yaml", "In front, over the kneecap", "In front & \"over\" 4 > 3 {{digest}}");
  project.replace("pathways/topics/knee.test.yaml", "Out of place", "\"Out of </td><script>alert(1)</script>\"");
  CHECK(project.report().code == 0);
  CHECK(has(project.page, "In front &amp; &quot;over&quot; 4 &gt; 3 {{digest}}"));
  CHECK(has(project.page, "A knee is &quot;out&quot; &amp; nobody &lt;b&gt;looks&lt;/b&gt; at it."));
  CHECK(has(project.page, "Out of &lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;"));
  CHECK_FALSE(has(project.page, "<script"));
}

TEST_CASE("a hazard log that names what is not there ends with 1 and says where") {
  const std::string in_scenarios = "            in: topics/knee.test.yaml\n";
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"          - claim: Nobody walks\n            in: safety.yaml\n", "the library has no file safety.yaml"},
      {"          - claim: Nobody walks\n            in: topics/knee.yaml\n", "has no claim \"Nobody walks\""},
      {"          - scenario: Out of places\n" + in_scenarios, "did you mean `Out of place`?"},
      {"          - test: a knee is bend\n            in: tests/knee_test.cpp\n", "did you mean `a knee is bent`?"},
      {"          - test: a knee is bent\n            in: tests/elbow_test.cpp\n",
       "there is no file tests/elbow_test.cpp"},
      {"          - code: red-flag-not-keptt\n", "did you mean `red-flag-not-kept`?"},
  };
  for (const auto& [link, said] : wrong) {
    Project project;
    project.write("tests/knee_test.cpp", "TEST_CASE(\"a knee is bent\") {}\n");
    project.write("docs/hazards.yaml", log_with(link));
    const Finished finished = project.report();
    CAPTURE(link, finished.err);
    CHECK(finished.code == 1);
    CHECK(has(finished.err, "docs/hazards.yaml:1"));
    CHECK(has(finished.err, "[hazard-link-dangling]"));
    CHECK(has(finished.err, said));
    CHECK(has(project.page, "<span class=\"bad\">NOT THERE: "));  // the dossier is written, and says so
  }
}

TEST_CASE("tests that are not on this machine are said to be unchecked") {
  Project project;
  project.write("docs/hazards.yaml",
                log_with("          - test: a knee is bent\n            in: tests/knee_test.cpp\n"));
  const Finished finished = project.report();
  CHECK(finished.code == 0);
  CHECK(has(project.page, "<span class=\"doubt\">not checked: the tests are not on this machine</span>"));
  CHECK(has(project.page, "1 link of the hazard log: the program"));
}

TEST_CASE("a hazard log that cannot be read is a finding, and one that is not there a broken machine") {
  Project project;
  CHECK(project.report().code == 0);
  CHECK(has(project.page, "No hazard log was given"));
  project.write("docs/hazards.yaml", "judged-by: nobody\nhazard: none\n");
  const Finished wrong = project.report();
  CHECK(wrong.code == 1);
  CHECK(has(wrong.err, "docs/hazards.yaml:2:1: error: a hazard log has no key `hazard`"));
  CHECK(project.report({"--hazards", project.library() + "/none.yaml"}).code == 3);
}

TEST_CASE("a test that a hazard log names is at most as large as the log itself") {
  constexpr std::size_t kMost = 4 * 1024 * 1024;
  Project project;
  project.write("docs/hazards.yaml",
                log_with("          - test: a knee is bent\n            in: tests/knee_test.cpp\n"));
  const std::string test = "TEST_CASE(\"a knee is bent\") {}\n";
  project.write("tests/knee_test.cpp", test + std::string(kMost - test.size(), '\n'));
  CHECK(project.report().code == 0);
  project.write("tests/knee_test.cpp", test + std::string(kMost + 1 - test.size(), '\n'));
  const Finished finished = project.report();
  CHECK(finished.code == 3);
  CHECK(has(finished.err, "File too large"));
}

TEST_CASE("a hazard log is at most as large as a file of the library") {
  constexpr std::size_t kMost = 4 * 1024 * 1024;
  Project project;
  project.write("docs/hazards.yaml", std::string(kMost, '#'));
  CHECK(project.report().code == 1);  // it was read, and holds nothing
  project.write("docs/hazards.yaml", std::string(kMost + 1, '#'));
  const Finished finished = project.report();
  CHECK(finished.code == 3);
  CHECK(has(finished.err, "File too large"));
}

TEST_CASE("the dossier says what changed since an earlier library") {
  Project project;
  project.replace("pathways/topics/knee.yaml", "        red-flag: ed-1h\n        to: hospital\n",
                  "        to: where\n");
  project.replace("pathways/topics/knee.yaml", "Where does it hurt most?", "Where is it worst?");
  project.write("pathways/topics/knee.test.yaml",
                "pathway: knee\nscenarios:\n  - name: One\n    patient: { age: 30 years, sex: male }\n    others: "
                "none\n    expect: { outcome: home }\n");
  const Finished finished = project.report({"--since", kLibrary});
  INFO(finished.err);
  CHECK(finished.code == 1);  // less urgent, and nobody has signed
  CHECK(has(project.page, "▼ Less urgent: "));
  CHECK(has(project.page, "✗ Nobody has signed for this."));
  CHECK(has(project.page, "<del>hurt most?</del>"));
  CHECK(call({"report", project.library(), "--accept", "x"}).code == 2);
}

TEST_CASE("a claim or scenario that fails is in the dossier and makes the exit code 1") {
  Project project;
  project.write("pathways/safety.yaml",
                "safety:\n  - claim: Nobody stays at home\n    disposition: at least gp-3-days\n"
                "  - claim: Nobody goes to hospital\n    disposition: at most gp-3-days\n    waived:\n      by: A. "
                "Clinician\n      reason: It is being looked at.\n      until: 2026-11-22\n");
  project.replace("pathways/topics/knee.test.yaml", "outcome: home", "outcome: be-seen");
  const Finished finished = project.report();
  CHECK(finished.code == 1);
  CHECK(has(finished.err, "[claim-refuted]"));
  CHECK(has(finished.err, "some scenarios fail"));
  CHECK(has(project.page, "<span class=\"bad\">refuted</span>: for example "));
  CHECK(has(project.page, "<span class=\"doubt\">waived</span>"));
  CHECK(has(project.page, "It is being looked at."));
  CHECK(has(project.page, "<span class=\"bad\">fails</span>: "));
}

TEST_CASE("mutants are in the dossier when they are asked for") {
  Project project;
  const Finished finished = project.report({"--mutants", "--limit", "5"});
  INFO(finished.err);
  CHECK(finished.code == 0);
  CHECK(has(project.page, "Mutants of each file, and what noticed them"));
  CHECK(has(project.page, "%; 5 of "));
}

TEST_CASE("a dossier is of a whole library in which nobody gets lost, on a day") {
  CHECK(call({"report", kLibrary, "--on", "yesterday"}).code == 2);
  CHECK(call({"report", "knee"}).code == 2);
  CHECK(call({"report", "no/such/folder"}).code == 3);
  Project project;
  project.replace("pathways/topics/knee.yaml", "    none: where\n", "    none: nowhere\n");
  CHECK(project.report().code == 1);
  CHECK(project.page.empty());
  const Finished shown = call({"report", kLibrary, "--on", kDay});
  CHECK(shown.code == 0);
  CHECK(shown.out.starts_with("<!DOCTYPE html>"));
}

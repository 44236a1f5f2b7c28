// `signpost test` with --coverage, --html and --suggest, as a script sees it.

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/cli/called.hpp"

using namespace signpost::tests;

TEST_CASE("coverage is a table and the places that no scenario shows") {
  const Finished shown = call({"test", kLibrary, "--coverage"});
  CHECK(shown.code == 0);
  CHECK(shown.err.empty());
  CHECK(has(shown.out, "FILE"));
  CHECK(has(shown.out, "BOUNDARIES"));
  CHECK(has(shown.out, "\nknee "));
  CHECK(has(shown.out, "\nmodule life-threat "));
  CHECK(has(shown.out, "\nall files "));
  CHECK(has(shown.out, "topics/knee.yaml:21: no scenario: `signs` is answered not sure\n"));
  CHECK_FALSE(has(shown.out, "`signs` is answered `bone`"));
  CHECK(has(shown.out, "3 passed, 0 failed\n"));
  // Of one topic, its own pathways alone.
  const Finished topic = call({"test", kLibrary, "knee", "--coverage"});
  CHECK(topic.code == 0);
  CHECK_FALSE(has(topic.out, "life-threat "));
  CHECK_FALSE(has(topic.out, "all files"));
}

TEST_CASE("coverage as JSON stands beside the scenarios") {
  const Finished json = call({"test", kLibrary, "--coverage", "--json"});
  CHECK(json.code == 0);
  CHECK(has(json.out, R"("passed":3,"failed":0,"coverage":{"scenarios":3,"failed":0,"shown":)"));
  CHECK(has(json.out,
            R"({"kind":"answer","line":21,"what":"`signs` is answered not sure","possible":true,"scenario":null})"));
  CHECK(has(json.out, R"("what":"`signs` is answered `bone`","possible":true,"scenario":"Out of place"})"));
  CHECK_FALSE(has(call({"test", kLibrary, "--json"}).out, "\"coverage\":"));
}

TEST_CASE("coverage as pages marks in each file what is missing, in words too") {
  const TemporaryFolder folder;
  const std::string one = folder.path() + "/all.html";
  const Finished page = call({"test", kLibrary, "--html", one});
  CHECK(page.code == 0);
  CHECK(has(page.err, "wrote " + one));
  const std::string text = file_text(one);
  CHECK(text.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"));
  CHECK(text.ends_with("</html>\n"));
  CHECK(has(text, "<li>No scenario: <code>signs</code> is answered not sure</li>"));
  CHECK(has(text, "question: What is &lt;your&gt; temperature?"));
  CHECK_FALSE(has(text, "http://"));
  CHECK_FALSE(has(text, "https://"));
  CHECK_FALSE(has(text, "<script"));
  const std::string many = folder.path() + "/pages";
  CHECK(call({"test", kLibrary, "--html", many}).code == 0);
  CHECK(has(file_text(many + "/index.html"), "href=\"knee.html\""));
  CHECK(has(file_text(many + "/knee.html"), "<li>No scenario: <code>signs</code> is answered not sure</li>"));
  CHECK(std::filesystem::exists(many + "/module-life-threat.html"));
  CHECK(std::filesystem::exists(many + "/advice.html"));
}

TEST_CASE("a page that cannot be written is a broken machine") {
  CHECK(call({"test", kLibrary, "--html", "/proc/nowhere/all.html"}).code == 3);
  CHECK(call({"test", kLibrary, "--html", "/proc/nowhere/pages"}).code == 3);
}

TEST_CASE("suggestions, copied into a library, pass and raise what they promised") {
  const TemporaryFolder folder;
  std::filesystem::copy(kLibrary, folder.path(), std::filesystem::copy_options::recursive);
  const Finished suggested = call({"test", folder.path(), "--suggest"});
  CHECK(suggested.code == 0);
  const std::string head = "# For " + folder.path() +
                           "/topics/knee.test.yaml: copy what stands below `scenarios:`.\n"
                           "pathway: knee\nscenarios:\n";
  REQUIRE(suggested.out.starts_with(head));
  CHECK(has(suggested.out, "    # what the engine says today; a clinician must check that it is right\n    expect: {"));
  const std::string before = file_text(folder.path() + "/topics/knee.test.yaml");
  folder.write("topics/knee.test.yaml", before + suggested.out.substr(head.size()));
  const Finished after = call({"test", folder.path(), "--coverage"});
  CHECK(after.code == 0);
  CHECK(has(after.out, ", 0 failed\n"));
  // All that is left is what was said to be so.
  std::size_t left = 0;
  for (std::size_t at = after.out.find(": no scenario: "); at != std::string::npos;
       at = after.out.find(": no scenario: ", at + 1)) {
    ++left;
    const std::size_t begin = after.out.rfind('\n', at) + 1;
    const std::string place = after.out.substr(begin, at - begin);
    const std::string what = after.out.substr(at + 15, after.out.find('\n', at) - at - 15);
    INFO(place << ": " << what);
    CHECK(has(suggested.err, "signpost: nobody was found for " + place + ": " + what + "\n"));
  }
  CHECK(call({"test", folder.path(), "--suggest"}).out.empty());
}

TEST_CASE("suggestions stand alone") {
  CHECK(call({"test", kLibrary, "--suggest", "--json"}).code == 2);
  CHECK(call({"test", kLibrary, "--suggest", "--coverage"}).code == 2);
  CHECK(call({"test", kLibrary, "--suggest", "--html", "all.html"}).code == 2);
}

// `signpost test --mutants`, as a script sees it.

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/cli/called.hpp"

using namespace signpost::tests;

TEST_CASE("mutants that nothing notices are listed with a patient who shows them") {
  const Finished shown = call({"test", kLibrary, "--mutants"});
  CHECK(shown.code == 0);  // survivors are no finding
  CHECK(shown.err.empty());
  CHECK(shown.out.starts_with("FILE"));
  CHECK(has(shown.out, "\nmodule life-threat "));
  CHECK(has(shown.out, "\nknee "));
  CHECK(has(shown.out, "\nall files "));
  CHECK(
      has(shown.out,
          "topics/knee.yaml:28: nothing notices: the edge between `normal` and `raised` of `how-hot` moves from 38 to "
          "37.9\n  would be noticed by a scenario in which `how-hot` is answered 37.9\n  for example "));
  CHECK(has(shown.out, "  see it: signpost run knee --age "));
  CHECK(has(shown.out, "how-hot=37.9"));
  CHECK(has(shown.out, " mutants noticed\n"));
  CHECK(has(shown.out, "3 passed, 0 failed\n"));
  CHECK(call({"test", kLibrary, "--mutants"}).out == shown.out);
}

TEST_CASE("mutants can be those of a topic, and fewer") {
  const Finished topic = call({"test", kLibrary, "knee", "--mutants"});
  CHECK(topic.code == 0);
  CHECK_FALSE(has(topic.out, "life-threat "));
  const Finished few = call({"test", kLibrary, "--mutants", "--limit", "2", "--json"});
  CHECK(few.code == 0);
  CHECK(has(few.out, R"("mutation":{"made":)"));
  CHECK(has(few.out, R"("judged":2,)"));
  CHECK(has(few.out, "life-threat.yaml"));  // spread over all files
  CHECK(has(few.out, "knee.yaml"));
  CHECK(has(call({"test", kLibrary, "--mutants", "--limit", "2"}).out, ", out of "));
}

TEST_CASE("mutants as JSON say what was changed and what noticed it") {
  const Finished json = call({"test", kLibrary, "--mutants", "--json"});
  CHECK(json.code == 0);
  CHECK(has(json.out, R"("kind":"shift-threshold","file":")"));
  CHECK(has(
      json.out,
      R"("verdict":"survived","by":null,"caughtBy":"a scenario in which `how-hot` is answered 37.9","example":{"topic":"knee")"));
  CHECK(has(json.out, R"("verdict":"scenario","by":"Out of place")"));
  CHECK_FALSE(has(call({"test", kLibrary, "--json"}).out, "\"mutation\":"));
}

TEST_CASE("mutants wait until the scenarios pass") {
  const TemporaryFolder folder;
  std::filesystem::copy(kLibrary, folder.path(), std::filesystem::copy_options::recursive);
  folder.write("topics/knee.test.yaml",
               "pathway: knee\nscenarios:\n  - name: Wrong\n    patient: { age: 30 years, sex: male }\n"
               "    others: none\n    expect: { outcome: hospital }\n");
  const Finished failed = call({"test", folder.path(), "--mutants"});
  CHECK(failed.code == 1);
  CHECK_FALSE(has(failed.out, "mutants noticed"));
}

TEST_CASE("a limit is of mutants, and suggestions stand alone") {
  CHECK(call({"test", kLibrary, "--limit", "2"}).code == 2);
  CHECK(call({"test", kLibrary, "--mutants", "--limit", "0"}).code == 2);
  CHECK(call({"test", kLibrary, "--mutants", "--suggest"}).code == 2);
}

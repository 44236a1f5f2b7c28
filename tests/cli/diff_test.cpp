// `signpost diff`, as a script sees it.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/cli/called.hpp"

using namespace signpost::tests;

namespace {

// A copy of the library in which an out-of-place kneecap no longer leads to hospital.
std::string changed_copy(const TemporaryFolder& folder) {
  const std::string copy = folder.path() + "/new";
  std::filesystem::copy(kLibrary, copy, std::filesystem::copy_options::recursive);
  const std::string path = copy + "/topics/knee.yaml";
  std::string text = file_text(path);
  const std::string flag = "        red-flag: ed-1h\n        to: hospital\n";
  text.replace(text.find(flag), flag.size(), "        to: where\n");
  std::ofstream(path) << text;
  return copy;
}

}  // namespace

TEST_CASE("a library is no different from itself") {
  const Finished same = call({"diff", kLibrary, kLibrary});
  CHECK(same.code == 0);
  CHECK(same.out == "nothing has changed for any patient, and no text\n");
}

TEST_CASE("whoever ends less urgently makes the exit code 1 until somebody signs") {
  const TemporaryFolder folder;
  const std::string copy = changed_copy(folder);
  const Finished found = call({"diff", kLibrary, copy});
  CHECK(found.code == 1);
  CHECK(found.out.starts_with("knee: less urgent: ed-1h becomes "));
  CHECK(has(found.out, "signs: bone"));
  CHECK(has(found.out, "see it: signpost run " + kLibrary + " knee"));
  CHECK(has(found.out, "for which nobody has signed"));

  // Each of them signed for, with what the JSON says of it.
  const Finished json = call({"diff", kLibrary, copy, "--json"});
  CHECK(json.code == 1);
  std::string accepted = "accepted:\n";
  const auto field = [&](std::size_t from, const std::string& key) {
    const std::size_t at = json.out.find("\"" + key + "\":\"", from) + key.size() + 4;
    return json.out.substr(at, json.out.find('"', at) - at);
  };
  for (std::size_t at = 0; (at = json.out.find("\"change\":\"less-urgent\"", at)) != std::string::npos; ++at)
    accepted += "  - topic: knee\n    from: " + field(at, "from") + "\n    to: " + field(at, "to") +
                "\n    journeys: " + field(at, "journeys") +
                "\n    by: A. Clinician\n    role: Clinical safety officer\n    date: 2026-11-22\n"
                "    reason: The guideline has changed.\n";
  const std::string file = folder.path() + "/accepted.yaml";
  std::ofstream(file) << accepted;
  const Finished signed_for = call({"diff", kLibrary, copy, "--accept", file});
  CHECK(signed_for.code == 0);
  CHECK(has(signed_for.out, "signed for by A. Clinician, Clinical safety officer, 2026-11-22"));
}

TEST_CASE("the changes are written as a page beside what is printed") {
  const TemporaryFolder folder;
  const std::string copy = changed_copy(folder), file = folder.path() + "/changes.html";
  const Finished found = call({"diff", kLibrary, copy, "--html", file});
  CHECK(found.code == 1);
  CHECK(has(found.err, "wrote " + file));
  CHECK(has(found.out, "knee: less urgent: "));
  const std::string page = file_text(file);
  CHECK(page.ends_with("</html>\n"));
  CHECK(has(page, "<td>The kneecap stands out at the side</td>"));
  CHECK(call({"diff", kLibrary, copy, "--html", "/proc/nowhere/changes.html"}).code == 3);
}

TEST_CASE("the command of a journey can be copied into a shell wherever the library lies") {
  const TemporaryFolder folder;
  const std::string copy = changed_copy(folder), spaced = folder.path() + "/a new one";
  std::filesystem::rename(copy, spaced);
  CHECK(has(call({"diff", kLibrary, spaced}).out, "signpost run \"" + spaced + "\" knee --age "));
}

TEST_CASE("a library that cannot be compiled is complained about") {
  const Finished wrong = call({"diff", kLibrary, kLibrary + "/nowhere"});
  CHECK(wrong.code == 3);
  CHECK(call({"diff", kLibrary}).code == 2);
}

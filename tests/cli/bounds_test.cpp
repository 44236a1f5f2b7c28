// Files that a command is given: read up to their limit, and one byte more is a broken machine's error, before anything
// is made of them.
#include <catch2/catch.hpp>

#include <filesystem>

#include "tests/cli/called.hpp"
#include "tests/support/test_keys.hpp"

using namespace signpost::tests;

namespace {

// The command is run with a file of `most` bytes and with one of a byte more: `line` of the text, then blank lines.
void check_bound(std::vector<std::string> command, std::size_t most, const std::string& line, int code_at_most) {
  const TemporaryFolder folder;
  command.push_back(folder.path() + "/given");
  folder.write("given", line + std::string(most - line.size(), '\n'));
  const Finished at_most = call(command);
  INFO(at_most.err);
  CHECK(at_most.code == code_at_most);
  CHECK_FALSE(has(at_most.err, "File too large"));
  folder.write("given", line + std::string(most + 1 - line.size(), '\n'));
  const Finished beyond = call(command);
  CHECK(beyond.code == 3);
  CHECK(has(beyond.err, "File too large"));
}

}  // namespace

TEST_CASE("answers in a file may be as long as their limit and no longer") {
  check_bound({"run", kLibrary, "knee", "--age", "30 years", "--sex", "male", "--party", "self", "--answers"},
              256 * 1024, "life-threat/right-now=none\n", 0);  // it stops at the next question
}

TEST_CASE("changes that are accepted may be as long as their limit and no longer") {
  check_bound({"diff", kLibrary, kLibrary, "--accept"}, 1024 * 1024, "accepted: []\n", 1);  // read, and found empty
}

TEST_CASE("the file of a signing key may be as long as its limit and no longer") {
  const TemporaryFolder made;
  check_bound({"build", kLibrary, "-o", made.path() + "/release", "--key"}, 64 * 1024, kOurKey, 0);
}

TEST_CASE("the id of a new topic may be as long as any id and no longer") {
  const TemporaryFolder folder;
  CHECK(call({"new", folder.path() + "/one", std::string(40, 'a')}).code == 0);
  CHECK(call({"new", folder.path() + "/other", std::string(41, 'a')}).code == 2);
}

TEST_CASE("the time to drain may be as long as its limit and no longer") {
  const auto said = [](const std::string& seconds) {
    return call({"serve", "/no-such-library", "--drain-seconds", seconds}).err;  // it ends there, at the latest
  };
  const std::string refusal = "--drain-seconds must be from 0 to 600";
  CHECK_FALSE(has(said("600"), refusal));
  CHECK(has(said("601"), refusal));
}

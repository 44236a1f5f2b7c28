// What is read before anything is served: how much of it there may be.
#include "server/content.hpp"
#include "server/release_folder.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <system_error>

#include "tests/support/process.hpp"
#include "tests/support/test_keys.hpp"

using namespace signpost;
using namespace signpost::tests;

namespace {

// A signed release of the test library, and the key that it is trusted by.
struct Released {
  TemporaryFolder folder;
  std::string file = folder.path() + "/library.release";
  Trust trust{{folder.path() + "/trusted.pem"}, false};

  Released() {
    folder.write("key.pem", kOurKey);
    folder.write("trusted.pem", kOurPublicKey);
    const Finished built = run_program(
        {SIGNPOST_PROGRAM, "build", SIGNPOST_TEST_LIBRARY, "-o", file, "--key", folder.path() + "/key.pem"});
    INFO(built.err);
    REQUIRE(built.code == 0);
  }
};

}  // namespace

TEST_CASE("a release may have bytes up to the limit and no more") {
  const Released released;
  const std::size_t size = std::filesystem::file_size(released.file);
  CHECK(load_release(released.file, released.trust, size));
  CHECK_THROWS_AS(load_release(released.file, released.trust, size - 1), std::system_error);
  // The limit that holds when nothing is said: a hole in a file takes no disk.
  std::filesystem::resize_file(released.file, kMaxReleaseBytes + 1);
  CHECK_THROWS_AS(load_release(released.file, released.trust), std::system_error);
}

TEST_CASE("the file of a trusted key may be as long as its limit and no longer") {
  const Released released;
  const std::string key = kOurPublicKey;
  constexpr std::size_t kMost = 64 * 1024;
  released.folder.write("trusted.pem", key + std::string(kMost - key.size(), '\n'));
  CHECK(load_release(released.file, released.trust));
  released.folder.write("trusted.pem", key + std::string(kMost + 1 - key.size(), '\n'));
  CHECK_THROWS_AS(load_release(released.file, released.trust), std::system_error);
}

TEST_CASE("a list of releases may be as long as its limit and no longer") {
  const TemporaryFolder folder;
  constexpr std::size_t kMost = 64 * 1024;
  const std::string name = "a.release\n";
  folder.write("withdrawn", name + std::string(kMost - name.size(), '\n'));
  CHECK(look_into(folder.path()).withdrawn.size() == 1);
  folder.write("withdrawn", name + std::string(kMost + 1 - name.size(), '\n'));
  CHECK_THROWS_AS(look_into(folder.path()), std::system_error);
}

// What is read before anything is served: how much of it there may be.
#include "server/content.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <system_error>

#include "engine/release/release.hpp"
#include "tests/support/process.hpp"
#include "tests/support/test_keys.hpp"

using namespace signpost;
using namespace signpost::tests;

namespace {

// A signed release of the test library, and the key that it is trusted by.
struct Released {
  TemporaryFolder folder;
  ContentOptions options;

  Released() {
    folder.write("key.pem", kOurKey);
    folder.write("trusted.pem", kOurPublicKey);
    options.from = folder.path() + "/library.release";
    options.trusted = {folder.path() + "/trusted.pem"};
    const Finished built = run_program(
        {SIGNPOST_PROGRAM, "build", SIGNPOST_TEST_LIBRARY, "-o", options.from, "--key", folder.path() + "/key.pem"});
    INFO(built.err);
    REQUIRE(built.code == 0);
  }
  bool loads() const { return load_content(options) != nullptr; }
};

}  // namespace

TEST_CASE("a release may have bytes up to the limit and no more") {
  Released released;
  CHECK(released.loads());
  std::filesystem::resize_file(released.options.from, kMaxReleaseBytes + 1);  // a hole: it takes no disk
  CHECK_THROWS_AS(released.loads(), std::system_error);
}

TEST_CASE("the file of a trusted key may be as long as its limit and no longer") {
  const Released released;
  const std::string key = kOurPublicKey;
  constexpr std::size_t kMost = 64 * 1024;
  released.folder.write("trusted.pem", key + std::string(kMost - key.size(), '\n'));
  CHECK(released.loads());
  released.folder.write("trusted.pem", key + std::string(kMost + 1 - key.size(), '\n'));
  CHECK_THROWS_AS(released.loads(), std::system_error);
}

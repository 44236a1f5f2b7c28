// OpenSSL finds no memory while a release is verified. That says nothing of the release: it must not be refused for it.
#include <catch2/catch.hpp>

#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "engine/release/release.hpp"
#include "server/releases.hpp"
#include "tests/support/allocation_fault.hpp"
#include "tests/support/moment.hpp"
#include "tests/support/process.hpp"
#include "tests/support/small_library.hpp"
#include "tests/support/test_keys.hpp"

using namespace signpost;
using namespace signpost::test;
using signpost::test::AllocationFault;

namespace {

constexpr long kMostAllocations = 20'000;  // nothing here makes so many

// On another thread, with OpenSSL's `number`-th allocation failing: what `work` returns; nothing where it throws.
// Returns whether there was such an allocation.
bool try_without(long number, const std::function<bool()>& work, std::optional<bool>& returned) {
  const AllocationFault fault(number, 1, AllocationFault::Whose::openssl);
  std::thread([&] {
    try {
      returned = work();
    } catch (const std::exception&) {
      returned.reset();
    }
  }).join();
  return fault.struck() > 0;
}

}  // namespace

TEST_CASE("a release that cannot be verified for want of memory is a failure of the machine and not of the release") {
  const std::string bytes = small_release({}, *SigningKey::from_pem(tests::kOurKey));
  const auto our_key = PublicKey::from_pem(tests::kOurPublicKey);
  REQUIRE(our_key);
  const auto is_read = [] { return PublicKey::from_pem(tests::kOurPublicKey).has_value(); };
  const auto is_signed = [&] {
    const auto read = read_release(bytes, {*our_key});
    const auto* const release = std::get_if<Release>(&read);
    return release != nullptr && release->signed_by == our_key->name();
  };
  for (const std::function<bool()>& work : {std::function<bool()>(is_read), std::function<bool()>(is_signed)}) {
    std::optional<bool> returned;
    long number = 1;
    // A key takes thousands: each of the first, and then some of them.
    for (; try_without(number, work, returned); number += 1 + number / 32) {
      INFO("allocation " << number);
      if (returned) CHECK(*returned);  // or it has thrown
      REQUIRE(work());
      REQUIRE(number < kMostAllocations);
    }
    CHECK(returned == true);
    CHECK(number > 1);
  }
}

TEST_CASE("a release that could not be loaded for want of memory is loaded when it is looked at again") {
  const tests::TemporaryFolder folder;
  folder.write("trusted.pem", tests::kOurPublicKey);
  const SigningKey key = *SigningKey::from_pem(tests::kOurKey);
  folder.write("a.release", small_release({}, key));
  write_current(folder.path(), "a.release");
  const std::string second = small_release({{"What colour is <your> skin?", "What colour are <your> lips?"}}, key);
  const TokenKey sealing = random_token_key(1);
  for (long number = 1;; number *= 2) {  // each try makes the pages of two releases, so not every one
    INFO("allocation " << number);
    Metrics metrics;
    Releases::Options options;
    options.from = folder.path();
    options.folder = true;
    options.trust.key_files = {folder.path() + "/trusted.pem"};
    options.clock = [] { return Moment{kNow, static_cast<Day>(kNow / 86400)}; };
    Releases releases(std::move(options), metrics);
    REQUIRE(releases.load({sealing}));
    REQUIRE(releases.served().size() == 1);
    folder.write("b.release", second);
    std::optional<bool> loaded;
    const bool struck = try_without(
        number, [&] { return releases.load({sealing}); }, loaded);
    if (loaded)
      CHECK(releases.served().size() == 2);
    else
      CHECK(releases.served().size() == 1);  // what was served goes on, and whoever looks sees a change
    CHECK(releases.folder_changed() == !loaded);
    REQUIRE(releases.load({sealing}));
    CHECK(releases.served().size() == 2);
    REQUIRE(std::remove((folder.path() + "/b.release").c_str()) == 0);
    if (!struck) break;
    REQUIRE(number < kMostAllocations);
  }
}

// The access log's writer finds no memory for a line.
#include <catch2/catch.hpp>

#include "server/access_log.hpp"
#include "tests/support/allocation_fault.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/process.hpp"

using namespace signpost;
using namespace signpost::test;

TEST_CASE("a line of the access log that finds no memory is counted as dropped and the next is written") {
  const signpost::tests::TemporaryFolder folder;
  const std::string path = folder.path() + "/access.log";
  Exchanged lost, kept;
  lost.status = 200;
  kept.status = 404;
  {
    AccessLog log(path);
    {
      const AllocationFault fault(1);
      log.add(lost);
      REQUIRE(eventually([&] { return log.dropped() == 1; }));
      CHECK(fault.struck() == 1);
    }
    log.add(kept);
  }
  const std::string text = signpost::tests::file_text(path);
  CHECK(text.find("\"dropped\":1}\n") != std::string::npos);
  CHECK(text.find("\"status\":404") != std::string::npos);
  CHECK(text.find("\"status\":200") == std::string::npos);
}

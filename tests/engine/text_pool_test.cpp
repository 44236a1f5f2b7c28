#include "engine/text/text_pool.hpp"

#include <catch2/catch.hpp>

using namespace signpost;

TEST_CASE("a pool of texts says each of them and the same as the one before only once") {
  TextPool pool;
  for (const char* text : {"How old are you?", "How old are you?", "", "How old are they?"}) pool.push_back(text);
  REQUIRE(pool.size() == 4);
  CHECK(pool[0] == "How old are you?");
  CHECK(pool[1] == pool[0]);
  CHECK(pool[2].empty());
  CHECK(pool[3] == "How old are they?");
  CHECK(pool.bytes() == "How old are you?How old are they?");

  pool.replace(1, "How old is she?");
  CHECK(pool[0] == "How old are you?");
  CHECK(pool[1] == "How old is she?");
  CHECK(pool.holds_together());
  CHECK(TextPool(pool.bytes(), pool.places())[1] == "How old is she?");
}

TEST_CASE("a pool of texts from outside holds together up to its last byte and no further") {
  CHECK(TextPool("abc", {0, 3, 3, 0}).holds_together());
  CHECK_FALSE(TextPool("abc", {0, 4}).holds_together());
  CHECK_FALSE(TextPool("abc", {4, 0}).holds_together());
  CHECK_FALSE(TextPool("abc", {0xffffffff, 2}).holds_together());  // their sum does not come round to 1
  CHECK_FALSE(TextPool("abc", {0}).holds_together());
}

// The library that is shipped, walked at random by the compiled engine and the interpreter together.
#include <random>

#include "tests/property/tapes.hpp"

namespace signpost::naive {
namespace {

TEST_CASE("the shipped library and the interpreter agree on random walks of every topic") {
  const Compiled c = compiled(SIGNPOST_LIBRARY_DIR);
  INFO(c.text());
  REQUIRE(c.graph);
  REQUIRE(c.walkable);
  std::mt19937 random(20261122);
  for (const std::string& topic : topics_of(c)) {
    const std::vector<Start> starts = all_starts(c.library, topic, kSomeDay);
    std::size_t ended = 0;
    for (int i = 0; i < 2000 * patience(); ++i) {
      const Start& start = starts[random() % starts.size()];
      // Three people of four mostly have nothing bad, so that walks come far; the fourth answers anyhow.
      const bool well = random() % 4 != 0;
      const Together t = walk_together(c, start, [&](unsigned count) {
        const unsigned any = static_cast<unsigned>(random() % count);
        return well && random() % 6 != 0 && count > 12 ? 0 : any;
      });
      if (!t.disagreement.empty()) {
        FAIL(t.disagreement << "\n" << words_of(start) << "\n" << t.story());
      }
      if (t.trace.ended) ++ended;
    }
    CHECK(ended > 0);
  }
}

}  // namespace
}  // namespace signpost::naive

// The compiled engine and the interpreter of the authored form must tell the same story: the same questions in the same
// order with the same answers shown, the same outcome, the same advice.
#include <random>

#include "tests/property/tapes.hpp"

namespace signpost::naive {
namespace {

std::vector<std::uint16_t> tape_of(std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<std::uint16_t> tape(400);
  for (std::uint16_t& choice : tape) choice = static_cast<std::uint16_t>(random() % 5000);
  return tape;
}

TEST_CASE("most small random libraries compile and nobody is lost in a good part of them") {
  // Without this the properties below could hold of nothing.
  int compile_well = 0, walkable = 0;
  std::string refused;
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    Tape tape(tape_of(seed));
    const std::vector<NamedText> files = tiny_library(tape);
    const Compiled c = compiled(files);
    if (c.graph) ++compile_well;
    if (c.walkable) ++walkable;
    if (!c.graph && refused.empty()) refused = c.text() + shown(files);
  }
  INFO("compiled: " << compile_well << ", walkable: " << walkable << " of 200; the first refused:\n" << refused);
  CHECK(compile_well >= 150);
  CHECK(walkable >= 60);
}

TEST_CASE("compiled engine and interpreter agree on every way through small libraries") {
  holds(
      "agreement of all answer sequences",
      [](std::uint32_t seed) {
        const auto tape_numbers = *tapes();
        Tape tape(tape_numbers);
        const std::vector<NamedText> files = tiny_library(tape);
        const Compiled c = compiled(files);
        if (!c.walkable) return;
        std::mt19937 random(seed);
        for (const std::string& topic : topics_of(c)) {
          std::vector<Start> starts = all_starts(c.library, topic, kSomeDay);
          std::shuffle(starts.begin(), starts.end(), random);
          starts.resize(std::min<std::size_t>(starts.size(), 8));
          for (const Start& start : starts) {
            std::string complaint;
            all_walks(
                [&](const Chooser& chooser) {
                  const Together t = walk_together(c, start, chooser);
                  return t.disagreement.empty() ? "" : t.disagreement + "\n" + words_of(start) + "\n" + t.story();
                },
                60, complaint);
            if (!complaint.empty()) RC_FAIL(complaint + shown(files) + c.text());
          }
        }
      },
      5);
}

TEST_CASE("compiled engine and interpreter agree on random ways through larger libraries") {
  holds(
      "agreement of random answer sequences",
      [](std::uint32_t seed) {
        const auto tape_numbers = *tapes();
        Tape tape(tape_numbers);
        TinyOptions options;
        options.most_steps = 9;
        options.wild = 0;
        const std::vector<NamedText> files = tiny_library(tape, options);
        const Compiled c = compiled(files);
        if (!c.walkable) return;
        std::mt19937 random(seed);
        for (const std::string& topic : topics_of(c)) {
          const std::vector<Start> starts = all_starts(c.library, topic, kSomeDay);
          for (int i = 0; i < 60; ++i) {
            const Start& start = starts[random() % starts.size()];
            const Together t =
                walk_together(c, start, [&](unsigned count) { return static_cast<unsigned>(random() % count); });
            if (!t.disagreement.empty())
              RC_FAIL(t.disagreement + "\n" + words_of(start) + "\n" + t.story() + shown(files) + c.text());
          }
        }
      },
      5);
}

}  // namespace
}  // namespace signpost::naive

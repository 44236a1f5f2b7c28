// What exploring promises, held against patients who are really walked through: nobody gets lost where it found
// nothing, and whoever it names is really lost. Red flags end as they promise.
#include <random>

#include "tests/property/tapes.hpp"

namespace signpost::naive {
namespace {

// Whether anybody gets stuck; nothing when there were too many ways to try them all.
struct Search {
  bool complete = true;
  std::string stuck;  // the first one found
};

Search search(const Compiled& c, std::size_t most) {
  Search result;
  std::set<std::string> topics;
  for (const Pathway& p : c.library.pathways) {
    if (!p.module) topics.insert(p.topic.empty() ? p.id.text : p.topic.text);
  }
  for (const std::string& topic : topics) {
    for (const Start& start : all_starts(c.library, topic, kSomeDay)) {
      std::string complaint;
      const bool all = all_walks(
          [&](const Chooser& chooser) -> std::string {
            const Trace trace = walk(c.library, start, [&](const Put& put, const Trace&) {
              const std::vector<Reply> replies = replies_to(c.library, put, start.on);
              return std::optional<Reply>(replies[chooser(static_cast<unsigned>(replies.size()))]);
            });
            if (!trace.stuck) return {};
            std::string text =
                trace.stuck->file + "/" + trace.stuck->step + ": " + trace.stuck->words + "\n" + words_of(start) + "\n";
            for (std::size_t i = 0; i < trace.replies.size(); ++i)
              text += "  " + trace.put[i].question + " -> " + words_of(trace.replies[i]) + "\n";
            return text;
          },
          most, complaint);
      if (!complaint.empty()) {
        result.stuck = complaint;
        return result;
      }
      if (!all) result.complete = false;
    }
  }
  return result;
}

TEST_CASE("whoever exploring finds lost is lost and nobody else is") {
  holds(
      "exploring is exact",
      [] {
        const auto tape_numbers = *tapes();
        Tape tape(tape_numbers);
        TinyOptions options;
        options.most_steps = 3;
        options.wild = 12;
        const std::vector<NamedText> files = tiny_library(tape, options);
        const Compiled c = compiled(files);
        if (!c.graph) return;
        const Search found = search(c, 400);
        if (c.walkable && !found.stuck.empty())
          RC_FAIL("exploring accepted it, but somebody is stuck at " + found.stuck + shown(files));
        // Reading what the same page records is refused whether or not it would matter; so is a library too large to
        // prove. And a score counts as open while a module that adds to it is used again further on, even where all its
        // questions have been answered by then.
        const bool open_score = c.text().find("questions that count for it come later") != std::string::npos;
        if (!c.walkable && found.complete && found.stuck.empty() && !c.found(Code::too_many_ways) &&
            !c.found(Code::not_allowed_here) && !open_score) {
          RC_FAIL("exploring refuses it, but nobody is stuck: " + c.text() + shown(files));
        }
      },
      3);
}

TEST_CASE("a red flag that exploring accepted ends at least as urgently and soon enough") {
  holds(
      "red flags are kept",
      [](std::uint32_t seed) {
        const auto tape_numbers = *tapes();
        Tape tape(tape_numbers);
        const std::vector<NamedText> files = tiny_library(tape);
        const Compiled c = compiled(files);
        if (!c.walkable || c.found(Code::red_flag_not_kept) || c.found(Code::red_flag_late)) return;
        std::mt19937 random(seed);
        const auto urgency = [&](const std::string& id) {
          std::size_t i = 0;
          while (c.library.dispositions[i].id.text != id) ++i;
          return i;
        };
        for (const std::string& topic : topics_of(c)) {
          const std::vector<Start> starts = all_starts(c.library, topic, kSomeDay);
          for (int i = 0; i < 100; ++i) {
            const Start& start = starts[random() % starts.size()];
            const Trace trace = walk(c.library, start, [&](const Put& put, const Trace&) {
              const std::vector<Reply> replies = replies_to(c.library, put, start.on);
              return std::optional<Reply>(replies[random() % replies.size()]);
            });
            if (!trace.ended) continue;
            for (const RedFlag& flag : trace.red_flags) {
              if (urgency(trace.ended->disposition) > urgency(flag.disposition)) {
                RC_FAIL("red flag of " + flag.question + " not kept: " + words_of(start) + "\n" + shown(files));
              }
              // Notes are no questions.
              std::size_t further = 0;
              for (std::size_t q = flag.put; q < trace.put.size(); ++q) {
                if (trace.put[q].step->kind == AuthoredStep::Kind::ask) ++further;
              }
              if (further > static_cast<std::size_t>(c.library.red_flag_within)) {
                RC_FAIL("too many questions after the red flag of " + flag.question + ": " + words_of(start) + "\n" +
                        shown(files));
              }
            }
          }
        }
      },
      3);
}

}  // namespace
}  // namespace signpost::naive

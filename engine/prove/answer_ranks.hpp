// Which answer to a question is the more serious: what `worse:` says; without it yes, and on a list more ticks.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "engine/explore/expansion.hpp"
#include "engine/graph/decision_graph.hpp"

namespace signpost {

// Of the questions of one program. Not thread-safe.
class AnswerRanks {
 public:
  explicit AnswerRanks(const Program& program) : program_(program) {}

  // From 1, the least serious. Of a list 1 is no tick, 2 any. Nothing for *not sure*, and where no answer is more
  // serious than another.
  std::optional<Symbol> rank(const Question& question, const AnswerLabel& answer);
  // Whether any of its answers is more serious than another.
  bool any(const Question& question);

 private:
  const std::vector<std::int64_t>& all(const Question& question);
  std::optional<std::int64_t> seriousness(const Question& question, const AnswerLabel& answer) const;

  const Program& program_;
  std::map<const Question*, std::vector<std::int64_t>> of_question_;  // ascending
};

}  // namespace signpost

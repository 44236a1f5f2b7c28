// What every name of a library stands for, and the checks that need no patient: targets, answers, units, circles.
// compile() asks here; nothing of it is left in the decision graph.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/diagnostic.hpp"
#include "engine/pathway.hpp"

namespace signpost {

inline constexpr std::uint32_t kNoIndex = 0xffffffff;

// One file (pathway or module) with its own names.
struct FileNames {
  const Pathway* pathway = nullptr;
  std::unordered_map<std::string_view, std::uint32_t> steps, outcomes, scores;

  std::uint32_t step(std::string_view id) const { return look(steps, id); }
  std::uint32_t outcome(std::string_view id) const { return look(outcomes, id); }
  static std::uint32_t look(const std::unordered_map<std::string_view, std::uint32_t>& map, std::string_view id) {
    auto it = map.find(id);
    return it == map.end() ? kNoIndex : it->second;
  }
};

// What a name inside a test means.
struct Meaning {
  enum class Kind { nothing, age, sex, party, flip /* switch */, fact, step, ambiguous };
  Kind kind = Kind::nothing;
  std::uint32_t index = 0;             // fact, switch, or step of its file
  const AuthoredStep* step = nullptr;  // step, and fact when it was named through a step that records it
};

class Names {
 public:
  explicit Names(const Library& library);

  const Library& library() const { return library_; }
  const std::vector<FileNames>& files() const { return files_; }
  const FileNames* pathway(std::string_view id) const;
  const FileNames* module(std::string_view id) const;

  std::uint32_t fact(std::string_view id) const { return FileNames::look(facts_, id); }
  std::uint32_t disposition(std::string_view id) const { return FileNames::look(dispositions_, id); }
  std::uint32_t advice(std::string_view id) const { return FileNames::look(advice_, id); }
  std::uint32_t evidence(std::string_view id) const { return FileNames::look(evidence_, id); }

  // A name in a test of `file` (null: of facts, advice, wording, where no steps are seen).
  Meaning meaning(std::string_view name, const FileNames* file) const;
  // The file whose score `id` is, as seen from `file`: its own, or a module's that it uses; null when there is none.
  const FileNames* score_file(std::string_view id, const FileNames& file) const;

 private:
  const Library& library_;
  std::vector<FileNames> files_;  // as library.pathways
  std::unordered_map<std::string_view, std::uint32_t> facts_, dispositions_, advice_, evidence_, switches_, pathways_,
      modules_;
};

// Where a `to` leads: "pathway/headache".
inline constexpr std::string_view kJump = "pathway/";

// All checks that look at names and shapes alone. Afterwards compile() may rely on every name.
void check_names(const Names& names, Diagnostics& diagnostics);

// The circle check: steps, modules and jumps together must lead forward only.
void check_circles(const Names& names, Diagnostics& diagnostics);

}  // namespace signpost

// What every name of a library stands for. compile() asks here; nothing of it is left in the decision graph.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/pathway/pathway.hpp"

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

// A score, and the file whose names its rules see.
struct ScoreInFile {
  const Score* score = nullptr;
  const FileNames* file = nullptr;
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
  // The score `id` as seen from `file`: its own, or that of a module that it uses; both null when there is none.
  ScoreInFile score(std::string_view id, const FileNames& file) const;

 private:
  const Library& library_;
  std::vector<FileNames> files_;  // as library.pathways
  std::unordered_map<std::string_view, std::uint32_t> facts_, dispositions_, advice_, evidence_, switches_, pathways_,
      modules_;
};

// Which of a step's answers `id` is; -1: none.
int answer_index(const AuthoredStep& step, std::string_view id);

// Where a `to` leads: "pathway/headache".
inline constexpr std::string_view kJump = "pathway/";

}  // namespace signpost

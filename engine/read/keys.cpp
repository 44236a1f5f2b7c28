#include "engine/read/keys.hpp"

#include <array>
#include <cassert>

#include "engine/read/keys_shapes.hpp"

namespace signpost {

namespace {

struct FileRow {
  std::string_view name;
  const MapSpec* spec;
};

constexpr std::array<FileRow, kFileKinds> kFiles{{{"library", &shapes::kLibraryFile},
                                                  {"facts", &shapes::kFactsFile},
                                                  {"dispositions", &shapes::kDispositionsFile},
                                                  {"advice", &shapes::kAdviceFile},
                                                  {"wording", &shapes::kWordingFile},
                                                  {"evidence", &shapes::kEvidenceFile},
                                                  {"glossary", &shapes::kGlossaryFile},
                                                  {"answer-sets", &shapes::kAnswerSetsFile},
                                                  {"safety", &shapes::kSafetyFile},
                                                  {"module", &shapes::kModuleFile},
                                                  {"pathway", &shapes::kPathwayFile},
                                                  {"scenarios", &shapes::kScenarioFile}}};

constexpr std::array<std::string_view, 10> kReserved{"yes",  "no",       "unsure",    "none", "any",
                                                     "done", "everyone", "otherwise", "seen", "known"};

}  // namespace

std::string_view file_kind_name(FileKind kind) { return kFiles[static_cast<std::size_t>(kind)].name; }

const MapSpec& file_spec(FileKind kind) {
  assert(static_cast<std::size_t>(kind) < kFiles.size());
  return *kFiles[static_cast<std::size_t>(kind)].spec;
}

std::span<const std::string_view> reserved_ids() { return kReserved; }

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > kMaxIdCharacters || text[0] < 'a' || text[0] > 'z') return false;
  for (const char c : text) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    if (!allowed) return false;
  }
  return true;
}

}  // namespace signpost

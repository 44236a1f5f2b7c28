#include "cli/new_topic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>

#include "cli/exit_code.hpp"
#include "cli/loaded.hpp"
#include "cli/place.hpp"
#include "cli/skeleton.hpp"
#include "engine/text/whole_file.hpp"

namespace signpost {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxId = 40;

bool is_id(const std::string& word) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return !word.empty() && word.size() <= kMaxId && letter(word.front()) && word.back() != '-' &&
         word.find("--") == std::string::npos &&
         std::all_of(word.begin(), word.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

const Disposition* first_of(const Library& library, Level level, std::string_view preferred) {
  const Disposition* found = nullptr;
  for (const Disposition& disposition : library.dispositions) {
    if (disposition.level != level) continue;
    if (disposition.id.text == preferred) return &disposition;
    if (found == nullptr) found = &disposition;
  }
  return found;
}

// What the skeleton can use of a library that is there already. Nothing, with a sentence on stderr, when something is
// missing.
std::optional<SkeletonParts> parts_of(const Library& library) {
  SkeletonParts parts;
  const Disposition* emergency = first_of(library, Level::emergency, "ambulance-now");
  const Disposition* urgent = first_of(library, Level::urgent, "primary-care-24h");
  const Disposition* mild = first_of(library, Level::self_care, "self-care");
  if (mild == nullptr) mild = first_of(library, Level::routine, "gp-3-days");
  if (urgent == nullptr) urgent = mild;
  if (mild == nullptr) mild = urgent;
  if (emergency == nullptr || urgent == nullptr) {
    fmt::print(
        stderr,
        "signpost: dispositions.yaml needs an emergency one and a less urgent one before a pathway can be written\n");
    return {};
  }
  parts.emergency = emergency->id.text;
  parts.urgent = urgent->id.text;
  parts.mild = mild->id.text;
  // The most general item is the one that comes first and is given to everybody.
  for (const AdviceItem& item : library.advice) {
    if (item.only_if || item.unless) continue;
    std::string& slot = item.calls_999 ? parts.worsening : parts.do_now;
    if (slot.empty()) slot = item.id.text;
  }
  if (parts.worsening.empty()) {
    fmt::print(stderr, "signpost: advice.yaml needs an item with `calls: 999` before a pathway can be written\n");
    return {};
  }
  if (parts.do_now.empty()) parts.do_now = parts.worsening;
  return parts;
}

bool holds_nothing(const fs::path& dir) { return !fs::exists(dir) || (fs::is_directory(dir) && fs::is_empty(dir)); }

void write_new(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  write_file(path.string(), text);
  fmt::print("wrote {}\n", path.string());
}

}  // namespace

int new_topic(const NewOptions& options, const Terminal&) {
  if (options.words.empty() || options.words.size() > 2) {
    fmt::print(stderr, "signpost: name the topic: signpost new [DIR] TOPIC\n");
    return kMisuse;
  }
  const std::string& topic = options.words.back();
  const fs::path dir = options.words.size() == 2 ? options.words.front() : kDefaultLibrary;
  if (!is_id(topic)) {
    fmt::print(
        stderr,
        "signpost: '{}' is no id: lower-case letters, digits and single hyphens, at most {}, such as sore-throat\n",
        topic, kMaxId);
    return kMisuse;
  }
  const fs::path pathway = dir / "topics" / (topic + ".yaml");
  const fs::path scenarios = dir / "topics" / (topic + ".test.yaml");
  for (const fs::path& path : {pathway, scenarios}) {
    if (fs::exists(path)) {
      fmt::print(stderr, "signpost: {} is there already; nothing was written\n", path.string());
      return kMisuse;
    }
  }

  std::optional<SkeletonParts> parts;
  if (holds_nothing(dir)) {
    parts = minimal_parts();
    const fs::path absolute = fs::absolute(dir).lexically_normal();
    const std::string folder =
        absolute.has_filename() ? absolute.filename().string() : absolute.parent_path().filename().string();
    for (const auto& [path, text] : minimal_library(is_id(folder) ? folder : "my-library")) write_new(dir / path, text);
  } else {
    Diagnostics diagnostics;
    const Library library = read_library(dir.string(), diagnostics);
    if (library.dispositions.empty()) {
      fmt::print(stderr, "signpost: '{}' holds files but no dispositions that can be read: signpost check {}\n",
                 dir.string(), dir.string());
      return kFindings;
    }
    parts = parts_of(library);
    if (!parts) return kFindings;
  }
  write_new(pathway, skeleton_pathway(topic, *parts));
  write_new(scenarios, skeleton_scenarios(topic, *parts));
  const std::string where = dir == kDefaultLibrary ? "" : " " + dir.string();
  fmt::print("\nNow: signpost check{}\n     signpost run{} {}\n", where, where, topic);
  return kFine;
}

}  // namespace signpost

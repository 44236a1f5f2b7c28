#include "cli/releases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>

#include "cli/exit_code.hpp"
#include "cli/json_text.hpp"
#include "engine/walk/token.hpp"
#include "server/content.hpp"
#include "server/release_folder.hpp"

namespace signpost {
namespace {

using Read = std::map<std::string, std::optional<Release>>;  // by file; nothing: it may not be served

// Whether `file` is in the folder and may be served; says so if not.
bool good(const ReleasesOptions& options, const Read& read, const std::string& file) {
  const auto found = read.find(file);
  if (found == read.end()) {
    fmt::print(stderr, "signpost: there is no {} in {}. Copy it there first", file, options.folder);
    for (const auto& [name, release] : read)
      fmt::print(stderr, "{} {}", name == read.begin()->first ? "; there is" : ",", name);
    fmt::print(stderr, "\n");
    return false;
  }
  if (!found->second) fmt::print(stderr, "signpost: {} may not be served, and nothing is changed\n", file);
  return found->second.has_value();
}

const char* state_of(const ReleaseFolder& folder, const std::string& file) {
  if (file == folder.current) return "current";
  return folder.is_withdrawn(file) ? "withdrawn" : "served";
}

void show(const ReleasesOptions& options, const ReleaseFolder& folder, const Read& read, const Terminal& terminal) {
  if (read.empty()) {
    fmt::print("There is no release in {}. `signpost build -o {}/NAME.release --key KEY` makes one.\n", options.folder,
               options.folder);
    return;
  }
  std::size_t widest = 0;
  for (const auto& [file, release] : read) widest = std::max(widest, file.size());
  for (const auto& [file, release] : read) {
    const std::string state = release ? state_of(folder, file) : "refused";
    const Paint paint = state == "current" ? Paint::green : state == "refused" ? Paint::red : Paint::plain;
    fmt::print("{}  {}", painted(fmt::format("{:<9}", state), paint, terminal.colour_out),
               padded(file, static_cast<int>(widest)));
    if (release) {
      const Manifest& m = release->manifest;
      const auto approved = std::count_if(m.pathways.begin(), m.pathways.end(),
                                          [](const Manifest::Pathway& p) { return p.status == "approved"; });
      fmt::print("  {}  {}, {} of {} pathways approved, {}", m.content.substr(0, kReleaseName), m.library, approved,
                 m.pathways.size(),
                 release->signed_by.empty() ? "no signature asked for" : "signed by " + release->signed_by);
    }
    fmt::print("\n");
  }
}

void show_json(const ReleaseFolder& folder, const Read& read) {
  fmt::print("{{\"current\":{},\"releases\":[", json_text(folder.current));
  bool first = true;
  for (const auto& [file, release] : read) {
    fmt::print("{}{{\"file\":{},\"state\":\"{}\"", first ? "" : ",", json_text(file),
               release ? state_of(folder, file) : "refused");
    first = false;
    if (release)
      fmt::print(",\"release\":{},\"library\":{},\"id\":{},\"signedBy\":{},\"drafts\":{}",
                 json_text(release->manifest.content), json_text(release->manifest.library), json_text(release->id),
                 json_text(release->signed_by), release->manifest.drafts());
    fmt::print("}}");
  }
  fmt::print("]}}\n");
}

}  // namespace

int releases(const ReleasesOptions& options, const Terminal& terminal) {
  ReleaseFolder folder = look_into(options.folder);
  const Trust trust{options.trusted, options.live};
  Read read;
  for (const ReleaseFolder::File& file : folder.files)
    read[file.name] = load_release(options.folder + '/' + file.name, trust);

  // All is looked at before anything is changed.
  std::vector<std::string> withdrawn = folder.withdrawn;
  if (!options.restore.empty()) {
    if (std::erase(withdrawn, options.restore) == 0) {
      fmt::print(stderr, "signpost: {} is not withdrawn\n", options.restore);
      return kMisuse;
    }
  }
  const std::vector<std::string> restored = withdrawn;
  const std::string current = options.use.empty() ? folder.current : options.use;
  if (!options.use.empty()) {
    if (!good(options, read, options.use)) return kFindings;
    if (std::find(withdrawn.begin(), withdrawn.end(), options.use) != withdrawn.end()) {
      fmt::print(stderr, "signpost: {0} is withdrawn. To use it again all the same: --restore {0} --use {0}\n",
                 options.use);
      return kFindings;
    }
  }
  if (!options.withdraw.empty()) {
    if (!good(options, read, options.withdraw)) return kFindings;
    if (options.withdraw == current) {
      fmt::print(stderr, "signpost: journeys begin on {0}. Name another one: --use OTHER --withdraw {0}\n", current);
      return kFindings;
    }
    if (!folder.is_withdrawn(options.withdraw)) withdrawn.push_back(options.withdraw);
  }

  // In this order nothing is current and withdrawn at once, whenever somebody looks.
  if (!options.restore.empty()) write_withdrawn(options.folder, restored);
  if (current != folder.current) write_current(options.folder, current);
  if (withdrawn != restored) write_withdrawn(options.folder, withdrawn);
  folder.current = current;
  folder.withdrawn = withdrawn;

  if (options.json)
    show_json(folder, read);
  else
    show(options, folder, read, terminal);
  const bool all_good = std::all_of(read.begin(), read.end(), [](const auto& row) { return row.second.has_value(); });
  return all_good ? kFine : kFindings;
}

}  // namespace signpost

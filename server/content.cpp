#include "server/content.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <optional>

#include "engine/compile/compile.hpp"
#include "engine/explore/explore.hpp"
#include "engine/read/library.hpp"
#include "engine/text/whole_file.hpp"
#include "server/service.hpp"
#include "server/tell.hpp"

namespace signpost {
namespace {

constexpr std::size_t kMaxTrustedKeyFile = 64 * 1024;

// Nothing when the library has errors; they have been printed.
Content folder(const std::string& path) {
  Diagnostics findings;
  const Library library = read_library(path, findings);
  std::unique_ptr<const DecisionGraph> graph;
  if (!findings.has_errors()) graph = compile(library, findings);
  if (graph != nullptr) explore(library, *graph, findings);
  if (!findings.has_errors()) return graph;
  findings.sort();
  std::fputs(render_text(findings, library.sources).c_str(), stderr);
  tell("signpost: {} has errors and is not served\n", path);
  return nullptr;
}

std::optional<std::vector<PublicKey>> keys_of(const std::vector<std::string>& files) {
  std::vector<PublicKey> keys;
  for (const std::string& path : files) {
    auto key = PublicKey::from_pem(read_file(path, kMaxTrustedKeyFile));
    if (!key) {
      tell(
          "signpost: {} holds no Ed25519 public key in PEM. Its public half comes from `openssl pkey -in KEY "
          "-pubout`\n",
          path);
      return std::nullopt;
    }
    keys.push_back(*std::move(key));
  }
  return keys;
}

// Nobody may be told to go by what no clinician has approved.
bool may_go_live(const DecisionGraph& graph) {
  for (const Program& program : graph.programs)
    if (program.status != "approved")
      tell("signpost: {} is {}: --live serves approved pathways only\n", program.pathway, program.status);
  return !has_drafts(graph);
}

}  // namespace

std::optional<Release> load_release(const std::string& file, const Trust& trust, std::size_t most_bytes) {
  const auto keys = keys_of(trust.key_files);
  if (!keys) return std::nullopt;
  if (trust.live && keys->empty()) {
    tell("signpost: --live needs to know whose releases are good: --trust FILE, with a public key\n");
    return std::nullopt;
  }
  auto read = read_release(read_file(file, most_bytes), *keys);
  if (const auto* refused = std::get_if<ReleaseRefused>(&read)) {
    tell("signpost: {}: {}\n", file, refused->message);
    return std::nullopt;
  }
  auto& release = std::get<Release>(read);
  if (trust.live && !may_go_live(*release.graph)) return std::nullopt;
  return std::move(release);
}

Content load_content(const std::string& from, const Trust& trust) {
  const bool is_folder = std::filesystem::is_directory(from);
  if (is_folder && !trust.key_files.empty()) {
    tell("signpost: {} is a folder, which nobody can sign: make a release of it with `signpost build`\n", from);
    return nullptr;
  }
  if (is_folder && trust.live) {
    tell("signpost: {} is a folder. --live serves signed releases: make one with `signpost build`\n", from);
    return nullptr;
  }
  if (is_folder || !std::filesystem::exists(from)) return folder(from);
  auto release = load_release(from, trust);
  return release ? std::move(release->graph) : nullptr;
}

}  // namespace signpost

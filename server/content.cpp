#include "server/content.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

#include "engine/compile/compile.hpp"
#include "engine/explore/explore.hpp"
#include "engine/read/library.hpp"
#include "engine/release/release.hpp"
#include "server/service.hpp"

namespace signpost {
namespace {

constexpr std::size_t kMaxKeyFile = 64 * 1024;

std::string read(const std::string& path, std::size_t most) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const auto fail = [&](int why) { throw std::system_error(why, std::generic_category(), "cannot read " + path); };
  if (!file) fail(errno);
  const std::streamoff size = file.tellg();
  if (size < 0) fail(EIO);
  if (static_cast<std::size_t>(size) > most) fail(EFBIG);
  std::string text(static_cast<std::size_t>(size), '\0');
  file.seekg(0);
  if (!file.read(text.data(), size)) fail(EIO);
  return text;
}

// Nothing when the library has errors; they have been printed.
std::unique_ptr<const DecisionGraph> folder(const std::string& path) {
  Diagnostics findings;
  const Library library = read_library(path, findings);
  std::unique_ptr<const DecisionGraph> graph;
  if (!findings.has_errors()) graph = compile(library, findings);
  if (graph != nullptr) explore(library, *graph, findings);
  if (!findings.has_errors()) return graph;
  findings.sort();
  std::fputs(render_text(findings, library.sources).c_str(), stderr);
  fmt::print(stderr, "signpost: {} has errors and is not served\n", path);
  return nullptr;
}

std::optional<std::vector<PublicKey>> keys_of(const std::vector<std::string>& files) {
  std::vector<PublicKey> keys;
  for (const std::string& path : files) {
    auto key = PublicKey::from_pem(read(path, kMaxKeyFile));
    if (!key) {
      fmt::print(stderr,
                 "signpost: {} holds no Ed25519 public key in PEM. Its public half comes from `openssl pkey -in KEY "
                 "-pubout`\n",
                 path);
      return std::nullopt;
    }
    keys.push_back(*std::move(key));
  }
  return keys;
}

std::unique_ptr<const DecisionGraph> release(const ContentOptions& options) {
  const auto keys = keys_of(options.trusted);
  if (!keys) return nullptr;
  if (options.live && keys->empty()) {
    fmt::print(stderr, "signpost: --live needs to know whose releases are good: --trust FILE, with a public key\n");
    return nullptr;
  }
  auto read_or_refused = read_release(read(options.from, kMaxReleaseBytes), *keys);
  if (const auto* refused = std::get_if<ReleaseRefused>(&read_or_refused)) {
    fmt::print(stderr, "signpost: {}: {}\n", options.from, refused->message);
    return nullptr;
  }
  auto& release = std::get<Release>(read_or_refused);
  if (release.signed_by.empty())
    fmt::print(stderr, "signpost: nobody's signature was asked for: with --trust FILE only what is signed is served\n");
  return std::move(release.graph);
}

}  // namespace

std::unique_ptr<const DecisionGraph> load_content(const ContentOptions& options) {
  const bool is_folder = std::filesystem::is_directory(options.from);
  if (is_folder && !options.trusted.empty()) {
    fmt::print(stderr, "signpost: {} is a folder, which nobody can sign: make a release of it with `signpost build`\n",
               options.from);
    return nullptr;
  }
  if (is_folder && options.live) {
    fmt::print(stderr, "signpost: {} is a folder. --live serves signed releases: make one with `signpost build`\n",
               options.from);
    return nullptr;
  }
  auto graph = is_folder || !std::filesystem::exists(options.from) ? folder(options.from) : release(options);
  if (graph == nullptr || !options.live || !has_drafts(*graph)) return graph;
  for (const Program& program : graph->programs)
    if (program.status != "approved")
      fmt::print(stderr, "signpost: {} is {}: --live serves approved pathways only\n", program.pathway, program.status);
  return nullptr;
}

}  // namespace signpost

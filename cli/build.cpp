#include "cli/build.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/exit_code.hpp"
#include "cli/loaded.hpp"
#include "cli/place.hpp"
#include "cli/plural.hpp"
#include "engine/release/release.hpp"
#include "engine/text/whole_file.hpp"

namespace signpost {
namespace {

constexpr std::size_t kMaxSigningKeyFile = 64 * 1024;

}  // namespace

int build(const BuildOptions& options, const Terminal& terminal) {
  const Place place = place_of(options.words);
  if (!place.topics.empty()) {
    fmt::print(stderr,
               "signpost: there is no folder '{}'. A release is made of a whole library: signpost build [DIR]\n",
               place.topics.front());
    return kMisuse;
  }
  std::optional<SigningKey> key;
  if (!options.key.empty()) {
    key = SigningKey::from_pem(read_file(options.key, kMaxSigningKeyFile));
    if (!key) {
      fmt::print(stderr,
                 "signpost: {} holds no Ed25519 private key in PEM without a password. Make one with `openssl genpkey "
                 "-algorithm ed25519 -out KEY`\n",
                 options.key);
      return kMisuse;
    }
  }
  const std::unique_ptr<Loaded> loaded = load(place.dir, Effort::prove, terminal);
  if (!loaded->proof || loaded->diagnostics.has_errors()) {
    complain(*loaded, place.dir, terminal);
    return kFindings;
  }
  const std::string bytes = release_bytes(loaded->library, *loaded->graph, *loaded->proof, key ? &*key : nullptr);
  write_file(options.file, bytes);

  const auto& programs = loaded->graph->programs;
  const auto drafts =
      std::count_if(programs.begin(), programs.end(), [](const Program& p) { return p.status != "approved"; });
  fmt::print("{}: {} bytes, {}\ncontent {}\n", options.file, bytes.size(), summary(*loaded->proof),
             loaded->graph->digest);
  if (key)
    fmt::print("signed by {}\n", key->name());
  else
    fmt::print(stderr, "signpost: the release is not signed, and `serve --live` refuses it: sign with --key\n");
  if (drafts > 0)
    fmt::print(stderr, "signpost: {} not approved, so `serve --live` refuses the release\n",
               counted(static_cast<std::size_t>(drafts), "pathway is", "pathways are"));
  return kFine;
}

}  // namespace signpost

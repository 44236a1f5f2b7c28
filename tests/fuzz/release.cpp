// Release files. Each input is read as it is; then once more with its hashes mended, so that what stands behind them,
// the reader of the graph, is reached too. A graph that is accepted is walked and must not be left.
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/release/release.hpp"
#include "tests/fuzz/must.hpp"
#include "tests/fuzz/release_mended.hpp"
#include "tests/fuzz/wander.hpp"
#include "tests/support/test_keys.hpp"

using namespace signpost;
using fuzz::must;

namespace {

bool read(std::string_view bytes, const std::vector<PublicKey>& trusted, fuzz::Choices choices) {
  const auto read = read_release(bytes, trusted);
  if (const auto* const refused = std::get_if<ReleaseRefused>(&read)) {
    must(!refused->message.empty(), "a file that is refused has a reason");
    return false;
  }
  const Release& release = std::get<Release>(read);
  must(release.graph != nullptr && release.graph->digest == release.manifest.content,
       "a release holds the graph that its manifest names");
  must(trusted.empty() || !release.signed_by.empty(), "where a signature is asked for, there is one");
  fuzz::wander(*release.graph, fuzz::Graph::sound, choices);
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<PublicKey> trusted{*PublicKey::from_pem(tests::kOurPublicKey)};
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const fuzz::Choices choices(data, size);
  const bool was_signed = read(input, trusted, choices);
  const bool was_whole = read(input, {}, choices);
  must(!was_signed || was_whole, "what is signed is whole");
  if (!was_whole) read(fuzz::mended(input), {}, choices);
  return 0;
}

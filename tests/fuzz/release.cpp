// Release files. Each input is read as it is; then once more with its hashes mended and signed, so that what stands
// behind them, the readers of the manifest and of the graph, is reached too. A graph that is accepted is walked and
// must not be left.
#include <cstdint>
#include <optional>
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

// Nothing where the file is read.
std::optional<ReleaseRefused::Code> why_refused(std::string_view bytes, const std::vector<PublicKey>& trusted,
                                                fuzz::Choices choices) {
  const auto read = read_release(bytes, trusted);
  if (const auto* const refused = std::get_if<ReleaseRefused>(&read)) {
    must(!refused->message.empty(), "a file that is refused has a reason");
    return refused->code;
  }
  const Release& release = std::get<Release>(read);
  must(release.graph != nullptr && release.graph->digest == release.manifest.content,
       "a release holds the graph that its manifest names");
  must(trusted.empty() || !release.signed_by.empty(), "where a signature is asked for, there is one");
  fuzz::wander(*release.graph, fuzz::Graph::sound, choices);
  return std::nullopt;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<PublicKey> trusted{*PublicKey::from_pem(tests::kOurPublicKey)};
  static const SigningKey key = *SigningKey::from_pem(tests::kOurKey);
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const fuzz::Choices choices(data, size);
  const bool is_signed = !why_refused(input, trusted, choices);
  const bool is_whole = !why_refused(input, {}, choices);
  must(!is_signed || is_whole, "what is signed is whole");
  if (is_whole) return 0;
  const auto why = why_refused(fuzz::mended(input, key), trusted, choices);
  must(!why || why == ReleaseRefused::Code::damaged, "what is mended is refused only for what it holds");
  return 0;
}

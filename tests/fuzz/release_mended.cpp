#include "tests/fuzz/release_mended.hpp"

#include <algorithm>

#include "engine/crypto/sha256.hpp"
#include "engine/release/graph_file.hpp"
#include "engine/release/release.hpp"

namespace signpost::fuzz {
namespace {

constexpr std::size_t kMark = 16, kLength = 4, kKeyName = 16, kSignature = 64;

std::size_t number_at(std::string_view bytes) {
  std::size_t number = 0;
  for (std::size_t i = 0; i < kLength && i < bytes.size(); ++i)
    number |= std::size_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  return number;
}

std::string_view without(std::string_view bytes, std::size_t size) {
  return bytes.substr(std::min(size, bytes.size()));
}

// The second text of a graph is its library's digest, which the manifest names.
std::string digest_in(std::string_view graph) {
  const std::string_view digest = without(graph, kLength + number_at(graph));
  return std::string(without(digest, kLength).substr(0, number_at(digest)));
}

}  // namespace

std::string mended(std::string_view input, const SigningKey& key) {
  std::string_view manifest, graph = input;
  if (looks_like_release(input)) {
    const std::string_view after = without(input, kMark + kLength);
    manifest = after.substr(0, number_at(without(input, kMark)));
    graph = without(after, manifest.size());
    const bool is_signed = !graph.empty() && graph.front() == '\1';
    graph = without(graph, is_signed ? 1 + kKeyName + kSignature : 1);
  }
  std::string text = "library fuzzed\n";
  while (!manifest.empty()) {
    const std::size_t end = std::min(manifest.find('\n'), manifest.size() - 1) + 1;
    const std::string_view line = manifest.substr(0, end);
    manifest.remove_prefix(end);
    static constexpr std::string_view kOurs[] = {"graph ", "piece ", "proof ", "content "};
    if (std::none_of(std::begin(kOurs), std::end(kOurs), [&](std::string_view word) { return line.starts_with(word); }))
      text += line;
  }
  if (!text.ends_with('\n')) text += '\n';
  text += "content " + digest_in(graph) + "\n";
  text += "graph " + std::to_string(kGraphForm) + " " + std::to_string(graph.size()) + "\n";
  for (std::size_t begin = 0; begin < graph.size(); begin += kPieceBytes)
    text += "piece " + sha256_hex(graph.substr(begin, kPieceBytes)) + "\n";
  text += "proof 0 " + sha256_hex("") + "\n";

  std::string bytes = "signpost-release";
  for (std::size_t i = 0; i < kLength; ++i) bytes += static_cast<char>(text.size() >> (8 * i) & 255U);
  bytes += text;
  const Signature signature = key.sign(bytes);
  bytes.append(1, '\1').append(key.name());
  bytes.append(reinterpret_cast<const char*>(signature.data()), signature.size());
  return bytes.append(graph);
}

}  // namespace signpost::fuzz

#include "engine/release/release.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/crypto/sha256.hpp"
#include "engine/explore/in_parallel.hpp"
#include "engine/graph/claim.hpp"
#include "engine/release/graph_file.hpp"

namespace signpost {
namespace {

using Why = ReleaseRefused::Code;

constexpr std::string_view kMark = "signpost-release";  // 16 bytes
constexpr std::size_t kLengthBytes = 4, kKeyNameBytes = 16;
constexpr std::size_t kMaxManifestBytes = 64 * 1024 * 1024;  // a line of some 150 bytes for each source and pathway

// A line of the manifest is a word and what it says. What an author wrote may hold anything but a line's end, which
// YAML lets no plain value hold; whatever does is put on one line.
std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

// Files by their place below the folder that holds library.yaml.
std::vector<Manifest::Source> sources_of(const Library& library) {
  std::string folder;
  for (std::uint32_t i = 0; i < library.sources.size(); ++i) {
    const std::string& path = library.sources.file(i).path;
    if (path == "library.yaml" || path.ends_with("/library.yaml"))
      folder = path.substr(0, path.size() - std::string_view("library.yaml").size());
  }
  std::vector<Manifest::Source> sources;
  for (std::uint32_t i = 0; i < library.sources.size(); ++i) {
    const SourceFile& file = library.sources.file(i);
    sources.push_back(
        {sha256_hex(file.text), one_line(file.path.starts_with(folder) ? file.path.substr(folder.size()) : file.path)});
  }
  std::sort(sources.begin(), sources.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return sources;
}

std::vector<std::string> piece_digests(std::string_view part) {
  std::vector<std::string> digests((part.size() + kPieceBytes - 1) / kPieceBytes);
  in_parallel(digests.size(), 0,
              [&](std::size_t i) { digests[i] = sha256_hex(part.substr(i * kPieceBytes, kPieceBytes)); });
  return digests;
}

std::string manifest_text(const Library& library, const DecisionGraph& graph, const Proof& proof,
                          const std::string& graph_part, const std::string& proof_part) {
  std::string text;
  const auto line = [&](std::string_view word, const std::string& value) {
    text += fmt::format("{} {}\n", word, one_line(value));
  };
  line("library", graph.library);
  line("version", library.version.text.empty() ? "none" : library.version.text);
  line("content", graph.digest);
  line("proven", summary(proof) + "; " + unwritten_summary(proof));
  line("graph", fmt::format("{} {}", kGraphForm, graph_part.size()));
  for (const std::string& digest : piece_digests(graph_part)) line("piece", digest);
  line("proof", fmt::format("{} {}", proof_part.size(), sha256_hex(proof_part)));
  for (const Program& p : graph.programs)
    line("pathway", fmt::format("{} {} {} {}", p.digest, p.status, p.pathway, p.version));
  for (const Manifest::Source& s : sources_of(library)) line("source", s.digest + " " + s.path);
  return text;
}

// What the manifest says of the parts that follow it.
struct GraphPart {
  std::uint32_t form = 0;
  std::size_t size = 0;
  std::vector<std::string> pieces;
};
struct ProofPart {
  std::size_t size = 0;
  std::string digest;
};

std::string_view word_of(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

template <class Number>
bool number_of(std::string_view& line, Number& number) {
  const std::string_view word = word_of(line);
  const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
  return !word.empty() && read.ec == std::errc() && read.ptr == word.data() + word.size();
}

bool read_manifest(std::string_view text, Manifest& manifest, GraphPart& graph, ProofPart& proof) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return false;
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    const std::string_view word = word_of(line);
    if (word == "library") {
      manifest.library = line;
    } else if (word == "version") {
      manifest.version = line;
    } else if (word == "content") {
      manifest.content = line;
    } else if (word == "proven") {
      manifest.proof = line;
    } else if (word == "graph") {
      if (!number_of(line, graph.form) || !number_of(line, graph.size)) return false;
    } else if (word == "piece") {
      graph.pieces.emplace_back(line);
    } else if (word == "proof") {
      if (!number_of(line, proof.size)) return false;
      proof.digest = line;
    } else if (word == "pathway") {
      Manifest::Pathway& p = manifest.pathways.emplace_back();
      p.digest = word_of(line);
      p.status = word_of(line);
      p.id = word_of(line);
      p.version = line;
    } else if (word == "source") {
      Manifest::Source& s = manifest.sources.emplace_back();
      s.digest = word_of(line);
      s.path = line;
    } else {
      return false;
    }
  }
  return !manifest.library.empty() && !manifest.content.empty() && graph.form != 0 && !proof.digest.empty();
}

class Bytes {
 public:
  explicit Bytes(std::string_view all) : left_(all) {}
  std::string_view left() const { return left_; }
  std::optional<std::string_view> take(std::size_t size) {
    if (size > left_.size()) return std::nullopt;
    const std::string_view taken = left_.substr(0, size);
    left_.remove_prefix(size);
    return taken;
  }

 private:
  std::string_view left_;
};

ReleaseRefused refused(Why code, std::string message) { return {code, std::move(message)}; }
ReleaseRefused cut_short() {
  return refused(Why::cut_short, "the release is cut short: copy the file again, and compare its size");
}
ReleaseRefused damaged(std::string_view part) {
  return refused(
      Why::damaged,
      fmt::format("the release is damaged: its {} is not what the manifest says. Copy the file again", part));
}

}  // namespace

bool Manifest::drafts() const {
  return std::any_of(pathways.begin(), pathways.end(), [](const Pathway& p) { return p.status != "approved"; });
}

bool looks_like_release(std::string_view first_bytes) { return first_bytes.starts_with(kMark); }

std::string proof_text(const DecisionGraph& graph, const Proof& proof) {
  static constexpr const char* kVerdicts[] = {"proven", "refuted", "waived", "about nobody", "not proven"};
  std::string text = summary(proof) + "\n" + unwritten_summary(proof) + "\n";
  for (std::size_t i = 0; i < proof.claims.size(); ++i) {
    const ClaimInfo& claim = graph.claims->all[i];
    text += fmt::format("{}: {}: {}\n", kVerdicts[static_cast<std::size_t>(proof.claims[i].verdict)],
                        claim.file.empty() ? "library" : claim.file, one_line(claim.text));
  }
  return text;
}

std::string release_bytes(const Library& library, const DecisionGraph& graph, const Proof& proof,
                          const SigningKey* key) {
  const std::string graph_part = graph_bytes(graph), proof_part = proof_text(graph, proof);
  const std::string manifest = manifest_text(library, graph, proof, graph_part, proof_part);
  std::string bytes{kMark};
  for (std::size_t i = 0; i < kLengthBytes; ++i) bytes += static_cast<char>(manifest.size() >> (8 * i) & 255U);
  bytes += manifest;
  if (key != nullptr) {
    const Signature signature = key->sign(bytes);
    bytes += '\1';
    bytes += key->name();
    bytes.append(reinterpret_cast<const char*>(signature.data()), signature.size());
  } else {
    bytes += '\0';
  }
  return bytes + graph_part + proof_part;
}

std::variant<Release, ReleaseRefused> read_release(std::string_view bytes, const std::vector<PublicKey>& trusted) {
  if (!looks_like_release(bytes))
    return refused(Why::no_release, "this is no release: make one with `signpost build DIR -o FILE --key KEY`");
  Bytes rest(bytes);
  rest.take(kMark.size());
  const auto length = rest.take(kLengthBytes);
  if (!length) return cut_short();
  std::size_t manifest_size = 0;
  for (std::size_t i = 0; i < kLengthBytes; ++i)
    manifest_size |= std::size_t{static_cast<unsigned char>((*length)[i])} << (8 * i);
  if (manifest_size > kMaxManifestBytes) return damaged("manifest's length");
  const auto manifest = rest.take(manifest_size);
  if (!manifest) return cut_short();
  const std::string_view signed_part = bytes.substr(0, kMark.size() + kLengthBytes + manifest_size);

  Release release;
  const auto has_signature = rest.take(1);
  if (!has_signature) return cut_short();
  if ((*has_signature)[0] == '\1') {
    const auto name = rest.take(kKeyNameBytes), signature = rest.take(Signature{}.size());
    if (!name || !signature) return cut_short();
    Signature its;
    std::copy(signature->begin(), signature->end(), its.begin());
    const auto key =
        std::find_if(trusted.begin(), trusted.end(), [&](const PublicKey& k) { return k.name() == *name; });
    if (key != trusted.end()) {
      if (!key->signed_this(signed_part, its))
        return refused(Why::wrong_signature,
                       fmt::format("the release's signature does not fit: it was changed after {} signed it", *name));
      release.signed_by = key->name();
    } else if (!trusted.empty()) {
      return refused(Why::unknown_key,
                     "the release is signed with a key that is not trusted here: give the public "
                     "half of the right one with --trust, or have it signed with a trusted one");
    }
  } else if ((*has_signature)[0] != '\0') {
    return damaged("signature");
  } else if (!trusted.empty()) {
    return refused(Why::not_signed, "the release is not signed: build it with --key");
  }

  // From here on the manifest is what was signed, where a signature was asked for.
  GraphPart graph;
  ProofPart proof;
  if (!read_manifest(*manifest, release.manifest, graph, proof)) return damaged("manifest");
  if (graph.form != kGraphForm)
    return refused(Why::other_form,
                   fmt::format("the release is of form {}, and this program serves form {}: build it with this version",
                               graph.form, kGraphForm));
  const auto graph_part = rest.take(graph.size), proof_part = rest.take(proof.size);
  if (!graph_part || !proof_part) return cut_short();
  if (!rest.left().empty()) return damaged("end");
  if (piece_digests(*graph_part) != graph.pieces) return damaged("graph");
  if (sha256_hex(*proof_part) != proof.digest) return damaged("proof");
  release.graph = graph_from_bytes(*graph_part);
  if (release.graph == nullptr || release.graph->digest != release.manifest.content) return damaged("graph");
  release.proof = *proof_part;
  release.id = sha256_hex(signed_part);
  return release;
}

}  // namespace signpost

// A release: a library as it is served, in one file. It holds the decision graph with its texts, what was proven of it,
// and a manifest that names every part and every source by its SHA-256; the manifest is signed. The same library makes
// the same file, bit for bit, wherever and whenever it is made.
//
//   "signpost-release" (16 bytes) | length of the manifest (4 bytes, least first) | manifest
//   | 0 or 1 (1 byte) | if 1: the key's name (16 bytes) and the signature (64), over all that stands before the 0 or 1
//   | graph | proof
//
// The manifest is text, a line for each thing; `openssl dgst` and a reader's eyes are enough to check it. Of the graph
// it names each piece of kPieceBytes by its digest, so that all processors can check it at once.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/crypto/signature.hpp"
#include "engine/graph/decision_graph.hpp"
#include "engine/pathway/pathway.hpp"
#include "engine/prove/prove.hpp"

namespace signpost {

// The longest file that is read: several times what 100,000 questions take.
inline constexpr std::size_t kMaxReleaseBytes = std::size_t{1} << 30;

inline constexpr std::size_t kPieceBytes = std::size_t{1} << 20;  // the last piece is what is left

struct Manifest {
  struct Pathway {
    std::string id, version, status, digest;
  };
  struct Source {
    std::string digest, path;  // below the library's folder
  };
  std::string library, version;
  std::string content;  // the library's digest, to which journeys are bound
  std::string proof;    // "268 of 268 claims proven; 109 questions compared by their answers"
  std::vector<Pathway> pathways;
  std::vector<Source> sources;

  bool drafts() const;
};

struct Release {
  std::string id;  // SHA-256 of the file up to the end of its manifest, in hex
  Manifest manifest;
  std::string signed_by;  // the key's name; empty: not signed, or by nobody whose key was given
  std::unique_ptr<const DecisionGraph> graph;
  std::string proof;  // each claim and what became of it
};

// Why a file is no release that may be served. The words are whole sentences for an operator.
struct ReleaseRefused {
  enum class Code : std::uint8_t {
    no_release,
    other_form,
    cut_short,
    damaged,
    not_signed,
    unknown_key,
    wrong_signature
  };
  Code code = Code::no_release;
  std::string message;
};

// The file of a library that compiled and was proven. `key`: whose signature it bears; null: nobody's.
std::string release_bytes(const Library& library, const DecisionGraph& graph, const Proof& proof,
                          const SigningKey* key);

// `trusted`: whose signature is good. Empty: no signature is asked for, and none is looked at.
std::variant<Release, ReleaseRefused> read_release(std::string_view bytes, const std::vector<PublicKey>& trusted);

// Whether the file begins as releases do, whatever follows.
bool looks_like_release(std::string_view first_bytes);

// What was proven: a line for each claim.
std::string proof_text(const DecisionGraph& graph, const Proof& proof);

}  // namespace signpost

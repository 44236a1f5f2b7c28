#include "engine/compile/approval.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/crypto/sha256.hpp"

namespace signpost {
namespace {

// The text without an entry of its top: the line that begins with the key, and those below that are indented, blank or
// comments until the next key. Strict reading has seen to it that a key begins its line and stands there once.
std::string without(std::string_view text, std::string_view key) {
  std::string rest;
  bool inside = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    const std::string_view line = text.substr(0, end + 1);
    text.remove_prefix(end + 1);
    if (inside) inside = line.find_first_of(" \t#\r\n") == 0;
    if (!inside) inside = line.starts_with(key) && line.substr(key.size()).starts_with(':');
    if (!inside) rest += line;
  }
  return rest;
}

std::string shared_digest(const Library& library) {
  std::set<std::uint32_t> pathways;
  for (const Pathway& p : library.pathways)
    if (!p.module) pathways.insert(p.file);
  std::vector<const SourceFile*> shared;
  for (std::uint32_t i = 0; i < library.sources.size(); ++i)
    if (pathways.count(i) == 0 && !library.sources.file(i).path.ends_with(".test.yaml"))
      shared.push_back(&library.sources.file(i));
  std::sort(shared.begin(), shared.end(), [](const auto* a, const auto* b) { return a->path < b->path; });
  Sha256 sha;
  for (const SourceFile* file : shared) {
    sha.add_part(std::string_view(file->path).substr(file->path.rfind('/') + 1));
    sha.add_part(file->text);
  }
  return sha.hex();
}

std::string digest_of(const std::string& shared, const Library& library, const Pathway& pathway) {
  Sha256 sha;
  sha.add_part(shared);
  sha.add_part(without(without(library.sources.file(pathway.file).text, "approval"), "status"));
  return sha.hex();
}

}  // namespace

std::string approved_digest(const Library& library, const Pathway& pathway) {
  return digest_of(shared_digest(library), library, pathway);
}

void check_approvals(const Library& library, Diagnostics& diagnostics) {
  std::string shared;
  for (const Pathway& p : library.pathways) {
    if (p.module || p.status != Status::approved || !p.approval) continue;
    if (shared.empty()) shared = shared_digest(library);
    const std::string digest = digest_of(shared, library, p);
    if (p.approval->digest == digest) continue;
    diagnostics.add(
        Code::approval_of_other_content, p.id.at,
        fmt::format("{} was approved by {} with other content than it has now", p.id.text, p.approval->by),
        fmt::format("say `status: draft`; or, once its content of today is approved, name its digest: {}", digest));
  }
}

}  // namespace signpost

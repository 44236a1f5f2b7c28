// A strict tree of a YAML file, built over yaml-cpp's events. yaml.cpp is the only file that includes yaml-cpp.
// Everything in YAML that silently changes a clinician's meaning is an error here: duplicate keys, anchors, aliases,
// merge keys, tags, several documents, empty values, unclosed quotes, tabs, bytes that are not UTF-8, deep nesting.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/findings/diagnostic.hpp"
#include "engine/text/location.hpp"

namespace signpost {

inline constexpr std::size_t kMaxYamlDepth = 32;  // no pathway needs half of it; protects every recursive walk
inline constexpr std::size_t kMaxFileBytes = 4 * 1024 * 1024;  // twenty times the longest pathway imaginable
inline constexpr std::size_t kMaxKeyBytes = 1024;              // YAML's own limit for a key on one line

struct Value {
  // `missing`: nothing can be read here, and a finding has said so.
  enum class Kind { missing, scalar, list, map };

  Kind kind = Kind::missing;
  bool quoted =
      false;  // scalars: written in quotes or as a block, so never a number or a word of the language by accident
  bool flow = false;    // lists and maps: written with [ ] or { }; scalars: stands inside such brackets
  bool folded = false;  // scalars: does not stand letter by letter on one line (several lines, a block, escapes)
  bool comment_follows = false;  // unquoted scalars: a # after a space ends the text on its line
  Location at;
  std::string text;          // scalars
  std::vector<Value> items;  // lists
  struct Entry;
  std::vector<Entry> entries;  // maps, in the author's order; keys are scalars

  // The value of a key of a map, or null.
  const Value* find(std::string_view key) const;
  Value* find(std::string_view key);
};

struct Value::Entry {
  Value key, value;
};

// Parses the text of sources.file(file). Findings go to `diagnostics`. A file whose grammar is broken gives one finding
// and a missing value; after any other finding the tree holds all that could be read.
Value parse_yaml(const Sources& sources, std::uint32_t file, Diagnostics& diagnostics);

// Where the pieces of a scalar's text stand in its file: at least one place, the first with offset 0.
std::vector<TextPlace> places_of(const Sources& sources, const Value& scalar);

}  // namespace signpost

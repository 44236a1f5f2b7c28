// The strict YAML reader: whatever the bytes are, it ends in a tree whose places lie in the file, or in findings that
// can be shown.
#include <cstdint>
#include <string>

#include "engine/yaml/yaml.hpp"
#include "tests/fuzz/must.hpp"

using namespace signpost;

namespace {

// Places are shown to authors and cut out of the text, so each must be one.
void look_at(const Sources& sources, const Value& value, std::size_t depth) {
  fuzz::must(depth <= kMaxYamlDepth, "no tree is deeper than the limit");
  if (value.kind == Value::Kind::missing) return;
  fuzz::must(value.at.line >= 1 && value.at.line <= sources.line_count(value.at.file), "a value stands on a line");
  if (value.kind == Value::Kind::scalar) {
    const std::size_t bytes = sources.file(value.at.file).text.size();
    const auto places = places_of(sources, value);
    fuzz::must(!places.empty() && places.front().offset == 0, "a text begins somewhere");
    for (const TextPlace& place : places) {
      fuzz::must(place.offset <= value.text.size(), "a place lies within the text");
      fuzz::must(sources.line_start(value.at.file, place.at.line) <= bytes, "a place lies within the file");
    }
  }
  for (const Value& item : value.items) look_at(sources, item, depth + 1);
  for (const auto& [key, entry] : value.entries) {
    fuzz::must(key.text.size() <= kMaxKeyBytes, "no key is longer than the limit");
    fuzz::must(value.find(key.text) != nullptr, "a key that stands there is found");
    look_at(sources, entry, depth + 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Sources sources;
  const std::uint32_t file = sources.add("input.yaml", std::string(reinterpret_cast<const char*>(data), size));
  Diagnostics findings;
  const Value value = parse_yaml(sources, file, findings);
  fuzz::must(value.kind != Value::Kind::missing || findings.has_errors(), "what cannot be read is said");
  look_at(sources, value, 0);
  findings.sort();
  render_text(findings, sources);
  return 0;
}

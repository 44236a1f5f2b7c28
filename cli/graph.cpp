#include "cli/graph.hpp"

#include <fmt/format.h>

#include "cli/exit_code.hpp"
#include "cli/loaded.hpp"
#include "cli/place.hpp"
#include "cli/svg.hpp"
#include "engine/drawing/graph_drawing.hpp"
#include "engine/text/whole_file.hpp"

namespace signpost {

namespace {

std::string format_of(const GraphOptions& options) {
  if (!options.format.empty()) return options.format;
  if (options.file.ends_with(".svg")) return "svg";
  if (options.file.ends_with(".mmd") || options.file.ends_with(".md")) return "mermaid";
  return "dot";
}

}  // namespace

int graph(const GraphOptions& options, const Terminal& terminal) {
  const Place place = place_of(options.words);
  if (place.topics.size() != 1) {
    fmt::print(stderr, "signpost: name one topic to draw: signpost graph [DIR] TOPIC\n");
    return kMisuse;
  }
  // A pathway that is not right yet may be drawn as soon as it compiles: the picture often shows what is wrong.
  const std::unique_ptr<Loaded> loaded = load(place.dir, Effort::compile, terminal);
  if (loaded->graph == nullptr) {
    complain(*loaded, place.dir, terminal);
    return kFindings;
  }
  const std::optional<TopicIndex> topic = find_topic(*loaded->graph, place.topics.front());
  if (!topic) return kMisuse;

  std::string drawing;
  if (options.outline) {
    drawing = draw_outline(*loaded->graph, *topic);
  } else if (const std::string format = format_of(options); format == "mermaid") {
    drawing = draw_mermaid(*loaded->graph, *topic);
  } else {
    drawing = draw_dot(*loaded->graph, *topic);
    if (format == "svg") drawing = svg_of(drawing);
  }
  if (options.file.empty()) {
    fmt::print("{}", drawing);
  } else {
    write_file(options.file, drawing);
  }
  return kFine;
}

}  // namespace signpost

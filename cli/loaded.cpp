#include "cli/loaded.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "cli/progress_line.hpp"

namespace signpost {

std::unique_ptr<Loaded> load(const std::string& dir, Effort effort, const Terminal& terminal, Day on) {
  std::error_code error;
  if (!std::filesystem::is_directory(dir, error)) {
    if (!error)
      error = std::make_error_code(std::filesystem::exists(dir) ? std::errc::not_a_directory
                                                                : std::errc::no_such_file_or_directory);
    throw std::system_error(error, fmt::format("cannot read the library '{}'", dir));
  }
  auto loaded = std::make_unique<Loaded>();
  ProgressLine progress(terminal);
  progress.stage("Reading " + dir);
  loaded->library = read_library(dir, loaded->diagnostics);
  progress.stage("Compiling");
  loaded->graph = compile(loaded->library, loaded->diagnostics);
  if (loaded->graph != nullptr && effort != Effort::compile) {
    progress.stage("Following every patient through every pathway");
    loaded->exploration = explore(loaded->library, *loaded->graph, loaded->diagnostics);
  }
  if (effort == Effort::prove && loaded->sound()) {
    progress.stage("Proving the claims");
    loaded->proof = prove(loaded->library, *loaded->graph, *loaded->exploration, on, loaded->diagnostics,
                          [&](std::size_t done, std::size_t all) { progress.count(done, all); });
  }
  loaded->diagnostics.sort();
  return loaded;
}

void complain(const Loaded& loaded, const std::string& dir, const Terminal& terminal) {
  RenderOptions options;
  options.colour = terminal.colour_err;
  fmt::print(stderr,
             "{}\nThe library has errors, so its pathways cannot be followed. Mend them first: signpost check {}\n",
             render_text(loaded.diagnostics, loaded.library.sources, options), dir);
}

std::optional<TopicIndex> find_topic(const DecisionGraph& graph, const std::string& id) {
  if (const std::optional<TopicIndex> topic = graph.topic_named(id)) return topic;
  std::vector<std::string_view> known;
  for (const Topic& topic : graph.topics) known.push_back(topic.id);
  const std::string_view near = did_you_mean(id, known);
  if (!near.empty()) {
    fmt::print(stderr, "signpost: there is no topic '{}'. Did you mean '{}'?\n", id, near);
    return {};
  }
  std::string list;
  for (const std::string_view topic : known) list += (list.empty() ? "" : ", ") + std::string(topic);
  fmt::print(stderr, "signpost: there is no topic '{}'. There are: {}\n", id, list);
  return {};
}

}  // namespace signpost

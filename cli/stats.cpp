#include "cli/stats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "cli/exit_code.hpp"
#include "cli/json_text.hpp"
#include "cli/loaded.hpp"
#include "cli/place.hpp"
#include "cli/stats_groups.hpp"
#include "engine/explore/count_journeys.hpp"

namespace signpost {

namespace {

struct Row {
  const Topic* topic = nullptr;
  TopicNumbers numbers;
  JourneyCount journeys;
  std::vector<std::size_t> mix;  // outcomes that a person can reach, by disposition
};

// How many different outcomes lead to each disposition, over all pathways of the topic and whatever they use.
std::vector<std::size_t> outcome_mix(const DecisionGraph& graph, const Topic& topic) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  std::vector<std::size_t> mix(graph.dispositions.size());
  for (const ProgramIndex index : topic.programs) {
    const Program& program = graph.programs[at(index)];
    for (std::uint32_t i = 0; i < program.nodes; ++i) {
      const Node& node = graph.nodes[at(program.first_node) + i];
      if (node.kind != Node::Kind::outcome) continue;
      const Outcome& outcome = graph.outcomes[at(node.outcome)];
      if (seen.emplace(outcome.file, outcome.id).second) ++mix[at(outcome.disposition)];
    }
  }
  return mix;
}

std::string mix_json(const DecisionGraph& graph, const std::vector<std::size_t>& mix) {
  std::string text;
  for (std::size_t i = 0; i < mix.size(); ++i) {
    if (mix[i] > 0)
      text += fmt::format("{}{}:{}", text.empty() ? "" : ",", json_text(graph.dispositions[i].id), mix[i]);
  }
  return "{" + text + "}";
}

void print_json(const DecisionGraph& graph, const std::vector<Row>& rows) {
  std::string topics;
  for (const Row& row : rows) {
    const TopicNumbers& n = row.numbers;
    // A count of journeys passes what a JSON number can hold exactly, so it is a string.
    topics += fmt::format(
        R"({}{{"id":{},"title":{},"pathways":{},"steps":{},"questions":{},"outcomes":{},"shortest":{},"longest":{},"journeys":{},"mix":{},"endings":{}}})",
        topics.empty() ? "" : ",", json_text(row.topic->id), json_text(row.topic->title), row.topic->programs.size(),
        n.steps, n.questions, n.outcomes, n.shortest, n.longest,
        row.journeys.all.empty() ? "null" : json_text(row.journeys.all), mix_json(graph, row.mix),
        endings_json(graph, n.topic, row.journeys));
  }
  fmt::print("{{\"library\":{},\"digest\":{},\"topics\":[{}]}}\n", json_text(graph.library), json_text(graph.digest),
             topics);
}

// The columns after the numbers: how many outcomes of each level there are.
constexpr std::array<std::pair<Level, std::string_view>, 4> kLevels{{{Level::emergency, "EMERGENCY"},
                                                                     {Level::urgent, "URGENT"},
                                                                     {Level::routine, "ROUTINE"},
                                                                     {Level::self_care, "SELF-CARE"}}};

void print_table(const DecisionGraph& graph, const std::vector<Row>& rows, bool each_disposition,
                 const Terminal& terminal) {
  int widest = columns_of("TOPIC");
  for (const Row& row : rows) widest = std::max(widest, columns_of(row.topic->id));
  std::string head =
      fmt::format("{}  STEPS  QUESTIONS  SHORTEST  LONGEST  {:>16}  OUTCOMES", padded("TOPIC", widest), "JOURNEYS");
  for (const auto& [level, name] : kLevels) head += fmt::format("  {}", name);
  fmt::print("{}\n", painted(head, Paint::bold, terminal.colour_out));
  for (const Row& row : rows) {
    const TopicNumbers& n = row.numbers;
    std::string line =
        fmt::format("{}  {:>5}  {:>9}  {:>8}  {:>7}  {:>16}  {:>8}", padded(row.topic->id, widest), n.steps,
                    n.questions, n.shortest, n.longest, at_a_glance(row.journeys.all), n.outcomes);
    for (const auto& [level, name] : kLevels) {
      std::size_t count = 0;
      for (std::size_t i = 0; i < row.mix.size(); ++i) count += graph.dispositions[i].level == level ? row.mix[i] : 0;
      line += fmt::format("  {:>{}}", count, name.size());
    }
    fmt::print("{}\n", line);
    for (std::size_t i = 0; each_disposition && i < row.mix.size(); ++i) {
      if (row.mix[i] > 0) fmt::print("  {:>4}  {}\n", row.mix[i], graph.dispositions[i].id);
    }
  }
}

}  // namespace

int stats(const StatsOptions& options, const Terminal& terminal) {
  const Place place = place_of(options.words);
  const std::unique_ptr<Loaded> loaded = load(place.dir, Effort::explore, terminal);
  if (!loaded->sound()) {
    complain(*loaded, place.dir, terminal);
    return kFindings;
  }
  const DecisionGraph& graph = *loaded->graph;
  std::vector<TopicIndex> wanted;
  for (const std::string& id : place.topics) {
    const std::optional<TopicIndex> topic = find_topic(graph, id);
    if (!topic) return kMisuse;
    wanted.push_back(*topic);
  }
  std::vector<Row> rows;
  for (const TopicNumbers& numbers : loaded->exploration->topics) {
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), numbers.topic) == wanted.end()) continue;
    const Topic& topic = graph.topics[at(numbers.topic)];
    rows.push_back({&topic, numbers, count_journeys(graph, numbers.topic, loaded->library.ways_in_one_place),
                    outcome_mix(graph, topic)});
  }
  if (options.json) {
    print_json(graph, rows);
  } else {
    print_table(graph, rows, !wanted.empty(), terminal);  // a topic that is named is told in full
    for (const Row& row : rows)
      if (options.groups)
        fmt::print("\n{}", groups_text(graph, row.numbers.topic, row.journeys, !wanted.empty(), terminal));
  }
  return kFine;
}

}  // namespace signpost

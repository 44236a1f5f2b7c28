// DOT text for Graphviz. We print it ourselves: what is written must be exactly what clinicians wrote, whatever
// characters are in it.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/drawing/drawing_text.hpp"
#include "engine/drawing/graph_drawing.hpp"
#include "engine/graph/graph_branches.hpp"

namespace signpost {

namespace {

constexpr std::size_t kEdgeWidth = 26;    // characters beside a line
constexpr std::size_t kLabelsOfEdge = 4;  // more answers than these with one end are counted

struct Look {
  const char* fill;
  const char* ink;
};

// Dark enough for white words, or light enough for black ones: at least 4.5 to 1.
Look look_of(Level level) {
  switch (level) {
    case Level::emergency:
      return {"#b3261e", "#ffffff"};
    case Level::urgent:
      return {"#f5c04a", "#000000"};
    case Level::routine:
      return {"#2b6299", "#ffffff"};
    case Level::self_care:
      return {"#2f7048", "#ffffff"};
  }
  return {"#ffffff", "#000000"};
}

std::string edge_label(const Branch& branch) {
  std::string label;
  const std::size_t shown = branch.labels.size() <= kLabelsOfEdge + 1 ? branch.labels.size() : kLabelsOfEdge;
  for (std::size_t i = 0; i < shown; ++i)
    label += (i > 0 ? "\n" : "") + broken_text(shortened(branch.labels[i], kAnswerOfEdge), kEdgeWidth);
  if (shown < branch.labels.size()) label += fmt::format("\nand {} more", branch.labels.size() - shown);
  return label;
}

class Dot {
 public:
  Dot(const DecisionGraph& graph, const Topic& topic) : graph_(graph), topic_(topic) {}

  std::string text() {
    out_ = fmt::format("digraph {} {{\n", dot_string(topic_.id));
    line(1,
         fmt::format(
             "graph [label={}, labelloc=t, fontname=\"Helvetica\", fontsize=20, rankdir=TB, nodesep=0.3, ranksep=0.5];",
             dot_string(topic_.title)));
    line(1,
         "node [fontname=\"Helvetica\", fontsize=11, shape=box, style=\"rounded,filled\", fillcolor=\"#ffffff\", "
         "color=\"#333333\"];");
    line(1, "edge [fontname=\"Helvetica\", fontsize=10, color=\"#333333\"];");
    for (const ProgramIndex program : topic_.programs) draw(program);
    return out_ + "}\n";
  }

 private:
  void line(int depth, std::string_view text) {
    out_ += std::string(static_cast<std::size_t>(depth) * 2, ' ') + std::string(text) + "\n";
  }

  void draw(ProgramIndex index) {
    const Program& program = graph_.programs[at(index)];
    const std::vector<NodeIndex> steps = drawn_steps(graph_, program);
    line(1, fmt::format("subgraph \"cluster_p{}\" {{", at(index)));
    line(2, fmt::format("label={};", dot_string(heading(program))));
    line(2, "style=\"rounded\"; color=\"#999999\";");
    line(2, fmt::format("p{} [label={}, shape=oval];", at(index),
                        dot_string(broken_text("For " + admits(program), kNodeWidth))));
    const std::vector<DrawingFrame> found = frames(graph_, steps);
    for (std::size_t i = 0; i < found.size(); ++i) {
      const bool own = found[i].file == program.pathway;
      if (!own) {
        line(2, fmt::format("subgraph \"cluster_p{}_{}\" {{", at(index), i));
        line(3, fmt::format("label={};", dot_string(frame_name(found[i].file))));
        line(3, "style=\"rounded,filled\"; color=\"#bbbbbb\"; fillcolor=\"#f4f4f4\";");
      }
      for (const NodeIndex step : found[i].steps) node(step, own ? 2 : 3);
      if (!own) line(2, "}");
    }
    floors(index, program);
    if (program.start != kNone<NodeIndex>)
      edge(fmt::format("p{}", at(index)),
           {Branch::Kind::answer, {}, landing(graph_, program.start), kNone<DispositionIndex>}, 2);
    for (const NodeIndex step : steps) edges(step);
    line(1, "}");
  }

  std::string heading(const Program& program) const {
    return fmt::format("{} ({} {}, {})", own_words(graph_, program.title), program.pathway, program.version,
                       program.status);
  }

  // The topic's own words where it has one pathway; a program keeps no text of its own.
  std::string admits(const Program& program) const {
    if (topic_.programs.size() == 1) return topic_.admits.empty() ? "everyone" : topic_.admits;
    return program.pathway;
  }

  std::string frame_name(std::string_view file) const {
    for (const Program& program : graph_.programs) {
      if (program.pathway == file) return fmt::format("pathway {}", file);
    }
    return fmt::format("module {}", file);
  }

  void node(NodeIndex index, int depth) {
    const Node& here = graph_.nodes[at(index)];
    const std::string name = fmt::format("n{}", at(index));
    if (here.kind == Node::Kind::decide) {
      line(depth, fmt::format("{} [label={}, shape=diamond, style=filled, fillcolor=\"#e8eef5\"];", name,
                              dot_string(std::string(here.step))));
    } else {
      const Question& question = graph_.questions[at(here.question)];
      std::string label =
          dot_string(std::string(here.step) + "\n" + broken_text(own_words(graph_, question.text), kNodeWidth) + "\n");
      if (question.kind == QuestionKind::tick) label = list_label(here, question);
      line(depth, fmt::format("{} [label={}{}];", name, label,
                              here.kind == Node::Kind::note ? ", shape=note, style=filled" : ""));
    }
    if (here.kind == Node::Kind::ask && here.rules > 0) {
      line(depth,
           fmt::format("{}r [label=\"\", shape=diamond, style=filled, fillcolor=\"#e8eef5\", width=0.3, height=0.3];",
                       name));
    }
    std::set<OutcomeIndex> leaves;
    for (const Branch& branch : branches(graph_, index)) {
      const OutcomeIndex end =
          branch.to == kNone<NodeIndex> ? kNone<OutcomeIndex> : end_of(graph_.nodes[at(branch.to)]);
      if (end != kNone<OutcomeIndex> && leaves.insert(end).second)
        leaf(fmt::format("{}_o{}", name, at(end)), graph_.nodes[at(branch.to)], depth);
    }
  }

  // A list shows its answers, worst first as they stand, with their red flags.
  std::string list_label(const Node& here, const Question& question) const {
    std::string label =
        std::string(here.step) + "\n" + broken_text(own_words(graph_, question.text), kNodeWidth) + "\n";
    std::string items;
    for (std::size_t i = 0; i < question.answers.size(); ++i) {
      const std::vector<std::string> lines = broken(
          "\u2022 " + answer_label(graph_, question, i) + flag_label(graph_, question.answers[i].red_flag), kNodeWidth);
      for (std::size_t l = 0; l < lines.size(); ++l) items += (l > 0 ? "   " : "") + lines[l] + "\n";
    }
    std::string quoted = dot_string(label);
    quoted.pop_back();
    const std::string left = dot_string(items);  // "\n" centres a line, "\l" puts it to the left
    for (std::size_t i = 1; i + 1 < left.size(); ++i) {
      if (left[i] == '\\' && left[i + 1] == 'n') {
        quoted += "\\l";
        ++i;
      } else if (left[i] == '\\') {
        quoted += left.substr(i, 2);
        ++i;
      } else {
        quoted += left[i];
      }
    }
    return quoted + "\"";
  }

  void leaf(const std::string& name, const Node& end, int depth) {
    const Outcome& outcome = graph_.outcomes[at(end.outcome)];
    const DispositionInfo& disposition = graph_.dispositions[at(outcome.disposition)];
    const Look look = look_of(disposition.level);
    const std::string label =
        fmt::format("{}\n{}{}", outcome.id, disposition.id, may_be_lifted(end) ? "\n\u25b2 or a floor" : "");
    line(depth, fmt::format("{} [label={}, shape=box, style=filled, fillcolor=\"{}\", color=\"{}\", fontcolor=\"{}\"];",
                            name, dot_string(label), look.fill, look.fill, look.ink));
  }

  void floors(ProgramIndex index, const Program& program) {
    const std::vector<FloorLine> lines = floor_lines(graph_, program);
    if (lines.empty()) return;
    std::string label = "\u25b2 Floors: nobody ends less urgently\n";
    for (const FloorLine& floor : lines) {
      label += broken_text("when " + floor.when, kNodeWidth) + "\n";
      if (floor.outcome != kNone<OutcomeIndex>) {
        const Outcome& outcome = graph_.outcomes[at(floor.outcome)];
        label += fmt::format("   \u2192 {} ({})\n", outcome.id, graph_.dispositions[at(outcome.disposition)].id);
      }
    }
    line(2, fmt::format("p{}f [label={}, shape=box, style=dashed];", at(index), dot_string(label)));
  }

  void edges(NodeIndex index) {
    const Node& here = graph_.nodes[at(index)];
    const std::string name = fmt::format("n{}", at(index));
    const bool own_rules = here.kind == Node::Kind::ask && here.rules > 0;
    for (const Branch& branch : branches(graph_, index))
      edge(own_rules && branch.kind == Branch::Kind::rule ? name + "r" : name, branch, 2);
  }

  void edge(const std::string& from, const Branch& branch, int depth) {
    std::string to;
    if (branch.kind == Branch::Kind::rules) {
      to = from + "r";
    } else if (branch.to == kNone<NodeIndex>) {
      return;
    } else if (const OutcomeIndex end = end_of(graph_.nodes[at(branch.to)]); end != kNone<OutcomeIndex>) {
      const std::string owner = from.ends_with('r') ? from.substr(0, from.size() - 1) : from;
      to = fmt::format("{}_o{}", owner, at(end));
    } else {
      to = fmt::format("n{}", at(branch.to));
    }
    std::string looks = branch.labels.empty() ? "" : "label=" + dot_string(edge_label(branch));
    if (branch.red_flag != kNone<DispositionIndex>)
      looks += std::string(looks.empty() ? "" : ", ") + "color=\"#b3261e\", penwidth=2";
    line(depth, fmt::format("{} -> {}{};", from, to, looks.empty() ? "" : " [" + looks + "]"));
  }

  const DecisionGraph& graph_;
  const Topic& topic_;
  std::string out_;
};

}  // namespace

std::string dot_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        quoted += "\\\"";
        break;
      case '\\':
        quoted += "\\\\";
        break;
      case '\n':
        quoted += "\\n";
        break;
      case '\r':
        break;
      case '&':
        quoted += "&amp;";
        break;  // Graphviz reads entities in labels
      default:
        quoted += c;
    }
  }
  return quoted + "\"";
}

std::string draw_dot(const DecisionGraph& graph, TopicIndex topic) {
  return Dot(graph, graph.topics[at(topic)]).text();
}

}  // namespace signpost

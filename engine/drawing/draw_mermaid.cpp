#include <fmt/format.h>

#include <set>

#include "engine/drawing/drawing_text.hpp"
#include "engine/drawing/graph_drawing.hpp"
#include "engine/graph/graph_branches.hpp"

namespace signpost {

namespace {

const char* class_of(Level level) {
  switch (level) {
    case Level::emergency:
      return "emergency";
    case Level::urgent:
      return "urgent";
    case Level::routine:
      return "routine";
    case Level::self_care:
      return "selfcare";
  }
  return "routine";
}

class Mermaid {
 public:
  Mermaid(const DecisionGraph& graph, const Topic& topic) : graph_(graph), topic_(topic) {}

  std::string text() {
    out_ = "flowchart TD\n";
    out_ += "  classDef emergency fill:#b3261e,color:#fff,stroke:#b3261e\n";
    out_ += "  classDef urgent fill:#f5c04a,color:#000,stroke:#f5c04a\n";
    out_ += "  classDef routine fill:#2b6299,color:#fff,stroke:#2b6299\n";
    out_ += "  classDef selfcare fill:#2f7048,color:#fff,stroke:#2f7048\n";
    for (const ProgramIndex program : topic_.programs) draw(program);
    return out_;
  }

 private:
  void line(std::string_view text) { out_ += "  " + std::string(text) + "\n"; }

  void draw(ProgramIndex index) {
    const Program& program = graph_.programs[at(index)];
    const std::vector<NodeIndex> steps = drawn_steps(graph_, program);
    const std::vector<DrawingFrame> found = frames(graph_, steps);
    line(fmt::format("p{}([{}])", at(index), mermaid_string(own_words(graph_, program.title))));
    for (std::size_t i = 0; i < found.size(); ++i) {
      line(fmt::format("subgraph p{}f{}[{}]", at(index), i, mermaid_string(found[i].file)));
      for (const NodeIndex step : found[i].steps) node(step);
      line("end");
    }
    if (program.start != kNone<NodeIndex>)
      line(fmt::format("p{} --> {}", at(index), place(fmt::format("p{}", at(index)), landing(graph_, program.start))));
    for (const NodeIndex step : steps) edges(step);
  }

  void node(NodeIndex index) {
    const Node& here = graph_.nodes[at(index)];
    const std::string name = fmt::format("n{}", at(index));
    if (here.kind == Node::Kind::decide) {
      line(fmt::format("  {}{{{}}}", name, mermaid_string(here.step)));
    } else {
      const Question& question = graph_.questions[at(here.question)];
      std::string label = std::string(here.step) + "\n" + broken_text(own_words(graph_, question.text), kNodeWidth);
      if (question.kind == QuestionKind::tick) {
        for (std::size_t i = 0; i < question.answers.size(); ++i) {
          label += "\n" + broken_text("\u2022 " + answer_label(graph_, question, i) +
                                          flag_label(graph_, question.answers[i].red_flag),
                                      kNodeWidth);
        }
      }
      line(fmt::format("  {}[{}]", name, mermaid_string(label)));
    }
    if (here.kind == Node::Kind::ask && here.rules > 0) line(fmt::format("  {}r{{\" \"}}", name));
    std::set<OutcomeIndex> leaves;
    for (const Branch& branch : branches(graph_, index)) {
      const OutcomeIndex end =
          branch.to == kNone<NodeIndex> ? kNone<OutcomeIndex> : end_of(graph_.nodes[at(branch.to)]);
      if (end == kNone<OutcomeIndex> || !leaves.insert(end).second) continue;
      const Outcome& outcome = graph_.outcomes[at(end)];
      const DispositionInfo& disposition = graph_.dispositions[at(outcome.disposition)];
      line(fmt::format("  {}([{}]):::{}", place(name, branch.to),
                       mermaid_string(outcome.id + "\n" + disposition.id +
                                      (may_be_lifted(graph_.nodes[at(branch.to)]) ? "\n\u25b2 or a floor" : "")),
                       class_of(disposition.level)));
    }
  }

  // What an edge from the step `owner` to `to` points at: the step, or the owner's own copy of an outcome.
  std::string place(const std::string& owner, NodeIndex to) const {
    const OutcomeIndex end = end_of(graph_.nodes[at(to)]);
    return end == kNone<OutcomeIndex> ? fmt::format("n{}", at(to)) : fmt::format("{}o{}", owner, at(end));
  }

  void edges(NodeIndex index) {
    const std::string name = fmt::format("n{}", at(index));
    const bool own_rules = graph_.nodes[at(index)].kind == Node::Kind::ask && graph_.nodes[at(index)].rules > 0;
    for (const Branch& branch : branches(graph_, index)) {
      if (branch.to == kNone<NodeIndex>) continue;
      const std::string from = own_rules && branch.kind == Branch::Kind::rule ? name + "r" : name;
      const std::string to = branch.kind == Branch::Kind::rules ? name + "r" : place(name, branch.to);
      std::string label;
      for (const std::string& each : branch.labels)
        label += (label.empty() ? "" : "\n") + shortened(each, kAnswerOfEdge);
      line(fmt::format("{} {}{} {}", from, branch.red_flag == kNone<DispositionIndex> ? "-->" : "==>",
                       label.empty() ? "" : "|" + mermaid_string(label) + "|", to));
    }
  }

  const DecisionGraph& graph_;
  const Topic& topic_;
  std::string out_;
};

}  // namespace

std::string mermaid_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        quoted += "#quot;";
        break;
      case '<':
        quoted += "#lt;";
        break;
      case '>':
        quoted += "#gt;";
        break;
      case '#':
        quoted += "#35;";
        break;
      case '&':
        quoted += "#amp;";
        break;
      case '\\':
        quoted += "#92;";
        break;  // "\\n" would end the line
      case '`':
        quoted += "#96;";
        break;  // begins Mermaid's own Markdown
      case '\n':
        quoted += "<br>";
        break;
      case '\r':
        break;
      default:
        quoted += c;
    }
  }
  return quoted + "\"";
}

std::string draw_mermaid(const DecisionGraph& graph, TopicIndex topic) {
  return Mermaid(graph, graph.topics[at(topic)]).text();
}

}  // namespace signpost

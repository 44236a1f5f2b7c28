// The outline: the pathway as numbered lines that a clinician can read aloud to another, without a screen between them.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/amounts/measure.hpp"
#include "engine/drawing/drawing_text.hpp"
#include "engine/drawing/graph_drawing.hpp"
#include "engine/graph/graph_branches.hpp"

namespace signpost {

namespace {

constexpr std::size_t kLineWidth = 88;

class Outline {
 public:
  explicit Outline(const DecisionGraph& graph) : graph_(graph) {}

  std::vector<OutlineLine> whole(const Topic& topic) {
    for (const ProgramIndex index : topic.programs) {
      const Program& program = graph_.programs[at(index)];
      if (!lines_.empty()) gap(), gap();
      say(0, fmt::format("{} ({} {}, {})", own_words(graph_, program.title), program.pathway, program.version,
                         program.status));
      if (topic.programs.size() == 1 && !topic.admits.empty()) say(0, "For " + topic.admits + ".");
      walk(program);
      ends(program);
    }
    return std::move(lines_);
  }

  std::vector<OutlineLine> way_through(const Program& program) {
    walk(program);
    return std::move(lines_);
  }

 private:
  void say(std::size_t indent, std::string text) { lines_.push_back({indent, std::move(text)}); }
  void gap() { lines_.emplace_back(); }

  void walk(const Program& program) {
    numbers_.clear();
    const std::vector<NodeIndex> steps = drawn_steps(graph_, program);
    for (std::size_t i = 0; i < steps.size(); ++i) numbers_[steps[i]] = i + 1;
    if (program.start != kNone<NodeIndex> && steps.empty())
      say(0, "Everyone: " + destination(landing(graph_, program.start)));
    std::string_view frame;
    for (const NodeIndex step : steps) {
      const Node& here = graph_.nodes[at(step)];
      if (here.file != frame) {
        frame = here.file;
        gap();
        say(0, frame == program.pathway
                   ? fmt::format("In {}", frame)
                   : fmt::format("In {} {}", is_pathway(frame) ? "the pathway" : "the module", frame));
      }
      gap();
      describe(step);
    }
    floors(program);
  }

  bool is_pathway(std::string_view file) const {
    return std::any_of(graph_.programs.begin(), graph_.programs.end(),
                       [&](const Program& program) { return program.pathway == file; });
  }

  void describe(NodeIndex index) {
    const Node& here = graph_.nodes[at(index)];
    const std::size_t number = numbers_[index];
    if (here.kind == Node::Kind::decide) {
      say(0, fmt::format("{}. Decide ({})", number, here.step));
    } else {
      const Question& question = graph_.questions[at(here.question)];
      say(0, fmt::format("{}. {} ({}): {}", number, here.kind == Node::Kind::note ? "Tell" : "Ask", here.step,
                         own_words(graph_, question.text)));
      if (const std::string_view why = own_words(graph_, question.why); !why.empty())
        say(4, fmt::format("Why: {}", why));
      if (question.kind == QuestionKind::tick) list(here, question);
    }
    const bool ticks = here.kind == Node::Kind::ask && graph_.questions[at(here.question)].kind == QuestionKind::tick;
    for (const Branch& branch : branches(graph_, index)) {
      std::string line;
      for (const std::string& label : branch.labels) {
        if (!ticks || !is_item(graph_.questions[at(here.question)], label)) line += (line.empty() ? "" : "; ") + label;
      }
      if (line.empty() && !branch.labels.empty()) continue;  // told beside its items
      if (branch.kind == Branch::Kind::rule) line = line == "otherwise" ? "Otherwise" : "If " + line;
      if (branch.kind == Branch::Kind::rules) {
        say(4, fmt::format("{}: what follows decides", line.empty() ? "Any answer" : line));
      } else {
        say(4, fmt::format("{}: {}", line.empty() ? (here.kind == Node::Kind::note ? "Then" : "Any answer") : line,
                           destination(branch.to)));
      }
    }
  }

  // The items of a list, each with where it leads if it has a place of its own.
  void list(const Node& here, const Question& question) {
    for (std::size_t i = 0; i < question.answers.size(); ++i) {
      std::string line = "- " + item_label(question, i);
      const NodeIndex to = landing(graph_, graph_.answer_targets[here.first_target + i]);
      if (to != kNone<NodeIndex>) line += ": " + destination(to);
      say(4, line);
    }
  }

  std::string item_label(const Question& question, std::size_t i) const {
    return answer_label(graph_, question, i) + flag_label(graph_, question.answers[i].red_flag);
  }

  bool is_item(const Question& question, const std::string& label) const {
    for (std::size_t i = 0; i < question.answers.size(); ++i) {
      if (label == item_label(question, i)) return true;
    }
    return false;
  }

  std::string destination(NodeIndex to) const {
    if (to == kNone<NodeIndex>) return "nowhere";
    const Node& there = graph_.nodes[at(to)];
    const OutcomeIndex end = end_of(there);
    if (end == kNone<OutcomeIndex>) return fmt::format("go to {} ({})", numbers_.at(to), there.step);
    const Outcome& outcome = graph_.outcomes[at(end)];
    return fmt::format("END {}, {}{}", outcome.id, graph_.dispositions[at(outcome.disposition)].id,
                       may_be_lifted(there) ? ", or a floor" : "");
  }

  void floors(const Program& program) {
    const std::vector<FloorLine> lines = floor_lines(graph_, program);
    if (lines.empty()) return;
    gap();
    say(0, "Floors: whoever would end less urgently ends here instead");
    gap();
    for (const FloorLine& floor : lines) {
      if (floor.outcome == kNone<OutcomeIndex>) continue;
      const Outcome& outcome = graph_.outcomes[at(floor.outcome)];
      say(4, fmt::format("If {}: END {}, {}", floor.when, outcome.id, graph_.dispositions[at(outcome.disposition)].id));
    }
  }

  void ends(const Program& program) {
    std::vector<OutcomeIndex> found;
    for (std::uint32_t i = 0; i < program.nodes; ++i) {
      const OutcomeIndex end = end_of(graph_.nodes[at(program.first_node) + i]);
      if (end != kNone<OutcomeIndex> && std::find(found.begin(), found.end(), end) == found.end()) found.push_back(end);
    }
    std::stable_sort(found.begin(), found.end(), [&](OutcomeIndex a, OutcomeIndex b) {
      return graph_.outcomes[at(a)].disposition < graph_.outcomes[at(b)].disposition;
    });
    gap();
    say(0, "Where it ends, most urgent first");
    for (const OutcomeIndex end : found) {
      const Outcome& outcome = graph_.outcomes[at(end)];
      const DispositionInfo& disposition = graph_.dispositions[at(outcome.disposition)];
      gap();
      say(4, fmt::format("{}: {} ({})", outcome.id, disposition.heading.empty() ? disposition.id : disposition.heading,
                         disposition.id));
      if (const std::string_view reason = own_words(graph_, outcome.reason); !reason.empty())
        say(8, fmt::format("Because: {}", reason));
      items("Do: ", outcome.advice);
      items("Worse: ", outcome.worsening);
    }
  }

  void items(std::string_view before, const std::vector<AdviceIndex>& advice) {
    for (const AdviceIndex item : advice)
      say(8, std::string(before) + without_marks(own_words(graph_, graph_.advice[at(item)].text)));
  }

  const DecisionGraph& graph_;
  std::map<NodeIndex, std::size_t> numbers_;
  std::vector<OutlineLine> lines_;
};

}  // namespace

std::vector<OutlineLine> outline_of(const DecisionGraph& graph, const Program& program) {
  return Outline(graph).way_through(program);
}

std::string draw_outline(const DecisionGraph& graph, TopicIndex topic) {
  std::string text;
  for (const OutlineLine& line : Outline(graph).whole(graph.topics[at(topic)])) {
    // Further lines of a paragraph hang two spaces deeper.
    const std::vector<std::string> broken_lines = broken(line.text, kLineWidth - line.indent);
    for (std::size_t i = 0; i < broken_lines.size(); ++i) {
      if (!broken_lines[i].empty()) text += std::string(line.indent + (i > 0 ? 2 : 0), ' ') + broken_lines[i];
      text += "\n";
    }
  }
  return text;
}

}  // namespace signpost

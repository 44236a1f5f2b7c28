#include "engine/graph/graph_branches.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "engine/amounts/measure.hpp"

namespace signpost {

namespace {

// Collects branches so that answers with the same end share one.
class Branches {
 public:
  explicit Branches(const DecisionGraph& graph) : graph_(graph) {}

  void answer(std::string label, NodeIndex to, DispositionIndex red_flag) {
    add(Branch::Kind::answer, std::move(label), landing(graph_, to), red_flag);
  }
  void rule(std::string label, NodeIndex to) {
    found_.push_back({Branch::Kind::rule, {std::move(label)}, landing(graph_, to), kNone<DispositionIndex>});
  }
  void on_to_rules(std::string label, NodeIndex self, DispositionIndex red_flag) {
    add(Branch::Kind::rules, std::move(label), self, red_flag);
  }

  std::vector<Branch> take() { return std::move(found_); }

 private:
  void add(Branch::Kind kind, std::string label, NodeIndex to, DispositionIndex red_flag) {
    auto same =
        std::find_if(found_.begin(), found_.end(), [&](const Branch& b) { return b.kind == kind && b.to == to; });
    if (same == found_.end()) same = found_.insert(found_.end(), {kind, {}, to, kNone<DispositionIndex>});
    if (!label.empty()) same->labels.push_back(std::move(label));
    same->red_flag = std::min(same->red_flag, red_flag);
  }

  const DecisionGraph& graph_;
  std::vector<Branch> found_;
};

// " (38 to 38.9 °C)", " (over 2 weeks)": the values of a band; empty for other answers. An end that is also the
// question's own is left out.
std::string band_range(const Question& question, std::size_t answer) {
  if (answer >= question.bands.size() || question.bands.size() < 2) return {};
  const auto& band = question.bands[answer];
  const bool first = band.from <= question.from;
  const bool last = band.to >= question.to;
  if (question.kind == QuestionKind::number) {
    const std::string unit = question.unit.empty() ? "" : " " + question.unit;
    if (first) return " (up to " + thousandths_text(band.to) + unit + ")";
    if (last) return " (" + thousandths_text(band.from) + unit + " and over)";
    return " (" + thousandths_text(band.from) + " to " + thousandths_text(band.to) + unit + ")";
  }
  // An end that the author wrote is a round one: "over 2 weeks" rather than "from 20161 minutes".
  const auto rounder = [](std::int32_t a, std::int32_t b) { return minutes_text(a).size() <= minutes_text(b).size(); };
  std::string low = rounder(band.from, band.from - question.step_size)
                        ? "from " + minutes_text(band.from)
                        : "over " + minutes_text(band.from - question.step_size);
  std::string high = rounder(band.to, band.to + question.step_size)
                         ? "up to " + minutes_text(band.to)
                         : "under " + minutes_text(band.to + question.step_size);
  if (first) return " (" + high + ")";
  if (last) return " (" + low + ")";
  return " (" + low + " and " + high + ")";
}

}  // namespace

bool is_step(const Node& node) {
  switch (node.kind) {
    case Node::Kind::ask:
    case Node::Kind::note:
      return true;
    case Node::Kind::decide:
      return node.rules > 0;
    case Node::Kind::floors:
    case Node::Kind::outcome:
      return false;
  }
  return false;
}

NodeIndex landing(const DecisionGraph& graph, NodeIndex node) {
  while (node != kNone<NodeIndex>) {
    const Node& here = graph.nodes[at(node)];
    if (here.kind != Node::Kind::decide || here.rules > 0) break;
    node = here.to;
  }
  return node;
}

OutcomeIndex end_of(const Node& node) {
  return node.kind == Node::Kind::outcome || node.kind == Node::Kind::floors ? node.outcome : kNone<OutcomeIndex>;
}

bool may_be_lifted(const Node& node) { return node.kind == Node::Kind::floors && node.rules > 0; }

std::string_view own_words(const DecisionGraph& graph, TextIndex text) {
  return text == kNone<TextIndex> ? std::string_view() : graph.text(text, 0);
}

std::string answer_label(const DecisionGraph& graph, const Question& question, std::size_t answer) {
  const AnswerChoice& choice = question.answers[answer];
  if (const std::string_view words = own_words(graph, choice.text); !words.empty()) return std::string(words);
  if (question.kind == QuestionKind::yes_no) return choice.id == "yes" ? "Yes" : "No";
  if (question.bands.size() == 1 && question.answers.size() == 1) return "Any answer";
  return choice.id + band_range(question, answer);
}

std::string flag_label(const DecisionGraph& graph, DispositionIndex red_flag) {
  if (red_flag == kNone<DispositionIndex>) return {};
  return " \u2691 " + graph.dispositions[at(red_flag)].id;
}

std::vector<Branch> branches(const DecisionGraph& graph, NodeIndex index) {
  const Node& node = graph.nodes[at(index)];
  Branches out(graph);
  const auto rest = [&](std::string label,
                        DispositionIndex red_flag) {  // no place of its own: the rules decide, else the step's `to`
    if (node.rules > 0) {
      out.on_to_rules(std::move(label), index, red_flag);
    } else if (node.to != kNone<NodeIndex>) {
      out.answer(std::move(label), node.to, red_flag);
    }
  };
  const auto lead = [&](std::string label, NodeIndex to, DispositionIndex red_flag) {
    if (to == kNone<NodeIndex>) {
      rest(std::move(label), red_flag);
    } else {
      out.answer(std::move(label), to, red_flag);
    }
  };

  if (node.kind == Node::Kind::ask) {
    const Question& question = graph.questions[at(node.question)];
    const bool list = question.kind == QuestionKind::tick;
    DispositionIndex flagged = kNone<DispositionIndex>;  // of ticks without a place of their own
    for (std::size_t i = 0; i < question.answers.size(); ++i) {
      const NodeIndex to = graph.answer_targets[node.first_target + i];
      const DispositionIndex red_flag = question.answers[i].red_flag;
      if (list && to == kNone<NodeIndex>) {
        flagged = std::min(flagged, red_flag);
        continue;
      }
      std::string label = answer_label(graph, question, i) + flag_label(graph, red_flag);
      if (question.unsure && question.unsure_as == static_cast<int>(i)) label += ", or not sure";
      lead(std::move(label), to, red_flag);
    }
    if (question.answers.empty()) rest({}, kNone<DispositionIndex>);  // an amount without bands
    if (list) {
      const bool every_tick_decides =
          std::all_of(question.answers.begin(), question.answers.end(), [&](const AnswerChoice& choice) {
            return graph.answer_targets[node.first_target + static_cast<std::size_t>(
                                                                &choice - question.answers.data())] != kNone<NodeIndex>;
          });
      if (!every_tick_decides) lead("Any of these" + flag_label(graph, flagged), node.any, flagged);
      lead("None of these", node.none, kNone<DispositionIndex>);
    }
    if (question.unsure && question.unsure_as < 0) lead("Not sure", node.unsure, kNone<DispositionIndex>);
  }

  for (std::uint32_t i = 0; i < node.rules; ++i) {
    const NodeRule& rule = graph.rules[node.first_rule + i];
    out.rule(rule.when == kNone<TestIndex> ? "otherwise" : graph.rule_labels[node.first_rule + i], rule.to);
  }
  if (node.kind != Node::Kind::ask && node.to != kNone<NodeIndex>) {
    if (node.rules > 0) {
      out.rule("otherwise", node.to);
    } else {
      out.answer({}, node.to, kNone<DispositionIndex>);
    }
  } else if (node.kind == Node::Kind::ask && node.rules > 0 && node.to != kNone<NodeIndex>) {
    out.rule("otherwise", node.to);
  }
  return out.take();
}

std::vector<NodeIndex> drawn_steps(const DecisionGraph& graph, const Program& program) {
  // Every edge leads to a larger index, so one pass in order finds all that can be come to.
  std::vector<bool> met(program.nodes);
  const auto local = [&](NodeIndex node) { return at(node) - at(program.first_node); };
  std::vector<NodeIndex> steps;
  if (program.start == kNone<NodeIndex>) return steps;
  met[local(landing(graph, program.start))] = true;
  for (std::uint32_t i = 0; i < program.nodes; ++i) {
    const NodeIndex index = static_cast<NodeIndex>(at(program.first_node) + i);
    if (!met[i] || !is_step(graph.nodes[at(index)])) continue;
    steps.push_back(index);
    for (const Branch& branch : branches(graph, index)) {
      if (branch.to != kNone<NodeIndex>) met[local(branch.to)] = true;
    }
  }
  return steps;
}

std::vector<DrawingFrame> frames(const DecisionGraph& graph, const std::vector<NodeIndex>& steps) {
  // Edges lead forward only, so one pass that joins each step with those it leads to finds what hangs together.
  std::map<NodeIndex, NodeIndex> leader;
  for (const NodeIndex step : steps) leader[step] = step;
  const auto find = [&](NodeIndex step) {
    while (leader.at(step) != step) step = leader.at(step);
    return step;
  };
  for (const NodeIndex step : steps) {
    for (const Branch& branch : branches(graph, step)) {
      if (branch.to == kNone<NodeIndex> || !leader.contains(branch.to)) continue;
      if (graph.nodes[at(branch.to)].file != graph.nodes[at(step)].file) continue;
      const NodeIndex one = find(step);
      const NodeIndex other = find(branch.to);
      leader[std::max(one, other)] = std::min(one, other);
    }
  }
  std::vector<DrawingFrame> found;
  std::map<NodeIndex, std::size_t> place;
  for (const NodeIndex step : steps) {
    const auto [at_frame, fresh] = place.emplace(find(step), found.size());
    if (fresh) found.push_back({graph.nodes[at(step)].file, {}});
    found[at_frame->second].steps.push_back(step);
  }
  return found;
}

std::vector<FloorLine> floor_lines(const DecisionGraph& graph, const Program& program) {
  std::vector<FloorLine> lines;
  std::set<std::pair<std::string_view, OutcomeIndex>> seen;
  for (std::uint32_t i = 0; i < program.nodes; ++i) {
    const Node& node = graph.nodes[at(program.first_node) + i];
    if (node.kind != Node::Kind::floors) continue;
    for (std::uint32_t r = 0; r < node.rules; ++r) {
      const std::string& when = graph.rule_labels[node.first_rule + r];
      const NodeIndex to = landing(graph, graph.rules[node.first_rule + r].to);
      const OutcomeIndex outcome = to == kNone<NodeIndex> ? kNone<OutcomeIndex> : end_of(graph.nodes[at(to)]);
      if (seen.emplace(when, outcome).second) lines.push_back({when, outcome});
    }
  }
  return lines;
}

}  // namespace signpost

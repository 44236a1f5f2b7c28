#include "engine/compile/program_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/compile/program_claims.hpp"
#include "engine/compile/program_questions.hpp"
#include "engine/compile/program_scores.hpp"
#include "engine/compile/program_variables.hpp"
#include "engine/compile/test_builder.hpp"
#include "engine/graph/graph_shape.hpp"
#include "engine/graph/journey.hpp"
#include "engine/names/age_cuts.hpp"

namespace signpost {
namespace {

Program begun(GraphBuilder& b, const Pathway& p) {
  Program program;
  program.pathway = p.id.text;
  program.title = b.text(p.title);
  program.version = p.version.text;
  program.status = p.status == Status::draft ? "draft" : p.status == Status::approved ? "approved" : "retired";
  program.location = p.id.at;
  program.first_node = NodeIndex(b.graph.nodes.size());
  program.first_question = QuestionIndex(b.graph.questions.size());
  return program;
}

// `first`: the number of the program's first node.
void add_node(GraphBuilder& b, const ProgramLayout& layout, Draft d, NodeIndex first, ProgramQuestions& questions,
              TestBuilder& tests) {
  const DraftNode& n = layout.nodes[d];
  auto index = [&](Draft to) { return to == kNoDraft ? kNone<NodeIndex> : NodeIndex(at(first) + layout.position[to]); };
  Node node;
  node.kind = n.kind;
  node.jump = n.jump;
  node.after_use = n.after_use;
  node.location = n.location;
  node.file = b.name(n.file->pathway->id.text);
  node.step = b.name(n.step                  ? n.step->id.text
                     : n.outcome != kNoIndex ? n.file->pathway->outcomes[n.outcome].id.text
                                             : std::string("start"));
  if (n.kind == Node::Kind::ask || n.kind == Node::Kind::note) node.question = questions.of(n);
  if (n.outcome != kNoIndex) node.outcome = b.outcome(*n.file->pathway, n.outcome);
  node.first_target = static_cast<std::uint32_t>(b.graph.answer_targets.size());
  if (n.kind == Node::Kind::ask) {
    for (Draft to : n.answers) b.graph.answer_targets.push_back(index(to));
    if (n.answers.empty()) b.graph.answer_targets.push_back(kNone<NodeIndex>);
  }
  node.any = index(n.any);
  node.none = index(n.none);
  node.unsure = index(n.unsure);
  node.first_rule = static_cast<std::uint32_t>(b.graph.rules.size());
  for (const DraftRule& r : n.rules) {
    TestIndex when = r.when ? tests.build(*r.when, r.scope, Reading::walk, d) : kNone<TestIndex>;
    b.graph.rules.push_back({when, index(r.to), r.location});
    b.graph.rule_labels.push_back(r.when ? condition_text(*r.when) : "otherwise");
  }
  node.rules = static_cast<std::uint32_t>(n.rules.size());
  node.to = index(n.to);
  b.graph.nodes.push_back(node);
}

// How many questions are still to come from each node, on the shortest and on the longest way.
void count_questions_to_come(DecisionGraph& g, const Program& program) {
  for (std::size_t i = g.nodes.size(); i-- > at(program.first_node);) {
    Node& node = g.nodes[i];
    std::uint16_t fewest = 0xffff, most = 0;
    each_edge(g, node, [&](NodeIndex to, EdgeLabel) {
      fewest = std::min(fewest, g.nodes[at(to)].fewest);
      most = std::max(most, g.nodes[at(to)].most);
    });
    std::uint16_t own = node.kind == Node::Kind::ask ? 1 : 0;
    node.fewest = static_cast<std::uint16_t>((fewest == 0xffff ? 0 : fewest) + own);
    node.most = static_cast<std::uint16_t>(most + own);
  }
}

// Notes are acknowledged and count too: whoever goes the longest way must fit into a journey.
std::size_t most_answers(const DecisionGraph& g, const Program& program) {
  std::vector<std::size_t> given(program.nodes, 0);
  for (std::size_t i = program.nodes; i-- > 0;) {
    const Node& node = g.nodes[at(program.first_node) + i];
    each_edge(g, node,
              [&](NodeIndex to, EdgeLabel) { given[i] = std::max(given[i], given[at(to) - at(program.first_node)]); });
    if (node.question != kNone<QuestionIndex>) ++given[i];
  }
  return given[at(program.start) - at(program.first_node)];
}

}  // namespace

bool ProgramBuilder::shape() {
  auto layout = lay_out_program(graph_.names, *begin_, graph_.diagnostics);
  if (!layout) return false;
  layout_ = std::move(*layout);
  return true;
}

void ProgramBuilder::gather(std::set<AgeCell>& age_cuts) {
  ReadScan(graph_.names, reads_, age_cuts).program(*begin_, layout_);
}

void ProgramBuilder::gather_claims(std::set<AgeCell>& age_cuts) {
  scan_claims(graph_.names, *begin_, layout_, reads_, age_cuts);
}

ProgramIndex ProgramBuilder::emit(const std::set<AgeCell>& age_cuts) {
  GraphBuilder& b = graph_;
  DecisionGraph& g = b.graph;
  const Pathway& p = *begin_->pathway;
  Program program = begun(b, p);
  program.nodes = static_cast<std::uint32_t>(layout_.order.size());
  program.start = NodeIndex(at(program.first_node) + layout_.position[layout_.start]);

  program.age_class = age_classes(age_cuts);
  ProgramVariables variables = make_variables(b.names, reads_, age_cuts, b.diagnostics);
  add_score_variables(b.names, reads_, variables, b.diagnostics);
  if (variables.all.size() > kMaxVariables)
    b.diagnostics.add(
        Code::too_many, p.id.at,
        fmt::format("`{}` has to remember {} things; {} is the most", p.id.text, variables.all.size(), kMaxVariables),
        "split the pathway");

  TestBuilder tests(b, layout_, variables);
  ProgramQuestions questions(b, *begin_, variables, tests);
  program.admits = tests.build(p.admits, begin_);
  for (Draft d : layout_.order) add_node(b, layout_, d, program.first_node, questions, tests);
  program.questions = static_cast<std::uint32_t>(g.questions.size()) - at(program.first_question);
  count_questions_to_come(g, program);
  if (std::size_t longest = most_answers(g, program); longest > kMaxJourneyAnswers)
    b.diagnostics.add(Code::too_many, p.id.at,
                      fmt::format("the longest way through `{}` has {} questions and notes; {} is the most", p.id.text,
                                  longest, kMaxJourneyAnswers),
                      "nobody answers so many: lead patients past what they need not be asked");

  const std::vector<AdviceItem>& advice = b.names.library().advice;
  program.advice_only_if.assign(advice.size(), kNone<TestIndex>);
  program.advice_unless.assign(advice.size(), kNone<TestIndex>);
  for (std::uint32_t i : reads_.advice) {
    if (advice[i].only_if) program.advice_only_if[i] = tests.build(*advice[i].only_if, nullptr);
    if (advice[i].unless) program.advice_unless[i] = tests.build(*advice[i].unless, nullptr);
  }

  b.claims.of_program.push_back(make_claims(b, *begin_, layout_, variables, tests));
  program.variables = std::move(variables.all);
  g.programs.push_back(std::move(program));
  return ProgramIndex(g.programs.size() - 1);
}

}  // namespace signpost

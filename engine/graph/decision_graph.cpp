#include "engine/graph/decision_graph.hpp"

#include "engine/graph/claim.hpp"
#include "engine/graph/graph_shape.hpp"
#include "engine/graph/walk_tables.hpp"

namespace signpost {

DecisionGraph::DecisionGraph() = default;
DecisionGraph::~DecisionGraph() = default;

std::string_view DecisionGraph::text(TextIndex index, VariantIndex variant) const {
  if (index == kNone<TextIndex>) return {};
  return texts[at(index) * variants.size() + variant];
}

std::optional<TopicIndex> DecisionGraph::topic_named(std::string_view id) const {
  for (std::size_t i = 0; i < topics.size(); ++i)
    if (topics[i].id == id) return TopicIndex(i);
  return {};
}

std::optional<QuestionIndex> DecisionGraph::question_named(ProgramIndex program, std::string_view id) const {
  for (std::size_t i = 0; i < 3; ++i)
    if (questions[i].id == id) return QuestionIndex(i);
  if (program == kNone<ProgramIndex>) return {};
  const Program& p = programs[at(program)];
  for (std::uint32_t i = 0; i < p.questions; ++i)
    if (questions[at(p.first_question) + i].id == id) return QuestionIndex(at(p.first_question) + i);
  return {};
}

VariantIndex DecisionGraph::variant(std::optional<Age> age, bool someone_else) const {
  if (!age && !someone_else) return 0;  // whoever has not told an age yet speaks of himself
  for (std::size_t v = 0; v < variant_rules.size(); ++v)
    for (const VariantRule& rule : variant_rules[v]) {
      if (rule.someone_else && *rule.someone_else != someone_else) continue;
      bool all_ages = rule.first == 0 && rule.last == kAgeCells - 1;
      if (!all_ages && (!age || age->first < rule.first || age->last > rule.last)) continue;
      return static_cast<VariantIndex>(v);
    }
  return variants.empty() ? 0 : static_cast<VariantIndex>(variants.size() - 1);
}

}  // namespace signpost

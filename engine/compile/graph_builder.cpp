#include "engine/compile/graph_builder.hpp"

namespace signpost {

TextIndex GraphBuilder::text(const Text& authored) {
  if (authored.empty()) return kNone<TextIndex>;
  auto [it, fresh] = texts_.try_emplace(&authored, TextIndex(graph.texts.size() / wording.variants()));
  if (fresh)
    for (const std::string& s : wording.speak(authored, diagnostics)) graph.texts.push_back(s);
  return it->second;
}

TextIndex GraphBuilder::text(const std::string& same_for_all) {
  auto [it, fresh] = own_texts_.try_emplace(same_for_all, TextIndex(graph.texts.size() / wording.variants()));
  if (fresh)
    for (std::size_t v = 0; v < wording.variants(); ++v) graph.texts.push_back(same_for_all);
  return it->second;
}

OutcomeIndex GraphBuilder::outcome(const Pathway& file, std::uint32_t index) {
  const AuthoredOutcome& authored = file.outcomes[index];
  auto [it, fresh] = outcomes_.try_emplace(&authored, OutcomeIndex(graph.outcomes.size()));
  if (!fresh) return it->second;
  Outcome& o = graph.outcomes.emplace_back();
  o.id = authored.id.text;
  o.file = file.id.text;
  o.disposition = DispositionIndex(names.disposition(authored.disposition.text));
  o.location = authored.id.at;
  for (const Name& n : authored.advice) o.advice.push_back(AdviceIndex(names.advice(n.text)));
  for (const Name& n : authored.worsening) o.worsening.push_back(AdviceIndex(names.advice(n.text)));
  for (const Name& n : authored.evidence) o.evidence.push_back(n.text);
  o.reason = text(authored.reason);
  return it->second;
}

std::string_view GraphBuilder::name(const std::string& text) { return *graph.words.insert(text).first; }

TestIndex GraphBuilder::test(const TestNode& node, const std::vector<TestIndex>& parts) {
  std::string key;
  auto put = [&](std::uint32_t v) { key.append(reinterpret_cast<const char*>(&v), sizeof v); };
  put(static_cast<std::uint32_t>(node.op));
  put(static_cast<std::uint32_t>(node.fallback));
  put(node.variable);
  put(node.table);
  for (TestIndex p : parts) put(at(p));
  auto [it, fresh] = tests_.try_emplace(std::move(key), TestIndex(graph.tests.size()));
  if (!fresh) return it->second;
  TestNode made = node;
  made.first_part = static_cast<std::uint32_t>(graph.test_parts.size());
  made.parts = static_cast<std::uint32_t>(parts.size());
  graph.test_parts.insert(graph.test_parts.end(), parts.begin(), parts.end());
  graph.tests.push_back(made);
  return it->second;
}

TestIndex GraphBuilder::constant(Truth truth) {
  TestNode node;
  node.op = TestNode::Op::constant;
  node.fallback = truth;
  return test(node);
}

TestIndex GraphBuilder::leaf(VariableIndex variable, const std::string& table) {
  auto [it, fresh] = tables_.try_emplace(table, static_cast<std::uint32_t>(graph.truth_tables.size()));
  if (fresh) graph.truth_tables.insert(graph.truth_tables.end(), table.begin(), table.end());
  TestNode node;
  node.op = TestNode::Op::leaf;
  node.variable = variable;
  node.table = it->second;
  return test(node);
}

TestIndex GraphBuilder::negation(TestIndex part) {
  TestNode node;
  node.op = TestNode::Op::negation;
  return test(node, {part});
}

std::string GraphBuilder::table(const Variable& variable, Truth unknown, Truth unsure, Truth other) {
  std::string t(std::size_t(variable.symbols) + 1, static_cast<char>(other));
  t[0] = static_cast<char>(unknown);
  if (variable.has_unsure) t[variable.symbols] = static_cast<char>(unsure);
  return t;
}

}  // namespace signpost

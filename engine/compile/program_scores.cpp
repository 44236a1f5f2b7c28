#include "engine/compile/program_scores.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signpost {
namespace {

// What one question, which stands in `file`, can add to a score.
PointsRange points_of(const Names& names, const AuthoredStep& step, const FileNames& file, const Score& score) {
  PointsRange points;
  for (const Answer& a : step.answers)
    for (const Points& p : a.score) {
      if (names.score(p.score.text, file).score != &score) continue;
      if (step.ask == AskKind::tick) {
        points.low += std::min(0, p.points);
        points.high += std::max(0, p.points);
      } else {
        points.low = std::min(points.low, p.points);
        points.high = std::max(points.high, p.points);
      }
    }
  return points;
}

Variable happened(std::string name) {
  Variable v;
  v.kind = Variable::Kind::counted;
  v.symbols = 1;
  v.name = std::move(name);
  return v;
}

}  // namespace

void add_score_variables(const Names& names, const ProgramReads& reads, ProgramVariables& variables,
                         Diagnostics& diagnostics) {
  for (const ScoreInFile& seen : reads.scores) {
    const Score& score = *seen.score;
    PointsRange total;
    for (const AuthoredStep* step : reads.asked_order) {
      const PointsRange points = points_of(names, *step, *reads.asked.at(step).file, score);
      total.low += points.low;
      total.high += points.high;
    }
    if (total.high - total.low + 1 > static_cast<std::int32_t>(kMaxSymbols))
      diagnostics.add(Code::too_many, score.id.at,
                      fmt::format("the score `{}` runs from {} to {}; at most {} different totals can be told apart",
                                  score.id.text, total.low, total.high, kMaxSymbols),
                      "give fewer points");
    Variable v;
    v.kind = Variable::Kind::score;
    v.name = "score " + score.id.text;
    v.words = score.meaning.text;
    v.score_base = total.low;
    v.symbols = static_cast<Symbol>(std::min<std::int32_t>(total.high - total.low + 1, kMaxSymbols));
    variables.index[&score] = variables.add(std::move(v));
  }
  // Questions that give points and may be met twice remember that they have counted.
  for (const AuthoredStep* step : reads.asked_order)
    if (reads.asked.at(step).places > 1 &&
        std::any_of(step->answers.begin(), step->answers.end(), [](const Answer& a) { return !a.score.empty(); }))
      variables.counted[step] = variables.add(happened("counted " + step->id.text));
  for (const AuthoredStep* step : reads.asked_order)
    if (reads.asked.at(step).places > 1 && !step->records.empty() && !step->unsure.empty() &&
        answer_index(*step, step->unsure.text) < 0)
      variables.unsure_before[step] = variables.add(happened("unsure before " + step->id.text));
}

PointsRange PointsToCome::any_way_on(const DraftNode& node, const Table& table) {
  PointsRange range;
  bool first = true;
  each_target(node, [&](Draft to) {
    range.low = first ? table[to].low : std::min(range.low, table[to].low);
    range.high = first ? table[to].high : std::max(range.high, table[to].high);
    first = false;
  });
  return range;
}

PointsToCome::Table PointsToCome::table_of(const Score& score) const {
  Table table(layout_.nodes.size());
  for (auto it = layout_.order.rbegin(); it != layout_.order.rend(); ++it) {
    const DraftNode& n = layout_.nodes[*it];
    table[*it] = any_way_on(n, table);
    if (n.kind != Node::Kind::ask) continue;
    const PointsRange own = points_of(names_, *n.step, *n.file, score);
    table[*it].low += own.low;
    table[*it].high += own.high;
  }
  return table;
}

PointsRange PointsToCome::after(const Score& score, Draft here) {
  auto it = tables_.find(&score);
  if (it == tables_.end()) it = tables_.emplace(&score, table_of(score)).first;
  return any_way_on(layout_.nodes[here], it->second);
}

}  // namespace signpost

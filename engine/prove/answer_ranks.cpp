#include "engine/prove/answer_ranks.hpp"

#include <algorithm>
#include <set>

namespace signpost {

std::optional<Symbol> AnswerRanks::rank(const Question& q, const AnswerLabel& a) {
  if (a.unsure || !any(q)) return {};
  if (q.kind == QuestionKind::tick) return a.any_tick ? Symbol{2} : Symbol{1};
  const auto& its = all(q);
  return static_cast<Symbol>(1 + (std::lower_bound(its.begin(), its.end(), *seriousness(q, a)) - its.begin()));
}

bool AnswerRanks::any(const Question& q) {
  return q.kind == QuestionKind::tick ? q.worse != Worse::neither : all(q).size() > 1;
}

const std::vector<std::int64_t>& AnswerRanks::all(const Question& q) {
  auto [it, fresh] = of_question_.try_emplace(&q);
  if (!fresh) return it->second;
  std::set<std::int64_t> found;
  const auto add = [&](const AnswerLabel& a) {
    if (const auto its = seriousness(q, a)) found.insert(*its);
  };
  AnswerLabel a;
  if (is_amount(q.kind) && q.variable) {
    for (std::size_t symbol = 1; symbol < q.band_of_symbol.size(); ++symbol) {
      a.symbol = static_cast<Symbol>(symbol);
      if (q.band_of_symbol[symbol] != 255 && symbol <= program_.variables[q.variable].cells.size()) add(a);
    }
  } else {
    for (std::size_t i = 0; i < q.answers.size(); ++i) {
      a.answer = static_cast<int>(i);
      add(a);
    }
  }
  it->second.assign(found.begin(), found.end());
  return it->second;
}

std::optional<std::int64_t> AnswerRanks::seriousness(const Question& q, const AnswerLabel& a) const {
  if (q.kind == QuestionKind::yes_no && q.worse != Worse::neither)
    return (q.answers[static_cast<std::size_t>(a.answer)].id == "yes") == (q.worse != Worse::no);
  if (q.kind == QuestionKind::choose && q.worse == Worse::first) return -std::int64_t{a.answer};
  if (is_amount(q.kind) && (q.worse == Worse::higher || q.worse == Worse::lower)) {
    const std::int64_t amount = q.variable ? program_.variables[q.variable].cells[a.symbol - 1u]
                                           : q.bands[static_cast<std::size_t>(a.answer)].from;
    return q.worse == Worse::higher ? amount : -amount;
  }
  return {};
}

}  // namespace signpost

#include "engine/diff/version_pair.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>

#include "engine/amounts/measure.hpp"
#include "engine/prove/prove.hpp"

namespace signpost {
namespace {

bool holds(const std::vector<AdviceIndex>& items, AdviceIndex item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

// Advice that answers add or take away.
std::vector<AdviceIndex> advice_of_answers(const DecisionGraph& g, const Program& program) {
  std::set<AdviceIndex> items;
  for (std::uint32_t i = 0; i < program.questions; ++i)
    for (const AnswerChoice& a : g.questions[at(program.first_question) + i].answers) {
      items.insert(a.advice.begin(), a.advice.end());
      items.insert(a.without_advice.begin(), a.without_advice.end());
    }
  return {items.begin(), items.end()};
}

const Question* question_named(const DecisionGraph& g, const Program& program, const std::string& id) {
  const Question* all = g.questions.data() + at(program.first_question);
  const Question* found = std::find_if(all, all + program.questions, [&](const Question& q) { return q.id == id; });
  return found == all + program.questions ? nullptr : found;
}

// The smallest number or length of time that the words may stand for: a band's id, or the amount itself.
std::optional<std::int32_t> lower_end(const Question* q, const std::string& words) {
  if (q == nullptr || (q->kind != QuestionKind::number && q->kind != QuestionKind::duration)) return {};
  for (std::size_t i = 0; i < q->answers.size() && i < q->bands.size(); ++i)
    if (q->answers[i].id == words) return q->bands[i].from;
  return q->kind == QuestionKind::number ? parse_thousandths(words) : parse_minutes(words);
}

}  // namespace

VersionPair::VersionPair(const DecisionGraph& was, const Program& was_program, const DecisionGraph& now,
                         const Program& now_program)
    : g_{&was, &now}, program_{&was_program, &now_program} {
  rules_.unseen_is_no = false;
  for (const int side : {0, 1}) rules_.watched_advice[side] = advice_of_answers(*g_[side], *program_[side]);
}

PairJourneys VersionPair::journeys(PatientSets& sets) const {
  return PairJourneys({g_[0], program_[0]}, {g_[1], program_[1]}, rules_, sets);
}

OutcomeIndex VersionPair::end(int side, Place place) const {
  const std::uint32_t local = side == 0 ? place.first : place.second;
  return g_[side]->nodes[at(program_[side]->first_node) + local].outcome;
}

std::vector<std::string> VersionPair::advice(const Outcome& was, const Outcome& now) const {
  std::vector<std::string> ids;
  for (const int side : {0, 1}) {
    const Outcome& o = side == 0 ? was : now;
    std::set<AdviceIndex> items(rules_.watched_advice[side].begin(), rules_.watched_advice[side].end());
    items.insert(o.advice.begin(), o.advice.end());
    items.insert(o.worsening.begin(), o.worsening.end());
    for (const AdviceIndex item : items)
      if (const std::string& id = g_[side]->advice[at(item)].id; std::find(ids.begin(), ids.end(), id) == ids.end())
        ids.push_back(id);
  }
  return ids;
}

std::pair<VersionPair::Set, VersionPair::Set> VersionPair::told_otherwise(PairJourneys& pairs, PatientSets& sets,
                                                                          const Outcome& was, const Outcome& now,
                                                                          const std::string& id, Set set) const {
  const Set was_told = told(pairs, sets, 0, was, id, set), is_told = told(pairs, sets, 1, now, id, set);
  return {sets.minus(was_told, is_told), sets.minus(is_told, was_told)};
}

VersionPair::Set VersionPair::told(PairJourneys& pairs, PatientSets& sets, int side, const Outcome& o,
                                   const std::string& id, Set set) const {
  const auto& all = g_[side]->advice;
  const auto found = std::find_if(all.begin(), all.end(), [&](const AdviceInfo& a) { return a.id == id; });
  if (found == all.end()) return PatientSets::kEmpty;
  const auto index = static_cast<std::size_t>(found - all.begin());
  const AdviceIndex item{static_cast<std::uint32_t>(index)};
  const auto& watched = rules_.watched_advice[side];
  const auto place = static_cast<std::size_t>(std::find(watched.begin(), watched.end(), item) - watched.begin());
  const bool moved = place < watched.size();
  const PatientView its = pairs.view(side);
  Expansion& expansion = pairs.expansion(side);
  if (!holds(o.advice, item) && !holds(o.worsening, item))
    set = moved ? its.where_is(set, expansion.added(place), symbol::yes) : PatientSets::kEmpty;
  if (moved) set = sets.minus(set, its.where_is(set, expansion.taken(place), symbol::yes));
  if (const TestIndex t = program_[side]->advice_only_if[index]; t != kNone<TestIndex>)
    set = pairs.where(side, t, set, Truth::yes);
  if (const TestIndex t = program_[side]->advice_unless[index]; t != kNone<TestIndex>)
    set = sets.minus(set, pairs.where(side, t, set, Truth::yes));
  return set;
}

// Each side names an amount by its own band. Both answered with one amount, so the higher of the two lower ends is in
// both bands.
void VersionPair::same_amounts(Witness& was, Witness& now) const {
  for (auto& [id, words] : was.answers)
    for (auto& [other, other_words] : now.answers) {
      if (id != other || words == other_words) continue;
      const Question* question = question_named(*g_[0], *program_[0], id);
      const auto low = lower_end(question, words),
                 other_low = lower_end(question_named(*g_[1], *program_[1], other), other_words);
      if (!low || !other_low) continue;
      const std::int32_t both = std::max(*low, *other_low);
      words = other_words = question->kind == QuestionKind::number ? thousandths_text(both) : minutes_text(both);
    }
}

std::pair<Witness, Witness> VersionPair::example(PairJourneys& pairs, Place place, Set set, TopicIndex was_topic,
                                                 TopicIndex now_topic) const {
  const PairJourneys::Pair pair = pairs.example(place, set);
  const Witness was = witness_of(*g_[0], pair, 0), now = witness_of(*g_[1], pair, 1);
  Witness alike[2] = {was, now};
  same_amounts(alike[0], alike[1]);
  const auto walk = [&](const Witness& first, const Witness& second) {
    replay(*g_[0], was_topic, first, end(0, place));
    replay(*g_[1], now_topic, second, end(1, place));
  };
  try {
    walk(alike[0], alike[1]);
    return {alike[0], alike[1]};
  } catch (const std::logic_error&) {
    // Something finer than the bands tells the amounts apart: each side by its own name, then.
    walk(was, now);
    return {was, now};
  }
}

}  // namespace signpost

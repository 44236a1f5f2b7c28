#include "engine/equivalent.hpp"

#include <algorithm>

#include "engine/answer_text.hpp"
#include "engine/measure.hpp"
#include "engine/pair_journeys.hpp"
#include "engine/prove.hpp"

namespace signpost {
namespace {

using Set = PatientSets::Set;

bool holds(const std::vector<AdviceIndex>& items, AdviceIndex item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

// Advice that answers add or take away.
void advice_of_answers(const DecisionGraph& g, const Program& program, std::set<AdviceIndex>& items) {
  for (std::uint32_t i = 0; i < program.questions; ++i)
    for (const AnswerChoice& a : g.questions[at(program.first_question) + i].answers) {
      items.insert(a.advice.begin(), a.advice.end());
      items.insert(a.without_advice.begin(), a.without_advice.end());
    }
}

class Comparer {
 public:
  Comparer(const Library& library, const DecisionGraph& was, const DecisionGraph& now)
      : library_(library), g_{&was, &now} {}

  // False when a limit was passed.
  bool compare(const std::string& topic, const Program& was, const Program& now,
               std::optional<VersionDifference>& difference) {
    program_[0] = &was;
    program_[1] = &now;
    std::set<AdviceIndex> of_answers;
    for (int side : {0, 1}) advice_of_answers(*g_[side], *program_[side], of_answers);
    watched_.assign(of_answers.begin(), of_answers.end());
    PatientSets sets;
    PairRules rules;
    rules.watched_advice[0] = rules.watched_advice[1] = watched_;
    rules.unseen_is_no = false;  // the same patient, who would have ticked it
    PairJourneys pairs({g_[0], &was}, {g_[1], &now}, rules, sets);
    std::optional<std::pair<PairJourneys::Place, Set>> found;
    pairs.ended = [&](PairJourneys::Place place, Set set) {
      if (found) return;
      if (const Set differing = differs(pairs, sets, place, set)) found.emplace(place, differing);
    };
    const bool complete = pairs.follow(library_.ways_in_one_place);
    if (!found) return complete;
    const PairJourneys::Pair pair = pairs.example(found->first, found->second);
    VersionDifference d;
    d.topic = topic;
    d.was = witness_of(*g_[0], pair, 0);
    d.now = witness_of(*g_[1], pair, 1);
    same_amounts(d.was, d.now);
    const auto end = [&](int side, std::uint32_t local) {
      return g_[side]->nodes[at(program_[side]->first_node) + local].outcome;
    };
    d.was_end = end(0, found->first.first);
    d.now_end = end(1, found->first.second);
    const auto name = [&](int side, OutcomeIndex outcome) {
      return outcome_name(*g_[side], ProgramIndex(program_[side] - g_[side]->programs.data()), outcome);
    };
    d.was_outcome = name(0, d.was_end);
    d.now_outcome = name(1, d.now_end);
    d.was_disposition = g_[0]->dispositions[at(outcome(0, d.was_end).disposition)].id;
    d.now_disposition = g_[1]->dispositions[at(outcome(1, d.now_end).disposition)].id;
    replay(*g_[0], *g_[0]->topic_named(topic), d.was, d.was_end);
    replay(*g_[1], *g_[1]->topic_named(topic), d.now, d.now_end);
    difference = std::move(d);
    return true;
  }

 private:
  // Each side names an amount by its own band. Both answered with one amount, so the higher of the two lower ends is in
  // both bands.
  void same_amounts(Witness& was, Witness& now) const {
    for (auto& [question, words] : was.answers)
      for (auto& [other, other_words] : now.answers) {
        if (question != other || words == other_words) continue;
        const auto low = lower_end(0, question, words), other_low = lower_end(1, other, other_words);
        if (!low || !other_low) continue;
        const QuestionKind kind = question_of(0, question)->kind;
        const std::int32_t both = std::max(*low, *other_low);
        words = other_words = kind == QuestionKind::number ? thousandths_text(both) : minutes_text(both);
      }
  }

  const Question* question_of(int side, const std::string& id) const {
    const Question* all = g_[side]->questions.data() + at(program_[side]->first_question);
    const auto same = [&](const Question& q) { return q.id == id; };
    const Question* found = std::find_if(all, all + program_[side]->questions, same);
    return found == all + program_[side]->questions ? nullptr : found;
  }

  // The smallest number or length of time that the words may stand for: a band's id, or the amount itself.
  std::optional<std::int32_t> lower_end(int side, const std::string& id, const std::string& words) const {
    const Question* q = question_of(side, id);
    if (q == nullptr || (q->kind != QuestionKind::number && q->kind != QuestionKind::duration)) return {};
    for (std::size_t i = 0; i < q->answers.size() && i < q->bands.size(); ++i)
      if (q->answers[i].id == words) return q->bands[i].from;
    return q->kind == QuestionKind::number ? parse_thousandths(words) : parse_minutes(words);
  }

  const Outcome& outcome(int side, OutcomeIndex index) const { return g_[side]->outcomes[at(index)]; }

  // Those who end otherwise.
  Set differs(PairJourneys& pairs, PatientSets& sets, PairJourneys::Place place, Set set) const {
    const Outcome& a = outcome(0, g_[0]->nodes[at(program_[0]->first_node) + place.first].outcome);
    const Outcome& b = outcome(1, g_[1]->nodes[at(program_[1]->first_node) + place.second].outcome);
    if (a.id != b.id || a.file != b.file || a.disposition != b.disposition) return set;
    std::set<AdviceIndex> items(watched_.begin(), watched_.end());
    for (const Outcome* o : {&a, &b}) {
      items.insert(o->advice.begin(), o->advice.end());
      items.insert(o->worsening.begin(), o->worsening.end());
    }
    for (AdviceIndex item : items) {
      const Set was = told(pairs, sets, 0, a, item, set), now = told(pairs, sets, 1, b, item, set);
      if (was == now) continue;
      if (const Set lost = sets.minus(was, now)) return lost;
      return sets.minus(now, was);
    }
    return PatientSets::kEmpty;
  }

  // Those who are told the item at the end.
  Set told(PairJourneys& pairs, PatientSets& sets, int side, const Outcome& o, AdviceIndex item, Set set) const {
    const auto watched = std::find(watched_.begin(), watched_.end(), item);
    const auto index = static_cast<std::size_t>(watched - watched_.begin());
    const PatientView view = pairs.view(side);
    const bool own = holds(o.advice, item) || holds(o.worsening, item);
    if (watched == watched_.end() && !own) return PatientSets::kEmpty;
    if (!own) set = view.where_is(set, pairs.expansion(side).added(index), symbol::yes);
    if (watched != watched_.end())
      set = sets.minus(set, view.where_is(set, pairs.expansion(side).taken(index), symbol::yes));
    if (TestIndex t = program_[side]->advice_only_if[at(item)]; t != kNone<TestIndex>)
      set = pairs.where(side, t, set, Truth::yes);
    if (TestIndex t = program_[side]->advice_unless[at(item)]; t != kNone<TestIndex>)
      set = sets.minus(set, pairs.where(side, t, set, Truth::yes));
    return set;
  }

  const Library& library_;
  const DecisionGraph* g_[2];
  const Program* program_[2] = {nullptr, nullptr};
  std::vector<AdviceIndex> watched_;
};

}  // namespace

VersionComparison compare_versions(const Library& library, const DecisionGraph& was, const DecisionGraph& now,
                                   const std::set<std::string>& topics) {
  VersionComparison result;
  Comparer comparer(library, was, now);
  for (const std::string& topic : topics) {
    const auto index = was.topic_named(topic), other = now.topic_named(topic);
    if (!index || !other) return {false, {}};
    for (const ProgramIndex p : was.topics[at(*index)].programs)
      for (const ProgramIndex q : now.topics[at(*other)].programs) {
        const Program &a = was.programs[at(p)], &b = now.programs[at(q)];
        if (a.pathway != b.pathway) continue;
        result.complete = comparer.compare(topic, a, b, result.difference) && result.complete;
        if (result.difference) return result;
      }
  }
  return result;
}

}  // namespace signpost

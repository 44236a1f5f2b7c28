#include "engine/walk/carry_over.hpp"

#include <algorithm>

#include "engine/walk/walk.hpp"

namespace signpost {
namespace {

using Graph = DecisionGraph;

// The words in every variant. Two libraries may have other variants; then nothing said is the same.
bool same_words(const Graph& a, TextIndex in_a, const Graph& b, TextIndex in_b) {
  if (in_a == kNone<TextIndex> || in_b == kNone<TextIndex>) return in_a == in_b;
  for (std::size_t v = 0; v < a.variants.size(); ++v)
    if (a.text(in_a, static_cast<VariantIndex>(v)) != b.text(in_b, static_cast<VariantIndex>(v))) return false;
  return true;
}

bool same_advice(const Graph& a, const std::vector<AdviceIndex>& in_a, const Graph& b,
                 const std::vector<AdviceIndex>& in_b) {
  return std::equal(in_a.begin(), in_a.end(), in_b.begin(), in_b.end(), [&](AdviceIndex x, AdviceIndex y) {
    return same_words(a, a.advice[at(x)].text, b, b.advice[at(y)].text);
  });
}

std::uint32_t switches_in(const Graph& from, std::uint32_t switches, const Graph& to) {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < to.switches.size(); ++i) {
    const auto same = std::find_if(from.switches.begin(), from.switches.end(),
                                   [&](const SwitchInfo& s) { return s.id == to.switches[i].id; });
    const bool on =
        same == from.switches.end() ? to.switches[i].on : (switches >> (same - from.switches.begin()) & 1) != 0;
    out |= static_cast<std::uint32_t>(on) << i;
  }
  return out;
}

}  // namespace

bool same_question(const Graph& one, QuestionIndex in_one, const Graph& other, QuestionIndex in_other) {
  const Question& a = one.questions[at(in_one)];
  const Question& b = other.questions[at(in_other)];
  return one.variants == other.variants && a.file == b.file && a.step == b.step && a.kind == b.kind &&
         a.unit == b.unit && a.from == b.from && a.to == b.to && a.step_size == b.step_size && a.unsure == b.unsure &&
         same_words(one, a.text, other, b.text) && same_words(one, a.help, other, b.help) &&
         same_advice(one, a.note_advice, other, b.note_advice) &&
         // Bands of an amount are no answers that a person sees.
         (is_amount(a.kind) || std::equal(a.answers.begin(), a.answers.end(), b.answers.begin(), b.answers.end(),
                                          [&](const AnswerChoice& x, const AnswerChoice& y) {
                                            return x.id == y.id && same_words(one, x.text, other, y.text) &&
                                                   same_words(one, x.help, other, y.help);
                                          }));
}

std::variant<Answered, Rejected> carry_over(const Graph& from, const Journey& journey, const Graph& to) {
  std::vector<std::string> topics;
  for (const TopicIndex topic : journey.topics) topics.push_back(from.topics[at(topic)].id);
  auto begun = begin(to, topics, journey.patient, journey.on, switches_in(from, journey.switches, to));
  if (auto* rejected = std::get_if<Rejected>(&begun)) return *std::move(rejected);
  Journey& there = std::get<Journey>(begun);

  // While it is open who the patient is, so is which pathway admits them: then only a topic's one pathway is known.
  const Topic& topic = to.topics[at(there.topics.front())];
  ProgramIndex program = kNone<ProgramIndex>;
  if (!demographic_needed(to, there))
    program = program_for(to, there);
  else if (topic.programs.size() == 1)
    program = topic.programs.front();

  // Everything is held, and the walk takes up what it comes to.
  std::vector<std::string> dropped;
  for (const auto* list : {&journey.answers, &journey.held}) {
    for (Given given : *list) {
      const QuestionIndex old = given.question;
      given.question = kNone<QuestionIndex>;
      if (program != kNone<ProgramIndex>) {
        const Program& p = to.programs[at(program)];
        for (std::uint32_t i = 0; i < p.questions && given.question == kNone<QuestionIndex>; ++i)
          if (const QuestionIndex q{at(p.first_question) + i}; same_question(from, old, to, q)) given.question = q;
      }
      if (given.question != kNone<QuestionIndex>)
        there.held.push_back(given);
      else if (list == &journey.answers)
        dropped.push_back(from.questions[at(old)].id);
    }
  }
  return go_on_by_held(to, std::move(there), std::move(dropped));
}

}  // namespace signpost

#include "server/journey_counts.hpp"

#include <algorithm>

#include "server/metrics_text.hpp"
#include "server/step_json.hpp"

namespace signpost {
namespace {

constexpr JourneyFamily kFamilies[] = {
    {"signpost_journeys_begun_total", "Journeys begun."},
    {"signpost_journeys_finished_total", "Journeys that came to an outcome, by its disposition."},
    {"signpost_outcomes_reached_total", "Journeys that came to this outcome."},
    {"signpost_questions_shown_total", "Times that the question came next; loading it again is not counted."},
    {"signpost_questions_answered_total", "Times that the question was answered while it was open."},
    {"signpost_answers_changed_total", "Times that another answer took the place of one."},
    {"signpost_questions_gone_back_total", "Times that the question was shown again after it was answered."},
    {"signpost_evaluations_total", "Journeys that came whole in one request, by what they led to."},
};

// The answer to `question` among those of a journey, or nothing.
const Given* given_to(const std::vector<Reviewed>& reviewed, QuestionIndex question) {
  const auto found =
      std::find_if(reviewed.begin(), reviewed.end(), [&](const Reviewed& row) { return row.question == question; });
  return found == reviewed.end() ? nullptr : &found->given;
}

// Whether they say the same; what was offered beside it may differ.
bool same_answer(const Given* a, const Given* b) {
  return a != nullptr && b != nullptr && a->kind == b->kind && a->value == b->value && a->ticks == b->ticks;
}

bool same_step(const Step& a, const Step& b) {
  return a.kind == b.kind && (a.kind == Step::Kind::outcome || a.question == b.question);
}

}  // namespace

std::span<const JourneyFamily, kJourneyFamilies> journey_families() { return kFamilies; }

JourneyCounts::Table::Table(std::size_t rows, std::size_t columns)
    : rows_(rows), columns_(columns), counts_(std::make_unique<std::atomic<std::uint64_t>[]>(rows * columns)) {}

void JourneyCounts::Table::add(std::size_t row, std::size_t column) noexcept {
  counts_[row * columns_ + column].fetch_add(1, std::memory_order_relaxed);
}

std::uint64_t JourneyCounts::Table::count(std::size_t row, std::size_t column) const noexcept {
  return counts_[row * columns_ + column].load(std::memory_order_relaxed);
}

std::uint64_t JourneyCounts::Table::total() const noexcept {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < rows_ * columns_; ++i) sum += counts_[i].load(std::memory_order_relaxed);
  return sum;
}

JourneyCounts::JourneyCounts(const DecisionGraph& graph)
    : digest_(graph.digest),
      release_(label("release", std::string_view(graph.digest).substr(0, kShortDigest))),
      begun_(graph.topics.size(), 1),
      finished_(graph.topics.size(), graph.dispositions.size()),
      reached_(graph.outcomes.size(), 1),
      shown_(graph.questions.size(), 1),
      answered_(graph.questions.size(), 1),
      changed_(graph.questions.size(), 1),
      gone_back_(graph.questions.size(), 1),
      evaluated_(graph.topics.size(), graph.dispositions.size() + 1) {
  for (const Topic& topic : graph.topics) topics_.push_back(label("topic", topic.id));
  for (const DispositionInfo& end : graph.dispositions)
    ends_.push_back(label("disposition", end.id) + ',' + label("level", level_name(end.level)));
  ends_.push_back(label("disposition", "") + ',' + label("level", ""));
  for (const Outcome& outcome : graph.outcomes) {
    disposition_of_.push_back(outcome.disposition);
    outcomes_.push_back(label("pathway", outcome.file) + ',' + label("outcome", outcome.id) + ',' +
                        ends_[at(outcome.disposition)]);
  }
  // Those about the patient belong to no pathway.
  questions_.resize(graph.questions.size());
  for (const QuestionIndex about_patient : {kPartyQuestion, kAgeQuestion, kSexQuestion})
    questions_[at(about_patient)] =
        label("pathway", "") + ',' + label("question", graph.questions[at(about_patient)].id);
  for (const Program& program : graph.programs)
    for (std::uint32_t i = 0; i < program.questions; ++i) {
      const std::size_t question = at(program.first_question) + i;
      questions_[question] = label("pathway", program.pathway) + ',' + label("question", graph.questions[question].id);
    }
}

void JourneyCounts::comes(TopicIndex topic, const Step& next) noexcept {
  if (next.kind == Step::Kind::outcome) {
    finished_.add(at(topic), at(disposition_of_[at(next.outcome)]));
    reached_.add(at(next.outcome));
  } else {
    shown_.add(at(next.question));
  }
}

void JourneyCounts::begun(TopicIndex topic, const Step& first) noexcept {
  begun_.add(at(topic));
  comes(topic, first);
}

void JourneyCounts::answered(std::string_view question, std::size_t given, const Answered& after) noexcept {
  // An answer of the pathway stands behind those before it; one about the patient is not among them.
  if (question == "patient/party")
    answered_.add(at(kPartyQuestion));
  else if (question == "patient/age")
    answered_.add(at(kAgeQuestion));
  else if (question == "patient/sex")
    answered_.add(at(kSexQuestion));
  else if (given < after.journey.answers.size())
    answered_.add(at(after.journey.answers[given].question));
  comes(after.journey.topics.front(), after.step);
}

void JourneyCounts::changed(const DecisionGraph& graph, const Journey& before, std::string_view question,
                            const Answered& after) {
  const auto was_open = step(graph, before);
  const auto* const open = std::get_if<Step>(&was_open);
  if (open == nullptr) return;
  const auto named = graph.question_named(open->program, question);
  if (!named) return;
  const auto old_answers = review(graph, before), new_answers = review(graph, after.journey);
  if (same_answer(given_to(old_answers, *named), given_to(new_answers, *named))) return;
  changed_.add(at(*named));
  if (!same_step(*open, after.step)) comes(after.journey.topics.front(), after.step);
}

void JourneyCounts::gone_back(QuestionIndex question) noexcept { gone_back_.add(at(question)); }

void JourneyCounts::evaluated(const Answered& after) noexcept {
  const bool finished = after.step.kind == Step::Kind::outcome;
  evaluated_.add(at(after.journey.topics.front()),
                 finished ? at(disposition_of_[at(after.step.outcome)]) : evaluated_.columns() - 1);
}

std::string JourneyCounts::samples(std::string_view family, const Table& table, const Labels& rows,
                                   const Labels* columns) const {
  std::string out;
  for (std::size_t row = 0; row < table.rows(); ++row)
    for (std::size_t column = 0; column < table.columns(); ++column) {
      const std::uint64_t whole = table.count(row, column) / kTogether * kTogether;
      if (whole == 0) continue;
      std::string labels = release_ + ',' + rows[row];
      if (columns != nullptr) labels += ',' + (*columns)[column];
      append_sample(out, family, labels, whole);
    }
  return out;
}

std::shared_ptr<const JourneyCounts::Samples> JourneyCounts::published() {
  const std::lock_guard lock(publishing_);
  const std::array<std::uint64_t, 3> now{begun_.total(), finished_.total(), evaluated_.total()};
  bool enough = false;
  for (std::size_t i = 0; i < now.size(); ++i) enough = enough || now[i] >= when_published_[i] + kTogether;
  if (!enough) return published_;
  when_published_ = now;
  struct Part {
    const Table& table;
    const Labels& rows;
    const Labels* columns = nullptr;
  };
  const Part parts[kJourneyFamilies] = {{begun_, topics_},        {finished_, topics_, &ends_}, {reached_, outcomes_},
                                        {shown_, questions_},     {answered_, questions_},      {changed_, questions_},
                                        {gone_back_, questions_}, {evaluated_, topics_, &ends_}};
  auto fresh = std::make_shared<Samples>();
  for (std::size_t i = 0; i < kJourneyFamilies; ++i)
    (*fresh)[i] = samples(kFamilies[i].name, parts[i].table, parts[i].rows, parts[i].columns);
  published_ = std::move(fresh);
  return published_;
}

}  // namespace signpost

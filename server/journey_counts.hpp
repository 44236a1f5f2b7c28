// What happens on the journeys of one release, counted: begun and finished by topic, questions shown, answered and gone
// back to, the mix of outcomes. Never who: no age, sex, answer, address or moment.
//
// Counting takes a few nanoseconds: the engine's indices are the places in tables that are laid out at load. It never
// waits or allocates.
//
// What is published points at nobody. Every figure is rounded down to whole tens, so that it is absent below ten; and
// the figures are brought up to date only when ten journeys have begun, or ten have finished, since they last were.
// Without the second, whoever reads the figures every few seconds would learn from the step from 9 to 10 what the one
// person did who used the service in those seconds.
//
// A stateless service does not know a journey again. It counts what requests bring about: a page that is loaded again
// brings about nothing; a form that is sent twice, before the first answer has arrived, counts twice.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/decision_graph.hpp"
#include "engine/walk/engine.hpp"

namespace signpost {

// No published figure is about fewer than this.
inline constexpr std::uint64_t kTogether = 10;

// What pages and metrics call a release: so many hex digits of its digest.
inline constexpr std::size_t kShortDigest = 12;

// The families of samples that every release publishes, all of them counters.
struct JourneyFamily {
  std::string_view name, help;
};
inline constexpr std::size_t kJourneyFamilies = 8;
std::span<const JourneyFamily, kJourneyFamilies> journey_families();

// Thread-safe.
class JourneyCounts {
 public:
  // Copies the names that it needs out of `graph`.
  explicit JourneyCounts(const DecisionGraph& graph);

  // A journey was begun; `first` is what comes in it.
  void begun(TopicIndex topic, const Step& first) noexcept;
  // What was asked was answered. `given`: how many answers the journey had before.
  void answered(std::string_view question, std::size_t given, const Answered& after) noexcept;
  // What had been answered was answered once more. Counts nothing where the answer is the same, shows only what was not
  // open already, and finishes no journey that was finished.
  void changed(const DecisionGraph& graph, const Journey& before, std::string_view question, const Answered& after);
  // What had been answered was shown again.
  void gone_back(QuestionIndex question) noexcept;
  // All of a journey came in one request. Apart from the rest: a client may send it after every answer.
  void evaluated(const Answered& after) noexcept;

  const std::string& digest() const noexcept { return digest_; }
  // release="...", as it stands in every sample.
  const std::string& release_label() const noexcept { return release_; }

  // The published samples, for each of journey_families(). May wait for another caller of this, never for one who
  // counts.
  using Samples = std::array<std::string, kJourneyFamilies>;
  std::shared_ptr<const Samples> published();

 private:
  // Counters in rows and columns.
  class Table {
   public:
    Table(std::size_t rows, std::size_t columns);
    void add(std::size_t row, std::size_t column = 0) noexcept;
    std::uint64_t count(std::size_t row, std::size_t column = 0) const noexcept;
    std::uint64_t total() const noexcept;
    std::size_t rows() const noexcept { return rows_; }
    std::size_t columns() const noexcept { return columns_; }

   private:
    std::size_t rows_, columns_;
    std::unique_ptr<std::atomic<std::uint64_t>[]> counts_;
  };
  using Labels = std::vector<std::string>;

  void comes(TopicIndex topic, const Step& next) noexcept;
  std::string samples(std::string_view family, const Table& table, const Labels& rows, const Labels* columns) const;

  std::string digest_, release_;
  // As they stand in samples, by the engine's indices.
  Labels topics_, questions_, outcomes_;
  Labels ends_;  // dispositions; the last is "none reached"
  std::vector<DispositionIndex> disposition_of_;
  Table begun_, finished_, reached_, shown_, answered_, changed_, gone_back_, evaluated_;

  std::mutex publishing_;
  std::array<std::uint64_t, 3> when_published_{};  // journeys begun, finished, evaluated
  std::shared_ptr<const Samples> published_ = std::make_shared<Samples>();
};

}  // namespace signpost

// What there is to show of a library, and what of it one journey shows. A part belongs to the file that it is written
// in: what a module's step shows counts for the module, whichever pathway was walked.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/graph/decision_graph.hpp"
#include "engine/graph/edge_label.hpp"
#include "engine/graph/journey.hpp"
#include "engine/names/names.hpp"
#include "engine/pathway/pathway.hpp"

namespace signpost {

using PartIndex = std::uint32_t;
using SiteIndex = std::uint32_t;
inline constexpr std::uint32_t kNoPart = 0xffffffff;

// One thing that a scenario may show.
struct Part {
  enum class Kind : std::uint8_t {
    step,      // is reached
    answer,    // is given by somebody who was asked; none of these and not sure too
    band,      // the same, of a number, a length of time or a date
    rule,      // fires; is come to and is not true. Floors, `for` and `only-if` too, and what adds to a score
    boundary,  // the first value on the far side of a threshold, and the last on the near side
    outcome,   // somebody ends there
    advice,    // is given; and where it has a condition, is withheld
  };
  Kind kind = Kind::step;
  Location at;
  std::string what;  // a sentence without its full stop: "`danger` is answered `faint`"
};
inline constexpr std::size_t kPartKinds = 7;
std::string_view part_kind_name(Part::Kind kind);  // "step"

// A value that divides those of an age, an amount or a score.
struct Threshold {
  enum class Of : std::uint8_t { age, amount, score };
  Of of = Of::age;
  std::string variable;        // amount, score: its name in a program
  std::int64_t bound = 0;      // the first value on the far side: an age cell, thousandths, minutes, points
  std::int64_t tolerance = 0;  // lengths of time: one of the unit that the author wrote, in minutes; else 0, and the
                               // question's own step is used
  std::int64_t last_below = 0, first_above = 0;  // the values to try
  PartIndex below = kNoPart, above = kNoPart;    // kNoPart: nobody can give that value
};

// A place where a test stands.
struct TestSite {
  enum class Kind : std::uint8_t { rule, floor, admits, only_if, points, advice_only_if, advice_unless };
  Kind kind = Kind::rule;
  Location at;
  PartIndex yes = kNoPart, no = kNoPart;
  std::vector<Threshold> thresholds;
};

// What one journey shows, each ascending and once.
struct Shown {
  std::vector<PartIndex> parts;
  std::vector<SiteIndex> sites;  // that were come to
  bool has(PartIndex part) const;
};

// Immutable once made: any number of threads may ask it. Library and graph must outlive it.
class CoverageMap {
 public:
  CoverageMap(const Library& library, const DecisionGraph& graph);

  const Library& library() const { return library_; }
  const DecisionGraph& graph() const { return graph_; }
  const std::vector<Part>& parts() const { return parts_; }  // file by file, pathways before advice
  const std::vector<TestSite>& sites() const { return sites_; }

  // Of a journey that has come to its outcome; nothing for others.
  Shown shown(const Journey& journey) const;

  // Parts and sites by where they stand; kNoPart where there is none.
  SiteIndex rule_site(Location rule) const;
  SiteIndex only_if_site(Location question, std::size_t answer) const;
  PartIndex step_part(Location step) const;
  PartIndex answer_part(Location question, std::size_t answer) const;
  PartIndex none_part(Location question) const;
  PartIndex unsure_part(Location question) const;
  PartIndex outcome_part(Location outcome) const;
  const std::vector<Threshold>& cuts(Location question) const;  // between its bands
  // `pathway`: its id.
  SiteIndex admits_site(std::string_view pathway) const;
  PartIndex advice_part(AdviceIndex advice) const { return advice_[at(advice)].given; }
  SiteIndex advice_only_if_site(AdviceIndex advice) const { return advice_[at(advice)].only_if; }
  SiteIndex advice_unless_site(AdviceIndex advice) const { return advice_[at(advice)].unless; }
  // Of an addition to a score: `variable` is the score's, in a program.
  SiteIndex points_site(const Variable& variable, std::size_t plus) const;
  // The step that stands at a place; null where there is none.
  const AuthoredStep* step_at(Location step) const;
  // Steps that use a module have no node of their own before it. As parts: those that a program begins with, and those
  // that a way out of a step leads into in that program.
  std::vector<PartIndex> begun_with(const Program& program) const;
  std::vector<PartIndex> led_into(const Program& program, Location step, EdgeLabel how) const;
  // The same for whoever comes into another pathway by a jump.
  std::vector<PartIndex> jumped_into(std::string_view pathway) const;

 private:
  friend class CoverageBuilder;
  struct Asked {
    const AuthoredStep* step = nullptr;
    const FileNames* file = nullptr;
    PartIndex reached = kNoPart, none = kNoPart, unsure = kNoPart;
    std::vector<PartIndex> answers;
    std::vector<SiteIndex> only_if;
    std::vector<Threshold> cuts;
  };
  struct AdviceParts {
    PartIndex given = kNoPart;
    SiteIndex only_if = kNoPart, unless = kNoPart;
  };
  friend class TrailReader;
  const Asked* asked(Location step) const;
  std::vector<PartIndex> entered(const FileNames* file, const Name* to) const;
  // From the start of the n-th file that a program goes through one after the other: the modules at the start, then
  // the pathway.
  std::vector<PartIndex> begun(const Program& program, std::size_t n) const;

  const Library& library_;
  const DecisionGraph& graph_;
  Names names_;
  std::vector<Part> parts_;
  std::vector<TestSite> sites_;
  std::map<Location, Asked> steps_;
  std::map<Location, SiteIndex> rules_;
  std::map<Location, PartIndex> outcomes_;
  std::unordered_map<std::string_view, SiteIndex> admits_;
  std::map<std::pair<std::string, std::string>, std::vector<SiteIndex>> points_;  // by the variable's name and words
  std::vector<AdviceParts> advice_;
};

}  // namespace signpost

// What was proven, run, counted and compared.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/coverage_report.hpp"
#include "cli/diff_html.hpp"
#include "cli/dossier_parts.hpp"
#include "engine/explore/count_journeys.hpp"
#include "engine/pathway/condition.hpp"
#include "engine/text/digits.hpp"

namespace signpost {

namespace {

std::string names_of(const std::vector<Name>& names) {
  std::string text;
  for (const Name& name : names) text += (text.empty() ? "" : ", ") + name.text;
  return text;
}

// "if age < 3 months: at least primary-care-24h"
std::string promise_of(const Claim& claim) {
  std::vector<std::string> promises;
  if (!claim.disposition.empty()) promises.push_back(claim.disposition.text);
  if (!claim.known.empty()) promises.push_back("known: " + names_of(claim.known));
  if (!claim.asked.empty()) promises.push_back("asked: " + names_of(claim.asked));
  if (!claim.advice.empty()) promises.push_back("told: " + names_of(claim.advice));
  if (!claim.within.empty()) promises.push_back("within " + claim.within.text);
  std::string whom;
  if (claim.from) whom = fmt::format("from {} to {}", condition_text(*claim.from), condition_text(*claim.to));
  if (claim.when) whom += fmt::format("{}if {}", whom.empty() ? "" : ", ", condition_text(*claim.when));
  if (claim.answered)
    whom += fmt::format("{}if answered {}", whom.empty() ? "" : ", ", condition_text(*claim.answered));
  return fmt::format("{}{}", whom.empty() ? "everybody: " : whom + ": ", fmt::join(promises, "; "));
}

std::string_view verdict_words(const ClaimResult* result) {
  if (result == nullptr) return "made of no pathway";
  switch (result->verdict) {
    case ClaimResult::Verdict::proven:
      return "proven";
    case ClaimResult::Verdict::refuted:
      return "refuted";
    case ClaimResult::Verdict::waived:
      return "waived";
    case ClaimResult::Verdict::about_nobody:
      return "speaks of nobody";
    case ClaimResult::Verdict::not_proven:
      break;
  }
  return "not proven";
}

std::string shown(const std::string& digits) { return digits.empty() ? "–" : grouped_digits(digits); }

std::string finished(std::string words) { return words.ends_with('.') ? words : words + "."; }

}  // namespace

void add_claims(const Dossier& dossier, DossierDraft& draft) {
  const Loaded& loaded = dossier.loaded;
  std::vector<TemplateData> files, waivers;
  const auto add = [&](const std::vector<Claim>& claims) {
    if (claims.empty()) return;
    const std::string path = own_path(dossier, claims.front().at.file);
    std::vector<TemplateData> rows;
    for (const Claim& claim : claims) {
      const ClaimResult* result = result_of(*loaded.graph, *loaded.proof, claim);
      const bool proven = result != nullptr && result->verdict == ClaimResult::Verdict::proven;
      const bool waived = result != nullptr && result->verdict == ClaimResult::Verdict::waived;
      TemplateData& row = rows.emplace_back();
      row.set("claim", claim.claim.text).set("promise", promise_of(claim));
      row.set("verdict", verdict_words(result)).set("verdict_class", proven ? "good" : waived ? "doubt" : "bad");
      row.set_if("counterexample", result != nullptr && result->counterexample
                                       ? fmt::format("for example {}: {}", result->counterexample->witness.person(),
                                                     result->counterexample->witness.journey())
                                       : std::string());
      set_evidence(row, "claim", claim.evidence);
      if (!proven)
        draft.open(fmt::format("{}: the claim \"{}\" is {}.", path, claim.claim.text, verdict_words(result)));
      if (!claim.waived) continue;
      const auto until = parse_day(claim.waived->until);
      waivers.emplace_back()
          .set("waived_claim", claim.claim.text)
          .set("waived_file", path)
          .set("waived_by", claim.waived->by)
          .set("waived_reason", claim.waived->reason)
          .set("waived_until", claim.waived->until)
          .flag("waiver_over", !until || *until < dossier.on);
    }
    files.emplace_back().set("claim_file", path).list("claim_rows", std::move(rows));
  };
  add(loaded.library.claims);
  for (const Pathway& pathway : loaded.library.pathways) add(pathway.claims);
  draft.page.list("claim_files", std::move(files));
  const std::string words = summary(*loaded.proof);
  draft.page.set("claims_summary", finished(words));
  draft.measured("Safety claims", words,
                 loaded.proof->count(ClaimResult::Verdict::proven) < loaded.proof->claims.size());
  draft.measured("Claims that hold of every library without being written", unwritten_summary(*loaded.proof),
                 loaded.proof->unwritten_refuted + loaded.proof->unwritten_not_proven > 0);
  draft.measured("Waivers", std::to_string(waivers.size()), !waivers.empty());
  set_list(draft.page, "waivers", std::move(waivers));
}

void add_scenarios(const Dossier& dossier, DossierDraft& draft) {
  const std::vector<Scenario>& scenarios = dossier.loaded.library.scenarios;
  std::vector<TemplateData> files;
  std::size_t failed = 0;
  for (std::size_t i = 0; i < scenarios.size();) {
    const std::uint32_t file = scenarios[i].at.file;
    const std::string path = own_path(dossier, file);
    std::vector<TemplateData> rows;
    for (; i < scenarios.size() && scenarios[i].at.file == file; ++i) {
      const ScenarioResult& result = dossier.scenarios[i];
      TemplateData& row = rows.emplace_back();
      row.set("scenario", scenarios[i].name.text);
      row.set("scenario_end",
              result.outcome.empty() ? "no outcome" : fmt::format("{} ({})", result.disposition, result.outcome));
      row.set_if("scenario_failed",
                 result.passed ? std::string() : fmt::format("{}", fmt::join(result.failures, "; ")));
      if (result.passed) continue;
      ++failed;
      draft.open(fmt::format("{}: the scenario \"{}\" fails.", path, scenarios[i].name.text));
    }
    files.emplace_back().set("scenario_file", path).list("scenario_rows", std::move(rows));
  }
  draft.page.list("scenario_files", std::move(files));
  const std::string words = fmt::format("{} passed, {} failed", scenarios.size() - failed, failed);
  draft.page.set("scenarios_summary", words + ".");
  draft.measured("Scenarios", words, failed > 0 || scenarios.empty());
}

void add_coverage(const Dossier& dossier, DossierDraft& draft) {
  TemplateData& page = draft.page;
  CoveredFiles files;
  Counted whole;
  std::vector<TemplateData> gaps;
  for (const Coverage::File& file : dossier.coverage.files) {
    files.push_back(&file);
    whole.shown += file.whole.shown;
    whole.all += file.whole.all;
    for (const PartIndex part : file.parts) {
      if (!missing(dossier.coverage, part)) continue;
      const Part& is = dossier.map.parts()[part];
      gaps.emplace_back()
          .set("gap_place", fmt::format("{}:{}", own_path(dossier, is.at.file), is.at.line))
          .set("gap", is.what);
    }
  }
  const std::string words =
      fmt::format("{} of {} parts are shown by a scenario, {}%", whole.shown, whole.all, percent(whole));
  page.set("coverage_summary", words + ".");
  page.set_html("coverage_table", coverage_numbers(files, CoverageLinks::none));
  draft.measured("Coverage", words);
  set_list(page, "gaps", std::move(gaps));

  page.flag("has_mutants", dossier.mutants != nullptr);
  if (dossier.mutants == nullptr) {
    const std::string why = dossier.mutants_wanted ? "a claim or a scenario fails, and has to be mended first."
                                                   : "it takes minutes, and was not asked for (--mutants).";
    page.set("no_mutants", why);
    draft.not_measured("The mutation score: " + why);
    return;
  }
  const MutantCounts total = dossier.mutants->total();
  std::string score = fmt::format("{} of {} mutants noticed, {}%", total.killed(), total.counted(), total.score());
  if (total.all() < dossier.mutants->made()) {
    score += fmt::format("; {} of {} were tried", total.all(), dossier.mutants->made());
    draft.not_measured(fmt::format("{} mutants of {}: a limit was given.", dossier.mutants->made() - total.all(),
                                   dossier.mutants->made()));
  }
  page.set("mutants_summary", score + ".");
  draft.measured("Mutation score", score);
  std::vector<TemplateData> rows, survivors;
  const auto add = [&](std::string_view name, const MutantCounts& counts) {
    using V = MutantResult::Verdict;
    std::vector<TemplateData> numbers;
    for (const std::size_t n : {counts.all(), counts[V::by_compiler], counts[V::by_scenario], counts[V::by_claim],
                                counts[V::equivalent], counts[V::survived]})
      numbers.emplace_back().set("mutant_number", std::to_string(n));
    numbers.emplace_back().set("mutant_number", counts.counted() == 0 ? "–" : fmt::format("{}%", counts.score()));
    rows.emplace_back().set("mutant_file", name).list("mutant_numbers", std::move(numbers));
  };
  for (const auto& [name, counts] : dossier.mutants->by_file()) add(name, counts);
  add("all files", total);
  page.list("mutant_rows", std::move(rows));
  for (const auto& [place, words_of] : dossier.mutants->survivors())
    survivors.emplace_back().set("survivor_place", place).set("survivor", words_of);
  set_list(page, "survivors", std::move(survivors));
}

void add_journeys(const Dossier& dossier, DossierDraft& draft) {
  const DecisionGraph& graph = *dossier.loaded.graph;
  std::vector<TemplateData> rows;
  std::string all = "0";
  bool every = true;
  for (const TopicNumbers& numbers : dossier.loaded.exploration->topics) {
    const Topic& topic = graph.topics[at(numbers.topic)];
    const JourneyCount counts = count_journeys(graph, numbers.topic, dossier.loaded.library.ways_in_one_place);
    every = every && !counts.all.empty();
    all = sum_of_digits(all, counts.all);
    std::array<std::string, 4> levels;
    levels.fill(counts.all.empty() ? "" : "0");
    for (const JourneyCount::Ending& ending : counts.endings) {
      std::string& level = levels[static_cast<std::size_t>(
          graph.dispositions[at(graph.outcomes[at(ending.outcome)].disposition)].level)];
      level = sum_of_digits(level, ending.journeys);
    }
    std::vector<TemplateData> cells, mix;
    for (const std::string& cell :
         {std::to_string(numbers.steps), std::to_string(numbers.questions), std::to_string(numbers.shortest),
          std::to_string(numbers.longest), std::to_string(numbers.outcomes), shown(counts.all)})
      cells.emplace_back().set("topic_number", cell);
    for (const std::string& level : levels) mix.emplace_back().set("topic_level", shown(level));
    rows.emplace_back()
        .set("topic_title", topic.title)
        .set("topic_id", topic.id)
        .list("topic_numbers", std::move(cells))
        .list("topic_levels", std::move(mix));
  }
  draft.measured("Journeys followed", fmt::format("{}{}, in {}", every ? "" : "more than ", shown(all),
                                                  counted(rows.size(), "topic", "topics")));
  draft.page.list("topics", std::move(rows));
}

void add_changes(const Dossier& dossier, DossierDraft& draft) {
  TemplateData& page = draft.page;
  page.flag("has_changes", dossier.changes.has_value());
  if (!dossier.changes) {
    draft.not_measured("What changed since an earlier library: none was named (--since OLD).");
    return;
  }
  const ClinicalDiff& found = dossier.changes->found;
  const std::vector<AcceptedChange>& accepted = dossier.changes->accepted;
  const Loaded& before = dossier.changes->before;
  page.set("since", dossier.changes->dir).set("since_digest", before.graph->digest);
  page.set_html("changes", changes_html(found, {{before.library, *before.graph},
                                                {dossier.loaded.library, *dossier.loaded.graph},
                                                dossier.changes->dir,
                                                dossier.dir,
                                                accepted,
                                                3,
                                                "changes-"}));
  for (const std::string& topic : found.unfinished)
    draft.not_measured(
        fmt::format("What changed in {}: too many pairs of patients would have to be told apart.", topic));
  std::array<std::size_t, 3> of{};
  for (const EndChange& change : found.ends) ++of[static_cast<std::size_t>(change.kind)];
  const std::size_t open = unsigned_changes(found, accepted);
  draft.measured(
      "Changes since " + dossier.changes->dir,
      fmt::format("{} less urgent, {} more urgent, {} as urgent and told otherwise; {}, {}", of[0], of[1], of[2],
                  counted(found.names.size(), "name", "names"), counted(found.texts.size(), "text", "texts")),
      open > 0);
  if (open > 0)
    draft.open(fmt::format("{} to less urgent for which nobody has signed (--accept FILE).",
                           counted(open, "change", "changes")));
}

}  // namespace signpost

#include "cli/report.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "cli/diff.hpp"
#include "cli/dossier.hpp"
#include "cli/exit_code.hpp"
#include "cli/place.hpp"
#include "cli/progress_line.hpp"
#include "engine/text/whole_file.hpp"

namespace signpost {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxHazardLog = 4 * 1024 * 1024;  // as a file of the library
constexpr std::size_t kMaxTestFile = 4 * 1024 * 1024;   // many times the longest

// The log that was named, or the one that stands where the project keeps its own; empty: there is none.
std::string hazard_log_of(const ReportOptions& options, const std::string& dir) {
  if (!options.hazards.empty()) return options.hazards;
  const fs::path usual = (fs::path(dir) / ".." / "docs" / "hazards.yaml").lexically_normal();
  std::error_code ignored;
  return fs::is_regular_file(usual, ignored) ? usual.string() : std::string();
}

// The log stands in docs/, and the tests in tests/ beside that, where the sources are on this machine.
std::function<std::optional<std::string>(const std::string&)> tests_beside(const std::string& log) {
  const fs::path top = (fs::path(log).parent_path() / "..").lexically_normal();
  std::error_code ignored;
  if (!fs::is_directory(top / "tests", ignored)) return {};
  return [top](const std::string& path) -> std::optional<std::string> {
    std::error_code none;
    if (!fs::is_regular_file(top / path, none)) return std::nullopt;
    return read_file((top / path).string(), kMaxTestFile);
  };
}

void print(const Diagnostics& found, const Sources& sources, const Terminal& terminal) {
  RenderOptions options;
  options.colour = terminal.colour_err;
  fmt::print(stderr, "{}", render_text(found, sources, options));
}

// Reads the log and holds its links against what was measured. Nothing where it cannot be understood.
std::optional<Dossier::Hazards> judged_hazards(const std::string& path, const std::string& dir, const Loaded& loaded,
                                               const std::vector<ScenarioResult>& scenarios, Diagnostics& found,
                                               Sources& sources) {
  Dossier::Hazards hazards;
  hazards.path = path;
  std::string text = read_file(path, kMaxHazardLog);
  hazards.digest = content_digest(text);
  hazards.log = read_hazards(path, std::move(text), sources, found);
  if (hazards.log.hazards.empty()) return std::nullopt;
  const HazardEvidence evidence{loaded.library, dir, *loaded.graph, *loaded.proof, scenarios, tests_beside(path)};
  hazards.verdicts = check_links(hazards.log, evidence, found);
  return hazards;
}

}  // namespace

int report(const ReportOptions& options, const Terminal& terminal) {
  const Place place = place_of(options.words);
  if (!place.topics.empty()) {
    fmt::print(stderr, "signpost: there is no folder '{}'. A library is reported as a whole: signpost report [DIR]\n",
               place.topics.front());
    return kMisuse;
  }
  const std::optional<Day> on = options.on.empty() ? today() : parse_day(options.on);
  if (!on) {
    fmt::print(stderr, "signpost: '{}' is no day. Write it like 2026-11-22\n", options.on);
    return kMisuse;
  }
  const std::unique_ptr<Loaded> loaded = load(place.dir, Effort::prove, terminal, *on);
  if (!loaded->proof) {
    complain(*loaded, place.dir, terminal);
    return kFindings;
  }
  bool findings = loaded->diagnostics.has_errors();
  if (findings) print(loaded->diagnostics, loaded->library.sources, terminal);

  std::unique_ptr<Loaded> before;
  std::optional<Dossier::Changes> changes;
  if (!options.since.empty()) {
    const std::optional<std::vector<AcceptedChange>> accepted = accepted_in(options.accept, terminal);
    if (!accepted) return kFindings;
    before = load(options.since, Effort::compile, terminal);
    if (before->graph == nullptr) {
      complain(*before, options.since, terminal);
      return kFindings;
    }
    ProgressLine progress(terminal);
    progress.stage("Following every patient through both");
    changes.emplace(
        Dossier::Changes{*before, options.since,
                         clinical_diff({before->library, *before->graph}, {loaded->library, *loaded->graph},
                                       [&](std::size_t done, std::size_t all) { progress.count(done, all); }),
                         *accepted});
    findings = findings || unsigned_changes(changes->found, changes->accepted) > 0;
  }

  std::vector<ScenarioResult> scenarios;
  bool passed = true;
  for (const Scenario& scenario : loaded->library.scenarios) {
    scenarios.push_back(run_scenario(*loaded->graph, scenario));
    passed = passed && scenarios.back().passed;
  }
  if (!passed) fmt::print(stderr, "signpost: some scenarios fail: signpost test {}\n", place.dir);

  std::optional<Dossier::Hazards> hazards;
  const std::string log = hazard_log_of(options, place.dir);
  if (!log.empty()) {
    Sources sources = loaded->library.sources;  // so that a finding may point into both
    Diagnostics found;
    hazards = judged_hazards(log, place.dir, *loaded, scenarios, found, sources);
    found.sort();
    print(found, sources, terminal);
    findings = findings || found.has_errors();
  }

  std::optional<CoverageMap> map;
  std::optional<Coverage> coverage;
  {
    ProgressLine progress(terminal);
    progress.stage("Measuring the coverage");
    map.emplace(loaded->library, *loaded->graph);
    coverage = measure_coverage(*map);
  }
  std::optional<JudgedMutants> mutants;
  // Mutants mean something only where nothing fails of itself.
  if (options.mutants && passed && !loaded->diagnostics.has_errors())
    mutants.emplace(*loaded, std::vector<std::string>{}, options.limit, terminal, *on);
  else if (options.mutants)
    fmt::print(stderr, "signpost: mutants are judged only where all claims hold and all scenarios pass\n");

  const std::string broken_log = hazards ? std::string() : log;
  const std::string page =
      dossier_page({*loaded, place.dir, *on, std::move(scenarios), *map, *coverage, mutants ? &*mutants : nullptr,
                    std::move(changes), std::move(hazards), broken_log, options.mutants});
  if (options.file.empty()) {
    fmt::print("{}", page);
  } else {
    write_file(options.file, page);
    fmt::print(stderr, "wrote {}\n", options.file);
  }
  return findings || !passed ? kFindings : kFine;
}

}  // namespace signpost

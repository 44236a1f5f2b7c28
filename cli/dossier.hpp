// The clinical safety dossier as one page of HTML, out of what was measured. The same measurements on the same day give
// the same bytes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/loaded.hpp"
#include "cli/test_mutants.hpp"
#include "engine/diff/accepted_changes.hpp"
#include "engine/diff/clinical_diff.hpp"
#include "engine/scenarios/coverage.hpp"
#include "engine/scenarios/hazard_links.hpp"
#include "engine/walk/scenario.hpp"

namespace signpost {

struct Dossier {
  const Loaded& loaded;  // with its proof
  std::string dir;       // the library's folder, as its files' paths begin
  Day on = 0;
  std::vector<ScenarioResult> scenarios;  // as the library's
  const CoverageMap& map;
  const Coverage& coverage;
  const JudgedMutants* mutants = nullptr;  // null: not measured

  struct Changes {
    const Loaded& before;
    std::string dir;  // of the earlier library
    ClinicalDiff found;
    std::vector<AcceptedChange> accepted;
  };
  std::optional<Changes> changes;  // nothing: not measured

  struct Hazards {
    std::string path, digest;
    HazardLog log;
    LinkVerdicts verdicts;
  };
  std::optional<Hazards> hazards;  // nothing: there is no log
  std::string broken_log;          // the log that could not be understood; empty: there is none such
  bool mutants_wanted = false;
};

std::string dossier_page(const Dossier& dossier);

}  // namespace signpost

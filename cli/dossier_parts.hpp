// The parts of the dossier, each of which puts its own words into the one template. Only dossier*.cpp include this.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/dossier.hpp"
#include "cli/plural.hpp"
#include "engine/compile/wording.hpp"
#include "server/page_templates.hpp"

namespace signpost {

// The page while it is being put together, and what its summary will say.
class DossierDraft {
 public:
  TemplateData page;

  // A row of the summary.
  void measured(std::string_view part, std::string_view result, bool open = false);
  void not_measured(std::string_view what);
  // What has to be closed before any real use.
  void open(std::string_view point);
  // Puts the summary into the page, after all parts.
  void summarise();

 private:
  std::vector<TemplateData> measured_, not_measured_, open_;
};

// The words of a library as a person who speaks for themselves reads them.
class OwnWords {
 public:
  explicit OwnWords(const Library& library) : wording_(library) {}
  std::string operator()(const Text& text) const { return all(text).front(); }
  // In every variant of wording.yaml.
  std::vector<std::string> all(const Text& text) const;

 private:
  Wording wording_;
};

void add_hazards(const Dossier& dossier, DossierDraft& draft);
void add_claims(const Dossier& dossier, DossierDraft& draft);  // and waivers
void add_scenarios(const Dossier& dossier, DossierDraft& draft);
void add_coverage(const Dossier& dossier, DossierDraft& draft);  // and mutants
void add_journeys(const Dossier& dossier, DossierDraft& draft);
void add_changes(const Dossier& dossier, DossierDraft& draft);
void add_content(const Dossier& dossier, DossierDraft& draft);  // pathways, modules, owners, evidence, files

// {{#has_NAME}} and {{#NAME}} rows.
void set_list(TemplateData& to, const std::string& name, std::vector<TemplateData> rows);
// Rows of {{evidence_id}} under NAME, and {{PREFIX_has_evidence}}.
void set_evidence(TemplateData& to, const std::string& prefix, const std::vector<Name>& evidence);
// "pathways/topics/cough.yaml" as the library's own people name it: "topics/cough.yaml".
std::string own_path(const Dossier& dossier, std::uint32_t file);

}  // namespace signpost

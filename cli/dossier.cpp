// The cover, the intended use, the summary and the sign-off; and the order of the parts.
#include "cli/dossier.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/diff_html.hpp"
#include "cli/dossier_parts.hpp"
#include "cli/html_page.hpp"
#include "cli/version.hpp"
#include "server/embedded.hpp"

namespace signpost {

namespace {

// Who signs. The last two are of the organisation that uses the system (DCB0160), the others of its manufacturer.
constexpr std::string_view kRoles[] = {"Author of the content",
                                       "Clinical reviewer, independent of the author",
                                       "Clinical Safety Officer (manufacturer, DCB0129)",
                                       "Top management (manufacturer)",
                                       "Clinical Safety Officer (organisation that uses it, DCB0160)",
                                       "Accountable manager (organisation that uses it)"};

void add_cover(const Dossier& dossier, DossierDraft& draft) {
  const Library& library = dossier.loaded.library;
  TemplateData& page = draft.page;
  page.set("library", library.name.text);
  page.set_if("library_version", library.version.text);
  page.set("digest", dossier.loaded.graph->digest);
  page.set("date", day_text(dossier.on));
  page.set("program_version", kVersion);
  const auto unapproved = [](const Pathway& p) { return p.status != Status::approved; };
  std::size_t drafts = 0;
  std::size_t pathways = 0;
  for (const Pathway& p : library.pathways) {
    if (p.module) continue;
    ++pathways;
    drafts += unapproved(p) ? 1U : 0U;
  }
  page.set_if("drafts", drafts == 0
                            ? std::string()
                            : fmt::format("{} of {} {} no clinical approval.", drafts,
                                          counted(pathways, "pathway", "pathways"), drafts == 1 ? "has" : "have"));
  draft.measured("Pathways approved", fmt::format("{} of {}", pathways - drafts, pathways), drafts > 0);
  if (drafts > 0) draft.open(fmt::format("{} not approved.", counted(drafts, "pathway is", "pathways are")));
}

void add_intended_use(const Dossier& dossier, DossierDraft& draft) {
  const std::optional<IntendedUse>& use = dossier.loaded.library.intended_use;
  TemplateData& page = draft.page;
  page.flag("use", use.has_value());
  if (!use) {
    draft.open("The library does not state its intended use.");
    return;
  }
  page.set("use_purpose", use->purpose.text);
  page.set("use_patients", use->patients.text);
  page.set("use_users", use->users.text);
  page.set("use_setting", use->setting.text);
  page.set("use_manufacturer", use->manufacturer.empty() ? "nobody yet" : use->manufacturer.text);
  if (use->manufacturer.empty()) draft.open("Nobody answers for it as its manufacturer.");
  std::vector<TemplateData> not_for;
  for (const Text& item : use->not_for) not_for.emplace_back().set("use_not", item.text);
  page.list("use_not_for", std::move(not_for));
}

void add_findings(const Dossier& dossier, DossierDraft& draft) {
  const Diagnostics& found = dossier.loaded.diagnostics;
  draft.measured("Findings of the checks",
                 fmt::format("{}, {}", counted(found.errors(), "error", "errors"),
                             counted(found.warnings(), "warning", "warnings")),
                 found.errors() + found.warnings() > 0);
  for (const Diagnostic& finding : found.all()) {
    const bool claim = finding.code == Code::claim_refuted || finding.code == Code::claim_about_nobody ||
                       finding.code == Code::claim_not_proven;
    if (claim) continue;  // told with the claims
    const std::string place =
        finding.location.line == 0
            ? std::string()
            : fmt::format("{}:{}: ", own_path(dossier, finding.location.file), finding.location.line);
    draft.open(fmt::format("{}{} [{}]", place, finding.message, info(finding.code).text));
  }
}

}  // namespace

void DossierDraft::measured(std::string_view part, std::string_view result, bool open) {
  measured_.emplace_back().set("measure", part).set("measure_result", result).flag("measure_bad", open);
}
void DossierDraft::not_measured(std::string_view what) { not_measured_.emplace_back().set("not_this", what); }
void DossierDraft::open(std::string_view point) { open_.emplace_back().set("open_point", point); }
void DossierDraft::summarise() {
  page.list("measured", std::move(measured_));
  page.list("not_measured", std::move(not_measured_));
  set_list(page, "open", std::move(open_));
}

std::vector<std::string> OwnWords::all(const Text& text) const {
  Diagnostics known;  // what is wrong with a wording was found when the library was compiled
  return wording_.speak(text, known);
}

void set_list(TemplateData& to, const std::string& name, std::vector<TemplateData> rows) {
  to.flag("has_" + name, !rows.empty());
  to.list(name, std::move(rows));
}

void set_evidence(TemplateData& to, const std::string& prefix, const std::vector<Name>& evidence) {
  std::vector<TemplateData> rows;
  for (const Name& source : evidence) rows.emplace_back().set("evidence_id", source.text);
  to.flag(prefix + "_has_evidence", !rows.empty());
  to.list(prefix + "_evidence", std::move(rows));
}

std::string own_path(const Dossier& dossier, std::uint32_t file) {
  const std::string& path = dossier.loaded.library.sources.file(file).path;
  const std::string folder = dossier.dir.ends_with('/') ? dossier.dir : dossier.dir + "/";
  return path.starts_with(folder) ? path.substr(folder.size()) : path;
}

std::string dossier_page(const Dossier& dossier) {
  DossierDraft draft;
  add_cover(dossier, draft);
  add_intended_use(dossier, draft);
  add_findings(dossier, draft);
  add_claims(dossier, draft);
  add_scenarios(dossier, draft);
  add_coverage(dossier, draft);
  add_journeys(dossier, draft);
  add_hazards(dossier, draft);
  add_changes(dossier, draft);
  add_content(dossier, draft);
  draft.not_measured("Whether the content is clinically right, and whether the promises are the right ones.");
  draft.not_measured(
      "Whether people understand the questions and do what they are told: no usability study is known here.");
  draft.not_measured("How it does where it is used: local services, numbers to call, load, faults of the network.");
  draft.not_measured("The program itself: its tests are run when it is built, not by this report.");
  draft.summarise();
  std::vector<TemplateData> signatures;
  for (const std::string_view role : kRoles) signatures.emplace_back().set("role", role);
  draft.page.list("signatures", std::move(signatures));
  std::string style(embedded("assets/dossier.css"));
  if (dossier.changes) style.insert(0, changes_style());
  // At the foot of every sheet, so that none is taken for one of another dossier. An id, a digest and a day: nothing in
  // them could end the string.
  style += fmt::format(
      "@page {{ @bottom-left {{ content: \"{} {:.12}, {}\"; font-size: 8pt; }} @bottom-right {{ content: counter(page) "
      "\" / \" counter(pages); font-size: 8pt; }} }}\n",
      dossier.loaded.library.name.text, dossier.loaded.graph->digest, day_text(dossier.on));
  return html_page("Clinical safety dossier: " + dossier.loaded.library.name.text,
                   render_template("dossier", draft.page), style);
}

}  // namespace signpost

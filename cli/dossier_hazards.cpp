// The hazard log, with a verdict on whatever it names as evidence.
#include <fmt/format.h>

#include "cli/dossier_parts.hpp"

namespace signpost {

namespace {

constexpr int kUndesirable = 3, kUnacceptable = 4;  // levels of the matrix

std::string_view kind_words(HazardLink::Kind kind) {
  switch (kind) {
    case HazardLink::Kind::claim:
      return "the claim";
    case HazardLink::Kind::scenario:
      return "the scenario";
    case HazardLink::Kind::test:
      return "the test";
    case HazardLink::Kind::code:
      break;
  }
  return "the finding";
}

std::string_view verdict_class(LinkVerdict::Kind kind) {
  switch (kind) {
    case LinkVerdict::Kind::holds:
      return "good";
    case LinkVerdict::Kind::there:
      return "muted";
    case LinkVerdict::Kind::unchecked:
      return "doubt";
    case LinkVerdict::Kind::fails:
    case LinkVerdict::Kind::dangling:
      break;
  }
  return "bad";
}

TemplateData link_row(const HazardLink& link, const LinkVerdict& verdict) {
  TemplateData row;
  row.set("link_kind", kind_words(link.kind)).flag("link_quoted", link.kind != HazardLink::Kind::code);
  row.set("link_what", link.what.text).set_if("link_in", link.in.text);
  row.set("link_class", verdict_class(verdict.kind));
  row.set("link_verdict", verdict.kind == LinkVerdict::Kind::dangling ? "NOT THERE: " + verdict.words : verdict.words);
  return row;
}

TemplateData hazard_row(const Hazard& hazard, const std::vector<std::vector<LinkVerdict>>& verdicts) {
  TemplateData row;
  row.set("hazard_id", hazard.id.text).set("hazard_words", hazard.hazard.text).set("effect", hazard.effect.text);
  row.set_if("hazard_note", hazard.note.text);
  const auto risk = [&](const std::string& when, const HazardRisk& is) {
    row.set(when + "_level", std::to_string(is.level()));
    row.set(when + "_severity", kSeverityWords[static_cast<std::size_t>(is.severity)]);
    row.set(when + "_likelihood", kLikelihoodWords[static_cast<std::size_t>(is.likelihood)]);
    row.set(when + "_meaning", risk_words(is.level()));
  };
  risk("before", hazard.before);
  risk("after", hazard.after);
  std::vector<TemplateData> causes, controls;
  for (const Text& cause : hazard.causes) causes.emplace_back().set("cause", cause.text);
  row.list("causes", std::move(causes));
  for (std::size_t c = 0; c < hazard.controls.size(); ++c) {
    const HazardControl& control = hazard.controls[c];
    TemplateData& made = controls.emplace_back();
    made.set("control", control.control.text).set_if("left_to", control.left_to);
    std::vector<TemplateData> links;
    links.reserve(control.shown_by.size());
    for (std::size_t l = 0; l < control.shown_by.size(); ++l)
      links.push_back(link_row(control.shown_by[l], verdicts[c][l]));
    made.list("links", std::move(links));
  }
  row.list("controls", std::move(controls));
  return row;
}

void add_matrix(TemplateData& page) {
  std::vector<TemplateData> severities, rows, levels;
  for (const std::string_view severity : kSeverityWords) severities.emplace_back().set("severity_word", severity);
  for (std::size_t l = kLikelihoodWords.size(); l-- > 0;) {
    std::vector<TemplateData> cells;
    for (std::size_t s = 0; s < kSeverityWords.size(); ++s)
      cells.emplace_back().set(
          "matrix_level", std::to_string(risk_level(static_cast<HarmSeverity>(s), static_cast<HarmLikelihood>(l))));
    rows.emplace_back().set("likelihood_word", kLikelihoodWords[l]).list("matrix_cells", std::move(cells));
  }
  for (int level = 5; level >= 1; --level)
    levels.emplace_back().set("risk_level", std::to_string(level)).set("risk_meaning", risk_words(level));
  page.list("severities", std::move(severities));
  page.list("matrix_rows", std::move(rows));
  page.list("risk_levels", std::move(levels));
}

}  // namespace

void add_hazards(const Dossier& dossier, DossierDraft& draft) {
  TemplateData& page = draft.page;
  page.flag("has_hazards", dossier.hazards.has_value());
  if (!dossier.hazards) {
    page.flag("hazards_digest", false);
    const std::string why = dossier.broken_log.empty()
                                ? std::string("No hazard log was given (--hazards FILE).")
                                : fmt::format("The hazard log {} has errors.", dossier.broken_log);
    page.set("no_hazards", why);
    draft.not_measured("Hazards. " + why);
    draft.open(why);
    return;
  }
  const HazardLog& log = dossier.hazards->log;
  page.set("hazards_file", dossier.hazards->path).set("hazards_digest", dossier.hazards->digest);
  const bool judged = log.judged_by != "nobody";
  page.set("judged", judged
                         ? fmt::format("The figures were judged by {}.", log.judged_by)
                         : "The figures are a proposal of the developers. No Clinical Safety Officer has judged them, "
                           "nor whether the list is whole.");
  if (!judged) draft.open("No Clinical Safety Officer has judged the hazard log.");

  std::vector<TemplateData> rows;
  std::size_t of[5] = {};
  std::size_t left = 0;
  std::size_t undesirable = 0;
  for (std::size_t h = 0; h < log.hazards.size(); ++h) {
    const Hazard& hazard = log.hazards[h];
    rows.push_back(hazard_row(hazard, dossier.hazards->verdicts[h]));
    for (const auto& control : dossier.hazards->verdicts[h])
      for (const LinkVerdict& verdict : control) {
        ++of[static_cast<std::size_t>(verdict.kind)];
        if (verdict.kind == LinkVerdict::Kind::fails || verdict.kind == LinkVerdict::Kind::dangling)
          draft.open(fmt::format("Hazard {}: {}.", hazard.id.text, verdict.words));
      }
    for (const HazardControl& control : hazard.controls) left += control.left_to.empty() ? 0U : 1U;
    if (hazard.after.level() >= kUnacceptable)
      draft.open(fmt::format("Hazard {}: a risk of {} is left: {}.", hazard.id.text, hazard.after.level(),
                             risk_words(hazard.after.level())));
    undesirable += hazard.after.level() == kUndesirable ? 1U : 0U;
  }
  page.list("hazard_rows", std::move(rows));
  add_matrix(page);
  const auto count = [&](LinkVerdict::Kind kind) { return of[static_cast<std::size_t>(kind)]; };
  const std::size_t wrong = count(LinkVerdict::Kind::fails) + count(LinkVerdict::Kind::dangling);
  std::string words = fmt::format("{} hold; {} are tests that are there, and are not run by this report",
                                  count(LinkVerdict::Kind::holds), count(LinkVerdict::Kind::there));
  if (const std::size_t unchecked = count(LinkVerdict::Kind::unchecked); unchecked > 0) {
    words += fmt::format("; {} could not be checked", unchecked);
    draft.not_measured(fmt::format("{} of the hazard log: the program's tests are not on this machine.",
                                   counted(unchecked, "link", "links")));
  }
  words += fmt::format("; {} do not hold.", wrong);
  page.set("link_counts", "Of what they name, " + words);
  draft.measured("Hazards",
                 fmt::format("{}; of what shows their controls, {} {} left to others.", log.hazards.size(), words,
                             counted(left, "control is", "controls are")),
                 wrong > 0);
  if (undesirable > 0)
    draft.open(fmt::format("{} with a risk of {} left: acceptable only if somebody who may says so.",
                           counted(undesirable, "hazard", "hazards"), kUndesirable));
}

}  // namespace signpost

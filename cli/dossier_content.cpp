// What the library says: each pathway and module with its owner, outline, questions and outcomes; and what they share.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/dossier_parts.hpp"
#include "engine/compile/compile.hpp"
#include "engine/drawing/drawing_text.hpp"
#include "engine/drawing/graph_drawing.hpp"
#include "engine/names/library_part.hpp"
#include "engine/pathway/condition.hpp"

namespace signpost {

namespace {

constexpr std::array<std::string_view, 4> kLevelWords{"emergency", "urgent", "routine", "self-care"};
constexpr std::string_view kNotStated = "not stated";

std::string or_not_stated(const std::string& text) { return text.empty() ? std::string(kNotStated) : text; }

std::string in_one_line(const std::vector<std::string>& parts) { return fmt::format("{}", fmt::join(parts, "; ")); }

std::string list_of(const std::vector<Name>& names) {
  std::string text;
  for (const Name& name : names) text += (text.empty() ? "" : ", ") + name.text;
  return text;
}

class ContentPart {
 public:
  explicit ContentPart(const Dossier& dossier)
      : dossier_(dossier), library_(dossier.loaded.library), graph_(*dossier.loaded.graph), words_(library_) {}

  void add(DossierDraft& draft) {
    std::vector<TemplateData> chapters, owned;
    std::vector<std::string> overdue;
    for (const bool modules : {false, true})
      for (const Pathway& pathway : library_.pathways) {
        if (pathway.module != modules) continue;
        const bool passed = is_overdue(pathway);
        if (passed) overdue.push_back(fmt::format("{} ({})", pathway.id.text, pathway.review_by));
        TemplateData chapter;
        owner(pathway, passed, chapter);
        owned.push_back(chapter);
        describe(pathway, chapter);
        chapters.push_back(std::move(chapter));
      }
    TemplateData& page = draft.page;
    page.list("chapters", std::move(chapters));
    page.list("owned", std::move(owned));
    page.flag("has_overdue", !overdue.empty());
    page.set("overdue", fmt::format("{}", fmt::join(overdue, ", ")));
    draft.measured("Days of review that have passed", std::to_string(overdue.size()), !overdue.empty());
    for (const std::string& one : overdue) draft.open("The day of review has passed: " + one + ".");
    dispositions(page);
    evidence(page);
    files(page);
  }

 private:
  bool is_overdue(const Pathway& pathway) const {
    const auto day = parse_day(pathway.review_by);
    return day && *day < dossier_.on;
  }

  static std::string anchor(const Pathway& pathway) {
    return (pathway.module ? "module-" : "pathway-") + pathway.id.text;
  }

  static void owner(const Pathway& pathway, bool overdue, TemplateData& to) {
    constexpr std::array<std::string_view, 3> kStatus{"draft", "approved", "retired"};
    to.set("chapter_anchor", anchor(pathway)).set("owned_id", (pathway.module ? "module " : "") + pathway.id.text);
    to.set("owned_version", or_not_stated(pathway.version.text));
    to.set("owned_status", kStatus[static_cast<std::size_t>(pathway.status)]);
    to.set("owned_author", or_not_stated(pathway.author));
    to.set("owned_approver", or_not_stated(pathway.approver));
    to.set("owned_approval", pathway.approval
                                 ? fmt::format("{}, {}, {}, of the content with the digest {}", pathway.approval->by,
                                               pathway.approval->role, pathway.approval->date, pathway.approval->digest)
                                 : "none");
    to.set("owned_review", or_not_stated(pathway.review_by)).flag("owned_overdue", overdue);
  }

  void describe(const Pathway& pathway, TemplateData& to) const {
    const std::string title = words_(pathway.title);
    to.set("chapter_title", pathway.module ? "Module: " + title : "Pathway: " + title + for_whom(pathway));
    to.set("chapter_id", pathway.id.text);
    to.set_if("chapter_topic", pathway.module ? std::string() : topic_of(pathway));
    to.set_if("admits", pathway.module ? std::string() : condition_text(pathway.admits));
    to.set_if("unapproved",
              pathway.module || pathway.status == Status::approved ? std::string() : "Not for patient use.");
    to.set("chapter_digest", content_digest(library_.sources.file(pathway.file).text));
    set_evidence(to, "chapter", pathway.evidence);
    set_list(to, "outline", outline(pathway));
    std::vector<TemplateData> questions, outcomes;
    for (const AuthoredStep& step : pathway.steps)
      if (step.kind == AuthoredStep::Kind::ask || step.kind == AuthoredStep::Kind::note)
        questions.push_back(question(step));
    for (const AuthoredOutcome& one : pathway.outcomes) outcomes.push_back(outcome(one));
    set_list(to, "questions", std::move(questions));
    set_list(to, "outcomes", std::move(outcomes));
  }

  // Pathways of one topic share their title: ", for age >= 5 years".
  std::string for_whom(const Pathway& pathway) const {
    const auto same = [&](const Pathway& other) {
      return &other != &pathway && !other.module && other.title.text == pathway.title.text;
    };
    const bool alone = std::none_of(library_.pathways.begin(), library_.pathways.end(), same);
    return alone ? std::string() : ", for " + condition_text(pathway.admits);
  }

  std::vector<TemplateData> outline(const Pathway& pathway) const {
    std::vector<TemplateData> lines;
    const auto program = std::find_if(graph_.programs.begin(), graph_.programs.end(),
                                      [&](const Program& one) { return one.pathway == pathway.id.text; });
    if (pathway.module || program == graph_.programs.end()) return lines;
    bool gap = false;
    for (const OutlineLine& line : outline_of(graph_, *program)) {
      if (!line.text.empty())
        lines.emplace_back()
            .set("indent", std::to_string(line.indent))
            .flag("gap_before", gap)
            .set("outline_line", line.text);
      gap = line.text.empty();
    }
    return lines;
  }

  static std::string kind_words(const AuthoredStep& step) {
    if (step.kind == AuthoredStep::Kind::note) return "told, not asked";
    std::string range;
    if (step.range) {
      const Range& is = *step.range;
      if (!is.from.empty()) range += ", from " + is.from.text;
      if (!is.to.empty()) range += " to " + is.to.text;
      if (!is.unit.empty()) range += " " + is.unit.text;
      if (!is.usual.empty()) range += ", usually " + is.usual.text;
    }
    switch (step.ask) {
      case AskKind::yes_no:
        return "yes or no";
      case AskKind::choose:
        return "one of several";
      case AskKind::tick:
        return "all that apply";
      case AskKind::number:
        return "a number" + range;
      case AskKind::duration:
        return "a length of time" + range;
      case AskKind::date:
        break;
    }
    return "a date" + range;
  }

  TemplateData question(const AuthoredStep& step) const {
    TemplateData row;
    const std::vector<std::string> spoken =
        words_.all(step.kind == AuthoredStep::Kind::note ? step.note : step.question);
    row.set("question_id", step.id.text).set("question_kind", kind_words(step));
    row.set("question", without_marks(spoken.front()));
    std::vector<TemplateData> others;
    for (std::size_t v = 1; v < spoken.size(); ++v)
      if (spoken[v] != spoken.front())
        others.emplace_back()
            .set("other_reader", "Worded for " + library_.variants[v].id.text)
            .set("other_question", without_marks(spoken[v]));
    row.list("other_words", std::move(others));
    row.set_if("why", without_marks(words_(step.why))).set_if("help", without_marks(words_(step.help)));
    std::vector<TemplateData> answers;
    answers.reserve(step.answers.size());
    for (const Answer& one : step.answers) answers.push_back(answer(one));
    set_list(row, "answers", std::move(answers));
    std::vector<std::string> notes;
    if (!step.red_flag.empty()) notes.push_back("Red flag: at least " + step.red_flag.text);
    if (!step.unsure.empty()) notes.push_back("Not sure: " + step.unsure.text);
    if (!step.records.empty()) notes.push_back("Records the fact " + step.records.text);
    if (!step.advice.empty()) notes.push_back("Advice: " + list_of(step.advice));
    row.set_if("question_notes", in_one_line(notes));
    set_evidence(row, "question", step.evidence);
    return row;
  }

  TemplateData answer(const Answer& one) const {
    TemplateData row;
    const std::string text = !one.text.empty()      ? words_(one.text)
                             : !one.range.empty()   ? one.range.text
                             : one.id.text == "yes" ? "Yes"
                             : one.id.text == "no"  ? "No"
                                                    : one.id.text;
    row.set("answer", without_marks(text)).set("answer_id", one.id.text);
    row.set_if("answer_help", without_marks(words_(one.help)));
    std::vector<std::string> notes;
    if (!one.red_flag.empty()) notes.push_back("red flag: at least " + one.red_flag.text);
    if (one.only_if) notes.push_back("offered only if " + condition_text(*one.only_if));
    if (!one.records.empty()) notes.push_back("records " + one.records.text);
    for (const Points& points : one.score) notes.push_back(fmt::format("{:+} {}", points.points, points.score.text));
    if (!one.advice.empty()) notes.push_back("adds the advice " + list_of(one.advice));
    if (!one.without_advice.empty()) notes.push_back("takes away the advice " + list_of(one.without_advice));
    if (one.confirm) notes.push_back("asked once more");
    row.set_if("answer_notes", in_one_line(notes));
    return row;
  }

  TemplateData outcome(const AuthoredOutcome& one) const {
    TemplateData row;
    row.set("outcome_id", one.id.text).set("outcome_disposition", one.disposition.text);
    const auto is = std::find_if(library_.dispositions.begin(), library_.dispositions.end(),
                                 [&](const Disposition& d) { return d.id.text == one.disposition.text; });
    const bool found = is != library_.dispositions.end();
    row.set("outcome_heading", found && !is->heading.empty() ? words_(is->heading) : one.disposition.text);
    row.set("outcome_level", found ? kLevelWords[static_cast<std::size_t>(is->level)] : "");
    row.set_if("outcome_reason", without_marks(words_(one.reason)));
    set_list(row, "advice", advice(one.advice));
    set_list(row, "worsening", advice(one.worsening));
    set_evidence(row, "outcome", one.evidence);
    return row;
  }

  std::vector<TemplateData> advice(const std::vector<Name>& names) const {
    std::vector<TemplateData> rows;
    for (const Name& name : names) {
      const auto is = std::find_if(library_.advice.begin(), library_.advice.end(),
                                   [&](const AdviceItem& item) { return item.id.text == name.text; });
      if (is == library_.advice.end()) continue;
      std::vector<std::string> when;
      if (is->only_if) when.push_back("only if " + condition_text(*is->only_if));
      if (is->unless) when.push_back("unless " + condition_text(*is->unless));
      rows.emplace_back()
          .set("advice_id", name.text)
          .set("advice_text", without_marks(words_(is->text)))
          .set_if("advice_when", in_one_line(when));
    }
    return rows;
  }

  void dispositions(TemplateData& page) const {
    std::vector<TemplateData> rows;
    for (const Disposition& one : library_.dispositions)
      rows.emplace_back()
          .set("disposition_id", one.id.text)
          .set("disposition_level", kLevelWords[static_cast<std::size_t>(one.level)])
          .set("disposition_service", one.service.text)
          .set("disposition_within", one.within.text)
          .set("disposition_contact", one.contact.text)
          .set("disposition_heading", words_(one.heading));
    page.list("dispositions", std::move(rows));
  }

  void evidence(TemplateData& page) const {
    std::vector<TemplateData> rows;
    for (const Evidence& one : library_.evidence)
      rows.emplace_back()
          .set("evidence_id", one.id.text)
          .set("evidence_title", one.title.text)
          .set("evidence_year", or_not_stated(one.year.text))
          .set("evidence_url", or_not_stated(one.url.text));
    set_list(page, "evidence", std::move(rows));
  }

  void files(TemplateData& page) const {
    std::vector<TemplateData> rows;
    for (std::uint32_t i = 0; i < library_.sources.size(); ++i)
      rows.emplace_back()
          .set("file_path", own_path(dossier_, i))
          .set("file_digest", content_digest(library_.sources.file(i).text));
    page.list("files", std::move(rows));
  }

  const Dossier& dossier_;
  const Library& library_;
  const DecisionGraph& graph_;
  OwnWords words_;
};

}  // namespace

void add_content(const Dossier& dossier, DossierDraft& draft) { ContentPart(dossier).add(draft); }

}  // namespace signpost

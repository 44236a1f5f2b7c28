#include "cli/diff.hpp"

#include <fmt/format.h>

#include "cli/diff_html.hpp"
#include "cli/exit_code.hpp"
#include "cli/json_text.hpp"
#include "cli/loaded.hpp"
#include "cli/progress_line.hpp"
#include "cli/replay_line.hpp"
#include "engine/diff/clinical_diff.hpp"
#include "engine/text/whole_file.hpp"

namespace signpost {

namespace {

constexpr std::size_t kMaxAcceptedFile = 1024 * 1024;

std::string_view words(EndChange::Kind kind) {
  return kind == EndChange::Kind::less_urgent   ? "less urgent"
         : kind == EndChange::Kind::more_urgent ? "more urgent"
                                                : "as urgent, told otherwise";
}
std::string_view words(NameChange::Kind kind) {
  return kind == NameChange::Kind::added ? "added" : kind == NameChange::Kind::removed ? "removed" : "renamed";
}

std::string listed(const std::vector<std::string>& items) { return fmt::format("{}", fmt::join(items, ", ")); }

class Report {
 public:
  Report(const DiffOptions& options, const ClinicalDiff& found, const std::vector<AcceptedChange>& accepted)
      : options_(options), found_(found), accepted_(accepted) {}

  void print() const {
    for (const auto& order : found_.order) {
      fmt::print("`{}` was more urgent than `{}` and is less urgent now\n", order.first, order.second);
      sign(accepting(accepted_, order));
    }
    for (const EndChange& change : found_.ends) print(change);
    for (const std::string& topic : found_.unfinished)
      fmt::print("{}: not compared, for too many pairs of patients would have to be told apart\n", topic);
    for (const NameChange& name : found_.names)
      fmt::print("{}: {} `{}`{}\n", words(name.kind), name.what, name.id,
                 name.old_id.empty() ? "" : " (was `" + name.old_id + "`)");
    for (const TextChange& text : found_.texts)
      fmt::print("{}, {}:\n  - {}\n  + {}\n", text.place, text.part, text.before, text.after);
    summarise();
  }

  void print_json() const {
    std::string ends, order, names, texts, unfinished;
    const auto comma = [](const std::string& list) { return list.empty() ? "" : ","; };
    for (const auto& [first, second] : found_.order)
      order += fmt::format(R"({}{{"wasMoreUrgent":{},"than":{}}})", comma(order), json_text(first), json_text(second));
    for (const EndChange& c : found_.ends)
      ends += fmt::format(
          R"({}{{"change":"{}","topic":{},"from":{},"to":{},"fromDisposition":{},"toDisposition":{},"journeys":{},"noLongerTold":{},"newlyTold":{},"accepted":{},"before":{},"after":{}}})",
          comma(ends),
          c.kind == EndChange::Kind::less_urgent   ? "less-urgent"
          : c.kind == EndChange::Kind::more_urgent ? "more-urgent"
                                                   : "same-urgency",
          json_text(c.topic), json_text(c.old_end), json_text(c.new_end), json_text(c.old_disposition),
          json_text(c.new_disposition), c.journeys.empty() ? "null" : json_text(c.journeys),
          json_list(c.no_longer_told), json_list(c.newly_told), accepting(accepted_, c) != nullptr,
          journey_json(c.before, c.topic, options_.before), journey_json(c.after, c.topic, options_.after));
    for (const NameChange& n : found_.names)
      names += fmt::format(R"({}{{"change":"{}","what":{},"id":{}{}}})", comma(names), words(n.kind), json_text(n.what),
                           json_text(n.id), n.old_id.empty() ? "" : ",\"was\":" + json_text(n.old_id));
    for (const TextChange& t : found_.texts)
      texts += fmt::format(R"({}{{"place":{},"part":{},"before":{},"after":{}}})", comma(texts), json_text(t.place),
                           json_text(t.part), json_text(t.before), json_text(t.after));
    fmt::print(R"({{"order":[{}],"ends":[{}],"names":[{}],"texts":[{}],"notCompared":{},"unsigned":{}}})"
               "\n",
               order, ends, names, texts, json_list(found_.unfinished), unsigned_changes(found_, accepted_));
  }

 private:
  static std::string json_list(const std::vector<std::string>& items) {
    std::string text;
    for (const std::string& item : items) text += (text.empty() ? "" : ",") + json_text(item);
    return "[" + text + "]";
  }
  static std::string journey_json(const Witness& witness, const std::string& topic, const std::string& dir) {
    std::string answers;
    for (const auto& [question, value] : witness.answers)
      answers += fmt::format("{}{}:{}", answers.empty() ? "" : ",", json_text(question), json_text(value));
    return fmt::format(R"({{"patient":{},"answers":{{{}}},"command":{}}})", json_text(witness.person()), answers,
                       json_text(replay_line(witness, topic, dir)));
  }

  void sign(const AcceptedChange* by) const {
    if (by != nullptr) fmt::print("  signed for by {}, {}, {}: {}\n", by->by, by->role, by->date, by->reason);
  }

  void print(const EndChange& c) const {
    const std::string ends = c.old_disposition == c.new_disposition
                                 ? c.new_disposition
                                 : fmt::format("{} becomes {}", c.old_disposition, c.new_disposition);
    fmt::print("{}: {}: {}{}\n", c.topic, words(c.kind), ends,
               c.journeys.empty() ? "" : fmt::format(", in {} journeys", c.journeys));
    fmt::print("  was   {}\n  is    {}\n", c.old_end, c.new_end);
    if (!c.no_longer_told.empty()) fmt::print("  no longer told: {}\n", listed(c.no_longer_told));
    if (!c.newly_told.empty()) fmt::print("  newly told: {}\n", listed(c.newly_told));
    fmt::print("  for example {}\n", c.after.person());
    fmt::print("    before: {}\n    after:  {}\n", c.before.journey(), c.after.journey());
    fmt::print("    see it: {}\n            {}\n", replay_line(c.before, c.topic, options_.before),
               replay_line(c.after, c.topic, options_.after));
    sign(accepting(accepted_, c));
  }

  void summarise() const {
    std::size_t of[3] = {0, 0, 0};
    for (const EndChange& c : found_.ends) ++of[static_cast<std::size_t>(c.kind)];
    if (!found_.changed()) {
      fmt::print("nothing has changed for any patient, and no text\n");
      return;
    }
    fmt::print("ends: {} less urgent, {} more urgent, {} as urgent and told otherwise; {} names, {} texts\n", of[0],
               of[1], of[2], found_.names.size(), found_.texts.size());
    if (const std::size_t open = unsigned_changes(found_, accepted_); open > 0)
      fmt::print("{} for which nobody has signed (--accept FILE)\n", open);
  }

  const DiffOptions& options_;
  const ClinicalDiff& found_;
  const std::vector<AcceptedChange>& accepted_;
};

}  // namespace

std::optional<std::vector<AcceptedChange>> accepted_in(const std::string& path, const Terminal& terminal) {
  if (path.empty()) return std::vector<AcceptedChange>{};
  Sources sources;
  Diagnostics findings;
  std::vector<AcceptedChange> accepted = read_accepted(path, read_file(path, kMaxAcceptedFile), sources, findings);
  if (!findings.has_errors()) return accepted;
  RenderOptions render;
  render.colour = terminal.colour_err;
  fmt::print(stderr, "{}", render_text(findings, sources, render));
  return std::nullopt;
}

int diff(const DiffOptions& options, const Terminal& terminal) {
  const std::unique_ptr<Loaded> before = load(options.before, Effort::compile, terminal);
  const std::unique_ptr<Loaded> after = load(options.after, Effort::compile, terminal);
  for (const auto& [loaded, dir] : {std::pair{before.get(), &options.before}, std::pair{after.get(), &options.after}})
    if (loaded->graph == nullptr) {
      complain(*loaded, *dir, terminal);
      return kFindings;
    }
  const std::optional<std::vector<AcceptedChange>> signatures = accepted_in(options.accept, terminal);
  if (!signatures) return kFindings;
  const std::vector<AcceptedChange>& accepted = *signatures;
  ClinicalDiff found;
  {
    ProgressLine progress(terminal);
    progress.stage("Following every patient through both");
    found = clinical_diff({before->library, *before->graph}, {after->library, *after->graph},
                          [&](std::size_t done, std::size_t all) { progress.count(done, all); });
  }
  if (!options.html.empty()) {
    const ChangesShown shown{
        {before->library, *before->graph}, {after->library, *after->graph}, options.before, options.after, accepted};
    write_file(options.html, changes_page(found, shown));
    fmt::print(stderr, "wrote {}\n", options.html);
  }
  const Report report(options, found, accepted);
  if (options.json)
    report.print_json();
  else
    report.print();
  return unsigned_changes(found, accepted) > 0 ? kFindings : kFine;
}

}  // namespace signpost

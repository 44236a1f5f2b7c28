#include "cli/diff_html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "cli/html_page.hpp"
#include "cli/plural.hpp"
#include "cli/replay_line.hpp"
#include "cli/witness_words.hpp"
#include "cli/word_changes.hpp"
#include "engine/text/digits.hpp"
#include "server/html.hpp"

namespace signpost {

namespace {

using Kind = EndChange::Kind;

constexpr std::string_view kChangesStyle = R"(
.changes h2, .changes h3 { margin-block: 1.6rem .4rem; }
.changes section > h2 { border-block-start: 2px solid var(--line); padding-block-start: .6rem; }
.changes pre { white-space: pre-wrap; overflow-wrap: anywhere; font: .85rem/1.4 ui-monospace, monospace; margin: .2rem 0; }
.changes small, .changes .quiet { color: var(--line); font-size: .9em; }
.verdict { border: 1px solid var(--line); border-inline-start: .5rem solid var(--shown); padding: .5rem .8rem; }
.verdict.open { border-inline-start: .5rem double var(--missing); background: var(--missing-back); }
.verdict p { margin: .2rem 0; }
.change { border: 1px solid var(--line); padding: .2rem .8rem .6rem; margin-block: .8rem; }
.change.less { border-inline-start: .5rem double var(--missing); }
.change h4, .change h5, .change h6 { margin-block: .5rem .2rem; font-size: 1.05em; }
.change p, .change ul { margin-block: .3rem; }
.pairs p { margin-block: 0 .5rem; }
.open-to-sign { color: var(--missing); font-weight: bold; }
.journey { width: 100%; }
.journey th, .journey td { padding: .25rem .6rem .25rem 0; width: 28%; overflow-wrap: anywhere; }
.journey tr { border-block-start: 1px solid var(--line); }
.journey tbody th { font-weight: normal; width: 44%; }
.journey .end > * { font-weight: bold; }
.journey .end p { margin: 0; font-weight: normal; }
.journey .differs td { font-weight: bold; }
.by-topic th, .by-topic td { padding: .25rem .8rem .25rem 0; }
.by-topic tr { border-block-end: 1px solid var(--line); }
.by-topic small { display: block; }
.texts dt { margin-block-start: .7rem; }
.texts dd { margin-inline-start: 0; white-space: pre-line; }
.names th, .names td { padding-block: .2rem; overflow-wrap: anywhere; }
.names tbody th { font-weight: normal; white-space: nowrap; }
.names tr { border-block-end: 1px solid var(--line); }
del { color: var(--missing); background: var(--missing-back); text-decoration: line-through; }
ins { color: var(--shown); text-decoration: underline; text-decoration-thickness: .12em; }
del::before { content: " [removed: "; } ins::before { content: " [added: "; } del::after, ins::after { content: "] "; }
del::before, del::after, ins::before, ins::after { clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden; position: absolute; white-space: nowrap; }
@media (max-width: 40rem) {
  .journey tr { display: grid; grid-template-columns: 1fr 1fr; padding-block: .2rem; }
  .by-topic tr { display: grid; grid-template-columns: repeat(3, 1fr); }
  .journey tr > :first-child, .by-topic tr > :first-child { grid-column: 1 / -1; }
  .journey th, .journey td, .journey tbody th { width: auto; padding-block: .1rem; } }
.change details { margin-block: .3rem; } .change details p { margin: 0; }
@media print { .changes { font-size: 9.5pt; line-height: 1.35; } .journey th, .journey td { padding-block: .08rem; } .change details { display: none; }
  .change { border-inline-end: 0; border-block: 1px solid var(--line); } .change h4, .change h5, .change h6, .journey .differs td { font-weight: bold; }
.by-topic th, .by-topic td { padding: .25rem .8rem .25rem 0; }
.by-topic tr { border-block-end: 1px solid var(--line); }
.by-topic small { display: block; }
.texts dt { break-after: avoid; } .texts dd { break-before: avoid; } }
)";

constexpr std::array kKinds{Kind::less_urgent, Kind::more_urgent, Kind::same_urgency};

// With a sign, so that it can be told at a glance without colour.
std::string_view marked_words(Kind kind) {
  return kind == Kind::less_urgent   ? "▼ Less urgent"
         : kind == Kind::more_urgent ? "▲ More urgent"
                                     : "◆ As urgent, told otherwise";
}

std::string_view marked_words(NameChange::Kind kind) {
  return kind == NameChange::Kind::added ? "+ added" : kind == NameChange::Kind::removed ? "− removed" : "→ renamed";
}

std::string code(std::string_view id) { return "<code>" + html(id) + "</code>"; }

// Changes, and the journeys of all that could be counted.
struct Sum {
  std::size_t changes = 0;
  std::string journeys = "0";
  bool all_counted = true;

  void add(const EndChange& change) {
    ++changes;
    if (change.journeys.empty()) all_counted = false;
    journeys = sum_of_digits(journeys, change.journeys);
  }
  std::string words() const {
    return fmt::format("in {}{} {}", all_counted ? "" : "more than ", grouped_digits(journeys),
                       journeys == "1" ? "journey" : "journeys");
  }
};

std::string marked(std::string_view before, std::string_view after) {
  std::string text;
  for (const WordRun& run : word_changes(before, after)) {
    if (!text.empty() && !text.ends_with('\n') && !run.text.starts_with('\n')) text += ' ';
    const std::string words = html(run.text);
    text += run.kind == WordRun::Kind::removed ? "<del>" + words + "</del>"
            : run.kind == WordRun::Kind::added ? "<ins>" + words + "</ins>"
                                               : words;
  }
  return text;
}

class Changes {
 public:
  Changes(const ClinicalDiff& found, const ChangesShown& shown)
      : found_(found), shown_(shown), version_{&shown.before, &shown.after} {}

  std::string body() const {
    return "<div class=\"changes\">\n" + summary() + order() + ends() + names() + texts() + "</div>\n";
  }

 private:
  // ---- words

  // `below`: how many levels below the highest.
  std::string heading(int below, std::string_view content, std::string_view id = {}) const {
    const int level = std::min(shown_.heading + below, 6);
    return fmt::format("<h{0}{1}>{2}</h{0}>\n", level, id.empty() ? "" : fmt::format(" id=\"{}\"", this->id(id)),
                       content);
  }
  std::string id(std::string_view name) const { return fmt::format("{}{}", shown_.id_prefix, name); }
  // In another page a part of a part is no landmark: the page has landmarks of its own.
  std::string section(std::string_view name, std::string_view title, std::string_view content) const {
    const std::string label = shown_.heading > 2 ? "" : fmt::format(" aria-labelledby=\"{}\"", id(name));
    return fmt::format("<section{}>\n{}{}</section>\n", label, heading(0, title, name), content);
  }

  const DecisionGraph& graph(int side) const { return version_[side]->graph; }

  // "Call 999 now (ambulance-now)", as HTML.
  std::string disposition(int side, std::string_view name) const {
    for (const DispositionInfo& d : graph(side).dispositions)
      if (d.id == name && !d.heading.empty()) return fmt::format("“{}” ({})", html(d.heading), code(name));
    return code(name);
  }

  std::string topic_title(const std::string& topic) const {
    for (const int side : {1, 0})
      if (const auto index = graph(side).topic_named(topic)) return graph(side).topics[at(*index)].title;
    return topic;
  }

  static std::string signature(const AcceptedChange* by, bool needed) {
    if (by != nullptr)
      return fmt::format("<p>✓ Signed for by {}, {}, {}: {}</p>\n", html(by->by), html(by->role), html(by->date),
                         html(by->reason));
    return needed ? "<p class=\"open-to-sign\">✗ Nobody has signed for this.</p>\n" : "";
  }

  // ---- the summary

  static std::string signed_for(std::size_t all, std::size_t open, std::string_view one, std::string_view many) {
    const std::string of_them = all == 1 ? std::string(one) : fmt::format("{} {}", all, many);
    if (open == 0) return fmt::format("✓ Somebody has signed for {}{}.", all == 1 ? "" : "all ", of_them);
    if (open < all) return fmt::format("✗ Nobody has signed for {} of {}.", open, of_them);
    return fmt::format("✗ Nobody has signed for {}{}.", all == 1 ? "" : "any of the ", of_them);
  }

  std::string verdict() const {
    if (!found_.changed())
      return "<div class=\"verdict\"><p>✓ Nothing has changed for any patient, and no text.</p></div>\n";
    std::size_t less = 0, less_open = 0, order_open = 0;
    for (const EndChange& c : found_.ends) {
      less += c.kind == Kind::less_urgent;
      less_open += c.kind == Kind::less_urgent && accepting(shown_.accepted, c) == nullptr;
    }
    for (const auto& pair : found_.order) order_open += accepting(shown_.accepted, pair) == nullptr;
    std::string text;
    if (less == 0 && found_.unfinished.empty()) text += "<p>✓ Nobody ends less urgently.</p>";
    if (less > 0)
      text += fmt::format("<p><strong>▼ Some patients end less urgently.</strong> {}</p>",
                          signed_for(less, less_open, "this change", "changes"));
    if (!found_.order.empty())
      text += fmt::format("<p><strong>The order of dispositions has changed.</strong> {}</p>",
                          signed_for(found_.order.size(), order_open, "this pair", "pairs"));
    if (!found_.unfinished.empty()) {
      std::string topics;
      for (const std::string& topic : found_.unfinished)
        topics += (topics.empty() ? "" : ", ") + html(topic_title(topic)) + " (" + code(topic) + ")";
      text += fmt::format(
          "<p><strong>? Nothing is known of who ends otherwise in: {}.</strong> Too many pairs of patients would have "
          "to be told apart.</p>",
          topics);
    }
    const bool open = unsigned_changes(found_, shown_.accepted) > 0;
    return fmt::format("<div class=\"verdict{}\">{}</div>\n", open ? " open" : "", text);
  }

  std::string summary() const {
    std::string text = verdict();
    if (!found_.ends.empty()) text += table_of_topics();
    if (found_.changed()) {
      if (const std::string same = topics_as_before(); !same.empty())
        text += fmt::format("<p>Nobody ends otherwise in: {}.</p>\n", same);
      text += fmt::format("<p>Besides: {}; {}.</p>\n",
                          counted(found_.names.size(), "name came, went or changed", "names came, went or changed"),
                          counted(found_.texts.size(), "text changed", "texts changed"));
    }
    if (!found_.ends.empty())
      text +=
          "<p class=\"quiet\">Every possible patient was followed through both versions, giving the same answer to "
          "every question that both ask. A journey is a kind of patient and their answers to both. Each change below "
          "has one such patient for an example, whose journeys the engine has walked in both versions; ≠ stands where "
          "their answers differ.</p>\n";
    return section("summary", "Summary", text);
  }

  std::string table_of_topics() const {
    const std::vector<std::string> topics = changed_topics();
    std::string head, rows;
    for (const Kind kind : kKinds) head += fmt::format("<th scope=\"col\">{}</th>", marked_words(kind));
    const auto row = [&](const std::string& name, const std::string* topic) {
      std::string cells;
      for (const Kind kind : kKinds) {
        Sum sum;
        for (const EndChange& c : found_.ends)
          if (c.kind == kind && (topic == nullptr || c.topic == *topic)) sum.add(c);
        cells += sum.changes == 0 ? "<td>0</td>"
                                  : fmt::format("<td>{} <small>{}</small></td>",
                                                counted(sum.changes, "change", "changes"), sum.words());
      }
      return fmt::format("<tr><th scope=\"row\">{}</th>{}</tr>\n", name, cells);
    };
    for (const std::string& topic : topics)
      rows += row(fmt::format("<a href=\"#{}\">{}</a>", id("topic-" + topic), html(topic_title(topic))), &topic);
    if (topics.size() > 1) rows += row("All topics", nullptr);
    return fmt::format(
        "<table class=\"by-topic\"><caption>Where patients end otherwise</caption>\n<thead><tr><th "
        "scope=\"col\">Topic</th>{}</tr></thead>\n<tbody>\n{}</tbody></table>\n",
        head, rows);
  }

  // Topics of both versions that were compared and in which nothing was found.
  std::string topics_as_before() const {
    const std::vector<std::string> changed = changed_topics();
    const auto in = [](const std::vector<std::string>& topics, const std::string& topic) {
      return std::find(topics.begin(), topics.end(), topic) != topics.end();
    };
    std::string text;
    for (const Topic& topic : graph(1).topics)
      if (graph(0).topic_named(topic.id) && !in(changed, topic.id) && !in(found_.unfinished, topic.id))
        text += (text.empty() ? "" : ", ") + html(topic.title);
    return text;
  }

  // Topics with changed ends, those with less urgent ones first.
  std::vector<std::string> changed_topics() const {
    std::vector<std::string> topics;
    for (const EndChange& c : found_.ends)
      if (std::find(topics.begin(), topics.end(), c.topic) == topics.end()) topics.push_back(c.topic);
    return topics;
  }

  // ---- what it sums up

  std::string order() const {
    if (found_.order.empty()) return {};
    std::string items;
    for (const auto& pair : found_.order)
      items +=
          fmt::format("<li>{} was more urgent than {}, and is less urgent now.\n{}</li>\n", disposition(1, pair.first),
                      disposition(1, pair.second), signature(accepting(shown_.accepted, pair), true));
    return section("order", "The order of dispositions", "<ul class=\"pairs\">\n" + items + "</ul>\n");
  }

  std::string ends() const {
    std::string text;
    for (const std::string& topic : changed_topics()) {
      std::string kinds;
      for (const Kind kind : kKinds) {
        Sum sum;
        std::string changes;
        for (const EndChange& c : found_.ends) {
          if (c.kind != kind || c.topic != topic) continue;
          sum.add(c);
          changes += change(c);
        }
        if (sum.changes > 0)
          kinds += heading(1, fmt::format("{}: {} {}", marked_words(kind), counted(sum.changes, "change", "changes"),
                                          sum.words())) +
                   changes;
      }
      text += section("topic-" + topic, html(topic_title(topic)), pathways(topic) + overview(topic) + kinds);
    }
    return text;
  }

  // "change-7": of the whole page.
  std::string name_of(const EndChange& c) const { return fmt::format("change-{}", &c - found_.ends.data() + 1); }

  // The changes of a topic, one a line.
  std::string overview(const std::string& topic) const {
    std::string rows;
    std::size_t count = 0;
    for (const EndChange& c : found_.ends) {
      if (c.topic != topic) continue;
      ++count;
      rows += fmt::format("<tr><th scope=\"row\"><a href=\"#{}\">{}</a>{}</th><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                          id(name_of(c)), marked_words(c.kind),
                          accepting(shown_.accepted, c) != nullptr ? " ✓ signed for"
                          : c.kind == Kind::less_urgent            ? " ✗ not signed for"
                                                                   : "",
                          html(heading_of(0, c.old_disposition)), html(heading_of(1, c.new_disposition)),
                          c.journeys.empty() ? "?" : grouped_digits(c.journeys));
    }
    if (count < 2) return {};
    return fmt::format(
        "<table class=\"by-topic\"><caption>The changes one by one</caption>\n<thead><tr><th "
        "scope=\"col\">Change</th><th "
        "scope=\"col\">Old</th><th scope=\"col\">New</th><th scope=\"col\">Journeys</th></tr></thead>\n<tbody>\n{}"
        "</tbody></table>\n",
        rows);
  }

  // "Old: sore-throat 1.0.0 (draft). New: ..."
  std::string pathways(const std::string& topic) const {
    std::string text;
    for (const int side : {0, 1}) {
      std::string list;
      if (const auto index = graph(side).topic_named(topic))
        for (const ProgramIndex p : graph(side).topics[at(*index)].programs) {
          const Program& program = graph(side).programs[at(p)];
          list += fmt::format("{}{} {} ({})", list.empty() ? "" : ", ", code(program.pathway), html(program.version),
                              html(program.status));
        }
      text += fmt::format("{}: {}. ", side == 0 ? "Old" : "New", list);
    }
    return "<p class=\"quiet\">" + text + "</p>\n";
  }

  std::string change(const EndChange& c) const {
    const bool same = c.old_disposition == c.new_disposition;
    const std::string title =
        same ? disposition(1, c.new_disposition)
             : fmt::format("{} becomes {}", disposition(0, c.old_disposition), disposition(1, c.new_disposition));
    std::string text = heading(2, title);
    text += c.journeys.empty() ? "<p>In more journeys than can be counted.</p>\n"
                               : fmt::format("<p>In {} {}.</p>\n", grouped_digits(c.journeys),
                                             c.journeys == "1" ? "journey" : "journeys");
    text += signature(accepting(shown_.accepted, c), c.kind == Kind::less_urgent);
    text += advice(0, "No longer told", c.no_longer_told) + advice(1, "Newly told", c.newly_told);
    text += journey(c);
    text += fmt::format(
        "<details><summary>Commands that walk both again</summary>\n<p>In the old "
        "version:</p>\n<pre><code>{}</code></pre>\n"
        "<p>In the new version:</p>\n<pre><code>{}</code></pre>\n</details>\n",
        html(replay_line(c.before, c.topic, shown_.before_dir)), html(replay_line(c.after, c.topic, shown_.after_dir)));
    return fmt::format("<article class=\"change{}\" id=\"{}\">\n{}</article>\n",
                       c.kind == Kind::less_urgent ? " less" : "", id(name_of(c)), text);
  }

  std::string advice(int side, std::string_view what, const std::vector<std::string>& ids) const {
    std::string items;
    for (const std::string& name : ids) {
      std::string text = code(name);
      for (const AdviceInfo& a : graph(side).advice)
        if (a.id == name && a.text != kNone<TextIndex>)
          text = markdown_inline_html(graph(side).text(a.text, 0)) + " <small>" + code(name) + "</small>";
      items += "<li>" + text + "</li>\n";
    }
    return items.empty() ? items
                         : fmt::format("<p>{}, some or all of these patients:</p>\n<ul>\n{}</ul>\n", what, items);
  }

  // What was asked and answered in either version, in the order of asking as far as both agree.
  struct Row {
    std::string question;
    std::optional<std::string> answer[2];
  };
  static std::vector<Row> rows_of(const EndChange& c) {
    std::vector<Row> rows;
    for (const auto& [question, value] : c.before.answers) rows.push_back({question, {value, std::nullopt}});
    auto next = rows.begin();
    for (const auto& [question, value] : c.after.answers) {
      const auto asked = [&, &question = question](const Row& row) { return row.question == question; };
      auto row = std::find_if(rows.begin(), rows.end(), asked);
      if (row == rows.end()) row = rows.insert(next, {question, {}});
      row->answer[1] = value;
      next = row + 1;
    }
    return rows;
  }

  std::string journey(const EndChange& c) const {
    std::string rows;
    for (const Row& row : rows_of(c)) {
      std::string asked[2], cells;
      for (const int side : {0, 1}) {
        const auto topic = graph(side).topic_named(c.topic);
        const Question* question = topic ? question_of(graph(side), *topic, row.question) : nullptr;
        if (question != nullptr) asked[side] = asked_words(graph(side), *question);
        if (!row.answer[side])
          cells += "<td><em>not asked</em></td>";
        else
          cells += fmt::format(
              "<td>{}</td>",
              html(question ? witness_answer_words(graph(side), *question, *row.answer[side]) : *row.answer[side]));
      }
      // What one version alone asks, the other may not have.
      if (!row.answer[0]) asked[0] = asked[1];
      if (!row.answer[1]) asked[1] = asked[0];
      const bool differs = row.answer[0] != row.answer[1];
      rows += fmt::format("<tr{}><th scope=\"row\">{}{} <small>{}</small></th>{}</tr>\n",
                          differs ? " class=\"differs\"" : "", differs ? "≠ " : "", marked(asked[0], asked[1]),
                          code(row.question), cells);
    }
    return fmt::format(
        "<table class=\"journey\"><caption>For example {}</caption>\n<thead><tr><th scope=\"col\">Question</th><th "
        "scope=\"col\">Old</th><th scope=\"col\">New</th></tr></thead>\n<tbody>\n{}<tr class=\"end\"><th "
        "scope=\"row\">Ends</th>{}{}</tr>\n</tbody></table>\n",
        html(person_words(c.after)), rows, end(0, c.old_end, c.old_disposition), end(1, c.new_end, c.new_disposition));
  }

  // What a person reads on top of a disposition, or its id where it has none.
  std::string heading_of(int side, const std::string& disposition) const {
    for (const DispositionInfo& d : graph(side).dispositions)
      if (d.id == disposition && !d.heading.empty()) return d.heading;
    return disposition;
  }

  std::string end(int side, const std::string& name, const std::string& disposition) const {
    std::string reason;
    for (const Outcome& o : graph(side).outcomes)
      if (o.file + "/" + o.id == name && o.reason != kNone<TextIndex> && reason.empty())
        reason = graph(side).text(o.reason, 0);
    return fmt::format("<td>{}<p>{}</p><p><small>{}</small></p></td>", html(heading_of(side, disposition)),
                       markdown_inline_html(reason), code(name));
  }

  std::string names() const {
    if (found_.names.empty()) return {};
    std::string rows;
    for (const NameChange& n : found_.names)
      rows += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}{}</td></tr>\n", marked_words(n.kind),
                          html(n.what), code(n.id), n.old_id.empty() ? "" : " (was " + code(n.old_id) + ")");
    return section(
        "names", "Added, removed and renamed",
        fmt::format("<table class=\"names\"><caption>Names that came, went or changed</caption>\n<thead><tr><th "
                    "scope=\"col\">Change</th><th scope=\"col\">What</th><th scope=\"col\">Name</th></tr>"
                    "</thead>\n<tbody>\n{}</tbody></table>\n",
                    rows));
  }

  // The title of the file that a text stands in.
  std::string file_title(const std::string& file) const {
    for (const int side : {1, 0})
      for (const Pathway& p : version_[side]->library.pathways)
        if (p.id.text == file && !p.title.text.empty()) return p.title.text;
    std::string title = file;
    if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 'a' + 'A');
    return title;
  }

  std::string texts() const {
    if (found_.texts.empty()) return {};
    std::string text = "<p>Removed words are <del>struck through</del>, added words are <ins>underlined</ins>.</p>\n";
    std::string file, list;
    const auto close = [&] {
      if (!list.empty()) text += heading(1, html(file_title(file))) + "<dl class=\"texts\">\n" + list + "</dl>\n";
      list.clear();
    };
    for (const TextChange& t : found_.texts) {
      const std::string its = t.place.substr(0, t.place.find('/'));
      if (its != file) close();
      file = its;
      list += fmt::format("<dt>{}, {}</dt>\n<dd>{}</dd>\n", code(t.place), html(t.part), marked(t.before, t.after));
    }
    close();
    return section("texts", "Texts", text);
  }

  const ClinicalDiff& found_;
  const ChangesShown& shown_;
  const Version* version_[2];
};

std::string version_line(const Version& version, const std::string& dir, std::string_view which) {
  return fmt::format("<p><b>{}</b>: {}, folder {}<br><small>content {}</small></p>\n", which,
                     html(version.graph.library), code(dir), code(version.graph.digest));
}

}  // namespace

std::string_view changes_style() { return kChangesStyle; }

std::string changes_html(const ClinicalDiff& found, const ChangesShown& shown) { return Changes(found, shown).body(); }

std::string changes_page(const ClinicalDiff& found, const ChangesShown& shown) {
  return html_page("What changes for patients",
                   "<h1>What changes for patients</h1>\n" +
                       version_line(shown.before, shown.before_dir, "Old version") +
                       version_line(shown.after, shown.after_dir, "New version") + changes_html(found, shown),
                   kChangesStyle);
}

}  // namespace signpost

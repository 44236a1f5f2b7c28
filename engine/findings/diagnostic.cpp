// Collecting findings and printing them for people. The two machine formats stand in diagnostic_formats.cpp.
#include "engine/findings/diagnostic.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "engine/text/utf8.hpp"

namespace signpost {

namespace {

constexpr int kExcerptWidth = 110;  // columns of a source line shown: with the gutter it fits a 120-column terminal
constexpr std::string_view kCut = "…";

struct Style {
  std::string_view bold, red, yellow, blue, off;
};
constexpr Style kPlain{};
constexpr Style kColour{"\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[0m"};

std::string place(const Location& at, const Sources& sources) {
  if (at.line == 0 || at.file >= sources.size()) return {};
  std::string text = printable(sources.file(at.file).path) + ":" + std::to_string(at.line);
  if (at.column > 0) text += ":" + std::to_string(at.column);
  return text + ": ";
}

// The part of a line that is shown, and where in it the carets stand.
struct Excerpt {
  std::string text;
  int caret = 0;  // columns before the first caret
  int carets = 1;
};

// Cuts a wide line so that the marked part stays in view. One character stays one step of the caret, whatever its
// bytes.
Excerpt excerpt_of(std::string_view line, std::uint32_t column, std::uint32_t length) {
  std::vector<std::pair<std::string, int>> cells;  // what each character shows, and its width
  for (std::string_view rest = line; !rest.empty();) {
    const Character character = first_character(rest);
    const std::size_t size = std::max<std::size_t>(character.size, 1);
    cells.emplace_back(printable(rest.substr(0, size)), character.size == 0 ? 1 : display_width(character.value));
    rest.remove_prefix(size);
  }
  const std::size_t from = column == 0 ? 0 : std::min<std::size_t>(column - 1, cells.size());
  const std::size_t to = std::min(cells.size(), from + std::max<std::size_t>(length, 1));

  int total = 0;
  for (const auto& [shown, width] : cells) total += width;
  std::size_t first = 0, last = cells.size();
  if (total > kExcerptWidth) {
    // A third of the room stands before the mark, so that the reader sees what led to it.
    int before = 0;
    first = from;
    while (first > 0 && before < kExcerptWidth / 3) before += cells[--first].second;
    int used = 0;
    last = first;
    while (last < cells.size() && used + cells[last].second <= kExcerptWidth) used += cells[last++].second;
    while (first > 0 && last == cells.size() && used < kExcerptWidth) used += cells[--first].second;
  }

  Excerpt excerpt;
  if (first > 0) excerpt.text = kCut, excerpt.caret = 1;
  int carets = 0;
  for (std::size_t i = first; i < last; ++i) {
    excerpt.text += cells[i].first;
    if (i < from) excerpt.caret += cells[i].second;
    if (i >= from && i < to) carets += cells[i].second;
  }
  if (last < cells.size()) excerpt.text += kCut;
  excerpt.carets = std::max(carets, 1);
  return excerpt;
}

void render_excerpt(std::string& out, const Location& at, const Sources& sources, const Style& style) {
  if (at.line == 0 || at.column == 0 || at.file >= sources.size()) return;
  const std::string_view line = sources.line(at.file, at.line);
  if (line.empty()) return;
  const Excerpt excerpt = excerpt_of(line, at.column, at.length);
  const std::string number = std::to_string(at.line);
  const std::string gutter(std::max<std::size_t>(number.size(), 4), ' ');
  out.append(gutter.size() - number.size(), ' ').append(number).append(" | ").append(excerpt.text).append("\n");
  out.append(gutter).append(" | ").append(static_cast<std::size_t>(excerpt.caret), ' ');
  out.append(style.red).append(static_cast<std::size_t>(excerpt.carets), '^').append(style.off).append("\n");
}

// A text of several lines (a block form shown as help) keeps its lines, each under the first.
void render_lines(std::string& out, std::string_view label, std::string_view text, const Style& style) {
  out.append("  ").append(style.blue).append(label).append(":").append(style.off).append(" ");
  const std::string indent(label.size() + 4, ' ');
  bool first = true;
  while (true) {
    const std::size_t end = text.find('\n');
    if (!first) out += indent;
    out.append(printable(text.substr(0, end))).append("\n");
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
    first = false;
  }
}

auto rank(const Diagnostic& diagnostic) {
  return std::tie(diagnostic.location, diagnostic.code, diagnostic.message, diagnostic.help);
}

bool same(const Diagnostic& a, const Diagnostic& b) {
  const auto same_note = [](const Note& x, const Note& y) { return x.location == y.location && x.text == y.text; };
  return rank(a) == rank(b) && a.severity == b.severity &&
         std::equal(a.notes.begin(), a.notes.end(), b.notes.begin(), b.notes.end(), same_note);
}

}  // namespace

std::string_view severity_word(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
  }
  return "";
}

Diagnostic& Diagnostics::add(Code code, Location location, std::string message, std::string help) {
  const bool error = info(code).error;
  ++(error ? errors_ : warnings_);
  all_.push_back(
      {code, error ? Severity::error : Severity::warning, location, std::move(message), std::move(help), {}});
  return all_.back();
}

void Diagnostics::append(Diagnostics&& other) {
  all_.insert(all_.end(), std::make_move_iterator(other.all_.begin()), std::make_move_iterator(other.all_.end()));
  errors_ += other.errors_;
  warnings_ += other.warnings_;
  other = {};
}

void Diagnostics::sort() {
  std::stable_sort(all_.begin(), all_.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return rank(a) < rank(b); });
  all_.erase(std::unique(all_.begin(), all_.end(), same), all_.end());
  const auto of = [this](Severity severity) {
    return static_cast<std::size_t>(
        std::count_if(all_.begin(), all_.end(), [severity](const Diagnostic& d) { return d.severity == severity; }));
  };
  errors_ = of(Severity::error);
  warnings_ = of(Severity::warning);
}

std::string render_text(const Diagnostics& diagnostics, const Sources& sources, const RenderOptions& options) {
  const Style& style = options.colour ? kColour : kPlain;
  std::string out;
  std::size_t shown = 0;
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    if (shown == options.limit) break;
    ++shown;
    const std::string_view colour = diagnostic.severity == Severity::error ? style.red : style.yellow;
    out.append(style.bold).append(place(diagnostic.location, sources)).append(style.off);
    out.append(colour).append(severity_word(diagnostic.severity)).append(":").append(style.off).append(" ");
    out.append(printable(diagnostic.message)).append(" [").append(info(diagnostic.code).text).append("]\n");
    render_excerpt(out, diagnostic.location, sources, style);
    if (!diagnostic.help.empty()) render_lines(out, "help", diagnostic.help, style);
    for (const Note& note : diagnostic.notes) {
      render_lines(out, "note", place(note.location, sources) + note.text, style);
      render_excerpt(out, note.location, sources, style);
    }
  }
  if (shown < diagnostics.all().size()) {
    out += std::to_string(diagnostics.all().size() - shown) + " more findings are not shown\n";
  }
  return out;
}

std::string_view did_you_mean(std::string_view word, const std::vector<std::string_view>& known) {
  const std::size_t allowed = word.size() / 3;
  if (allowed == 0) return {};
  std::size_t best = allowed + 1;
  std::string_view nearest;
  // Edit distance where swapping two neighbours counts as one slip; three rows are kept, and a row that is already too
  // far ends it.
  std::vector<std::size_t> before, previous, row;
  for (const std::string_view candidate : known) {
    const std::size_t longer = std::max(candidate.size(), word.size()),
                      shorter = std::min(candidate.size(), word.size());
    if (longer - shorter >= best || candidate == word) continue;
    previous.resize(candidate.size() + 1);
    for (std::size_t j = 0; j <= candidate.size(); ++j) previous[j] = j;
    row.assign(candidate.size() + 1, 0);
    before.assign(candidate.size() + 1, 0);
    bool hopeless = false;
    for (std::size_t i = 1; i <= word.size() && !hopeless; ++i) {
      row[0] = i;
      std::size_t smallest = i;
      for (std::size_t j = 1; j <= candidate.size(); ++j) {
        const std::size_t change = previous[j - 1] + (word[i - 1] == candidate[j - 1] ? 0 : 1);
        row[j] = std::min({change, previous[j] + 1, row[j - 1] + 1});
        if (i > 1 && j > 1 && word[i - 1] == candidate[j - 2] && word[i - 2] == candidate[j - 1]) {
          row[j] = std::min(row[j], before[j - 2] + 1);
        }
        smallest = std::min(smallest, row[j]);
      }
      hopeless = smallest >= best;
      std::swap(before, previous);
      std::swap(previous, row);
    }
    if (!hopeless && previous[candidate.size()] < best) {
      best = previous[candidate.size()];
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace signpost

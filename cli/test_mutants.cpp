#include "cli/test_mutants.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/json_text.hpp"
#include "cli/progress_line.hpp"
#include "engine/names/library_part.hpp"

namespace signpost {

namespace {

using Verdict = MutantResult::Verdict;
using Counts = MutantCounts;

constexpr std::string_view kVerdictNames[MutantCounts::kVerdicts] = {"compiler", "scenario", "claim", "equivalent",
                                                                     "survived"};

// "headache", "module transport", "advice"
std::string file_name(const Library& library, std::uint32_t file) {
  for (const Pathway& p : library.pathways)
    if (p.file == file) return p.module ? "module " + p.id.text : p.id.text;
  std::string name = library.sources.file(file).path;
  name = name.substr(name.rfind('/') + 1);
  return name.substr(0, name.find('.'));
}

bool of_topics(const Library& library, std::uint32_t file, const std::vector<std::string>& topics) {
  if (topics.empty()) return true;
  // What a module says belongs to every topic that uses it, so it is judged with the whole library.
  return std::any_of(library.pathways.begin(), library.pathways.end(), [&](const Pathway& p) {
    return p.file == file && !p.module && std::find(topics.begin(), topics.end(), topic_of(p)) != topics.end();
  });
}

std::vector<std::pair<std::uint32_t, Counts>> counts_by_file(const std::vector<Mutant>& mutants,
                                                             const std::vector<MutantResult>& results) {
  std::vector<std::pair<std::uint32_t, Counts>> files;
  for (std::size_t i = 0; i < mutants.size(); ++i) {
    if (files.empty() || files.back().first != mutants[i].at.file) files.push_back({mutants[i].at.file, {}});
    files.back().second.add(results[i].verdict);
  }
  return files;
}

std::string answers_of(const Witness& witness) {
  std::string text;
  for (const auto& [question, value] : witness.answers) text += (text.empty() ? "" : ",") + question + "=" + value;
  return text;
}

// What the changed version is told and the other is not: ", answering urgent-signs: jaw".
std::string answered_now(const VersionDifference& seen) {
  std::string text;
  for (const auto& answer : seen.now.answers)
    if (answer.second != "none" && answer.second != "no" &&
        std::find(seen.was.answers.begin(), seen.was.answers.end(), answer) == seen.was.answers.end())
      text += (text.empty() ? "" : ", ") + answer.first + ": " + answer.second;
  return text.empty() ? text : ", answering " + text;
}

// "somebody of 59 months ... ends in home (self-care), and changed so in seen (primary-care-24h)"
std::string shown_by(const VersionDifference& seen) {
  if (seen.was_outcome == seen.now_outcome && seen.was_disposition == seen.now_disposition)
    return fmt::format("{} ends in `{}` with other advice", seen.was.person(), seen.was_outcome);
  return fmt::format("{} ends in `{}` ({}), and with this change in `{}` ({}){}", seen.was.person(), seen.was_outcome,
                     seen.was_disposition, seen.now_outcome, seen.now_disposition, answered_now(seen));
}

std::string counts_json(const Counts& counts) {
  return fmt::format(R"("compiler":{},"scenarios":{},"claims":{},"equivalent":{},"survived":{},"score":{})",
                     counts[Verdict::by_compiler], counts[Verdict::by_scenario], counts[Verdict::by_claim],
                     counts[Verdict::equivalent], counts[Verdict::survived], counts.score());
}

}  // namespace

JudgedMutants::JudgedMutants(const Loaded& loaded, const std::vector<std::string>& topics, std::size_t limit,
                             const Terminal& terminal, Day on)
    : loaded_(loaded), mutants_(mutants_of(loaded.library)) {
  std::erase_if(mutants_, [&](const Mutant& m) { return !of_topics(loaded.library, m.at.file, topics); });
  made_ = mutants_.size();
  if (limit > 0 && limit < made_) {
    std::vector<Mutant> spread;
    for (std::size_t i = 0; i < limit; ++i) spread.push_back(std::move(mutants_[i * made_ / limit]));
    mutants_ = std::move(spread);
  }
  ProgressLine progress(terminal);
  progress.stage("Judging mutants");
  results_ =
      run_mutants(loaded.library, mutants_, on, [&](std::size_t done, std::size_t all) { progress.count(done, all); });
}

std::string JudgedMutants::text(const Terminal& terminal) const {
  std::vector<std::vector<std::string>> rows{
      {"FILE", "MUTANTS", "COMPILER", "SCENARIOS", "CLAIMS", "EQUIVALENT", "SURVIVED", "SCORE"}};
  const auto add = [&](std::string name, const Counts& c) {
    std::vector<std::string>& row = rows.emplace_back();
    row.push_back(std::move(name));
    for (const std::size_t n : {c.all(), c[Verdict::by_compiler], c[Verdict::by_scenario], c[Verdict::by_claim],
                                c[Verdict::equivalent], c[Verdict::survived]})
      row.push_back(n == 0 ? "-" : std::to_string(n));
    row.push_back(c.counted() == 0 ? "-" : fmt::format("{}%", c.score()));
  };
  const Counts total = this->total();
  const auto files = by_file();
  for (const auto& [name, counts] : files) add(name, counts);
  if (files.size() > 1) add("all files", total);
  std::vector<int> widths(rows[0].size(), 0);
  for (const auto& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], columns_of(row[c]));
  std::string text;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::string line = padded(rows[r][0], widths[0]);
    for (std::size_t c = 1; c < rows[r].size(); ++c)
      line += fmt::format("  {}{}", std::string(static_cast<std::size_t>(widths[c] - columns_of(rows[r][c])), ' '),
                          rows[r][c]);
    text += painted(line, r == 0 ? Paint::bold : Paint::plain, terminal.colour_out) + "\n";
  }
  if (total[Verdict::survived] > 0) text += "\n";
  for (std::size_t i = 0; i < mutants_.size(); ++i) {
    if (results_[i].verdict != Verdict::survived) continue;
    const Mutant& m = mutants_[i];
    text += fmt::format("{}:{}: {}: {}\n", loaded_.library.sources.file(m.at.file).path, m.at.line,
                        painted("nothing notices", Paint::yellow, terminal.colour_out), m.words);
    text += fmt::format("  would be noticed by {}\n", m.caught_by);
    if (const auto& seen = results_[i].seen) {
      text += fmt::format("  for example {}\n", shown_by(*seen));
      text += fmt::format("  see it: {}\n", seen->was.command(seen->topic));
    }
  }
  text += "\n";
  text += painted(fmt::format("{} of {} mutants noticed", total.killed(), total.counted()),
                  total[Verdict::survived] > 0 ? Paint::yellow : Paint::green, terminal.colour_out);
  if (mutants_.size() < made_) text += fmt::format(", out of {} that could be made", made_);
  return text + "\n";
}

MutantCounts JudgedMutants::total() const {
  Counts total;
  for (const MutantResult& result : results_) total.add(result.verdict);
  return total;
}

std::vector<std::pair<std::string, MutantCounts>> JudgedMutants::by_file() const {
  std::vector<std::pair<std::string, MutantCounts>> files;
  for (const auto& [file, counts] : counts_by_file(mutants_, results_))
    files.emplace_back(file_name(loaded_.library, file), counts);
  return files;
}

std::vector<std::pair<std::string, std::string>> JudgedMutants::survivors() const {
  std::vector<std::pair<std::string, std::string>> found;
  for (std::size_t i = 0; i < mutants_.size(); ++i) {
    if (results_[i].verdict != Verdict::survived) continue;
    const Mutant& m = mutants_[i];
    std::string words = m.words;
    if (results_[i].seen) words += "; for example " + shown_by(*results_[i].seen);
    found.emplace_back(fmt::format("{}:{}", loaded_.library.sources.file(m.at.file).path, m.at.line), std::move(words));
  }
  return found;
}

std::string JudgedMutants::json() const {
  std::string files;
  for (const auto& [file, counts] : counts_by_file(mutants_, results_))
    files += fmt::format(R"({}{{"file":{},"id":{},{}}})", files.empty() ? "" : ",",
                         json_text(loaded_.library.sources.file(file).path),
                         json_text(file_name(loaded_.library, file)), counts_json(counts));
  Counts total;
  std::string all;
  for (std::size_t i = 0; i < mutants_.size(); ++i) {
    const Mutant& m = mutants_[i];
    const MutantResult& r = results_[i];
    total.add(r.verdict);
    std::string seen = "null";
    if (r.seen)
      seen = fmt::format(
          R"({{"topic":{},"answers":{},"was":{{"outcome":{},"disposition":{}}},"changed":{{"outcome":{},"disposition":{}}},"command":{}}})",
          json_text(r.seen->topic), json_text(answers_of(r.seen->was)), json_text(r.seen->was_outcome),
          json_text(r.seen->was_disposition), json_text(r.seen->now_outcome), json_text(r.seen->now_disposition),
          json_text(r.seen->was.command(r.seen->topic)));
    all +=
        fmt::format(R"({}{{"kind":{},"file":{},"line":{},"words":{},"verdict":{},"by":{},"caughtBy":{},"example":{}}})",
                    all.empty() ? "" : ",", json_text(mutant_kind_name(m.kind)),
                    json_text(loaded_.library.sources.file(m.at.file).path), m.at.line, json_text(m.words),
                    json_text(kVerdictNames[static_cast<std::size_t>(r.verdict)]),
                    r.by.empty() ? "null" : json_text(r.by), json_text(m.caught_by), seen);
  }
  return fmt::format(R"({{"made":{},"judged":{},{},"files":[{}],"mutants":[{}]}})", made_, mutants_.size(),
                     counts_json(total), files, all);
}

}  // namespace signpost

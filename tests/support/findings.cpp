#include "tests/support/findings.hpp"

#include "engine/compile/compile.hpp"
#include "engine/prove/prove.hpp"
#include "engine/scenarios/hazard_links.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>

namespace signpost::test {

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

constexpr std::string_view kLog = "hazards.yaml";
constexpr std::string_view kTests = "tests/";

// The hazard log among the files, held against the library and against the files of tests/ beside it. Where there are
// none of those, links to tests are not checked.
void judge_log(const std::vector<NamedText>& files, Library& library, const DecisionGraph& graph, const Proof& proof,
               Diagnostics& diagnostics) {
  const auto named = [&](std::string_view path) {
    return std::find_if(files.begin(), files.end(), [&](const NamedText& file) { return file.path == path; });
  };
  const auto log = named(kLog);
  if (log == files.end()) return;
  std::vector<ScenarioResult> results;
  for (const Scenario& scenario : library.scenarios) results.push_back(run_scenario(graph, scenario));
  const Library before = library;
  const HazardLog read = read_hazards(std::string(kLog), log->text, library.sources, diagnostics);
  HazardEvidence evidence{before, "pathways", graph, proof, results, {}};
  if (std::any_of(files.begin(), files.end(), [](const NamedText& file) { return file.path.starts_with(kTests); }))
    evidence.test_file = [&](const std::string& path) -> std::optional<std::string> {
      const auto file = named(path);
      return file == files.end() ? std::nullopt : std::optional(file->text);
    };
  check_links(read, evidence, diagnostics);
}

bool has_key(std::string_view text, std::string_view key) {
  const std::string line = std::string(key) + ":";
  return text.starts_with(line) || text.find("\n" + line) != std::string_view::npos;
}

constexpr std::string_view kOutcomes[][2] = {
    {"call-999", "disposition: ambulance-now\n    reason: This may be serious.\n    advice: [stay-calm]"},
    {"to-hospital", "disposition: ed-1h\n    reason: This should be looked at now.\n    worsening: [when-to-call]"},
    {"see-gp",
     "disposition: gp-3-days\n    reason: This should be looked at.\n    advice: [rest]\n    worsening: "
     "[when-to-call]"},
    {"at-home",
     "disposition: self-care\n    reason: There is no sign of anything serious.\n    advice: [rest]\n    worsening: "
     "[when-to-call]"},
};

std::string whole_pathway(std::string_view example) {
  std::string text;
  for (const auto& [key, value] :
       {std::pair{"pathway", "cough"}, {"title", "Cough"}, {"status", "draft"}, {"for", "everyone"}}) {
    if (!has_key(example, key)) text += std::string(key) + ": " + value + "\n";
  }
  if (!has_key(example, "start")) {
    const std::size_t steps = example.find("steps:\n  ");
    const std::size_t id = steps + 9;
    if (steps != std::string_view::npos)
      text += "start: " + std::string(example.substr(id, example.find(':', id) - id)) + "\n";
  }
  text += example;
  text += "\n";
  if (!has_key(example, "outcomes")) {
    text += "outcomes:\n";
    for (const auto& [id, outcome] : kOutcomes) {
      if (example.find(id) != std::string_view::npos)
        text.append("  ").append(id).append(":\n    ").append(outcome).append("\n");
    }
  }
  return text;
}

}  // namespace

std::vector<NamedText> files_in(const std::string& folder) {
  std::vector<NamedText> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file())
      files.push_back({fs::relative(entry.path(), folder).generic_string(), text_of(entry.path())});
  }
  std::sort(files.begin(), files.end(), [](const NamedText& a, const NamedText& b) { return a.path < b.path; });
  return files;
}

std::vector<NamedText> small_library(const std::vector<NamedText>& over, const std::vector<std::string>& without) {
  std::map<std::string, std::string> files;
  for (NamedText& file : files_in(SIGNPOST_SOURCE_DIR "/tests/fixtures/small-library"))
    files[file.path] = std::move(file.text);
  for (const NamedText& file : over) files[file.path] = file.text;
  for (const std::string& path : without) files.erase(path);
  std::vector<NamedText> result;
  for (auto& [path, text] : files) result.push_back({path, std::move(text)});
  return result;
}

std::vector<NamedText> library_with_example(std::string_view file, std::string_view example) {
  const bool pathway = file.starts_with("topics/") && !file.ends_with(".test.yaml");
  std::vector<std::string> without;
  if (pathway) without.push_back("topics/cough.test.yaml");  // its scenario is about the small library's own questions
  return small_library({{std::string(file), pathway ? whole_pathway(example) : std::string(example) + "\n"}}, without);
}

Diagnostics findings(const std::vector<NamedText>& files, Sources* sources) {
  Diagnostics diagnostics;
  std::vector<NamedText> own;
  for (const NamedText& file : files)
    if (file.path != kLog && !file.path.starts_with(kTests)) own.push_back(file);
  Library library = read_library(own, "pathways", diagnostics);
  // Names and routes are checked in what could be read whole: a finding of a broken file would only echo through them.
  if (!diagnostics.has_errors()) {
    if (const auto graph = compile(library, diagnostics)) {
      const Exploration exploration = explore(library, *graph, diagnostics);
      if (!diagnostics.has_errors()) {
        const Proof proof = prove(library, *graph, exploration, *parse_day("2026-11-22"), diagnostics);
        judge_log(files, library, *graph, proof, diagnostics);
      }
    }
  }
  diagnostics.sort();
  if (sources != nullptr) *sources = std::move(library.sources);
  return diagnostics;
}

std::string findings_of(const std::string& folder) {
  std::vector<NamedText> over;
  std::vector<std::string> without;
  for (NamedText& file : files_in(folder)) {
    if (file.path == "expected.txt") continue;
    if (file.path == "without.txt") {
      std::istringstream lines(file.text);
      for (std::string line; std::getline(lines, line);) without.push_back(line);
      continue;
    }
    over.push_back(std::move(file));
  }
  Sources sources;
  const Diagnostics found = findings(small_library(over, without), &sources);
  return render_text(found, sources);
}

}  // namespace signpost::test

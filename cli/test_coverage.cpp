#include "cli/test_coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "cli/coverage_report.hpp"
#include "cli/progress_line.hpp"
#include "cli/scenario_yaml.hpp"
#include "engine/scenarios/suggest.hpp"
#include "engine/text/whole_file.hpp"

namespace signpost {

namespace {

constexpr const char* kRemark = "what the engine says today; a clinician must check that it is right";

bool of_topics(const Library& library, const Coverage::File& file, const std::vector<std::string>& topics) {
  if (topics.empty()) return true;
  // What a module shows belongs to every topic that uses it, so it is told with the whole library.
  const auto same = [&](const Pathway& p) { return !p.module && p.id.text == file.id; };
  const auto found = std::find_if(library.pathways.begin(), library.pathways.end(), same);
  if (file.module || found == library.pathways.end()) return false;
  const std::string& topic = found->topic.empty() ? found->id.text : found->topic.text;
  return std::find(topics.begin(), topics.end(), topic) != topics.end();
}

// "pathways/topics/knee.yaml" -> "pathways/topics/knee.test.yaml"
std::string scenarios_beside(const std::string& path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string::npos ? path : path.substr(0, dot) + ".test" + path.substr(dot);
}

}  // namespace

MeasuredCoverage::MeasuredCoverage(const Loaded& loaded, const std::vector<std::string>& topics)
    : loaded_(loaded), map_(loaded.library, *loaded.graph), coverage_(measure_coverage(map_)) {
  for (const Coverage::File& file : coverage_.files)
    if (of_topics(loaded.library, file, topics)) files_.push_back(&file);
}

std::string MeasuredCoverage::text(const Terminal& terminal) const {
  return coverage_text(map_, coverage_, files_, terminal);
}

std::string MeasuredCoverage::json() const { return coverage_json(map_, coverage_, files_); }

std::string MeasuredCoverage::write_html(const std::string& path) const {
  std::error_code ignored;
  const bool folder = std::filesystem::is_directory(path, ignored) ||
                      (!path.ends_with(".html") && !std::filesystem::exists(path, ignored));
  if (!folder) {
    write_file(path, coverage_page(map_, coverage_, files_));
    return path;
  }
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) throw std::system_error(error, "cannot make the folder '" + path + "'");
  for (const auto& [name, page] : coverage_pages(map_, coverage_, files_))
    write_file((std::filesystem::path(path) / name).string(), page);
  return (std::filesystem::path(path) / "index.html").string();
}

std::string MeasuredCoverage::suggested() const {
  std::vector<bool> wanted(map_.parts().size(), false);
  for (const Coverage::File* file : files_)
    for (const PartIndex part : file->parts) wanted[part] = true;
  const Suggestions found = suggest(map_, coverage_, wanted);
  const auto place = [&](PartIndex i) {
    const Part& part = map_.parts()[i];
    return fmt::format("{}:{}: {}", loaded_.library.sources.file(part.at.file).path, part.at.line, part.what);
  };
  std::string text;
  std::string pathway;
  for (const Suggestion& suggestion : found.scenarios) {
    if (suggestion.scenario.pathway.text != pathway) {
      if (!text.empty()) text += "---\n";
      pathway = suggestion.scenario.pathway.text;
      const auto own = std::find_if(loaded_.library.pathways.begin(), loaded_.library.pathways.end(),
                                    [&](const Pathway& p) { return !p.module && p.id.text == pathway; });
      text += fmt::format("# For {}: copy what stands below `scenarios:`.\npathway: {}\nscenarios:\n",
                          scenarios_beside(loaded_.library.sources.file(own->file).path), pathway);
    }
    std::vector<std::string> covers;
    for (const PartIndex part : suggestion.parts) covers.push_back("shows " + place(part));
    text += scenario_yaml(suggestion.scenario, covers, kRemark);
  }
  for (const PartIndex part : found.not_found) fmt::print(stderr, "signpost: nobody was found for {}\n", place(part));
  return text;
}

}  // namespace signpost

// `signpost test --coverage`, `--html` and `--suggest`: what the scenarios show, and scenarios for the rest.
#pragma once

#include <string>
#include <vector>

#include "cli/loaded.hpp"
#include "cli/terminal.hpp"
#include "engine/scenarios/coverage.hpp"

namespace signpost {

// What is measured of the library, for the topics named, or for everything when none is.
class MeasuredCoverage {
 public:
  MeasuredCoverage(const Loaded& loaded, const std::vector<std::string>& topics);

  std::string text(const Terminal& terminal) const;
  std::string json() const;
  // One page, or a folder of pages when `path` is a folder, or names none and has no ".html" at its end. Throws
  // std::system_error when it cannot be written. Returns what was written, for people.
  std::string write_html(const std::string& path) const;
  // Scenarios as YAML to copy; what was not found is told on stderr.
  std::string suggested() const;

 private:
  const Loaded& loaded_;
  CoverageMap map_;
  Coverage coverage_;
  std::vector<const Coverage::File*> files_;
};

}  // namespace signpost

// Findings about authored files. A finding is a value: it is collected, never thrown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/findings/code.hpp"
#include "engine/text/location.hpp"
#include "engine/text/source.hpp"

namespace signpost {

enum class Severity { error, warning, note };

// "error", "warning" or "note"
std::string_view severity_word(Severity severity);

struct Note {
  Location location;  // line 0: the note is not about a place
  std::string text;
};

struct Diagnostic {
  Code code{};
  Severity severity = Severity::error;  // taken from the code's row when added with Diagnostics::add
  Location location;
  std::string message;      // one sentence: what is wrong, naming the thing
  std::string help;         // how to mend it; may be empty
  std::vector<Note> notes;  // other places, and witnesses ("a 4-month-old girl, ...")
};

// Collects findings. Not thread-safe. Nothing is ever dropped silently: rendering says how many were not shown.
class Diagnostics {
 public:
  // Adds a finding with the severity that the code's row in code.cpp gives it.
  Diagnostic& add(Code code, Location location, std::string message, std::string help = {});

  // Adds all findings of another collection.
  void append(Diagnostics&& other);

  bool has_errors() const { return errors_ > 0; }
  std::size_t errors() const { return errors_; }
  std::size_t warnings() const { return warnings_; }
  const std::vector<Diagnostic>& all() const { return all_; }

  // Sorts by place, then code, then message, and removes exact repetitions, so that output is the same in every run.
  void sort();

 private:
  std::vector<Diagnostic> all_;
  std::size_t errors_ = 0, warnings_ = 0;
};

struct RenderOptions {
  bool colour = false;
  std::size_t limit = 100;  // findings shown; the rest is counted in a last line
};

// "path:line:column: error: message [code]", the source line, a caret line, help and notes.
std::string render_text(const Diagnostics&, const Sources&, const RenderOptions& = {});
// One JSON document: {"findings":[{code,severity,file,line,column,length,message,help,notes}],"errors":n,"warnings":n}
std::string render_json(const Diagnostics&, const Sources&);
// SARIF 2.1.0, for code-review tools.
std::string render_sarif(const Diagnostics&, const Sources&);

// The nearest of `known` to a mistyped `word` (edit distance at most a third of its length), or empty.
std::string_view did_you_mean(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace signpost

#include "cli/check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/exit_code.hpp"
#include "cli/loaded.hpp"
#include "cli/place.hpp"
#include "cli/plural.hpp"
#include "engine/compile/approval.hpp"

namespace signpost {

namespace {

// "8 topics, 15 pathways, 7 modules, 312 steps, 204 questions, 96 scenarios; 0 errors, 2 warnings; 41 of 41 claims
// proven"
std::string summary(const Loaded& loaded) {
  std::vector<std::string> parts;
  const Library& library = loaded.library;
  std::size_t steps = 0;
  std::size_t questions = 0;
  std::size_t modules = 0;
  for (const Pathway& pathway : library.pathways) {
    modules += pathway.module ? 1 : 0;
    steps += pathway.steps.size();
    questions += static_cast<std::size_t>(
        std::count_if(pathway.steps.begin(), pathway.steps.end(),
                      [](const AuthoredStep& step) { return step.kind == AuthoredStep::Kind::ask; }));
  }
  if (loaded.graph != nullptr) parts.push_back(counted(loaded.graph->topics.size(), "topic", "topics"));
  parts.push_back(counted(library.pathways.size() - modules, "pathway", "pathways"));
  parts.push_back(counted(modules, "module", "modules"));
  parts.push_back(counted(steps, "step", "steps"));
  parts.push_back(counted(questions, "question", "questions"));
  parts.push_back(counted(library.scenarios.size(), "scenario", "scenarios"));
  std::string text =
      fmt::format("{}; {}, {}", fmt::join(parts, ", "), counted(loaded.diagnostics.errors(), "error", "errors"),
                  counted(loaded.diagnostics.warnings(), "warning", "warnings"));
  if (loaded.proof) {
    text += "; " + signpost::summary(*loaded.proof) + "; " + unwritten_summary(*loaded.proof);
  } else {
    text += "; no claim was looked at, because of the errors";
  }
  return text;
}

// What may not go live: every pathway that nobody approved is a finding. Returns how many there are.
std::size_t add_unapproved(const Library& library, Diagnostics& diagnostics) {
  std::size_t count = 0;
  for (const Pathway& pathway : library.pathways) {
    if (pathway.module || pathway.status == Status::approved) continue;
    ++count;
    const auto same = [&](const Diagnostic& found) {
      return found.code == Code::not_approved && found.location.file == pathway.file;
    };
    if (std::any_of(diagnostics.all().begin(), diagnostics.all().end(), same)) continue;
    diagnostics.add(Code::not_approved, pathway.id.at,
                    fmt::format("{} is {}", pathway.id.text, pathway.status == Status::retired ? "retired" : "a draft"),
                    "only what is approved may go live: status: approved, and approval: { by: NAME, role: ROLE, date: "
                    "DAY, digest: " +
                        approved_digest(library, pathway) + " }");
  }
  diagnostics.sort();
  return count;
}

}  // namespace

int check(const CheckOptions& options, const Terminal& terminal) {
  const Place place = place_of(options.words);
  if (!place.topics.empty()) {
    fmt::print(stderr, "signpost: there is no folder '{}'. A library is checked as a whole: signpost check [DIR]\n",
               place.topics.front());
    return kMisuse;
  }
  const std::unique_ptr<Loaded> loaded = load(place.dir, Effort::prove, terminal);
  Diagnostics& diagnostics = loaded->diagnostics;
  const std::size_t drafts = options.release ? add_unapproved(loaded->library, diagnostics) : 0;

  if (options.format == "json") {
    fmt::print("{}\n", render_json(diagnostics, loaded->library.sources));
  } else if (options.format == "sarif") {
    fmt::print("{}\n", render_sarif(diagnostics, loaded->library.sources));
  } else {
    RenderOptions render;
    render.colour = terminal.colour_out;
    const std::string findings = render_text(diagnostics, loaded->library.sources, render);
    fmt::print("{}{}{}\n", findings, findings.empty() || findings.ends_with('\n') ? "" : "\n", summary(*loaded));
  }
  if (drafts > 0)
    fmt::print(stderr, "signpost: not fit for release: {} not approved\n",
               counted(drafts, "pathway is", "pathways are"));
  return diagnostics.has_errors() || drafts > 0 ? kFindings : kFine;
}

}  // namespace signpost

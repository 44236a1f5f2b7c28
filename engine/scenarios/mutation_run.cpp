#include "engine/scenarios/mutation_run.hpp"

#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <utility>

#include "engine/compile/compile.hpp"
#include "engine/explore/explore.hpp"
#include "engine/explore/in_parallel.hpp"
#include "engine/names/library_part.hpp"
#include "engine/prove/prove.hpp"
#include "engine/walk/scenario.hpp"

namespace signpost {
namespace {

using Verdict = MutantResult::Verdict;

// The library as it is, without what a mutant's file does not lead to, and what it shows.
struct AsItIs {
  std::set<std::string> topics;  // whose patients can come to the mutants' file
  Library library;
  std::unique_ptr<const DecisionGraph> graph;
  std::vector<char> passes;  // by scenario
  Proof proof;
};

std::unique_ptr<const AsItIs> as_it_is(const LibraryParts& parts, std::set<std::string> topics, Day today) {
  auto made = std::make_unique<AsItIs>();
  made->topics = std::move(topics);
  made->library = parts.only(made->topics);
  Diagnostics findings;
  made->graph = compile(made->library, findings);
  if (made->graph == nullptr) throw std::logic_error("a part of a library without errors has errors");
  const Exploration exploration = explore(made->library, *made->graph, findings);
  if (findings.has_errors()) throw std::logic_error("in a part of a library without errors, patients get lost");
  for (const Scenario& s : made->library.scenarios) made->passes.push_back(run_scenario(*made->graph, s).passed);
  made->proof = prove(made->library, *made->graph, exploration, today, findings);
  return made;
}

std::string first_error(const Diagnostics& findings) {
  for (const Diagnostic& d : findings.all())
    if (d.severity == Severity::error) return std::string(info(d.code).text);
  return {};
}

MutantResult judge(const AsItIs& today_is, const Mutant& mutant, Day today) {
  Library library = today_is.library;
  mutant.apply(library);
  Diagnostics findings;
  const auto graph = compile(library, findings);
  if (graph == nullptr) return {Verdict::by_compiler, first_error(findings), {}};
  const Exploration exploration = explore(library, *graph, findings, 1);
  if (findings.has_errors()) return {Verdict::by_compiler, first_error(findings), {}};
  for (std::size_t i = 0; i < library.scenarios.size(); ++i)
    if (today_is.passes[i] && !run_scenario(*graph, library.scenarios[i]).passed)
      return {Verdict::by_scenario, library.scenarios[i].name.text, {}};
  // Mutants are judged on all processors already.
  const Proof proof = prove(library, *graph, exploration, today, findings, {}, 1);
  for (std::size_t i = 0; i < proof.claims.size(); ++i)
    if (today_is.proof.claims[i].verdict == ClaimResult::Verdict::proven &&
        proof.claims[i].verdict != ClaimResult::Verdict::proven)
      return {Verdict::by_claim, graph->claims->all[i].text, {}};
  if (proof.unwritten_refuted > today_is.proof.unwritten_refuted)
    return {Verdict::by_claim, "what is claimed of every library without being written", {}};
  const VersionComparison compared = compare_versions(library, *today_is.graph, *graph, today_is.topics);
  if (compared.complete && !compared.difference) return {Verdict::equivalent, {}, {}};
  return {Verdict::survived, {}, compared.difference};
}

}  // namespace

std::vector<MutantResult> run_mutants(const Library& library, std::span<const Mutant> mutants, Day today,
                                      const std::function<void(std::size_t, std::size_t)>& progress) {
  const LibraryParts parts(library);
  // Mutants that matter to the same topics share what they are compared with.
  std::map<std::set<std::string>, std::unique_ptr<const AsItIs>> all;
  std::map<std::uint32_t, const AsItIs*> of_file;
  for (const Mutant& mutant : mutants) {
    if (of_file.count(mutant.at.file)) continue;
    const std::set<std::string> topics = parts.topics_through(mutant.at.file);
    std::unique_ptr<const AsItIs>& made = all[topics];
    if (!made) made = as_it_is(parts, topics, today);
    of_file[mutant.at.file] = made.get();
  }

  std::vector<MutantResult> results(mutants.size());
  in_parallel(
      mutants.size(), 0, [&](std::size_t i) { results[i] = judge(*of_file.at(mutants[i].at.file), mutants[i], today); },
      progress);
  return results;
}

}  // namespace signpost

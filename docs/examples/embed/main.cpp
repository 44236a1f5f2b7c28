// Loads a folder of pathways, begins a journey about one topic, and prints the first question.
// usage: first-question FOLDER TOPIC
#include <iostream>

#include "engine/compile/compile.hpp"
#include "engine/explore/explore.hpp"
#include "engine/read/library.hpp"
#include "engine/walk/engine.hpp"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: first-question FOLDER TOPIC\n";
    return 2;
  }

  // Read, compile, and follow every possible patient through it. Only a library without errors is walked for a person.
  signpost::Diagnostics findings;
  const signpost::Library library = signpost::read_library(argv[1], findings);
  const auto graph = signpost::compile(library, findings);
  if (graph) signpost::explore(library, *graph, findings);
  if (!graph || findings.has_errors()) {
    std::cerr << signpost::render_text(findings, library.sources);
    return 1;
  }

  // A journey is a value: who, which day, which topics, and the answers so far. The engine reads no clock.
  const signpost::Patient patient{*signpost::parse_age("34 years"), signpost::Sex::female, signpost::Party::self};
  const auto begun = signpost::begin(*graph, {argv[2]}, patient, *signpost::parse_day("2026-11-22"));
  if (const auto* rejected = std::get_if<signpost::Rejected>(&begun)) {
    std::cerr << signpost::rejected_name(rejected->code) << ": " << rejected->detail << '\n';
    return 1;
  }
  const auto& journey = std::get<signpost::Journey>(begun);

  const auto next = std::get<signpost::Step>(signpost::step(*graph, journey));
  if (next.kind == signpost::Step::Kind::outcome) {
    std::cout << "outcome\n";
    return 0;
  }
  const signpost::Question& question = graph->questions[signpost::at(next.question)];
  const signpost::VariantIndex wording = signpost::variant_of(*graph, journey);
  std::cout << question.id << ": " << graph->text(question.text, wording) << '\n';
  for (std::size_t i = 0; i < question.answers.size(); ++i)
    if (next.shown >> i & 1u) std::cout << "  " << question.answers[i].id << '\n';
}

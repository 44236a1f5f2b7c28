#include "tests/support/small_library.hpp"

#include <memory>
#include <stdexcept>

#include "engine/compile/compile.hpp"
#include "engine/read/library.hpp"
#include "engine/release/release.hpp"

namespace signpost {
namespace {

const std::vector<NamedText>& files() {
  static const std::vector<NamedText> all = {
      {"library.yaml", R"(library: small
red-flag-within: 3 questions
)"},
      {"dispositions.yaml", R"(dispositions:
  ambulance-now:
    service: ambulance
    within: now
    contact: call 999
    level: emergency
    heading: Call 999 now
  primary-care-24h:
    service: primary care
    within: 24 hours
    contact: be seen
    level: urgent
    heading: See a doctor within 24 hours
  self-care:
    service: home
    within: no limit
    contact: none
    level: self-care
    heading: You can look after this at home
)"},
      {"advice.yaml", R"(advice:
  rest:
    text: Get **rest** and say "ah" & <your> name.
  for-children:
    text: Cuddle the child.
    only-if: age < 16 years
  worse:
    text: Call 999 if <you become> hard to wake.
    calls: 999
)"},
      {"wording.yaml", R"(variants:
  self:  party is self and age >= 5 years
  child: age < 5 years or (party is someone-else and age < 16 years)
  other: otherwise
phrases:
  you become: [your child becomes, they become]
  have you: [has your child, have they]
  do you: [does your child, do they]
  your: ["your child's", their]
  evil: ["<script>alert(1)</script>", "<b onclick='x'>"]
)"},
      {"facts.yaml", R"(facts:
  hot:
    meaning: Feels hot
    type: yes or no
    if-unsure: yes
)"},
      {"topics/everything.yaml", R"(pathway: everything
title: Everything at once
version: 1.0.0
status: draft
for: age >= 1 year
area: Whole body
search: [everything, all of it]
start: faint
steps:
  faint:
    question: <Have you> fainted, or said "help" & 'oh', <evil>?
    why: Fainting can be serious.
    help: |
      Fainting is *passing out*.

      [A link](https://example.org) and [a bad one](javascript:alert(1)).
    yes: ambulance
    no: hot
    unsure: yes
    red-flag: ambulance-now
  hot:
    question: <Do you> feel hot?
    records: hot
    yes: colour
    no: colour
    unsure: yes
  colour:
    choose:
      red: Red
      green:
        text: Green
        help: Like grass
      purple:
        text: Purple
        confirm: true
    question: What colour is <your> skin?
    to: signs
  signs:
    question: Which of these <have you> had?
    tick:
      rash: A rash
      cough: A cough
      nappy:
        text: A dry nappy
        only-if: age < 31 months
    any: temperature
    none: temperature
    unsure: temperature
  temperature:
    question: What is <your> temperature?
    number: { unit: °C, from: 34, to: 43, step: 0.1, usual: 35.0 to 41.0 }
    bands:
      normal: below 38
      raised: 38 and over
    unsure: raised
    to: since
  since:
    question: How long <have you> been ill?
    duration: { from: 0 hours, to: 4 weeks }
    bands:
      short: up to 2 days
      long: over 2 days
    to: injury
  injury:
    question: When was the injury?
    date: { from: 1 year ago, to: today }
    bands:
      recent: up to 6 weeks
      old: over 6 weeks
    unsure: recent
    to: told
  told:
    note: Please *rest* for a moment.
    advice: [rest]
    to: decide
  decide:
    then:
      - when: temperature is raised and hot
        to: be-seen
      - otherwise: home
outcomes:
  ambulance:
    disposition: ambulance-now
    reason: Fainting can be serious.
    advice: [rest]
  be-seen:
    disposition: primary-care-24h
    reason: A high temperature should be looked at.
    advice: [rest, for-children]
    worsening: [worse]
  home:
    disposition: self-care
    reason: There is no sign of anything serious.
    advice: [rest, for-children]
    worsening: [worse]
)"},
      {"topics/short.yaml", R"(pathway: short
title: Short
version: 2.1.0
status: draft
for: age >= 16 years and not (sex is male)
start: ask
steps:
  ask:
    question: <Do you> want help?
    yes: be-seen
    no: home
outcomes:
  be-seen:
    disposition: primary-care-24h
    reason: You want help.
    worsening: [worse]
  home:
    disposition: self-care
    reason: You do not want help.
    worsening: [worse]
)"},
  };
  return all;
}

struct Compiled {
  Library library;
  std::unique_ptr<const DecisionGraph> graph;
};

Compiled compiled(const Edits& edits) {
  std::vector<NamedText> all = files();
  for (const auto& [from, to] : edits) {
    std::size_t found = 0;
    for (NamedText& file : all)
      for (std::size_t at_ = file.text.find(from); at_ != std::string::npos;
           at_ = file.text.find(from, at_ + to.size())) {
        file.text.replace(at_, from.size(), to);
        ++found;
      }
    if (found != 1) throw std::logic_error("in the small library this stands not once: " + from);
  }
  Diagnostics diagnostics;
  Compiled made{read_library(all, "small", diagnostics), nullptr};
  if (!diagnostics.has_errors()) made.graph = compile(made.library, diagnostics);
  std::string first;
  for (const Diagnostic& finding : diagnostics.all())
    if (finding.severity == Severity::error)
      first += finding.message + " (line " + std::to_string(finding.location.line) + ")\n";
  if (made.graph == nullptr) throw std::logic_error("the small library has errors: " + first);
  return made;
}

}  // namespace

const DecisionGraph& small_library() {
  static const std::unique_ptr<const DecisionGraph> graph = small_library_with({});
  return *graph;
}

std::unique_ptr<const DecisionGraph> small_library_with(const Edits& edits) { return compiled(edits).graph; }

std::string small_release(const Edits& edits, const SigningKey& key) {
  const Compiled made = compiled(edits);
  return release_bytes(made.library, *made.graph, Proof{}, &key);
}

const std::vector<NamedText>& small_library_files() { return files(); }

}  // namespace signpost

// A patient thought up to see what they would be led through: who they are, and one fixed answer to each question, the
// less serious where none is thought up.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/scenarios/coverage_map.hpp"
#include "engine/walk/walk.hpp"

namespace signpost {

struct Imagined {
  TopicIndex topic{};
  AgeCell age = 0;
  Sex sex = Sex::female;
  Party party = Party::self;
  std::uint32_t switches = 0;
  std::map<std::string, Given> answers;  // by "file/step"; what does not fit where it is asked is left out
};

// "file/step" of a question, the same in every program.
std::string question_key(const Question& question);

// The whole way of an imagined patient.
struct Imaginable {
  Imagined patient;
  ProgramIndex program = kNone<ProgramIndex>;
  Journey journey;
  std::vector<Passed> trail;
  PatientState end;
  OutcomeIndex outcome = kNone<OutcomeIndex>;
  std::vector<bool> less_serious;  // of each answer of the journey: it is the one that `others: none` gives
};

// Nothing when no pathway takes the patient.
std::optional<Imaginable> imagine(const DecisionGraph& graph, const Imagined& patient);

// The patient of a journey.
Imagined patient_of(const DecisionGraph& graph, const Journey& journey);

}  // namespace signpost

// Makes the program of one pathway, in three passes, because each needs all of the one before, and the programs of one
// topic share what the second finds. Each pass is a few stages, in files of their own:
// - shape() lays out the nodes and orders them: program_layout.
// - gather() finds out what tests read and where they tell values apart: program_reads; for claims program_claims.
// - emit() numbers and writes: program_variables, program_scores, then with them the tests (test_builder), the
// questions
//   (program_questions), the nodes, and last what is promised (program_claims).
#pragma once

#include <set>

#include "engine/compile/graph_builder.hpp"
#include "engine/compile/program_layout.hpp"
#include "engine/compile/program_reads.hpp"

namespace signpost {

class ProgramBuilder {
 public:
  // `begin`: the pathway. Both must outlive the builder. All names have passed their check.
  ProgramBuilder(GraphBuilder& graph, const FileNames& begin) : graph_(graph), begin_(&begin) {}

  // False when a limit is passed (a finding says which).
  bool shape();
  // Adds the cells at which this program tells ages apart.
  void gather(std::set<AgeCell>& age_cuts);
  // The same for what only claims read; reads() says nothing of it to ask the patient.
  void gather_claims(std::set<AgeCell>& age_cuts);
  // `age_cuts`: of all the topic's programs and their claims. Returns the new program. Once only.
  ProgramIndex emit(const std::set<AgeCell>& age_cuts);

  const ProgramReads& reads() const { return reads_; }

 private:
  GraphBuilder& graph_;
  const FileNames* begin_;
  ProgramLayout layout_;
  ProgramReads reads_;
};

}  // namespace signpost

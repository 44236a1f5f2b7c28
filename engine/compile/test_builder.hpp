// Makes the tests of one program: what an author wrote becomes truth tables over the program's variables.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "engine/compile/graph_builder.hpp"
#include "engine/compile/program_scores.hpp"

namespace signpost {

// What *not sure* is to a test: undecided to a patient on the way; no to a claim, which looks back on a journey; and
// nothing at all where it may yet be told better.
enum class Reading { walk, claim, open };

class TestBuilder {
 public:
  // All three must outlive the builder.
  TestBuilder(GraphBuilder& graph, const ProgramLayout& layout, const ProgramVariables& variables)
      : graph_(graph), variables_(variables), points_(graph.names, layout) {}

  // `scope`: whose names the test sees; null: facts alone. `here`: the node whose rule it is, after which points may
  // still come; kNoDraft: none do. Findings: a score's threshold that no patient can be on both sides of.
  TestIndex build(const Condition& condition, const FileNames* scope, Reading reading = Reading::walk,
                  Draft here = kNoDraft);
  // Whether the fact is known to be no without asking.
  TestIndex never(const Fact& fact, Reading reading = Reading::walk);
  // Whether anything has told the fact, *not sure* included.
  TestIndex told(const Fact& fact);

 private:
  TestIndex score(const Condition& condition, const FileNames& scope, Reading reading, Draft here);
  TestIndex leaf(const Condition& condition, const FileNames* scope, Reading reading);
  TestIndex age(const Condition& condition);
  TestIndex means(const Fact& fact, bool asked, Reading reading);
  TestIndex on_fact(const Fact& fact, const std::string& table, Truth when_no, Reading reading);
  void facts_of(const Condition& condition, std::vector<const Fact*>& facts) const;

  const Library& library() const { return graph_.names.library(); }

  GraphBuilder& graph_;
  const ProgramVariables& variables_;
  PointsToCome points_;
  std::unordered_map<const Fact*, TestIndex> told_;
};

}  // namespace signpost

// What is claimed of every library without being written:
//
// - of a question's answers, whoever gives the more serious one never ends less urgently than who gives the less
//   serious one, and whoever is *not sure* never less urgently than who gives the least serious one. `worse:` says
//   which is which: without it yes is, and on a list more ticks; `worse: neither` claims nothing;
// - whoever asks for somebody else ends in the same outcome by the same answers;
// - nobody ends in less than an emergency within the life-threat screen: the modules that run first, and those they
// use.
//
// The first two compare two patients who are alike until then; what both are asked afterwards they answer alike, what
// only one is asked may be answered anyhow (see pair_journeys.hpp). The third follows from the shape of the graph
// alone.
#pragma once

#include <string>
#include <vector>

#include "engine/prove/prove.hpp"

namespace signpost {

// One of them that does not hold, or could not be proven.
struct UnwrittenFinding {
  enum class Kind : std::uint8_t { more_serious, not_sure, someone_else, screen };
  Kind kind = Kind::more_serious;
  Location location;  // the question, the pathway or the outcome
  std::string name;   // the question's id; the pathway's or the outcome's id
  bool complete = true;
  // more_serious, not_sure: `compared` answers less seriously; someone_else: `compared` asks for themselves.
  std::optional<Counterexample> counterexample;
};

// What one program says of all of them.
struct UnwrittenFindings {
  std::vector<UnwrittenFinding> found;
  std::vector<Location> questions;  // of which something is claimed
};

// Only for graphs that explore() passed.
UnwrittenFindings unwritten_claims(const Library& library, const DecisionGraph& graph, TopicIndex topic,
                                   ProgramIndex program);

// As a finding in the file that it is about.
void report(const DecisionGraph& graph, const UnwrittenFinding& finding, Diagnostics& diagnostics);

}  // namespace signpost

// Clinical changes that somebody has signed for.
#pragma once

#include <string>
#include <vector>

#include "engine/diff/clinical_diff.hpp"
#include "engine/findings/diagnostic.hpp"
#include "engine/text/source.hpp"

namespace signpost {

struct AcceptedChange {
  std::string topic, from, to, journeys, by, role, date, reason;
};

// Reads the text of a file of accepted changes, shown as `path`. Whatever is wrong with it is a finding.
std::vector<AcceptedChange> read_accepted(const std::string& path, std::string text, Sources& sources,
                                          Diagnostics& diagnostics);

// The entry that accepts a change of ends, or null. One that says how many journeys accepts no other number.
const AcceptedChange* accepting(const std::vector<AcceptedChange>& accepted, const EndChange& change);
// The same of a changed order of two dispositions.
const AcceptedChange* accepting(const std::vector<AcceptedChange>& accepted,
                                const std::pair<std::string, std::string>& order);

// How much of what is found nobody has signed for and somebody must: ends that are less urgent, a changed order of
// dispositions, topics of which nothing is known.
std::size_t unsigned_changes(const ClinicalDiff& found, const std::vector<AcceptedChange>& accepted);

}  // namespace signpost

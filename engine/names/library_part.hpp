// A library without the topics that some of it does not lead to: what is changed in one file need not be compiled and
// proven with all the others.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/pathway/pathway.hpp"

namespace signpost {

class LibraryParts {
 public:
  explicit LibraryParts(const Library& library);

  // The topics, by id, whose patients can come to the file; every topic for facts, advice and whatever else is shared.
  std::set<std::string> topics_through(std::uint32_t file) const;
  // The library with these topics, those that they jump to, and every module; in everything else as it is. Scenarios of
  // other topics are left out.
  Library only(const std::set<std::string>& topics) const;

 private:
  const Library& library_;
  // By topic: the files that its patients can come to, and the topics that it jumps to, over any number of jumps.
  struct Reach {
    std::string topic;
    std::set<std::uint32_t> files;
    std::set<std::string> topics;
  };
  std::vector<Reach> reach_;
};

// The topic of a pathway: its own id where none is written.
const std::string& topic_of(const Pathway& pathway);

}  // namespace signpost

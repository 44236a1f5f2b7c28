// What a claim means, said of one journey at a time: read docs/pathway-language.md, "Claims", beside it. Nothing here
// is shared with the prover. For tests only.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/property/interpreter.hpp"

namespace signpost::naive {

// A claim with the file that it stands in; null: safety.yaml, and so of every journey.
struct PlacedClaim {
  const Claim* claim = nullptr;
  const Pathway* file = nullptr;
};
// In the order of the library's files: those of safety.yaml, then file by file.
std::vector<PlacedClaim> claims_of(const Library& library);

// Follows one journey for one claim. put() must see every question as it is put, before it is answered.
class ClaimJudge {
 public:
  ClaimJudge(const Library& library, const Start& start, const PlacedClaim& claim);
  void put(const Put& put, const Trace& so_far);
  // At the end: might the patient be such that the claim speaks of them?
  bool speaks(const Trace& trace) const;
  // The same of patients of whom the things that nobody asked are so: facts by id, questions by "file/step".
  using Might = std::vector<std::pair<std::string, std::string>>;
  bool speaks(const Trace& trace, const Might& might) const;
  // Does the journey keep what is promised?
  bool kept(const Trace& trace) const;

 private:
  const Condition& when() const;

  const Library& library_;
  const Start& start_;
  PlacedClaim claim_;
  int further_ = 0;  // questions put since the claim was known to speak of the patient
};

}  // namespace signpost::naive

// Turns "<Do you> take a blood thinner?" into one whole sentence for each variant of who is spoken to.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/findings/diagnostic.hpp"
#include "engine/pathway/pathway.hpp"

namespace signpost {

class Wording {
 public:
  explicit Wording(const Library& library);

  std::size_t variants() const { return variants_; }
  // The text in every variant, in the order of wording.yaml. Unknown or unclosed variants become findings.
  std::vector<std::string> speak(const Text& text, Diagnostics& diagnostics) const;
  static bool varies(std::string_view text) { return text.find('<') != std::string_view::npos; }

 private:
  std::size_t variants_;
  std::unordered_map<std::string, const Phrase*> phrases_;  // by what the author writes, in lower case at its start
};

}  // namespace signpost

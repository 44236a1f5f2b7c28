// Random claims about a small random library, as text in its files: in pathways and modules about their own questions,
// in safety.yaml about facts.
#pragma once

#include <string>
#include <vector>

#include "tests/property/tiny_library.hpp"

namespace signpost::naive {

// `files`, which must have been read without errors as `library`, with claims put in.
std::vector<NamedText> with_claims(Tape& tape, const Library& library, std::vector<NamedText> files, unsigned count);

}  // namespace signpost::naive

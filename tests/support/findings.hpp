// What a run over a library finds, as text: the heart of the golden tests.
#pragma once

#include <string>
#include <vector>

#include "engine/findings/diagnostic.hpp"
#include "engine/read/library.hpp"

namespace signpost::test {

// The files of a folder of tests/ as a library in memory, sorted by path.
std::vector<NamedText> files_in(const std::string& folder);

// The small library of tests/fixtures with the files of `over` put in place of its own; a path in `without` is left
// out.
std::vector<NamedText> small_library(const std::vector<NamedText>& over = {},
                                     const std::vector<std::string>& without = {});

// The small library with an explanation's example in place of the file that it is about. What the example leaves out of
// a pathway (its head, and the outcomes that it names) is put in.
std::vector<NamedText> library_with_example(std::string_view file, std::string_view example);

// Reads, compiles and proves; sorted. A file `hazards.yaml` is a hazard log and no part of the library, and files of
// `tests/` are what it may name; it is held against them all.
Diagnostics findings(const std::vector<NamedText>& files, Sources* sources = nullptr);

// The findings of the small library with the files of a case folder over it, as `signpost check` prints them. A case
// says which files to leave out in `without.txt`, one path a line; `expected.txt` is not part of the library.
std::string findings_of(const std::string& folder);

}  // namespace signpost::test

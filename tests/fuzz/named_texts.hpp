// Several files in one input, so that a fuzzer can change any of them: a line `=== topics/cough.yaml` begins a file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/read/library.hpp"

namespace signpost::fuzz {

/// What stands before the first such line is dropped. Two files of one path stay two.
std::vector<NamedText> split_texts(std::string_view input);
std::string join_texts(const std::vector<NamedText>& files);

/// The files of an input, and of tests/support/small_library.cpp all others but its topics. Nothing where there are
/// none in the input.
std::vector<NamedText> library_of(std::string_view input);

}  // namespace signpost::fuzz

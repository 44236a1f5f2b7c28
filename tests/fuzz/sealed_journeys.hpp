// Genuine journeys for fuzzed inputs, which no fuzzer could make up.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/walk/token.hpp"

namespace signpost::fuzz {

/// Seals with the key of all fuzzers.
const TokenSealer& our_sealer();

/// Journeys through a topic of the small library, sealed: each an answer longer than the one before, the last at its
/// outcome.
const std::vector<std::string>& sealed_journeys();

/// `text`, in which each of `@0` to `@9` has become the sealed journey that is so many answers long.
std::string with_journeys(std::string_view text);

}  // namespace signpost::fuzz

// The parts of check_names(), each in a file of its own: tests, facts, pathways and modules, claims. All add findings
// for what is wrong and carry on, so that an author sees everything at once.
#pragma once

#include "engine/names/name_findings.hpp"

namespace signpost {

inline constexpr std::size_t kMaxListAnswers = 31;    // ticks travel as bits of one 32-bit word
inline constexpr std::size_t kMaxMeaningWords = 500;  // of a fact, everything put in: each test of it looks at them all

// A test: that what it names is there, and may be tested in that way.
void check_condition(const NameScope& scope, const Condition& condition);
// A name that a claim gives without a test, under `known:` or `asked:`.
void check_tested_name(const NameScope& scope, const Name& name);

void check_fact(const NameScope& scope, const Fact& fact);
// That what all facts are made of ends, and is not too much.
void check_meanings(const NameScope& scope);

// `scope.file`: the pathway or module to check, its claims included.
void check_file(const NameScope& scope);

// `scope.file`: where the claim stands; null: in safety.yaml.
void check_claim(const NameScope& scope, const Claim& claim);

}  // namespace signpost

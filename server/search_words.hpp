// What the search knows about words: which mean the same, which say nothing, and which mean danger. Data only.
//
// This is demonstration content and not clinically approved: a clinician must check the signs of danger and what each
// card says.
#pragma once

#include <span>
#include <string_view>

namespace signpost {

// What is shown before any topic when the words of a search are dangerous.
struct EmergencyCard {
  std::string_view id;
  std::string_view heading;
  std::string_view text;
  std::string_view phone;
  // Phrases, each a set of words that must all be found, in any order, in any form ("bleeding" finds "bleed").
  std::span<const std::string_view> phrases;
};
std::span<const EmergencyCard> emergency_cards();

// The first word of each row stands for the others. A phrase of several words is put in its place before words are
// looked at.
struct SameWords {
  std::string_view word;
  std::span<const std::string_view> others;
};
std::span<const SameWords> same_words();

// Words that say nothing about a symptom.
std::span<const std::string_view> empty_words();

}  // namespace signpost

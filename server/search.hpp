// Finds topics by a patient's own words. Words are compared by their stems, by what means the same, and, where nothing
// else fits, by how many groups of three letters they share; what was typed is never corrected behind the patient's
// back. Words that mean danger give a card first, before any topic.
//
// Immutable after construction; safe to share between threads. Keeps nothing of what is searched for.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/decision_graph.hpp"
#include "server/search_words.hpp"

namespace signpost {

inline constexpr std::size_t kMaxFound = 7;         // topics shown: more is a list, and lists are for browsing
inline constexpr std::size_t kMaxSearchWords = 30;  // read of a search; the rest adds cost, not sense

struct Found {
  const EmergencyCard* emergency = nullptr;  // null: no word of danger
  std::vector<TopicIndex> topics;            // best first
};

class TopicSearch {
 public:
  explicit TopicSearch(const DecisionGraph& graph);
  // `asked` may be any bytes.
  Found find(std::string_view asked) const;

 private:
  struct Word {
    std::string stem;
    double weight;  // words of the title count most
  };
  struct Entry {
    std::string title;
    std::vector<Word> words;
    std::vector<std::string> phrases;  // title and search words as stems joined by spaces
  };
  std::vector<Entry> topics_;
  std::map<std::string, double, std::less<>> rarity_;  // of each stem: a word that half the topics have says little
};

// The stems of a text, with words of one meaning put together and empty words left out; at most kMaxSearchWords.
std::vector<std::string> search_stems(std::string_view text);

}  // namespace signpost

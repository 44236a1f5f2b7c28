#include "server/search.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace signpost {
namespace {

// Accented letters of western Europe, U+00C0 to U+00FF, as the letters that people type without them.
char plain_letter(unsigned code) {
  constexpr std::string_view kLatin1 = "aaaaaaaceeeeiiiidnooooo ouuuuyts";  // of U+00C0; 32 later stand the small ones
  if (code < 0xc0 || code > 0xff) return ' ';
  return code == 0xff ? 'y' : kLatin1[(code - 0xc0) % 32];
}

// Lower-case letters and digits, with one space between words. An apostrophe parts no word.
std::string plain(std::string_view text) {
  std::string out;
  const auto space = [&] {
    if (!out.empty() && out.back() != ' ') out += ' ';
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 'A' && byte <= 'Z')
      out += static_cast<char>(byte - 'A' + 'a');
    else if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9'))
      out += static_cast<char>(byte);
    else if (byte == '\'')
      continue;
    else if (byte == 0xe2 && i + 2 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0x80 &&
             static_cast<unsigned char>(text[i + 2]) == 0x99)
      i += 2;  // ’
    else if ((byte & 0xe0) == 0xc0 && i + 1 < text.size()) {
      const char letter = plain_letter((byte & 0x1fu) << 6 | (static_cast<unsigned char>(text[++i]) & 0x3fu));
      if (letter == ' ')
        space();
      else
        out += letter;
    } else {
      space();
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

bool ends(const std::string& word, std::string_view ending, std::size_t least_left) {
  return word.size() >= ending.size() + least_left &&
         std::string_view(word).substr(word.size() - ending.size()) == ending;
}

// A plain stem: enough to bring together the forms of English symptom words, and the same for both sides of a
// comparison.
std::string stem(std::string word) {
  const auto cut = [&](std::size_t letters) { word.resize(word.size() - letters); };
  if (ends(word, "ies", 2)) {
    cut(3);
    word += 'y';
  } else if (ends(word, "ches", 2) || ends(word, "shes", 2) || ends(word, "sses", 2) || ends(word, "xes", 2)) {
    cut(2);
  } else if (ends(word, "s", 3) && !ends(word, "ss", 0) && !ends(word, "us", 0) && !ends(word, "is", 0)) {
    cut(1);
  }
  const bool shortened = ends(word, "ing", 3) || ends(word, "ed", 3);
  if (ends(word, "ing", 3))
    cut(3);
  else if (ends(word, "ed", 3))
    cut(2);
  else if (ends(word, "ness", 3))
    cut(4);
  else if (ends(word, "ly", 4))
    cut(2);
  if (shortened && word.size() > 3 && word[word.size() - 1] == word[word.size() - 2] && word.back() != 'l' &&
      word.back() != 's')
    cut(1);
  if (ends(word, "e", 3)) cut(1);
  if (word.size() > 3 && word.back() == 'y') word.back() = 'i';
  return word;
}

// Words of one meaning, ready to be looked up: whole phrases first, the longest first.
struct Meanings {
  std::vector<std::pair<std::string, std::string>> phrases;  // " the runs " -> " diarrhoea "
  std::map<std::string, std::string, std::less<>> stems;
  std::set<std::string, std::less<>> empty;

  Meanings() {
    for (const SameWords& same : same_words())
      for (const std::string_view other : same.others) {
        if (other.find(' ') != std::string_view::npos)
          phrases.emplace_back(" " + std::string(other) + " ", " " + std::string(same.word) + " ");
        else
          stems.try_emplace(stem(std::string(other)), stem(std::string(same.word)));
      }
    std::stable_sort(phrases.begin(), phrases.end(),
                     [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    for (const std::string_view word : empty_words()) empty.emplace(word);
  }
};
const Meanings& meanings() {
  static const Meanings known;
  return known;
}

// "headache" and "head ache" are the same to whoever types them.
constexpr std::string_view kCompoundEnds[] = {"ache", "aches", "pain", "pains"};

// Damerau-Levenshtein distance, not counted beyond `most`.
std::size_t distance(std::string_view a, std::string_view b, std::size_t most) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > most) return most + 1;
  std::vector<std::size_t> before(a.size() + 1), last(a.size() + 1), now(a.size() + 1);
  for (std::size_t i = 0; i <= a.size(); ++i) last[i] = i;
  for (std::size_t j = 1; j <= b.size(); ++j) {
    now[0] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
      now[i] = std::min({last[i] + 1, now[i - 1] + 1, last[i - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[i] = std::min(now[i], before[i - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, now);
  }
  return last[a.size()];
}

constexpr std::size_t kMaxWordChars = 40;  // longer ones are no words; comparing costs their product

// Are two stems likely one word mistyped? Short words must be the same.
bool mistyped(std::string_view a, std::string_view b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  const std::size_t most = shorter >= 8 ? 2 : shorter >= 4 ? 1 : 0;
  return most > 0 && a.front() == b.front() && distance(a, b, most) <= most;
}

// What a word that no topic has may have meant: "tonsilitis" is no word here, and "tonsillitis" stands for throat. Long
// words only, for "breast" is not "breath".
std::string meant(std::string word) {
  constexpr std::size_t kLongEnough = 7;
  if (word.size() < kLongEnough) return word;
  for (const auto& [known, same] : meanings().stems)
    if (known.size() >= kLongEnough && mistyped(word, known)) return same;
  return word;
}

// Shared groups of three letters, as a part of all: 1 is the same word.
double likeness(std::string_view a, std::string_view b) {
  const auto groups = [](std::string_view word) {
    std::string padded = "  " + std::string(word) + " ";
    std::set<std::string> made;
    for (std::size_t i = 0; i + 3 <= padded.size(); ++i) made.insert(padded.substr(i, 3));
    return made;
  };
  const auto of_a = groups(a), of_b = groups(b);
  std::size_t shared = 0;
  for (const auto& group : of_a) shared += of_b.count(group);
  return 2.0 * static_cast<double>(shared) / static_cast<double>(of_a.size() + of_b.size());
}

// How well a word of the search fits one of a topic, 0 to 1.
double fit(std::string_view asked, std::string_view known) {
  if (asked == known) return 1;
  if (asked.size() >= 4 && known.size() > asked.size() && known.substr(0, asked.size()) == asked) return 0.75;
  if (mistyped(asked, known)) return 0.7;
  if (asked.size() >= 5 && known.size() >= 5) {
    const double alike = likeness(asked, known);
    if (alike >= 0.6) return 0.6 * alike;
  }
  return 0;
}

// Stems without the empty words taken out: danger hides in "not", "my" and "up".
std::vector<std::string> all_stems(std::string_view text) {
  std::string joined = " " + plain(text) + " ";
  for (const auto& [phrase, word] : meanings().phrases)
    for (std::size_t where = joined.find(phrase); where != std::string::npos; where = joined.find(phrase, where + 1))
      joined.replace(where, phrase.size(), word);
  std::vector<std::string> stems;
  for (std::string& word : words_of(joined)) {
    if (stems.size() >= kMaxSearchWords) break;
    if (word.size() > kMaxWordChars) word.resize(kMaxWordChars);
    std::vector<std::string> parts;
    for (const std::string_view ending : kCompoundEnds)
      if (parts.empty() && ends(word, ending, 3))
        parts = {word.substr(0, word.size() - ending.size()), std::string(ending)};
    if (parts.empty()) parts.push_back(std::move(word));
    for (std::string& part : parts) {
      std::string one = stem(std::move(part));
      const auto same = meanings().stems.find(one);
      stems.push_back(same == meanings().stems.end() ? std::move(one) : same->second);
    }
  }
  return stems;
}

struct Danger {
  const EmergencyCard* card;
  std::vector<std::vector<std::string>> phrases;
};
const std::vector<Danger>& dangers() {
  static const std::vector<Danger> known = [] {
    std::vector<Danger> made;
    for (const EmergencyCard& card : emergency_cards()) {
      Danger danger{&card, {}};
      for (const std::string_view phrase : card.phrases) {
        std::vector<std::string> stems = all_stems(phrase);
        std::erase_if(stems, [](const std::string& word) {
          return word == "up" || word == "to" || word == "in" || word == "of";
        });
        if (!stems.empty()) danger.phrases.push_back(std::move(stems));
      }
      made.push_back(std::move(danger));
    }
    return made;
  }();
  return known;
}

const EmergencyCard* danger_in(const std::vector<std::string>& stems) {
  const auto said = [&](const std::string& word) {
    return std::any_of(stems.begin(), stems.end(), [&](const std::string& stem_) {
      return stem_ == word || (word.size() >= 5 && mistyped(stem_, word));
    });
  };
  for (const Danger& danger : dangers())
    for (const auto& phrase : danger.phrases)
      if (std::all_of(phrase.begin(), phrase.end(), said)) return danger.card;
  return nullptr;
}

std::string joined(const std::vector<std::string>& stems) {
  std::string out;
  for (const std::string& word : stems) out += (out.empty() ? "" : " ") + word;
  return out;
}

}  // namespace

std::vector<std::string> search_stems(std::string_view text) {
  std::vector<std::string> stems = all_stems(text);
  std::erase_if(stems, [](const std::string& word) { return meanings().empty.count(word) > 0; });
  return stems;
}

TopicSearch::TopicSearch(const DecisionGraph& graph) {
  std::map<std::string, std::size_t> topics_with;
  for (const Topic& topic : graph.topics) {
    Entry entry{topic.title, {}, {}};
    const auto add = [&](std::string_view text, double weight) {
      const std::vector<std::string> stems = search_stems(text);
      if (stems.empty()) return;
      entry.phrases.push_back(joined(stems));
      for (const std::string& word : stems)
        if (std::none_of(entry.words.begin(), entry.words.end(), [&](const Word& known) { return known.stem == word; }))
          entry.words.push_back({word, weight});
    };
    add(topic.title, 1);
    for (const std::string& search : topic.search) add(search, 0.9);
    for (const Word& word : entry.words) ++topics_with[word.stem];
    topics_.push_back(std::move(entry));
  }
  for (const auto& [word, count] : topics_with)
    rarity_[word] = std::log(1 + static_cast<double>(topics_.size()) / static_cast<double>(count));
}

Found TopicSearch::find(std::string_view asked) const {
  Found found;
  found.emergency = danger_in(all_stems(asked));
  std::vector<std::string> stems = search_stems(asked);
  if (stems.empty()) return found;
  for (std::string& word : stems)
    if (rarity_.count(word) == 0) word = meant(std::move(word));
  const std::string phrase = joined(stems);

  struct Scored {
    double score;
    std::size_t topic;
  };
  std::vector<Scored> scored;
  const double unknown_rarity = std::log(1 + static_cast<double>(topics_.size()));
  for (std::size_t topic = 0; topic < topics_.size(); ++topic) {
    const Entry& entry = topics_[topic];
    double got = 0, wanted = 0;
    for (const std::string& word : stems) {
      double best = 0, rarity = unknown_rarity;
      for (const Word& known : entry.words) {
        const double fits = fit(word, known.stem) * known.weight;
        if (fits > best) {
          best = fits;
          rarity = rarity_.at(known.stem);
        }
      }
      got += best * rarity;
      wanted += rarity;
    }
    double score = got / wanted;
    if (std::find(entry.phrases.begin(), entry.phrases.end(), phrase) != entry.phrases.end()) score += 1;
    constexpr double kTooWeak = 0.3;  // below it a hit is an accident
    if (score >= kTooWeak) scored.push_back({score, topic});
  }
  std::stable_sort(scored.begin(), scored.end(), [](const Scored& a, const Scored& b) { return a.score > b.score; });
  if (scored.size() > kMaxFound) scored.resize(kMaxFound);
  for (const Scored& hit : scored) found.topics.push_back(static_cast<TopicIndex>(hit.topic));
  return found;
}

}  // namespace signpost

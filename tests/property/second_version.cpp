#include "tests/property/second_version.hpp"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <optional>
#include <sstream>
#include <string_view>

namespace signpost::naive {
namespace {

using Lines = std::vector<std::string>;

std::size_t indent(const std::string& line) {
  const std::size_t at = line.find_first_not_of(' ');
  return at == std::string::npos ? 0 : at;
}

bool begins(const std::string& line, std::string_view with) { return line.rfind(with, 0) == 0; }

// The words behind the key, where the line has one of these keys.
std::string behind(const std::string& line, std::initializer_list<std::string_view> keys) {
  const std::string bare = line.substr(indent(line));
  for (const std::string_view key : keys)
    if (begins(bare, key)) return bare.substr(key.size());
  return {};
}

bool replace(std::string& line, const std::string& from, const std::string& to) {
  const std::size_t at = line.find(from);
  if (at == std::string::npos) return false;
  line.replace(at, from.size(), to);
  return true;
}

class Editor {
 public:
  Editor(const std::vector<NamedText>& files, Tape& tape) : files_(files), tape_(tape) {
    for (const NamedText& file : files) {
      Lines& lines = lines_.emplace_back();
      std::istringstream text(file.text);
      for (std::string line; std::getline(text, line);) lines.push_back(line);
    }
  }

  void change() {
    switch (tape_.pick(28)) {
      case 0:
      case 1:
        return targets();
      case 2:
        return at([](const std::string& l) { return begins(l, "    disposition: "); },
                  [&](Lines& in, std::size_t i) { in[i] = "    disposition: " + one_of(kDispositions); });
      case 3:
        return at([](const std::string& l) { return begins(l, "    advice: [plain"); },
                  [&](Lines& in, std::size_t i) { in[i] = "    advice: [" + one_of(kAdvice) + "]"; });
      case 4:
      case 5:
        return at(is_answer, drop_block);
      case 6:
        return at(is_answer, [](Lines& in, std::size_t i) { insert(in, i, "      new-one: This one"); });
      case 7:
        return at(
            [](const std::string& l) {
              return !behind(l, {"only-if: ", "unless: ", "never: "}).empty();
            },
            drop_block);
      case 8:
      case 22:
      case 23:
      case 24:
        return at([](const std::string& l) { return is_answer(l) && l.find("This one") != std::string::npos; },
                  [&](Lines& in, std::size_t i) {
                    in[i] = in[i].substr(0, in[i].find(':')) +
                            ":\n        text: This one\n        only-if: " + one_of(kWho);
                  });
      case 9:
        return at([](const std::string& l) { return l.find("age ") != std::string::npos && !begins(l, "for: "); },
                  [&](Lines& in, std::size_t i) { age(in[i]); });
      case 10:
        return admission();
      case 11:
        return edges();
      case 12:
      case 25:
      case 26:
        return range();
      case 13:
        return at([](const std::string& l) { return begins(l, "    unsure: "); }, drop_block);
      case 14:
        return at([](const std::string& l) { return begins(l, "    question: "); },
                  [&](Lines& in, std::size_t i) {
                    if (const auto to = some_target(in)) insert(in, i + 1, "    unsure: " + *to);
                  });
      case 15:
        return at([](const std::string& l) { return begins(l, "      - when: ") || begins(l, "  - when: "); },
                  drop_block);
      case 16:
        return at([](const std::string& l) { return begins(l, "      - when: ") || begins(l, "  - when: "); },
                  [](Lines& in, std::size_t i) {
                    const std::size_t test = in[i].find("when: ") + 6;
                    in[i] = in[i].substr(0, test) + "not (" + in[i].substr(test) + ")";
                  });
      case 17:
        return at([](const std::string& l) { return begins(l, "start: "); },
                  [&](Lines& in, std::size_t i) { new_question(in, i); });
      case 18:
        return at([](const std::string& l) { return !behind(l, {"records: ", "if-unsure: "}).empty(); }, drop_block);
      case 19:
        return at(
            [](const std::string& l) {
              return indent(l) > 4 && !behind(l, {"advice: ", "without-advice: ", "score: {"}).empty();
            },
            drop_block);
      case 20:
        return at([](const std::string& l) { return begins(l, "library: "); },
                  [](Lines& in, std::size_t i) {
                    for (const std::string& line : in)
                      if (begins(line, "switches:")) return;
                    insert(in, i + 1, "switches:\n  quiet:\n    meaning: Nobody waits\n    default: off");
                  });
      default:
        return at([](const std::string& l) { return l.find("score ") != std::string::npos; },
                  [&](Lines& in, std::size_t i) { replace(in[i], "= ", "= 1"), replace(in[i], "> ", ">= "); });
    }
  }

  bool changed() const {
    const std::vector<NamedText> now = text();
    return !std::equal(now.begin(), now.end(), files_.begin(),
                       [](const NamedText& a, const NamedText& b) { return a.text == b.text; });
  }

  std::vector<NamedText> text() const {
    std::vector<NamedText> changed = files_;
    for (std::size_t f = 0; f < lines_.size(); ++f) {
      changed[f].text.clear();
      for (const std::string& line : lines_[f]) changed[f].text += line + "\n";
    }
    return changed;
  }

 private:
  static constexpr std::initializer_list<const char*> kDispositions = {"ambulance-now", "ed-1h", "primary-care-6h",
                                                                       "gp-3-days", "self-care"};
  static constexpr std::initializer_list<const char*> kAdvice = {"plain", "adult", "plain, parent", "unless-a",
                                                                 "plain, if-risk"};
  static constexpr std::initializer_list<const char*> kWho = {"age >= 16 years", "sex is female", "party is self",
                                                              "age < 40 years"};

  std::string one_of(std::initializer_list<const char*> words) {
    return words.begin()[tape_.pick(static_cast<unsigned>(words.size()))];
  }

  static bool is_answer(const std::string& line) {
    return indent(line) == 6 &&
           !behind(line, {"way-", "item-", "is-", "other:", "red:", "green:", "blue:", "new-one:"}).empty();
  }
  static bool is_band(const std::string& line) {
    return indent(line) >= 6 && !behind(line, {"range: ", "low: ", "raised: ", "high: ", "short: ", "some-days: ",
                                               "long: ", "recent: ", "older: ", "old: "})
                                     .empty();
  }
  static std::string target(const std::string& line) {
    return behind(line, {"to: ", "yes: ", "no: ", "any: ", "none: ", "- otherwise: "});
  }

  static void insert(Lines& in, std::size_t at, std::string line) {
    in.insert(in.begin() + static_cast<std::ptrdiff_t>(at), std::move(line));
  }
  // The line with what stands below it.
  static void drop_block(Lines& in, std::size_t i) {
    std::size_t end = i + 1;
    while (end < in.size() && indent(in[end]) > indent(in[i])) ++end;
    in.erase(in.begin() + static_cast<std::ptrdiff_t>(i), in.begin() + static_cast<std::ptrdiff_t>(end));
  }

  // Does something to one of the lines that are so, if there are any.
  void at(const std::function<bool(const std::string&)>& is_so,
          const std::function<void(Lines&, std::size_t)>& change_it) {
    std::vector<std::pair<std::size_t, std::size_t>> places;
    for (std::size_t f = 0; f < lines_.size(); ++f) {
      // Most of it in pathways, as nobody may come to a module.
      const std::size_t times = files_[f].path.rfind("topics/", 0) == 0 ? 4 : 1;
      for (std::size_t i = 0; i < lines_[f].size(); ++i)
        if (is_so(lines_[f][i])) places.insert(places.end(), times, {f, i});
    }
    if (places.empty()) return;
    const auto [f, i] = places[tape_.pick(static_cast<unsigned>(places.size()))];
    change_it(lines_[f], i);
  }

  // One of the targets in a file.
  std::optional<std::string> some_target(const Lines& in) {
    std::vector<std::string> all;
    for (const std::string& line : in)
      if (!target(line).empty()) all.push_back(target(line));
    if (all.empty()) return {};
    return all[tape_.pick(static_cast<unsigned>(all.size()))];
  }

  void targets() {
    at([](const std::string& l) { return !target(l).empty(); },
       [&](Lines& in, std::size_t i) {
         if (const auto other = some_target(in)) replace(in[i], ": " + target(in[i]), ": " + *other);
       });
  }

  void age(std::string& line) {
    const std::string now = one_of({"12 years", "4 years", "50 years", "2 years", "70 years"});
    for (const char* was : {"16 years", "5 years", "40 years", "18 months", "8 weeks", "65 years", "56 years"})
      if (replace(line, was, now)) return;
  }

  // Both pathways of a topic, so that everybody has one.
  void admission() {
    for (Lines& in : lines_)
      for (std::string& line : in)
        if (begins(line, "for: age")) replace(line, "16 years", "12 years");
  }

  // The edges of bands, in one file, and not of the tests that read them.
  void edges() {
    const std::pair<const char*, const char*> all[] = {{"38.0", "38.5"},
                                                       {"3 days", "5 days"},
                                                       {"12 hours", "3 days"},
                                                       {"6 weeks", "7 weeks"},
                                                       {"90 days", "100 days"}};
    const auto& [was, now] = all[tape_.pick(5)];
    at([&, from = was](const std::string& l) { return is_band(l) && l.find(from) != std::string::npos; },
       [&, from = was, to = now](Lines& in, std::size_t) {
         for (std::string& line : in)
           if (is_band(line)) replace(line, from, to);
       });
  }

  // What may be answered at all.
  void range() {
    const std::pair<const char*, const char*> all[] = {
        {"from: 36.0", "from: 35.0"},      {"to: 41.0", "to: 42.0"},
        {"to: 4 weeks", "to: 5 weeks"},    {"from: 1 year ago", "from: 2 years ago"},
        {"from: 0 hours", "from: 0 days"}, {"to: 41.0", "to: 40.5"},
        {"to: 4 weeks", "to: 3 weeks"},    {"step: 0.5", "step: 0.1"}};
    const auto& [was, now] = all[tape_.pick(8)];
    at([from = was](const std::string& l) { return l.find(from) != std::string::npos && l.find('{') != l.npos; },
       [from = was, to = now](Lines& in, std::size_t i) { replace(in[i], from, to); });
  }

  // Everybody is asked something first.
  void new_question(Lines& in, std::size_t i) {
    const std::string first = in[i].substr(7), is_new = first + "-new";
    const auto elsewhere = some_target(in);
    in[i] = "start: " + is_new;
    for (std::size_t j = i; j < in.size(); ++j) {
      if (in[j] != "steps:") continue;
      insert(in, j + 1,
             "  " + is_new + ":\n    question: Is this so?\n    yes: " +
                 (elsewhere && tape_.pick(2) ? *elsewhere : first) + "\n    no: " + first);
      return;
    }
  }

  const std::vector<NamedText>& files_;
  Tape& tape_;
  std::vector<Lines> lines_;
};

}  // namespace

std::vector<NamedText> second_version(const std::vector<NamedText>& files, Tape& tape) {
  std::vector<NamedText> changed = files;
  const unsigned changes = 1 + tape.pick(4);
  for (unsigned i = 0; i < changes; ++i) {
    // Read anew: a change may have written more than one line. Not every kind of change finds a place.
    for (int tries = 0; tries < 8; ++tries) {
      Editor editor(changed, tape);
      editor.change();
      if (editor.changed()) {
        changed = editor.text();
        break;
      }
    }
  }
  return changed;
}

}  // namespace signpost::naive

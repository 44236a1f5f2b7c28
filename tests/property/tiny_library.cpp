// Steps are made in topological order, and with each goes what is certainly known when it is reached: the common part
// of all ways that lead there. Tests are made of that, so that most libraries pass; a few read what was never asked.
#include "tests/property/tiny_library.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace signpost::naive {
namespace {

// Something that a test may read, and how.
struct Subject {
  enum class Kind { yes_no, words, list, number, duration, date } kind = Kind::yes_no;
  std::vector<std::string> words;       // words: its answers; list: its items
  std::vector<std::string> thresholds;  // amounts: with their units
  bool fact = false;                    // may be read in any file
  bool sure = true;                     // false: asked, but the answer may have been "not sure"
};
using Known = std::map<std::string, Subject>;

Known common(const Known& a, const Known& b) {
  Known both;
  for (const auto& [name, subject] : a) {
    const auto other = b.find(name);
    if (other == b.end()) continue;
    both[name] = subject;
    both[name].sure = subject.sure && other->second.sure;
  }
  return both;
}

void meet(std::optional<Known>& at, const Known& with) { at = at ? common(*at, with) : with; }

struct YesNoFact {
  std::string id, if_unsure;
  bool never = false;
};

struct Score {
  std::string id;
  int most = 0;
};

constexpr unsigned kDispositions = 5;
const char* const kDispositionIds[kDispositions] = {"ambulance-now", "ed-1h", "primary-care-6h", "gp-3-days",
                                                    "self-care"};

struct Bands {
  std::vector<std::pair<std::string, std::string>> bands;
  std::vector<std::string> thresholds;
};

class Writer {
 public:
  Writer(Tape& tape, const TinyOptions& options) : tape_(tape), options_(options) {}

  std::vector<NamedText> write() {
    switches_ = tape_.maybe(30);
    facts();
    const bool second_module = tape_.maybe(40);
    file("m-a", true, {}, "");
    if (second_module) file("m-b", true, {}, "");
    if (tape_.maybe(25)) {
      // The life-threat screen: a module that runs first.
      first_ = modules_.back().id;
    }
    const unsigned shape = tape_.pick(4);
    if (shape == 1 || shape == 2) {
      file("p-two", false, {}, "topic: two\nfor: everyone\n");
      jump_to_ = "p-two";
    }
    std::string admits = "everyone";
    if (shape == 3) {
      const std::pair<const char*, const char*> kParted[] = {{"age < 16 years", "age >= 16 years"},
                                                             {"busy", "not busy"},
                                                             {"busy or age < 16 years", "not busy and age >= 16 years"},
                                                             {"not busy and sex is male", "busy or not sex is male"}};
      const auto [two, one] = kParted[switches_ ? tape_.pick(4) : 0];
      file("p-two", false, {}, "topic: one\nfor: " + std::string(two) + "\n");
      admits = one;
    }
    file("p-one", false, {}, "topic: one\nfor: " + admits + "\n");
    base();
    return std::move(files_);
  }

 private:
  struct Module {
    std::string id;
    Known known_at_done;
    std::vector<std::pair<unsigned, Known>> ends;  // outcomes that it may end in, and what is known there
    std::optional<Score> score;
    bool done = true;
  };

  // ---- the base: everything but modules and pathways

  void facts() {
    const unsigned count = 2 + tape_.pick(2);
    for (unsigned i = 0; i < count; ++i) {
      YesNoFact fact;
      fact.id = "fact-" + std::string(1, static_cast<char>('a' + i));
      if (tape_.maybe(50)) fact.if_unsure = tape_.pick(2) ? "yes" : "no";
      facts_text_ += "  " + fact.id + ":\n    meaning: Something is so\n    type: yes or no\n";
      if (!fact.if_unsure.empty())
        facts_text_ += "    if-unsure: " + fact.if_unsure + "\n    reason: Most people know\n";
      if (tape_.maybe(25)) {
        fact.never = true;
        const char* const kNevers[] = {"sex is male", "age < 12 years", "sex is male or age >= 56 years",
                                       "not sex is female"};
        std::string never = kNevers[tape_.pick(4)];
        if (i > 0 && tape_.maybe(20)) never = "not fact-a";
        facts_text_ += "    never: " + never + "\n";
      }
      yes_no_.push_back(fact);
    }
    facts_text_ += "  reading:\n    meaning: What was measured\n    type: number\n    unit: °C\n";
    facts_text_ += "  since:\n    meaning: How long it has been so\n    type: duration\n";
    facts_text_ += "  happened:\n    meaning: The day that it happened\n    type: date\n";
    facts_text_ += "  colour:\n    meaning: The colour of it\n    type: one of\n    values: [red, green, blue]\n";
    facts_text_ += "  risk:\n    meaning: Any of the two\n    means: " + yes_no_[0].id +
                   (tape_.maybe(30) ? " and " : " or ") + yes_no_[1].id + "\n";
    if (tape_.maybe(40)) facts_text_ += "    if-unsure: " + std::string(tape_.pick(2) ? "yes" : "no") + "\n";
    facts_text_ += "  hot:\n    meaning: Measured to be hot\n    means: reading >= 38.0 °C\n";
  }

  void base() {
    std::string library = "library: tiny\n";
    if (!first_.empty()) library += "first: [" + first_ + "]\n";
    library += "red-flag-within: 3 questions\n";
    if (switches_) library += "switches:\n  busy:\n    meaning: The service is busy\n    default: off\n";
    add("library.yaml", library);
    add("facts.yaml", "facts:\n" + facts_text_);
    std::string dispositions = "dispositions:\n";
    const char* const kLevels[kDispositions] = {"emergency", "emergency", "urgent", "routine", "self-care"};
    for (unsigned i = 0; i < kDispositions; ++i) {
      dispositions += "  " + std::string(kDispositionIds[i]) +
                      ":\n    service: service\n    within: " + std::to_string(i + 1) +
                      " hours\n    contact: go in person\n    level: " + kLevels[i] + "\n    heading: Get help\n";
    }
    add("dispositions.yaml", dispositions);
    add("advice.yaml",
        "advice:\n  plain:\n    text: Rest.\n  adult:\n    text: Do not drive.\n    only-if: age >= 16 years\n  "
        "parent:\n    text: Stay with <you>.\n"
        "    only-if: party is someone-else\n  if-a:\n    text: Take care.\n    only-if: fact-a\n  unless-a:\n    "
        "text: Take a tablet.\n"
        "    unless: fact-a\n  if-risk:\n    text: Take more care.\n    only-if: risk and not fact-b\n  "
        "not-boys:\n    text: Drink.\n    unless: sex is male or age < 5 years\n  note-a:\n    text: This is a note.\n "
        "   unless: fact-a\n  "
        "worse:\n    text: Call 999 if it gets worse.\n    calls: 999\n  worse-child:\n    text: Call 111.\n    "
        "only-if: age < 16 years\n");
    add("wording.yaml",
        "variants:\n  self: party is self\n  child: party is someone-else and age < 16 years\n  other: "
        "otherwise\nphrases:\n"
        "  you: [your child, they]\n");
    add("evidence.yaml",
        "evidence:\n  source:\n    title: A guideline\n    year: 2024\n    url: \"https://example.org/\"\n");
  }

  void add(std::string path, std::string text) { files_.push_back({std::move(path), std::move(text)}); }

  // ---- tests

  std::string age_test() {
    const char* const kAges[] = {"age >= 16 years", "age < 5 years", "age >= 40 years",
                                 "age < 18 months", "age < 8 weeks", "age >= 65 years"};
    return kAges[tape_.pick(6)];
  }

  // A test of the patient alone, which is always decided. `party` may stand in an only-if alone.
  std::string patient_test(bool party) {
    switch (tape_.pick(4)) {
      case 1:
        return tape_.pick(2) ? "sex is female" : "sex is one of (male not-said)";
      case 2:
        return switches_ ? "busy" : age_test();
      case 3:
        return party ? "party is self" : age_test();
      default:
        return age_test();
    }
  }

  // A test of one subject that is decided where the subject is `known`.
  std::string about(const std::string& name, const Subject& subject) {
    if (!subject.sure) {
      if (tape_.pick(3) == 0) return name + " is unsure";
      if (subject.kind == Subject::Kind::yes_no) {
        return tape_.pick(2) ? "(" + name + " is unsure or " + name + ")" : "(known " + name + " and " + name + ")";
      }
      if (subject.kind == Subject::Kind::list) return "(" + name + " is unsure or not " + name + " is none)";
      return "known " + name;
    }
    const auto word = [&] { return subject.words[tape_.pick(static_cast<unsigned>(subject.words.size()))]; };
    switch (subject.kind) {
      case Subject::Kind::yes_no:
        return tape_.pick(2) ? name + " is no" : name;
      case Subject::Kind::words: {
        if (tape_.pick(3) != 2) return name + " is " + word();
        const std::string one = word(), other = word();
        return one == other ? name + " is " + one : name + " is one of (" + one + " " + other + ")";
      }
      case Subject::Kind::list:
        return tape_.pick(2) ? name + " is none" : name + " includes " + word();
      default: {
        const char* const kSigns[] = {" >= ", " < ", " > ", " <= "};
        const std::string threshold = subject.thresholds[tape_.pick(static_cast<unsigned>(subject.thresholds.size()))];
        return name + (subject.kind == Subject::Kind::date ? " ago" : "") + kSigns[tape_.pick(4)] + threshold;
      }
    }
  }

  Subject fact_subject(Subject::Kind kind) const {
    Subject subject;
    subject.kind = kind;
    subject.fact = true;
    if (kind == Subject::Kind::words) subject.words = {"red", "green", "blue"};
    if (kind == Subject::Kind::number) subject.thresholds = {"38.0 °C", "39.0 °C"};
    if (kind == Subject::Kind::duration) subject.thresholds = {"12 hours", "3 days", "2 weeks"};
    if (kind == Subject::Kind::date) subject.thresholds = {"6 weeks", "90 days"};
    return subject;
  }

  // Facts that follow from others, where those are known.
  Known with_meanings(Known known) const {
    const auto a = known.find(yes_no_[0].id), b = known.find(yes_no_[1].id);
    if (a != known.end() && b != known.end() && a->second.sure && b->second.sure) {
      known["risk"] = fact_subject(Subject::Kind::yes_no);
    }
    const auto reading = known.find("reading");
    if (reading != known.end() && reading->second.sure) known["hot"] = fact_subject(Subject::Kind::yes_no);
    return known;
  }

  std::string atom(const Known& known, bool party) {
    if (tape_.maybe(options_.wild)) {
      const char* const kWild[] = {
          "fact-a",       "fact-b",          "risk", "hot", "reading >= 38.0 °C", "colour is red", "since > 3 days",
          "known fact-a", "fact-b is unsure"};
      return kWild[tape_.pick(9)];
    }
    const Known all = with_meanings(known);
    const unsigned which = tape_.pick(static_cast<unsigned>(2 * all.size()) + 1);
    if (which == 0 || all.empty()) return patient_test(party);
    auto at = all.begin();
    std::advance(at, static_cast<long>((which - 1) % all.size()));
    return about(at->first, at->second);
  }

  std::string test(const Known& known, bool party = false) {
    const auto part = [&] {
      const std::string a = atom(known, party);
      if (!tape_.maybe(15)) return a;
      return a.front() == '(' ? "not " + a : "not (" + a + ")";
    };
    std::string text = part();
    const unsigned more = tape_.pick(5);
    if (more == 1 || more == 2) text += (more == 1 ? " and " : " or ") + part();
    if (more == 3) text += " and (" + part() + " or " + part() + ")";
    return text;
  }

  // ---- one pathway or module

  struct File {
    std::string id, text;
    bool module = false;
    unsigned steps = 0;
    std::vector<std::optional<Known>> known;  // on reaching each step; the last one: on being done
    std::set<unsigned> outcomes;              // dispositions that an outcome was made for
    std::vector<std::pair<unsigned, Known>> ends;
    std::optional<Score> score;
    bool scoring = true;  // answers may still score
    std::vector<Score> readable;
  };

  // Where an answer or rule of step i leads, known to it `with`. `next`: it must be the next step.
  std::string target(File& f, unsigned i, const Known& with, bool next) {
    const unsigned choice = next ? 0 : tape_.pick(10);
    if (choice < 5 || (f.module && choice == 5)) return step_target(f, i + 1, with);
    if (choice == 6 && i + 2 < f.steps) return step_target(f, i + 2, with);
    if (choice == 7 && !f.module && !jump_to_.empty()) return "pathway/" + jump_to_;
    return outcome(f, tape_.pick(kDispositions), with);
  }

  std::string outcome(File& f, unsigned disposition, const Known& with) {
    f.outcomes.insert(disposition);
    f.ends.push_back({disposition, with});
    return "end-" + std::to_string(disposition);
  }

  std::string step_target(File& f, unsigned j, const Known& with) {
    if (j < f.steps) {
      meet(f.known[j], with);
      return f.id + "-" + std::to_string(j);
    }
    if (f.module) {
      meet(f.known[f.steps], with);
      return "done";
    }
    return outcome(f, tape_.pick(kDispositions), with);
  }

  // What an answer does besides leading somewhere. `where`: its target, for the red flag.
  std::string extras(File& f, const std::string& where, const std::string& indent, bool red_flag) {
    std::string text;
    if (f.score && f.scoring && tape_.maybe(50)) {
      const int points = static_cast<int>(tape_.pick(4)) - 1;
      text += indent + "score: { " + f.score->id + ": " + std::to_string(points) + " }\n";
      f.score->most += std::max(0, points);
    }
    const char* const kAdvice[] = {"plain", "adult", "parent", "if-a", "unless-a", "if-risk", "not-boys"};
    if (tape_.maybe(15)) text += indent + "advice: [" + kAdvice[tape_.pick(7)] + "]\n";
    if (tape_.maybe(10)) text += indent + "without-advice: [" + std::string(kAdvice[tape_.pick(7)]) + "]\n";
    if (red_flag && where.rfind("end-", 0) == 0 && tape_.maybe(40)) {
      text += indent + "red-flag: " + kDispositionIds[where[4] - '0'] + "\n";
    }
    return text;
  }

  // `then` with one or two rules and mostly an otherwise. All ways out of step i go through here unless an answer has
  // its own.
  std::string rules(File& f, unsigned i, const Known& known, bool decides = false) {
    const bool must = options_.read_scores == 100 && !f.readable.empty();
    if (!decides && !must && tape_.pick(2) == 0) return "    to: " + target(f, i, known, true) + "\n";
    std::string text = "    then:\n";
    const unsigned count = 1 + tape_.pick(2);
    for (unsigned r = 0; r < count; ++r) {
      std::string when = test(known);
      if (!f.readable.empty() && tape_.maybe(options_.read_scores)) {
        const Score& score = f.readable[tape_.pick(static_cast<unsigned>(f.readable.size()))];
        const int limit = score.most <= 0 ? 0 : 1 + static_cast<int>(tape_.pick(static_cast<unsigned>(score.most)));
        const char* const kSigns[] = {" >= ", " < ", " > ", " <= "};
        when = "score " + score.id + kSigns[tape_.pick(4)] + std::to_string(limit);
        f.scoring = false;
      }
      text += "      - when: " + when + "\n        to: " + target(f, i, known, false) + "\n";
    }
    if (tape_.maybe(20)) return text + "    to: " + target(f, i, known, true) + "\n";
    return text + "      - otherwise: " + target(f, i, known, true) + "\n";
  }

  static void learn(Known& known, const std::string& name, Subject subject, bool sure) {
    subject.sure = sure;
    const auto old = known.find(name);
    if (!sure && old != known.end() && old->second.sure) return;  // told before: the question is not put again
    known[name] = subject;
  }

  // "not sure" of a question: a line, or nothing. `as`: answers that it may count as.
  std::string unsure(File& f, unsigned i, const std::vector<std::string>& as, const Known& when_unsure,
                     bool must_be_target) {
    const unsigned choice = tape_.pick(3);
    counts_as_ = false;
    if (choice == 0) return {};
    if (choice == 1 && !as.empty() && !must_be_target) {
      counts_as_ = true;
      return "    unsure: " + as[tape_.pick(static_cast<unsigned>(as.size()))] + "\n";
    }
    return "    unsure: " + target(f, i, when_unsure, false) + "\n";
  }

  void yes_no_step(File& f, unsigned i, const std::string& id, Known known) {
    const YesNoFact* fact = tape_.maybe(60) ? &yes_no_[tape_.pick(static_cast<unsigned>(yes_no_.size()))] : nullptr;
    Subject own;
    Known unsure_known = known;
    if (fact) learn(unsure_known, fact->id, fact_subject(Subject::Kind::yes_no), false);
    learn(unsure_known, id, own, false);
    std::string text = "    question: Is it so for <you>?\n";
    if (fact) text += "    records: " + fact->id + "\n";
    if (fact && !fact->if_unsure.empty()) {
      if (tape_.pick(2)) text += "    unsure: " + fact->if_unsure + "\n";
    } else {
      text += unsure(f, i, {"yes", "no"}, unsure_known, fact != nullptr);
    }
    if (fact) {
      learn(known, fact->id, fact_subject(Subject::Kind::yes_no), true);
    } else {
      learn(known, id, own, true);
    }
    bool to_rules = false;
    for (const char* answer : {"yes", "no"}) {
      const bool last = answer[0] == 'n';
      if (tape_.maybe(15)) {  // no target of its own: on to the rules
        const std::string more = extras(f, "", "      ", false);
        if (!more.empty()) {
          text += "    " + std::string(answer) + ":\n" + more;
          to_rules = true;
        } else {
          text += "    " + std::string(answer) + ": " + target(f, i, known, last) + "\n";
        }
        continue;
      }
      const std::string to = target(f, i, known, last);
      const std::string more = extras(f, to, "      ", false);
      text += "    " + std::string(answer) + ": " + (more.empty() ? to + "\n" : "\n      to: " + to + "\n" + more);
      if (!last && to.rfind("end-", 0) == 0 && tape_.maybe(40)) {
        text += "    red-flag: " + std::string(kDispositionIds[to[4] - '0']) + "\n";
      }
    }
    f.text += "  " + id + ":\n" + text + (to_rules ? rules(f, i, known) : "");
  }

  void choose_step(File& f, unsigned i, const std::string& id, Known known) {
    const Known before = known;
    const unsigned mode = tape_.pick(4);  // 1: records a fact, 2: each answer records a fact
    std::vector<std::string> ids;
    if (mode == 1) {
      ids = {"red", "green", "blue"};
    } else if (mode == 2) {
      for (const YesNoFact& fact : yes_no_) ids.push_back("is-" + fact.id);
      ids.push_back("other");
    } else {
      const unsigned count = 2 + tape_.pick(3);
      for (unsigned a = 0; a < count; ++a) ids.push_back("way-" + std::string(1, static_cast<char>('a' + a)));
    }
    Subject own;
    own.kind = Subject::Kind::words;
    own.words = ids;
    Known unsure_known = known;
    if (mode == 1) learn(unsure_known, "colour", fact_subject(Subject::Kind::words), false);
    learn(unsure_known, id, own, false);
    std::string text = "    question: Which is it for <you>?\n";
    if (mode == 1) text += "    records: colour\n";
    text += unsure(f, i, {ids.back()}, unsure_known, mode != 0 && mode != 3);
    learn(known, mode == 1 ? "colour" : id, mode == 1 ? fact_subject(Subject::Kind::words) : own, true);
    if (mode == 2 && tape_.pick(2)) {
      for (const YesNoFact& fact : yes_no_) learn(known, fact.id, fact_subject(Subject::Kind::yes_no), true);
    }
    text += "    choose:\n";
    for (std::size_t a = 0; a < ids.size(); ++a) {
      const bool last = a + 1 == ids.size();
      std::string block;
      if (mode == 2 && !last) block += "        records: " + yes_no_[a].id + "\n";
      if (!last && mode != 1 && tape_.maybe(25)) block += "        only-if: " + test(before, true) + "\n";
      std::string to;
      if (!last && tape_.maybe(60)) {
        to = target(f, i, known, false);
        block += "        to: " + to + "\n";
      }
      block += extras(f, to, "        ", true);
      text += "      " + ids[a] + ":" + (block.empty() ? " This one\n" : "\n        text: This one\n" + block);
    }
    f.text += "  " + id + ":\n" + text + rules(f, i, known);
  }

  void tick_step(File& f, unsigned i, const std::string& id, Known known) {
    const Known before = known;
    const unsigned count = 1 + tape_.pick(3);
    Subject own;
    own.kind = Subject::Kind::list;
    std::vector<const YesNoFact*> records;
    std::vector<std::string> only_if;
    std::set<const YesNoFact*> used;
    for (unsigned a = 0; a < count; ++a) {
      own.words.push_back("item-" + std::string(1, static_cast<char>('a' + a)));
      const YesNoFact* fact = tape_.maybe(50) ? &yes_no_[tape_.pick(static_cast<unsigned>(yes_no_.size()))] : nullptr;
      if (fact && !used.insert(fact).second) fact = nullptr;
      records.push_back(fact);
      only_if.push_back(tape_.maybe(25) ? test(before, true) : "");
    }
    Known unsure_known = known;
    for (unsigned a = 0; a < count; ++a) {
      if (!records[a] || !only_if[a].empty()) continue;
      learn(unsure_known, records[a]->id, fact_subject(Subject::Kind::yes_no), false);
      learn(known, records[a]->id, fact_subject(Subject::Kind::yes_no), true);
    }
    learn(unsure_known, id, own, false);
    learn(known, id, own, true);
    std::string text = "    question: Which of these are so for <you>?\n    tick:\n";
    for (unsigned a = 0; a < count; ++a) {
      std::string block, to;
      if (records[a]) block += "        records: " + records[a]->id + "\n";
      if (!only_if[a].empty()) block += "        only-if: " + only_if[a] + "\n";
      if (a + 1 < count && tape_.maybe(25)) {
        to = target(f, i, known, false);
        block += "        to: " + to + "\n";
      }
      block += extras(f, to, "        ", true);
      text += "      " + own.words[a] + ":" + (block.empty() ? " This one\n" : "\n        text: This one\n" + block);
    }
    // One of the two is left to the rules, so that the rules are met.
    const unsigned whole = tape_.pick(3);
    if (whole == 1) text += "    any: " + target(f, i, known, false) + "\n";
    if (whole == 2) text += "    none: " + target(f, i, known, false) + "\n";
    text += unsure(f, i, {}, unsure_known, true);
    f.text += "  " + id + ":\n" + text + rules(f, i, known);
  }

  void amount_step(File& f, unsigned i, const std::string& id, Known known) {
    const unsigned kind = tape_.pick(3);
    const bool records = tape_.maybe(60);
    const unsigned cut = tape_.pick(2);
    Bands bands;
    std::string text, fact;
    Subject own;
    if (kind == 0) {
      fact = "reading";
      own.kind = Subject::Kind::number;
      text =
          "    question: What is <your> reading?\n    number: { unit: °C, from: 36.0, to: 41.0, step: 0.5, usual: 36.0 "
          "to 40.5 }\n";
      if (cut == 0) bands = {{{"low", "below 38.0"}, {"high", "38.0 and over"}}, {"38.0 °C", "39.0 °C"}};
      if (cut == 1)
        bands = {{{"low", "36.0 to 37.5"}, {"raised", "38.0 to 38.5"}, {"high", "39.0 and over"}},
                 {"38.0 °C", "39.0 °C"}};
    } else if (kind == 1) {
      fact = "since";
      own.kind = Subject::Kind::duration;
      text = "    question: How long has it been so for <you>?\n    duration: { from: 0 hours, to: 4 weeks }\n";
      if (cut == 0) bands = {{{"short", "up to 3 days"}, {"long", "over 3 days"}}, {"12 hours", "3 days"}};
      if (cut == 1) {
        bands = {{{"short", "under 12 hours"},
                  {"some-days", "from 12 hours and under 2 weeks"},
                  {"long", "2 weeks and over"}},
                 {"12 hours", "3 days", "2 weeks"}};
      }
    } else {
      fact = "happened";
      own.kind = Subject::Kind::date;
      text = "    question: When did it happen to <you>?\n    date: { from: 1 year ago, to: today }\n";
      if (cut == 0) bands = {{{"recent", "up to 6 weeks"}, {"old", "over 6 weeks"}}, {"6 weeks", "90 days"}};
      if (cut == 1) {
        bands = {{{"recent", "under 6 weeks"}, {"older", "from 6 weeks and up to 90 days"}, {"old", "over 90 days"}},
                 {"6 weeks", "90 days"}};
      }
    }
    if (kind == 0 && text.find("<your>") != std::string::npos) text.replace(text.find("<your>"), 6, "the");
    own.thresholds = bands.thresholds;
    Subject banded;
    banded.kind = Subject::Kind::words;
    for (const auto& band : bands.bands) banded.words.push_back(band.first);
    if (records) text += "    records: " + fact + "\n";
    Known unsure_known = known;
    if (records) learn(unsure_known, fact, fact_subject(own.kind), false);
    learn(unsure_known, id, own, false);
    text += unsure(f, i, {bands.bands.front().first, bands.bands.back().first}, unsure_known, records);
    const bool counts_as_band = counts_as_;
    if (records) learn(known, fact, fact_subject(own.kind), true);
    learn(known, id, counts_as_band || tape_.pick(2) ? banded : own, true);
    text += "    bands:\n";
    for (const auto& [band, range] : bands.bands) {
      std::string block, to;
      if (band != bands.bands.back().first && tape_.maybe(35)) {
        to = target(f, i, known, false);
        block += "        to: " + to + "\n";
      }
      block += extras(f, to, "        ", true);
      text += "      " + band + ":" + (block.empty() ? " " + range + "\n" : "\n        range: " + range + "\n" + block);
    }
    f.text += "  " + id + ":\n" + text + rules(f, i, known);
  }

  void use_step(File& f, unsigned i, const std::string& id, Known known) {
    const Module& module = modules_[tape_.pick(static_cast<unsigned>(modules_.size()))];
    for (const auto& [name, subject] : module.known_at_done) {
      if (subject.fact) learn(known, name, subject, subject.sure);
    }
    for (const auto& [disposition, there] : module.ends) {
      Known with = *f.known[i];
      for (const auto& [name, subject] : there) {
        if (subject.fact) learn(with, name, subject, subject.sure);
      }
      f.ends.push_back({disposition, with});
    }
    if (module.score) f.readable.push_back(*module.score);
    f.text += "  " + id + ":\n    use: " + module.id + "\n" + rules(f, i, known);
  }

  void file(const std::string& id, bool module, const Known& at_start, const std::string& head) {
    File f;
    f.id = id;
    f.module = module;
    f.steps = 1 + tape_.pick(options_.most_steps);
    f.known.resize(f.steps + 1);
    f.known[0] = at_start;
    if (options_.scores > 0 && tape_.maybe(options_.scores)) f.score = Score{module ? "points-" + id : "points", 0};
    for (unsigned i = 0; i < f.steps; ++i) {
      const std::string step = id + "-" + std::to_string(i);
      const Known known = *f.known[i];
      if (f.score && i > 0 && i + 1 == f.steps) f.readable.push_back(*f.score);
      const bool use = !modules_.empty() && options_.uses > 0 && tape_.maybe(options_.uses);
      switch (use ? 6 : tape_.pick(9)) {
        case 1:
        case 2:
          choose_step(f, i, step, known);
          break;
        case 3:
        case 4:
          tick_step(f, i, step, known);
          break;
        case 5:
          amount_step(f, i, step, known);
          break;
        case 6:
          if (!modules_.empty()) {
            use_step(f, i, step, known);
          } else {
            yes_no_step(f, i, step, known);
          }
          break;
        case 7:
          if (i > 0 && tape_.pick(2)) {
            f.text += "  " + step + ":\n    note: Please read this.\n    advice: [note-a]\n" + rules(f, i, known);
          } else {
            f.text += "  " + step + ":\n" + rules(f, i, known, true);
          }
          break;
        default:
          yes_no_step(f, i, step, known);
          break;
      }
    }
    std::string text = (module ? "module: " : "pathway: ") + id + "\n" + (module ? "" : head) + "title: A small one\n";
    if (!module) text += "version: 1.0.0\nstatus: draft\n";
    text += "start: " + id + "-0\n";
    if (f.score) text += scores(*f.score);
    text += "steps:\n" + f.text;
    if (!module) text += floors(f);
    if (!f.outcomes.empty()) text += "outcomes:\n";
    for (unsigned d : f.outcomes) text += outcome_text(d);
    add((module ? "modules/" : "topics/") + id + ".yaml", text);
    if (module) {
      Module m;
      m.id = id;
      m.done = f.known[f.steps].has_value();
      if (m.done) m.known_at_done = *f.known[f.steps];
      m.ends = f.ends;
      m.score = f.score;
      modules_.push_back(m);
    }
  }

  std::string scores(const Score& score) {
    std::string text = "scores:\n  " + score.id + ":\n    evidence: [source]\n";
    if (tape_.maybe(40))
      text +=
          "    plus:\n      - when: " + age_test() + "\n        points: " + std::to_string(1 + tape_.pick(2)) + "\n";
    return text;
  }

  std::string floors(File& f) {
    if (!tape_.maybe(40)) return {};
    std::string text = "floors:\n";
    const unsigned count = 1 + tape_.pick(2);
    for (unsigned i = 0; i < count; ++i) {
      const unsigned disposition = tape_.pick(kDispositions - 1);
      // What is known at every outcome that would be lifted. After a jump nothing of that is certain to be all.
      std::optional<Known> known;
      for (const auto& [d, with] : f.ends) {
        if (d > disposition) meet(known, with);
      }
      if (!jump_to_.empty()) known = Known{};
      f.outcomes.insert(disposition);
      text += "  - when: " + test(known.value_or(Known{})) + "\n    outcome: end-" + std::to_string(disposition) + "\n";
    }
    return text;
  }

  std::string outcome_text(unsigned d) {
    const char* const kAdvice[] = {"plain", "plain, adult", "plain, if-a, parent", "plain, unless-a",
                                   "plain, if-risk, not-boys"};
    std::string text = "  end-" + std::to_string(d) + ":\n    disposition: " + kDispositionIds[d] +
                       "\n    reason: It may be serious.\n";
    text += "    advice: [" + std::string(kAdvice[tape_.pick(5)]) + "]\n";
    return text + "    worsening: [worse" + (tape_.maybe(40) ? ", worse-child" : "") + "]\n";
  }

  Tape& tape_;
  const TinyOptions options_;
  bool switches_ = false;
  bool counts_as_ = false;  // the last "not sure" written counts as an answer
  std::string facts_text_, first_, jump_to_;
  std::vector<YesNoFact> yes_no_;
  std::vector<Module> modules_;
  std::vector<NamedText> files_;
};

}  // namespace

std::vector<NamedText> tiny_library(Tape& tape, const TinyOptions& options) { return Writer(tape, options).write(); }

std::string shown(const std::vector<NamedText>& files) {
  std::string all;
  for (const NamedText& file : files) {
    if (file.path == "dispositions.yaml" || file.path == "wording.yaml" || file.path == "evidence.yaml") continue;
    all += "=== " + file.path + "\n" + file.text;
  }
  return all;
}

}  // namespace signpost::naive

#include "tests/property/claim_judge.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace signpost::naive {
namespace {

using K = Condition::Kind;

const Condition kEveryone;

const Fact* fact_named(const Library& library, const std::string& id) {
  for (const Fact& f : library.facts) {
    if (f.id.text == id) return &f;
  }
  return nullptr;
}

const AuthoredStep* question_named(const Pathway* file, const std::string& id) {
  if (!file) return nullptr;
  for (const AuthoredStep& s : file->steps) {
    if (s.id.text == id && s.kind == AuthoredStep::Kind::ask) return &s;
  }
  return nullptr;
}

int urgency(const Library& library, const std::string& disposition) {
  int i = 0;
  for (const Disposition& d : library.dispositions) {
    if (d.id.text == disposition) return i;
    ++i;
  }
  return -1;
}

std::string word(Level level) {
  return level == Level::emergency ? "emergency"
         : level == Level::urgent  ? "urgent"
         : level == Level::routine ? "routine"
                                   : "self-care";
}

// A patient of whom more is known than anybody asked.
struct Imagined {
  Memory memory;
  ClaimJudge::Might might;
};

// Everything that nobody asked, one thing after another, with every value that it may have.
class Imagining {
 public:
  using Found = std::function<bool(const Imagined&)>;  // true: enough

  Imagining(const Library& library, const Start& start, const Pathway* file)
      : library_(library), start_(start), file_(file) {}

  // The things that a test reads, parts before wholes.
  void read(const Condition& c, const Pathway* file) {
    for (const Condition& part : c.parts) read(part, file);
    if (c.kind == K::score) {
      const auto [in, score] = score_named(c.subject.text, file);
      for (const ScoreRule& rule : score->plus) read(rule.when, in);
      return;
    }
    if (c.subject.text.empty()) return;
    if (const AuthoredStep* step = question_named(file, c.subject.text))
      read_step(*file, *step);
    else if (const Fact* fact = fact_named(library_, c.subject.text))
      read_fact(*fact);
  }

  bool any(const Memory& memory, const Found& found) { return from(0, {memory, {}}, found); }

 private:
  struct Thing {
    const Fact* fact = nullptr;
    const Pathway* file = nullptr;
    const AuthoredStep* step = nullptr;
    friend bool operator==(const Thing&, const Thing&) = default;
  };

  void add(const Thing& thing) {
    if (std::find(things_.begin(), things_.end(), thing) == things_.end()) things_.push_back(thing);
  }

  void read_fact(const Fact& fact) {
    if (fact.never) read(*fact.never, nullptr);
    if (fact.means) return read(*fact.means, nullptr);
    add({&fact, nullptr, nullptr});
  }

  void read_step(const Pathway& file, const AuthoredStep& step) {
    if (!step.records.empty()) return read_fact(*fact_named(library_, step.records.text));
    for (const Answer& a : step.answers) {
      if (!a.records.empty()) read_fact(*fact_named(library_, a.records.text));
    }
    add({nullptr, &file, &step});
  }

  std::pair<const Pathway*, const Score*> score_named(const std::string& id, const Pathway* file) const {
    for (const Score& s : file->scores) {
      if (s.id.text == id) return {file, &s};
    }
    for (const AuthoredStep& step : file->steps) {
      if (step.kind != AuthoredStep::Kind::use) continue;
      for (const Pathway& p : library_.pathways) {
        if (!p.module || p.id.text != step.use.text) continue;
        for (const Score& s : p.scores) {
          if (s.id.text == id) return {&p, &s};
        }
      }
    }
    throw std::logic_error("no score " + id);
  }

  Value fact_value(const Imagined& patient, const std::string& id) const {
    return naive::fact_value(library_, start_, patient.memory, id);
  }

  bool from(std::size_t i, const Imagined& patient, const Found& found) {
    if (i == things_.size()) return found(patient);
    const auto next = [&](const Imagined& one) { return from(i + 1, one, found); };
    return things_[i].fact ? each_value(*things_[i].fact, patient, next)
                           : each_answer(*things_[i].file, *things_[i].step, patient, next);
  }

  bool each_value(const Fact& fact, const Imagined& patient, const Found& next) {
    if (fact_value(patient, fact.id.text).kind != Value::Kind::unknown) return next(patient);
    const auto with = [&](const Value& value, const std::string& words) {
      Imagined one = patient;
      one.memory.facts[fact.id.text] = value;
      one.might.emplace_back(fact.id.text, words);
      return next(one);
    };
    if (fact.type == FactType::yes_no) {
      for (const char* value : {"no", "yes"}) {
        if (with({Value::Kind::word, value, 0, nullptr}, value)) return true;
      }
    } else if (fact.type == FactType::one_of) {
      for (const Name& value : fact.values) {
        if (with({Value::Kind::word, value.text, 0, nullptr}, value.text)) return true;
      }
    } else {
      std::set<std::int64_t> amounts;
      for (const Pathway& p : library_.pathways) {
        for (const AuthoredStep& step : p.steps) {
          if (step.records.text == fact.id.text) add_amounts(step, fact.id.text, amounts);
        }
      }
      if (amounts.empty()) amounts = edges(fact.id.text, fact.type == FactType::number, 1);
      for (std::int64_t amount : amounts) {
        if (with({Value::Kind::amount, {}, amount, nullptr}, "")) return true;
      }
    }
    return false;
  }

  bool each_answer(const Pathway& file, const AuthoredStep& step, const Imagined& patient, const Found& next) {
    const std::string key = file.id.text + "/" + step.id.text;
    if (const auto own = patient.memory.own.find(key); own != patient.memory.own.end()) {
      // "Not sure" that counts as a band: the amount is any of the band.
      if (own->second.value.kind != Value::Kind::band) return next(patient);
      std::set<std::int64_t> amounts;
      add_amounts(step, step.id.text, amounts);
      for (std::int64_t amount : amounts) {
        if (band_of(step, amount)->id.text != own->second.value.word) continue;
        Imagined one = patient;
        one.memory.own[key].value = {Value::Kind::amount, {}, amount, nullptr};
        if (next(one)) return true;
      }
      return false;
    }
    const auto with = [&](const Own& own, const std::string& words) {
      Imagined one = patient;
      one.memory.own[key] = own;
      one.might.emplace_back(key, words);
      return next(one);
    };
    const auto recorded = [&](const Answer& a) {
      return a.records.empty() ? Value{} : fact_value(patient, a.records.text);
    };
    const auto is_yes = [&](const Answer& a) {
      return recorded(a).kind == Value::Kind::word && recorded(a).word == "yes";
    };
    const auto is_no = [&](const Answer& a) {
      return recorded(a).kind == Value::Kind::word && recorded(a).word == "no";
    };
    switch (step.ask) {
      case AskKind::yes_no:
        for (const char* value : {"no", "yes"}) {
          if (with({{Value::Kind::word, value, 0, nullptr}, false, {}}, value)) return true;
        }
        return false;
      case AskKind::choose:
        // An answer is a fact that it records, and the first one that is so stands for the others.
        for (const Answer& a : step.answers) {
          if (is_no(a)) continue;
          if (a.records.empty() && std::any_of(step.answers.begin(), step.answers.end(), is_yes)) continue;
          if (with({{Value::Kind::word, a.id.text, 0, nullptr}, false, {}}, a.id.text)) return true;
          if (is_yes(a)) break;
        }
        return false;
      case AskKind::tick: {
        const std::size_t n = step.answers.size();
        for (std::size_t bits = 0; bits < std::size_t{1} << n; ++bits) {
          Own own;
          bool possible = true;
          for (std::size_t i = 0; i < n; ++i) {
            const bool ticked = bits >> i & 1u;
            if (ticked) own.ticked.insert(step.answers[i].id.text);
            if (ticked ? is_no(step.answers[i]) : is_yes(step.answers[i])) possible = false;
          }
          if (possible && with(own, "")) return true;
        }
        return false;
      }
      default:
        std::set<std::int64_t> amounts;
        add_amounts(step, step.id.text, amounts);
        for (std::int64_t amount : amounts) {
          if (with({{Value::Kind::amount, {}, amount, nullptr}, false, {}}, "")) return true;
        }
        return false;
    }
  }

  // Amounts that a question may be given, around everything that they are compared with.
  void add_amounts(const AuthoredStep& step, const std::string& name, std::set<std::int64_t>& amounts) const {
    const Bounds bounds = bounds_of(step);
    const bool number = step.ask == AskKind::number;
    std::set<std::int64_t> all = edges(name, number, bounds.step);
    for (const Answer& band : step.answers) {
      for (std::int64_t edge : edges_of(band.range.text, number)) {
        for (std::int64_t value : {edge - bounds.step, edge, edge + bounds.step}) all.insert(value);
      }
    }
    all.insert({bounds.from, bounds.to});
    for (std::int64_t value : all) {
      if (value >= bounds.from && value <= bounds.to && (value - bounds.from) % bounds.step == 0) amounts.insert(value);
    }
  }

  // Every quantity that the claim, or a fact that follows, compares with a thing of this name, and those beside it.
  std::set<std::int64_t> edges(const std::string& name, bool number, std::int64_t step) const {
    std::set<std::int64_t> all = {0};
    const std::function<void(const Condition&)> see = [&](const Condition& c) {
      for (const Condition& part : c.parts) see(part);
      if (c.kind != K::compare && c.kind != K::ago) return;
      const AuthoredStep* asked = question_named(file_, c.subject.text);
      if (c.subject.text != name && !(asked && asked->records.text == name)) return;
      const std::int64_t edge = number ? thousandths(c.quantity) : minutes(c.quantity, c.unit);
      for (std::int64_t value : {edge - step, edge, edge + step}) all.insert(value);
    };
    for (const PlacedClaim& placed : claims_of(library_)) {
      for (const auto* c : {&placed.claim->when, &placed.claim->answered}) {
        if (*c) see(**c);
      }
    }
    for (const Fact& f : library_.facts) {
      if (f.means) see(*f.means);
      if (f.never) see(*f.never);
    }
    return all;
  }

  const Library& library_;
  const Start& start_;
  const Pathway* file_;
  std::vector<Thing> things_;
};

// With the end itself in place of the terms that speak of it.
Condition at_the_end(const Library& library, const Condition& c, const Pathway* file, const Ended& ended) {
  Condition made = c;
  made.parts.clear();
  for (const Condition& part : c.parts) made.parts.push_back(at_the_end(library, part, file, ended));
  const auto decided = [&](bool yes) {
    Condition constant;
    if (yes) return constant;
    Condition no;
    no.kind = K::negation;
    no.parts.push_back(constant);
    return no;
  };
  const int its = urgency(library, ended.disposition);
  bool named = false;
  for (const Name& value : c.values) {
    if (c.kind == K::outcome_is) named |= file && ended.file == file->id.text && ended.outcome == value.text;
    if (c.kind == K::level_is) named |= word(library.dispositions[static_cast<std::size_t>(its)].level) == value.text;
    if (c.kind == K::disposition) {
      const int other = urgency(library, value.text);
      named |= !c.compared ? its == other : c.comparison == Comparison::more ? its > other : its < other;
    }
  }
  const bool of_the_end = c.kind == K::outcome_is || c.kind == K::level_is || c.kind == K::disposition;
  return of_the_end ? decided(named) : made;
}

bool speaks_of_the_end(const Condition& c) {
  return c.kind == K::outcome_is || c.kind == K::level_is || c.kind == K::disposition ||
         std::any_of(c.parts.begin(), c.parts.end(), speaks_of_the_end);
}

// Whether a test is yes whatever the end will be: terms of the end are nothing known yet.
Truth before_the_end(const Library& library, const Start& start, const Memory& memory, const Condition& c,
                     const Pathway* file) {
  if (!speaks_of_the_end(c)) return holds(library, start, memory, c, file, Looking::back);
  if (c.kind == K::negation) {
    const Truth t = before_the_end(library, start, memory, c.parts.front(), file);
    return t == Truth::open ? t : t == Truth::yes ? Truth::no : Truth::yes;
  }
  if (c.kind != K::all && c.kind != K::any) return Truth::open;
  const Truth decisive = c.kind == K::all ? Truth::no : Truth::yes;
  Truth result = c.kind == K::all ? Truth::yes : Truth::no;
  for (const Condition& part : c.parts) {
    const Truth t = before_the_end(library, start, memory, part, file);
    if (t == decisive) return t;
    if (t == Truth::open) result = t;
  }
  return result;
}

}  // namespace

std::vector<PlacedClaim> claims_of(const Library& library) {
  std::vector<PlacedClaim> all;
  for (const Claim& c : library.claims) all.push_back({&c, nullptr});
  for (const Pathway& p : library.pathways) {
    for (const Claim& c : p.claims) all.push_back({&c, &p});
  }
  return all;
}

ClaimJudge::ClaimJudge(const Library& library, const Start& start, const PlacedClaim& claim)
    : library_(library), start_(start), claim_(claim) {}

const Condition& ClaimJudge::when() const {
  return claim_.claim->when ? *claim_.claim->when : claim_.claim->answered ? *claim_.claim->answered : kEveryone;
}

void ClaimJudge::put(const Put& put, const Trace& so_far) {
  if (claim_.claim->within.empty() || put.step->kind != AuthoredStep::Kind::ask) return;
  if (before_the_end(library_, start_, so_far.memory, when(), claim_.file) == Truth::yes) ++further_;
}

bool ClaimJudge::speaks(const Trace& trace) const { return speaks(trace, {}); }

bool ClaimJudge::speaks(const Trace& trace, const Might& might) const {
  if (claim_.file && !trace.memory.entered.count(claim_.file)) return false;
  const Condition test = at_the_end(library_, when(), claim_.file, *trace.ended);
  const auto is_so = [&](const Memory& memory) {
    return holds(library_, start_, memory, test, claim_.file, Looking::back) == Truth::yes;
  };
  if (claim_.claim->answered) return is_so(trace.memory);
  Imagining imagining(library_, start_, claim_.file);
  imagining.read(test, claim_.file);
  return imagining.any(trace.memory, [&](const Imagined& patient) {
    for (const auto& one : might) {
      if (std::find(patient.might.begin(), patient.might.end(), one) == patient.might.end()) return false;
    }
    return is_so(patient.memory);
  });
}

bool ClaimJudge::kept(const Trace& trace) const {
  const Claim& claim = *claim_.claim;
  const Ended& ended = *trace.ended;
  const std::string& promise = claim.disposition.text;
  if (!promise.empty()) {
    const auto begins = [&](const std::string& lead) { return promise.rfind(lead, 0) == 0; };
    const auto rest = [&](const std::string& lead) { return promise.substr(lead.size()); };
    const int its = urgency(library_, ended.disposition);
    const Disposition& d = library_.dispositions[static_cast<std::size_t>(its)];
    const auto time = [](const std::string& text) {
      const std::size_t space = text.find(' ');
      return text == "now" ? 0 : minutes(text.substr(0, space), text.substr(space + 1));
    };
    const std::string& contact = d.contact.text;
    const bool good = begins("at least ")  ? its <= urgency(library_, rest("at least "))
                      : begins("at most ") ? its >= urgency(library_, rest("at most "))
                      : begins("exactly ") ? its == urgency(library_, rest("exactly "))
                      : begins("never ")   ? its != urgency(library_, rest("never "))
                      : begins("within ")  ? time(d.within.text) <= time(rest("within "))
                      : begins("level is ")
                          ? word(d.level) == rest("level is ")
                          : contact == "go in person" || contact == "be seen" || contact == "call 999";
    if (!good) return false;
  }
  for (const Name& name : claim.known) {
    Condition known;
    known.kind = K::known;
    known.subject = name;
    if (holds(library_, start_, trace.memory, known, claim_.file) != Truth::yes) return false;
  }
  for (const Name& name : claim.asked) {
    // Asked, or told: a question whose fact is known counts as answered.
    const AuthoredStep* step = question_named(claim_.file, name.text);
    if (step && step->records.empty()) {
      if (!trace.memory.own.count(claim_.file->id.text + "/" + name.text)) return false;
      continue;
    }
    const std::string& id = step ? step->records.text : name.text;
    const Fact* fact = fact_named(library_, id);
    if (fact && fact->means) {
      Condition known;
      known.kind = K::known;
      known.subject = name;
      if (holds(library_, start_, trace.memory, known, claim_.file) != Truth::yes) return false;
    } else if (fact && fact_value(library_, start_, trace.memory, id).kind == Value::Kind::unknown) {
      return false;
    }
  }
  for (const Name& name : claim.advice) {
    if (!ended.advice.count(name.text) && !ended.worsening.count(name.text)) return false;
  }
  return claim.within.empty() || further_ <= std::stoi(claim.within.text);
}

}  // namespace signpost::naive

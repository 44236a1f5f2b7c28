#include "tests/property/tiny_claims.hpp"

#include <map>

namespace signpost::naive {
namespace {

class Claims {
 public:
  Claims(Tape& tape, const Library& library) : tape_(tape), library_(library) {}

  std::string one(const Pathway* file) {
    file_ = file;
    std::string text = "  - claim: Something is promised\n";
    const unsigned who = tape_.pick(10);
    if (who > 0) text += std::string(who < 8 ? "    when: " : "    when answered: ") + test() + "\n";
    const unsigned count = 1 + (tape_.maybe(15) ? 1 : 0);
    std::map<std::string, std::string> promises;
    for (unsigned i = 0; i < count; ++i) promises.insert(promise());
    for (const auto& [key, value] : promises) text += "    " + key + ": " + value + "\n";
    return text;
  }

 private:
  template <class T>
  const T& some(const std::vector<T>& of) {
    return of[tape_.pick(static_cast<unsigned>(of.size()))];
  }
  std::string sign() { return some<std::string>({" >= ", " < ", " > ", " <= "}); }

  std::vector<const AuthoredStep*> questions() const {
    std::vector<const AuthoredStep*> all;
    if (file_) {
      for (const AuthoredStep& s : file_->steps) {
        if (s.kind == AuthoredStep::Kind::ask) all.push_back(&s);
      }
    }
    return all;
  }

  std::string yes_no(const std::string& name, bool unsure = true) {
    switch (tape_.pick(8)) {
      case 1:
      case 2:
        return name + " is no";
      case 3:
        return name + (unsure ? " is unsure" : " is no");
      case 4:
        return "known " + name;
      default:
        return name;
    }
  }

  std::string amount(const std::string& name, AskKind kind, bool unsure = true) {
    if (unsure && tape_.pick(6) == 1) return name + " is unsure";
    if (kind == AskKind::number) return name + sign() + some<std::string>({"38.0 °C", "39.0 °C", "37.5 °C", "40.0 °C"});
    if (kind == AskKind::duration)
      return name + sign() + some<std::string>({"12 hours", "3 days", "2 weeks", "5 days"});
    return name + " ago" + sign() + some<std::string>({"6 weeks", "90 days", "10 days"});
  }

  std::string about_fact() {
    const Fact& fact = some(library_.facts);
    const std::string& id = fact.id.text;
    if (fact.type == FactType::number) return amount(id, AskKind::number);
    if (fact.type == FactType::duration) return amount(id, AskKind::duration);
    if (fact.type == FactType::date) return amount(id, AskKind::date);
    if (fact.type != FactType::one_of) return yes_no(id);
    if (tape_.pick(4) == 1) return id + " is unsure";
    if (tape_.pick(3) == 1) return id + " is one of (" + fact.values[0].text + " " + fact.values[2].text + ")";
    return id + " is " + some(fact.values).text;
  }

  std::string about_step(const AuthoredStep& step) {
    const std::string& id = step.id.text;
    const bool unsure = !step.unsure.empty();
    switch (step.ask) {
      case AskKind::yes_no:
        return yes_no(id, unsure);
      case AskKind::choose:
        if (unsure && tape_.pick(6) == 1) return id + " is unsure";
        return id + " is " + some(step.answers).id.text;
      case AskKind::tick:
        switch (tape_.pick(6)) {
          case 1:
          case 2:
            return id + " is none";
          case 3:
            return unsure && tape_.pick(2) ? id + " is unsure" : "known " + id;
          default:
            return id + " includes " + some(step.answers).id.text;
        }
      default:
        if (!step.answers.empty() && tape_.pick(2)) return id + " is " + some(step.answers).id.text;
        return amount(id, step.ask, unsure);
    }
  }

  std::string about_patient() {
    switch (tape_.pick(4)) {
      case 1:
        return some<std::string>({"sex is female", "sex is male", "sex is one of (male not-said)"});
      case 2:
        if (!library_.switches.empty()) return library_.switches.front().id.text;
        [[fallthrough]];
      default:
        return some<std::string>(
            {"age >= 16 years", "age < 10 years", "age > 30 years", "age < 3 months", "age <= 64 years"});
    }
  }

  std::string about_the_end() {
    const std::string& disposition = some(library_.dispositions).id.text;
    switch (tape_.pick(5)) {
      case 1:
        return "level is " + some<std::string>({"emergency", "urgent", "routine", "self-care"});
      case 2:
        return "disposition is " + disposition;
      case 3:
        return "disposition is " + some<std::string>({"less", "more"}) + " urgent than " + disposition;
      default:
        if (file_ && !file_->outcomes.empty()) return "outcome is " + some(file_->outcomes).id.text;
        return "disposition is " + disposition;
    }
  }

  std::string atom() {
    const auto asked = questions();
    const unsigned kind = tape_.pick(12);
    if (kind == 1) return about_patient();
    if (kind == 2) return about_the_end();
    if (kind == 3 && file_ && !file_->scores.empty())
      return "score " + file_->scores.front().id.text + sign() + some<std::string>({"1", "2", "0"});
    if (kind >= 7 && !asked.empty()) return about_step(*some(asked));
    return about_fact();
  }

  std::string test() {
    const auto part = [&] {
      const std::string a = atom();
      return tape_.maybe(20) ? "not (" + a + ")" : a;
    };
    std::string text = part();
    const unsigned more = tape_.pick(7);
    if (more == 1 || more == 2) text += " and " + part();
    if (more == 3) text += " or " + part();
    if (more == 4) text += " and (" + part() + " or " + part() + ")";
    if (more == 5) text = "not (" + text + " and " + part() + ")";
    return text;
  }

  std::string name() {
    const auto asked = questions();
    if (!asked.empty() && tape_.pick(2)) return some(asked)->id.text;
    return some(library_.facts).id.text;
  }

  std::pair<std::string, std::string> promise() {
    const std::string& disposition = some(library_.dispositions).id.text;
    switch (tape_.pick(12)) {
      case 1:
        return {"disposition", "at most " + disposition};
      case 2:
        return {"disposition", "exactly " + disposition};
      case 3:
      case 4:
        return {"disposition", "never " + disposition};
      case 5:
        return {"disposition",
                some<std::string>({"within 2 hours", "within 4 hours", "level is emergency", "face to face"})};
      case 6:
        return {"known", "[" + name() + "]"};
      case 7:
        return {"asked", "[" + name() + "]"};
      case 8:
        return {
            "advice",
            "[" + some<std::string>({"plain", "adult", "if-a", "unless-a", "worse", "worse-child", "if-risk"}) + "]"};
      case 9:
        return {"within", some<std::string>({"0 questions", "1 question", "2 questions", "3 questions"})};
      default:
        return {"disposition", "at least " + disposition};
    }
  }

  Tape& tape_;
  const Library& library_;
  const Pathway* file_ = nullptr;
};

}  // namespace

std::vector<NamedText> with_claims(Tape& tape, const Library& library, std::vector<NamedText> files, unsigned count) {
  Claims claims(tape, library);
  std::map<std::string, std::string> of_file;  // by id; "" is safety.yaml
  for (unsigned i = 0; i < count; ++i) {
    const unsigned which = tape.pick(static_cast<unsigned>(library.pathways.size()) + 1);
    const Pathway* file = which == 0 ? nullptr : &library.pathways[which - 1];
    of_file[file ? file->id.text : ""] += claims.one(file);
  }
  for (NamedText& file : files) {
    for (const Pathway& p : library.pathways) {
      const std::string path = (p.module ? "modules/" : "topics/") + p.id.text + ".yaml";
      if (file.path == path && of_file.count(p.id.text)) file.text += "safety:\n" + of_file[p.id.text];
    }
  }
  if (of_file.count("")) files.push_back({"safety.yaml", "safety:\n" + of_file[""]});
  return files;
}

}  // namespace signpost::naive

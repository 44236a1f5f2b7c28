#include "tests/property/replies.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "tests/property/claim_judge.hpp"

namespace signpost::naive {
namespace {

void each_condition(const Condition& c, const std::function<void(const Condition&)>& see) {
  see(c);
  for (const Condition& part : c.parts) each_condition(part, see);
}

void each_condition(const std::vector<Claim>& claims, const std::function<void(const Condition&)>& see) {
  for (const Claim& claim : claims) {
    for (const auto* c : {&claim.when, &claim.answered}) {
      if (*c) each_condition(**c, see);
    }
  }
}

// Every test of the library that a walk or a claim may read.
void each_condition(
    const Library& library, const std::function<void(const Condition&)>& see,
    const std::function<bool(const AdviceItem&)>& with = [](const AdviceItem&) { return true; }) {
  for (const Fact& f : library.facts) {
    if (f.never) each_condition(*f.never, see);
    if (f.means) each_condition(*f.means, see);
  }
  for (const AdviceItem& a : library.advice) {
    if (!with(a)) continue;
    if (a.only_if) each_condition(*a.only_if, see);
    if (a.unless) each_condition(*a.unless, see);
  }
  each_condition(library.claims, see);
  for (const Pathway& p : library.pathways) {
    each_condition(p.admits, see);
    each_condition(p.claims, see);
    for (const Floor& f : p.floors) each_condition(f.when, see);
    for (const Score& s : p.scores) {
      for (const ScoreRule& r : s.plus) each_condition(r.when, see);
    }
    for (const AuthoredStep& s : p.steps) {
      for (const Rule& r : s.then) {
        if (r.when) each_condition(*r.when, see);
      }
      for (const Answer& a : s.answers) {
        if (a.only_if) each_condition(*a.only_if, see);
      }
    }
  }
}

bool is_time(const std::string& unit) {
  return unit.rfind("minute", 0) == 0 || unit.rfind("hour", 0) == 0 || unit.rfind("day", 0) == 0 ||
         unit.rfind("week", 0) == 0 || unit.rfind("month", 0) == 0 || unit.rfind("year", 0) == 0;
}

std::vector<std::int64_t> amounts_of(const Library& library, const AuthoredStep& step) {
  const Bounds bounds = bounds_of(step);
  const bool number = step.ask == AskKind::number;
  std::set<std::int64_t> around = {bounds.from, bounds.to};
  const auto see = [&](std::int64_t edge) {
    for (std::int64_t value : {edge - bounds.step, edge, edge + bounds.step}) around.insert(value);
  };
  for (const Answer& band : step.answers) {
    for (std::int64_t edge : edges_of(band.range.text, number)) see(edge);
  }
  // Other questions may tell the same fact, with bands of their own.
  for (const Pathway& p : library.pathways) {
    for (const AuthoredStep& other : p.steps) {
      if (step.records.empty() || other.kind != AuthoredStep::Kind::ask || other.records.text != step.records.text)
        continue;
      for (const Answer& band : other.answers) {
        for (std::int64_t edge : edges_of(band.range.text, number)) see(edge);
      }
    }
  }
  each_condition(library, [&](const Condition& c) {
    if (c.kind != Condition::Kind::compare && c.kind != Condition::Kind::ago) return;
    if (c.subject.text == "age" || (c.subject.text != step.id.text && c.subject.text != step.records.text)) return;
    if (is_time(c.unit) == number) return;
    see(number ? thousandths(c.quantity) : minutes(c.quantity, c.unit));
  });
  std::vector<std::int64_t> amounts;
  for (std::int64_t value : around) {
    if (value >= bounds.from && value <= bounds.to && (value - bounds.from) % bounds.step == 0)
      amounts.push_back(value);
  }
  return amounts;
}

constexpr std::int64_t kMinutesOfDay = 24 * 60;

}  // namespace

std::string joined(const std::set<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return "{" + text + "}";
}

std::vector<Reply> replies_to(const Library& library, const Put& put, Day on) {
  std::vector<Reply> replies;
  if (put.step->kind == AuthoredStep::Kind::note) return {Reply{Reply::Kind::seen, {}, {}, 0}};
  switch (put.step->ask) {
    case AskKind::yes_no:
    case AskKind::choose:
      for (const std::string& id : put.shown) replies.push_back({Reply::Kind::answer, id, {}, 0});
      break;
    case AskKind::tick: {
      const std::size_t n = put.shown.size();
      const auto add = [&](const std::set<std::string>& ticks) {
        replies.push_back({Reply::Kind::ticks, {}, ticks, 0});
      };
      if (n <= 4) {
        for (std::size_t bits = 0; bits < (std::size_t{1} << n); ++bits) {
          std::set<std::string> ticks;
          for (std::size_t i = 0; i < n; ++i) {
            if (bits >> i & 1u) ticks.insert(put.shown[i]);
          }
          add(ticks);
        }
        break;
      }
      // None of these stands thrice, so that random walks get past long lists of red flags.
      for (int i = 0; i < 3; ++i) add({});
      for (std::size_t i = 0; i < n; ++i) {
        add({put.shown[i]});
        add({put.shown[i], put.shown[(i * 7 + 3) % n]});
      }
      add({put.shown.begin(), put.shown.end()});
      break;
    }
    default:
      for (std::int64_t amount : amounts_of(library, *put.step)) {
        const bool date = put.step->ask == AskKind::date;
        replies.push_back({Reply::Kind::amount, {}, {}, date ? on - amount / kMinutesOfDay : amount});
      }
  }
  if (put.unsure) replies.push_back({Reply::Kind::unsure, {}, {}, 0});
  return replies;
}

AnswerValue value_of(const Put& put, const Reply& reply) {
  switch (reply.kind) {
    case Reply::Kind::unsure:
      return Unsure{};
    case Reply::Kind::seen:
      return Seen{};
    case Reply::Kind::ticks:
      return std::vector<std::string>(reply.ticks.begin(), reply.ticks.end());
    case Reply::Kind::answer:
      return reply.answer;
    default:
      break;
  }
  if (put.step->ask == AskKind::date) return day_text(static_cast<Day>(reply.amount));
  if (put.step->ask == AskKind::duration) return Duration{reply.amount, "minutes"};
  return static_cast<double>(reply.amount) / 1000.0;
}

std::string words_of(const Reply& reply) {
  switch (reply.kind) {
    case Reply::Kind::unsure:
      return "unsure";
    case Reply::Kind::seen:
      return "seen";
    case Reply::Kind::ticks:
      return joined(reply.ticks);
    case Reply::Kind::answer:
      return reply.answer;
    default:
      return std::to_string(reply.amount);
  }
}

std::string words_of(const Start& start) {
  std::string text = start.topic + " for " + age_text(start.age) + ", " + start.sex + ", " + start.party + ", on " +
                     day_text(start.on);
  for (const auto& [id, on] : start.switches) text += ", " + id + (on ? " on" : " off");
  return text;
}

std::vector<Start> all_starts(const Library& library, const std::string& topic, Day on) {
  // A pathway's own reader of ages is not asked: two ages differ if any threshold of the library stands between them.
  std::set<AgeCell> ages = {0};
  each_condition(library, [&](const Condition& c) {
    if (c.kind != Condition::Kind::compare || c.subject.text != "age") return;
    for (int more : {0, 1}) {
      const auto age = parse_age(std::to_string(std::stoi(c.quantity) + more) + " " + c.unit);
      if (!age) continue;
      ages.insert(age->first);
      if (age->first > 0) ages.insert(static_cast<AgeCell>(age->first - 1));
    }
  });
  std::vector<Start> starts;
  for (AgeCell age : ages) {
    for (const char* sex : {"female", "male", "not-said"}) {
      for (const char* party : {"self", "someone-else"}) {
        for (std::size_t bits = 0; bits < (std::size_t{1} << library.switches.size()); ++bits) {
          Start start{topic, age, sex, party, on, {}};
          for (std::size_t i = 0; i < library.switches.size(); ++i)
            start.switches[library.switches[i].id.text] = bits >> i & 1u;
          starts.push_back(start);
        }
      }
    }
  }
  return starts;
}

std::vector<Start> one_of_each_kind(const Library& library, const std::string& topic, Day on) {
  std::vector<const Condition*> read;
  const auto see = [&](const Condition& c) { read.push_back(&c); };
  std::set<std::string> promised;
  for (const PlacedClaim& placed : claims_of(library)) {
    for (const Name& id : placed.claim->advice) promised.insert(id.text);
  }
  each_condition(library, see, [&](const AdviceItem& a) { return promised.count(a.id.text) > 0; });
  const auto reads = [&](const char* subject) {
    return std::any_of(read.begin(), read.end(), [&](const Condition* c) { return c->subject.text == subject; });
  };
  const bool sex = reads("sex"), party = reads("party");
  std::set<std::pair<std::vector<Truth>, std::string>> met;
  std::vector<Start> kinds;
  for (const Start& start : all_starts(library, topic, on)) {
    if ((!sex && start.sex != "not-said") || (!party && start.party != "self")) continue;
    std::vector<Truth> ages;
    for (const Condition* c : read) {
      if (c->kind == Condition::Kind::compare && c->subject.text == "age")
        ages.push_back(holds(library, start, {}, *c, nullptr));
    }
    std::string rest = start.sex + " " + start.party;
    for (const auto& [id, flipped] : start.switches) rest += " " + id + (flipped ? " on" : " off");
    if (met.emplace(ages, rest).second) kinds.push_back(start);
  }
  return kinds;
}

bool all_walks(const std::function<std::string(const Chooser&)>& walk_once, std::size_t most, std::string& complaint) {
  struct Choice {
    unsigned taken, count;
  };
  std::vector<Choice> path;
  for (std::size_t walks = 0; walks < most; ++walks) {
    std::size_t depth = 0;
    complaint = walk_once([&](unsigned count) {
      if (depth == path.size()) path.push_back({0, count});
      return path[depth++].taken;
    });
    if (!complaint.empty()) return false;
    path.resize(depth);
    while (!path.empty() && path.back().taken + 1 == path.back().count) path.pop_back();
    if (path.empty()) return true;
    ++path.back().taken;
  }
  return false;
}

int patience() {
  const char* slow = std::getenv("SIGNPOST_SLOW");
  return slow && std::string(slow) == "1" ? 20 : 1;
}

}  // namespace signpost::naive

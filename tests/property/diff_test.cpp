// What changed between two versions of a small library, held against every joint journey of every kind of patient: the
// same patient walks both versions by the interpreter, and answers alike what both put.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>

#include "engine/diff/clinical_diff.hpp"
#include "engine/diff/equivalent.hpp"
#include "tests/property/second_version.hpp"
#include "tests/property/tapes.hpp"

namespace signpost::naive {
namespace {

using Names = std::set<std::string>;
using Key = std::pair<std::string, std::string>;  // file, step

bool has(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

// One version as a patient who begins in one of its pathways walks it.
struct Side {
  const Compiled& c;
  ProgramIndex program;
  const AuthoredStep* step(const Key& key) const {
    if (!c.graph->question_named(program, id(key))) return nullptr;
    for (const Pathway& file : c.library.pathways) {
      if (file.id.text != key.first) continue;
      for (const AuthoredStep& s : file.steps)
        if (s.id.text == key.second) return &s;
    }
    return nullptr;
  }
  // As API and scenarios call it.
  std::string id(const Key& key) const {
    return key.first == c.graph->programs[at(program)].pathway ? key.second : key.first + "/" + key.second;
  }
};

bool is_amount_step(const AuthoredStep& step) {
  return step.kind == AuthoredStep::Kind::ask && step.ask != AskKind::yes_no && step.ask != AskKind::choose &&
         step.ask != AskKind::tick;
}

// Whether two versions of a step put the same question.
bool same_question(const AuthoredStep& a, const AuthoredStep& b) {
  if (a.kind != AuthoredStep::Kind::ask || b.kind != AuthoredStep::Kind::ask || a.ask != b.ask) return false;
  return a.ask != AskKind::number || a.range->unit.text == b.range->unit.text;
}

std::int64_t in_words_of_bounds(const AuthoredStep& step, const Reply& reply) {
  return step.ask == AskKind::date ? std::int64_t{24 * 60} * (kSomeDay - reply.amount) : reply.amount;
}

bool in_bounds(const AuthoredStep& step, std::int64_t amount) {
  const Bounds bounds = bounds_of(step);
  return amount >= bounds.from && amount <= bounds.to && (amount - bounds.from) % bounds.step == 0;
}

// Where one version tells an amount apart: its band, and whatever its tests tell apart beyond that.
std::pair<std::int64_t, std::int64_t> cell_of(const Side& side, const Key& key, std::int64_t amount) {
  const AuthoredStep& step = *side.step(key);
  const Bounds bounds = bounds_of(step);
  if (amount < bounds.from) return {-2, 0};
  if (amount > bounds.to) return {-1, 0};
  const Answer* band = band_of(step, amount);
  std::ptrdiff_t cell = 0;
  const Question& q = side.c.graph->questions[at(*side.c.graph->question_named(side.program, side.id(key)))];
  if (q.variable != 0) {
    const auto& cells = side.c.graph->programs[at(side.program)].variables[q.variable].cells;
    cell = std::upper_bound(cells.begin(), cells.end(), amount) - cells.begin();
  }
  return {band ? band - step.answers.data() : 1000, cell};
}

using JointCell = std::vector<std::pair<std::int64_t, std::int64_t>>;

JointCell joint_cell(const Side (&sides)[2], int side, const Key& key, std::int64_t amount) {
  JointCell cells = {cell_of(sides[side], key, amount)};
  const AuthoredStep* other = sides[1 - side].step(key);
  if (other == nullptr || !same_question(*sides[side].step(key), *other)) return cells;
  cells.insert(side == 0 ? cells.end() : cells.begin(), cell_of(sides[1 - side], key, amount));
  return cells;
}

// One reply of each kind that either version tells apart.
std::vector<Reply> kinds_of_reply(const Side (&sides)[2], int side, const Put& put) {
  std::vector<Reply> replies = replies_to(sides[side].c.library, put, kSomeDay);
  if (!is_amount_step(*put.step)) return replies;
  const Key key{put.file->id.text, put.step->id.text};
  const AuthoredStep* other = sides[1 - side].step(key);
  if (other != nullptr && same_question(*put.step, *other)) {
    Put others = put;
    others.step = other;
    others.unsure = false;
    for (const Reply& reply : replies_to(sides[1 - side].c.library, others, kSomeDay)) {
      // Just beside it, too: the last that the other cannot give.
      for (const std::int64_t beside : {-1, 0, 1}) {
        Reply near = reply;
        near.amount += beside * (put.step->ask == AskKind::date ? 1 : bounds_of(*put.step).step);
        if (in_bounds(*put.step, in_words_of_bounds(*put.step, near))) replies.push_back(near);
      }
    }
  }
  std::set<JointCell> met;
  std::vector<Reply> kinds;
  for (const Reply& reply : replies)
    if (reply.kind != Reply::Kind::amount ||
        met.insert(joint_cell(sides, side, key, in_words_of_bounds(*put.step, reply))).second)
      kinds.push_back(reply);
  return kinds;
}

// A question, as it was put and answered.
struct Said {
  Put put;
  Reply reply;
  JointCell cell;
};

// Whether the question, as it was put here, offers what was said there. Of a list, only whether *not sure* was said; to
// items that were not offered alike see below.
bool offers(const Said& here, const Reply& reply) {
  const AuthoredStep& step = *here.put.step;
  if (reply.kind == Reply::Kind::unsure) return here.put.unsure;
  if (is_amount_step(step)) return in_bounds(step, in_words_of_bounds(step, reply));
  return step.ask == AskKind::tick || has(here.put.shown, reply.answer);
}

// Whether one patient may answer so in both versions. What one version does not offer binds nobody.
bool alike(const Said& a, const Said& b) {
  if (!same_question(*a.put.step, *b.put.step)) return true;
  if (!offers(a, b.reply) || !offers(b, a.reply)) return true;
  if (a.reply.kind != b.reply.kind) return false;
  if (a.reply.kind != Reply::Kind::ticks) return a.reply.answer == b.reply.answer && a.cell == b.cell;
  return std::all_of(a.put.shown.begin(), a.put.shown.end(), [&](const std::string& item) {
    return !has(b.put.shown, item) || a.reply.ticks.count(item) == b.reply.ticks.count(item);
  });
}

struct Walked {
  std::vector<std::pair<std::size_t, std::size_t>> said;  // question and what was said, by number, ascending
  std::string end, disposition;
  Names told;
  auto all() const { return std::tie(said, end, disposition, told); }
  bool operator<(const Walked& other) const { return all() < other.all(); }
};
using Journeys = std::vector<Walked>;

// Of those who end in one place in the old version and in another in the new one.
struct Change {
  std::uint64_t journeys = 0;
  Names gone, added;
  int urgency = 0;  // 1: less urgent now, -1: more
  bool operator==(const Change&) const = default;
};
using Place = std::tuple<std::string, std::string, std::string>;  // topic, end before, end after

struct Changes {
  std::map<Place, Change> all;         // as the diff has them
  std::map<std::string, bool> topics;  // whether patients who stay in their pathway can tell the versions apart
  std::uint64_t journeys = 0;
};

// Everybody through both versions.
class EveryJointJourney {
 public:
  EveryJointJourney(const Compiled& before, const Compiled& after, std::size_t most)
      : versions_{&before, &after}, most_(most) {}

  // Nothing when there are too many.
  std::optional<Changes> changes() {
    const DecisionGraph &was = *versions_[0]->graph, &is = *versions_[1]->graph;
    for (const Topic& topic : was.topics) {
      const auto other = is.topic_named(topic.id);
      if (!other) continue;
      changes_.topics[topic.id] = false;
      for (const ProgramIndex p : topic.programs)
        for (const ProgramIndex q : is.topics[at(*other)].programs)
          if (!pathways(topic.id, p, q)) return {};
    }
    return changes_;
  }

 private:
  bool pathways(const std::string& topic, ProgramIndex p, ProgramIndex q) {
    const Side sides[2] = {{*versions_[0], p}, {*versions_[1], q}};
    const Program &a = versions_[0]->graph->programs[at(p)], &b = versions_[1]->graph->programs[at(q)];
    offered_.clear();
    said_.clear();
    alike_.clear();
    std::set<std::pair<Symbol, Symbol>> ages;
    std::map<std::pair<Journeys, Journeys>, Compared> met;  // most people may answer alike and are told alike
    for (AgeCell age = 0; age < kAgeCells; ++age) {
      if (!ages.emplace(a.age_class[age], b.age_class[age]).second) continue;
      for (const char* sex : {"female", "male", "not-said"})
        for (const char* party : {"self", "someone-else"})
          for (const auto& switches : settings()) {
            const Start start{topic, age, sex, party, kSomeDay, switches};
            const auto begins = [&](const Compiled* version, const Program& program) {
              const auto all = admitting(version->library, start);
              return all.size() == 1 && all.front()->id.text == program.pathway;
            };
            if (!begins(versions_[0], a) || !begins(versions_[1], b)) continue;
            auto before = every(sides, 0, start), after = every(sides, 1, start);
            if (!before || !after) return false;
            auto [it, fresh] = met.try_emplace({std::move(*before), std::move(*after)});
            if (fresh) it->second = compare(it->first.first, it->first.second);
            take(topic, it->second, a.pathway == b.pathway);
          }
    }
    return true;
  }

  std::vector<std::map<std::string, bool>> settings() const {
    Names ids;
    for (const Compiled* c : versions_)
      for (const SwitchInfo& s : c->graph->switches) ids.insert(s.id);
    std::vector<std::map<std::string, bool>> all(1);
    for (const std::string& id : ids) {
      const std::size_t without = all.size();
      for (std::size_t i = 0; i < without; ++i) {
        all.push_back(all[i]);
        all[i][id] = false;
        all.back()[id] = true;
      }
    }
    return all;
  }

  // Every journey of one patient through one version.
  std::optional<Journeys> every(const Side (&sides)[2], int side, const Start& start) {
    const Compiled& c = *versions_[side];
    Start its = start;
    its.switches.clear();
    for (const SwitchInfo& s : c.graph->switches) its.switches[s.id] = start.switches.at(s.id);
    Journeys all;
    std::string complaint;
    const bool every = all_walks(
        [&](const Chooser& chooser) -> std::string {
          if (all.size() == most_) return "too many";
          Walked w;
          const Trace trace = walk(c.library, its, [&](const Put& put, const Trace&) {
            const Offered& all_of_it = offered(sides, side, put);
            const std::size_t i = chooser(static_cast<unsigned>(all_of_it.replies.size()));
            w.said.emplace_back(all_of_it.question, all_of_it.said[i]);
            return std::optional<Reply>(all_of_it.replies[i]);
          });
          if (!trace.ended) return "stuck";
          std::sort(w.said.begin(), w.said.end());
          w.end = trace.ended->file + "/" + trace.ended->outcome;
          w.disposition = trace.ended->disposition;
          w.told = trace.ended->advice;
          w.told.insert(trace.ended->worsening.begin(), trace.ended->worsening.end());
          all.push_back(std::move(w));
          return {};
        },
        100'000, complaint);
    if (!every) return {};
    return all;
  }

  // What may be said to a question, and the numbers of it.
  struct Offered {
    std::size_t question = 0;
    std::vector<Reply> replies;
    std::vector<std::size_t> said;
  };

  const Offered& offered(const Side (&sides)[2], int side, const Put& put) {
    const auto [it, fresh] = offered_.try_emplace({put.step, put.shown});
    Offered& all = it->second;
    if (!fresh) return all;
    const Key key{put.file->id.text, put.step->id.text};
    all.question = questions_.emplace(key, questions_.size()).first->second;
    all.replies = kinds_of_reply(sides, side, put);
    for (const Reply& reply : all.replies) {
      all.said.push_back(said_.size());
      said_.push_back({put, reply, {}});
      if (reply.kind == Reply::Kind::amount)
        said_.back().cell = joint_cell(sides, side, key, in_words_of_bounds(*put.step, reply));
    }
    return all;
  }

  bool may_be_one(std::size_t one, std::size_t other) {
    const auto [it, fresh] = alike_.try_emplace({one, other});
    if (fresh) it->second = alike(said_[one], said_[other]);
    return it->second;
  }

  bool joint(const Walked& one, const Walked& other) {
    for (auto a = one.said.begin(), b = other.said.begin(); a != one.said.end() && b != other.said.end();) {
      if (a->first == b->first && !may_be_one(a->second, b->second)) return false;
      const bool first = a->first <= b->first, second = b->first <= a->first;
      a += first;
      b += second;
    }
    return true;
  }

  struct Compared {
    std::map<std::pair<std::string, std::string>, Change> changes;
    bool otherwise = false;
    std::uint64_t journeys = 0;
  };

  Compared compare(const Journeys& before, const Journeys& after) {
    Compared compared;
    for (const Walked& was : before)
      for (const Walked& is : after) {
        if (!joint(was, is)) continue;
        ++compared.journeys;
        compared.otherwise =
            compared.otherwise || was.end != is.end || was.disposition != is.disposition || was.told != is.told;
        if (was.disposition == is.disposition && was.told == is.told) continue;
        Change& change = compared.changes[{was.end, is.end}];
        ++change.journeys;
        const std::size_t old_rank = rank(was.disposition), new_rank = rank(is.disposition);
        change.urgency = new_rank > old_rank ? 1 : new_rank < old_rank ? -1 : 0;
        for (const std::string& id : was.told)
          if (is.told.count(id) == 0) change.gone.insert(id);
        for (const std::string& id : is.told)
          if (was.told.count(id) == 0) change.added.insert(id);
      }
    return compared;
  }

  // The changed versions have the same dispositions.
  std::size_t rank(const std::string& disposition) const {
    const auto& all = versions_[0]->library.dispositions;
    return static_cast<std::size_t>(
        std::find_if(all.begin(), all.end(), [&](const Disposition& d) { return d.id.text == disposition; }) -
        all.begin());
  }

  void take(const std::string& topic, const Compared& compared, bool same_pathway) {
    changes_.journeys += compared.journeys;
    changes_.topics[topic] = changes_.topics[topic] || (same_pathway && compared.otherwise);
    for (const auto& [ends, change] : compared.changes) {
      Change& all = changes_.all[{topic, ends.first, ends.second}];
      all.journeys += change.journeys;
      all.urgency = change.urgency;
      all.gone.insert(change.gone.begin(), change.gone.end());
      all.added.insert(change.added.begin(), change.added.end());
    }
  }

  const Compiled* versions_[2];
  std::size_t most_;
  Changes changes_;
  std::map<Key, std::size_t> questions_;
  std::map<std::pair<const AuthoredStep*, std::vector<std::string>>, Offered> offered_;
  std::vector<Said> said_;
  std::map<std::pair<std::size_t, std::size_t>, bool> alike_;
};

using Told = std::map<Place, Change>;

Told reported(const ClinicalDiff& diff) {
  Told all;
  for (const EndChange& end : diff.ends) {
    Change& change = all[{end.topic, end.old_end, end.new_end}];
    RC_ASSERT_FALSE(end.journeys.empty());
    change.journeys += std::stoull(end.journeys);
    change.urgency = end.kind == EndChange::Kind::less_urgent ? 1 : end.kind == EndChange::Kind::more_urgent ? -1 : 0;
    change.gone.insert(end.no_longer_told.begin(), end.no_longer_told.end());
    change.added.insert(end.newly_told.begin(), end.newly_told.end());
    // The engine has walked both; they must be of one patient.
    RC_ASSERT(end.before.age == end.after.age);
    RC_ASSERT(end.before.sex == end.after.sex);
    RC_ASSERT(end.before.party == end.after.party);
  }
  return all;
}

std::string words(const Told& all) {
  std::string text;
  for (const auto& [place, change] : all)
    text += "  " + std::get<0>(place) + ": " + std::get<1>(place) + " -> " + std::get<2>(place) + ", " +
            std::to_string(change.journeys) + " journeys, urgency " + std::to_string(change.urgency) + ", no longer " +
            joined(change.gone) + ", newly " + joined(change.added) + "\n";
  return text;
}

// The files of both versions, those that are the same only once.
std::string both_shown(const std::vector<NamedText>& before, const std::vector<NamedText>& after) {
  std::vector<NamedText> changed;
  for (std::size_t i = 0; i < after.size(); ++i)
    if (i >= before.size() || before[i].path != after[i].path || before[i].text != after[i].text)
      changed.push_back(after[i]);
  return "before:\n" + shown(before) + "after:\n" + shown(changed);
}

TEST_CASE("two versions are compared as every joint journey compares them") {
  int libraries = 0, changed = 0, alike = 0;
  std::uint64_t journeys = 0;
  holds("the clinical diff is exact", [&] {
    const auto of_library = *tapes(), of_changes = *tapes();
    Tape tape(of_library), changes(of_changes);
    TinyOptions options;
    options.most_steps = 3;
    const std::vector<NamedText> files = tiny_library(tape, options);
    const Compiled before = compiled(files);
    if (!before.walkable) return;
    std::vector<NamedText> later;
    Compiled after;
    for (int tries = 0; tries < 4 && !after.walkable; ++tries) {
      later = second_version(files, changes);
      after = compiled(later);
    }
    if (!after.walkable) return;
    EveryJointJourney every(before, after, 60);
    const auto ours = every.changes();
    if (!ours) return;
    ClinicalDiff diff;
    try {
      diff = clinical_diff({before.library, *before.graph}, {after.library, *after.graph});
    } catch (const std::logic_error& e) {  // an example that the engine does not walk
      RC_FAIL(e.what() + both_shown(files, later));
    }
    ++libraries;
    journeys += ours->journeys;
    changed += static_cast<int>(ours->all.size());
    RC_ASSERT(diff.unfinished.empty());
    const Told theirs = reported(diff);
    if (theirs != ours->all)
      RC_FAIL("every joint journey:\n" + words(ours->all) + "reported:\n" + words(theirs) + both_shown(files, later));
    for (const auto& [topic, otherwise] : ours->topics) {
      const VersionComparison equal = compare_versions(before.library, *before.graph, *after.graph, {topic});
      RC_ASSERT(equal.complete);
      alike += !otherwise;
      if (equal.difference.has_value() != otherwise)
        RC_FAIL(topic + (otherwise ? ": is said to be equivalent, and is not" : ": is equivalent, and said not to be") +
                both_shown(files, later));
    }
  });
  CHECK(libraries > 10);  // else nothing was compared
  CHECK(changed > 10);
  if (std::getenv("SIGNPOST_TALLY"))
    std::cout << libraries << " pairs of libraries, " << changed << " changes of " << journeys
              << " joint journeys, and " << alike << " topics that are alike\n";
}

}  // namespace
}  // namespace signpost::naive

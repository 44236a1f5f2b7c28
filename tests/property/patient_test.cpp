// One patient, one truth: the end is a function of the patient alone, whatever the order of answers, and however often
// they went back or changed their mind; and a journey is the same journey after it travelled as a token.
#include <algorithm>
#include <map>
#include <random>

#include "engine/walk/token.hpp"
#include "tests/property/tapes.hpp"

namespace signpost::naive {
namespace {

// Answers that were given before and may be used again: with what was shown then.
struct Remembered {
  Reply reply;
  std::set<std::string> shown;
};
using Memory = std::map<std::string, Remembered>;

// Still offered, and nothing is shown now that was not shown then.
bool still_holds(const Remembered& then, const Put& now) {
  const std::set<std::string> shown(now.shown.begin(), now.shown.end());
  if (!std::includes(then.shown.begin(), then.shown.end(), shown.begin(), shown.end())) return false;
  switch (then.reply.kind) {
    case Reply::Kind::answer:
      return shown.count(then.reply.answer) > 0;
    case Reply::Kind::ticks:
      return std::includes(shown.begin(), shown.end(), then.reply.ticks.begin(), then.reply.ticks.end());
    case Reply::Kind::unsure:
      return now.unsure;
    default:
      return true;
  }
}

// Goes on with the engine from `journey` beside the interpreter, who starts anew with what is remembered. `forced` is
// the question that has just been answered again. Whatever is remembered and still holds must not be asked; everything
// else must.
struct GoOn {
  std::string complaint;
  std::set<std::string> kept, let_go;
  Journey journey;
};

GoOn go_on(const Compiled& c, const Start& start, const Memory& memory, const std::string& forced, Answered answered,
           std::mt19937& random) {
  GoOn result;
  std::set<std::string> named(answered.dropped.begin(), answered.dropped.end());
  const Trace trace = walk(c.library, start, [&](const Put& put, const Trace&) -> std::optional<Reply> {
    const auto remembered = memory.find(put.question);
    if (remembered != memory.end() && (put.question == forced || still_holds(remembered->second, put))) {
      if (put.question != forced) result.kept.insert(put.question);
      return remembered->second.reply;
    }
    if (remembered != memory.end()) {
      result.let_go.insert(put.question);
      if (!named.count(put.question)) result.complaint = put.question + " was let go without being named";
    }
    const Step& now = answered.step;
    if (now.kind == Step::Kind::outcome) {
      result.complaint = "engine has ended where " + put.question + " must be asked";
    } else if (c.graph->questions[at(now.question)].id != put.question) {
      result.complaint =
          "engine asks " + c.graph->questions[at(now.question)].id + " where " + put.question + " must be asked";
    }
    if (!result.complaint.empty()) return {};
    const std::vector<Reply> replies = replies_to(c.library, put, start.on);
    const Reply reply = replies[random() % replies.size()];
    auto next = answer(*c.graph, answered.journey, put.question, value_of(put, reply), true);
    if (const auto* rejected = std::get_if<Rejected>(&next)) {
      result.complaint = "engine refuses " + put.question + " = " + words_of(reply) + ": " +
                         std::string(rejected_name(rejected->code));
      return {};
    }
    answered = std::get<Answered>(std::move(next));
    named.insert(answered.dropped.begin(), answered.dropped.end());
    return reply;
  });
  result.journey = answered.journey;
  if (!result.complaint.empty()) return result;
  if (trace.ended) result.complaint = compare_end(*c.graph, answered.journey, answered.step, *trace.ended);
  if (trace.stuck) result.complaint = "interpreter is stuck: " + trace.stuck->words;
  // At the end nothing may have vanished without a word.
  for (const auto& [question, remembered] : memory) {
    if (trace.ended && question != forced && !result.kept.count(question) && !named.count(question)) {
      result.complaint = question + " vanished without being named";
    }
  }
  for (const std::string& question : result.kept) {
    if (named.count(question)) result.complaint = question + " is said to be dropped and is kept";
  }
  return result;
}

Memory memory_of(const Together& t) {
  Memory memory;
  for (std::size_t i = 0; i < t.trace.replies.size(); ++i) {
    const Put& put = t.trace.put[i];
    memory[put.question] = {t.trace.replies[i], {put.shown.begin(), put.shown.end()}};
  }
  return memory;
}

// Runs `check` on random finished journeys through random small libraries. It returns a complaint or nothing.
template <class Check>
void on_journeys(const std::string& description, Check check, unsigned most_steps = 5) {
  holds(
      description,
      [&](std::uint32_t seed) {
        const auto tape_numbers = *tapes();
        Tape tape(tape_numbers);
        TinyOptions options;
        options.most_steps = most_steps;
        options.wild = 0;
        const std::vector<NamedText> files = tiny_library(tape, options);
        const Compiled c = compiled(files);
        if (!c.walkable) return;
        std::mt19937 random(seed);
        for (const std::string& topic : topics_of(c)) {
          const std::vector<Start> starts = all_starts(c.library, topic, kSomeDay);
          for (int i = 0; i < 30; ++i) {
            const Start& start = starts[random() % starts.size()];
            const Together t =
                walk_together(c, start, [&](unsigned count) { return static_cast<unsigned>(random() % count); });
            if (!t.disagreement.empty() || !t.trace.ended || t.trace.put.empty())
              continue;  // agreement has tests of its own
            const std::string complaint = check(c, start, t, random);
            if (!complaint.empty()) RC_FAIL(complaint + "\n" + words_of(start) + "\n" + t.story() + shown(files));
          }
        }
      },
      3);
}

TEST_CASE("answers by id in any order come to the same end") {
  on_journeys(
      "any order", [](const Compiled& c, const Start& start, const Together& t, std::mt19937& random) -> std::string {
        auto answers = t.answers;
        std::shuffle(answers.begin(), answers.end(), random);
        const auto result =
            evaluate(*c.graph, {start.topic}, patient_of(start), start.on, switches_of(*c.graph, start), answers);
        if (const auto* rejected = std::get_if<Rejected>(&result)) {
          return "evaluate refuses: " + std::string(rejected_name(rejected->code)) + " " + rejected->question + " " +
                 rejected->detail;
        }
        const Answered& answered = std::get<Answered>(result);
        if (answered.journey.answers != t.journey.answers) return "evaluate makes another journey of the same answers";
        return compare_end(*c.graph, answered.journey, answered.step, *t.trace.ended);
      });
}

TEST_CASE("an answer changed comes to the end that answering so at once would have come to") {
  on_journeys(
      "changing", [](const Compiled& c, const Start& start, const Together& t, std::mt19937& random) -> std::string {
        const std::size_t i = random() % t.trace.put.size();
        const Put& put = t.trace.put[i];
        if (put.step->kind == AuthoredStep::Kind::note) return {};
        const std::vector<Reply> replies = replies_to(c.library, put, start.on);
        Memory memory = memory_of(t);
        memory[put.question].reply = replies[random() % replies.size()];
        auto changed = change(*c.graph, t.journey, put.question, value_of(put, memory[put.question].reply), true);
        if (const auto* rejected = std::get_if<Rejected>(&changed))
          return "change refuses: " + std::string(rejected_name(rejected->code));
        const GoOn on = go_on(c, start, memory, put.question, std::get<Answered>(std::move(changed)), random);
        if (on.complaint.empty()) return {};
        return on.complaint + " after changing " + put.question + " to " + words_of(memory[put.question].reply);
      });
}

TEST_CASE("who is ill is changed like any answer") {
  on_journeys("changing the patient",
              [](const Compiled& c, const Start& start, const Together& t, std::mt19937& random) -> std::string {
                Start other = start;
                std::string id;
                AnswerValue value;
                switch (random() % 3) {
                  case 0: {
                    const char* const kSexes[] = {"female", "male", "not-said"};
                    id = "patient/sex";
                    value = other.sex = kSexes[random() % 3];
                    break;
                  }
                  case 1:
                    id = "patient/party";
                    value = other.party = start.party == "self" ? "someone-else" : "self";
                    break;
                  default: {
                    const std::vector<Start> others = all_starts(c.library, start.topic, start.on);
                    other.age = others[random() % others.size()].age;
                    const auto [count, unit] = age_parts(other.age);
                    const char* const kUnits[] = {"days", "weeks", "months", "years"};
                    id = "patient/age";
                    value = Duration{count, kUnits[static_cast<std::size_t>(unit)]};
                  }
                }
                auto changed = change(*c.graph, t.journey, id, value, true);
                if (const auto* rejected = std::get_if<Rejected>(&changed))
                  return "change refuses: " + std::string(rejected_name(rejected->code));
                const GoOn on = go_on(c, other, memory_of(t), {}, std::get<Answered>(std::move(changed)), random);
                return on.complaint.empty() ? "" : on.complaint + " after changing " + id + " to " + words_of(other);
              });
}

TEST_CASE("going back and on again loses nothing and leaves nothing stale") {
  on_journeys("going back",
              [](const Compiled& c, const Start& start, const Together& t, std::mt19937& random) -> std::string {
                const std::size_t count = t.trace.put.size();
                const std::size_t backs = 1 + random() % count;
                Journey journey = t.journey;
                for (std::size_t i = 0; i < backs; ++i) journey = back(*c.graph, journey);
                const Put& put = t.trace.put[count - backs];
                const auto here = step(*c.graph, journey);
                if (std::holds_alternative<Rejected>(here)) return "the journey cannot be followed after going back";
                if (c.graph->questions[at(std::get<Step>(here).question)].id != put.question)
                  return "going back does not come to " + put.question;
                const bool same = random() % 2;
                Memory memory = memory_of(t);
                if (!same && put.step->kind != AuthoredStep::Kind::note) {
                  const std::vector<Reply> replies = replies_to(c.library, put, start.on);
                  memory[put.question].reply = replies[random() % replies.size()];
                }
                auto next = answer(*c.graph, journey, put.question, value_of(put, memory[put.question].reply), true);
                if (const auto* rejected = std::get_if<Rejected>(&next))
                  return "answer refused after going back: " + std::string(rejected_name(rejected->code));
                const GoOn on = go_on(c, start, memory, put.question, std::get<Answered>(std::move(next)), random);
                if (!on.complaint.empty()) return on.complaint + " after going back to " + put.question;
                if (same && on.journey.answers != t.journey.answers)
                  return "going back and on again with the same answers made another journey";
                return {};
              });
}

TEST_CASE("going back to the very start leaves a journey without answers that asks the first question") {
  on_journeys("back to the start",
              [](const Compiled& c, const Start&, const Together& t, std::mt19937&) -> std::string {
                Journey journey = t.journey;
                for (std::size_t i = 0; i < t.trace.put.size(); ++i) journey = back(*c.graph, journey);
                if (!journey.answers.empty()) return "answers are left";
                Journey again = back(*c.graph, journey);
                if (!again.answers.empty()) return "going back before the start made answers";
                const auto first = step(*c.graph, again);
                const Step* asked = std::get_if<Step>(&first);
                if (!asked || c.graph->questions[at(asked->question)].id != t.trace.put.front().question)
                  return "the first question is another one";
                return {};
              });
}

TEST_CASE("a journey that travelled as a token is the same journey") {
  const TokenSealer sealer({random_token_key(1)});
  on_journeys("tokens",
              [&](const Compiled& c, const Start& start, const Together& t, std::mt19937& random) -> std::string {
                Journey journey = t.journey;
                const std::size_t backs = random() % (t.trace.put.size() + 1);
                for (std::size_t i = 0; i < backs; ++i)
                  journey = back(*c.graph, journey);  // so that answers are held, too
                const std::string token = sealer.seal(*c.graph, journey, 1'000'000);
                const auto opened = sealer.open(*c.graph, token, 1'000'060);
                const auto* same = std::get_if<TokenSealer::Opened>(&opened);
                if (!same)
                  return "the token does not open: " + std::string(token_error_name(std::get<TokenError>(opened)));
                if (!(same->journey == journey)) return "another journey came out of the token";
                static_cast<void>(start);
                return {};
              });
}

}  // namespace
}  // namespace signpost::naive

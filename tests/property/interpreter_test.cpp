// The reference must be right before anything is held to it: each sentence of the language page that decides something,
// worked out by hand. Also the scenarios of the shipped library, walked by the interpreter alone.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

#include "engine/findings/diagnostic.hpp"
#include "tests/property/replies.hpp"
#include "tests/support/library_around.hpp"

namespace signpost::naive {
namespace {

using namespace signpost::tests;

Library read(const std::vector<NamedText>& files) {
  Diagnostics findings;
  Library library = read_library(files, "", findings);
  INFO(render_text(findings, library.sources));
  REQUIRE_FALSE(findings.has_errors());
  return library;
}

// Answers as "yes", "a b" (ticks), "" (none of these), "38.5", "2 hours", "unsure", "seen"; by question.
using Answers = std::map<std::string, std::string>;

Reply reply_of(const Put& put, const std::string& text) {
  if (text == "unsure") return {Reply::Kind::unsure, {}, {}, 0};
  if (put.step->kind == AuthoredStep::Kind::note) return {Reply::Kind::seen, {}, {}, 0};
  const std::size_t space = text.find(' ');
  switch (put.step->ask) {
    case AskKind::tick: {
      Reply reply{Reply::Kind::ticks, {}, {}, 0};
      for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = std::min(text.find(' ', from), text.size());
        reply.ticks.insert(text.substr(from, to - from));
        from = to + 1;
      }
      return reply;
    }
    case AskKind::number:
      return {Reply::Kind::amount, {}, {}, thousandths(text)};
    case AskKind::duration:
      return {Reply::Kind::amount, {}, {}, minutes(text.substr(0, space), text.substr(space + 1))};
    case AskKind::date:
      return {Reply::Kind::amount, {}, {}, *parse_day(text)};
    default:
      return {Reply::Kind::answer, text, {}, 0};
  }
}

struct ToldAdvice {
  std::string asked;  // questions in order, each with what is shown of a list: "a, b [x y]"
  std::string end;    // outcome, or "stuck: ..." or "waits"
  Trace trace;
};

ToldAdvice tell(const Library& library, const Start& start, const Answers& answers) {
  ToldAdvice told;
  told.trace = walk(library, start, [&](const Put& put, const Trace&) -> std::optional<Reply> {
    const auto answer = answers.find(put.question);
    if (answer == answers.end()) return {};
    return reply_of(put, answer->second);
  });
  for (const Put& put : told.trace.put) {
    told.asked += (told.asked.empty() ? "" : ", ") + put.question;
    if (put.step->kind != AuthoredStep::Kind::ask ||
        (put.step->ask != AskKind::tick && put.step->ask != AskKind::choose))
      continue;
    std::string shown;
    for (const std::string& id : put.shown) shown += (shown.empty() ? "" : " ") + id;
    told.asked += " [" + shown + "]";
  }
  const Trace& trace = told.trace;
  told.end = trace.ended ? trace.ended->outcome : trace.stuck ? "stuck: " + trace.stuck->words : "waits";
  return told;
}

Start adult() { return {"p", parse_age("40 years")->first, "female", "self", 20'000, {}}; }
Start aged(const std::string& age) {
  Start start = adult();
  start.age = parse_age(age)->first;
  return start;
}

TEST_CASE("a known fact implies the answer with its target and advice") {
  const Library library = read(library_around(
      yes_no_fact("ill"),
      {module_file("m", "start: q\nsteps:\n  q:\n    question: Ill?\n    records: ill\n    yes: done\n    no: done\n"),
       pathway_file("p",
                    "start: first\nsteps:\n"
                    "  first: { use: m, to: second }\n"
                    "  second:\n    question: Ill, really?\n    records: ill\n"
                    "    yes:\n      to: soon\n      advice: [drink]\n    no: home\n")}));
  ToldAdvice t = tell(library, adult(), {{"m/q", "yes"}});
  CHECK(t.asked == "m/q");
  CHECK(t.end == "soon");
  CHECK(t.trace.ended->advice == std::set<std::string>{"drink", "rest"});
  CHECK(tell(library, adult(), {{"m/q", "no"}}).end == "home");
}

TEST_CASE("a fact answered not sure may be asked again and the later answer counts") {
  const Library library = read(library_around(
      yes_no_fact("ill"),
      {pathway_file("p",
                    "start: a\nsteps:\n"
                    "  a:\n    question: Ill?\n    records: ill\n    yes: b\n    no: b\n    unsure: b\n"
                    "  b:\n    question: Ill, really?\n    records: ill\n    yes: c\n    no: c\n    unsure: c\n"
                    "  c:\n    then:\n      - when: ill is unsure\n        to: soon\n      - when: ill\n        to: "
                    "now\n      - otherwise: home\n")}));
  CHECK(tell(library, adult(), {{"a", "yes"}}).asked == "a");
  ToldAdvice t = tell(library, adult(), {{"a", "unsure"}, {"b", "yes"}});
  CHECK(t.asked == "a, b");
  CHECK(t.end == "now");
  CHECK(tell(library, adult(), {{"a", "unsure"}, {"b", "unsure"}}).end == "soon");
}

TEST_CASE("not sure that counts as an answer is that answer") {
  const Library library = read(
      library_around(yes_no_fact("ill", "    if-unsure: yes\n"),
                     {pathway_file("p",
                                   "start: a\nsteps:\n"
                                   "  a:\n    question: Ill?\n    records: ill\n    unsure: yes\n    to: b\n    "
                                   "yes: { advice: [drink] }\n    no: home\n"
                                   "  b:\n    then:\n      - when: ill and known ill and not (ill is unsure)\n     "
                                   "   to: now\n      - otherwise: home\n")}));
  ToldAdvice t = tell(library, adult(), {{"a", "unsure"}});
  CHECK(t.end == "now");
  CHECK(t.trace.ended->advice.count("drink") == 1);
}

TEST_CASE("a list shows what is unknown and may be shown and counts the rest") {
  const std::string list =
      "  list:\n    question: Which?\n    tick:\n"
      "      one:\n        text: One\n        records: ill\n        to: now\n"
      "      two:\n        text: Two\n        only-if: age < 16 years\n        records: hurt\n"
      "      three: Three\n"
      "    any: soon\n    none: after\n    unsure: after\n"
      "  after:\n    then:\n      - when: list is unsure\n        to: soon\n      - when: list includes two or list "
      "includes three\n        to: now\n      - when: hurt\n        to: now\n      - otherwise: home\n";
  const std::string before =
      "start: q\nsteps:\n  q:\n    question: Ill?\n    records: ill\n    yes: list\n    no: list\n";
  const Library library =
      read(library_around(yes_no_fact("ill") + yes_no_fact("hurt"), {pathway_file("p", before + list)}));
  ToldAdvice t = tell(library, adult(), {{"q", "yes"}, {"list", ""}});
  CHECK(t.asked == "q, list [three]");
  CHECK(t.end == "now");  // implied tick with a target of its own
  t = tell(library, adult(), {{"q", "no"}, {"list", "three"}});
  CHECK(t.end == "soon");
  // Whoever was not shown "two" has not ticked it, but nothing is known of the fact.
  t = tell(library, adult(), {{"q", "no"}, {"list", ""}});
  CHECK(t.end == "stuck: hurt");
  t = tell(library, aged("4 years"), {{"q", "no"}, {"list", ""}});
  CHECK(t.asked == "q, list [two three]");
  CHECK(t.end == "home");
  CHECK(tell(library, adult(), {{"q", "no"}, {"list", "unsure"}}).end == "soon");
}

TEST_CASE("a list with nothing left to show is not put") {
  const std::string body =
      "start: q\nsteps:\n  q:\n    question: Ill?\n    records: ill\n    yes: list\n    no: list\n"
      "  list:\n    question: Which?\n    tick:\n      one:\n        text: One\n        records: ill\n"
      "      two:\n        text: Two\n        only-if: age < 16 years\n    any: soon\n    none: home\n";
  const Library library = read(library_around(yes_no_fact("ill"), {pathway_file("p", body)}));
  CHECK(tell(library, adult(), {{"q", "yes"}}).end == "soon");
  CHECK(tell(library, adult(), {{"q", "no"}}).end == "home");
  CHECK(tell(library, aged("3 years"), {{"q", "no"}}).asked == "q, list [two]");
}

TEST_CASE("an answer of a choice may be a fact") {
  const std::string body =
      "start: q\nsteps:\n  q:\n    question: Ill?\n    records: ill\n    yes: which\n    no: which\n"
      "  which:\n    question: Which?\n    choose:\n      sick:\n        text: Ill\n        records: ill\n"
      "      broken:\n        text: Hurt\n        records: hurt\n      other: Neither\n    to: after\n"
      "  after:\n    then:\n      - when: which is broken and hurt\n        to: now\n      - when: which is sick\n     "
      "   to: soon\n      - when: not hurt\n        to: home\n";
  const Library library = read(library_around(yes_no_fact("ill") + yes_no_fact("hurt"), {pathway_file("p", body)}));
  CHECK(tell(library, adult(), {{"q", "yes"}}).asked == "q");
  CHECK(tell(library, adult(), {{"q", "yes"}}).end == "soon");
  ToldAdvice t = tell(library, adult(), {{"q", "no"}, {"which", "broken"}});
  CHECK(t.asked == "q, which [broken other]");
  CHECK(t.end == "now");
  CHECK(tell(library, adult(), {{"q", "no"}, {"which", "other"}}).end == "home");
}

TEST_CASE("a module used twice asks once and scores once") {
  const Library library =
      read(library_around("  dummy:\n    meaning: Nothing\n    type: yes or no\n",
                          {module_file("m",
                                       "start: q\nscores:\n  s: { evidence: [source] }\nsteps:\n  q:\n    question: "
                                       "Well?\n    yes:\n      to: done\n      score: { s: 2 }\n    no: done\n"),
                           pathway_file("p",
                                        "start: a\nsteps:\n  a: { use: m, to: b }\n  b: { use: m, to: c }\n"
                                        "  c:\n    then:\n      - when: score s >= 3\n        to: now\n      - when: "
                                        "score s >= 2\n        to: soon\n      - otherwise: home\n")}));
  ToldAdvice t = tell(library, adult(), {{"m/q", "yes"}});
  CHECK(t.asked == "m/q");
  CHECK(t.end == "soon");
}

TEST_CASE("a score is a range until nothing can add to it") {
  const std::string body =
      "start: a\nscores:\n  s:\n    evidence: [source]\n    plus:\n      - when: age >= 65 years\n        points: 1\n"
      "steps:\n  a:\n    question: A?\n    yes:\n      score: { s: 2 }\n    no:\n      score: { s: 0 }\n"
      "    then:\n      - when: score s >= 4\n        to: now\n      - otherwise: b\n"
      "  b:\n    question: B?\n    yes:\n      score: { s: 1 }\n    no:\n      score: { s: 0 }\n"
      "    then:\n      - when: score s >= 2\n        to: soon\n      - otherwise: home\n";
  const Library library = read(library_around(yes_no_fact("x"), {pathway_file("p", body)}));
  CHECK(tell(library, adult(), {{"a", "yes"}, {"b", "yes"}}).end == "soon");
  CHECK(tell(library, adult(), {{"a", "no"}, {"b", "yes"}}).end == "home");
  CHECK(tell(library, aged("70 years"), {{"a", "no"}, {"b", "yes"}}).end == "soon");
  CHECK(tell(library, aged("70 years"), {{"a", "yes"}, {"b", "yes"}}).end == "stuck: score s >= 4");
}

TEST_CASE("floors hold from entering a pathway and after a jump but not in the first modules") {
  const std::string screen =
      "start: q\nsteps:\n  q:\n    question: Bad?\n    yes: here\n    no: done\noutcomes:\n"
      "  here: { disposition: self-care, reason: \"So.\", advice: [rest], worsening: [worse] }\n";
  const Library library =
      read(library_around(yes_no_fact("x"),
                          {module_file("screen", screen),
                           pathway_file("p",
                                        "start: a\nsteps:\n  a:\n    question: Go?\n    yes: pathway/other\n    no: "
                                        "home\nfloors:\n  - when: age >= 65 years\n    outcome: soon\n"),
                           pathway_file("other",
                                        "start: b\nsteps:\n  b:\n    question: So?\n    yes: home\n    no: "
                                        "soon\nfloors:\n  - when: sex is female\n    outcome: now\n")},
                          "first: [screen]\n"));
  Start old = aged("70 years");
  CHECK(tell(library, old, {{"screen/q", "yes"}}).end == "here");
  CHECK(tell(library, old, {{"screen/q", "no"}, {"a", "no"}}).end == "soon");
  CHECK(tell(library, old, {{"screen/q", "no"}, {"a", "yes"}, {"other/b", "yes"}}).end == "now");
  old.sex = "male";
  ToldAdvice t = tell(library, old, {{"screen/q", "no"}, {"a", "yes"}, {"other/b", "yes"}});
  CHECK(t.end == "soon");
  CHECK(t.trace.ended->file == "p");
  Start young = adult();
  young.sex = "not-said";
  CHECK(tell(library, young, {{"screen/q", "no"}, {"a", "yes"}, {"other/b", "yes"}}).end == "home");
}

TEST_CASE("what follows from other facts is decided as far as it can be") {
  const std::string facts = yes_no_fact("ill", "    never: sex is male\n") + yes_no_fact("hurt") +
                            "  either:\n    meaning: One of them\n    means: ill or hurt\n    if-unsure: yes\n"
                            "  both:\n    meaning: Both of them\n    means: ill and hurt\n";
  const std::string body =
      "start: a\nsteps:\n  a:\n    question: Hurt?\n    records: hurt\n    yes: b\n    no: b\n    unsure: b\n"
      "  b:\n    then:\n      - when: both\n        to: now\n      - when: either\n        to: soon\n      - "
      "otherwise: home\n";
  const Library library = read(library_around(facts, {pathway_file("p", body)}));
  Start man = adult();
  man.sex = "male";
  CHECK(tell(library, man, {{"a", "yes"}}).end == "soon");
  CHECK(tell(library, man, {{"a", "no"}}).end == "home");
  CHECK(tell(library, man, {{"a", "unsure"}}).end == "soon");
  CHECK(tell(library, adult(), {{"a", "yes"}}).end == "stuck: both");
}

TEST_CASE("amounts are cut into bands and compared without rounding") {
  const std::string body =
      "start: t\nsteps:\n  t:\n    question: How hot?\n    number: { unit: °C, from: 34.0, to: 43.0, step: 0.1 }\n"
      "    bands:\n      low: below 38.0\n      raised: 38.0 to 38.9\n      high: 39.0 and over\n    records: heat\n"
      "    then:\n      - when: t is high\n        to: now\n      - when: heat >= 38.5 °C\n        to: soon\n      - "
      "otherwise: since\n"
      "  since:\n    question: How long?\n    duration: { from: 0 minutes, to: 4 weeks }\n    bands:\n      short: up "
      "to 12 hours\n"
      "      middle: over 12 hours and up to 3 days\n      long: over 3 days\n    unsure: middle\n"
      "    then:\n      - when: since is long\n        to: soon\n      - when: since > 12 hours\n        to: day\n     "
      " - otherwise: home\n"
      "  day:\n    question: Which day?\n    date: { from: 1 year ago, to: today }\n    bands:\n      recent: up to 6 "
      "weeks\n      old: over 6 weeks\n"
      "    then:\n      - when: day ago > 1 week\n        to: home\n      - otherwise: soon\n";
  const Library library = read(
      library_around("  heat:\n    meaning: How hot\n    type: number\n    unit: °C\n", {pathway_file("p", body)}));
  CHECK(tell(library, adult(), {{"t", "39.0"}}).end == "now");
  CHECK(tell(library, adult(), {{"t", "38.9"}}).end == "soon");
  CHECK(tell(library, adult(), {{"t", "38.5"}}).end == "soon");
  CHECK(tell(library, adult(), {{"t", "38.4"}, {"since", "12 hours"}}).end == "home");
  CHECK(tell(library, adult(), {{"t", "38.4"}, {"since", "721 minutes"}}).asked == "t, since, day");
  CHECK(tell(library, adult(), {{"t", "38.4"}, {"since", "unsure"}}).asked == "t, since, day");
  CHECK(tell(library, adult(), {{"t", "38.4"}, {"since", "unsure"}, {"day", "2024-09-27"}}).end == "soon");
  CHECK(day_text(20'000) == "2024-10-04");
  CHECK(tell(library, adult(), {{"t", "38.4"}, {"since", "unsure"}, {"day", "2024-09-26"}}).end == "home");
}

TEST_CASE("advice is given and withheld only when certain and taking away wins") {
  const std::string advice =
      "  grown: { text: \"Do not drive.\", only-if: age >= 16 years }\n  tablet: { text: \"Take one.\", unless: ill }\n"
      "  careful: { text: \"Take care.\", only-if: ill }\n";
  const std::string body =
      "start: a\nsteps:\n  a:\n    question: A?\n    yes:\n      to: b\n      without-advice: [drink]\n      advice: "
      "[grown, tablet, careful]\n    no: b\n"
      "  b:\n    question: B?\n    yes:\n      to: c\n      advice: [drink]\n    no: home\n"
      "  c:\n    question: Ill?\n    records: ill\n    yes: home\n    no: home\n    unsure: home\n";
  const Library library = read(library_around(yes_no_fact("ill"), {pathway_file("p", body)}, "", advice));
  using Set = std::set<std::string>;
  CHECK(tell(library, adult(), {{"a", "yes"}, {"b", "no"}}).trace.ended->advice == Set{"grown", "rest", "tablet"});
  CHECK(tell(library, adult(), {{"a", "yes"}, {"b", "yes"}, {"c", "yes"}}).trace.ended->advice ==
        Set{"careful", "grown", "rest"});
  CHECK(tell(library, aged("3 years"), {{"a", "yes"}, {"b", "yes"}, {"c", "unsure"}}).trace.ended->advice ==
        Set{"rest", "tablet"});
  CHECK(tell(library, adult(), {{"a", "no"}, {"b", "yes"}, {"c", "no"}}).trace.ended->advice == Set{"drink", "rest"});
}

TEST_CASE("ages are completed steps") {
  const std::string body =
      "start: a\nsteps:\n  a:\n    then:\n      - when: age < 8 weeks\n        to: now\n      - when: age < 18 "
      "months\n        to: soon\n      - when: age >= 16 years\n        to: now\n      - otherwise: home\n";
  const Library library = read(library_around(yes_no_fact("x"), {pathway_file("p", body)}));
  CHECK(tell(library, aged("0 days"), {}).end == "now");
  CHECK(tell(library, aged("7 weeks"), {}).end == "now");
  CHECK(tell(library, aged("8 weeks"), {}).end == "soon");
  CHECK(tell(library, aged("17 months"), {}).end == "soon");
  CHECK(tell(library, aged("18 months"), {}).end == "home");
  CHECK(tell(library, aged("15 years"), {}).end == "home");
  CHECK(tell(library, aged("16 years"), {}).end == "now");
  CHECK(tell(library, aged("120 years"), {}).end == "now");
}

// ---- scenarios

// The least serious reply that a scenario means by "others: none".
Reply least_serious(const Library& library, const Put& put) {
  if (put.step->kind == AuthoredStep::Kind::note) return {Reply::Kind::seen, {}, {}, 0};
  if (put.step->ask == AskKind::tick) return {Reply::Kind::ticks, {}, {}, 0};
  if (put.step->ask == AskKind::yes_no)
    return {Reply::Kind::answer, put.step->worse == Worse::no ? "yes" : "no", {}, 0};
  return replies_to(library, put, 0).front();
}

TEST_CASE("the scenarios of the shipped library end as they expect when the interpreter walks them") {
  Diagnostics findings;
  const Library library = read_library(SIGNPOST_LIBRARY_DIR, findings);
  INFO(render_text(findings, library.sources));
  REQUIRE_FALSE(findings.has_errors());
  std::size_t walked = 0;
  for (const Scenario& scenario : library.scenarios) {
    Start start;
    for (const Pathway& p : library.pathways) {
      if (p.id.text == scenario.pathway.text && !p.module) start.topic = p.topic.empty() ? p.id.text : p.topic.text;
    }
    start.age = parse_age(scenario.age.text)->first;
    if (!scenario.sex.empty()) start.sex = scenario.sex.text;
    if (!scenario.party.empty()) start.party = scenario.party.text;
    start.on = scenario.on.empty() ? *parse_day("2026-01-01") : *parse_day(scenario.on.text);
    for (const Name& id : scenario.switches_on) start.switches[id.text] = true;
    for (const Name& id : scenario.switches_off) start.switches[id.text] = false;
    bool simple = true;
    const Trace trace = walk(library, start, [&](const Put& put, const Trace&) -> std::optional<Reply> {
      for (const ScenarioAnswer& answer : scenario.answers) {
        if (answer.question.text != put.question) continue;
        std::string text;
        for (const Name& value : answer.values) text += (text.empty() ? "" : " ") + value.text;
        if (text == "none") text.clear();
        for (const Answer& band : put.step->answers) {
          if (band.range.empty() || band.id.text != text) continue;
          // A band: any amount in it.
          for (const Reply& reply : replies_to(library, put, start.on)) {
            const std::int64_t amount =
                put.step->ask == AskKind::date ? (start.on - reply.amount) * 1440 : reply.amount;
            if (reply.kind == Reply::Kind::amount &&
                in_range(band.range.text, put.step->ask == AskKind::number, amount))
              return reply;
          }
        }
        return reply_of(put, text);
      }
      if (!scenario.others_none) return {};
      // For bands and choices the engine's own order of seriousness counts, which is not the interpreter's matter.
      if (put.step->kind == AuthoredStep::Kind::ask && put.step->ask != AskKind::tick &&
          put.step->ask != AskKind::yes_no)
        simple = false;
      return least_serious(library, put);
    });
    if (!simple) continue;
    INFO(scenario.pathway.text << ": " << scenario.name.text);
    INFO((trace.stuck ? "stuck: " + trace.stuck->file + "/" + trace.stuck->step + " " + trace.stuck->words
                      : std::string()));
    INFO((trace.waiting ? "waits at " + trace.put.back().question : std::string()));
    CHECK(trace.ended);
    if (!trace.ended) continue;
    ++walked;
    if (!scenario.disposition.empty()) CHECK(trace.ended->disposition == scenario.disposition.text);
    // An outcome of another file is named with it.
    const bool qualified = scenario.outcome.text.find('/') != std::string::npos;
    if (!scenario.outcome.empty())
      CHECK((qualified ? trace.ended->file + "/" : "") + trace.ended->outcome == scenario.outcome.text);
    for (const Name& id : scenario.advice_includes)
      CHECK(trace.ended->advice.count(id.text) + trace.ended->worsening.count(id.text) > 0);
    for (const Name& id : scenario.advice_excludes)
      CHECK(trace.ended->advice.count(id.text) + trace.ended->worsening.count(id.text) == 0);
    const auto asked = [&](const Name& id) {
      return std::any_of(trace.put.begin(), trace.put.end(), [&](const Put& put) { return put.question == id.text; });
    };
    for (const Name& id : scenario.asked) CHECK(asked(id));
    for (const Name& id : scenario.not_asked) CHECK_FALSE(asked(id));
  }
  CHECK(walked > library.scenarios.size() / 2);
}

}  // namespace
}  // namespace signpost::naive

#include "tests/property/lockstep.hpp"

#include <algorithm>
#include <set>

namespace signpost::naive {
namespace {

std::string compare_told(const char* what, const DecisionGraph& graph, const std::vector<AdviceIndex>& told,
                         const std::set<std::string>& ours) {
  std::set<std::string> theirs;
  for (AdviceIndex i : told) {
    if (!theirs.insert(graph.advice[at(i)].id).second)
      return std::string(what) + " is told twice: " + graph.advice[at(i)].id;
  }
  return theirs == ours ? ""
                        : std::string(what) + " differs: engine " + joined(theirs) + ", interpreter " + joined(ours);
}

// Where the engine's step and the question put by the interpreter differ.
std::string compare_put(const DecisionGraph& graph, const Journey& journey, const Step& step, const Put& put,
                        const Trace& trace) {
  if (step.kind == Step::Kind::outcome) {
    return "interpreter puts " + put.question + ", engine has ended in " + graph.outcomes[at(step.outcome)].id;
  }
  const Question& question = graph.questions[at(step.question)];
  if (question.id != put.question) return "interpreter puts " + put.question + ", engine puts " + question.id;
  const bool note = put.step->kind == AuthoredStep::Kind::note;
  if (note != (step.kind == Step::Kind::note))
    return put.question + ": one takes it for a note, the other for a question";
  if (note) return compare_told("advice of a note", graph, told(graph, journey).advice, trace.note_advice.back());
  if (question.unsure != put.unsure) return put.question + ": not sure is offered by one alone";
  if (question.kind == QuestionKind::choose || question.kind == QuestionKind::tick) {
    std::vector<std::string> theirs;
    for (std::size_t i = 0; i < question.answers.size(); ++i) {
      if (step.shown >> i & 1u) theirs.push_back(question.answers[i].id);
    }
    if (theirs != put.shown) {
      return put.question + ": shown differs: engine " + joined({theirs.begin(), theirs.end()}) + ", interpreter " +
             joined({put.shown.begin(), put.shown.end()});
    }
  }
  return {};
}

}  // namespace

bool Compiled::found(Code code) const {
  return std::any_of(findings.all().begin(), findings.all().end(), [&](const Diagnostic& d) { return d.code == code; });
}

std::string Compiled::text() const { return render_text(findings, library.sources); }

namespace {

void finish(Compiled& c) {
  if (!c.findings.has_errors()) c.graph = compile(c.library, c.findings);
  if (!c.graph) return;
  c.exploration = explore(c.library, *c.graph, c.findings);
  c.walkable = true;
  for (Code code :
       {Code::undecided, Code::nobody_left_out, Code::not_exactly_one_pathway, Code::jump_not_admitted, Code::no_route,
        Code::bands_gap, Code::bands_overlap, Code::too_many_ways, Code::circle, Code::not_allowed_here}) {
    if (c.found(code)) c.walkable = false;
  }
}

}  // namespace

Compiled compiled(const std::vector<NamedText>& files) {
  Compiled c;
  c.library = read_library(files, "", c.findings);
  finish(c);
  return c;
}

Compiled compiled(const std::string& folder) {
  Compiled c;
  c.library = read_library(folder, c.findings);
  finish(c);
  return c;
}

std::string Together::story() const {
  std::string text;
  for (std::size_t i = 0; i < trace.put.size(); ++i) {
    text += "  " + trace.put[i].question + " " + joined({trace.put[i].shown.begin(), trace.put[i].shown.end()}) +
            " -> " + (i < trace.replies.size() ? words_of(trace.replies[i]) : "?") + "\n";
  }
  if (trace.ended) text += "  ended: " + trace.ended->file + "/" + trace.ended->outcome + "\n";
  if (trace.stuck) text += "  stuck: " + trace.stuck->file + "/" + trace.stuck->step + ": " + trace.stuck->words + "\n";
  return text;
}

Patient patient_of(const Start& start) {
  Patient patient;
  patient.age = Age{start.age, start.age};
  patient.sex = start.sex == "female" ? Sex::female : start.sex == "male" ? Sex::male : Sex::not_said;
  patient.party = start.party == "self" ? Party::self : Party::someone_else;
  return patient;
}

std::uint32_t switches_of(const DecisionGraph& graph, const Start& start) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < graph.switches.size(); ++i) {
    const auto set = start.switches.find(graph.switches[i].id);
    if (set == start.switches.end() ? graph.switches[i].on : set->second) bits |= 1u << i;
  }
  return bits;
}

std::string compare_end(const DecisionGraph& graph, const Journey& journey, const Step& step, const Ended& ended) {
  if (step.kind != Step::Kind::outcome) {
    return "interpreter has ended in " + ended.outcome + ", engine puts " + graph.questions[at(step.question)].id;
  }
  const Outcome& outcome = graph.outcomes[at(step.outcome)];
  if (outcome.id != ended.outcome || outcome.file != ended.file) {
    return "outcome differs: engine " + outcome.file + "/" + outcome.id + ", interpreter " + ended.file + "/" +
           ended.outcome;
  }
  const std::string& disposition = graph.dispositions[at(outcome.disposition)].id;
  if (disposition != ended.disposition)
    return "disposition differs: engine " + disposition + ", interpreter " + ended.disposition;
  const Told told = signpost::told(graph, journey);
  const std::string advice = compare_told("advice", graph, told.advice, ended.advice);
  return advice.empty() ? compare_told("worsening", graph, told.worsening, ended.worsening) : advice;
}

Together walk_together(const Compiled& compiled, const Start& start, const Chooser& chooser) {
  Together together;
  const DecisionGraph& graph = *compiled.graph;
  std::string& wrong = together.disagreement;
  const auto refused = [&](const Rejected& r, const std::string& where) {
    wrong = "engine refuses " + where + ": " + std::string(rejected_name(r.code)) + " " + r.question + " " + r.detail;
  };
  const auto begun = begin(graph, {start.topic}, patient_of(start), start.on, switches_of(graph, start));
  if (const auto* rejected = std::get_if<Rejected>(&begun)) {
    together.trace = walk(compiled.library, start, [](const Put&, const Trace&) { return std::optional<Reply>(); });
    const bool nobody = together.trace.stuck && together.trace.stuck->kind == Stuck::Kind::no_pathway;
    if (!nobody) refused(*rejected, "the start");
    return together;
  }
  together.journey = std::get<Journey>(begun);
  Step current;
  const auto here = step(graph, together.journey);
  if (const auto* rejected = std::get_if<Rejected>(&here)) {
    refused(*rejected, "the first step");
    return together;
  }
  current = std::get<Step>(here);
  together.trace = walk(compiled.library, start, [&](const Put& put, const Trace& trace) -> std::optional<Reply> {
    wrong = compare_put(graph, together.journey, current, put, trace);
    if (!wrong.empty()) return {};
    const std::vector<Reply> replies = replies_to(compiled.library, put, start.on);
    const Reply reply = replies[chooser(static_cast<unsigned>(replies.size()))];
    const AnswerValue value = value_of(put, reply);
    const auto next = answer(graph, together.journey, put.question, value, true);
    if (const auto* rejected = std::get_if<Rejected>(&next)) {
      refused(*rejected, put.question + " = " + words_of(reply));
      return {};
    }
    const Answered& answered = std::get<Answered>(next);
    if (!answered.dropped.empty()) wrong = "answering " + put.question + " dropped " + answered.dropped.front();
    together.journey = answered.journey;
    together.answers.emplace_back(put.question, value);
    current = answered.step;
    const auto replayed = step(graph, together.journey);
    const Step* again = std::get_if<Step>(&replayed);
    if (!again || again->kind != current.kind || again->node != current.node || again->question != current.question ||
        again->outcome != current.outcome || again->shown != current.shown) {
      wrong = "replaying the journey after " + put.question + " comes to another step than answering did";
    }
    return reply;
  });
  if (!wrong.empty()) return together;
  if (together.trace.stuck) {
    wrong = "interpreter is stuck: " + together.trace.stuck->file + "/" + together.trace.stuck->step + ": " +
            together.trace.stuck->words;
  } else if (together.trace.ended) {
    wrong = compare_end(graph, together.journey, current, *together.trace.ended);
  }
  return together;
}

}  // namespace signpost::naive

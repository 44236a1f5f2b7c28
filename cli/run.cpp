#include "cli/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "cli/choices.hpp"
#include "cli/exit_code.hpp"
#include "cli/given_answers.hpp"
#include "cli/journey_text.hpp"
#include "cli/loaded.hpp"
#include "cli/place.hpp"
#include "cli/replay_line.hpp"
#include "cli/today.hpp"
#include "engine/text/whole_file.hpp"
#include "engine/walk/answer_text.hpp"
#include "engine/walk/engine.hpp"
#include "engine/walk/scenario.hpp"
#include "server/json.hpp"
#include "server/step_json.hpp"

namespace signpost {

namespace {

std::optional<std::uint32_t> switches_of(const DecisionGraph& graph, const std::vector<std::string>& words) {
  std::uint32_t switches = 0;
  for (std::size_t i = 0; i < graph.switches.size(); ++i) switches |= std::uint32_t{graph.switches[i].on} << i;
  for (const std::string& word : words) {
    const std::size_t equals = std::min(word.find('='), word.size());
    const std::string id = word.substr(0, equals);
    const std::string state = equals < word.size() ? word.substr(equals + 1) : "on";
    const auto found = std::find_if(graph.switches.begin(), graph.switches.end(),
                                    [&](const SwitchInfo& info) { return info.id == id; });
    if (found == graph.switches.end() || (state != "on" && state != "off")) {
      fmt::print(stderr, "signpost: --switch '{}': {}\n", word,
                 found == graph.switches.end() ? "the library has no such switch" : "write =on or =off");
      return {};
    }
    const std::uint32_t bit = std::uint32_t{1} << (found - graph.switches.begin());
    switches = state == "on" ? switches | bit : switches & ~bit;
  }
  return switches;
}

class Run {
 public:
  Run(const RunOptions& options, const Terminal& terminal) : options_(options), terminal_(terminal) {}

  int go() {
    const Place place = place_of(options_.words);
    dir_ = place.dir;
    if (place.topics.size() > 1) {
      fmt::print(stderr, "signpost: one topic at a time, for now; and '{}' is no folder\n", place.topics.front());
      return kMisuse;
    }
    if (!read_patient()) return kMisuse;
    loaded_ = load(dir_, Effort::explore, terminal_);
    if (loaded_->graph == nullptr) {
      complain(*loaded_, dir_, terminal_);
      return kFindings;
    }
    if (!loaded_->sound()) {
      // The patients that findings name are walked like this, to see what is wrong.
      fmt::print(stderr, "signpost: the library has errors (signpost check {}); it is walked as it is\n", dir_);
    }
    const std::optional<std::uint32_t> switches = switches_of(graph(), options_.switches);
    if (!switches) return kMisuse;
    switches_ = *switches;
    if (place.topics.empty()) {
      if (options_.scripted || options_.json) {
        fmt::print(stderr, "signpost: name the topic: signpost run [DIR] TOPIC\n");
        return kMisuse;
      }
      if (const std::optional<int> over = choose_topic()) return *over;
    } else {
      const std::optional<TopicIndex> topic = find_topic(graph(), place.topics.front());
      if (!topic) return kMisuse;
      topic_ = *topic;
    }
    return options_.scripted || options_.json ? scripted() : ask();
  }

 private:
  const DecisionGraph& graph() const { return *loaded_->graph; }
  const std::string& topic_id() const { return graph().topics[at(topic_)].id; }

  // Prints why a journey cannot go on. That is the caller's mistake where the library is right.
  int refused(const Rejected& rejected) const {
    std::string sentence(rejected_name(rejected.code));
    if (!rejected.question.empty()) sentence += ", at " + rejected.question;
    if (!rejected.detail.empty()) sentence += ": " + rejected.detail;
    fmt::print(stderr, "signpost: {}\n", sentence);
    return loaded_->sound() ? kMisuse : kFindings;
  }

  // --age, --sex, --party, --on
  bool read_patient() {
    const auto wrong = [](const char* flag, const std::string& value, const char* such) {
      fmt::print(stderr, "signpost: {} '{}': write {}\n", flag, value, such);
      return false;
    };
    on_ = today();
    if (!options_.on.empty()) {
      const std::optional<Day> on = parse_day(options_.on);
      if (!on) return wrong("--on", options_.on, "a day such as 2026-11-22");
      on_ = *on;
    }
    if (!options_.age.empty() && !(patient_.age = age_of_words(options_.age, on_))) {
      return wrong("--age", options_.age,
                   "an age such as \"34 years\", \"5 months\", \"10 weeks\" or \"3 days\", or a date of birth");
    }
    if (!options_.sex.empty() && !(patient_.sex = sex_of_word(options_.sex)))
      return wrong("--sex", options_.sex, "female, male or not-said");
    if (!options_.party.empty() && !(patient_.party = party_of_word(options_.party)))
      return wrong("--party", options_.party, "self or someone-else");
    return true;
  }

  // ---- without asking

  int scripted() {
    std::string text = options_.answers;
    if (text == "-") {
      text = read_file("/dev/stdin", kMaxAnswersFile);
    } else if (!text.empty() && text.find('=') == std::string::npos) {
      text = read_file(text, kMaxAnswersFile);
    }
    std::string wrong;
    const std::optional<std::vector<WrittenAnswer>> written = parse_written_answers(text, &wrong);
    std::optional<std::vector<NamedAnswer>> named;
    if (written) named = name_answers(graph(), topic_, *written, on_, &patient_, &wrong);
    if (!named) {
      fmt::print(stderr, "signpost: --answers: {}\n", wrong);
      return kMisuse;
    }
    // A script may leave this out, for no outcome depends on it.
    if (options_.scripted && !patient_.party) patient_.party = party_by_age(patient_.age);
    if (const std::optional<int> over = begin_journey()) return *over;
    const std::variant<Step, Rejected> first = signpost::step(graph(), journey_);
    if (const Step* asked = std::get_if<Step>(&first);
        asked != nullptr && !named->empty() && asked->question <= kSexQuestion) {
      const char* flag = asked->question == kAgeQuestion   ? "--age"
                         : asked->question == kSexQuestion ? "--sex"
                                                           : "--party";
      fmt::print(stderr, "signpost: this topic needs {}{}\n", flag,
                 patient_.age && asked->question == kAgeQuestion ? ", more exactly" : "");
      return kMisuse;
    }
    std::variant<Answered, Rejected> answered = evaluate(graph(), {topic_id()}, patient_, on_, switches_, *named);
    if (const Rejected* rejected = std::get_if<Rejected>(&answered)) return refused(*rejected);
    journey_ = std::move(std::get<Answered>(answered).journey);
    const Step step = std::get<Answered>(answered).step;
    if (options_.json) {
      print_json(step);
    } else {
      print_end(step);
    }
    return kFine;
  }

  void print_json(const Step& step) const {
    std::string out = "{\"topic\":";
    append_json(out, std::string_view(topic_id()));
    out += ",\"release\":";
    append_json(out, std::string_view(graph().digest));
    out += ",\"on\":";
    append_json(out, std::string_view(day_text(journey_.on)));
    out += ",\"step\":";
    StepJson(graph()).append(out, journey_, step);
    const Progress far = progress(graph(), journey_, step);
    out += fmt::format(R"(,"progress":{{"asked":{},"atLeast":{},"atMost":{}}},"answers":[)", far.asked, far.at_least,
                       far.at_most);
    bool first = true;
    for (const Reviewed& each : review(graph(), journey_)) {
      if (each.implied || each.question <= kSexQuestion) continue;
      out += first ? "{\"question\":" : ",{\"question\":";
      first = false;
      append_json(out, std::string_view(graph().questions[at(each.question)].id));
      out += ",\"value\":";
      append_json(out, answer_value(graph(), each.question, each.given, journey_.on));
      out += "}";
    }
    fmt::print("{}]}}\n", out);
  }

  // An outcome, or what would be asked next.
  void print_end(const Step& step) const {
    if (step.kind == Step::Kind::outcome) {
      fmt::print("{}", outcome_text(graph(), journey_, step, terminal_));
      print_draft(step);
    } else if (step.kind == Step::Kind::note) {
      fmt::print("{}", note_text(graph(), journey_, step, terminal_));
    } else {
      const Question& question = graph().questions[at(step.question)];
      const std::vector<Choice> choices = choices_of(graph(), question, step.shown, variant_of(graph(), journey_));
      fmt::print("{}\nNot answered yet: {}\n", question_text(graph(), journey_, step, choices, terminal_), question.id);
    }
    fmt::print("\nAgain: {}\n", replay());
  }

  void print_draft(const Step& step) const {
    if (step.program == kNone<ProgramIndex>) return;
    const Program& program = graph().programs[at(step.program)];
    if (program.status != "approved") {
      fmt::print("\n{}", painted_lines("Not clinically approved: " + program.pathway + " is a draft.", terminal_.width,
                                       Paint::yellow, terminal_.colour_out));
    }
  }

  std::string replay() const {
    ReplayParts parts;
    parts.dir = dir_;
    parts.topic = topic_id();
    const Patient& patient = journey_.patient;
    if (patient.age) parts.age = age_text(*patient.age);
    if (patient.sex)
      parts.sex = *patient.sex == Sex::female ? "female" : *patient.sex == Sex::male ? "male" : "not-said";
    if (patient.party) parts.party = *patient.party == Party::self ? "self" : "someone-else";
    parts.on = day_text(journey_.on);
    for (std::size_t i = 0; i < graph().switches.size(); ++i) {
      const bool on = (journey_.switches >> i & 1U) != 0;
      if (on != graph().switches[i].on) parts.switches.push_back(graph().switches[i].id + (on ? "=on" : "=off"));
    }
    parts.answers = given_answers(graph(), journey_);
    return replay_line(parts);
  }

  // ---- asking

  // One typed line; nothing at the end of the input.
  std::optional<std::string> read_line() {
    fmt::print("> ");
    std::fflush(stdout);
    std::string line;
    if (!std::getline(std::cin, line)) {
      fmt::print("\n");
      return {};
    }
    if (!terminal_.in) fmt::print("{}\n", line);  // so that a transcript shows what was answered
    return line;
  }

  // The person's input ended. At a terminal that is a way to stop; a script has said too little.
  int ended() const {
    if (terminal_.in) return kFine;
    fmt::print(stderr, "signpost: the answers ended before an outcome was reached\n");
    return kFindings;
  }

  // Sets topic_, or says with which code to stop.
  std::optional<int> choose_topic() {
    std::vector<Choice> choices;
    for (const Topic& topic : graph().topics) choices.push_back({topic.id, topic.title, {}});
    fmt::print("{}\n", painted("What is the matter?", Paint::bold, terminal_.colour_out));
    for (std::size_t i = 0; i < choices.size(); ++i) {
      const std::string number = fmt::format("  {:>2}  ", i + 1);
      fmt::print("{}", wrapped(choices[i].text, terminal_.width, number, std::string(number.size(), ' ')));
    }
    Question question;
    question.kind = QuestionKind::choose;
    while (true) {
      const std::optional<std::string> line = read_line();
      if (!line) return ended();
      const Typed typed = understand(question, choices, on_, *line);
      if (typed.kind == Typed::Kind::quit) return kFine;
      if (typed.kind == Typed::Kind::answer) {
        topic_ = graph().topic_named(std::get<std::string>(typed.value)).value();
        return {};
      }
      fmt::print("  {}\n", typed.kind == Typed::Kind::wrong
                               ? typed.wrong
                               : "Type the number or the first letters of a topic; q stops.");
    }
  }

  std::optional<int> begin_journey() {
    std::variant<Journey, Rejected> begun = begin(graph(), {topic_id()}, patient_, on_, switches_);
    if (const Rejected* rejected = std::get_if<Rejected>(&begun)) return refused(*rejected);
    journey_ = std::get<Journey>(std::move(begun));
    return {};
  }

  int ask() {
    if (const std::optional<int> over = begin_journey()) return *over;
    fmt::print("{}",
               painted_lines(graph().topics[at(topic_)].title, terminal_.width, Paint::bold, terminal_.colour_out));
    fmt::print("{}", wrapped("b goes back, ? explains, q stops.", terminal_.width));
    while (true) {
      terminal_.width = width_now();
      const std::variant<Step, Rejected> next = signpost::step(graph(), journey_);
      if (const Rejected* rejected = std::get_if<Rejected>(&next)) return refused(*rejected);
      const Step step = std::get<Step>(next);
      if (step.kind == Step::Kind::outcome) {
        print_end(step);
        return kFine;
      }
      if (const std::optional<int> over = put(step)) return *over;
    }
  }

  // Puts one question until something came of it; the exit code when the journey is over.
  std::optional<int> put(const Step& step) {
    const Question& question = graph().questions[at(step.question)];
    const std::vector<Choice> choices = choices_of(graph(), question, step.shown, variant_of(graph(), journey_));
    fmt::print("{}", step.kind == Step::Kind::note ? note_text(graph(), journey_, step, terminal_)
                                                   : question_text(graph(), journey_, step, choices, terminal_));
    while (true) {
      const std::optional<std::string> line = read_line();
      if (!line) return ended();
      const Typed typed = understand(question, choices, journey_.on, *line);
      switch (typed.kind) {
        case Typed::Kind::quit:
          return kFine;
        case Typed::Kind::help:
          fmt::print("{}", help_text(graph(), journey_, step, choices, terminal_));
          break;
        case Typed::Kind::wrong:
          say(typed.wrong);
          break;
        case Typed::Kind::back:
          if (go_back()) return {};
          say("This is the first question.");
          break;
        case Typed::Kind::answer:
          if (step.question <= kSexQuestion ? tell(step.question, typed.value) : give(step, typed.value)) return {};
          if (stopped_) return stopped_;
          break;
      }
    }
  }

  void say(std::string_view sentence) const { fmt::print("{}", wrapped(sentence, terminal_.width, "  ", "  ")); }

  // An answer about the patient.
  bool tell(QuestionIndex question, const AnswerValue& value) {
    std::variant<Answered, Rejected> answered = answer(graph(), journey_, graph().questions[at(question)].id, value);
    if (const Rejected* rejected = std::get_if<Rejected>(&answered)) {
      if (rejected->code == Rejected::Code::age_too_coarse) {
        say("More exactly, please: " + rejected->detail + ", or give a date of birth.");
      } else {
        stopped_ = refused(*rejected);
      }
      return false;
    }
    told_.push_back(question);
    journey_ = std::move(std::get<Answered>(answered).journey);
    patient_ = journey_.patient;
    return true;
  }

  bool give(const Step& step, const AnswerValue& value) {
    const std::string& question = graph().questions[at(step.question)].id;
    std::variant<Answered, Rejected> answered = answer(graph(), journey_, question, value);
    if (const Rejected* rejected = std::get_if<Rejected>(&answered);
        rejected != nullptr && rejected->code == Rejected::Code::value_unusual) {
      if (!confirmed(value)) return false;
      answered = answer(graph(), journey_, question, value, true);
    }
    if (const Rejected* rejected = std::get_if<Rejected>(&answered)) {
      if (rejected->code == Rejected::Code::value_out_of_range) {
        say("That is outside what can be answered here. " +
            (rejected->detail.empty() ? std::string() : rejected->detail));
      } else {
        say(fmt::format("That does not fit this question ({}).", rejected_name(rejected->code)));
      }
      return false;
    }
    Answered& now = std::get<Answered>(answered);
    for (const std::string& dropped : now.dropped)
      say(fmt::format("The earlier answer to {} no longer holds.", dropped));
    if (now.journey.answers.size() > journey_.answers.size() + 1) say("Later answers that still hold were kept.");
    journey_ = std::move(now.journey);
    return true;
  }

  bool confirmed(const AnswerValue& value) {
    say(fmt::format("You answered {}. Is that right? y or n", answer_text(value)));
    while (const std::optional<std::string> line = read_line()) {
      if (*line == "y" || *line == "yes") return true;
      if (*line == "n" || *line == "no") {
        say("Then answer again.");
        return false;
      }
      say("Type y or n.");
    }
    stopped_ = ended();
    return false;
  }

  bool go_back() {
    if (!journey_.answers.empty()) {
      journey_ = back(graph(), journey_);
      return true;
    }
    if (told_.empty()) return false;
    if (told_.back() == kAgeQuestion) patient_.age.reset();
    if (told_.back() == kSexQuestion) patient_.sex.reset();
    if (told_.back() == kPartyQuestion) patient_.party.reset();
    told_.pop_back();
    return !begin_journey();
  }

  const RunOptions& options_;
  Terminal terminal_;
  std::string dir_;
  std::unique_ptr<Loaded> loaded_;
  TopicIndex topic_{};
  Patient patient_;
  Day on_ = 0;
  std::uint32_t switches_ = 0;
  Journey journey_;
  std::vector<QuestionIndex> told_;  // about the patient, in the order of asking
  std::optional<int> stopped_;       // an exit code, when the journey cannot go on
};

}  // namespace

int run(const RunOptions& options, const Terminal& terminal) { return Run(options, terminal).go(); }

}  // namespace signpost

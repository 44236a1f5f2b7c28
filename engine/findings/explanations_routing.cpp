#include "engine/findings/explanations.hpp"

namespace signpost {

namespace {

constexpr Explanation kRoutes[] = {
    {Code::no_route, "Every answer must lead somewhere: by its own target, by a rule of then, or by the step's to.",
     kExampleTopic, R"(steps:
  phlegm:
    question: What do you cough up?
    choose:
      nothing:
        text: Nothing
        to: at-home
      blood: Blood)",
     R"(steps:
  phlegm:
    question: What do you cough up?
    choose:
      nothing:
        text: Nothing
        to: at-home
      blood:
        text: Blood
        to: to-hospital)"},
    {Code::circle,
     "A patient who goes round in a circle never reaches an outcome. A question is put at most once in a journey, so "
     "asking again cannot be meant.",
     kExampleTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: phlegm
  phlegm:
    question: Do you cough up blood?
    yes: to-hospital
    no: breathless)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: phlegm
  phlegm:
    question: Do you cough up blood?
    yes: to-hospital
    no: at-home)"},
    {Code::unreachable,
     "A step, outcome or answer that no patient can reach is a question that everybody believes is asked. Often a "
     "target elsewhere is wrong.",
     kExampleTopic, R"(start: breathless
steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home
  phlegm:
    question: Do you cough up blood?
    yes: call-999
    no: at-home)",
     R"(start: breathless
steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: phlegm
  phlegm:
    question: Do you cough up blood?
    yes: call-999
    no: at-home)"},
    {Code::nobody_left_out,
     "Where no rule holds for a patient, that patient would stand still. The finding names one: a last rule with "
     "otherwise, or a to beside the rules, takes everybody who is left.",
     kExampleTopic, R"(steps:
  how-old:
    then:
      - when: age < 5 years
        to: to-hospital
      - when: age > 5 years
        to: at-home)",
     R"(steps:
  how-old:
    then:
      - when: age < 5 years
        to: to-hospital
      - otherwise: at-home)"},
    {Code::rule_never_fires,
     "A rule that holds for nobody who meets it is a safety net that is not there. Mostly a rule above it has taken "
     "everybody, or the question was not asked on this way.",
     kExampleTopic, R"(steps:
  how-old:
    then:
      - when: age < 5 years
        to: to-hospital
      - when: age < 1 year
        to: call-999
      - otherwise: at-home)",
     R"(steps:
  how-old:
    then:
      - when: age < 1 year
        to: call-999
      - when: age < 5 years
        to: to-hospital
      - otherwise: at-home)"},
    {Code::undecided,
     "A test reads a fact or question that some patient was never asked, or answered with not sure. It would be "
     "neither true nor false. The finding names such a "
     "patient: ask before, or say what not sure counts as.",
     kExampleTopic, R"(start: breathless
steps:
  breathless:
    question: Are you short of breath?
    yes: decide
    no: phlegm
  phlegm:
    question: Do you cough up blood?
    yes: decide
    no: decide
  decide:
    then:
      - when: phlegm is yes
        to: to-hospital
      - otherwise: see-gp)",
     R"(start: breathless
steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: phlegm
  phlegm:
    question: Do you cough up blood?
    yes: decide
    no: decide
  decide:
    then:
      - when: phlegm is yes
        to: to-hospital
      - otherwise: see-gp)"},
    {Code::overlap_less_urgent,
     "The first rule that holds decides. Where a later one also holds for somebody and is more urgent, that patient is "
     "sent the slower way. In a list the same goes for "
     "answers with a target: worst first.",
     kExampleTopic, R"(steps:
  signs:
    question: Do you have any of these?
    tick:
      phlegm:
        text: Green phlegm
        to: see-gp
      blood:
        text: Blood
        to: to-hospital
    none: at-home)",
     R"(steps:
  signs:
    question: Do you have any of these?
    tick:
      blood:
        text: Blood
        to: to-hospital
      phlegm:
        text: Green phlegm
        to: see-gp
    none: at-home)"},
    {Code::bands_gap, "A number that belongs to no band has no answer. The finding names the missing number.",
     kExampleTopic,
     R"(steps:
  how-hot:
    question: What is your temperature?
    number: { unit: °C, from: 33.0, to: 43.0, step: 0.1 }
    bands:
      normal: under 38.0
      high: over 38.0
    then:
      - when: how-hot is high
        to: see-gp
      - otherwise: at-home)",
     R"(steps:
  how-hot:
    question: What is your temperature?
    number: { unit: °C, from: 33.0, to: 43.0, step: 0.1 }
    bands:
      normal: under 38.0
      high: 38.0 and over
    then:
      - when: how-hot is high
        to: see-gp
      - otherwise: at-home)"},
    {Code::bands_overlap, "A number that belongs to two bands would have two answers.", kExampleTopic, R"(steps:
  how-hot:
    question: What is your temperature?
    number: { unit: °C, from: 33.0, to: 43.0, step: 0.1 }
    bands:
      normal: up to 38.0
      high: 38.0 and over
    then:
      - when: how-hot is high
        to: see-gp
      - otherwise: at-home)",
     R"(steps:
  how-hot:
    question: What is your temperature?
    number: { unit: °C, from: 33.0, to: 43.0, step: 0.1 }
    bands:
      normal: under 38.0
      high: 38.0 and over
    then:
      - when: how-hot is high
        to: see-gp
      - otherwise: at-home)"},
    {Code::not_exactly_one_pathway,
     "Whoever comes with a topic must meet exactly one of its pathways. The finding names a patient who meets none, or "
     "two. A pathway whose start is an outcome can refuse politely.",
     kExampleTopic, R"(for: age >= 5 years
steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home)",
     R"(for: everyone
steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home)"},
    {Code::jump_not_admitted,
     "A jump sends the patient into another pathway for good. That pathway must be made for everybody who can jump; "
     "the finding names somebody for whom it is not.",
     kExampleTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: pathway/high-temperature)",
     R"(steps:
  how-old:
    then:
      - when: age < 16 years
        to: see-gp
      - otherwise: breathless
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: pathway/high-temperature)"},
    {Code::score_unattainable, "A threshold above the most that can be scored is a rule that never fires.",
     kExampleTopic,
     R"(scores:
  points:
    evidence: [guideline]
steps:
  breathless:
    question: Are you short of breath?
    yes: { to: decide, score: { points: 1 } }
    no: decide
  decide:
    then:
      - when: score points >= 2
        to: to-hospital
      - otherwise: at-home)",
     R"(scores:
  points:
    evidence: [guideline]
steps:
  breathless:
    question: Are you short of breath?
    yes: { to: decide, score: { points: 1 } }
    no: decide
  decide:
    then:
      - when: score points >= 1
        to: to-hospital
      - otherwise: at-home)"},
    {Code::too_many_ways,
     "The proof keeps apart all patients who are different in something that is still read later. Each answer to one "
     "question may come with each answer to another, so answers that are asked early and read together at the end "
     "multiply, until there is not enough memory for all these patients, or following them takes too much work: that "
     "is "
     "counted, not timed, and so is the same on every machine. The finding names what is kept until there. Let a rule "
     "read a question's answers near where they are asked, so that they can be forgotten, or add them up in a score, "
     "of "
     "which only the total is kept.",
     "",
     "two lists of twenty signs are asked first, and the last step weighs each of the one against several of the other",
     "each list is followed by the rule that reads it"},
};

}  // namespace

std::span<const Explanation> routing_explanations() { return kRoutes; }

}  // namespace signpost

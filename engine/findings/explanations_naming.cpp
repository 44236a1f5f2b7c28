#include "engine/findings/explanations.hpp"

namespace signpost {

namespace {

constexpr Explanation kNames[] = {
    {Code::unknown_name,
     "A test, a record or a list names something that nothing has: usually a slip of spelling. Left alone, the test "
     "could never be decided.",
     kExampleTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    evidence: [guidelines]
    yes: call-999
    no: at-home)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    evidence: [guideline]
    yes: call-999
    no: at-home)"},
    {Code::unknown_target,
     "A target is a step or an outcome of the same file, done in a module, or pathway/ and the id of another pathway. "
     "Any other word leads nowhere.",
     kExampleTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-99
    no: at-home)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home)"},
    {Code::duplicate_id, "Where a step and an outcome have the same id, a target could mean either.", kExampleTopic,
     R"(start: breathless
steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: sent-home
  sent-home:
    question: Do you feel well enough to stay at home?
    worse: no
    yes: sent-home
    no: call-999
outcomes:
  call-999:
    disposition: ambulance-now
    reason: This may be serious.
    advice: [stay-calm]
  sent-home:
    disposition: self-care
    reason: There is no sign of anything serious.
    advice: [rest]
    worsening: [when-to-call])",
     R"(start: breathless
steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: well-enough
  well-enough:
    question: Do you feel well enough to stay at home?
    worse: no
    yes: sent-home
    no: call-999
outcomes:
  call-999:
    disposition: ambulance-now
    reason: This may be serious.
    advice: [stay-calm]
  sent-home:
    disposition: self-care
    reason: There is no sign of anything serious.
    advice: [rest]
    worsening: [when-to-call])"},
    {Code::wrong_kind,
     "The name exists, but means another kind of thing: a list cannot be yes, and a yes-or-no question has no number "
     "to compare.",
     kExampleTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    yes: how-bad
    no: at-home
  how-bad:
    then:
      - when: breathless > 3
        to: call-999
      - otherwise: see-gp)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    yes: how-bad
    no: at-home
  how-bad:
    then:
      - when: age >= 65 years
        to: call-999
      - otherwise: see-gp)"},
    {Code::no_such_answer, "A test asks for an answer that the question does not offer, so nobody could ever give it.",
     kExampleTopic, R"(steps:
  phlegm:
    question: What do you cough up?
    choose:
      nothing: Nothing
      clear: Clear phlegm
      blood: Blood
    then:
      - when: phlegm is bloody
        to: to-hospital
      - otherwise: at-home)",
     R"(steps:
  phlegm:
    question: What do you cough up?
    choose:
      nothing: Nothing
      clear: Clear phlegm
      blood: Blood
    then:
      - when: phlegm is blood
        to: to-hospital
      - otherwise: at-home)"},
    {Code::not_allowed_here,
     "Who asks (party) may change words and which answers are offered, but never where somebody ends: the same illness "
     "must have the same outcome.",
     kExampleTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    then:
      - when: breathless is yes and party is self
        to: call-999
      - otherwise: at-home)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    then:
      - when: breathless is yes
        to: call-999
      - otherwise: at-home)"},
    {Code::unit_differs,
     "A length of time compared with degrees, or weeks with a number that has no unit, compares nothing.",
     kExampleTopic,
     R"(steps:
  how-hot:
    question: What is your temperature?
    number: { unit: °C, from: 33.0, to: 43.0, step: 0.1 }
    then:
      - when: how-hot >= 38 hours
        to: see-gp
      - otherwise: at-home)",
     R"(steps:
  how-hot:
    question: What is your temperature?
    number: { unit: °C, from: 33.0, to: 43.0, step: 0.1 }
    then:
      - when: how-hot >= 38.0 °C
        to: see-gp
      - otherwise: at-home)"},
    {Code::threshold_inside_step,
     "Ages count in completed days, weeks, months and years, numbers in the question's steps. A threshold between two "
     "of them would have to be rounded, and nobody "
     "would know which way.",
     kExampleTopic, R"(steps:
  young:
    then:
      - when: age < 2 months
        to: to-hospital
      - otherwise: at-home)",
     R"(steps:
  young:
    then:
      - when: age < 8 weeks
        to: to-hospital
      - otherwise: at-home)"},
    {Code::unsure_disagrees,
     "What not sure counts as stands at the fact, so that every question about the same fact counts it the same.",
     kExampleTopic, R"(steps:
  fever:
    question: Do you have a high temperature?
    records: fever
    yes: see-gp
    no: at-home
    unsure: no)",
     R"(steps:
  fever:
    question: Do you have a high temperature?
    records: fever
    yes: see-gp
    no: at-home
    unsure: yes)"},
};

}  // namespace

std::span<const Explanation> naming_explanations() { return kNames; }

}  // namespace signpost

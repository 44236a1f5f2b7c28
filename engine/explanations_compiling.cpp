#include "engine/explanations.hpp"

namespace signpost {

namespace {

constexpr std::string_view kTopic = "topics/cough.yaml";

constexpr Explanation kCompiling[] = {
    {Code::unknown_name,
     "A test, a record or a list names something that nothing has: usually a slip of spelling. Left alone, the test "
     "could never be decided.",
     kTopic, R"(steps:
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
     kTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-99
    no: at-home)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home)"},
    {Code::duplicate_id, "Where a step and an outcome have the same id, a target could mean either.", kTopic,
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
     kTopic, R"(steps:
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
     kTopic, R"(steps:
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
     kTopic, R"(steps:
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
     "A length of time compared with degrees, or weeks with a number that has no unit, compares nothing.", kTopic,
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
     kTopic, R"(steps:
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
     kTopic, R"(steps:
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
    {Code::no_route, "Every answer must lead somewhere: by its own target, by a rule of then, or by the step's to.",
     kTopic, R"(steps:
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
     kTopic, R"(steps:
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
     kTopic, R"(start: breathless
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
     kTopic, R"(steps:
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
     kTopic, R"(steps:
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
     kTopic, R"(start: breathless
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
     kTopic, R"(steps:
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
    {Code::bands_gap, "A number that belongs to no band has no answer. The finding names the missing number.", kTopic,
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
    {Code::bands_overlap, "A number that belongs to two bands would have two answers.", kTopic, R"(steps:
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
     kTopic, R"(for: age >= 5 years
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
     kTopic, R"(steps:
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
    {Code::score_unattainable, "A threshold above the most that can be scored is a rule that never fires.", kTopic,
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
     "The proof keeps apart all patients who are different in something that is still read later. When very many "
     "answers are asked early and read at the end, these become too "
     "many. Read them near where they are asked, or sum them up in a fact with means.",
     "", "twenty questions are asked first, and the last step reads all of them",
     "each group of questions is followed by the rule that reads it"},
    {Code::outcome_without_advice,
     "Somebody who reads an outcome must find something to do, or what would mean that it got worse.", kTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    yes: sent
    no: at-home
outcomes:
  sent:
    disposition: ambulance-now
    reason: This may be serious.
  at-home:
    disposition: self-care
    reason: There is no sign of anything serious.
    worsening: [when-to-call])",
     R"(steps:
  breathless:
    question: Are you short of breath?
    yes: sent
    no: at-home
outcomes:
  sent:
    disposition: ambulance-now
    reason: This may be serious.
    advice: [stay-calm]
  at-home:
    disposition: self-care
    reason: There is no sign of anything serious.
    worsening: [when-to-call])"},
    {Code::worsening_missing,
     "Whoever is not fetched by an ambulance must know what would mean that it got worse, and what to do then.", kTopic,
     R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: rest-at-home
outcomes:
  call-999:
    disposition: ambulance-now
    reason: This may be serious.
    advice: [stay-calm]
  rest-at-home:
    disposition: self-care
    reason: There is no sign of anything serious.
    advice: [rest])",
     R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: rest-at-home
outcomes:
  call-999:
    disposition: ambulance-now
    reason: This may be serious.
    advice: [stay-calm]
  rest-at-home:
    disposition: self-care
    reason: There is no sign of anything serious.
    advice: [rest]
    worsening: [when-to-call])"},
    {Code::worsening_without_999,
     "At least one item must say when to call 999; such an item has calls: 999 in advice.yaml.", kTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: rest-at-home
outcomes:
  call-999:
    disposition: ambulance-now
    reason: This may be serious.
    advice: [stay-calm]
  rest-at-home:
    disposition: self-care
    reason: There is no sign of anything serious.
    worsening: [rest])",
     R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: rest-at-home
outcomes:
  call-999:
    disposition: ambulance-now
    reason: This may be serious.
    advice: [stay-calm]
  rest-at-home:
    disposition: self-care
    reason: There is no sign of anything serious.
    worsening: [when-to-call])"},
    {Code::red_flag_not_kept,
     "A red flag promises that whoever gives the answer ends at least there. The finding is a patient for whom it does "
     "not.",
     kTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    red-flag: ambulance-now
    yes: see-gp
    no: at-home)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    red-flag: ambulance-now
    yes: call-999
    no: at-home)"},
    {Code::red_flag_late,
     "Whoever gives a dangerous answer must not be kept with further questions; how many are allowed stands in "
     "library.yaml as red-flag-within.",
     kTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    red-flag: ambulance-now
    yes: one
    no: at-home
  one:
    question: Do you smoke?
    yes: two
    no: two
  two:
    question: Do you have phlegm?
    yes: three
    no: three
  three:
    question: Do you sleep badly?
    yes: four
    no: four
  four:
    question: Do you have a runny nose?
    yes: call-999
    no: call-999)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    red-flag: ambulance-now
    yes: call-999
    no: at-home)"},
    {Code::emergency_unnoticed,
     "An emergency outcome that neither a red flag nor a claim speaks of could be lowered by a slip, and no proof "
     "would notice.",
     kTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    red-flag: ambulance-now
    yes: call-999
    no: at-home)"},
    {Code::not_approved,
     "A draft may be tried, but not shown to patients as checked. An approved pathway names who approved which "
     "content, and when.",
     "", "status: draft",
     "status: approved\napproval: { by: A. Clinician, role: Clinical safety officer, date: 2026-11-22, digest: 5d41... "
     "}"},
    {Code::unused,
     "Something that nothing uses is either forgotten or superfluous. An item of advice that is never given is often "
     "one that should be.",
     "advice.yaml", R"(advice:
  stay-calm:
    text: Stay calm and sit upright until help comes.
  rest:
    text: Rest and drink plenty.
  when-to-call:
    text: Call 999 if you cannot get your breath.
    calls: 999
  honey:
    text: Take a spoon of honey.)",
     R"(advice:
  stay-calm:
    text: Stay calm and sit upright until help comes.
  rest:
    text: Rest and drink plenty.
  when-to-call:
    text: Call 999 if you cannot get your breath.
    calls: 999)"},
    {Code::no_screen,
     "Somebody may open a harmless topic with a dangerous illness. Modules named in first ask about danger to life "
     "before every topic.",
     "library.yaml", "library: example", "library: example\nfirst: [screen]"},
    {Code::scenario_failed,
     "A scenario is what its author expects of one patient. Either the pathway has changed its meaning, or the "
     "expectation is wrong.",
     "topics/cough.test.yaml", R"(pathway: cough
scenarios:
  - name: Short of breath
    patient: { age: 40 years, sex: female }
    answers: { breathless: yes }
    others: none
    expect: { disposition: self-care })",
     R"(pathway: cough
scenarios:
  - name: Short of breath
    patient: { age: 40 years, sex: female }
    answers: { breathless: yes }
    others: none
    expect: { disposition: ambulance-now })"},
};

}  // namespace

std::span<const Explanation> compiling_explanations() { return kCompiling; }

}  // namespace signpost

#include "engine/findings/explanations.hpp"

namespace signpost {

namespace {

constexpr Explanation kSafety[] = {
    {Code::outcome_without_advice,
     "Somebody who reads an outcome must find something to do, or what would mean that it got worse.", kExampleTopic,
     R"(steps:
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
     "Whoever is not fetched by an ambulance must know what would mean that it got worse, and what to do then.",
     kExampleTopic,
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
     "At least one item must say when to call 999; such an item has calls: 999 in advice.yaml.", kExampleTopic,
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
     kExampleTopic, R"(steps:
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
     kExampleTopic, R"(steps:
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
    {Code::claim_refuted,
     "A claim is what must never be lost, whoever changes the pathway. The compiler follows every possible patient and "
     "prints the shortest journey that breaks the promise. What nobody asked may be anything: then the question is "
     "missing, or comes too late.",
     kExampleTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    yes: at-home
    no: at-home
safety:
  - claim: Whoever is short of breath gets an ambulance
    when: breathless
    disposition: at least ambulance-now)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home
safety:
  - claim: Whoever is short of breath gets an ambulance
    when: breathless
    disposition: at least ambulance-now)"},
    {Code::claim_about_nobody,
     "A claim of which no patient can be an example is true whatever the pathway does, and guards nothing. Often it "
     "contradicts itself, or speaks of an age that the pathway does not admit.",
     kExampleTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home
safety:
  - claim: Whoever is short of breath gets an ambulance
    when: breathless and breathless is no
    disposition: at least ambulance-now)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home
safety:
  - claim: Whoever is short of breath gets an ambulance
    when: breathless
    disposition: at least ambulance-now)"},
    {Code::claim_not_proven,
     "The claim may hold or not: too many kinds of patient would have to be told apart to say, at once or one after "
     "another. Nothing is called proven that was not. The claims of a pathway share the work that may be done for them "
     "in the order in which they stand, and none may take more than a quarter of it.",
     "", "disposition: at least ambulance-now\nwhen: a or b or c or d or e or f or g or h or i or j or k or l",
     "disposition: at least ambulance-now\nwhen: danger-sign   # one fact that `means:` all of them"},
    {Code::more_serious_less_urgent,
     "Whoever gives the more serious answer to a question must never end less urgently than somebody who is alike in "
     "all "
     "else and gives the less serious one. Yes is the more serious answer, and on a list more ticks, unless worse says "
     "otherwise; worse: neither says that the answers cannot be compared. The finding shows two such patients.",
     kExampleTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    yes: at-home
    no: see-gp)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    yes: see-gp
    no: at-home)"},
    {Code::unsure_less_urgent,
     "Whoever is not sure may have the worse illness, and must never end less urgently than somebody who gives the "
     "least "
     "serious answer.",
     kExampleTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: see-gp
    unsure: at-home)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: see-gp
    unsure: yes)"},
    {Code::someone_else_differs,
     "Asking for somebody else changes words, and which answers are offered, but never where the same answers end. An "
     "answer that is hidden from some must not be one that a later question asks again.",
     kExampleTopic, R"(steps:
  signs:
    question: Is one of these so?
    tick:
      hot:
        text: Hot to the touch
        only-if: party is someone-else
        records: fever
      cough: A cough
    any: hot-now
    none: hot-now
  hot-now:
    question: Is it 38 degrees or more?
    records: fever
    yes: see-gp
    no: at-home)",
     R"(steps:
  signs:
    question: Is one of these so?
    tick:
      hot:
        text: Hot to the touch
        records: fever
      cough: A cough
    any: hot-now
    none: hot-now
  hot-now:
    question: Is it 38 degrees or more?
    records: fever
    yes: see-gp
    no: at-home)"},
    {Code::screen_left,
     "The modules named in first look for danger to life. Whoever ends in one of them in anything less than an "
     "emergency "
     "was never asked the rest.",
     "modules/screen.yaml", R"(module: screen
title: Check that this is not an emergency
start: now
steps:
  now:
    question: <Are you> choking, or bleeding heavily?
    red-flag: ambulance-now
    yes: at-once
    no: tired
  tired:
    question: <Are you> only tired?
    worse: no
    yes: rest-at-home
    no: done
outcomes:
  at-once:
    disposition: ambulance-now
    reason: This may be life-threatening.
    advice: [stay-calm]
  rest-at-home:
    disposition: self-care
    reason: There is no sign of anything serious.
    advice: [rest]
    worsening: [when-to-call])",
     R"(module: screen
title: Check that this is not an emergency
start: now
steps:
  now:
    question: <Are you> choking, or bleeding heavily?
    red-flag: ambulance-now
    yes: at-once
    no: done
outcomes:
  at-once:
    disposition: ambulance-now
    reason: This may be life-threatening.
    advice: [stay-calm])"},
    {Code::emergency_unnoticed,
     "An emergency outcome that neither a red flag nor a claim speaks of could be lowered by a slip, and no proof "
     "would notice.",
     kExampleTopic, R"(steps:
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
    {Code::approval_of_other_content,
     "An approval names the digest of what was approved: the pathway's file without its status and approval, and every "
     "file that pathways share. Whoever changes a word of these has something that nobody has approved. `signpost "
     "check "
     "--release` tells the digest of each pathway as it is.",
     "", "a comma was moved after the day of approval, and `status: approved` was left",
     "status: draft, until somebody has approved the new content and its digest stands in the approval"},
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
    {Code::hazard_link_dangling,
     "A control is only as good as what shows that it is there. A claim, scenario or test that was renamed or deleted "
     "shows nothing any more, and nobody would know.",
     "hazards.yaml", R"(judged-by: nobody
hazards:
  cough-not-heard:
    hazard: Somebody who is short of breath is told to stay at home.
    causes: [The question is misread]
    effect: They are treated too late.
    before: { severity: major, likelihood: high }
    controls:
      - control: Whoever says so gets an ambulance, whatever else they say.
        shown-by:
          - scenario: Shortness of breath
            in: topics/cough.test.yaml
    after: { severity: major, likelihood: low })",
     R"(judged-by: nobody
hazards:
  cough-not-heard:
    hazard: Somebody who is short of breath is told to stay at home.
    causes: [The question is misread]
    effect: They are treated too late.
    before: { severity: major, likelihood: high }
    controls:
      - control: Whoever says so gets an ambulance, whatever else they say.
        shown-by:
          - scenario: Short of breath
            in: topics/cough.test.yaml
    after: { severity: major, likelihood: low })"},
    {Code::hazard_not_shown,
     "The claim is refuted or waived, or the scenario fails: the control that it should show is missing, or does not "
     "work. Until that is mended the risk is not what the log says.",
     "", R"(safety:
  - claim: A baby is never left at home
    when: age < 3 months
    disposition: at least primary-care-24h
    waived:
      by: A. Clinician
      reason: The advice for babies is being written again.
      until: 2027-01-01)",
     R"(safety:
  - claim: A baby is never left at home
    when: age < 3 months
    disposition: at least primary-care-24h)"},
    {Code::risk_rises,
     "A control lowers a risk, or leaves it as it is. Figures that say otherwise were mistyped or misjudged; or the "
     "control brings a hazard of its own, which needs an entry of its own.",
     "hazards.yaml", R"(judged-by: nobody
hazards:
  cough-not-heard:
    hazard: Somebody who is short of breath is told to stay at home.
    causes: [The question is misread]
    effect: They are treated too late.
    before: { severity: major, likelihood: high }
    controls:
      - control: Whoever says so gets an ambulance, whatever else they say.
        shown-by:
          - scenario: Short of breath
            in: topics/cough.test.yaml
    after: { severity: major, likelihood: very high })",
     R"(judged-by: nobody
hazards:
  cough-not-heard:
    hazard: Somebody who is short of breath is told to stay at home.
    causes: [The question is misread]
    effect: They are treated too late.
    before: { severity: major, likelihood: high }
    controls:
      - control: Whoever says so gets an ambulance, whatever else they say.
        shown-by:
          - scenario: Short of breath
            in: topics/cough.test.yaml
    after: { severity: major, likelihood: low })"},
};

}  // namespace

std::span<const Explanation> safety_explanations() { return kSafety; }

}  // namespace signpost

#include "cli/skeleton.hpp"

namespace signpost {

namespace {

constexpr std::string_view kPathway = R"(# Not clinically approved. A skeleton: replace every text in it, then run
#   signpost check    what is wrong, where, and how to mend it
#   signpost run      walk it yourself
#   signpost test     run the scenarios in @TOPIC@.test.yaml
pathway: @TOPIC@
topic: @TOPIC@  # several pathways may serve one topic, such as one for children
# What people see in the list of topics. A comment never follows a text on its line: it stands above, as here.
title: @TITLE@
version: 0.1.0
status: draft  # draft | approved | retired
for: everyone  # or a test on age and sex, such as: age >= 16 years
search: [@WORDS@]  # words that people type when they look for it
start: danger-signs  # the first step

steps:
  # Worst first. A list: people tick all that apply, and "none of these" is added.
  danger-signs:
    question: <Do you> have any of these?
    why: They can mean that help is needed at once.
    tick:
      first-sign: The first sign that needs an ambulance
      second-sign: The second sign that needs an ambulance
    red-flag: @EMERGENCY@  # whoever ticks one ends at least here: the compiler proves it
    any: emergency  # where a tick leads: a step, or an outcome below
    none: how-long
    unsure: emergency

  # A length of time, cut into bands that behave as answers.
  how-long:
    question: How long has it lasted?
    duration: { from: 0 hours, to: 1 year }
    bands:
      short: up to 7 days
      long: over 7 days
    unsure: long  # "not sure" counts as this answer
    then:  # the first rule that holds decides
      - when: how-long is long or age < 1 year
        to: be-seen
      - otherwise: getting-worse

  # Yes or no.
  getting-worse:
    question: Is it getting worse?
    yes: be-seen
    no: at-home
    unsure: yes

outcomes:
  emergency:
    disposition: @EMERGENCY@  # one of dispositions.yaml
    reason: One of these signs needs help at once.
    advice: [@DO_NOW@]  # items of advice.yaml
    worsening: [@WORSENING@]
  be-seen:
    disposition: @URGENT@
    reason: It has lasted long, or is getting worse, and should be looked at.
    advice: [@DO_NOW@]
    worsening: [@WORSENING@]  # one of them says when to call 999
  at-home:
    disposition: @MILD@
    reason: There is no sign of anything serious.
    advice: [@DO_NOW@]
    worsening: [@WORSENING@]

safety:  # what must hold for every patient, whatever is changed later
  - claim: A danger sign is never less than @EMERGENCY@
    when: not danger-signs is none
    disposition: at least @EMERGENCY@
)";

constexpr std::string_view kScenarios =
    R"(# What must come out for whom. Each was thought of by a clinician before the pathway was changed to give it.
pathway: @TOPIC@
scenarios:
  - name: A danger sign
    patient: { age: 40 years, sex: female }
    answers: { danger-signs: [first-sign] }
    others: none  # whatever else is asked: no, or none of these
    expect: { outcome: emergency }
  - name: Two weeks
    patient: { age: 40 years, sex: male }
    answers: { how-long: 14 days }
    others: none
    expect: { disposition: @URGENT@, not-asked: [getting-worse] }
  - name: Since yesterday, and getting better
    patient: { age: 40 years, sex: female }
    answers: { how-long: 1 day, getting-worse: no }
    others: none
    expect: { outcome: at-home, advice-includes: [@WORSENING@] }
)";

constexpr std::string_view kLibrary = R"(library: @NAME@
first: [life-threat]                # every topic asks this before its own start
red-flag-within: 3 questions        # a red flag must be acted on within so many further questions
)";

constexpr std::string_view kDispositions =
    R"(# Most urgent first: the order of this list is the order of urgency, and the only one.
dispositions:
  ambulance-now:
    service: ambulance
    within: now
    contact: call 999
    level: emergency
    heading: Call 999 now
  ed-1h:
    service: emergency department
    within: 1 hour
    contact: go in person
    level: emergency
    heading: Go to A&E now
  primary-care-24h:
    service: primary care
    within: 24 hours
    contact: be seen
    level: urgent
    heading: See or speak to a doctor or nurse within 24 hours
  gp-3-days:
    service: own GP
    within: 3 working days
    contact: phone
    level: routine
    heading: Contact a GP within 3 working days
  self-care:
    service: home
    within: no limit
    contact: none
    level: self-care
    heading: This can be looked after at home
)";

constexpr std::string_view kAdvice =
    R"(# Reusable items. only-if: given only when certainly so. unless: withheld only when certainly so.
advice:
  stay-with-me:
    text: Stay where <you are>, with somebody, until help comes.
  rest-and-drink:
    text: Rest, and drink enough.
  worse-999:
    text: Call 999 if <you become> short of breath, confused or hard to wake.
    calls: 999
)";

constexpr std::string_view kWording =
    R"(# How a text speaks to the person who reads it. The author writes the "self" words between < and >.
variants:
  self: party is self
  child: party is someone-else and age < 16 years
  other: otherwise
phrases:                            # self: child, other   (capitals follow the text)
  you: [your child, they]
  your: ["your child's", their]
  you are: [your child is, they are]
  you have: [your child has, they have]
  you become: [your child becomes, they become]
  do you: [does your child, do they]
  are you: [is your child, are they]
  have you: [has your child, have they]
)";

constexpr std::string_view kLifeThreat = R"(# Asked before every topic. A clinician must write this first.
module: life-threat
title: Check that this is not an emergency
start: right-now
steps:
  right-now:
    question: Is any of this happening right now?
    tick:
      not-breathing: Not breathing, choking, or too breathless to speak
      bleeding: Heavy bleeding that does not stop
      cannot-be-woken: Cannot be woken
    red-flag: ambulance-now
    any: ambulance
    none: done
    unsure: ambulance
outcomes:
  ambulance:
    disposition: ambulance-now
    reason: This may be life-threatening.
    advice: [stay-with-me]
)";

void replace(std::string& text, std::string_view hole, const std::string& with) {
  for (std::size_t at = text.find(hole); at != std::string::npos; at = text.find(hole, at + with.size()))
    text.replace(at, hole.size(), with);
}

// "sore-throat" -> "sore throat"
std::string words_of(const std::string& topic) {
  std::string words = topic;
  for (char& c : words) c = c == '-' ? ' ' : c;
  return words;
}

std::string filled(std::string_view skeleton, const std::string& topic, const SkeletonParts& parts) {
  std::string text(skeleton);
  std::string title = words_of(topic);
  if (title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 'a' + 'A');
  replace(text, "@TITLE@", title);
  replace(text, "@WORDS@", words_of(topic));
  replace(text, "@TOPIC@", topic);
  replace(text, "@EMERGENCY@", parts.emergency);
  replace(text, "@URGENT@", parts.urgent);
  replace(text, "@MILD@", parts.mild);
  replace(text, "@DO_NOW@", parts.do_now);
  replace(text, "@WORSENING@", parts.worsening);
  return text;
}

}  // namespace

std::string skeleton_pathway(const std::string& topic, const SkeletonParts& parts) {
  return filled(kPathway, topic, parts);
}
std::string skeleton_scenarios(const std::string& topic, const SkeletonParts& parts) {
  return filled(kScenarios, topic, parts);
}

std::vector<std::pair<std::string, std::string>> minimal_library(const std::string& name) {
  std::string library(kLibrary);
  replace(library, "@NAME@", name);
  return {{"library.yaml", library},
          {"dispositions.yaml", std::string(kDispositions)},
          {"advice.yaml", std::string(kAdvice)},
          {"wording.yaml", std::string(kWording)},
          {"modules/life-threat.yaml", std::string(kLifeThreat)}};
}

SkeletonParts minimal_parts() {
  return {"ambulance-now", "primary-care-24h", "self-care", "rest-and-drink", "worse-999"};
}

}  // namespace signpost

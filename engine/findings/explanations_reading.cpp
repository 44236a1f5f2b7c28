#include <array>

#include "engine/findings/explanations.hpp"

namespace signpost {

namespace {

constexpr Explanation kReading[] = {
    {Code::file_unreadable,
     "A library without its list of dispositions, or with a folder where a file should be, is not the library that its "
     "authors "
     "believe they are checking. So a missing or unreadable file is never passed over.",
     "", "pathways/\n  library.yaml\n  topics/cough.yaml",
     "pathways/\n  library.yaml\n  dispositions.yaml\n  topics/cough.yaml"},
    {Code::file_too_large,
     "No pathway is longer than a few hundred kilobytes. A larger file is a mistake, such as an export of something "
     "else, and reading it "
     "would only hide that.",
     "", "topics/all-topics.yaml   (6 MB)", "topics/cough.yaml        (20 kB)\ntopics/headache.yaml     (24 kB)"},
    {Code::not_utf8,
     "Letters outside plain English, such as the degree sign, are stored differently by old programs. Read wrongly, a "
     "patient would be "
     "shown rubbish. Hidden characters that turn the direction of reading could even make a file look different from "
     "what it says.",
     "facts.yaml",
     "facts:\n  fever:\n    meaning: 38 \xB0"
     "C or more\n    type: yes or no\n    if-unsure: yes",
     "facts:\n  fever:\n    meaning: 38 °C or more\n    type: yes or no\n    if-unsure: yes"},
    {Code::yaml_syntax,
     "The indentation of a line says what it belongs to. A line that begins in a column of its own belongs to nothing, "
     "and a guess could "
     "put an answer under the wrong question.",
     kExampleTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
   no: at-home)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home)"},
    {Code::needs_quotes,
     "A colon with a space, a # after a space, and some signs at the beginning of a text mean something to YAML. "
     "Without quotes such a "
     "text is refused, or worse, cut short without a word.",
     kExampleTopic, R"(steps:
  pain:
    question: Does it hurt when you breathe? Say yes even if it is only # a little.
    yes: see-gp
    no: at-home)",
     R"(steps:
  pain:
    question: "Does it hurt when you breathe? Say yes even if it is only # a little."
    yes: see-gp
    no: at-home)"},
    {Code::tab_character,
     "A tab looks like spaces, and how many depends on the editor. A line may therefore belong elsewhere than it seems "
     "to.",
     kExampleTopic, "steps:\n  breathless:\n\tquestion: Are you short of breath?\n\tyes: call-999\n\tno: at-home",
     "steps:\n  breathless:\n    question: Are you short of breath?\n    yes: call-999\n    no: at-home"},
    {Code::unclosed_quote,
     "A quote that is never closed swallows the lines that follow: questions and answers become part of one text.",
     kExampleTopic, R"(steps:
  breathless:
    question: "Are you short of breath?
    yes: call-999
    no: at-home)",
     R"(steps:
  breathless:
    question: "Are you short of breath?"
    yes: call-999
    no: at-home)"},
    {Code::duplicate_key,
     "Where a key stands twice, one of the two would silently win. Which one depends on the program that reads the "
     "file.",
     kExampleTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home
    yes: see-gp)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home)"},
    {Code::empty_value,
     "An empty value is usually a line that somebody meant to finish. YAML reads it, and the words ~ and null, as "
     "\"nothing\", which a patient "
     "could be shown as the word null.",
     kExampleTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    why:
    yes: call-999
    no: at-home)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    why: It can mean that the lungs need help at once.
    yes: call-999
    no: at-home)"},
    {Code::yaml_feature,
     "Anchors, aliases, merge keys and tags let one part of a file change another out of sight. A reviewer must be "
     "able to believe the line "
     "that is read.",
     kExampleTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    yes: &worst call-999
    no: at-home)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home)"},
    {Code::several_documents,
     "A line of three hyphens begins a second document, which many programs never look at. One file holds one thing.",
     "facts.yaml", R"(facts:
  fever:
    meaning: Has a high temperature
    type: yes or no
    if-unsure: yes
---
facts:
  asthma:
    meaning: Has asthma
    type: yes or no)",
     R"(facts:
  fever:
    meaning: Has a high temperature
    type: yes or no
    if-unsure: yes
  asthma:
    meaning: Has asthma
    type: yes or no)"},
    {Code::empty_file, "An empty file is often one that failed to be saved.", "facts.yaml", "# facts to be written",
     R"(facts:
  fever:
    meaning: Has a high temperature
    type: yes or no
    if-unsure: yes)"},
    {Code::nested_too_deeply,
     "No part of the language goes deeper than about eight steps inwards. Much deeper nesting is a bracket too many.",
     "facts.yaml", "facts: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[fever]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
     R"(facts:
  fever:
    meaning: Has a high temperature
    type: yes or no
    if-unsure: yes)"},
    {Code::prose_in_braces,
     "Between braces a comma ends a text: { text: Hot, shivery } says only \"Hot\". So the texts that people read "
     "stand on lines of their own, or "
     "in quotes.",
     kExampleTopic, R"(steps:
  signs:
    question: Do you have any of these?
    tick:
      fever: { text: Hot, shivery, red-flag: ed-1h }
    any: to-hospital
    none: at-home)",
     R"(steps:
  signs:
    question: Do you have any of these?
    tick:
      fever:
        text: Hot, shivery
        red-flag: ed-1h
    any: to-hospital
    none: at-home)"},
    {Code::unknown_key,
     "A mistyped key would be passed over, and with it a red flag or a rule. So every key must be one that its place "
     "has.",
     kExampleTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    red-flags: ambulance-now
    yes: call-999
    no: at-home)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    red-flag: ambulance-now
    yes: call-999
    no: at-home)"},
    {Code::missing_key,
     "Some things mean nothing without one of their parts: an outcome without a disposition tells a patient nothing to "
     "do.",
     kExampleTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    yes: sent
    no: at-home
outcomes:
  sent:
    reason: This may be serious.
    advice: [stay-calm]
  at-home:
    disposition: self-care
    reason: There is no sign of anything serious.
    advice: [rest]
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
    advice: [rest]
    worsening: [when-to-call])"},
    {Code::wrong_shape,
     "Where a list is meant, a single word may be two things in one; where a text is meant, a list has no words to "
     "show.",
     kExampleTopic, R"(search: cough, chesty cough
steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home)",
     R"(search: [cough, chesty cough]
steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home)"},
    {Code::unknown_word, "Some keys have a closed list of words. Any other word would have to be guessed at.",
     kExampleTopic,
     R"(status: finished
steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home)",
     R"(status: draft
steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home)"},
    {Code::bad_id,
     "Ids stand in saved journeys, translations and other files for ever. They are small letters, digits and hyphens, "
     "at most 40, so that nobody has "
     "to wonder how one is spelt. Words such as yes, done and none mean something of their own and cannot be ids.",
     kExampleTopic, R"(steps:
  Short of breath:
    question: Are you short of breath?
    yes: call-999
    no: at-home)",
     R"(steps:
  short-of-breath:
    question: Are you short of breath?
    yes: call-999
    no: at-home)"},
    {Code::bad_number,
     "A number is plain digits. With a leading 0 some programs read it as octal, where 010 is eight; with a comma or "
     "in quotes it is no number at all.",
     kExampleTopic, R"(steps:
  breaths:
    question: How many breaths do you take in one minute?
    number: { unit: breaths, from: 05, to: 60, step: 1 }
    bands:
      slow: under 30
      fast: 30 and over
    then:
      - when: breaths is fast
        to: call-999
      - otherwise: at-home)",
     R"(steps:
  breaths:
    question: How many breaths do you take in one minute?
    number: { unit: breaths, from: 5, to: 60, step: 1 }
    bands:
      slow: under 30
      fast: 30 and over
    then:
      - when: breaths is fast
        to: call-999
      - otherwise: at-home)"},
    {Code::bad_condition,
     "A test decides where patients go, so it is read in one way only. Where \"and\" and \"or\" stand together, "
     "brackets say which belongs together.",
     kExampleTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    then:
      - when: breathless is yes and age >= 65 years or age < 1 year
        to: call-999
      - otherwise: at-home)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    then:
      - when: breathless is yes and (age >= 65 years or age < 1 year)
        to: call-999
      - otherwise: at-home)"},
    {Code::bad_range,
     "A band says which numbers belong to it in words that leave no doubt about its ends: up to and over take the "
     "number in, below and under leave it out.",
     kExampleTopic, R"(steps:
  how-long:
    question: How long have you had the cough?
    duration: { from: 0 hours, to: 1 year }
    bands:
      short: less than 3 weeks
      long: 3 weeks and over
    then:
      - when: how-long is long
        to: see-gp
      - otherwise: at-home)",
     R"(steps:
  how-long:
    question: How long have you had the cough?
    duration: { from: 0 hours, to: 1 year }
    bands:
      short: under 3 weeks
      long: 3 weeks and over
    then:
      - when: how-long is long
        to: see-gp
      - otherwise: at-home)"},
    {Code::bad_wording,
     "Between < and > stands a phrase of wording.yaml, which is put differently for a child or for somebody else. A "
     "phrase that is not closed, or "
     "that wording.yaml does not have, would be shown to a patient as it stands.",
     kExampleTopic, R"(steps:
  breathless:
    question: <Are you short of breath?
    yes: call-999
    no: at-home)",
     R"(steps:
  breathless:
    question: <Are you> short of breath?
    yes: call-999
    no: at-home)"},
    {Code::too_many,
     "Every limit of the language is far above what a pathway needs. Passing one is nearly always a slip, such as a "
     "text in the wrong place.",
     kExampleTopic,
     R"(title: A cough with or without phlegm, with or without a high temperature, since yesterday or for months, in children and in adults of any age
steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home)",
     R"(title: Cough
steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home)"},
    {Code::name_differs,
     "A file is named for what it holds, so that nobody looks for a pathway in vain, and so that no file is left "
     "unread because of its name.",
     kExampleTopic, R"(pathway: coughing
steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home)",
     R"(pathway: cough
steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home)"},
    {Code::keys_conflict,
     "A step is one thing: it asks one kind of question, or uses a module, or tells something. Two of them in one step "
     "leave open which comes first.",
     kExampleTopic, R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home
    tick:
      blue: Blue lips)",
     R"(steps:
  breathless:
    question: Are you short of breath?
    yes: call-999
    no: at-home)"},
};

}  // namespace

std::span<const Explanation> reading_explanations() { return kReading; }

}  // namespace signpost

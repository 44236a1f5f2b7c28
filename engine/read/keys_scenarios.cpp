// The keys of a file of scenarios.
#include "engine/read/keys_shapes.hpp"

namespace signpost::shapes {

namespace {

constexpr Words kSexes[] = {"female", "male", "not-said"};
constexpr Words kParties[] = {"self", "someone-else"};
constexpr Key kPatientKeys[] = {
    {"age", single(Scalar::age), false, "How old the patient is, such as 34 years or 10 weeks."},
    {"sex", one_of(kSexes), false, "female, male or not-said."},
    {"party", one_of(kParties), false, "Who asks: self or someone-else."},
};
constexpr MapSpec kPatient{"a patient", kPatientKeys};

constexpr Words kOthers[] = {"none"};
constexpr Key kExpectKeys[] = {
    {"disposition", kName, false, "The disposition that the journey ends in."},
    {"outcome", kPath, false, "The outcome that the journey ends in."},
    {"advice-includes", kNames, false, "Advice that the outcome gives."},
    {"advice-excludes", kNames, false, "Advice that the outcome does not give."},
    {"asked", kPaths, false, "Questions that were put."},
    {"not-asked", kPaths, false, "Questions that were not put."},
    {"questions-at-most", kInteger, false, "The most questions that the journey may have."},
};
constexpr Words kExpectAny[] = {"disposition", "outcome",   "advice-includes",  "advice-excludes",
                                "asked",       "not-asked", "questions-at-most"};
constexpr MapSpec kExpect{"an expectation", kExpectKeys, {}, kExpectAny};

constexpr Shape kGiven = [] {
  Shape shape = single(Scalar::plain, kMaxPlainCharacters);
  shape.items = &kName;
  return shape;
}();
constexpr Shape kAnswers = [] {
  Shape shape = entries_of(kGiven, Scalar::path);
  shape.may_be_empty = true;
  return shape;
}();
constexpr Shape kOnOffShape = one_of(kOnOff);
constexpr Key kScenarioKeys[] = {
    {"name", kProse, true, "What happens, in a few words."},
    {"patient", map_of(kPatient), true, "Age, sex and party."},
    {"on", kDay, false, "The day of the journey, such as 2026-11-22."},
    {"switches", entries_of(kOnOffShape), false, "Switches that differ from their default, as id: on or off."},
    {"answers", kAnswers, false, "The answers, as question: answer; a list in [ ]."},
    {"others", one_of(kOthers), false, "none answers whatever else is asked with no, or none of these."},
    {"expect", map_of(kExpect), true, "How the journey should end."},
};
constexpr MapSpec kScenario{"a scenario", kScenarioKeys};
constexpr Shape kScenarioShape = map_of(kScenario);

constexpr Key kScenarioFileKeys[] = {
    {"pathway", kName, true, "The pathway that the scenarios are of."},
    {"scenarios", list_of(kScenarioShape), true, "The scenarios."},
};

}  // namespace

constexpr MapSpec kScenarioFile{"a file of scenarios", kScenarioFileKeys};

}  // namespace signpost::shapes

// The keys of a hazard log, for `signpost report`.
#include "engine/read/hazards.hpp"
#include "engine/read/keys_shapes.hpp"

namespace signpost::shapes {

namespace {

constexpr Key kRiskKeys[] = {
    {"severity", one_of(kSeverityWords), true, "How bad the harm would be: minor to catastrophic."},
    {"likelihood", one_of(kLikelihoodWords), true, "How likely the harm is: very low to very high."},
};
constexpr MapSpec kRisk{"a risk", kRiskKeys};

constexpr Key kLinkKeys[] = {
    {"claim", kProse, false, "The words of a claim, which must be proven."},
    {"scenario", kProse, false, "The name of a scenario, which must pass."},
    {"test", kProse, false, "The name of a test of the program."},
    {"code", kName, false, "The code of a finding, which stops whatever would lack the control."},
    {"in", kPlain, false,
     "The file: of a claim or scenario from the library's folder on, of a test from the top of the project on."},
};
constexpr Words kClaimLink[] = {"claim"}, kScenarioLink[] = {"scenario"}, kTestLink[] = {"test"},
                kCodeLink[] = {"code"};
constexpr KeyGroup kLinkGroups[] = {kClaimLink, kScenarioLink, kTestLink, kCodeLink};
constexpr Words kLinkKinds[] = {"claim", "scenario", "test", "code"};
constexpr Words kInFile[] = {"in"}, kOfFile[] = {"claim", "scenario", "test"};
constexpr Need kLinkNeeds[] = {{"claim", kInFile}, {"scenario", kInFile}, {"test", kInFile}, {"in", kOfFile}};
constexpr MapSpec kLink{"what shows a control", kLinkKeys, kLinkGroups, kLinkKinds, kLinkNeeds};
constexpr Shape kLinkShape = map_of(kLink);

constexpr Key kControlKeys[] = {
    {"control", kProse, true, "What keeps the hazard from happening, or from doing harm."},
    {"shown-by", list_of(kLinkShape), false, "What shows that it is there and works: claims, scenarios, tests, codes."},
    {"left-to", kPlain, false, "Who else has to see to it, such as the deploying organisation."},
};
constexpr Words kShown[] = {"shown-by"}, kLeft[] = {"left-to"}, kShownOrLeft[] = {"shown-by", "left-to"};
constexpr KeyGroup kControlGroups[] = {kShown, kLeft};
constexpr MapSpec kControl{"a control", kControlKeys, kControlGroups, kShownOrLeft};
constexpr Shape kControlShape = map_of(kControl);

constexpr Shape kCauses = list_of(kProse);
constexpr Key kHazardKeys[] = {
    {"hazard", kProse, true, "What could go wrong for a patient, as a sentence."},
    {"causes", kCauses, true, "How it could come about."},
    {"effect", kProse, true, "The harm that it could do."},
    {"before", map_of(kRisk), true, "The risk without any control."},
    {"controls", list_of(kControlShape), true, "What is done about it."},
    {"after", map_of(kRisk), true, "The risk that is left."},
    {"note", kProse, false, "What else whoever judges it should know."},
};
constexpr MapSpec kHazard{"a hazard", kHazardKeys};
constexpr Shape kHazardShape = map_of(kHazard);
constexpr Key kHazardsKeys[] = {
    {"judged-by", kPlain, true, "The Clinical Safety Officer who has judged the figures, or nobody."},
    {"hazards", entries_of(kHazardShape), true, "Every hazard, as id: hazard."},
};

}  // namespace

constexpr MapSpec kHazardsFile{"a hazard log", kHazardsKeys};

}  // namespace signpost::shapes

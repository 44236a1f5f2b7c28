// The keys of a pathway and of a module.
#include "engine/read/keys_claim.hpp"

namespace signpost::shapes {

namespace {

constexpr std::string_view kAdviceHover = "Advice that this answer adds to the outcome, by id.";
constexpr std::string_view kWithoutHover = "Advice that this answer takes away from the outcome; taking away wins.";
constexpr std::string_view kScoreHover = "Points that this answer adds, as score: points.";
constexpr std::string_view kConfirmHover =
    "true shows this answer once more before it decides, to catch a slip of the finger.";
constexpr std::string_view kToHover = "Where this answer leads: a step, an outcome, done (in a module), or pathway/id.";
constexpr std::string_view kRedFlagHover = "Whoever gives this answer ends at least at this disposition, soon.";

// --- answers
constexpr Key kYesNoKeys[] = {
    {"to", kPath, false, kToHover},
    {"score", kPoints, false, kScoreHover},
    {"advice", kNames, false, kAdviceHover},
    {"without-advice", kNames, false, kWithoutHover},
    {"confirm", one_of(kTrueFalse), false, kConfirmHover},
};
constexpr MapSpec kYesNoBlock{"the answer to a yes-or-no question", kYesNoKeys};

constexpr Key kAnswerKeys[] = {
    {"text", kProse, true, "The words of the answer that the patient reads."},
    {"to", kPath, false, kToHover},
    {"records", kName, false, "The yes-or-no fact that this answer is: ticked is yes, shown and not ticked is no."},
    {"score", kPoints, false, kScoreHover},
    {"red-flag", kName, false, kRedFlagHover},
    {"only-if", kTest, false, "The answer is shown only to patients for whom this test is true."},
    {"confirm", one_of(kTrueFalse), false, kConfirmHover},
    {"help", kProse, false, "More about this answer, for whoever wants it."},
    {"advice", kNames, false, kAdviceHover},
    {"without-advice", kNames, false, kWithoutHover},
};
constexpr MapSpec kAnswerBlock{"an answer", kAnswerKeys};
constexpr Shape kAnswerShape = [] {
  Shape shape = map_of(kAnswerBlock, Scalar::answer);
  shape.most = kMaxProseCharacters;
  return shape;
}();
constexpr Shape kTick = entries_of(kAnswerShape);
constexpr Shape kChoose = [] {
  Shape shape = entries_of(kAnswerShape);
  shape.scalar = Scalar::name;
  return shape;
}();

constexpr Key kBandKeys[] = {
    {"range", single(Scalar::range), true,
     "The values of this band, such as 38.0 to 38.9, below 36.0, or 39.0 and over."},
    {"to", kPath, false, kToHover},
    {"score", kPoints, false, kScoreHover},
    {"red-flag", kName, false, kRedFlagHover},
    {"confirm", one_of(kTrueFalse), false, kConfirmHover},
    {"advice", kNames, false, kAdviceHover},
    {"without-advice", kNames, false, kWithoutHover},
};
constexpr MapSpec kBandBlock{"a band", kBandKeys};
constexpr Shape kBandShape = map_of(kBandBlock, Scalar::range);

// --- ranges of numbers, durations and dates
constexpr Shape kNumber = single(Scalar::number);
constexpr Key kNumberKeys[] = {
    {"unit", kPlain, true, "The unit that the patient reads, such as °C."},
    {"from", kNumber, true, "The smallest number that can be given."},
    {"to", kNumber, true, "The largest number that can be given."},
    {"step", kNumber, true, "The step between two numbers, such as 0.1; thresholds lie on it."},
    {"usual", single(Scalar::range), false, "Numbers outside this range are asked once more."},
};
constexpr MapSpec kNumberBlock{"the range of a number", kNumberKeys};

constexpr Shape kLength = single(Scalar::length);
constexpr Key kDurationKeys[] = {
    {"from", kLength, true, "The shortest length of time that can be given, such as 0 minutes."},
    {"to", kLength, true, "The longest length of time that can be given, such as 1 year."},
    {"step", kLength, false, "The step between two lengths of time; without it, 1 minute."},
    {"usual", single(Scalar::range), false, "Lengths of time outside this range are asked once more."},
};
constexpr MapSpec kDurationBlock{"the range of a length of time", kDurationKeys};

constexpr Shape kMoment = single(Scalar::moment);
constexpr Key kDateKeys[] = {
    {"from", kMoment, true, "The earliest date that can be given, such as 1 year ago."},
    {"to", kMoment, true, "The latest date that can be given, such as today."},
    {"usual", single(Scalar::range), false, "Times gone by outside this range are asked once more."},
};
constexpr MapSpec kDateBlock{"the range of a date", kDateKeys};

// --- rules
constexpr Key kRuleKeys[] = {
    {"when", kTest, false, "The rule holds for patients for whom this test is true."},
    {"to", kPath, false, "Where the rule leads: a step, an outcome, done (in a module), or pathway/id."},
    {"otherwise", kPath, false, "Where everybody else goes; the last rule."},
    {"evidence", kNames, false, kEvidenceHover},
};
constexpr Words kWhenTo[] = {"when", "to"}, kOtherwise[] = {"otherwise"}, kTo[] = {"to"}, kWhen[] = {"when"};
constexpr KeyGroup kRuleGroups[] = {kWhenTo, kOtherwise};
constexpr Words kRuleAny[] = {"when", "otherwise"};
constexpr Need kRuleNeeds[] = {{"when", kTo}, {"to", kWhen}};
constexpr MapSpec kRule{"a rule", kRuleKeys, kRuleGroups, kRuleAny, kRuleNeeds};
constexpr Shape kRuleShape = map_of(kRule);

// --- steps
constexpr Words kWorse[] = {"no", "neither", "first", "higher", "lower"};
constexpr Shape kYesNoShape = map_of(kYesNoBlock, Scalar::path);
constexpr Shape kBands = entries_of(kBandShape);
constexpr Key kStepKeys[] = {
    {"question", kProse, false, "What the patient is asked, in plain words."},
    {"why", kProse, false, "Why it is asked, for a patient who wonders."},
    {"help", kProse, false, "More about the question, for whoever wants it."},
    {"yes", kYesNoShape, false, "Where yes leads, or a block with to, score, advice, without-advice, confirm."},
    {"no", kYesNoShape, false, "Where no leads, or a block with to, score, advice, without-advice, confirm."},
    {"choose", kChoose, false,
     "The answers of which one is chosen, as id: text, or the id of a set of answer-sets.yaml."},
    {"tick", kTick, false, "The answers of which any number is ticked, worst first; none of these is added."},
    {"number", map_of(kNumberBlock), false, "Asks for a number: unit, from, to, step, usual."},
    {"duration", map_of(kDurationBlock), false, "Asks for a length of time: from, to."},
    {"date", map_of(kDateBlock), false, "Asks for a date: from, to, such as 1 year ago and today."},
    {"bands", kBands, false, "Cuts the numbers into bands that behave as answers, as id: range."},
    {"unsure", kPath, false, "Offers not sure: the answer that it counts as, or where it leads."},
    {"any", kPath, false, "Where a list leads when something is ticked and no ticked answer has a place of its own."},
    {"none", kPath, false, "Where a list leads when nothing is ticked."},
    {"records", kName, false, "The fact that the answer is."},
    {"red-flag", kName, false,
     "Whoever gives the more serious answer (a list: any tick) ends at least at this disposition, soon."},
    {"worse", one_of(kWorse), false, "Which answer is the more serious; without it yes, and on a list more ticks."},
    {"use", kName, false, "The module whose questions are put here."},
    {"note", kProse, false, "A text that the patient reads and acknowledges."},
    {"advice", kNames, false, "Advice shown with the note, by id."},
    {"then", list_of(kRuleShape), false, "Rules that decide what comes next; the first that holds decides."},
    {"to", kPath, false, "What comes next when no answer and no rule says otherwise."},
    {"evidence", kNames, false, kEvidenceHover},
};
constexpr Words kYesNo[] = {"yes", "no"}, kOfChoose[] = {"choose"}, kOfTick[] = {"tick", "any", "none"},
                kOfNumber[] = {"number"}, kOfDuration[] = {"duration"}, kOfDate[] = {"date"}, kOfUse[] = {"use"},
                kOfNote[] = {"note", "advice"};
constexpr KeyGroup kStepGroups[] = {kYesNo, kOfChoose, kOfTick, kOfNumber, kOfDuration, kOfDate, kOfUse, kOfNote};
constexpr Words kStepAny[] = {"question", "then", "use", "note"};
constexpr Words kQuestion[] = {"question"}, kTickOnly[] = {"tick"}, kNoteOnly[] = {"note"},
                kRanges[] = {"number", "duration", "date"};
constexpr Need kStepNeeds[] = {{"why", kQuestion},    {"help", kQuestion},     {"yes", kQuestion},
                               {"no", kQuestion},     {"choose", kQuestion},   {"tick", kQuestion},
                               {"number", kQuestion}, {"duration", kQuestion}, {"date", kQuestion},
                               {"bands", kRanges},    {"unsure", kQuestion},   {"any", kTickOnly},
                               {"none", kTickOnly},   {"records", kQuestion},  {"red-flag", kQuestion},
                               {"worse", kQuestion},  {"advice", kNoteOnly}};
constexpr MapSpec kStep{"a step", kStepKeys, kStepGroups, kStepAny, kStepNeeds};
constexpr Shape kStepShape = map_of(kStep);
constexpr Shape kSteps = entries_of(kStepShape);

// --- floors, outcomes, scores
constexpr Key kFloorKeys[] = {
    {"when", kTest, true, "The patients for whom the floor holds."},
    {"outcome", kName, true, "Where they end if they would end less urgently."},
    {"evidence", kNames, false, kEvidenceHover},
};
constexpr MapSpec kFloor{"a floor", kFloorKeys};
constexpr Shape kFloorShape = map_of(kFloor);

constexpr Key kOutcomeKeys[] = {
    {"disposition", kName, true, "What the patient should do and how soon: an id of dispositions.yaml."},
    {"reason", kProse, true, "Why, in one or two sentences that the patient reads."},
    {"advice", kNames, false, "What to do meanwhile, by id."},
    {"worsening", kNames, false, "What would mean that it got worse, by id; one of them says when to call 999."},
    {"evidence", kNames, false, kEvidenceHover},
};
constexpr MapSpec kOutcome{"an outcome", kOutcomeKeys};
constexpr Shape kOutcomeShape = map_of(kOutcome);
constexpr Shape kOutcomes = entries_of(kOutcomeShape);

constexpr Key kPlusKeys[] = {
    {"when", kTest, true, "The patients who get these points."},
    {"points", kPointsOfOne, true, "How many points; may be negative."},
};
constexpr MapSpec kPlus{"points of a score", kPlusKeys};
constexpr Shape kPlusShape = map_of(kPlus);
constexpr Key kScoreKeys[] = {
    {"meaning", kProse, false, "What the score says, in one sentence."},
    {"plus", list_of(kPlusShape), false, "Points that do not come from an answer, such as for age."},
    {"evidence", kNames, true, kEvidenceHover},
};
constexpr MapSpec kScore{"a score", kScoreKeys};
constexpr Shape kScoreShape = map_of(kScore);
constexpr Shape kScores = entries_of(kScoreShape);

// --- the files
constexpr Words kStatuses[] = {"draft", "approved", "retired"};
constexpr Key kOwnerKeys[] = {
    {"author", kPlain, false, "Who wrote it."},
    {"approver", kPlain, false, "Who may approve it, or none."},
    {"review-by", kDay, false, "The day by which it must be looked at again."},
};
constexpr MapSpec kOwner{"the owner", kOwnerKeys};
constexpr Key kApprovalKeys[] = {
    {"by", kPlain, true, "Who approved it."},
    {"role", kPlain, true, "In which role."},
    {"date", kDay, true, "On which day."},
    {"digest", kPlain, true, "The digest of the content that was approved."},
};
constexpr MapSpec kApproval{"the approval", kApprovalKeys};

constexpr Key kPathwayKeys[] = {
    {"pathway", kId, true, "The id of the pathway, the same as the name of its file."},
    {"topic", kId, false, "The topic that it serves; without it, its own id. A topic may have several pathways."},
    {"title", kTitle, true, "What the patient chooses, such as Head injury."},
    {"version", kPlain, false, "The version of the content, such as 1.0.0."},
    {"status", one_of(kStatuses), true, "draft, approved or retired."},
    {"approval", map_of(kApproval), false, "Who approved it: by, role, date, digest."},
    {"for", kTest, true, "Whom the pathway is for: a test on age, sex and switches, or everyone."},
    {"search", kPlains, false, "Words that people type, misspellings too."},
    {"area", kPlain, false, "The area of the body, for the list of topics."},
    {"codes", entries_of(kPlain), false, "Codes of other systems, as system: code."},
    {"evidence", kNames, false, kEvidenceHover},
    {"owner", map_of(kOwner), false, "Who answers for it: author, approver, review-by."},
    {"start", kPath, true, "The first step; or an outcome, where the pathway refuses."},
    {"steps", kSteps, false, "The steps, as id: step."},
    {"floors", list_of(kFloorShape), false, "Whoever would end less urgently than a floor ends there instead."},
    {"outcomes", kOutcomes, true, "The ends, as id: outcome."},
    {"safety", kClaims, false, "Claims that the compiler proves."},
    {"scores", kScores, false, "The scores that answers add to."},
    {"was", kIds, false, "Ids that this pathway had before."},
};
constexpr Key kModuleKeys[] = {
    {"module", kId, true, "The id of the module, the same as the name of its file."},
    {"title", kTitle, true, "What the module asks about."},
    {"version", kPlain, false, "The version of the content, such as 1.0.0."},
    {"status", one_of(kStatuses), false, "draft, approved or retired."},
    {"approval", map_of(kApproval), false, "Who approved it: by, role, date, digest."},
    {"evidence", kNames, false, kEvidenceHover},
    {"owner", map_of(kOwner), false, "Who answers for it: author, approver, review-by."},
    {"start", kPath, true, "The first step."},
    {"steps", kSteps, true, "The steps, as id: step; they end in done or in an outcome of their own."},
    {"outcomes", kOutcomes, false, "The module's own ends, as id: outcome."},
    {"safety", kClaims, false, "Claims that the compiler proves."},
    {"scores", kScores, false, "The scores that answers add to."},
    {"was", kIds, false, "Ids that this module had before."},
};

}  // namespace

constexpr MapSpec kPathwayFile{"a pathway", kPathwayKeys};
constexpr MapSpec kModuleFile{"a module", kModuleKeys};

}  // namespace signpost::shapes

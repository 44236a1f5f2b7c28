// The keys of the files that a whole library shares.
#include "engine/read/keys_claim.hpp"

namespace signpost::shapes {

namespace {

// --- library.yaml
constexpr Key kLimitKeys[] = {
    {"ways-in-one-place", kInteger, false, "How many different patients-so-far one step may have to tell apart."},
};
constexpr MapSpec kLimits{"the limits", kLimitKeys};
constexpr Key kSwitchKeys[] = {
    {"meaning", kProse, true, "What it means that the switch is on, in one sentence."},
    {"default", one_of(kOnOff), true, "Where a deployment says nothing: on or off."},
};
constexpr MapSpec kSwitch{"a switch", kSwitchKeys};
constexpr Shape kSwitchShape = map_of(kSwitch);
constexpr Key kIntendedUseKeys[] = {
    {"purpose", kProse, true, "What it is for, and what it is not, such as that it names no illness."},
    {"patients", kProse, true, "About whom it may be asked: ages, and who is left out."},
    {"users", kProse, true, "Who uses it, and what they must be able to do."},
    {"setting", kProse, true, "Where and how it is used, and what must be there beside it."},
    {"not-for", list_of(kProse), true, "What it must not be used for."},
    {"manufacturer", kProse, false, "Who answers for it as its manufacturer; without it, nobody does yet."},
};
constexpr MapSpec kIntendedUse{"the intended use", kIntendedUseKeys};
constexpr Key kLibraryKeys[] = {
    {"library", kId, true, "The id of the library."},
    {"version", kPlain, false, "The version of the library as a whole, such as 1.0.0."},
    {"intended-use", map_of(kIntendedUse), false, "What the library is for, whose, and what it is not for."},
    {"first", kNames, false, "Modules that run before every start, such as the life-threat screen."},
    {"red-flag-within", single(Scalar::questions), false,
     "How many further questions a red flag may be followed by; without it, 3 questions."},
    {"limits", map_of(kLimits), false, "Limits of the proof."},
    {"switches", entries_of(kSwitchShape), false, "What differs between deployments, as id: { meaning, default }."},
};

// --- facts.yaml
constexpr Words kFactTypes[] = {"yes or no", "number", "duration", "date", "one of"};
constexpr Key kFactKeys[] = {
    {"meaning", kProse, true,
     "What the fact means, in one sentence, so that every question that records it means the same."},
    {"type", one_of(kFactTypes), false, "yes or no, number, duration, date, or one of."},
    {"unit", kPlain, false, "The unit of a number, such as °C."},
    {"values", kIds, false, "The values of a fact of type one of."},
    {"if-unsure", kName, false, "What not sure counts as: yes, no or a value; without it, nothing."},
    {"reason", kProse, false, "Why, for whoever reviews it."},
    {"never", kTest, false, "Patients of whom it is known to be no without asking."},
    {"means", kTest, false, "The fact follows from others, by this test."},
};
constexpr Words kType[] = {"type"}, kMeans[] = {"means"}, kTypeOrMeans[] = {"type", "means"};
constexpr Words kTypedOnly[] = {"type", "unit", "values", "never"};
constexpr KeyGroup kFactGroups[] = {kTypedOnly, kMeans};
constexpr Need kFactNeeds[] = {{"unit", kType}, {"values", kType}, {"never", kType}};
constexpr MapSpec kFact{"a fact", kFactKeys, kFactGroups, kTypeOrMeans, kFactNeeds};
constexpr Shape kFactShape = map_of(kFact);
constexpr Key kFactsKeys[] = {
    {"facts", entries_of(kFactShape), true, "Every fact that may be known of a patient, as id: fact."}};

// --- dispositions.yaml
constexpr Words kLevels[] = {"emergency", "urgent", "routine", "self-care"};
constexpr Key kDispositionKeys[] = {
    {"service", kPlain, true, "Who looks after the patient, such as emergency department."},
    {"within", kPlain, true, "How soon, such as 1 hour, now, or no limit."},
    {"contact", kPlain, true, "How the patient gets there, such as call 999."},
    {"level", one_of(kLevels), true, "emergency, urgent, routine or self-care."},
    {"heading", single(Scalar::answer, kMaxTitleCharacters), false,
     "What the patient reads first, such as Call 999 now."},
    {"code", kPlain, false, "The Dx code, only where it is certain."},
};
constexpr MapSpec kDisposition{"a disposition", kDispositionKeys};
constexpr Shape kDispositionShape = map_of(kDisposition);
constexpr Key kDispositionsKeys[] = {
    {"dispositions", entries_of(kDispositionShape), true, "All dispositions, the most urgent first."}};

// --- advice.yaml
constexpr Words kCalls[] = {"999"};
constexpr Key kAdviceKeys[] = {
    {"text", kProse, true, "What the patient should do; restricted Markdown."},
    {"only-if", kTest, false, "Given only to patients for whom this is certainly so."},
    {"unless", kTest, false, "Withheld from patients for whom this is certainly so."},
    {"calls", one_of(kCalls), false, "999 for an item that says when to call an ambulance."},
};
constexpr MapSpec kAdvice{"an item of advice", kAdviceKeys};
constexpr Shape kAdviceShape = map_of(kAdvice);
constexpr Key kAdviceFileKeys[] = {{"advice", entries_of(kAdviceShape), true, "Every item of advice, as id: item."}};

// --- wording.yaml
constexpr Shape kAnswerTexts = list_of(kAnswerText);
constexpr Key kWordingKeys[] = {
    {"variants", entries_of(kTest), true,
     "Who reads, as id: test on party and age; the first is self, the last otherwise."},
    {"phrases", entries_of(kAnswerTexts, Scalar::answer), true,
     "What authors write between < and >, with the words for each further variant."},
};

// --- evidence.yaml, glossary.yaml, answer-sets.yaml, safety.yaml
constexpr Key kEvidenceKeys[] = {
    {"title", kProse, true, "What it is called."},
    {"url", kPlain, false, "Where it can be read."},
    {"year", kPlain, false, "The year of its last change."},
};
constexpr MapSpec kEvidence{"a piece of evidence", kEvidenceKeys};
constexpr Shape kEvidenceShape = map_of(kEvidence);
constexpr Key kEvidenceFileKeys[] = {
    {"evidence", entries_of(kEvidenceShape), true, "Everything that pathways rest on, as id: { title, url, year }."}};

constexpr Key kGlossaryKeys[] = {
    {"glossary", entries_of(kAnswerText, Scalar::answer), true, "Words explained, as word: meaning."}};

constexpr Key kSetAnswerKeys[] = {
    {"text", kProse, true, "The words of the answer that the patient reads."},
    {"help", kProse, false, "More about this answer, for whoever wants it."},
    {"score", kPoints, false, "Points that this answer adds, as score: points."},
};
constexpr MapSpec kSetAnswer{"an answer of a set", kSetAnswerKeys};
constexpr Shape kSetAnswerShape = [] {
  Shape shape = map_of(kSetAnswer, Scalar::answer);
  shape.most = kMaxProseCharacters;
  return shape;
}();
constexpr Shape kSetShape = entries_of(kSetAnswerShape);
constexpr Key kAnswerSetsKeys[] = {
    {"answer-sets", entries_of(kSetShape), true, "Answers that several questions share, as id: { answer: text }."}};

constexpr Key kSafetyKeys[] = {{"safety", kClaims, true, "Claims over the whole library."}};

}  // namespace

constexpr MapSpec kLibraryFile{"library.yaml", kLibraryKeys};
constexpr MapSpec kFactsFile{"facts.yaml", kFactsKeys};
constexpr MapSpec kDispositionsFile{"dispositions.yaml", kDispositionsKeys};
constexpr MapSpec kAdviceFile{"advice.yaml", kAdviceFileKeys};
constexpr MapSpec kWordingFile{"wording.yaml", kWordingKeys};
constexpr MapSpec kEvidenceFile{"evidence.yaml", kEvidenceFileKeys};
constexpr MapSpec kGlossaryFile{"glossary.yaml", kGlossaryKeys};
constexpr MapSpec kAnswerSetsFile{"answer-sets.yaml", kAnswerSetsKeys};
constexpr MapSpec kSafetyFile{"safety.yaml", kSafetyKeys};

}  // namespace signpost::shapes

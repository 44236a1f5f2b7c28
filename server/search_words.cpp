#include "server/search_words.hpp"

namespace signpost {
namespace {

using Words = std::string_view;

// ---- danger. The order counts: the first card that fits is shown.

constexpr Words kNotBreathing[] = {
    "not breathing", "stopped breathing", "no pulse",   "unconscious", "unresponsive", "collapsed",      "cannot wake",
    "will not wake", "not waking",        "passed out", "drowning",    "drowned",      "cardiac arrest", "lifeless"};
constexpr Words kChoking[] = {"choking", "choke", "stuck throat cannot breathe"};
constexpr Words kBreathing[] = {"cannot breathe",
                                "struggling breathe",
                                "gasping",
                                "fighting breath",
                                "blue lips",
                                "lips blue",
                                "severe asthma attack",
                                "cannot get breath",
                                "cannot catch breath",
                                "trouble breathing",
                                "difficulty breathing",
                                "hard to breathe"};
constexpr Words kHeart[] = {"heart attack",   "chest pain",     "chest tight",
                            "crushing chest", "chest pressure", "tight chest"};
constexpr Words kStroke[] = {"stroke",        "face droop",      "slurred speech",
                             "face dropped",  "arm weak sudden", "numb one side",
                             "weak one side", "mini stroke",     "cannot speak sudden"};
constexpr Words kMind[] = {"suicide",          "suicidal",       "kill myself", "killing myself", "kill themselves",
                           "end my life",      "ending my life", "end it all",  "want to die",    "wants to die",
                           "not want to live", "self harm",      "selfharm",    "cut myself",     "cutting myself",
                           "hurt myself",      "harm myself",    "hang myself", "better off dead"};
constexpr Words kPoison[] = {"overdose",         "overdosed",         "poison",         "poisoned",
                             "poisoning",        "too many tablets",  "too many pills", "too much paracetamol",
                             "swallowed bleach", "swallowed battery", "button battery", "swallowed magnet",
                             "drank bleach",     "carbon monoxide"};
constexpr Words kBleeding[] = {"bleeding heavily",
                               "heavy bleeding",
                               "bleeding will not stop",
                               "bleeding not stop",
                               "cannot stop bleeding",
                               "spurting blood",
                               "vomiting blood",
                               "coughing up blood",
                               "stabbed",
                               "stab wound",
                               "shot",
                               "gunshot"};
constexpr Words kFit[] = {"fit", "fitting", "seizure", "convulsion", "convulsing"};
constexpr Words kAllergy[] = {"anaphylaxis",         "anaphylactic",   "swollen tongue", "tongue swelling",
                              "throat swelling",     "throat closing", "swollen throat", "severe allergic reaction",
                              "face swelling sudden"};
constexpr Words kSepsis[] = {"meningitis",      "sepsis",          "septic",         "rash not fade",
                             "rash glass test", "stiff neck rash", "blood poisoning"};
constexpr Words kBirth[] = {"in labour",         "giving birth",    "baby coming", "waters broke", "waters broken",
                            "bleeding pregnant", "baby not moving", "miscarriage", "miscarrying"};
constexpr Words kAssault[] = {
    "rape",           "raped",       "sexual assault", "sexually assaulted", "sexual abuse", "domestic violence",
    "domestic abuse", "being beaten"};
constexpr Words kInjury[] = {"electric shock", "electrocuted",    "hit by car",  "car crash",
                             "broken neck",    "broken back",     "severe burn", "big burn",
                             "burn face",      "chemical in eye", "amputated",   "cut off finger"};

constexpr EmergencyCard kCards[] = {
    {"not-breathing", "Call 999 now",
     "If somebody cannot be woken or is not breathing normally, call 999 now. The person who answers will tell you "
     "what to do.",
     "999", kNotBreathing},
    {"choking", "Call 999 now",
     "If somebody cannot breathe, cough or speak because something is stuck, call 999 now. Give firm slaps between the "
     "shoulder blades while you wait.",
     "999", kChoking},
    {"mind", "If a life is in danger, call 999 now",
     "Call 999 if somebody has harmed themselves badly, has taken an overdose, or is about to end their life. If not, "
     "call 111 and choose the mental health "
     "option. You can talk to Samaritans on 116 123 at any time. You deserve help.",
     "999", kMind},
    {"poison", "Call 999 or 111 now",
     "Call 999 if the person is drowsy, finds it hard to breathe or has a fit, or if it was an overdose on purpose. "
     "Otherwise call 111 now, even if they feel well. Keep the packet.",
     "999", kPoison},
    {"heart", "Call 999 now if this could be a heart attack",
     "Call 999 if chest pain is sudden and does not go away, feels tight, heavy or squeezing, spreads to an arm, the "
     "neck, jaw, tummy or back, or comes with sweating, feeling sick, "
     "feeling faint or being short of breath.",
     "999", kHeart},
    {"stroke", "Call 999 now if this could be a stroke",
     "Call 999 if one side of the face droops, an arm cannot be held up, or speech is slurred, even if it has gone "
     "away again. Note the time when it began.",
     "999", kStroke},
    {"breathing", "Call 999 now if it is hard to breathe",
     "Call 999 if somebody is gasping, choking or too short of breath to get words out, or if lips or skin turn blue, "
     "grey or very pale.",
     "999", kBreathing},
    {"bleeding", "Call 999 now if blood does not stop",
     "Call 999 if blood spurts, makes a pool or does not stop after pressing hard for 10 minutes, or if somebody "
     "brings up a lot of blood. Press firmly on the wound.",
     "999", kBleeding},
    {"allergy", "Call 999 now",
     "Call 999 if lips, mouth, throat or tongue swell suddenly, or if breathing becomes hard after a sting, food or "
     "medicine. Use an adrenaline pen if there is one.",
     "999", kAllergy},
    {"fit", "Call 999 now if somebody is having a fit",
     "Call 999 if somebody is shaking or jerking because of a fit, if it is the first fit, or if it lasts over 5 "
     "minutes. Do not hold them down or put anything in their mouth.",
     "999", kFit},
    {"sepsis", "Call 999 now if this could be sepsis or meningitis",
     "Call 999 if somebody feels very ill and is confused, very hard to wake or breathing very fast, has blotchy, blue "
     "or grey skin, or has spots that do not fade under a glass.",
     "999", kSepsis},
    {"birth", "Call 999 or your maternity unit now",
     "Call 999 if a baby is being born, if there is heavy bleeding, or if there is very bad pain or a fit in "
     "pregnancy. Otherwise call your maternity unit or midwife now.",
     "999", kBirth},
    {"assault", "If you are in danger, call 999 now",
     "Call 999 if you are in danger or badly hurt. If you cannot speak, press 55 when asked. A sexual assault referral "
     "centre can help you whether or not you tell the police. Call 111 to find one.",
     "999", kAssault},
    {"injury", "Call 999 now for a serious injury",
     "Call 999 after a crash at speed, a shock from high voltage, a burn to the face or a burn bigger than the hand, "
     "or if an arm or leg is cut off or points the wrong way.",
     "999", kInjury},
};

// ---- words that mean the same

constexpr Words kTummy[] = {"stomach", "belly", "abdomen", "abdominal", "gut", "stomack", "tum", "tumy", "tummie"};
constexpr Words kPain[] = {"ache",    "aching", "hurt", "hurting", "sore",  "soreness",
                           "painful", "cramp",  "ake",  "akes",    "agony", "tender"};
constexpr Words kVomit[] = {"throw up", "throwing up", "threw up",    "being sick", "been sick", "is sick",
                            "puke",     "puking",      "chucking up", "sickness",   "vomit"};
constexpr Words kDiarrhoea[] = {"the runs",     "loose poo",     "runny poo",  "watery poo", "the trots",
                                "diarrhea",     "diarrhoea",     "diarhoea",   "diorea",     "loose stool",
                                "loose stools", "upset stomach", "upset tummy"};
constexpr Words kFever[] = {"high temperature", "high temp",    "temperature", "temp",      "feverish",
                            "burning up",       "hot and cold", "shivery",     "shivering", "pyrexia"};
constexpr Words kPoo[] = {"stool", "stools", "faeces", "bowel movement", "motion"};
constexpr Words kPee[] = {"urine",      "wee",      "weeing",        "urinate",
                          "urinating",  "peeing",   "passing water", "water infection",
                          "waterworks", "cystitis", "uti",           "bladder"};
constexpr Words kHead[] = {"migraine", "skull"};
constexpr Words kInjured[] = {"bang",    "banged",  "bump", "bumped", "hit",        "knock",
                              "knocked", "injured", "blow", "wound",  "concussion", "trauma"};
constexpr Words kFall[] = {"fell", "fallen"};
constexpr Words kDizzy[] = {"light headed", "lightheaded", "vertigo", "giddy",
                            "faint",        "spinning",    "wobbly",  "dizziness"};
constexpr Words kBreath[] = {"breathless", "breathlessness", "short of breath", "out of breath", "wheeze",
                             "wheezy",     "wheezing",       "asthma",          "breathe",       "breathing"};
constexpr Words kCough[] = {"coughing", "chesty"};
constexpr Words kCold[] = {"runny nose", "blocked nose", "sniffles", "flu", "sneezing"};
constexpr Words kThroat[] = {"tonsil", "tonsils", "tonsillitis", "swallow", "swallowing"};
constexpr Words kRash[] = {"spots", "hives", "itchy skin", "itching", "itchy", "blotches", "skin"};
constexpr Words kTooth[] = {"teeth", "dental", "gum", "gums"};
constexpr Words kChild[] = {"baby", "toddler", "infant", "son", "daughter", "kid", "newborn", "little one"};
constexpr Words kLow[] = {"depressed", "depression", "sad", "hopeless", "down in the dumps"};
constexpr Words kWorry[] = {"anxious", "anxiety", "panic", "panicking", "stress", "stressed"};
constexpr Words kPeriod[] = {"menstrual", "menstruation", "time of the month"};
constexpr Words kConstipated[] = {"constipation", "cannot poo", "bunged up"};
constexpr Words kMedicine[] = {"tablet", "tablets", "pill", "pills", "medication", "prescription", "meds"};
constexpr Words kBleed[] = {"blood", "bloody"};
constexpr Words kCannot[] = {"can t", "cant", "cannot", "can not", "unable to", "could not", "couldnt"};
constexpr Words kNot[] = {"doesnt", "does not", "don t", "dont",    "do not", "isnt", "is not",
                          "wont",   "will not", "won t", "doesn t", "isn t",  "didnt"};
constexpr Words kPregnant[] = {"pregnancy", "expecting"};
constexpr Words kBackWords[] = {"spine", "lumbago", "sciatica"};
constexpr Words kFoot[] = {"feet", "toe", "toes", "ankle"};
constexpr Words kBite[] = {"bitten", "sting", "stung", "stings"};

constexpr SameWords kSame[] = {
    {"tummy", kTummy},       {"diarrhoea", kDiarrhoea},
    {"pain", kPain},         {"vomit", kVomit},
    {"fever", kFever},       {"poo", kPoo},
    {"pee", kPee},           {"headache", kHead},
    {"injury", kInjured},    {"fall", kFall},
    {"dizzy", kDizzy},       {"breath", kBreath},
    {"cough", kCough},       {"cold", kCold},
    {"throat", kThroat},     {"rash", kRash},
    {"tooth", kTooth},       {"child", kChild},
    {"low", kLow},           {"worry", kWorry},
    {"period", kPeriod},     {"constipated", kConstipated},
    {"medicine", kMedicine}, {"bleed", kBleed},
    {"cannot", kCannot},     {"not", kNot},
    {"pregnant", kPregnant}, {"back", kBackWords},
    {"foot", kFoot},         {"bite", kBite},
};

constexpr Words kEmpty[] = {
    "a",     "an",      "and",      "the",     "my",       "your",    "his",   "her",   "their",   "our",   "i",
    "im",    "ive",     "m",        "ve",      "s",        "me",      "we",    "you",   "he",      "she",   "they",
    "it",    "its",     "is",       "am",      "are",      "was",     "were",  "be",    "been",    "being", "have",
    "has",   "had",     "got",      "get",     "gets",     "getting", "feel",  "feels", "feeling", "felt",  "of",
    "in",    "on",      "at",       "to",      "for",      "from",    "with",  "by",    "or",      "but",   "so",
    "very",  "really",  "bit",      "some",    "any",      "this",    "that",  "there", "when",    "after", "since",
    "all",   "keeps",   "keep",     "please",  "help",     "what",    "do",    "does",  "did",     "since", "bad",
    "badly", "problem", "problems", "symptom", "symptoms", "think",   "might", "could", "about",   "if",    "just",
    "also",  "too",     "much",     "lot",     "up"};

}  // namespace

std::span<const EmergencyCard> emergency_cards() { return kCards; }
std::span<const SameWords> same_words() { return kSame; }
std::span<const std::string_view> empty_words() { return kEmpty; }

}  // namespace signpost

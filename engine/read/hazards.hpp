// The hazard log: what could go wrong for a patient, how bad and how likely that is, what is done about it, and what
// shows that this is there and works. The terms are those of DCB0129; the figures are for a Clinical Safety Officer to
// judge.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/findings/diagnostic.hpp"
#include "engine/pathway/pathway.hpp"
#include "engine/text/source.hpp"

namespace signpost {

enum class HarmSeverity : std::uint8_t { minor, significant, considerable, major, catastrophic };
enum class HarmLikelihood : std::uint8_t { very_low, low, medium, high, very_high };
inline constexpr std::array<std::string_view, 5> kSeverityWords{"minor", "significant", "considerable", "major",
                                                                "catastrophic"};
inline constexpr std::array<std::string_view, 5> kLikelihoodWords{"very low", "low", "medium", "high", "very high"};

struct HazardRisk {
  HarmSeverity severity = HarmSeverity::minor;
  HarmLikelihood likelihood = HarmLikelihood::very_low;
  int level() const;  // 1 (acceptable) to 5 (unacceptable), by the matrix
};
// The matrix: severity across, likelihood down.
int risk_level(HarmSeverity severity, HarmLikelihood likelihood);
// What a level asks for: "acceptable where reducing it further is not practical".
std::string_view risk_words(int level);

// What shows that a control is there and works.
struct HazardLink {
  enum class Kind : std::uint8_t { claim, scenario, test, code } kind = Kind::claim;
  Text what;  // the claim's words, the scenario's or the test's name, the code
  Text in;    // the file; empty for codes
};

struct HazardControl {
  Text control;
  std::vector<HazardLink> shown_by;
  std::string left_to;  // who else has to see to it; then nothing here shows it
};

struct Hazard {
  Name id;
  Text hazard, effect, note;
  std::vector<Text> causes;
  HazardRisk before, after;
  std::vector<HazardControl> controls;
};

struct HazardLog {
  std::string judged_by;  // "nobody" where nobody has
  std::vector<Hazard> hazards;
};

// Reads the text of a hazard log, shown as `path`. Whatever is wrong with it is a finding; a hazard that its controls
// make riskier is too.
HazardLog read_hazards(const std::string& path, std::string text, Sources& sources, Diagnostics& diagnostics);

}  // namespace signpost

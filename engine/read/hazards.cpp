#include "engine/read/hazards.hpp"

#include <algorithm>
#include <utility>

#include "engine/read/keys_shapes.hpp"
#include "engine/read/shape_check.hpp"
#include "engine/yaml/yaml.hpp"

namespace signpost {

namespace {

// By likelihood from very low up, then by severity from minor up.
constexpr int kMatrix[5][5] = {
    {1, 1, 2, 2, 3},  // very low
    {1, 2, 2, 3, 4},  // low
    {2, 2, 3, 3, 4},  // medium
    {2, 3, 3, 4, 5},  // high
    {3, 4, 4, 5, 5},  // very high
};

const Value* written(const Value& map, std::string_view key) {
  const Value* value = map.find(key);
  return value == nullptr || value->kind == Value::Kind::missing ? nullptr : value;
}

Text text_at(const Value& map, std::string_view key) {
  const Value* value = written(map, key);
  if (value == nullptr) return {};
  Text text{value->text, value->at};
  while (text.text.ends_with('\n') || text.text.ends_with(' ')) text.text.pop_back();  // a block ends with a line end
  return text;
}

template <class Word>
Word word_at(const Value& map, std::string_view key, const std::array<std::string_view, 5>& words) {
  const Value* value = written(map, key);
  if (value == nullptr) return {};
  return static_cast<Word>(std::find(words.begin(), words.end(), value->text) - words.begin());
}

HazardRisk risk_at(const Value& map, std::string_view key) {
  const Value* risk = written(map, key);
  if (risk == nullptr) return {};
  return {word_at<HarmSeverity>(*risk, "severity", kSeverityWords),
          word_at<HarmLikelihood>(*risk, "likelihood", kLikelihoodWords)};
}

HazardLink link_of(const Value& map) {
  HazardLink link;
  constexpr std::pair<std::string_view, HazardLink::Kind> kKinds[] = {{"claim", HazardLink::Kind::claim},
                                                                      {"scenario", HazardLink::Kind::scenario},
                                                                      {"test", HazardLink::Kind::test},
                                                                      {"code", HazardLink::Kind::code}};
  for (const auto& [key, kind] : kKinds)
    if (written(map, key) != nullptr) {
      link.kind = kind;
      link.what = text_at(map, key);
    }
  link.in = text_at(map, "in");
  return link;
}

HazardControl control_of(const Value& map) {
  HazardControl control;
  control.control = text_at(map, "control");
  control.left_to = text_at(map, "left-to").text;
  if (const Value* links = written(map, "shown-by")) {
    for (const Value& link : links->items)
      if (link.kind == Value::Kind::map) control.shown_by.push_back(link_of(link));
  }
  return control;
}

}  // namespace

int risk_level(HarmSeverity severity, HarmLikelihood likelihood) {
  return kMatrix[static_cast<std::size_t>(likelihood)][static_cast<std::size_t>(severity)];
}

int HazardRisk::level() const { return risk_level(severity, likelihood); }

std::string_view risk_words(int level) {
  constexpr std::string_view kWords[] = {"acceptable", "acceptable where reducing it further is not practical",
                                         "undesirable: to be reduced, unless that is not practical",
                                         "not acceptable: it must be reduced before anybody uses the system",
                                         "not acceptable at all"};
  return kWords[std::clamp(level, 1, 5) - 1];
}

HazardLog read_hazards(const std::string& path, std::string text, Sources& sources, Diagnostics& diagnostics) {
  const std::uint32_t file = sources.add(path, std::move(text));
  Value tree = parse_yaml(sources, file, diagnostics);
  HazardLog log;
  if (!check_shape(tree, shapes::kHazardsFile, diagnostics)) return log;
  log.judged_by = text_at(tree, "judged-by").text;
  for (const auto& [key, map] : written(tree, "hazards")->entries) {
    Hazard& hazard = log.hazards.emplace_back();
    hazard.id = {key.text, key.at};
    hazard.hazard = text_at(map, "hazard");
    hazard.effect = text_at(map, "effect");
    hazard.note = text_at(map, "note");
    for (const Value& cause : written(map, "causes")->items) hazard.causes.push_back({cause.text, cause.at});
    hazard.before = risk_at(map, "before");
    hazard.after = risk_at(map, "after");
    for (const Value& control : written(map, "controls")->items) hazard.controls.push_back(control_of(control));
    if (hazard.after.level() > hazard.before.level())
      diagnostics.add(Code::risk_rises, written(map, "after")->at,
                      "the risk of `" + hazard.id.text + "` is " + std::to_string(hazard.after.level()) +
                          " with its controls, and was " + std::to_string(hazard.before.level()) + " without them",
                      "judge both again; a control that makes things worse is none");
  }
  return log;
}

}  // namespace signpost

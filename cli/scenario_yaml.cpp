#include "cli/scenario_yaml.hpp"

#include <fmt/format.h>

#include "cli/json_text.hpp"

namespace signpost {

namespace {

std::string in_braces(const std::vector<std::string>& parts) { return fmt::format("{{ {} }}", fmt::join(parts, ", ")); }

std::string patient_of(const Scenario& scenario) {
  std::vector<std::string> parts;
  if (!scenario.age.empty()) parts.push_back("age: " + scenario.age.text);
  if (!scenario.sex.empty()) parts.push_back("sex: " + scenario.sex.text);
  if (!scenario.party.empty()) parts.push_back("party: " + scenario.party.text);
  return in_braces(parts);
}

std::string value_of(const ScenarioAnswer& answer) {
  std::vector<std::string> values;
  for (const Name& value : answer.values) values.push_back(value.text);
  return answer.list ? fmt::format("[{}]", fmt::join(values, ", ")) : fmt::format("{}", fmt::join(values, ", "));
}

}  // namespace

std::string scenario_yaml(const Scenario& scenario, const std::vector<std::string>& covers, const std::string& remark) {
  // JSON's quotes are right in YAML too, whatever stands in the name.
  std::string text = fmt::format("  - name: {}\n", json_text(scenario.name.text));
  for (const std::string& line : covers) text += fmt::format("    # {}\n", line);
  text += fmt::format("    patient: {}\n", patient_of(scenario));
  if (!scenario.on.empty()) text += fmt::format("    on: {}\n", scenario.on.text);
  std::vector<std::string> switches;
  for (const Name& on : scenario.switches_on) switches.push_back(on.text + ": on");
  for (const Name& off : scenario.switches_off) switches.push_back(off.text + ": off");
  if (!switches.empty()) text += fmt::format("    switches: {}\n", in_braces(switches));
  std::vector<std::string> answers;
  for (const ScenarioAnswer& answer : scenario.answers)
    answers.push_back(answer.question.text + ": " + value_of(answer));
  if (!answers.empty()) text += fmt::format("    answers: {}\n", in_braces(answers));
  if (scenario.others_none) text += "    others: none\n";
  if (!remark.empty()) text += fmt::format("    # {}\n", remark);
  std::vector<std::string> expect;
  if (!scenario.disposition.empty()) expect.push_back("disposition: " + scenario.disposition.text);
  if (!scenario.outcome.empty()) expect.push_back("outcome: " + scenario.outcome.text);
  return text + fmt::format("    expect: {}\n", in_braces(expect));
}

}  // namespace signpost

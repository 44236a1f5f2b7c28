// Claims and scenarios: what authors promise of a pathway, and what they try with it.
#include <utility>

#include "engine/amounts/quantity.hpp"
#include "engine/read/reader.hpp"

namespace signpost {

Claim Reader::claim(Value& map) {
  Claim claim;
  claim.at = map.at;
  claim.claim = text(map, "claim");
  claim.when = condition(map, "when", true);
  claim.answered = condition(map, "when answered", true);
  if (Value* compare = get(map, "compare")) {
    claim.from = condition(*compare, "from", true);
    claim.to = condition(*compare, "to", true);
  }
  claim.disposition = text(map, "disposition");
  claim.known = names(map, "known");
  claim.asked = names(map, "asked");
  claim.advice = names(map, "advice");
  claim.evidence = names(map, "evidence");
  claim.within = text(map, "within");
  if (Value* waived = get(map, "waived")) {
    claim.waived = Waiver{plain(*waived, "by"), plain(*waived, "reason"), plain(*waived, "until")};
  }
  return claim;
}

std::vector<Claim> Reader::claims(Value& map) {
  std::vector<Claim> found;
  Value* claims = get(map, "safety");
  if (claims == nullptr) return found;
  for (Value& item : claims->items) {
    if (item.kind == Value::Kind::map) found.push_back(claim(item));
  }
  return found;
}

Scenario Reader::scenario(Value& map, const Name& pathway) {
  Scenario scenario;
  scenario.pathway = pathway;
  scenario.at = map.at;
  scenario.name = text(map, "name");
  if (Value* patient = get(map, "patient")) {
    scenario.age = text(*patient, "age");
    scenario.sex = text(*patient, "sex");
    scenario.party = text(*patient, "party");
  }
  scenario.on = text(map, "on");
  if (Value* switches = get(map, "switches")) {
    for (auto& [key, value] : switches->entries) {
      if (value.kind != Value::Kind::scalar) continue;
      (value.text == "on" ? scenario.switches_on : scenario.switches_off).push_back({key.text, key.at});
    }
  }
  if (Value* answers = get(map, "answers")) {
    for (auto& [key, value] : answers->entries) {
      ScenarioAnswer answer;
      answer.question = {key.text, key.at};
      if (value.kind == Value::Kind::scalar) {
        answer.values.push_back(name_of(value));
      } else if (value.kind == Value::Kind::list) {
        answer.list = true;
        for (Value& item : value.items) {
          if (item.kind == Value::Kind::scalar) answer.values.push_back(name_of(item));
        }
      } else {
        continue;
      }
      scenario.answers.push_back(std::move(answer));
    }
  }
  scenario.others_none = get(map, "others") != nullptr;
  if (Value* expect = get(map, "expect")) {
    scenario.disposition = name(*expect, "disposition");
    scenario.outcome = name(*expect, "outcome");
    scenario.advice_includes = names(*expect, "advice-includes");
    scenario.advice_excludes = names(*expect, "advice-excludes");
    scenario.asked = names(*expect, "asked");
    scenario.not_asked = names(*expect, "not-asked");
    scenario.questions_at_most = integer(*expect, "questions-at-most", 0);
    if (scenario.questions_at_most < 0) {
      diagnostics_.add(Code::bad_number, expect->find("questions-at-most")->at,
                       "`questions-at-most` must be 1 or more");
    }
  }
  return scenario;
}

void Reader::scenarios(Value& file, std::vector<Scenario>& into) {
  const Name pathway = name(file, "pathway");
  Value* scenarios = get(file, "scenarios");
  if (scenarios == nullptr) return;
  into.reserve(into.size() + scenarios->items.size());
  for (Value& item : scenarios->items) {
    if (item.kind == Value::Kind::map) into.push_back(scenario(item, pathway));
  }
}

}  // namespace signpost

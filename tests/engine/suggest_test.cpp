#include "engine/scenarios/suggest.hpp"

#include <catch2/catch.hpp>

#include "cli/scenario_yaml.hpp"
#include "tests/support/covered.hpp"
#include "tests/support/library_around.hpp"

using namespace signpost;
using namespace signpost::tests;

namespace {

// Every kind of question, rules that need several answers at once, a fact, a module, a jump, a floor, a score.
std::vector<NamedText> library_of_everything(const std::string& scenarios) {
  const std::string facts = yes_no_fact("weak", "    never: age < 12 years\n") +
                            yes_no_fact("ill", "    if-unsure: yes\n    reason: It is safer so.\n");
  const NamedText module = module_file("m", R"(start: asked
steps:
  asked:
    question: Is it?
    records: ill
    yes: done
    no: done
    unsure: yes
)");
  const NamedText a = pathway_file("a", R"(scores:
  risk:
    meaning: How likely it is
    evidence: [source]
    plus:
      - { when: age >= 65 years, points: 1 }
start: weakness
steps:
  weakness:
    question: Weak?
    records: weak
    yes: signs
    no: signs
  signs:
    question: Any of these?
    tick:
      one: { text: "One", score: { risk: 1 } }
      two: { text: "Two", score: { risk: 2 } }
      child: { text: "Of children", only-if: "age < 16 years" }
    then:
      - when: score risk >= 3
        to: soon
      - when: weak and signs includes two
        to: hot
      - otherwise: tell
  tell:
    note: Sit down.
    to: ask
  ask:
    use: m
    then:
      - when: ill and age >= 40 years
        to: since
      - otherwise: which
  since:
    question: When did it begin?
    date: { from: 1 year ago, to: today }
    worse: lower
    bands:
      recent: up to 6 weeks
      past: over 6 weeks
    then:
      - when: since ago > 12 weeks and weak
        to: soon
      - otherwise: home
  hot:
    question: Temperature?
    number: { unit: °C, from: 34.0, to: 43.0, step: 0.1, usual: 35.0 to 42.0 }
    worse: higher
    bands:
      normal: up to 37.9
      raised: 38.0 and over
    unsure: raised
    then:
      - when: hot is raised
        to: soon
      - otherwise: home
  which:
    question: Which?
    choose:
      left: Left
      right: { text: "Right", to: pathway/b }
    to: long
  long:
    question: Since when?
    duration: { from: 0 hours, to: 1 year }
    worse: higher
    bands:
      short: up to 14 days
      old: over 14 days
    to: home
floors:
  - when: night and ill
    outcome: soon
)");
  const NamedText b = pathway_file("b", R"(start: end
steps:
  end:
    question: Is it so?
    yes: { advice: [drink], to: home }
    no: { without-advice: [rest], to: home }
)");
  return library_around(facts, {module, a, b, {"topics/a.test.yaml", "pathway: a\nscenarios:\n" + scenarios}},
                        "switches:\n  night: { meaning: \"It is closed\", default: off }\n");
}

const std::string kOne =
    "  - name: One\n    patient: { age: 30 years, sex: female }\n    others: none\n    expect: { disposition: "
    "self-care }\n";

Suggestions suggestions_for(const Covered& covered) {
  return suggest(*covered.map, covered.coverage, std::vector<bool>(covered.map->parts().size(), true));
}

}  // namespace

TEST_CASE("every suggestion shows what it promises and ends where it says") {
  const Covered before(library_of_everything(kOne));
  const Suggestions found = suggestions_for(before);
  REQUIRE(found.scenarios.size() > 5);
  std::string yaml_a = kOne;
  std::string yaml_b;
  std::size_t promised = 0;
  for (const Suggestion& suggestion : found.scenarios) {
    CHECK_FALSE(suggestion.parts.empty());
    promised += suggestion.parts.size();
    (suggestion.scenario.pathway.text == "a" ? yaml_a : yaml_b) +=
        scenario_yaml(suggestion.scenario, {"a remark"}, "and one more");
  }
  std::vector<NamedText> files = library_of_everything(yaml_a);
  if (!yaml_b.empty()) files.push_back({"topics/b.test.yaml", "pathway: b\nscenarios:\n" + yaml_b});
  const Covered after(files);
  CHECK(after.coverage.failed == 0);
  CHECK(after.coverage.scenarios == found.scenarios.size() + 1);
  CHECK(after.count() == before.count() + promised);
  for (const Suggestion& suggestion : found.scenarios)
    for (const PartIndex part : suggestion.parts) {
      INFO(before.map->parts()[part].what);
      CHECK(before.coverage.shown_by[part] == 0);
      CHECK(after.coverage.shown_by[part] != 0);
    }
  // What is left is what nobody was found for, and that is what nobody can show: there is no such outcome of advice.
  CHECK(after.map->parts().size() - after.count() == found.not_found.size());
  CHECK(after.missing() == "`stay` is given\n");
}

TEST_CASE("the same library gets the same suggestions") {
  const Covered covered(library_of_everything(kOne));
  const auto written = [&] {
    std::string text;
    for (const Suggestion& suggestion : suggestions_for(covered).scenarios)
      text += scenario_yaml(suggestion.scenario, {}, "");
    return text;
  };
  CHECK(written() == written());
}

TEST_CASE("only what is wanted is looked for, and nothing that is shown already") {
  const Covered covered(library_of_everything(kOne));
  std::vector<bool> wanted(covered.map->parts().size(), false);
  CHECK(suggest(*covered.map, covered.coverage, wanted).scenarios.empty());
  for (PartIndex i = 0; i < wanted.size(); ++i) wanted[i] = covered.coverage.shown_by[i] != 0;
  CHECK(suggest(*covered.map, covered.coverage, wanted).scenarios.empty());
  for (PartIndex i = 0; i < wanted.size(); ++i)
    wanted[i] = covered.map->parts()[i].what == "`hot` is answered `raised`";
  const Suggestions one = suggest(*covered.map, covered.coverage, wanted);
  REQUIRE(one.scenarios.size() == 1);
  CHECK(one.not_found.empty());
  REQUIRE(one.scenarios[0].parts.size() == 1);
  CHECK(covered.map->parts()[one.scenarios[0].parts[0]].what == "`hot` is answered `raised`");
  // Nothing is stated that is not needed.
  CHECK(one.scenarios[0].scenario.answers.size() == 3);
}

TEST_CASE("nobody is found where nobody is looked at") {
  const Covered covered(library_of_everything(kOne));
  std::vector<bool> wanted(covered.map->parts().size(), false);
  for (PartIndex i = 0; i < wanted.size(); ++i)
    wanted[i] = covered.map->parts()[i].what == "`hot` is answered `raised`";
  const Suggestions none = suggest(*covered.map, covered.coverage, wanted, 0);
  CHECK(none.scenarios.empty());
  CHECK(none.not_found.size() == 1);
}

TEST_CASE("the name of a suggestion stays short though its rule is long") {
  std::string test = "q and (age >= 90 years";
  for (int years = 20; years < 50; ++years) test += " or age >= " + std::to_string(years) + " years";
  test += ")";
  const Covered covered(library_around(
      "",
      {pathway_file("a",
                    "start: q\nsteps:\n  q:\n    question: Is it so?\n    yes: sort\n    no: sort\n  sort:\n    then:\n"
                    "      - when: " +
                        test + "\n        to: soon\n      - otherwise: home\n")}));
  std::vector<bool> wanted;
  for (const Part& part : covered.map->parts()) wanted.push_back(part.what.ends_with(" of `sort` is true"));
  const Suggestions found = suggest(*covered.map, covered.coverage, wanted);
  REQUIRE(found.scenarios.size() == 1);
  const std::string& name = found.scenarios[0].scenario.name.text;
  CHECK(covered.map->parts()[found.scenarios[0].parts[0]].what.size() > kLongestName);
  CHECK(name.size() <= kLongestName);
  CHECK(name.ends_with(" ..."));
}

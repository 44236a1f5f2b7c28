// The main flow of the checks: what the whole library shares first, then file by file.
#include "engine/names/check_names.hpp"

#include "engine/names/check_parts.hpp"

namespace signpost {
namespace {

constexpr std::size_t kMaxSwitches = 32;  // a journey carries them as bits of one 32-bit word

void check_switches(const NameScope& scope) {
  const std::vector<Switch>& switches = scope.library().switches;
  check_unique(switches, scope.diagnostics);
  if (switches.size() > kMaxSwitches)
    scope.diagnostics.add(Code::too_many, switches[kMaxSwitches].id.at,
                          fmt::format("there are {} switches; {} is the most", switches.size(), kMaxSwitches),
                          "take out those that no deployment uses");
}

void check_pathway_ids(const NameScope& scope) {
  std::unordered_map<std::string_view, Location> seen;
  for (const Pathway& p : scope.library().pathways) {
    auto [it, fresh] = seen.try_emplace(p.id.text, p.id.at);
    if (!fresh)
      scope.diagnostics
          .add(Code::duplicate_id, p.id.at, fmt::format("`{}` is the id of two files", p.id.text),
               "pathways and modules share one set of ids: rename one file and its id")
          .notes.push_back({it->second, "first used here"});
  }
}

void check_advice_item(const NameScope& scope, const AdviceItem& item) {
  if (item.only_if) check_condition(scope.with_party(), *item.only_if);
  if (item.unless) check_condition(scope.with_party(), *item.unless);
}

void check_variant(const NameScope& scope, const Condition& c) {
  for (const Condition& part : c.parts) check_variant(scope, part);
  if (c.kind == Condition::Kind::everyone || !c.parts.empty()) return;
  bool fits = (c.subject.text == "party" && c.kind == Condition::Kind::is) ||
              (c.subject.text == "age" && c.kind == Condition::Kind::compare);
  if (fits) return check_condition(scope.with_party(), c);
  scope.diagnostics.add(Code::not_allowed_here, c.at, "wording may look at party and age only",
                        "write it with `party is someone-else` and `age < 16 years`");
}

void check_screen(const NameScope& scope) {
  for (const Name& module : scope.library().first) check_module(scope, module);
  if (scope.library().first.empty())
    scope.diagnostics.add(
        Code::no_screen, {},
        "The library names no module that runs `first`, so nothing checks for an emergency before each topic",
        "name the life-threat screen in library.yaml: first: [life-threat]");
}

}  // namespace

void check_names(const Names& names, Diagnostics& diagnostics) {
  const Library& library = names.library();
  const NameScope of_library{names, diagnostics};
  check_unique(library.facts, diagnostics);
  check_unique(library.dispositions, diagnostics);
  check_unique(library.advice, diagnostics);
  check_unique(library.evidence, diagnostics);
  check_switches(of_library);
  check_pathway_ids(of_library);
  for (const Fact& fact : library.facts) check_fact(of_library, fact);
  check_meanings(of_library);
  for (const AdviceItem& item : library.advice) check_advice_item(of_library, item);
  for (const Variant& variant : library.variants) check_variant(of_library, variant.when);
  check_screen(of_library);
  for (const Claim& claim : library.claims) check_claim(of_library, claim);
  for (const FileNames& file : names.files()) check_file({names, diagnostics, &file});
}

}  // namespace signpost

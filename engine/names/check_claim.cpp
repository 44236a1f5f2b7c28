#include <string>

#include "engine/amounts/measure.hpp"
#include "engine/graph/claim.hpp"
#include "engine/names/check_parts.hpp"

namespace signpost {

void check_claim(const NameScope& scope, const Claim& claim) {
  for (const auto* c : {&claim.when, &claim.from, &claim.to, &claim.answered})
    if (*c) check_condition(scope, **c);
  check_advice(scope, claim.advice);
  check_evidence(scope, claim.evidence);
  for (const auto* list : {&claim.known, &claim.asked})
    for (const Name& name : *list) check_tested_name(scope, name);
  if (!claim.within.empty() && !questions_of(claim.within.text))
    scope.diagnostics.add(Code::bad_condition, claim.within.at,
                          fmt::format("`{}` is no number of questions", claim.within.text),
                          fmt::format("write `within: 3 questions`, at most {}", kMaxWithin));
  const bool of_two = claim.disposition.text == "never less urgent" || claim.disposition.text == "never more urgent";
  if (of_two != claim.from.has_value())
    scope.diagnostics.add(
        Code::bad_condition, claim.at,
        claim.from ? "two patients are compared, but nothing is promised of the two"
                   : fmt::format("`{}` is said of one patient", claim.disposition.text),
        "`compare:` goes with `disposition: never less urgent` or `never more urgent`, and they with it");
  if (!claim.disposition.empty()) {
    std::string_view text = claim.disposition.text;
    for (std::string_view lead : {"at least ", "at most ", "exactly ", "never "})
      if (text.substr(0, lead.size()) == lead) {
        Name d{std::string(text.substr(lead.size())), claim.disposition.at};
        if (d.text == "less urgent" || d.text == "more urgent") return;
        check_disposition(scope, d);
        return;
      }
    const auto says = [&](std::string_view lead, auto means) {
      return text.substr(0, lead.size()) == lead && means(text.substr(lead.size()));
    };
    const auto is_level = [](std::string_view word) {
      return word == "emergency" || word == "urgent" || word == "routine" || word == "self-care";
    };
    if (text == "face to face" || says("level is ", is_level) ||
        says("within ", [](std::string_view time) { return parse_minutes(time).has_value(); }))
      return;
    scope.diagnostics.add(
        Code::bad_condition, claim.disposition.at, fmt::format("`{}` says nothing about a disposition", text),
        "write `at least X`, `at most X`, `exactly X`, `never X`, `within 1 hour`, `face to face` or `level is "
        "emergency`");
  }
}

}  // namespace signpost
